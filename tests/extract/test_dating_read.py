"""What the reading says of dates weighs with the rest, and is silent where the reader does not judge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.evaluate.event_dates import as_report
from dragoman.extract.dating import Weights, decide
from dragoman.records import Reading, Report, Span, Trigger

SOURCES = ("none", "publication", "expression", "other")


def dated_report() -> Report:
    """One event, and one expression that may date it."""
    text = "After the raid of Monday Peru blames Chile."
    event = {"type": "ACCUSE", "date": None, "status": "actual", "trigger": "blames", "evidence": [text]}
    record = {"id": "r", "text": text, "published": "2024-03-06", "events": [event]}
    return as_report(record)[0]


def shares(best: str) -> tuple[tuple[str, float], ...]:
    return tuple((name, 0.91 if name == best else 0.03) for name in SOURCES)


def with_reading(report: Report, best: str, words: str | None) -> Report:
    trigger = report.events[0].trigger
    times = ()
    if words:
        at = report.text.index(words)
        times = ((Span.of(report.text, at, at + len(words)), 0.9),)
    read = Trigger(trigger, "ACCUSE", None, "actual", 0.9, "model", datings=shares(best), times=times)
    return replace(report, reading=Reading(triggers=(read,), by="test"))


@pytest.mark.parametrize(
    ("best", "words", "value"),
    [("none", None, None), ("publication", None, "2024-03-06"), ("expression", "Monday", "2024-03-04")],
)
def test_the_reading_decides_where_the_features_are_silent(best: str, words: str | None, value: str | None) -> None:
    report = with_reading(dated_report(), best, words)
    (event,) = decide(report, Weights({}, 1.0, 1.0))
    assert event.when.value == value


def test_a_reader_that_does_not_judge_dates_changes_nothing() -> None:
    report = dated_report()
    bare = Trigger(report.events[0].trigger, "ACCUSE", None, "actual", 0.9, "model")
    silent = replace(report, reading=Reading(triggers=(bare,), by="test"))
    model = Weights({"pub": 1.0}, 0.5, 3.0)
    assert decide(silent, model) == decide(report, model)
