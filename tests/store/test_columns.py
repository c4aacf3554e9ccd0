"""Columns in memory: they count what rows count, whatever another connection writes meanwhile."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.records import Actor, Judgement
from dragoman.store import columns as module
from dragoman.store import facets as facet_module
from dragoman.store import results as result_module
from dragoman.store.facets import FACETS
from made_reports import TEXT, part, sample

CHINA = Actor("a-chn", "China", "country", "CHN", "GOV")
NOBODY = Actor("a-they", "they", "unknown", None, "UNK")


def rich(number: int):
    """A report whose actors have countries of the world, no country, and names that are a country's."""
    report = sample(f"R{number}", f"2024-03-{number:02d}", publisher=("Post", "Gazette", "POST")[number % 3])
    first, second = report.events
    statement = report.statements[0]
    who = CHINA if number % 2 else NOBODY
    first = replace(first, actors=(part(TEXT, "Ruritania", who),), contexts=("diplomatic", "military"))
    statement = replace(statement, speaker=part(TEXT, "Foreign Minister Anna Held", who), about=("a-chn", "a-gra"),
                        events=(first.id,))  # fmt: skip
    return replace(
        report, events=(first, second) if number % 4 else (second,), statements=type(report.statements)((statement,)),
        entities=(*report.entities, ("e3", CHINA)),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(facet_module, "DIRECT", 0)
    monkeypatch.setattr(result_module, "DIRECT", 0)
    with dragoman.open(tmp_path / "news.db") as opened:
        opened.add_all(rich(n) for n in range(1, 9))
        yield opened


def kinds_and_facets():
    return [(kind, name) for kind, names in FACETS.items() for name in names]


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize(("kind", "name"), kinds_and_facets())
def test_a_filter_finds_as_many_as_its_facet_counts(store, kind, name, warm):
    if name == "judged":
        store.judge(
            Judgement(
                "j1",
                "accept",
                next(iter(getattr(store, f"{kind}s")())).id,
                "R8",
                "",
                "",
                "",
                "",
                "me",
                "2024-03-06",
                kind,
            )
        )
    if warm:
        store.warm(kind, least=1)
    for filters in ({}, {"text": "river"}):
        counts = store.facets(kind, [name], **filters)[name]
        assert counts
        for value, count in counts:
            asked = {**filters, "by" if name == "code" else name: value}
            assert getattr(store, f"{kind}s")(**asked).count() == count, value


ASKED = [
    {"text": "river"}, {"type": "REQUEST"}, {"not_type": "REQUEST"}, {"actor": ["CHN", "---"]}, {"not_actor": "CHN"},
    {"publisher": "post"}, {"quad": 4, "context": "military"}, {"context": "diplomatic", "not_publisher": "Gazette"},
    {"since": "2024-03-05"}, {"until": "2024-03-03"}, {"year": "2024"}, {"year": "2023"}, {"confidence": 0.8},
    {"published_since": "2024-03-05"}, {"published_until": "2024-03-04"}, {"copies": "one"}, {"judged": "reject"},
    {"judged": ["none", "accept"]}, {"not_judged": "any"}, {"box": "48,11,49,12"}, {"box": "48,170,49,12"},
    {"radius": "48.5,11.3,10"}, {"radius": "48.5,12.3,10"}, {"mode": "COERCE/arrest"}, {"text": "river", "either": "GRA"},
    {"by": "they"}, {"report": "R1"}, {"dyad": "CHN..GRA"}, {"place": "Edelweiss", "status": "actual"}, {"sector": "CVL"},
]  # fmt: skip


def test_memory_counts_what_rows_count_while_another_writes(store, tmp_path):
    with dragoman.open(tmp_path / "news.db", readonly=True) as other:
        other.warm(least=1)
        assert set(other._columns) == {"event", "statement", "agreement"}

        def same():
            for filters in ASKED:
                assert other.events(**filters).count() == store.events(**filters).count(), filters
                assert other.facets("event", **filters) == store.facets("event", **filters), filters
            for filters in (
                {"by": "CHN"},
                {"about": "CHN", "context": "military"},
                {"not_kind": "direct"},
                {"code": None},
            ):
                assert other.facets("statement", **filters) == store.facets("statement", **filters), filters

        same()
        store.add(rich(3))  # the same again: old keys go, new ones come
        store.add_all(rich(n) for n in range(9, 12))
        store.add(replace(rich(4), text=TEXT + "\n\nMore."))  # a new version
        same()
        store.remove("R8")
        store.set_copies([("R2", "R1"), ("R9", "R1")])
        event = store.events(type="COERCE").first()
        store.judge(Judgement("j2", "reject", event.id, event.report["id"], "", "", "", "", "me", "2024-03-06"))
        same()
        assert other._columns["event"].ready
        with store.database.write() as db:  # the list of changes was cut: what is known can no longer be mended
            db.execute("UPDATE change SET number = number + 1000")
        same()
        assert not other._columns["event"].ready


def test_arrays_grow_with_the_store(store, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 3)
    store.warm("event", least=1)
    for n in range(20, 28):
        store.add(rich(n))
        assert store.events(not_type="REQUEST", not_mode="meet").count() == store.events(type="COERCE").count()


def test_a_store_full_of_gaps_is_counted_row_by_row(store, monkeypatch):
    monkeypatch.setattr(module, "SPARSE", -1_000_000)
    store.warm("event", least=1)
    assert not store._columns["event"].ready
    assert store.facets("event", ["type"], text="river")["type"][0] == ("COERCE", 8)


def test_small_stores_are_left_alone(store):
    store.warm()
    assert store._columns == {}
