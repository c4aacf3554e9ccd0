"""Tie events and statements together: an event told inside a statement's content is that speaker's claim."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Event, Report, Span, Statement, StatementList


def attach_claims(report: Report) -> Report:
    """Events get ``claims`` (ids of the statements that tell them), statements ``events`` and ``about``."""
    events = tuple(_claimed(event, report.statements) for event in report.events)
    statements = StatementList(_subject_of(report, statement, events) for statement in report.statements)
    return replace(report, events=events, statements=statements)


def _inside(span: Span, statement: Statement) -> bool:
    return any(part.covers(span) for part in statement.content)


def _claimed(event: Event, statements: StatementList) -> Event:
    """The statements around the event's trigger; none where the reporter tells it as well elsewhere."""
    told = [event.trigger, *event.mentions]
    if any(not any(_inside(span, s) for s in statements) for span in told):
        return replace(event, claims=())
    return replace(event, claims=tuple(s.id for s in statements if any(_inside(span, s) for span in told)))


def _subject_of(report: Report, statement: Statement, events: tuple[Event, ...]) -> Statement:
    told = tuple(
        e.id for e in events if statement.id in e.claims or any(_inside(t, statement) for t in (e.trigger, *e.mentions))
    )
    about: dict[str, None] = {}
    entities = dict(report.entities)
    for mention in report.mentions:
        actor = entities.get(mention.entity)
        if actor is not None and any(part.overlaps(mention.span) for part in statement.content):
            about[actor.id] = None
    return replace(statement, events=told, about=tuple(about))
