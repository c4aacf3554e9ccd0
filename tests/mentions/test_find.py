"""Mentions without any model, and with a model's names."""

from __future__ import annotations

from dataclasses import replace

from dragoman.clean import clean
from dragoman.mentions.find import find_mentions
from dragoman.records import Published, Report, Span
from dragoman.records.reading import NameSpan, Reading

TEXT = (
    "Gabonese Health Minister Ada Example met Norwegian envoys in Oslo on Monday. "
    "She thanked the World Bank, and protesters cheered. The two countries will sign the Blue River Treaty."
)


def found(text=TEXT, names=()):
    report = clean(Report(text, "r", published=Published("2006-05-01")))
    spans = tuple(
        NameSpan(Span.of(report.text, at, at + len(w)), kind, 0.9) for w, kind in names if (at := text.index(w)) >= 0
    )
    return find_mentions(replace(report, reading=Reading(names=spans)) if spans else report)


def test_rules_find_them():
    kinds = {m.span.text: m.kind for m in found().mentions}
    assert kinds["Gabonese Health Minister Ada Example"] == "person"
    assert kinds["Norwegian envoys"] == "role"
    assert kinds["Oslo"] == "place"
    assert kinds["She"] == "pronoun"
    assert kinds["the World Bank"] == "body"
    assert kinds["protesters"] == "role"
    assert kinds["The two countries"] == "role"


def test_spans_are_slices_in_order_without_overlap():
    report = found()
    last = -1
    for mention in report.mentions:
        assert mention.span.text == report.text[mention.span.start : mention.span.end]
        assert mention.span.covers(mention.head)
        assert mention.span.start >= last
        last = mention.span.end


def test_the_head_of_a_titled_name_is_the_name():
    head = next(m.head.text for m in found().mentions if "Example" in m.span.text)
    assert head == "Example"


def test_days_are_no_mentions():
    assert not [m for m in found().mentions if m.span.text == "Monday"]


def test_the_model_adds_and_tells_the_kind():
    report = found(names=[("Blue River Treaty", "work"), ("cheered", "other")])
    kinds = {m.span.text: m.kind for m in report.mentions}
    assert kinds.get("the Blue River Treaty", kinds.get("Blue River Treaty")) == "work"
    assert kinds["cheered"] == "other"


def test_empty_report():
    assert find_mentions(clean(Report("", "r"))).mentions == ()
