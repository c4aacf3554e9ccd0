"""Highlighting: overlapping spans become flat pieces, cut at every edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dragoman.records import Event, Participant, Report, Span

ROLES = ("trigger", "actor", "recipient", "date", "place", "speaker", "cue", "content", "agreement", "evidence")
"""From the strongest to the weakest: a piece takes the look of the first that it has."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that fills a slot of a record."""

    start: int
    end: int
    role: str
    record: str
    says: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same marks lie (none: plain text)."""

    text: str
    marks: tuple[Mark, ...]


def marks_of(report: Report) -> Iterator[Mark]:
    """All marks of all records."""
    for event in report.events:
        yield from _of_event(event)
    for statement in report.statements:
        yield from _people((statement.speaker,), "speaker", statement.id)
        yield _mark(statement.cue, "cue", statement.id, "cue")
        for span in statement.content:
            yield _mark(span, "content", statement.id, f"said by {statement.speaker.actor.name}")
    for agreement in report.agreements:
        for span in agreement.mentions:
            yield _mark(span, "agreement", agreement.id, f"{agreement.kind} {agreement.name}")
    for number, time in enumerate(report.times):
        yield _mark(time.span, "date", f"t{number}", f"{time.type} {time.value}")
    for number, toponym in enumerate(report.places):
        if toponym.place:
            yield _mark(toponym.span, "place", f"p{number}", f"{toponym.place.name}, {toponym.role}")


def _of_event(event: Event) -> Iterator[Mark]:
    yield _mark(event.trigger, "trigger", event.id, f"{event.type}{'/' + event.mode if event.mode else ''}")
    for span in event.mentions:
        yield _mark(span, "trigger", event.id, f"{event.type}, told again")
    yield from _people(event.actors, "actor", event.id)
    yield from _people(event.recipients, "recipient", event.id)
    for span in event.when.evidence:
        yield _mark(span, "date", event.id, f"date {event.when.value}")
    if event.where.place:
        for span in event.where.evidence:
            yield _mark(span, "place", event.id, f"place {event.where.place.name}")
    for span in event.evidence:
        yield _mark(span, "evidence", event.id, "")


def _people(parts: Iterable[Participant], role: str, record: str) -> Iterator[Mark]:
    for part in parts:
        yield _mark(part.evidence[0], role, record, f"{role}: {part.actor.name} {part.actor.code}")


def _mark(span: Span, role: str, record: str, says: str) -> Mark:
    return Mark(span.start, span.end, role, record, says)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """``text`` cut at all edges of ``marks``; the pieces joined are ``text`` again."""
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start < mark.end:
            opening.setdefault(mark.start, []).append(mark)
            closing.setdefault(mark.end, []).append(mark)
    edges = sorted({0, len(text), *opening, *closing})
    live: dict[int, Mark] = {}
    out = []
    for start, end in pairwise(edges):
        for mark in closing.get(start, ()):
            live.pop(id(mark), None)
        for mark in opening.get(start, ()):
            live[id(mark)] = mark
        out.append(Piece(text[start:end], tuple(sorted(live.values(), key=_strength))))
    return out


def _strength(mark: Mark) -> tuple[int, int, str]:
    return ROLES.index(mark.role), mark.start, mark.record
