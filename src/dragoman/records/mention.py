"""A stretch of text that speaks of somebody or something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.span import Span
from dragoman.records.why import Why

MentionKind = Literal["person", "body", "country", "place", "people", "role", "pronoun", "work", "other"]
"""person: a named person; body: organisation, ministry, armed group; country: a state by name;
people: a demonym or nationality ("the North Koreans"); role: a common noun ("protesters",
"the spokesman"); work: a named instrument, summit or plan."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. Mentions with the same ``entity`` are the same somebody within the report."""

    span: Span
    kind: MentionKind
    head: Span
    """The word that carries it ("Ning" in "spokesperson Mao Ning")."""
    entity: str
    """Key of its chain within the report, such as ``"e3"``."""
    score: float = 1.0
    why: Why | None = None
    """How it was linked into its chain (absent for a chain's first mention)."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        out: dict[str, object] = {"span": self.span.to_dict(), "kind": self.kind, "entity": self.entity}
        if self.why:
            out["why"] = self.why.to_dict()
        return out
