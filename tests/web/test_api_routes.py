"""REST as a whole: every route answers, refuses alike, is described and documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.made_reports import TEXT, sample
from tests.web.client import Client

from dragoman.reader import Reader
from dragoman.store import open as open_store
from dragoman.web import make_app
from dragoman.web.api import ROUTERS

DOCS = (Path(__file__).parents[2] / "docs" / "web.md").read_text("utf8")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("api") / "news.db") as made:
        made.add_all(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(1, 8))
        made.relink()
        yield made


@pytest.fixture(scope="module")
def app(store):
    return make_app(store, Reader(pipeline="tests.made_reports:fake"))


@pytest.fixture(scope="module")
def client(app):
    return Client(app)


def routes() -> list[tuple[str, str]]:
    return [(method, route.path) for router in ROUTERS for route in router.routes for method in sorted(route.methods)]


def filled(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "none", path)


def test_there_are_routes():
    assert len(routes()) >= 22
    assert ("GET", "/api/v1/reports") in routes()


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_refuses_what_it_does_not_know_in_one_way(client, method, path):
    answer = client(method, filled(path) + "?colour=red", json={"colour": "red"} if method == "POST" else None)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert set(problem) == {"type", "title", "status", "detail"}
    assert len(problem["detail"]) > 10


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_is_guarded(store, method, path):
    shut = Client(make_app(store, Reader(pipeline="tests.made_reports:fake"), token="s3cret"))
    for headers, status in (({}, 401), ({"Host": "evil.example"}, 421)):
        answer = shut(method, filled(path), headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    if method not in {"GET", "HEAD"}:
        answer = shut(method, filled(path), headers={"Origin": "http://evil.example"})
        assert answer.status_code == 403


@pytest.mark.parametrize(("method", "path"), routes())
def test_every_route_is_described_and_documented(client, method, path):
    if not path.endswith("openapi.json"):
        described = client.get("openapi.json").json()
        plain = path.replace(":path", "")
        assert "default" in described["paths"][plain][method.lower()]["responses"]
    shown = re.sub(r"\{[^}]+\}", "ID", path)
    assert re.search(rf"`{method}( or [A-Z]+)? {re.escape(shown)}[`?]", DOCS), f"docs/web.md lacks {method} {shown}"


@pytest.mark.parametrize("path", {filled(path) for _, path in routes()})
def test_wrong_methods_are_told_the_right_ones(client, path):
    answer = client("PATCH", path)
    assert answer.status_code == 405
    assert answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"


GOOD = (
    "health", "reports", "reports?text=river&sort=relevance&limit=2", "reports/R1", "events", "events?not_type=REQUEST",
    "events?type!=REQUEST", "statements", "agreements", "actors", "actors/a-rur", "facets", "export?format=csv",
    "timeline?either=GRA", "dyads?a=RUR&b=GRA", "dyads?a=RUR&b=GRA&dedup=linked&fill=true", "incidents",
    "incidents?told=7", "stories", "news", "timeline?a=RUR&b=GRA", "jobs", "judgements", "openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("path", GOOD)
def test_answers_have_tags_and_heads(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    head = client("HEAD", f"/api/v1/{path}")
    assert (head.status_code, head.content) == (200, b"")
    if not path.startswith("export"):
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert head.headers["etag"] == answer.headers["etag"]


def test_search_shows_words_in_their_place_and_pages_join(client):
    found = client.get("reports?text=river+treaty&limit=3").json()
    assert found["count"] == 7
    assert [p["text"] for p in found["items"][0]["snippet"] if p["hit"]] == ["river", "treaty"]
    seen, url = [], "/api/v1/reports?text=river&sort=relevance&limit=3"
    while url:
        page = client("GET", url).json()
        seen += [item["id"] for item in page["items"]]
        url = page["next"]
    assert sorted(seen) == [f"R{n}" for n in range(1, 8)]


def test_single_records_come_with_their_report(client):
    for kind in ("event", "statement", "agreement"):
        item = client.get(f"{kind}s").json()["items"][0]
        assert client.get(f"{kind}s/{item['id']}").json() == item
        assert item["report"]["id"] == "R7"
    actor = client.get("actors/a-rur").json()
    assert (actor["name"], actor["events"]) == ("Ruritania", 7)
    assert actor["facets"]["events"]["type"] == [{"value": "REQUEST", "count": 7}]


def test_incidents_and_stories_come_with_what_tells_them(client):
    found = client.get("incidents?limit=1").json()
    assert found["count"] >= 2
    item = found["items"][0]
    one = client.get(f"incidents/{item['id']}").json()
    assert [m["id"] for m in one["mentions"]] == item["events"]
    assert one["mentions"][0]["evidence"][0]["text"]
    assert client.get(f"incidents/{item['events'][0]}").json()["id"] == item["id"]
    assert client("GET", found["next"]).json()["items"][0]["id"] != item["id"]
    for story in client.get("stories").json()["items"]:
        told = client.get(f"stories/{story['id']}").json()
        assert client.get(f"stories/{story['reports'][0]}").json()["id"] == told["id"]
    for wrong in (
        "incidents?told=x",
        "incidents?colour=red",
        "stories?cursor=x",
        "incidents?since=2024&since=2023",
        "news?since=x",
    ):
        assert client.get(wrong).status_code == 400, wrong


def test_the_filters_of_a_negation_are_those_of_the_command_line(client):
    whole = client.get("events").json()["count"]
    for asked in ("not_type=REQUEST", "type!=REQUEST", "not-type=REQUEST"):
        assert client.get(f"events?{asked}").json()["count"] == whole - 7
    assert client.get("events?actor=---").json()["count"] == 0


def test_a_wrong_value_is_told_with_near_ones(client):
    assert "THREATEN" in client.get("events?type=THREATN").json()["detail"]
    assert "Streslau Post" in client.get("reports?publisher=Streslau+Pots").json()["detail"]
    assert "not_type" in client.get("events?not_typ=COERCE").json()["detail"]


def test_exports_of_every_text_format_are_the_same_as_on_the_command_line(client, store):
    from typer.testing import CliRunner

    from dragoman.cli import make_app as make_cli
    from dragoman.formats import FORMATS

    for form in FORMATS.values():
        if form.into != "stream":
            assert client.get(f"export?format={form.name}").status_code == 400
            continue
        for kind in form.kinds:
            arguments = ["export", "--db", store.database.path, "--format", form.name, "--records", kind]
            done = CliRunner().invoke(make_cli(arguments), arguments)
            assert done.exit_code == 0, done.output
            answer = client.get(f"export?format={form.name}&records={kind}")
            assert answer.status_code == 200
            skip = re.compile(rb"(<updated>[^<]*|DTSTAMP:\S*)")
            assert skip.sub(b"", answer.content) == skip.sub(b"", done.stdout_bytes), (form.name, kind)


def test_a_fault_in_an_export_is_an_error_or_a_broken_connection(client, monkeypatch):
    from dragoman.formats import lines
    from dragoman.web import flow

    def fails(hits, stream):
        stream.write("x" * 300_000)
        raise ValueError("made to fail")

    monkeypatch.setattr(lines, "write", fails)
    answer = client.get("export?format=jsonl")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    monkeypatch.setattr(flow, "FIRST", 1000)
    broken = flow.Flow(lambda stream: fails(None, stream)).chunks()
    with pytest.raises(ValueError, match="made to fail"):
        list(broken)


def test_an_export_whose_receiver_goes_away_ends(monkeypatch):
    from dragoman.web import flow

    monkeypatch.setattr(flow, "PATIENCE", 0.2)
    ended = []

    def endless(stream):
        try:
            while True:
                stream.write("x" * 100_000)
        finally:
            ended.append(True)

    chunks = flow.Flow(endless).chunks()
    assert len(next(chunks)) > 1000
    chunks.close()
    flow.Flow(lambda stream: stream.write("y" * 10))
    for _ in range(50):
        if ended:
            break
        flow._WRITERS.submit(lambda: None).result()
        __import__("time").sleep(0.05)
    assert ended


def test_a_store_for_reading_only_decides_and_reads_nothing(tmp_path):
    open_store(tmp_path / "a.db").close()
    with open_store(tmp_path / "a.db", readonly=True) as store:
        client = Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))
        for answer in (
            client.post("jobs", json={"reports": [{"text": TEXT}]}),
            client.post("judgements", json={"report": "R1", "kind": "accept", "who": "me", "record": "x"}),
            client.delete("judgements/x?who=me"),
        ):
            assert answer.status_code == 400
            assert "reading only" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["self", "store", "kind", "names", "connection", "filters", "__class__"])
@pytest.mark.parametrize("path", ["events", "reports", "actors", "facets", "export", "timeline", "dyads?a=RUR&b=GRA"])
def test_names_of_our_own_arguments_are_no_filters(client, path, name):
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{name}=x")
    assert answer.status_code == (200 if (path, name) == ("actors", "kind") else 400)


@pytest.mark.parametrize(
    "asked",
    ["incidents?told=99999999999999999999999", "stories?told=99999999999999999999999", "events?radius=nan,1,1",
     "incidents?cursor=WyIyMDI0IiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ"],
)  # fmt: skip
def test_a_number_that_is_none_or_too_large_is_refused(client, asked):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("at", ["²", "9" * 5000])
def test_a_place_that_is_no_number_is_passed_over(client, at):
    given = {"type": "REJECT", "trigger": "reopen talks", "at": at}
    answer = client.post("judgements", json={"report": "R7", "kind": "add", "who": "Ann", "given": given})
    assert answer.status_code == 201
