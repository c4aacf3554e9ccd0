"""One utterance in several reports: what is linked, what is not, and that the index finds what comparing all finds."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from dragoman.link.across_utterances import Saying, link, longest_run, pairs

PAIRS = Path(__file__).resolve().parents[2] / "training/pairs/same_utterance.jsonl"


def saying(ident, text, speaker="Anna Held", country="RUR", day=100, kind="person", report=None):
    words = tuple(re.findall(r"\w+", text.lower()))
    return Saying(ident, report or f"R{ident}", day, f"person:{speaker}", speaker, kind, country, words)


QUOTE = "the harbour treaty gives our fishermen nothing and Graustark everything"


def test_a_part_of_a_quotation_is_the_same_utterance():
    found = link(saying("a", QUOTE), saying("b", f"She was sorry that {QUOTE}, which no parliament could accept"))
    assert found is not None
    assert (found.a, found.b) == ("a", "b")
    assert found.score > 0.9
    assert found.reasons[0].by in {"utterance.shared", "utterance.run"}


def test_other_words_of_one_speaker_within_days():
    other = saying("b", "under the treaty Graustark got everything while fishermen of the harbour got nothing", day=101)
    assert link(saying("a", QUOTE), other) is not None


def test_other_words_weeks_later_are_another_utterance():
    other = saying("b", "under the treaty Graustark got everything while fishermen of the harbour got nothing", day=150)
    assert link(saying("a", QUOTE), other) is None


def test_one_subject_is_not_one_utterance():
    assert link(saying("a", QUOTE), saying("b", "the harbour treaty will be signed in March", day=100)) is None
    assert link(saying("a", "police arrested 12 protesters in the harbour"),
                saying("b", "soldiers shot 40 protesters near the palace")) is None  # fmt: skip


def test_statements_of_one_report_are_left_to_its_own_links():
    assert link(saying("a", QUOTE, report="R"), saying("b", QUOTE, report="R")) is None


def test_two_or_three_words_say_nothing():
    assert link(saying("a", "we are ready"), saying("b", "we are ready")) is None


def test_the_order_does_not_matter():
    a, b = saying("a", QUOTE), saying("b", QUOTE + " indeed", speaker="officials", kind="group")
    assert link(a, b) == link(b, a)


def test_the_longest_run():
    assert longest_run(("a", "b", "c", "d"), ("x", "b", "c", "y", "a")) == ("b", "c")
    assert longest_run((), ("a",)) == ()


def test_the_index_finds_what_comparing_all_finds():
    texts = [QUOTE, QUOTE + " today", "tomorrow " + QUOTE[:40], "our fishermen get nothing from the harbour treaty",
             "the river is high", "the river is high and the bridges of Streslau are closed to lorries"]  # fmt: skip
    sayings = [saying(str(n), text, day=100 + n % 3) for n, text in enumerate(texts)]
    everything = {frozenset((x.a, x.b)) for a, b in combinations(sayings, 2) if (x := link(a, b))}
    assert {frozenset((x.a, x.b)) for x in pairs(sayings)} == everything
    assert everything


def test_the_annotated_pairs_are_standoff_and_parted_by_affair():
    rows = [json.loads(line) for line in PAIRS.read_text("utf8").splitlines()]
    assert len(rows) >= 100
    assert all(set(side) == {"report", "start", "end"} for row in rows for side in (row["a"], row["b"]))
    halves = {half: {r["affair"] for r in rows if r["half"] == half} for half in ("fit", "test")}
    assert not halves["fit"] & halves["test"]


@pytest.mark.parametrize("copies", [2, 5])
def test_every_copy_is_linked_to_every_other(copies):
    found = list(pairs(saying(str(n), QUOTE) for n in range(copies)))
    assert len(found) == copies * (copies - 1) // 2
