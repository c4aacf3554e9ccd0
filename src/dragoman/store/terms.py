"""The values that filters can ask for, of each record: what the inverted index holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from dragoman.records import Actor, Agreement, Event, Participant, Report, Statement

Term = tuple[str, str]
"""Field and value. A field that begins with "#" is only counted, for facets: it has no list of records."""
UNDATED = -999_999
MONTHS_LISTED = 36
"""An interval longer than this is found by its predicate only: nobody looks for it by month."""


def day_number(date: str | None) -> int:
    """Days from 1970-01-01 to an ISO day (or the first day of a month or year); ``UNDATED`` without one."""
    if not date:
        return UNDATED
    try:
        return dt.date.fromisoformat(bounds(date)[0]).toordinal() - 719_163
    except ValueError:
        return UNDATED


def bounds(value: str) -> tuple[str, str]:
    """First and last day of a date as the codebook writes it: ``2023-04`` is 2023-04-01 to 2023-04-30."""
    first, _, last = value.partition("/")
    return _edge(first, last=False), _edge(last or first, last=True)


def _edge(part: str, *, last: bool) -> str:
    part = part[:10]
    if len(part) == 4:  # noqa: PLR2004 - a year
        return f"{part}-12-31" if last else f"{part}-01-01"
    if len(part) == 7:  # noqa: PLR2004 - a month
        if not last:
            return f"{part}-01"
        year, month = int(part[:4]), int(part[5:7])
        following = dt.date(year + month // 12, month % 12 + 1, 1) if year < dt.MAXYEAR else dt.date(year, month, 28)
        return (following - dt.timedelta(days=1)).isoformat()
    return part


def months(first: str, last: str) -> list[str]:
    """The months from day ``first`` to day ``last``; none for a longer stretch than is listed."""
    a = int(first[:4]) * 12 + int(first[5:7]) - 1
    b = int(last[:4]) * 12 + int(last[5:7]) - 1
    if b - a >= MONTHS_LISTED:
        return ["long"]
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(a, b + 1)]


def _who(actor: Actor) -> Iterator[str]:
    yield head(actor.code)
    yield actor.code
    yield actor.name


def head(code: str) -> str:
    """Country or body of a code; ``---`` where it has none."""
    return code.partition("/")[0]


def _side(field: str, parts: Iterable[Participant]) -> Iterator[Term]:
    for part in parts:
        for value in _who(part.actor):
            yield field, value
            yield "either", value
        if part.actor.country and ":" not in part.actor.country:
            yield "country", part.actor.country
        if part.actor.sector:
            yield "sector", part.actor.sector
        yield "actor-id", part.actor.id


def _pairs(event: Event) -> Iterator[Term]:
    actors = sorted({p.actor.country for p in event.actors if p.actor.country})
    recipients = sorted({p.actor.country for p in event.recipients if p.actor.country})
    for a in actors:
        for b in recipients:
            yield "pair", f"{a}>{b}"
            yield "dyad", dyad(a, b)
    if not recipients:
        for i, a in enumerate(actors):
            for b in actors[i + 1 :]:
                yield "dyad", dyad(a, b)


def dyad(a: str, b: str) -> str:
    """The value of an undirected pair: ``CHN..IGO:NATO``."""
    return "..".join(sorted((a, b)))


def score_step(score: float) -> str:
    """The tenth that a score lies in, "0" to "9": a rare confidence need not be looked for everywhere."""
    return str(min(9, max(0, int(score * 10))))


def event_terms(report: Report, event: Event, quad_name: str) -> set[Term]:
    """What an event can be found by."""
    terms: set[Term] = {("all", ""), ("type", event.type), ("quad", quad_name), ("status", event.status)}
    terms.add(("score", score_step(event.score)))
    if event.mode:
        terms |= {("mode", event.mode), ("mode", f"{event.type}/{event.mode}"), ("#mode", event.mode)}
    terms |= {("context", context) for context in event.contexts}
    terms |= set(_side("actor", event.actors)) | set(_side("recipient", event.recipients)) | set(_pairs(event))
    terms |= {("#actor", head(part.actor.code)) for part in event.actors}
    terms |= {("#recipient", head(part.actor.code)) for part in event.recipients}
    if event.where.place:
        terms |= {("place", event.where.place.name)}
        if event.where.place.country:
            terms |= {("place", event.where.place.country), ("#place", event.where.place.country)}
    if event.when.value:
        first, last = bounds(event.when.value)
        terms |= {("month", month) for month in months(first, last)} | {("#year", first[:4])}
    claims = set(event.claims)
    for statement in report.statements:
        if statement.id in claims:
            terms |= {("by", value) for value in _who(statement.speaker.actor)}
    return terms | _of_report(report)


def statement_terms(report: Report, statement: Statement) -> set[Term]:
    """What a statement can be found by."""
    speaker = statement.speaker.actor
    terms: set[Term] = {("all", ""), ("kind", statement.kind), ("speaker-id", speaker.id)}
    terms.add(("score", score_step(statement.score)))
    terms |= {("by", value) for value in _who(speaker)}
    if speaker.country and ":" not in speaker.country:
        terms.add(("country", speaker.country))
    if speaker.sector:
        terms.add(("sector", speaker.sector))
    terms |= {("#by", speaker.name), ("#code", speaker.code)}
    terms |= {("polarity", statement.polarity), ("modality", statement.modality)}
    for field, parts in (("to", statement.addressees), ("via", statement.chain)):
        terms |= {(field, value) for part in parts for value in _who(part.actor)}
    known = actors_of(report)
    for one in statement.about:
        if one in known:
            terms |= {("about", value) for value in _who(known[one])} | {("#about", head(known[one].code))}
    inside = set(statement.events)
    for event in report.events:
        if event.id in inside:
            terms |= {("type", event.type), ("status", event.status)}
            terms |= {("context", context) for context in event.contexts}
    return terms | _of_report(report)


def agreement_terms(report: Report, agreement: Agreement) -> set[Term]:
    """What a named instrument can be found by."""
    terms: set[Term] = {("all", ""), ("kind", agreement.kind), ("name", agreement.name)}
    if agreement.acronym:
        terms.add(("name", agreement.acronym))
    terms |= {("state", step.state) for step in agreement.steps}
    for party in agreement.parties:
        terms |= {("party", value) for value in _who(party.actor)} | {("#party", head(party.actor.code))}
        if party.actor.country and ":" not in party.actor.country:
            terms.add(("country", party.actor.country))
    return terms | _of_report(report)


def actors_of(report: Report) -> dict[str, Actor]:
    """All actors of a report by id: those in slots and those of its entities."""
    known = {actor.id: actor for _, actor in report.entities}
    known |= {actor.id: actor for actor in report.actors}
    for statement in report.statements:
        known |= {p.actor.id: p.actor for p in (*statement.addressees, *statement.chain)}
    return known | {p.actor.id: p.actor for agreement in report.agreements for p in agreement.parties}


def _of_report(report: Report) -> set[Term]:
    terms = {("report", report.id)}
    if report.publisher:
        terms.add(("publisher", report.publisher))
    return terms
