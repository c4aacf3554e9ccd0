"""The timeline of an affair, an actor or a pair: dated lines with evidence and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.records import Event
from dragoman.render.words import event_sentence, one_line

SOURCES = 5
"""Reports shown for one line; the others are counted."""
WEEK = 7
ACCOUNTS = 4
"""Values of a conflict that are shown."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report that tells the act, in its own words."""

    report: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    evidence: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``start`` and ``end`` are the evidence's characters in the report."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Line:
    """One act, however many reports tell it."""

    date: str | None
    sentence: str
    event: str
    """Id of the event whose words are shown first."""
    incident: str | None
    """Id of the incident, where events are linked."""
    type: str
    status: str
    planned: bool
    """Said to be going to happen."""
    ahead: bool
    """Its day lies after today."""
    told: int
    """How many reports tell it; of linked ones only those that are no copies."""
    conflicts: tuple[str, ...]
    """In what the accounts differ."""
    sources: tuple[Source, ...]
    """The earliest reports first, at most five."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        out = {name: getattr(self, name) for name in self.__slots__}
        return out | {"conflicts": list(self.conflicts), "sources": [s.to_dict() for s in self.sources]}


class Timeline(list[Line]):
    """The lines, in order of time, undated last."""

    def _repr_html_(self) -> str:
        from dragoman.render.timeline_html import timeline_fragment

        return timeline_fragment(self)


def timeline(
    hits: Iterable[Any], today: str | None = None, incidents: Mapping[str, Mapping[str, Any]] | None = None
) -> Timeline:
    """Lines in the order of time, undated last.

    Events of one incident are one line. Events without one are put together where type, sides, status and day are
    the same; a conflict is marked where such acts are dated otherwise within a week.

    Args:
        hits: Hits of events (``store.events(...)``).
        today: ISO day; what lies after it is ahead.
        incidents: Event id -> incident as plain data.
    """
    today = today or dt.datetime.now().astimezone().date().isoformat()
    linked: dict[str, list[Any]] = {}
    loose: dict[tuple[Any, ...], list[Any]] = {}
    for hit in hits:
        incident = (incidents or {}).get(hit.id)
        if incident and len(incident.get("events", ())) != 1:  # told once: a report may still repeat itself
            linked.setdefault(str(incident["id"]), []).append(hit)
        else:
            loose.setdefault(_same(hit.record), []).append(hit)
    days: dict[tuple[Any, ...], set[str]] = {}
    for key in loose:
        if key[-1]:
            days.setdefault(key[:-1], set()).add(key[-1])
    out = [_linked_line((incidents or {})[group[0].id], group, today) for group in linked.values()]
    out += [_loose_line(key, group, days, today) for key, group in loose.items()]
    return Timeline(sorted(out, key=_order))


def _order(line: Line) -> tuple[Any, ...]:
    return (line.date is None, line.date or "", line.sources[0].published or "", line.event)


def _same(event: Event) -> tuple[Any, ...]:
    sides = tuple(tuple(sorted({p.actor.code for p in side})) for side in (event.actors, event.recipients))
    return (event.type, event.mode, *sides, event.status, event.when.value)


def _linked_line(incident: Mapping[str, Any], group: list[Any], today: str) -> Line:
    conflicts = tuple(_conflict(c) for c in incident.get("conflicts", ()))
    told = max(int(incident.get("distinct") or 0), 1)
    return _line(group, incident.get("date"), today, conflicts, told, str(incident["id"]))


def _conflict(conflict: Mapping[str, Any]) -> str:
    about = "" if conflict["about"] in {"", conflict["slot"]} else f" {conflict['about']}"
    accounts = [f"{a['value']} ({len(a['reports'])})" for a in conflict["accounts"][:ACCOUNTS]]
    return f"{conflict['slot']}{about}: {' or '.join(accounts)}"


def _loose_line(key: tuple[Any, ...], group: list[Any], days: dict[tuple[Any, ...], set[str]], today: str) -> Line:
    date = key[-1]
    others = sorted(day for day in days.get(key[:-1], ()) if date and day != date and _near(day, date))
    conflicts = (f"also dated {', '.join(others)}",) if others else ()
    return _line(group, date, today, conflicts, len({hit.report["id"] for hit in group}), None)


def _line(
    group: list[Any], date: str | None, today: str, conflicts: tuple[str, ...], told: int, incident: str | None
) -> Line:
    group = sorted(group, key=lambda hit: (hit.report["published"] or "9999", hit.id))
    shown = next((hit for hit in group if hit.record.when.value == date), group[0])
    event: Event = shown.record
    earliest: dict[str, Any] = {}
    for hit in [shown, *group]:
        earliest.setdefault(hit.report["id"], hit)
    return Line(
        date=date, sentence=event_sentence(event), event=event.id, incident=incident, type=event.type,
        status=event.status, planned=event.status == "future", ahead=_is_ahead(date, today), told=told,
        conflicts=conflicts, sources=tuple(_source(hit) for hit in list(earliest.values())[:SOURCES]),
    )  # fmt: skip


def _is_ahead(date: str | None, today: str) -> bool:
    """Whether the whole of ``date`` (its last day, month or year) lies after ``today``."""
    first = date.split("/")[0][:10] if date else ""
    return bool(first) and first > today[: len(first)]


def _source(hit: Any) -> Source:
    span, report = hit.record.evidence[0], hit.report
    words = one_line(span.text)
    return Source(report["id"], report["publisher"], report["published"], report["title"], report["url"],
                  words, span.start, span.end)  # fmt: skip


def _near(a: str, b: str) -> bool:
    try:
        return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days) <= WEEK
    except ValueError:
        return False


def mark_of(line: Line) -> str:
    """``planned``, ``was planned`` or nothing."""
    if line.planned and (line.ahead or line.date is None):
        return "planned"
    if line.planned:
        return "was planned"
    return "ahead" if line.ahead else ""


def source_of(source: Source) -> str:
    """Publisher, day and id of the report, on one line."""
    return one_line(", ".join(part for part in (source.publisher, source.published, source.report) if part))


def timeline_text(lines: Iterable[Line]) -> str:
    """The timeline as text for a terminal: what was, what is ahead, what has no date."""
    was, ahead, undated = parts(lines)
    out: list[str] = []
    for heading, group in (("", was), ("Ahead", ahead), ("Undated", undated)):
        if heading and group:
            out.append(f"== {heading} ==")
        for line in group:
            out += _text_of(line)
    return "\n".join(out or ["Nothing found."]) + "\n"


def _text_of(line: Line) -> list[str]:
    mark = f" ({mark_of(line)})" if mark_of(line) else ""
    pad = " " * 22
    out = [f"{line.date or 'undated':22} {line.sentence}{mark}"]
    out += [f"{pad}   ! {one_line(conflict)}" for conflict in line.conflicts]
    first = line.sources[0]
    more = f", told by {line.told} reports" if line.told > 1 else ""
    out.append(f"{pad}   “{first.evidence}” [{source_of(first)}{more}]")
    return out


def parts(lines: Iterable[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """What was, what is ahead, and what has no date."""
    everything = list(lines)
    dated = [line for line in everything if line.date]
    return (
        [line for line in dated if not line.ahead],
        [line for line in dated if line.ahead],
        [line for line in everything if not line.date],
    )
