"""What the statement rules build before it becomes a record: ranges of words in one line."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.cue_lexicon import Cue

Range = tuple[int, int]
"""First word and the one after the last."""


@dataclass(frozen=True, slots=True)
class CueAt:
    """A cue found in a line."""

    start: int
    stop: int
    cue: Cue
    form: str
    """past, third, base, ing, infinitive, noun, accord ("according to"), quoted, colon."""
    voice: str = "active"
    middle: Range | None = None
    """For "quoted X as saying": X; for "was quoted by Y as saying": Y."""


@dataclass(slots=True, eq=False)
class Draft:
    """One statement in the making."""

    at: CueAt
    line: int
    layout: str
    """post, pre, mid: where the content stands, seen from the cue."""
    subject: Range | None
    content: list[Range]
    rule: str
    addressee: Range | None = None
    occasion: list[Range] = field(default_factory=list)
    relays: list[Range] = field(default_factory=list)
    quotations: list[int] = field(default_factory=list)
    """Further quotations that carry it on (indices of ``report.quotations``)."""
    shared: Draft | None = None
    """Draft whose subject it shares ("..., adding that")."""
    open: bool = False
    """The content stands in the lines that follow ("He said:")."""
    score: float = 0.5
    model: bool = False
