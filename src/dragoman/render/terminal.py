"""Reports as plain text and as tables: each record with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Event, Participant, Report, Statement
from dragoman.render.words import (
    agreement_sentence,
    event_sentence,
    head_line,
    one_line,
    quad_name,
    statement_sentence,
    why_sentence,
)


def report_text(report: Report) -> str:
    """All records of a report as lines of text, safe for a terminal."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{one_line(report.id)}  {one_line(report.title or '(no title)')}"
    yield f"  {head_line(report)}"
    if report.skipped:
        yield f"  not read: {one_line(report.skipped)}"
    for problem in report.problems:
        yield f"  problem ({problem.stage}): {one_line(problem.message)}"
    yield from _section("Events", [line for e in report.events for line in event_lines(e)], len(report.events))
    statements = [line for s in report.statements for line in statement_lines(s)]
    yield from _section("Statements", statements, len(report.statements))
    agreements = [f"  - {agreement_sentence(a)}" for a in report.agreements]
    yield from _section("Agreements", agreements, None)
    yield from _section("Actors", [f"  - {one_line(a.name)}  {a.code}{_office(a.office)}" for a in report.actors], None)
    dates = [
        f"  - “{one_line(t.span.text)}” = {t.when.value if t.when and t.when.value else t.value}" for t in report.times
    ]
    yield from _section("Dates", dates, None)
    yield from _section("Places", _places(report), None)


def _places(report: Report) -> list[str]:
    """Each place once, with all words that stand for it."""
    words: dict[str, list[str]] = {}
    for toponym in report.places:
        if toponym.place:
            name = f"{one_line(toponym.place.name)}, {toponym.place.country or 'no country'} ({toponym.role})"
            words.setdefault(name, []).append(f"“{one_line(toponym.span.text)}”")
    return [f"  - {', '.join(dict.fromkeys(found))} = {name}" for name, found in words.items()]


def _section(name: str, lines: list[str], count: int | None) -> Iterator[str]:
    if lines or count == 0:
        yield ""
        yield f"{name} ({len(lines) if count is None else count})"
        yield from lines


def _office(office: str | None) -> str:
    return f"  {one_line(office)}" if office else ""


def event_lines(event: Event) -> list[str]:
    """An event: the sentence, then the words of each slot, then the evidence."""
    words = [f"act “{one_line(event.trigger.text)}”"]
    words += [f"actor “{one_line(p.text)}”" for p in event.actors]
    words += [f"recipient “{one_line(p.text)}”" for p in event.recipients]
    words += [f"date “{one_line(s.text)}”" for s in event.when.evidence]
    words += [f"place “{one_line(s.text)}”" for s in event.where.evidence]
    told = "said by a source" if event.claims else "told by the reporter"
    return [
        f"  - {event_sentence(event)}",
        f"      {quad_name(event)}; {event.status}; {told}; score {event.score:.2f}; {event.id}",
        f"      {', '.join(words)}",
        *(f"      in: {one_line(s.text)}" for s in event.evidence),
    ]


def statement_lines(statement: Statement) -> list[str]:
    """A statement: who says what, then the words."""
    words = f"speaker “{one_line(statement.speaker.text)}”, cue “{one_line(statement.cue.text)}”"
    return [
        f"  - {statement_sentence(statement)}",
        f"      {statement.kind}; {words}; score {statement.score:.2f}; {statement.id}",
    ]


def explanation(event: Event) -> list[tuple[str, str, str, str]]:
    """(slot, value, words, why) of every slot of an event."""
    rows = [("type", f"{event.type} ({quad_name(event)})", event.trigger.text, _why_of(event, "type"))]
    rows.append(("mode", event.mode or "none", event.trigger.text if event.mode else "", _why_of(event, "mode")))
    rows.append(("status", event.status, "", _why_of(event, "status")))
    rows += _people("actor", event.actors) + _people("recipient", event.recipients)
    rows.append(("date", event.when.value or "none", _words(event.when.evidence), why_sentence(event.when.why)))
    place = event.where.place.name if event.where.place else "none"
    rows.append(("place", place, _words(event.where.evidence), why_sentence(event.where.why)))
    rows.append(("contexts", ", ".join(event.contexts) or "none", "", _why_of(event, "contexts")))
    if event.mentions:
        rows.append(("told again", str(len(event.mentions)), _words(event.mentions), _why_of(event, "link")))
    return [(a, one_line(b), one_line(c), d) for a, b, c, d in rows]


def _words(spans: tuple[object, ...]) -> str:
    return " | ".join(str(getattr(s, "text", "")) for s in spans)


def _why_of(event: Event, slot: str) -> str:
    found = dict(event.whys).get(slot)
    return why_sentence(found) if found else ""


def _people(slot: str, parts: tuple[Participant, ...]) -> list[tuple[str, str, str, str]]:
    if not parts:
        return [(slot, "none", "", "")]
    rows = []
    for part in parts:
        rows.append((slot, part.actor.name, part.text, why_sentence(part.why)))
        rest = _words(part.evidence[1:])
        rows.append((f"{slot}'s code", part.actor.code, rest, why_sentence(part.actor.why)))
    return rows
