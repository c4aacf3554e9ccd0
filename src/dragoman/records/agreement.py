"""Named instruments: treaties, programmes, summits, offices, plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.actor import Participant
from dragoman.records.span import Span
from dragoman.records.when import When

AgreementState = Literal[
    "mentioned",
    "proposed",
    "announced",
    "agreed",
    "signed",
    "ratified",
    "in force",
    "upgraded",
    "suspended",
    "cancelled",
    "rejected",
]


@dataclass(frozen=True, slots=True)
class AgreementStep:
    """What the report says of the instrument's state at one time."""

    state: AgreementState
    when: When
    evidence: tuple[Span, ...]

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"state": self.state, "when": self.when.to_dict(), "evidence": [s.to_dict() for s in self.evidence]}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A named instrument with its parties and what is said of its state over time."""

    id: str
    name: str
    kind: Literal["treaty", "agreement", "programme", "summit", "office", "plan", "other"]
    acronym: str | None
    parties: tuple[Participant, ...]
    mentions: tuple[Span, ...]
    steps: tuple[AgreementStep, ...]

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "acronym": self.acronym,
            "parties": [p.to_dict() for p in self.parties],
            "mentions": [s.to_dict() for s in self.mentions],
            "steps": [s.to_dict() for s in self.steps],
        }
