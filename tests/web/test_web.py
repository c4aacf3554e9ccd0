"""Every route of the pages and of REST, by the ASGI client: no socket is opened."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import replace

import httpx
import pytest
from tests.made_reports import TEXT, make_event, sample

from dragoman.reader import Reader
from dragoman.records import Event, Report, Span
from dragoman.store import open as open_store
from dragoman.web import make_app


class Client:
    """Asks the application, each time in a loop of its own."""

    def __init__(self, app, base: str = "http://localhost") -> None:
        self.app, self.base = app, base

    def __call__(self, method: str, url: str, **given) -> httpx.Response:
        async def ask() -> httpx.Response:
            wire = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=wire, base_url=self.base) as client:
                return await client.request(method, url, **given)

        return asyncio.run(ask())

    def get(self, url: str, **given) -> httpx.Response:
        return self("GET", url, **given)

    def post(self, url: str, **given) -> httpx.Response:
        return self("POST", url, **given)


HOSTILE = (
    "Ruritania \U0001f30a on Monday warned Graustark. <script>alert(1)</script> <img src=x onerror=alert(2)>\n\n"
    "abc \u202e cba \u0301\u0301 \x00 [x](javascript:alert(3)) \"'></p>"
)


def hostile() -> Report:
    event = make_event("H/1 <b>", HOSTILE, "THREATEN", "warned", HOSTILE.partition(" <script")[0])
    return Report(
        text=HOSTILE, id="H/1 <b>", title="<script>x</script>\u202e", publisher='"><svg onload=y>',
        url="javascript:alert(4)", events=(event,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("web") / "news.db") as made:
        made.add_all([*(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(1, 8)), hostile()])
        yield made


@pytest.fixture(scope="module")
def reader():
    return Reader(pipeline="tests.made_reports:fake")


@pytest.fixture(scope="module")
def client(store, reader):
    return Client(make_app(store, reader))


PAGES = ("/", "/events", "/statements", "/actors", "/search?q=river", "/search", "/about", "/reports/R1")


@pytest.mark.parametrize("url", PAGES)
def test_pages_are_whole_and_ask_nobody_else(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert answer.text.rstrip().endswith("</html>")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    for mark in ('src="http', 'href="//', "<script>"):
        assert mark not in answer.text


@pytest.mark.parametrize("name", ["app.css", "marks.css", "report.js"])
def test_static_files(client, name):
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert "http" not in answer.text
    assert client.get(f"/static/{name}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_report_page_marks_every_slot_and_gives_reasons(client):
    text = client.get("/reports/R1").text
    assert '<mark class="trigger"' in text
    assert "urged</mark>" in text
    assert "We want a &lt;fair&gt; settlement" in text
    assert "model.trigger 0.90" in text
    assert 'href="/api/v1/reports/R1"' in text


def test_a_hostile_report_is_shown_safely_and_in_place(client):
    for url in ("/reports/H%2F1%20%3Cb%3E", "/", "/events", "/search?q=warned"):
        text = client.get(url).text
        for bad in ("<script>", "<img src=x", "<svg", 'href="javascript', "\x00", "<b>"):
            if bad != "<b>" or url != "/":  # the first page has bold figures of its own
                assert bad not in text, (url, bad)
    page = client.get("/reports/H%2F1%20%3Cb%3E").text
    assert ">warned</mark>" in page
    assert "\U0001f30a" in page
    assert client.get("/api/v1/reports/H%2F1%20%3Cb%3E").json()["text"] == HOSTILE


def test_lists_filter_by_their_address(client):
    text = client.get("/events?type=COERCE&status=actual").text
    assert "<strong>7</strong> events" in text
    assert "[REQUEST" not in text
    assert 'href="/events?status=actual" title="Take this filter out"' in text
    assert "/events.csv?type=COERCE&amp;status=actual" in text
    assert len(client.get("/events.csv?type=COERCE").text.splitlines()) == 8
    assert client.get("/events.json?type=COERCE").json()["count"] == 7
    assert client.get("/statements.csv?by=RUR").status_code == 200
    assert client.get("/actors.csv").status_code == 404


@pytest.mark.parametrize("kind", ["events", "statements"])
def test_facet_links_lead_to_as_many_as_they_say(client, kind):
    import html
    import re

    text = client.get(f"/{kind}").text
    found = re.findall(r'<li><a href="([^"]+)">[^<]*</a>.*?<span class="n">(\d+)</span>', text)
    assert len(found) >= 4
    for url, count in found:
        assert client.get(html.unescape(url).replace("?", ".json?")).json()["count"] == int(count), url


def test_a_wrong_filter_is_told_with_a_near_one(client):
    answer = client.get("/events?type=THREATN")
    assert answer.status_code == 400
    assert "THREATEN" in answer.text


def test_cursors_go_through_everything_once(client):
    seen, url = [], "/api/v1/events?limit=4"
    while url:
        found = client.get(url).json()
        seen += [item["id"] for item in found["items"]]
        url = found["next"]
    assert len(seen) == len(set(seen)) == found["count"] == 15
    cursor = client.get("/api/v1/events?limit=4").json()["cursor"]
    assert client.get(f"/api/v1/events?limit=4&type=COERCE&cursor={cursor}").status_code == 400


def test_ten_thousand_events_are_paged(tmp_path):
    base = sample().events[0]
    events: tuple[Event, ...] = tuple(replace(base, id=f"e{n:05d}") for n in range(10_000))
    with open_store(tmp_path / "big.db") as store:
        store.add(replace(sample(), events=events))
        client = Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))
        page = client.get("/events").text
        assert "<strong>10,000</strong>" in page
        assert page.count("<tr>") == 51
        assert len(page) < 300_000
        assert client.get("/events.csv").text.count("\r\n") == 10_001


API = ("health", "events", "statements", "agreements", "actors", "facets", "dyads?a=RUR&b=GRA", "openapi.json",
       "reports/R2", "export", "export?format=csv&records=statement", "export?format=gexf", "export?format=ical",
       "export?format=atom", "facets?records=statement&facet=kind")  # fmt: skip


@pytest.mark.parametrize("path", API)
def test_rest_answers(client, path):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200
    assert answer.content
    if answer.headers["content-type"] == "application/json":
        json.loads(answer.content)
        if "etag" in answer.headers:
            again = client.get(f"/api/v1/{path}", headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.content) == (304, b"")


WRONG = {
    "events?limit=0": 400, "events?limit=1001": 400, "events?limit=x": 400, "events?limit=1&limit=2": 400,
    "events?cursor=abc": 400, "events?actr=CHN": 400, "events?sort=colour": 400, "events?since=yesterday": 400,
    "statements?actor=RUR": 400, "actors?limit=99999": 400, "actors?colour=red": 400, "facets?facet=colour": 400,
    "facets?records=colour": 400, "facets?top=0": 400, "dyads": 400, "dyads?a=RUR&b=GRA&by=colour": 400,
    "dyads?a=RUR&b=GRA&status=actual": 400, "export?format=brat": 400, "export?format=ical&records=statement": 400,
    "export?format=nothing": 400, "reports/none": 404, "reports/R1?version=v0": 404, "nothing": 404,
}  # fmt: skip


@pytest.mark.parametrize(("path", "status"), WRONG.items())
def test_every_refusal_is_a_problem(client, path, status):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert len(problem["detail"]) > 10


def test_the_description_names_every_filter(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    named = {p["name"] for p in paths["/api/v1/events"]["get"]["parameters"]}
    assert {"actor", "dyad", "limit", "cursor"} <= named


def test_a_report_is_read_from_text_json_and_html(client):
    plain = {"Content-Type": "text/plain"}
    found = client.post("/api/v1/reports?published=2024-03-05&id=P1", content=TEXT.encode(), headers=plain)
    assert found.status_code == 200
    assert found.json()["published"]["date"] == "2024-03-05"
    assert len(found.json()["events"]) == 2
    assert found.json()["text"] == TEXT
    assert client.get("/api/v1/reports/P1").status_code == 404
    assert len(client.post("/api/v1/reports", json={"text": TEXT}).json()["statements"]) == 1
    page = f"<html><body><article><p>{TEXT}</p></article></body></html>"
    assert client.post("/api/v1/reports", content=page, headers={"Content-Type": "text/html"}).status_code == 200


def test_a_report_is_kept_only_where_asked(store, client):
    kept = client.post("/api/v1/reports", json={"text": TEXT, "id": "K1", "store": True})
    assert kept.status_code == 201
    assert client.get("/api/v1/reports/K1").status_code == 200
    store.remove("K1")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"json": {"text": 3}}, 400), ({"json": []}, 400), ({"json": {"text": "x", "colour": "red"}}, 400),
        ({"json": {"text": "x", "published": "yesterday"}}, 400), ({"json": {"text": " "}}, 400),
        ({"json": {"text": "x", "store": "perhaps"}}, 400), ({"json": {"text": "x", "title": {}}}, 400),
        ({"content": b"\xff\xfe", "headers": {"Content-Type": "text/plain"}}, 400),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ({"content": b"x", "headers": {"Content-Type": "image/png"}}, 415),
    ],
)  # fmt: skip
def test_a_wrong_report_is_refused(client, given, status):
    answer = client.post("/api/v1/reports", **given)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_read_now_shows_the_records_and_keeps_nothing(client):
    answer = client.post("/read", data={"text": TEXT.replace("\n", "\r\n"), "published": "2024-03-05"})
    assert answer.status_code == 200
    assert "urged</mark>" in answer.text
    assert "not kept" in answer.text
    assert client.post("/read", data={"text": " "}).status_code == 400
    wrong = client.post("/read", data={"text": "words", "published": "<b>"})
    assert wrong.status_code == 400
    assert "&lt;b&gt;" in wrong.text


def test_read_now_keeps_where_asked(store, client):
    answer = client.post("/read", data={"text": TEXT, "store": "on"})
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200
    store.remove(answer.headers["location"].rpartition("/")[2])


def test_a_fault_is_a_500_that_tells_nothing(client):
    answer = client.post("/api/v1/reports", json={"text": "FAIL"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "made to fail" not in answer.text
    assert "content-security-policy" in answer.headers


def test_foreign_hosts_and_origins_are_refused(client, store, reader):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    for host in ("127.0.0.1:8765", "[::1]:8765", "localhost:1"):
        assert client.get("/", headers={"Host": host}).status_code == 200
    named = Client(make_app(store, reader, hosts=["News.Example"]))
    assert named.get("/", headers={"Host": "news.example"}).status_code == 200
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/read", data={"text": TEXT}, headers=headers).status_code == 403
    assert client.post("/read", data={"text": TEXT}, headers={"Origin": "http://localhost"}).status_code == 200


def test_a_token_guards_every_route(store, reader):
    client = Client(make_app(store, reader, token="s3cret"))
    basic = base64.b64encode(b"me:s3cret").decode()
    for url in ("/", "/events", "/api/v1/health", "/static/app.css"):
        answer = client.get(url)
        assert answer.status_code == 401
        assert "Basic" in answer.headers["www-authenticate"]
        for header in ("Bearer s3cret", f"Basic {basic}"):
            assert client.get(url, headers={"Authorization": header}).status_code == 200
        for header in ("Bearer other", "Basic !!", "Bearer", "Digest s3cret", "Basic /w=="):
            assert client.get(url, headers={"Authorization": header}).status_code == 401


def test_a_large_body_is_refused_with_and_without_its_length(store, reader):
    client = Client(make_app(store, reader, max_body=1000))
    assert client.post("/api/v1/reports", json={"text": "x" * 2000}).status_code == 413

    async def parts():
        for _ in range(20):
            yield b"x" * 100

    for url in ("/api/v1/reports", "/read"):
        kind = "text/plain" if "api" in url else "application/x-www-form-urlencoded"
        assert client.post(url, content=parts(), headers={"Content-Type": kind}).status_code == 413


def test_a_store_for_reading_only_keeps_nothing(tmp_path, reader):
    open_store(tmp_path / "a.db").close()
    with open_store(tmp_path / "a.db", readonly=True) as store:
        client = Client(make_app(store, reader))
        assert "keep it in the store" not in client.get("/").text
        assert client.post("/api/v1/reports", json={"text": TEXT, "store": True}).status_code == 400


def test_spans_are_slices_of_the_text(client):
    data = client.get("/api/v1/reports/R1").json()
    for event in data["events"]:
        span = event["trigger"]
        assert Span.of(data["text"], span["start"], span["end"]).text == span["text"]


def test_serve_refuses_strangers_without_a_token(tmp_path, capsys):
    from typer.testing import CliRunner

    from dragoman.cli import make_app as make_cli

    done = CliRunner().invoke(make_cli(), ["serve", "--db", str(tmp_path / "x.db"), "--host", "192.0.2.1"])
    assert done.exit_code == 2
    assert "DRAGOMAN_TOKEN" in done.output
