"""One event for its repeated mentions within a report."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Event, Report, Span, Why


def link_events(report: Report) -> Report:
    """Needs events, gives events: of mentions of the same event the most telling stays, the others are listed in it."""
    heads = tuple(s.span for s in report.segments if s.kind in {"title", "subhead"})
    kept: list[Event] = []
    for event in fold_titles(report.events, heads):
        twin = next((k for k, other in enumerate(kept) if same(other, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = _join(kept[twin], event)
    return replace(report, events=tuple(kept))


def fold_titles(events: tuple[Event, ...], heads: tuple[Span, ...]) -> list[Event]:
    """Events of titles go into those of the body that tell the same act: a title repeats the body.

    The words of a title are short, so the words of the act and one of its actors are enough, whatever type was read.
    """
    titled = [e for e in events if any(head.covers(e.trigger) for head in heads)]
    body = [e for e in events if e not in titled]
    alone = []
    for event in titled:
        twin = next((k for k, other in enumerate(body) if _retells(event, other)), None)
        if twin is None:
            alone.append(event)
        else:
            body[twin] = _with_mention(body[twin], event)
    return alone + body


def _retells(title: Event, body: Event) -> bool:
    like = stem(title.trigger.text) == stem(body.trigger.text)
    return like and _alike(sides(title.actors), sides(body.actors))


def _with_mention(event: Event, other: Event) -> Event:
    """``event`` with ``other`` as a further mention."""
    note = f"also told by “{other.trigger.text}”"
    return replace(
        event,
        mentions=(*event.mentions, other.trigger, *other.mentions),
        score=max(event.score, other.score),
        whys=(*event.whys, ("link", Why("rule.same-act", note=note))),
    )


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
    return _with_mention(first, second)
