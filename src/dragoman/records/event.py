"""A political event: who did what to whom, when and where, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.actor import Participant
from dragoman.records.place import Where
from dragoman.records.span import Span
from dragoman.records.when import When
from dragoman.records.why import Why

Status = Literal["actual", "future", "hypothetical", "negated"]


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a report, in PLOVER's terms (codebook, "Event")."""

    id: str
    type: str
    mode: str | None
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    when: When
    where: Where
    status: Status
    trigger: Span
    evidence: tuple[Span, ...]
    """The whole sentences that state it; the trigger's sentence first."""
    score: float
    """Calibrated probability that the event is right."""
    contexts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """Ids of the statements inside whose content the event is told; empty: the reporter tells it."""
    mentions: tuple[Span, ...] = ()
    """Triggers of further mentions of the same event in the report."""
    whys: tuple[tuple[str, Why], ...] = ()
    """(slot, reason) for ``type``, ``mode``, ``status``, ``contexts`` and ``link``."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id,
            "type": self.type,
            "mode": self.mode,
            "quad": self.quad,
            "actors": [p.to_dict() for p in self.actors],
            "recipients": [p.to_dict() for p in self.recipients],
            "when": self.when.to_dict(),
            "where": self.where.to_dict(),
            "status": self.status,
            "trigger": self.trigger.to_dict(),
            "evidence": [span.to_dict() for span in self.evidence],
            "score": round(self.score, 4),
            "contexts": list(self.contexts),
            "claims": list(self.claims),
            "mentions": [span.to_dict() for span in self.mentions],
            "whys": {slot: why.to_dict() for slot, why in self.whys},
        }

    def _repr_html_(self) -> str:
        from dragoman.render.notebook import records_fragment

        return records_fragment([self])
