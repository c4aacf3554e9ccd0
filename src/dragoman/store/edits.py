"""Slots of records as text that a person can write, and back: every word given must stand in the report."""

# ruff: noqa: ARG001, ARG005 - all slots are written by functions of one shape

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from dragoman.errors import UsageError
from dragoman.ontology import load_ontology
from dragoman.records import Actor, Agreement, Event, Participant, Place, Report, Span, Statement, When, Where, Why
from dragoman.records.ids import content_id
from dragoman.store.filters import countries
from dragoman.store.grammar import near
from dragoman.store.terms import actors_of, bounds

Record = Event | Statement | Agreement
R = TypeVar("R", Event, Statement, Agreement)
SLOTS: Mapping[str, tuple[str, ...]] = {
    "event": ("type", "actors", "recipients", "date", "status", "place", "trigger", "evidence"),
    "statement": ("speaker", "cue", "content", "kind"),
    "agreement": ("name", "kind"),
}
CHOICES = {
    "status": ("actual", "future", "hypothetical", "negated"),
    "statement kind": ("direct", "indirect", "mixed"),
    "agreement kind": ("treaty", "agreement", "programme", "summit", "office", "plan", "other"),
}
GAP = "\n...\n"
"""Between the parts of a content that its cue splits."""
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"


def slot_text(record: Record, slot: str) -> str:
    """The value of a slot as a person would write it.

    Raises:
        UsageError: an unknown slot.
    """
    kind = kind_of(record)
    if slot not in SLOTS[kind]:
        raise UsageError(f"{kind}s have no slot {slot!r}{near(slot, SLOTS[kind])}")
    return _READ[kind][slot](record)


def edited(report: Report, record: R, slot: str, value: str, why: Why) -> R:
    """``record`` with ``value`` in ``slot``.

    Raises:
        UsageError: an unknown slot or value, or words that do not stand in the report.
    """
    kind = kind_of(record)
    slot_text(record, slot)  # refuses a slot that there is not
    made: R = _WRITE[kind][slot](report, record, value.strip(), why)
    if isinstance(made, Event):
        return replace(made, whys=(*((s, w) for s, w in made.whys if s != slot), (slot, why)))
    return made


def added_event(report: Report, given: Mapping[str, str], record_id: str, why: Why) -> Event:
    """An event that a person tells: ``trigger`` and what else of ``SLOTS`` is known.

    Without ``evidence`` it is the sentence of the trigger; ``at`` is where the trigger was selected.

    Raises:
        UsageError: something needed is missing or wrong.
    """
    if not given.get("trigger", "").strip():
        raise UsageError("trigger: select or type the words that name the act")
    at = int(given["at"]) if re.fullmatch(r"[0-9]{1,9}", given.get("at", "")) else 0
    trigger = locate(report.text, given["trigger"].strip(), at)
    evidence = locate(report.text, given["evidence"], trigger.start) if given.get("evidence") else None
    nothing = Why("judgement.none", note="not given")
    event = Event(
        id=record_id, type="AGREE", mode=None, quad=1, actors=(), recipients=(), when=When(None, None, (), nothing),
        where=Where(None, (), nothing), status="actual", trigger=trigger,
        evidence=(evidence or sentence_at(report, trigger),), score=1.0,
    )  # fmt: skip
    if not given.get("type", "").strip():
        raise UsageError("type: an event needs one, such as THREATEN")
    for slot in ("type", "actors", "recipients", "date", "status", "place"):
        if given.get(slot, "").strip():
            event = edited(report, event, slot, given[slot], why)
    return event


def kind_of(record: Record) -> str:
    """event, statement or agreement."""
    return type(record).__name__.lower()


def locate(text: str, words: str, near_to: int = 0) -> Span:
    """Where ``words`` stand in ``text`` (line ends and runs of blanks are alike), nearest to ``near_to``.

    Raises:
        UsageError: nowhere.
    """
    parts = words.split()
    if not parts:
        raise UsageError("give words of the report")
    found = re.finditer(r"\s+".join(map(re.escape, parts)), text)
    best = min(found, key=lambda m: abs(m.start() - near_to), default=None)
    if best is None:
        raise UsageError(f"these words do not stand in the report: “{words[:80]}”; copy them exactly")
    return Span.of(text, best.start(), best.end())


