"""A quotation that only hands on what somebody else said (codebook: the statement is the innermost source's)."""

from __future__ import annotations

from dragoman.extract.cue_finder import find_cues
from dragoman.extract.statement_draft import CueAt, Draft
from dragoman.extract.statement_layout import lay_out
from dragoman.extract.statement_text import Line

SAYING = frozenset({"say", "tell", "stress", "add", "claim", "insist", "announce", "report", "warn", "promise"})
SELF = frozenset({"i", "we", "you", "it"})
FIRST_WORDS = 8
"""Words of the quotation within which its inner cue must stand."""


def relayed(line: Line, outer: Draft) -> Draft | None:
    """The draft of the source inside a wholly quoted content; None where there is none."""
    start, stop = outer.content[0]
    if (
        len(outer.content) > 1
        or outer.open
        or not all(line.quoted(i) >= 0 for i in range(start, stop) if line.is_word(i))
    ):
        return None
    inside = _cut(line, start, stop)
    cues = [c for c in find_cues(inside) if c.start <= FIRST_WORDS]
    if not cues or cues[0].cue.lemma not in SAYING:
        return None
    inner = lay_out(inside, outer.line, cues[0], [])
    if inner is None or inner.rule not in {"after.that", "after.clause"} or inner.subject is None:
        return None
    first = inner.subject[0]
    if first > 2 or inside.low(first) in SELF or any(inside.low(i) in SELF for i in range(inner.at.start)):  # noqa: PLR2004
        return None
    return _moved(inner, outer, start)


def _cut(line: Line, start: int, stop: int) -> Line:
    """The words ``start`` to ``stop`` as a line of their own, outside any quotation."""
    return Line(
        line.begins[start],
        line.ends[stop - 1],
        line.segment,
        line.begins[start:stop],
        line.ends[start:stop],
        line.words[start:stop],
        line.lows[start:stop],
        [-1] * (stop - start),
    )


def _moved(inner: Draft, outer: Draft, by: int) -> Draft:
    """The inner draft with its words counted in the whole line, and the outer speaker as the one who relays it."""
    at = inner.at
    subject = inner.subject or (0, 0)
    return Draft(
        CueAt(at.start + by, at.stop + by, at.cue, at.form, at.voice),
        outer.line,
        "post",
        (subject[0] + by, subject[1] + by),
        [(a + by, b + by) for a, b in inner.content],
        "relayed",
        occasion=[(a + by, b + by) for a, b in inner.occasion],
        relays=[outer.subject, *outer.relays] if outer.subject else outer.relays,
        quotations=outer.quotations,
        score=outer.score,
    )
