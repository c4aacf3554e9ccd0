"""Somebody: a country, a body, a person in an office, a group."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.records.span import Span
from dragoman.records.why import Why

ActorKind = Literal["country", "body", "person", "group", "unknown"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention is, with the code of the codebook.

    ``country`` is an ISO 3166-1 alpha-3 code, ``"IGO:NATO"`` (or ``NGO:``, ``MNC:``, ``IMG:``) for
    an international body, or None where it cannot be told. ``sector`` is a PLOVER sector or None.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sector: str | None = None
    office: str | None = None
    """The office held on the report's date, such as "Foreign Minister of Japan"."""
    wikidata: str | None = None
    why: Why = field(default_factory=lambda: Why("unresolved"), compare=False)

    @property
    def code(self) -> str:
        """``COUNTRY/SECTOR`` as the codebook writes it: ``CHN/GOV``, ``IGO:NATO``, ``---/UNK``."""
        if self.country is not None and ":" in self.country:
            return self.country
        return f"{self.country or '---'}/{self.sector or 'UNK'}"

    def to_dict(self) -> dict[str, object]:
        """Plain data, absent parts left out."""
        out: dict[str, object] = {"id": self.id, "name": self.name, "kind": self.kind, "code": self.code}
        for key in ("office", "wikidata"):
            if (value := getattr(self, key)) is not None:
                out[key] = value
        out["why"] = self.why.to_dict()
        return out


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a slot of an event or statement, and the words that put him there."""

    actor: Actor
    evidence: tuple[Span, ...]
    """The mention's words first; then, where the code rests on other words, those."""
    why: Why
    """Why it fills this slot (why it is this actor stands in ``actor.why``)."""

    @property
    def text(self) -> str:
        """The words of the mention."""
        return self.evidence[0].text

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "text": self.text,
            "code": self.actor.code,
            "actor": self.actor.to_dict(),
            "evidence": [span.to_dict() for span in self.evidence],
            "why": self.why.to_dict(),
        }
