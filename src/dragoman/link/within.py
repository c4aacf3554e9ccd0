"""One event for its repeated mentions within a report."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Event, Report, Why


def link_events(report: Report) -> Report:
    """Needs events, gives events: of mentions of the same event the most telling stays, the others are listed in it."""
    kept: list[Event] = []
    for event in report.events:
        twin = next((k for k, other in enumerate(kept) if same(other, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _join(kept[twin], event)
    return replace(report, events=tuple(kept))


def same(a: Event, b: Event) -> bool:
    """Whether two mentions in one report tell the same event: one type and status, the same sides, like words.

    In different sentences, sides that agree in full are enough only where the words of the act are
    alike too: reports tell of several acts of one kind between the same sides.
    """
    if a.type != b.type or a.status != b.status or not _alike(sides(a.actors), sides(b.actors)):
        return False
    if not _alike(sides(a.recipients), sides(b.recipients)):
        return False
    if a.evidence[:1] == b.evidence[:1]:
        return abs(a.trigger.start - b.trigger.start) < 30 or stem(a.trigger.text) == stem(b.trigger.text)  # noqa: PLR2004 - characters
    return stem(a.trigger.text) == stem(b.trigger.text)


def sides(participants: tuple[object, ...]) -> frozenset[str]:
    """The countries of a slot; an actor without one counts by its id."""
    return frozenset(getattr(p, "actor").country or getattr(p, "actor").id for p in participants)  # noqa: B009


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or (not a and not b)


def stem(words: str) -> str:
    """The first five letters of the longest word: enough to hold "agreed" and "agreement" together."""
    return max(words.lower().split(), key=len, default="")[:5]


def _join(a: Event, b: Event) -> Event:
    first, second = (
        (a, b)
        if (len(a.actors) + len(a.recipients), a.score)
        >= (
            len(b.actors) + len(b.recipients),
            b.score,
        )
        else (b, a)
    )
    note = f"also told by “{second.trigger.text}”"
    return replace(
        first,
        mentions=(*first.mentions, second.trigger, *second.mentions),
        score=max(a.score, b.score),
        whys=(*first.whys, ("link", Why("rule.same-act", note=note))),
    )
