"""Pages over time and of groups: timeline, dyads, incidents, stories, news, agreements, statements, accuracy."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from tests.made_reports import GRAUSTARK, RURITANIA, make_event, part, sample
from tests.web.client import Client

from dragoman.reader import Reader
from dragoman.records import Report, When, Why
from dragoman.store import open as open_store
from dragoman.store.judgements import decide
from dragoman.web import make_app
from dragoman.web.pages_accuracy import COLUMNS, measured, reached
from dragoman.web.pages_dyads import directed
from dragoman.web.tables import bucket, edges, following, window, words_at

ROOT = Path(__file__).parents[2]
HOSTILE = 'Ruritania warned Graustark of war <script>alert(1)</script> "onload=x" - a, b & c.'
AHEAD = "Ruritania will visit Graustark in 2099, it said."
BAD = ("<script>alert", "<svg onload", 'href="javascript', 'onload="', "<b>x")


def hostile() -> Report:
    event = make_event(
        "H", HOSTILE, "THREATEN", "warned", HOSTILE, actors=(part(HOSTILE, "Ruritania", RURITANIA),),
        recipients=(part(HOSTILE, "Graustark", GRAUSTARK),), when=When("2024-03-02", "day", (), Why("date.day")),
    )  # fmt: skip
    return Report(
        text=HOSTILE, id="H/<b>x", title="<script>alert(2)</script>", publisher='"><svg onload=alert(7)>',
        url="javascript:alert(4)", events=(event,),
    )  # fmt: skip


def ahead() -> Report:
    event = make_event(
        "A", AHEAD, "CONSULT", "visit", AHEAD, mode="visit", quad=1, status="future",
        actors=(part(AHEAD, "Ruritania", RURITANIA),), recipients=(part(AHEAD, "Graustark", GRAUSTARK),),
        when=When("2099", "year", (), Why("date.year")),
    )  # fmt: skip
    return Report(text=AHEAD, id="A", title="A visit", events=(event,))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("series") / "news.db") as made:
        made.add_all([*(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(4, 8)), hostile(), ahead()])
        made.relink()
        yield made


@pytest.fixture(scope="module")
def get(store):
    client = Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))
    return lambda url: client("GET", url)


EVENT, SAID = sample("R4").events[0].id, sample("R4").statements[0].id
LISTS = ("/timeline", "/dyads", "/dyads?a=RUR&b=GRA", "/incidents", "/stories?told=1", "/news", "/agreements",
         "/statements", "/accuracy", f"/incidents/{EVENT}", "/stories/R4", f"/statements/{SAID}")  # fmt: skip


def beside(url: str, form: str) -> str:
    path, _, query = url.partition("?")
    return f"{path}.{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("url", LISTS)
def test_each_page_is_whole_and_has_its_data_at_the_same_address(get, url):
    answer = get(url)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert answer.text.rstrip().endswith("</html>")
    assert "style=" not in answer.text
    assert [bad for bad in BAD if bad in answer.text] == []
    as_data = get(beside(url, "json"))
    assert as_data.headers["content-type"] == "application/json"
    assert as_data.json()
    rows = list(csv.reader(io.StringIO(get(beside(url, "csv")).text)))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    "url",
    ["/timeline?by=hour", "/timeline?type=COERC", "/timeline?p=0", "/dyads?a=RUR", "/dyads?a=RUR&b=Nowhereland",
     "/dyads?a=RUR&b=GRA&status=future", "/incidents?told=many", "/incidents?sort=size", "/incidents?told=1&told=2",
     "/stories?sort=size", "/news?since=never", "/news?actor=RUR", "/agreements?statte=signed", "/accuracy?kind=luck",
     "/timeline?story=none"],
)  # fmt: skip
def test_what_is_wrong_is_told(get, url):
    answer = get(url)
    assert answer.status_code == 400
    assert 'class="wrong"' in answer.text
    assert get(beside(url, "json")).status_code == 400


@pytest.mark.parametrize("url", ["/incidents/none", "/stories/none", "/statements/none"])
def test_what_is_not_there(get, url):
    assert get(url).status_code == 404
    assert get(f"{url}.json").status_code == 404


def test_the_timeline_marks_what_is_ahead_and_links_its_periods(get):
    text = get("/timeline").text
    assert text.index("<h2>Ahead") < text.index("What was")
    assert '<span class="tag planned">planned</span>' in text
    assert 'href="/incidents/' not in text, "four copies are told by one"
    assert "since=2024-03-01&amp;until=2024-03-31" in text
    by_report = get("/timeline.json?on=report&by=day").json()
    assert [p["period"] for p in by_report["periods"]] == [f"2024-03-0{n}" for n in range(4, 8)]
    assert get("/timeline.json?by=year").json()["periods"][-1] == {
        "period": "2099", "verbal cooperation": 1, "material cooperation": 0, "verbal conflict": 0,
        "material conflict": 0,
    }  # fmt: skip


def test_a_story_is_a_filter_of_the_timeline(get, store):
    story = store.story("R4")
    assert get(f"/timeline.json?story={story.id}").json()["events"] == 2 * len(story.reports)


def test_dyads_count_directions_and_lead_to_the_pair(get):
    items = get("/dyads.json").json()["items"]
    assert items[0]["source"] == "RUR"
    assert (items[0]["target"], items[0]["events"], items[0]["conflict"]) == ("GRA", 5, 5)
    assert 'href="/dyads?a=RUR&amp;b=GRA"' in get("/dyads").text
    text = get("/dyads?a=RUR&b=GRA").text
    assert "RUR towards GRA" in text
    assert "The baseline is the mean of the 12 months before" in text


def test_directed_pairs():
    assert directed("CHN/GOV;CHN/MIL", "IGO:NATO") == [("CHN", "IGO:NATO")]
    assert directed("CHN;JPN", "") == [("CHN", "JPN"), ("JPN", "CHN")]
    assert directed("CHN", "CHN/CVL") == []
    assert directed("---/UNK", "CHN") == []


def test_an_incident_has_all_accounts_and_what_was_decided(get, store):
    report = store.report("R5", as_read=True)
    event = sample("R5").events[0].id
    made = decide(report, "accept", of="event", record=event, who="Ada <b>x")
    store.judge(made)
    store.relink()
    text = get(f"/incidents/{event}").text
    assert text.count('<article class="account') == 4
    assert "told by 4 reports, 1 without copies" in text
    assert "https://post.example/1#:~:text=" in text
    assert "Ada &lt;b&gt;x" in text
    assert "Why they are taken for one" in text
    other = get("/reports/R6").text
    assert "Other accounts of the same" in other
    assert 'href="/incidents/' in other


def test_agreements_are_grouped_and_show_their_steps(get):
    text = get("/agreements").text
    assert "<strong>1</strong> agreements in 4 mentions" in text
    assert "told by 4 reports" in text
    assert get("/agreements.json").json()["items"][0]["state"] == "proposed"


def test_a_statement_stands_beside_what_other_reports_make_of_it(get):
    assert "In its report" in get(f"/statements/{SAID}").text or "The same utterance" in get(f"/statements/{SAID}").text
    assert f"/statements/{SAID}" in get("/statements").text
    assert get("/statements.json?by=Anna+Held&about=Graustark").json()["count"] == 4


def test_words_at_the_publisher():
    assert words_at("https://a.example/x#top", "one-two, three & four") == (
        "https://a.example/x#top:~:text=one%2Dtwo%2C%20three%20%26%20four"
    )
    long = " ".join(f"w{n}" for n in range(20))
    assert words_at("http://a.example/", long) == (
        "http://a.example/#:~:text=w0%20w1%20w2%20w3%20w4%20w5,w14%20w15%20w16%20w17%20w18%20w19"
    )
    assert words_at("javascript:alert(1)", "x") is None
    assert words_at(None, "x") is None


def test_periods():
    assert edges("2024-02") == ("2024-02-01", "2024-02-29")
    assert edges("2020-W53") == ("2020-12-28", "2021-01-03")
    assert (following("2023-12"), following("2020-W53"), following("2024-02-28")) == (
        "2024-01",
        "2021-W01",
        "2024-02-29",
    )
    assert bucket(19783, "day") == "2024-03-01"
    assert bucket("2024", "month") is None
    assert window({"2024-01": 1, "2024-03": 1}, "month") == ["2024-01", "2024-02", "2024-03"]
    assert window({"1776": 1, "2023": 5, "2024": 5}, "year") == ["2023", "2024"]
    assert window({}, "day") == []


def test_the_figures_are_those_of_the_documentation():
    words = (ROOT / "docs" / "accuracy.md").read_text("utf8")
    assert f"`{measured()['model']}`" in words
    for figure in measured()["figures"]:
        assert set(figure) <= set(COLUMNS)
        assert re.search(rf"(?<![\d.]){re.escape(figure['value'])}(?![\d]|\.\d)", words), figure
        assert (ROOT / "docs" / f"{figure['page']}.md").is_file()
    assert reached({"value": "50.7", "bar": "50"}) is True
    assert reached({"value": "0", "bar": "0"}) is True
    assert reached({"value": "1"}) is None