def sentence_at(report: Report, span: Span) -> Span:
    """The sentence around ``span``: from the stretch of the report, cut where a sentence ends."""
    part = next((s.span for s in report.segments if s.span.covers(span)), Span.of(report.text, 0, len(report.text)))
    ends = [m.end() for m in re.finditer(r"[.!?][”\"’']?(?=\s)|\n\s*\n", report.text[part.start : part.end])]
    edges = [part.start, *(part.start + end for end in ends), part.end]
    start = max(edge for edge in edges if edge <= span.start)
    end = min(edge for edge in edges if edge >= span.end)
    cut = report.text[start:end]
    return Span.of(report.text, start + len(cut) - len(cut.lstrip()), start + len(cut.rstrip()))


def code_parts(code: str, more: Iterable[str] = ()) -> tuple[str | None, str | None]:
    """Country (or body) and sector of a code; ``more`` are countries beside those of the knowledge base.

    Raises:
        UsageError: no such country or sector.
    """
    code = code.strip()
    if re.fullmatch(r"(IGO|NGO|MNC|IMG):\S.*", code):
        return code, None
    head, _, sector = code.partition("/")
    known = countries() | {name.casefold(): name for name in more}
    country = None if head == "---" else known.get(head.casefold())
    if head != "---" and country is None:
        raise UsageError(f"code {code!r}: there is no country {head!r}{near(head.upper(), set(known.values()))}")
    sector = sector.upper() or "GOV"
    sectors = load_ontology().sectors
    if sector not in sectors:
        raise UsageError(f"code {code!r}: there is no sector {sector!r}{near(sector, sectors)}")
    return country, sector


def people(report: Report, value: str, near_to: int, why: Why) -> tuple[Participant, ...]:
    """Participants from lines ``words = CODE`` or ``words = CODE name``; ``words`` alone where their code is known.

    Raises:
        UsageError: words that do not stand in the report, or a code that does not exist.
    """
    return tuple(_person(report, line, near_to, why) for line in value.splitlines() if line.strip())


def _person(report: Report, line: str, near_to: int, why: Why) -> Participant:
    words, has_code, rest = line.partition(" = ")
    span = locate(report.text, words.strip(), near_to)
    parts = [p for e in report.events for p in (*e.actors, *e.recipients)] + [s.speaker for s in report.statements]
    known = [p.actor for p in parts if p.text == span.text]
    if not has_code:
        if not known:
            raise UsageError(f"“{span.text}”: give its code too: {span.text} = CHN/GOV")
        return Participant(known[0], (span,), why)
    match = re.fullmatch(r"((?:IGO|NGO|MNC|IMG):.+)|(\S+)(?:\s+(.+))?", rest.strip())
    code, name = (match[1] or match[2], match[3]) if match else ("", None)
    every = [*known, *actors_of(report).values()]
    country, sector = code_parts(code, [a.country for a in every if a.country])
    actor = Actor(
        content_id("judged:", span.text, code, name), name or span.text, "body" if ":" in code else "group", country,
        sector, why=why,
    )  # fmt: skip
    same = [a for a in every if a.code == actor.code and name in {None, a.name}]
    same = [a for a in same if a in known or a.name.casefold() == (name or span.text).casefold()]
    best = next((a for a in same if a.name == actor.name), same[0] if same else actor)
    return Participant(best, (span,), why)


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UsageError(f"{name}: there is no {value!r}{near(value, known)}")
    return value


def _type(report: Report, event: Event, value: str, why: Why) -> Event:
    name, _, mode = value.partition("/")
    ontology = load_ontology()
    _one_of("type", name.upper(), tuple(ontology.types))
    found = ontology.types[name.upper()]
    if mode:
        _one_of(f"mode of {found.name}", mode, tuple(found.modes))
    return replace(event, type=found.name, mode=mode or None, quad=found.quad)


def _date(report: Report, event: Event, value: str, why: Why) -> Event:
    if not value:
        return replace(event, when=When(None, None, (), why))
    value = "/".join(part.strip() for part in re.split(r"/| to ", value))
    try:
        if not re.fullmatch(f"{_DAY}(/{_DAY})?", value):
            raise ValueError  # noqa: TRY301 - one message for all that is no date
        first, last = bounds(value)
        _check_days(first, last)
    except ValueError:
        raise UsageError(f"date {value!r}: write 2023-05-24, 2023-05, 2023 or 2023-05-24/2023-05-26") from None
    precision: Any = "interval" if "/" in value else {4: "year", 7: "month"}.get(len(value), "day")
    return replace(event, when=When(value, precision, (), why))


