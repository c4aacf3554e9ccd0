"""A slice of a report's text: the evidence that everything else rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (end excluded, in code points) of a report's text.

    ``text`` is always the slice itself: ``span.text == report.text[span.start:span.end]``.
    Make spans with :meth:`of`, which cannot break that promise.
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Cut ``text[start:end]``; raises ``ValueError`` where that is not a slice of ``text``."""
        if not 0 <= start <= end <= len(text):
            msg = f"span {start}:{end} lies outside a text of {len(text)} characters"
            raise ValueError(msg)
        return cls(start, end, text[start:end])

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def to_dict(self) -> dict[str, object]:
        """``{"start", "end", "text"}``."""
        return {"start": self.start, "end": self.end, "text": self.text}
