"""Whether a statement was made at all: polarity and modality of its cue."""

from __future__ import annotations

from typing import Literal

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import CueAt
from dragoman.extract.statement_text import Line

Polarity = Literal["positive", "negative"]
Modality = Literal["actual", "hypothetical", "future"]

REFUSALS = frozenset({
    "declined", "declines", "refused", "refuses", "refusing", "declining", "failed", "fails",
    "failing", "avoided", "denied", "without", "stopped",
})  # fmt: skip
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
UNREAL = frozenset({"would", "could", "may", "might", "should", "can", "must", "ca", "ought"})
INTENDS = frozenset({
    "expected", "set", "due", "plans", "planned", "going", "intends", "intended", "about",
    "ready", "preparing", "wants", "want", "scheduled", "hopes", "hoped", "likely", "intend",
    "plan", "expects", "hope",
})  # fmt: skip
SPOKEN = frozenset({"went", "goes", "continued", "began", "is", "was", "are", "were"})
CONDITION = frozenset({"if", "unless", "whether", "should"})
REACH = 6
CLOSED = frozenset({";", ":", ".", "“", "”", '"'})
JOINED = frozenset({",", "and", "or", "but"})


def status_of(line: Line, cue: CueAt, subject_stop: int) -> tuple[Polarity, Modality, str]:
    """Polarity, modality and the words that decided, from what stands between the subject and the cue."""
    known = words()
    begin = _own_verbs(line, cue, max(subject_stop, cue.start - REACH, 0))
    between = [low for low in line.lows[begin : cue.start] if low not in known["adverb"]]
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    note = ""
    for low in between:
        if low in known["negation"] - {"no"} or low in REFUSALS:
            polarity, note = "negative", low
    verbs = [low for low in between if low in FUTURE or low in UNREAL or low in INTENDS]
    if verbs:
        modality = "future" if verbs[0] in FUTURE or verbs[0] in INTENDS else "hypothetical"
        note = note or verbs[0]
    if polarity == "negative" and "would" in between and cue.form == "base":
        modality = "actual"
    if modality == "actual" and _conditional(line, cue, subject_stop):
        modality, note = "hypothetical", note or "if"
    if _nobody(line, subject_stop):
        polarity, note = "negative", "no"
    return polarity, modality, note


def _own_verbs(line: Line, cue: CueAt, begin: int) -> int:
    """Where the words that the cue hangs on begin: "declined to comment, saying" and "denied it and said" were said.

    A bare infinitive shares what stands before "and": "will meet the press and announce".
    """
    barriers = CLOSED if cue.form == "base" else CLOSED | JOINED
    for at in range(cue.start - 1, begin - 1, -1):
        if line.low(at) in barriers or line.quoted(at) >= 0:
            return at + 1
    return begin


def _conditional(line: Line, cue: CueAt, subject_stop: int) -> bool:
    """Whether the cue's own clause hangs on "if" or "unless"."""
    at = min(subject_stop, cue.start) - 1
    while at >= 0 and line.low(at) not in {",", ";", ":", "."}:
        if line.low(at) in CONDITION and line.quoted(at) < 0:
            return True
        at -= 1
    return False


def _nobody(line: Line, subject_stop: int) -> bool:
    """Subjects such as "nobody", "no official", "neither side"."""
    start = max(subject_stop - 6, 0)
    return any(low in {"nobody", "neither"} for low in line.lows[start:subject_stop]) or (
        "no" in line.lows[start:subject_stop] and not any(m in {",", "."} for m in line.lows[start:subject_stop])
    )
