"""What stands before a cue: whether it can be what was said, and where it begins."""

from __future__ import annotations

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_text import DASHES, END_MARKS, Line, has_finite

LEAST_BEFORE = 2
"""Words that must stand before ", X said" for them to be the content."""


def content_before(line: Line, subject_start: int) -> Range | None:
    """The words before ", X said" where they can be what X said."""
    at = subject_start - 1
    if at < 1:
        return None
    low = line.low(at)
    quote = line.quoted(at) >= 0
    if not (quote or low == "," or low in DASHES):
        return None
    stop = at if low == "," or low in DASHES else at + 1
    count = sum(line.is_word(i) for i in range(stop))
    if quote or line.quoted(stop - 1) >= 0:
        return (_quote_start(line, stop - 1), stop) if count else None
    if count < LEAST_BEFORE:
        return None
    intro = line.low(0) in words()["intro"] or line.low(0).endswith("ing")
    if intro and not _clause_after_intro(line, stop):
        return None
    return 0, stop


def _quote_start(line: Line, at: int) -> int:
    """Where a quoted content begins: with its quotation where that is a sentence of its own, else with the line."""
    first = line.quote.index(line.quoted(at))
    opener = line.low(first - 1)
    sentence = first + 1 < len(line) and line.capital(first + 1)
    if first and sentence and (opener in END_MARKS or opener in {":", ","} or line.quoted(first - 1) >= 0):
        return first
    return 0


def _clause_after_intro(line: Line, stop: int) -> bool:
    """Whether a whole clause comes after the introduction ("In the north, three people died, police said")."""
    if line.low(0) in words()["coordinator"] | words()["adverb"] - {"as"}:
        return has_finite(line, 1, stop)
    comma = next((i for i in range(stop) if line.low(i) == "," and line.quoted(i) < 0), -1)
    if comma > 0:
        return has_finite(line, comma + 1, stop)
    return line.low(0) in {"in", "on", "at", "for", "from", "after", "with", "over", "under"} and has_finite(
        line, 1, stop
    )


def hangs(line: Line, stop: int) -> bool:
    """Whether what stands before is no more than the hook of a clause that goes on ("which, he said, ...")."""
    return line.low(stop - 1) in words()["relative"] | words()["coordinator"] | {"when", "where", "because", "although"}
