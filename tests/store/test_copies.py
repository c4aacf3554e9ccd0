"""Copies are marked as reports come into a store, and what was missed is made up for."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.records import Published, Report
from dragoman.store import Store
from dragoman.store import open as open_store
from dragoman.store.copies import CopyKeeper

BODY = [
    "The ministers of the four river states agreed on Tuesday to open the locks before the spring flood comes.",
    "Their experts had met eleven times since the dam of Kessel broke and drowned two hundred sheep in the valley.",
    "A joint commission will watch over the gauges and report to the parliaments of all four states every month.",
    "Farmers of the lower valley had blocked the bridge for three weeks because their meadows stood under water.",
    "The money for new walls comes from a fund that the bank of the league opened in the autumn of last year.",
]


def report(name: str, *, day: str, cut: int = 0, extra: str = "") -> Report:
    text = "\n\n".join(BODY[: len(BODY) - cut]) + extra
    return Report(text=text, id=name, title="Locks", published=Published(day, source="given"))


def other(name: str) -> Report:
    text = "The choir of Hollen sang in the market hall, and nobody who was there had ever heard the hymn so slow."
    return Report(text=text, id=name, published=Published("2024-03-05", source="given"))


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "s.db") as opened:
        yield opened


def origins(store: Store) -> dict[str, str | None]:
    return {row["id"]: row["copy_of"] for row in store.reports()}


def test_a_copy_is_marked_and_the_earliest_is_its_origin_even_if_it_comes_last(store: Store) -> None:
    reports = [report("late", day="2024-03-06"), other("choir"), report("cut", day="2024-03-06", cut=1)]
    keeper = CopyKeeper(store)
    store.add_all(reports)
    keeper.add(reports)
    assert origins(store) == {"late": None, "choir": None, "cut": "late"}
    first = report("first", day="2024-03-05", extra=" The story was corrected later.")
    store.add(first)
    keeper.add([first])
    keeper.close()
    assert origins(store) == {"late": "first", "choir": None, "cut": "first", "first": None}
    assert store.counts()["copies"] == 2


def test_what_was_stored_without_being_grouped_is_made_up_for_once(store: Store) -> None:
    store.add_all([report("a", day="2024-03-05"), report("b", day="2024-03-06"), other("choir")])
    keeper = CopyKeeper(store)
    assert keeper.catch_up() == 3
    assert keeper.catch_up() == 0
    keeper.close()
    assert origins(store)["b"] == "a"


def test_a_changed_text_and_a_removed_report_free_those_that_were_their_copies(store: Store) -> None:
    keeper = CopyKeeper(store)
    first = report("a", day="2024-03-05")
    store.add_all([first, report("b", day="2024-03-06"), report("c", day="2024-03-07")])
    keeper.catch_up()
    changed = replace(other("a"), id="a")
    store.add(changed)
    keeper.catch_up()
    assert origins(store) == {"a": None, "b": None, "c": "b"}
    store.remove("b")
    keeper.catch_up()
    keeper.close()
    assert origins(store) == {"a": None, "c": None}


def test_a_report_that_is_not_read_is_nobody_s_copy(store: Store) -> None:
    store.add(report("a", day="2024-03-05"))
    store.add(replace(report("b", day="2024-03-06"), skipped="language"))
    keeper = CopyKeeper(store)
    assert keeper.catch_up() == 1
    keeper.close()
    assert origins(store)["b"] is None


def test_marks_that_a_killed_run_did_not_write_are_set_right(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [report("a", day="2024-03-05"), report("b", day="2024-03-06")]
    store.add_all(reports)
    keeper = CopyKeeper(store)
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "_mark", lambda _: None)  # killed between the index and the marks
        keeper.add(reports)
    assert origins(store)["b"] is None
    keeper.catch_up()
    assert origins(store)["b"] == "a"
    store.add(reports[1])  # read again, and killed before the group was looked at
    assert origins(store)["b"] is None
    assert keeper.catch_up() == 0
    keeper.close()
    assert origins(store)["b"] == "a"


def test_a_report_with_a_broken_character_does_not_keep_it_busy_for_ever(store: Store) -> None:
    broken = report("a", day="2024-03-05", extra=" The gauge read \ud800 metres.")
    named = replace(report("b\ud800", day="2024-03-06"))
    store.add_all([broken, named])
    keeper = CopyKeeper(store)
    keeper.catch_up()
    keeper.add([broken, named])
    keeper.close()
    assert store.counts()["copies"] == 1


def test_a_writer_between_look_and_write_does_not_fail_the_index(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = CopyKeeper(store)
    threads: list[threading.Thread] = []

    def slow(made):
        threads.append(threading.Thread(target=store.add, args=(other("choir"),)))
        threads[-1].start()
        threads[-1].join(0.5)  # another writer ends here, unless the index holds the file already
        return []

    monkeypatch.setattr(keeper.index, "_candidates", slow)
    keeper.index.add(report("a", day="2024-03-05"))
    threads[0].join()
    keeper.close()
    assert store.has("choir")


def test_linking_marks_the_copies_that_are_not_marked_yet(store: Store) -> None:
    store.add_all([report("a", day="2024-03-05"), report("b", day="2024-03-06")])
    store.relink()
    assert origins(store)["b"] == "a"
