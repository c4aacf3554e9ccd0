"""Dates with their precision and the rule that gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.span import Span
from dragoman.records.why import Why

Precision = Literal["minute", "hour", "day", "week", "month", "quarter", "year", "decade", "interval"]


@dataclass(frozen=True, slots=True)
class When:
    """A date as the codebook writes it; ``value`` is None where it cannot be told (``why`` says so).

    ``value`` is ``2023-05-24``, ``2023-04``, ``2014`` or an interval ``2023-07-11/2023-07-12``.
    ``evidence`` is empty where the date comes from the publication date.
    """

    value: str | None
    precision: Precision | None
    evidence: tuple[Span, ...]
    why: Why

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "value": self.value,
            "precision": self.precision,
            "evidence": [span.to_dict() for span in self.evidence],
            "why": self.why.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression of the report in TIMEX3 terms."""

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    """TIMEX3 value: ``2023-05-24``, ``P2W``, ``2023-05-24TMO``, ``PRESENT_REF``."""
    when: When | None
    """As an interval; None for durations, sets and vague references."""
    mod: str | None = None
    """TIMEX3 modifier: START, MID, END, BEFORE, AFTER, APPROX, ..."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        out: dict[str, object] = {"span": self.span.to_dict(), "type": self.type, "value": self.value}
        if self.mod:
            out["mod"] = self.mod
        if self.when:
            out["when"] = self.when.to_dict()
        return out
