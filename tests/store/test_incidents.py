"""Incidents and stories in a store: made where something is new, asked for with filters, counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_reports import CITY, GRAUSTARK, RURITANIA, cut, make_event, part, sample

import dragoman
from dragoman.errors import UsageError
from dragoman.records import Actor, Judgement, Published, Report, When, Where, Why
from dragoman.records.ids import content_id
from dragoman.store.incident_filters import INCIDENT_FILTERS, STORY_FILTERS
from dragoman.store.series import Period, series

RAID = "Ruritania shelled the Graustark port of Edelweiss on Monday and killed 7 people, port officials said."
AGAIN = "Port officials said that Ruritania had shelled the port of Edelweiss on Monday; 9 people were killed."
NATO = Actor("body:nato", "NATO", "body", "IGO:NATO")
JAPAN = Actor("country:JPN", "Japan", "country", "JPN", "GOV")


def raid(name: str, text: str = RAID, published: str = "2024-03-05", date: str = "2024-03-04", **given) -> Report:
    event = make_event(
        name, text, "ASSAULT", "shelled", text, mode="heavy-weapons", quad=4, actors=(part(text, "Ruritania", RURITANIA),),
        recipients=(part(text, "Edelweiss", GRAUSTARK),), when=When(date, "day", (cut(text, "Monday"),), Why("d")),
        where=Where(CITY, (cut(text, "Edelweiss"),), Why("p")),
    )  # fmt: skip
    report = Report(
        text=text, id=name, title="Shells on Edelweiss", published=Published(published, source="given"),
        publisher=f"Post of {name}", language="en", events=(event,),
    )  # fmt: skip
    return replace(report, **given)


@pytest.fixture
def store(tmp_path):
    with dragoman.open(tmp_path / "news.db") as opened:
        yield opened


def told(store) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(i.reports)) for i in store.incidents())


def test_two_reports_tell_one_incident_and_keep_both_accounts(store):
    store.add_all([raid("R1"), raid("R2", AGAIN, "2024-03-06"), sample("S1")])
    done = store.relink()
    assert (done.reports, done.links) == (3, 1)
    assert told(store) == [("R1", "R2"), ("S1",), ("S1",)]
    one = next(iter(store.incidents(type="ASSAULT")))
    assert (one.date, one.distinct, one.place.name) == ("2024-03-04", 2, "Edelweiss")
    assert {a.value: a.reports for a in one.conflicts[0].accounts} == {"7": ("R1",), "9": ("R2",)}
    assert store.incident(one.events[1]) == one == store.incident(one.id)
    (found,) = store.links(one.events[0])
    assert found.score > 0.5
    assert found.reasons[0].note


def test_linking_one_by_one_gives_what_linking_at_once_gives(store, tmp_path):
    reports = [raid(f"R{n}", (RAID, AGAIN)[n % 2], f"2024-03-{5 + n:02d}", "2024-03-04") for n in range(5)]
    reports += [raid(f"T{n}", RAID, "2024-04-02", "2024-04-01") for n in range(3)]
    for report in reports:
        store.add(report)
        store.relink()
    with dragoman.open(tmp_path / "other.db") as other:
        other.add_all(reversed(reports))
        other.relink()
        assert [i.to_dict() for i in store.incidents()] == [i.to_dict() for i in other.incidents()]
        assert sorted(s.id for s in store.stories()) == sorted(s.id for s in other.stories())
    before = [i.to_dict() for i in store.incidents()]
    assert store.relink().to_dict()["reports"] == 0
    store.relink(again=True)
    assert [i.to_dict() for i in store.incidents()] == before
    assert told(store) == [("R0", "R1", "R2", "R3", "R4"), ("T0", "T1", "T2")]


def test_a_changed_or_removed_report_leaves_its_incident(store):
    store.add_all([raid("R1"), raid("R2", AGAIN)])
    store.relink()
    store.add(sample("R2"))
    store.relink()
    assert ("R1",) in told(store)
    assert ("R1", "R2") not in told(store)
    store.remove("R1")
    store.relink()
    assert all("R1" not in reports for reports in told(store))
    assert all("R1" not in s.reports for s in store.stories())


def test_copies_are_counted_apart(store):
    store.add_all([raid("R1"), raid("R2")])
    store.relink()
    store.set_copies([("R2", "R1")])
    store.relink()
    (one,) = store.incidents()
    assert (len(one.reports), one.distinct) == (2, 1)
    assert store.incidents(told=2).count() == 0
    (story,) = store.stories()
    assert (len(story.reports), story.distinct) == (2, 1)


def test_a_killed_run_of_linking_goes_on(store, monkeypatch):
    import dragoman.store.relink as module

    store.add_all([raid(f"R{n}", published=f"2024-03-0{n + 1}") for n in range(3)])
    monkeypatch.setattr(module, "_incidents", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        store.relink()
    monkeypatch.undo()
    store.relink()
    assert told(store) == [("R0", "R1", "R2")]


def test_one_odd_report_does_not_stop_linking(store, caplog):
    store.add_all([raid("R1"), raid("R2", AGAIN), raid("R3", AGAIN.replace("Port", "Some port"))])
    with store.database.write() as db:
        db.execute("UPDATE event_record SET record = '{}' WHERE event = (SELECT max(event) FROM event_record)")
    store.relink()
    assert ("R1", "R2") in told(store)
    assert "cannot be linked" in caplog.text


def test_a_rejected_event_is_in_no_incident(store):
    store.add_all([raid("R1"), raid("R2", AGAIN)])
    store.relink()
    (hit,) = store.events(report="R2")
    store.judge(Judgement("j1", "reject", hit.id, "R2", AGAIN, "", "", "", "me", "2024-03-06T10:00:00+00:00"))
    store.relink()
    assert told(store) == [("R1",)]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"actor": "RUR"}, 2), ({"recipient": "GRA"}, 3), ({"either": "Graustark"}, 2), ({"dyad": "GRA..RUR"}, 2),
        ({"actor": "police"}, 1), ({"type": "assault"}, 1), ({"type": ["ASSAULT", "COERCE"]}, 2), ({"quad": "4"}, 2),
        ({"quad": "verbal conflict"}, 1), ({"mode": "arrest"}, 1), ({"status": "future"}, 0), ({"place": "GRA"}, 2),
        ({"place": "edelweiss"}, 2), ({"since": "2024-03-05"}, 1), ({"until": "2024-03-01"}, 1), ({"told": 2}, 1),
        ({"published_since": "2024-03-06"}, 1), ({"published_until": "2024-03-04"}, 0), ({"conflicts": "yes"}, 1),
        ({"conflicts": "no"}, 2), ({"report": "R2"}, 1), ({"report": "none"}, 0), ({"dyad": "GRA..GRA"}, 1),
    ],
)  # fmt: skip
def test_filters(store, filters, found):
    store.add_all([raid("R1"), raid("R2", AGAIN, "2024-03-06"), sample("S1")])
    store.relink()
    assert len(list(store.incidents(**filters))) == store.incidents(**filters).count() == found


@pytest.mark.parametrize(
    ("filters", "says"),
    [({"colour": 1}, "no filter"), ({"type": "ASSALT"}, "ASSAULT"), ({"told": "few"}, "whole number"),
     ({"dyad": "JPN"}, "no pair"), ({"since": "soon"}, "no date"), ({"conflicts": "maybe"}, "neither"),
     ({"sort": "colour"}, "sorted"), ({"quad": "9"}, "quad")],
)  # fmt: skip
def test_wrong_filters_are_errors_that_say_what_is_right(store, filters, says):
    with pytest.raises(UsageError, match=says):
        store.incidents(**filters)


def test_pages_join_to_the_whole(store):
    store.add_all([raid(f"R{n}", RAID, f"2024-{n + 1:02d}-05", f"2024-{n + 1:02d}-04") for n in range(5)])
    store.relink()
    for sort in ("published", "date", "reports"):
        whole = [i.id for i in store.incidents(sort=sort)]
        seen, cursor = [], None
        while True:
            page = store.incidents(sort=sort).page(2, cursor)
            seen += [i.id for i in page.items]
            if (cursor := page.next) is None:
                break
        assert seen == whole
        assert len(set(whole)) == 5
    with pytest.raises(UsageError):
        store.incidents().page(2, "nonsense")


def test_stories_and_what_is_new(store):
    store.add_all([raid("R1"), raid("R2", AGAIN, "2024-03-06")])
    store.relink()
    story = store.story("R1")
    assert story.reports == ("R1", "R2")
    assert story.incidents == (next(iter(store.incidents())).id,)
    (news,) = store.new_since("2024-03-06")
    assert (news.begun, news.reports, news.incidents) == (False, ("R2",), ())
    assert [i.reports for i in news.changed] == [("R1", "R2")]
    assert store.new_since()[0].story == news.story
    assert store.new_since("2024-03-05")[0].begun
    assert store.new_since("2024-03-07") == []
    assert store.stories(told=2, text="Edelweiss", either="Graustark").count() == 1
    assert next(iter(store.incidents(story=story.id))).story == story.id


def test_series_count_reports_copies_and_incidents(store):
    reports = [raid("R1"), raid("R2", AGAIN), raid("R3"), raid("R4", date="2024-03-20", published="2024-03-21")]
    store.add_all(reports)
    store.set_copies([("R3", "R1")])
    with pytest.raises(UsageError, match="dragoman link"):
        series(store, "RUR", "GRA", dedup="linked")
    assert [p.events for p in series(store, "RUR", "GRA")] == [2]  # not linked: one a day
    store.relink()
    (march,) = series(store, "RUR", "GRA")
    assert (march.events, march.reports, march.distinct) == (2, 4, 2)  # R3 and R4 are the text of R1 again
    assert series(store, "RUR", "GRA", dedup="none")[0].events == 4
    assert march.score < -5
    assert march.to_dict()["conflict"] == 2


def test_series_hold_a_period_against_those_before(store):
    days = ["2024-01-02", "2024-02-03", "2024-02-10", "2024-02-20", "2024-05-05", "2024-05-15"]
    store.add_all(raid(f"R{n}", RAID, day, day) for n, day in enumerate(days))
    store.relink()
    plain = series(store, "RUR", "GRA", dedup="none")
    assert plain[0].usual is None
    assert plain[0].to_dict()["change"] is None
    filled = series(store, "RUR", "GRA", dedup="none", fill=True)
    assert [p.period for p in filled if p.source == "RUR"] == [f"2024-0{n}" for n in range(1, 6)]
    last = filled[-1] if filled[-1].source == "RUR" else filled[-2]
    assert (last.events, last.usual, last.baseline) == (2, 1.0, last.score)
    assert {p.events for p in filled if p.source == "GRA"} == {0}


def test_names_of_bodies_and_countries_are_known(store):
    report = sample("S1")
    event = replace(
        report.events[0], id=content_id("e", "x"), actors=(part(report.text, "Ruritania", JAPAN),),
        recipients=(part(report.text, "Kingdom of Graustark", NATO),),
    )  # fmt: skip
    store.add(replace(report, events=(event,)))
    store.relink()
    for a, b in (("JPN", "NATO"), ("Japan", "IGO:NATO"), ("japan", "North Atlantic Treaty Organization")):
        (period,) = series(store, a, b)
        assert (period.source, period.target, period.events) == ("JPN", "IGO:NATO", 1)
    assert store.incidents(dyad="Japan..NATO").count() == 1
    with pytest.raises(UsageError, match="no country or body"):
        series(store, "Atlantis", "NATO")


def test_every_filter_is_explained():
    assert all(INCIDENT_FILTERS.values())
    assert all(STORY_FILTERS.values())
    assert Period("2024", "A", "B").to_dict()["score"] is None


def test_nothing_of_a_removed_report_is_told_and_the_rest_is_linked_again(store):
    store.add_all([raid("R1"), raid("R2", AGAIN), raid("R3", AGAIN.replace("Port", "Some port"))])
    store.relink()
    before = len(told(store))
    store.remove("R1")
    assert all("R1" not in reports for reports in told(store))
    assert all("R1" not in story.reports for story in store.stories())
    store.relink()
    left = {report for reports in told(store) for report in reports}
    assert left == {"R2", "R3"}
    assert len(told(store)) <= before


def test_among_many_of_one_day_and_actor_the_like_ones_are_compared(store, monkeypatch):
    monkeypatch.setattr("dragoman.store.relink.SCORED", 3)
    towns = ["Zenda", "Hofbau", "Strelsau", "Tarlenheim", "Luzau", "Hentzau", "Merow"]
    others = [
        raid(
            f"X{n}",
            f"Near {town} a boat of Ruritania was shelled by mistake off Edelweiss on Monday, {town} radio had it.",
        )
        for n, town in enumerate(towns)
    ]
    store.add_all([*others, raid("R1"), raid("R2", AGAIN, "2024-03-06")])  # that come later than the others
    store.relink()
    assert ("R1", "R2") in [tuple(part for part in group if part[0] == "R") for group in told(store)]