def _check_days(first: str, last: str) -> None:
    import datetime as dt

    if dt.date.fromisoformat(first) > dt.date.fromisoformat(last):
        raise ValueError(first)


def _place(report: Report, event: Event, value: str, why: Why) -> Event:
    if not value:
        return replace(event, where=Where(None, (), why))
    named: dict[str, tuple[Place, Span]] = {}
    for toponym in report.places:
        if toponym.place:
            named.setdefault(toponym.place.name.casefold(), (toponym.place, toponym.span))
            named.setdefault(toponym.span.text.casefold(), (toponym.place, toponym.span))
    if event.where.place:
        named.setdefault(event.where.place.name.casefold(), (event.where.place, event.where.evidence[0]))
    if value.casefold() not in named:
        names = [place.name for place, _ in named.values()]
        raise UsageError(f"place {value!r}: the report names no such place{near(value, names)}")
    place, span = named[value.casefold()]
    return replace(event, where=Where(place, (span,), why))


def _trigger(report: Report, event: Event, value: str, why: Why) -> Event:
    trigger = locate(report.text, value, event.trigger.start)
    if not any(span.covers(trigger) for span in event.evidence):
        return replace(event, trigger=trigger, evidence=(sentence_at(report, trigger),))
    return replace(event, trigger=trigger)


def _evidence(report: Report, event: Event, value: str, why: Why) -> Event:
    found = locate(report.text, value, event.evidence[0].start)
    if not found.covers(event.trigger):
        raise UsageError(f"evidence: the trigger “{event.trigger.text}” does not stand in these words")
    return replace(event, evidence=(found, *event.evidence[1:]))


def _content(report: Report, statement: Statement, value: str, why: Why) -> Statement:
    parts = [part for part in value.replace("\r\n", "\n").split(GAP) if part.strip()]
    return replace(statement, content=tuple(locate(report.text, part, statement.content[0].start) for part in parts))


def _speaker(report: Report, statement: Statement, value: str, why: Why) -> Statement:
    found = people(report, value, statement.cue.start, why)
    if len(found) != 1:
        raise UsageError("speaker: give one, as: words = CODE name")
    return replace(statement, speaker=found[0])


def _sides(parts: tuple[Participant, ...]) -> str:
    return "\n".join(_side(p) for p in parts)


def _side(part: Participant) -> str:
    words = " ".join(part.text.split())
    name = "" if ":" in part.actor.code or part.actor.name in {part.text, ""} else f" {part.actor.name}"
    return f"{words} = {part.actor.code}{name}"


_READ: dict[str, dict[str, Callable[[Any], str]]] = {
    "event": {
        "type": lambda e: f"{e.type}/{e.mode}" if e.mode else e.type,
        "actors": lambda e: _sides(e.actors),
        "recipients": lambda e: _sides(e.recipients),
        "date": lambda e: e.when.value or "",
        "status": lambda e: e.status,
        "place": lambda e: e.where.place.name if e.where.place else "",
        "trigger": lambda e: e.trigger.text,
        "evidence": lambda e: e.evidence[0].text,
    },
    "statement": {
        "speaker": lambda s: _side(s.speaker),
        "cue": lambda s: s.cue.text,
        "content": lambda s: GAP.join(span.text for span in s.content),
        "kind": lambda s: s.kind,
    },
    "agreement": {"name": lambda a: a.name, "kind": lambda a: a.kind},
}
_WRITE: dict[str, dict[str, Callable[[Report, Any, str, Why], Any]]] = {
    "event": {
        "type": _type,
        "actors": lambda r, e, v, w: replace(e, actors=people(r, v, e.trigger.start, w)),
        "recipients": lambda r, e, v, w: replace(e, recipients=people(r, v, e.trigger.start, w)),
        "date": _date,
        "status": lambda r, e, v, w: replace(e, status=_one_of("status", v, CHOICES["status"])),
        "place": _place,
        "trigger": _trigger,
        "evidence": _evidence,
    },
    "statement": {
        "speaker": _speaker,
        "cue": lambda r, s, v, w: replace(s, cue=locate(r.text, v, s.cue.start)),
        "content": _content,
        "kind": lambda r, s, v, w: replace(s, kind=_one_of("kind", v, CHOICES["statement kind"])),
    },
    "agreement": {
        "name": lambda r, a, v, w: replace(a, name=v),
        "kind": lambda r, a, v, w: replace(a, kind=_one_of("kind", v, CHOICES["agreement kind"])),
    },
}
