"""The timeline: one line an incident, what accounts differ in, what is ahead; what can be asked for."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.errors import UsageError
from dragoman.records import When, Why
from dragoman.render.timeline import mark_of, timeline, timeline_text
from dragoman.render.timeline_ask import ask, side
from dragoman.render.timeline_html import timeline_page
from dragoman.store import Hit
from made_reports import LEAGUE, TEXT, part, sample


@pytest.fixture
def store(tmp_path):
    with dragoman.open(tmp_path / "news.db") as opened:
        opened.add_all([sample("R1"), sample("R2", "2024-03-06"), sample("R3", "2024-03-07")])
        yield opened


def incident(name: str, **given):
    return {"id": name, "date": "2024-03-04", "distinct": 2, "conflicts": [], **given}


def test_linked_events_are_one_line_with_all_accounts(store):
    hits = list(store.events(type="COERCE"))
    conflict = {"slot": "how many", "about": "arrested", "accounts": [
        {"value": "12", "reports": ["R1", "R2"]}, {"value": "<15>", "reports": ["R3"]}]}  # fmt: skip
    known = {hit.id: incident("i1", conflicts=[conflict]) for hit in hits}
    (line,) = timeline(hits, "2024-06-01", known)
    assert (line.date, line.told, line.incident) == ("2024-03-04", 2, "i1")
    assert line.conflicts == ("how many arrested: 12 (2) or <15> (1)",)
    assert [s.report for s in line.sources] == ["R1", "R2", "R3"]
    assert line.sources[0].evidence == TEXT[line.sources[0].start : line.sources[0].end]
    assert "! how many arrested: 12 (2) or <15> (1)" in timeline_text([line])
    page = timeline_page([line], "Arrests")
    assert "&lt;15&gt;" in page
    assert "<script" not in page
    assert page.count("<q>") == 3
    assert json.loads(json.dumps(line.to_dict()))["sources"][0]["publisher"] == "Streslau Post"


def test_events_that_are_not_linked_stay_apart_by_day_and_sides(store):
    hits = list(store.events())
    lines = timeline(hits, "2024-06-01", {hits[0].id: incident("i1")})
    assert len(lines) == 3
    assert sorted(line.told for line in lines) == [2, 2, 3]
    alone = {hit.id: incident(f"i-{hit.id}", events=[hit.id]) for hit in hits}
    assert len(timeline(hits, "2024-06-01", alone)) == 2  # what is linked to nothing is put together as before


def test_planned_things_stand_ahead_until_their_day_is_past():
    event = replace(sample().events[0], status="future", when=When("2024-09", "month", (), Why("x")))
    head = {"id": "R1", "published": "2024-03-05", "publisher": "Post", "title": None, "url": None}
    (before,) = timeline([Hit("event", head, event.to_dict())], "2024-08-31")
    (after,) = timeline([Hit("event", head, event.to_dict())], "2024-10-01")
    assert (mark_of(before), before.ahead) == ("planned", True)
    assert (mark_of(after), after.ahead) == ("was planned", False)
    assert "== Ahead ==" in timeline_text([before])
    assert "Nothing found" in timeline_text([])


def test_what_can_be_asked_for(store):
    assert len(ask(store, actor="GRA")[0]) == 2
    assert len(ask(store, actor="Graustark")[0]) == 1  # the actor of that name
    lines, title = ask(store, a="RUR", b="GRA")
    assert (len(lines), title) == (1, "RUR and GRA")
    assert len(ask(store, text="river treaty", type="COERCE")[0]) == 1
    with store.database.write() as db:
        record = json.dumps({"reports": ["R2"]})
        db.execute(
            "INSERT INTO story (id, title, reports, \"distinct\", record) VALUES ('y1', 'River row', 1, 1, ?)",
            (record,),
        )
    lines, title = ask(store, story="y1")
    assert title == "River row"
    assert {s.report for line in lines for s in line.sources} == {"R2"}


def test_bodies_are_found_without_their_prefix(store):
    event = sample("R4").events[0]
    store.add(replace(sample("R4"), events=(replace(event, actors=(part(TEXT, "Ruritania", LEAGUE),)),)))
    assert side(store, "rl") == "IGO:RL"
    assert side(store, "Ruritania") == side(store, "RUR") or side(store, "Ruritania") == "Ruritania"
    assert len(ask(store, actor="RL")[0]) == 1
    assert side(store, "held") == "Anna Held"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"a": "RUR"}, "both"), ({"story": "none"}, "no story"), ({"today": "soon"}, "no date"),
        ({"actor": "Nowhere Land"}, "has no"), ({"most": 2}, "too many"), ({"colour": "red"}, "no filter"),
    ],
)  # fmt: skip
def test_wrong_questions_are_refused(store, given, says):
    with pytest.raises(UsageError, match=says):
        ask(store, **given)
