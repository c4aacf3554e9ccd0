"""Where each event happened (codebook has no place slot; the rules are in docs/places.md)."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Event, Report, Span, Toponym, Where, Why

_ON_THE_SPOT = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})
_HERE = frozenset({"location", "destination", "origin"})


def locate_events(report: Report) -> Report:
    """Fill ``where`` of every event of ``report.events``; None with the reason where the report does not tell."""
    return replace(report, events=tuple(replace(e, where=_where(report, e)) for e in report.events))


def _where(report: Report, event: Event) -> Where:
    sentence = next((s.span for s in report.sentences if s.span.covers(event.trigger)), event.trigger)
    near = [t for t in report.places if sentence.covers(t.span) and t.place and t.role in _HERE]
    if near:
        best = min(near, key=lambda t: _distance(t, event.trigger))
        return Where(best.place, (best.span,), Why("where.sentence", None, best.why.note))
    return Where(None, (), Why("where.none", None, "no place in its sentence says where it was"))


def _distance(toponym: Toponym, trigger: Span) -> int:
    span = toponym.span
    return span.start - trigger.end if span.start >= trigger.end else (trigger.start - span.end) * 2
