"""Fit the drafts of one line together: where one content ends and the next begins, and who relays whom."""

from __future__ import annotations

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import Draft, Range
from dragoman.extract.statement_text import Line

RELAYS = frozenset({
    "say", "report", "add", "tell", "according to", "state", "write", "announce", "quote as saying", "note", "claim",
    "confirm", "reply", "answer", "respond",
})  # fmt: skip
"""Verbs of saying only: "X said, Y reported" is one statement of X (codebook, "Statement")."""


def settle(line: Line, drafts: list[Draft]) -> list[Draft]:
    """Cut contents at the cues beside them, drop relays, and keep what still has words."""
    for index, draft in enumerate(drafts):
        for later in drafts[index + 1 :]:
            _cut(line, draft, later)
        for earlier in drafts[:index]:
            _cut_front(draft, earlier)
    kept = _without_relays(line, drafts)
    return [d for d in kept if d.open or any(_has_words(line, part) for part in d.content)]


def _has_words(line: Line, part: Range) -> bool:
    return any(line.is_word(i) for i in range(*part))


def _start_of(line: Line, draft: Draft) -> int:
    """First word of a later attribution: its subject or its cue, and the conjunction before it."""
    start = draft.at.start
    if draft.shared is None and draft.subject and draft.subject[0] < start and draft.at.form != "accord":
        start = draft.subject[0]
    while start > 0 and (line.low(start - 1) in words()["adverb"] or line.low(start - 1) in words()["auxiliary"]):
        start -= 1
    return start


def _cut(line: Line, draft: Draft, later: Draft) -> None:
    """End ``draft``'s content where ``later`` begins beside it, not inside it."""
    start = _start_of(line, later)
    place = next((n for n, (a, b) in enumerate(draft.content) if a < start < b), -1)
    if place < 0 or later.layout != "post":
        return
    before, comma = line.low(start - 1), line.low(start - 2)
    beside = False
    if later.at.form == "ing":
        beside = before == "," or before in {"while", "and", "by"} or line.quoted(start - 1) >= 0
    elif before in {"and", "but"}:
        beside = later.shared is not None or comma == "," or later.subject is None
    elif before in {"while", "whereas", "although", "though", ";"} or (before in {"which", "who"} and comma == ","):
        beside = True
    if later.shared is not None and (before == "," or line.quoted(start - 1) >= 0):
        beside = True
    if beside:
        stop = start - 1
        while stop > 0 and line.low(stop - 1) in {",", ";", "and", "but"}:
            stop -= 1
        draft.content = [*draft.content[:place], (draft.content[place][0], stop)]


def _cut_front(draft: Draft, earlier: Draft) -> None:
    """A content that stands before its cue begins after an earlier attribution that it does not hold."""
    if earlier.layout != "post" or draft.layout == "post" or draft.at.form == "accord":
        return


def _without_relays(line: Line, drafts: list[Draft]) -> list[Draft]:
    """Drop the statement that only hands on another: the innermost source speaks."""
    dropped: set[int] = set()
    for outer_at, outer in enumerate(drafts):
        for inner_at, inner in enumerate(drafts):
            if inner_at == outer_at or outer_at in dropped or not _hands_on(line, outer, inner):
                continue
            dropped.add(outer_at)
            if outer.subject:
                inner.relays = [outer.subject, *outer.relays, *inner.relays]
            _take_out(inner, outer)
    return [d for n, d in enumerate(drafts) if n not in dropped]


def _hands_on(line: Line, outer: Draft, inner: Draft) -> bool:
    """Whether all of ``outer``'s content is "X said ..." of ``inner``."""
    clause = inner.rule in {"after.that", "after.clause", "after.question"} and "c" in inner.at.cue.frames
    spoken = inner.at.cue.lemma in RELAYS and inner.rule not in {"after.to", "after.phrase"}
    if outer.at.cue.lemma not in RELAYS or not (clause or spoken) or not inner.subject:
        return False
    if inner.shared is not None or inner.at.form in {"ing", "infinitive", "noun"} or len(outer.content) != 1:
        return False
    start, stop = outer.content[0]
    first = min(inner.subject[0], inner.at.start, *(a for a, _ in inner.content))
    inside = start <= inner.at.start < stop
    return inside and 0 <= first - start <= 1 + _leading(line, start)


def _leading(line: Line, start: int) -> int:
    """Adverbs and conjunctions that may stand before the inner attribution."""
    count = 0
    while line.low(start + count) in words()["adverb"] | words()["coordinator"]:
        count += 1
    return count


def _take_out(inner: Draft, outer: Draft) -> None:
    """Take the words of the relay out of the inner content ("..., Y reported" at its end)."""
    relay = min(outer.at.start, outer.subject[0] if outer.subject else outer.at.start)
    inner.content = [
        (a, min(b, relay) if a < relay < b and outer.at.start > inner.at.start else b) for a, b in inner.content
    ]
