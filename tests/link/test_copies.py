"""Copies: what is one, what is none, groups whatever the order, removal, and the file."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.errors import StoreError
from dragoman.link.copies import CopyIndex
from dragoman.link.copy_compare import compare
from dragoman.link.copy_text import Fingerprint, fingerprint
from dragoman.records import Published, Report, Segment, Span

PARTS = [
    "The government of Ruritania on Tuesday closed the mountain road to Graustark after two trucks were shot at.",
    "Nobody was hurt in the attack, which happened near the village of Zenda shortly before dawn, police said.",
    "The interior minister flew to the border in the afternoon and promised an inquiry within 10 days.",
    "Graustark, which keeps 300 soldiers on its side of the pass, denied that any of its men had fired.",
    "Drivers waited in the snow for hours; the Red Cross handed out blankets to about 140 of them.",
    "The road carries most of the trade between the two countries, worth 25 million crowns in the past year.",
]
OTHER = [
    "Shots at two trucks have closed the only road over the mountains between Graustark and its neighbour.",
    "A driver who was there told this newspaper that the firing came from above and went on for a minute.",
    "In the capital the shooting was called a provocation, and the ambassador was asked to explain himself.",
    "The pass was last closed in 1994, when a landslide buried a bus and it took a month to clear the way.",
]


def report(name: str, parts: list[str], day: str | None = "2024-02-06", time: str | None = None) -> Report:
    return Report("\n\n".join(parts), name, published=Published(day, time))


@pytest.fixture
def index(tmp_path):
    with CopyIndex.open(tmp_path / "copies.db") as made:
        yield made


EDITED = {
    "cut": PARTS[:3],
    "lead": ["What we know about the shots at the pass.", *PARTS[1:]],
    "figures": [p.replace("140", "150") for p in PARTS],
    "residue": ["Follow us for more.", *PARTS, "All rights reserved by the publisher."],
    "order": [PARTS[0], PARTS[4], PARTS[2], PARTS[5], PARTS[1], PARTS[3]],
    "update": ["Three men were arrested late on Tuesday, the ministry said.", *PARTS[:5], "A fourth man was sought."],
    "words": [p.replace("said", "told reporters").replace("about", "some") for p in PARTS],
}


@pytest.mark.parametrize("edit", EDITED)
def test_an_edited_copy_is_found_with_its_reason(index, edit):
    assert index.add(report("first", PARTS, time="06:00")) is None
    group = index.add(report("second", EDITED[edit], time="18:00"))
    assert group is not None
    assert group.origin == "first"
    assert [(m.report, m.like) for m in group.members] == [("first", None), ("second", "first")]
    assert group.members[1].why.score >= 0.5
    assert "sentences of the shorter stand in the longer" in group.members[1].why.note
    assert group.copies == (("first", None), ("second", "first"))


def test_the_same_affair_in_other_words_is_no_copy(index):
    index.add(report("first", PARTS))
    assert index.add(report("second", OTHER)) is None
    assert index.add(report("third", [*OTHER, PARTS[3]])).origin == "second"
    assert index.group("first") is None


def test_a_follow_up_with_the_background_of_the_day_before_is_no_copy(index):
    index.add(report("first", PARTS))
    follow_up = [OTHER[2], OTHER[1], *PARTS[2:5]]
    assert index.add(report("next day", follow_up, "2024-02-07")) is None
    assert index.add(report("same day", follow_up)) is not None


def test_a_form_filled_in_anew_is_no_copy(index):
    form = "The index of the Streslau exchange closed at {} points on {}, after it had opened at {} and touched {}."
    index.add(report("monday", [form.format("1,200.15", "Feb. 5", "1,210.30", "1,195.01")], "2024-02-05"))
    assert index.add(report("tuesday", [form.format("1,188.42", "Feb. 6", "1,201.12", "1,187.64")])) is None


def test_the_earliest_is_the_origin_whenever_it_comes(index):
    index.add(report("late", PARTS, time="20:00"))
    index.add(report("undated", PARTS, None))
    group = index.add(report("early", PARTS[:5], time="06:00"))
    assert [m.report for m in group.members] == ["early", "late", "undated"]


def test_the_order_changes_no_group(tmp_path):
    reports = [report(f"{edit} {n}", parts) for n in range(2) for edit, parts in EDITED.items()]
    reports += [report("other", OTHER), report("other again", OTHER[:3]), report("alone", ["One short line."])]
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(reports)  # noqa: S311
        with CopyIndex.open(tmp_path / f"{seed}.db") as index:
            index.add_all(reports)
            found.append(sorted(sorted(m.report for m in g.members) for g in index.groups()))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 2


def test_adding_again_changes_nothing_and_a_new_text_replaces_the_old(index):
    index.add(report("a", PARTS))
    index.add(report("b", PARTS))
    assert index.add(report("b", PARTS)).copies == (("a", None), ("b", "a"))
    assert len(index) == 2
    assert index.add(report("b", OTHER)) is None
    assert index.group("a") is None


def test_removing_what_held_a_group_together_parts_it(index):
    left, right = [*PARTS[:4]], [*PARTS[4:], *OTHER[:2]]
    index.add(report("left", left))
    index.add(report("right", right))
    assert index.group("left") is None
    index.add(report("both", [*left, *right]))
    assert len(index.group("left").members) == 3
    index.remove("both")
    assert index.group("left") is None
    assert index.group("right") is None


def test_the_index_is_on_disk_and_goes_on(tmp_path):
    with CopyIndex.open(tmp_path / "c.db") as index:
        index.add(report("a", PARTS))
    with CopyIndex.open(tmp_path / "c.db") as index:
        assert index.add(report("b", PARTS[:4])).origin == "a"
        assert [g.to_dict()["origin"] for g in index.groups()] == ["a"]


def test_a_run_that_breaks_off_leaves_nothing_half_done(index):
    def broken():
        yield report("a", PARTS)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.add_all(broken())
    assert len(index) == 0


def test_an_index_that_cannot_be_opened_says_so(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        CopyIndex.open(tmp_path / "no" / "c.db")
    (tmp_path / "text").write_text("no database, and long enough to be seen as none" * 10)
    with pytest.raises(StoreError, match="cannot be opened"):
        CopyIndex.open(tmp_path / "text")


def test_residue_of_a_read_report_does_not_count():
    parts = [*PARTS[:2], "Sign up to the newsletter of this site for more stories like this one."]
    made = report("a", parts)
    spans = [Span.of(made.text, made.text.index(p), made.text.index(p) + len(p)) for p in parts]
    read = replace(made, segments=tuple(Segment(s, k) for s, k in zip(spans, ("body", "body", "residue"), strict=True)))
    assert fingerprint(read) == fingerprint(report("b", PARTS[:2]))


def test_a_fingerprint_survives_packing():
    made = fingerprint(report("a", PARTS))
    back = Fingerprint.unpack(made.pack())
    assert (back.sentences, back.words, back.figures) == (made.sentences, made.words, made.figures)
    assert compare(made, back).covered == 1.0
    assert len(made.bands) == 28


@pytest.mark.parametrize("text", ["", "\n\n", "…", "Hm.", "\x00\ud800 x " * 20])
def test_texts_that_hold_little_make_no_trouble(index, text):
    index.add(Report(text, "a"))
    index.add(Report(text, "b \ud800"))
    assert len(index) == 2
    index.remove("b \ud800")
    assert len(index) == 1


def test_measured_figures_hold_on_the_labelled_set(shared):
    sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
    try:
        import make_copies
    finally:
        sys.path.pop(0)
    reports = make_copies.news(shared / "news")[:600]
    made = make_copies.measure(list(make_copies.make_set(reports)), "test")
    assert made["precision"] >= 0.98, made["wrong"]
    assert made["recall"] >= 0.95, made["missed"]
