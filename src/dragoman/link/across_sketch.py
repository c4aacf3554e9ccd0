"""What linking compares of a mention of an event: a small sketch, made once and kept beside the event."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from dragoman.link.across_words import names, numbers, stem, telling, words
from dragoman.records import Event, Participant

LEAD = 700
"""Characters of a report that tell what it is about: the first paragraphs of an agency's text."""
LEAD_WORDS = 25
COUNTED = {
    "killed": ("kill", "dead", "death", "die", "died", "dy", "live", "body", "bodi"),
    "wounded": ("wound", "injur", "hurt"),
    "arrested": ("arrest", "detain", "detent", "captur", "seiz", "round"),
    "troops": ("troop", "soldier", "marin", "forc", "policemen", "polic", "peacekeep"),
    "money": ("dollar", "euro", "pound", "yuan", "rmb", "yen"),
}
"""What is counted, by the stems beside the number: what accounts differ in most often."""
AROUND = 60
"""Characters on each side of a trigger that tell its act."""
YEARS = 1900, 2100
DONE_TO = ("killed", "wounded", "arrested")
HEDGES = frozenset(words("at least most about around some more than over nearly almost up to another the other"))
BEFORE = 25
REACH = 45
"""Characters between a number and what it counts."""
_MONEY = re.compile(r"[$€£¥]\s?$")
_BOUNDARY = re.compile(r"[.;]\s")


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a mention's report."""

    id: str
    published: str | None
    title: str
    text: str
    origin: str | None = None
    """Id of the report that this one is a copy of."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A mention, ready to be compared. All tuples are sorted; days are counted from 1970-01-01."""

    id: str
    report: str
    type: str
    mode: str | None
    status: str
    score: float
    published: int | None
    first: int | None
    """First and last day on which it may have happened; None where no date can be told."""
    last: int | None
    actors: tuple[str, ...]
    """Countries and bodies; a side without one is left out."""
    recipients: tuple[str, ...]
    persons: tuple[str, ...]
    """Ids of the named persons and groups of both sides."""
    place: str | None
    place_name: str | None
    place_country: str | None
    place_exact: bool
    """Whether the place is a town or closer."""
    trigger: tuple[str, ...]
    near: tuple[str, ...]
    """Stems of the words around the trigger: a sentence often tells several acts."""
    words: tuple[str, ...]
    """Stems of the sentences that state it."""
    names: tuple[str, ...]
    counts: tuple[tuple[str, float], ...]
    """(what is counted, number) of those sentences."""
    lead: tuple[str, ...]
    """The telling stems of the report's title and first paragraphs."""
    title: tuple[str, ...]
    origin: str | None = None

    def to_json(self) -> str:
        """A line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The inverse of :meth:`to_json`."""
        data: dict[str, Any] = json.loads(line)
        for name in ("actors", "recipients", "persons", "trigger", "near", "words", "names", "lead", "title"):
            data[name] = tuple(data[name])
        data["counts"] = tuple((what, float(n)) for what, n in data["counts"])
        return cls(**data)


def sketch(event: Event, head: Head) -> Sketch:
    """The sketch of ``event`` of the report ``head``."""
    told = " ".join(span.text for span in event.evidence[:2])
    place = event.where.place
    first, last = day_bounds(event.when.value)
    return Sketch(
        id=event.id,
        report=head.id,
        type=event.type,
        mode=event.mode,
        status=event.status,
        score=round(event.score, 4),
        published=day_number(head.published),
        first=first,
        last=last,
        actors=_countries(event.actors),
        recipients=_countries(event.recipients),
        persons=_persons((*event.actors, *event.recipients)),
        place=place.id if place else None,
        place_name=place.name if place else None,
        place_country=place.country if place else None,
        place_exact=bool(place and place.precision in {"point", "city", "district"}),
        trigger=tuple(sorted({stem(w) for w in event.trigger.text.split() if len(w) > 3})),  # noqa: PLR2004 - "to", "of"
        near=_near(event),
        words=tuple(sorted(set(words(told)))),
        names=tuple(sorted(names(told))),
        counts=tuple(sorted(set(counted(told)))),
        lead=telling(f"{head.title}\n{head.text[:LEAD]}", LEAD_WORDS),
        title=tuple(sorted(set(words(head.title)))),
        origin=head.origin,
    )


def day_number(day: str | None) -> int | None:
    """Days from 1970-01-01 to an ISO day; None for what is none."""
    try:
        return dt.date.fromisoformat(day[:10]).toordinal() - 719_163 if day else None
    except ValueError:
        return None


def day_bounds(value: str | None) -> tuple[int | None, int | None]:
    """First and last day of a date as the codebook writes it: ``2023-04`` is its 30 days."""
    if not value:
        return None, None
    first, _, last = value.partition("/")
    try:
        return _edge(first, last=False), _edge(last or first, last=True)
    except ValueError:
        return None, None


def _edge(part: str, *, last: bool) -> int:
    part = part[:10]
    pieces = [int(p) for p in part.split("-")]
    year = pieces[0]
    month = pieces[1] if len(pieces) > 1 else (12 if last else 1)
    if len(pieces) > 2:  # noqa: PLR2004 - a whole day
        return dt.date(*pieces).toordinal() - 719_163
    if not last:
        return dt.date(year, month, 1).toordinal() - 719_163
    return dt.date(year + month // 12, month % 12 + 1, 1).toordinal() - 719_164


def counted(text: str) -> Iterator[tuple[str, float]]:
    """(what, how many) for the numbers of a text that count people hurt, held or sent, or money."""
    for value, start, end in numbers(text):
        if YEARS[0] <= value < YEARS[1] and end - start == 4:  # noqa: PLR2004 - a year, far more often than a count
            continue
        if text[end : end + 1] == ",":
            continue  # somebody's age, mostly
        if _MONEY.search(text[:start]):
            yield "money", value
            continue
        what = _done_to(text[max(0, start - BEFORE) : start]) or _counts(text[end : end + REACH])
        if what:
            yield what, value


def _done_to(before: str) -> str | None:
    """What the words just before a number say was done: "killing seven", "wounded at least 12"."""
    near = words(_BOUNDARY.split(before)[-1])
    while near and near[-1] in HEDGES:
        near.pop()
    return next((name for name in DONE_TO if near and near[-1] in COUNTED[name]), None)


def _counts(after: str) -> str | None:
    """What the words after a number say that it counts; the next number counts what follows it."""
    for word in words(_BOUNDARY.split(after)[0]):
        if word[0].isdigit():
            return None
        if what := next((name for name, stems in COUNTED.items() if word in stems), None):
            return what
    return None


def _countries(parts: tuple[Participant, ...]) -> tuple[str, ...]:
    return tuple(sorted({p.actor.country for p in parts if p.actor.country}))


def _near(event: Event) -> tuple[str, ...]:
    """The stems within ``AROUND`` characters of the trigger, in its sentence; the trigger's own are counted, too."""
    if not event.evidence:
        return ()
    span, trigger = event.evidence[0], event.trigger
    start, end = trigger.start - span.start, trigger.end - span.start
    text = span.text[max(0, start - AROUND) : max(0, end) + AROUND]
    found = words(text)
    return tuple(sorted(set(found[1:-1] if len(found) > 4 else found)))  # noqa: PLR2004 - the outer words are cut


def _persons(parts: tuple[Participant, ...]) -> tuple[str, ...]:
    return tuple(sorted({p.actor.id for p in parts if p.actor.kind in {"person", "body", "group"}}))
