"""What one reading of the report yields, whoever reads it: the trained model or the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.event import Status
from dragoman.records.mention import MentionKind
from dragoman.records.span import Span

Role = Literal["actor", "recipient"]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name or role noun with its kind."""

    span: Span
    kind: MentionKind | Literal["time", "number"]
    score: float


@dataclass(frozen=True, slots=True)
class Argument:
    """Words that fill a role of a trigger, with the probability that they do."""

    span: Span
    role: Role
    score: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that name an act."""

    span: Span
    type: str
    mode: str | None
    status: Status
    score: float
    by: str
    """``"model"`` or ``"lexicon"``."""
    over: tuple[tuple[str, float], ...] = ()
    """Rejected types, best first."""
    arguments: tuple[Argument, ...] = ()
    filled: float | None = None
    """Probability that the act has a recipient at all; None where nobody judged."""
    lexicon: str | None = None
    """The type that the lexicon has for these words, where the model read them; None where it does not know them."""
    datings: tuple[tuple[str, float], ...] = ()
    """Where its date comes from (none, publication, expression, other) with probabilities; empty where nobody did."""
    times: tuple[tuple[Span, float], ...] = ()
    """Words that date it, with the probability that they do."""


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """A cue with the model's speaker and content, each with a probability."""

    span: Span
    score: float
    speakers: tuple[tuple[Span, float], ...] = ()
    contents: tuple[tuple[Span, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole reading of a report, in the order of the text."""

    names: tuple[NameSpan, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    cues: tuple[SpeechCue, ...] = ()
    by: str = "none"
    """Version of the model or lexicon."""
