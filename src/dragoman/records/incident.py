"""One event of the world told by many mentions, and the affair that it belongs to.

Mentions (:class:`Event`) are never changed. Links between them carry scores and reasons; incidents and stories are
rebuilt from links at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.actor import Actor
from dragoman.records.event import Status
from dragoman.records.place import Place
from dragoman.records.why import Why

ConflictSlot = Literal["who", "whom", "how many", "when", "where"]


@dataclass(frozen=True, slots=True)
class Link:
    """Two records that are taken to tell the same: mentions of one event, or reports on one affair."""

    a: str
    """Id of an event (or report)."""
    b: str
    score: float
    """Calibrated probability that they tell the same."""
    reasons: tuple[Why, ...]
    """What speaks for it and against it, the weightiest first: ``score`` of each is its part in the log odds."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"a": self.a, "b": self.b, "score": round(self.score, 4), "reasons": [w.to_dict() for w in self.reasons]}


@dataclass(frozen=True, slots=True)
class Account:
    """A value of a slot, and the reports that give it."""

    value: str
    reports: tuple[str, ...]
    """Ids of the reports, the earliest first."""
    events: tuple[str, ...] = ()
    """Ids of the mentions that hold the evidence."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"value": self.value, "reports": list(self.reports), "events": list(self.events)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot in which accounts of one incident differ; all stay side by side."""

    slot: ConflictSlot
    about: str
    """What is counted ("killed") for how many; the slot's name otherwise."""
    accounts: tuple[Account, ...]

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"slot": self.slot, "about": self.about, "accounts": [a.to_dict() for a in self.accounts]}


@dataclass(frozen=True, slots=True)
class Incident:
    """What the linked mentions tell together."""

    id: str
    """A hash of the earliest mention's id: it stays while that mention is there."""
    type: str
    mode: str | None
    quad: int
    status: Status
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    date: str | None
    """The most exact date that the most reports give, as the codebook writes dates; None where none gives one."""
    place: Place | None
    headline: str
    """The sentence of the mention that tells most."""
    events: tuple[str, ...]
    """Ids of its mentions, the earliest report's first."""
    reports: tuple[str, ...]
    """Ids of the reports that tell it, the earliest first."""
    distinct: int
    """How many of them are not copies of one another."""
    first_published: str | None
    last_published: str | None
    score: float
    """The mentions' best calibrated score."""
    conflicts: tuple[Conflict, ...] = ()
    story: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id, "type": self.type, "mode": self.mode, "quad": self.quad, "status": self.status,
            "actors": [_short(a) for a in self.actors], "recipients": [_short(a) for a in self.recipients],
            "date": self.date, "place": self.place.to_dict() if self.place else None, "headline": self.headline,
            "events": list(self.events), "reports": list(self.reports), "distinct": self.distinct,
            "first_published": self.first_published, "last_published": self.last_published,
            "score": round(self.score, 4), "conflicts": [c.to_dict() for c in self.conflicts], "story": self.story,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """Reports on the same affair, over time."""

    id: str
    title: str
    """The title of the report that has most in common with the others; its first sentence where it has none."""
    first: str | None
    """Day of its first report."""
    last: str | None
    reports: tuple[str, ...]
    """Ids, the earliest first."""
    distinct: int
    """How many of them are not copies of one another."""
    incidents: tuple[str, ...] = ()
    """Ids, in order of what happened."""
    words: tuple[str, ...] = ()
    """The words that hold it together, the weightiest first."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id, "title": self.title, "first": self.first, "last": self.last, "reports": list(self.reports),
            "distinct": self.distinct, "incidents": list(self.incidents), "words": list(self.words),
        }  # fmt: skip


def _short(actor: Actor) -> dict[str, object]:
    return {"id": actor.id, "name": actor.name, "kind": actor.kind, "code": actor.code}
