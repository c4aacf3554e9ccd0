"""Cues of a fixed form: "according to", "was quoted as saying", and nouns before a clause."""

from __future__ import annotations

from dragoman.extract import statement_subject as subjects
from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_before import content_before, hangs
from dragoman.extract.statement_draft import CueAt, Draft, Range
from dragoman.extract.statement_tail import Tail, read_tail
from dragoman.extract.statement_text import DASHES, END_MARKS, QUOTE_MARKS, Line, has_finite


def according(line: Line, number: int, cue: CueAt) -> Draft | None:
    """The three places of "according to X": before its content, after it, inside it."""
    stop = cue.stop
    while (
        stop < len(line)
        and line.low(stop) not in {",", ";", ":"}
        and line.low(stop) not in END_MARKS
        and line.low(stop) not in DASHES
    ):
        if line.quoted(stop) >= 0 and line.low(stop - 1) in QUOTE_MARKS:
            break
        stop += 1
    if stop == cue.stop:
        return None
    if cue.start <= 1 or line.low(cue.start - 1) in {"but", "and", "that"}:
        start = _after_apposition(line, stop)
        return Draft(cue, number, "post", (cue.stop, stop), [(start + 1, len(line))], "according.first")
    if hangs(line, cue.start - (line.low(cue.start - 1) == ",")):
        return Draft(
            cue, number, "post", (cue.stop, stop), [(stop + (line.low(stop) == ","), len(line))], "according.inside"
        )
    before = cue.start - 1 if line.low(cue.start - 1) == "," or line.low(cue.start - 1) in DASHES else cue.start
    draft = Draft(cue, number, "pre", (cue.stop, stop), [(0, before)], "according.last")
    rest = _after_apposition(line, stop) if line.low(stop) == "," else stop
    low = line.low(rest + 1)
    if (
        line.low(rest) in {","} | DASHES
        and low not in words()["relative"]
        and not low.endswith("ing")
        and has_finite(line, rest, len(line))
    ):
        draft.content.append((rest + 1, len(line)))
        draft.layout = "mid"
    return draft


def _after_apposition(line: Line, comma: int) -> int:
    """The comma that ends "according to X, a spokesman for Y,"; the same comma where no apposition follows."""
    second = next((i for i in range(comma + 1, min(comma + 20, len(line))) if line.low(i) == ","), -1)
    low = line.low(comma + 1)
    if (
        second > 0
        and low in {"a", "an", "the", "who", "which"}
        and not has_finite(line, comma + 1, second)
        and has_finite(line, second, len(line))
    ):
        return second
    return comma


def quoted(line: Line, number: int, cue: CueAt) -> Draft | None:
    """The drafts of "was quoted as saying" and "Y quoted X as saying".

    Y is who relays it; X speaks.
    """
    if cue.voice == "active":
        tail = read_tail(line, cue)
        reporter, _ = subjects.before_cue(line, (cue.middle or (cue.start, 0))[0] - 1)
        content = _quoted_content(line, cue, tail, (reporter or (cue.start, 0))[0])
        if content is None:
            return None
        return Draft(
            cue, number, content[1], cue.middle, [content[0]], "quoted.active", relays=[reporter] if reporter else []
        )
    subject, _ = subjects.before_cue(line, cue.start)
    tail = read_tail(line, cue)
    relay = [cue.middle] if cue.middle else []
    content = _quoted_content(line, cue, tail, subject[0] if subject else cue.start)
    if content is None or subject is None:
        return None
    return Draft(cue, number, content[1], subject, [content[0]], "quoted.passive", tail.addressee, tail.occasion, relay)


def _quoted_content(line: Line, cue: CueAt, tail: Tail, subject_start: int) -> tuple[Range, str] | None:
    if tail.kind == "that":
        return (tail.at + 1, len(line)), "post"
    if tail.kind == "colon" or (tail.kind == "comma" and line.quoted(tail.at + 1) >= 0):
        return (tail.at + 1, len(line)), "post"
    before = content_before(line, subject_start)
    if tail.kind in {"end", "comma", "adjunct"}:
        return (before, "pre") if before else None
    if cue.stop - cue.start > 1 or cue.voice == "active":
        return (tail.at, len(line)), "post"
    return (before, "pre") if before else None


def noun(line: Line, number: int, cue: CueAt) -> Draft | None:
    """A noun before a clause ("his demand to C", "X's claim that C"): the possessor speaks, or the noun itself."""
    known, at = words(), cue.start
    content = (cue.stop + (line.low(cue.stop) == "that"), len(line))
    owner = at
    while (
        owner > 0
        and line.is_word(owner - 1)
        and line.low(owner - 1) not in known["determiner"] | known["preposition"] | known["auxiliary"]
    ):
        if line.low(owner - 1) in {"'s", "’s"}:
            break
        owner -= 1
    if owner > 0 and line.low(owner - 1) in {"'s", "’s"}:
        start = subjects.phrase_start(line, owner - 1)
        return Draft(cue, number, "post", (start, owner - 1), [content], "noun.possessor")
    if owner > 0 and line.low(owner - 1) in {"his", "her", "its", "their"}:
        return Draft(cue, number, "post", (owner - 1, owner), [content], "noun.possessor")
    return Draft(cue, number, "post", (owner, cue.stop), [content], "noun.itself")
