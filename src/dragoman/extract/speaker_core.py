"""The part of a speaker's words that names him: without relative clause, time, place and bracket."""

from __future__ import annotations

import re

from dragoman.extract.cue_lexicon import words
from dragoman.extract.speaker_names import Names
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_text import QUOTE_MARKS, Line, is_time

CUTS = frozenset({"who", "which", "whose", "that", "where", "when", "while", "("})
PLACES = frozenset(
    {"in", "on", "at", "during", "before", "after", "since", "within", "outside", "near", "inside", "speaking"}
)
HEAD_ENDS = frozenset({"of", "for", "in", "at", "from", "to", "with", "on", "close", "near", "who", ",", "("})
ISSUERS = frozenset({"from", "by", "of"})


def core(line: Line, part: Range, names: Names) -> Range:
    """The words of ``part`` that name somebody: of "Their chairwoman, Androulla Savvides" the name."""
    start, stop = part
    while start < stop - 1 and (
        re.fullmatch(r"(?:19|20)\d\d", line.low(start))
        or line.low(start) in QUOTE_MARKS
        or line.low(start) in {"by", "but", "and", ","}
    ):
        start += 1
    pieces = _pieces(line, start, stop)
    chosen = pieces[0]
    if len(pieces) > 1 and not _has_name(line, chosen):
        named = next((p for p in pieces[1:3] if line.capital(p[0]) and _full(line, p, names)), None)
        second = pieces[1]
        if (
            named is None
            and line.low(second[0]) in words()["determiner"]
            and line.capital(_unbracketed(line, second) - 1)
        ):
            named = second
        chosen = named or chosen
    return chosen


def trimmed(line: Line, part: Range) -> Range:
    """``part`` without what only describes: relative clause, participle, time, place, bracket."""
    return _without_tail(line, *part)


def _unbracketed(line: Line, part: Range) -> int:
    """End of the phrase before a bracket at its end."""
    return next((i for i in range(*part) if line.low(i) == "("), part[1])


def head_at(line: Line, part: Range) -> int:
    """The noun that carries a phrase: the last word before "of", "for", "in" and the like."""
    for at in range(part[0] + 1, part[1]):
        if line.low(at) in HEAD_ENDS:
            return at - 1
    return part[1] - 1


def _full(line: Line, part: Range, names: Names) -> bool:
    """Whether the phrase holds a name of two words or more."""
    return any(
        n.part[0] >= part[0] and n.part[1] <= part[1] for n in names.names if n.part and _same_line(line, n.text, part)
    )


def _same_line(line: Line, text: str, part: Range) -> bool:
    return text in " ".join(line.words[part[0] : part[1]])


def _has_name(line: Line, part: Range) -> bool:
    """Whether the phrase ends in a name rather than in a noun of office."""
    return line.capital(part[1] - 1) and line.low(part[1] - 1) not in words()["title"] and not _place_last(line, part)


def _place_last(line: Line, part: Range) -> bool:
    """Whether the capital at the end is a place ("The transport minister in Athens")."""
    return any(line.low(i) in PLACES or line.low(i) in {"of", "for", "to"} for i in range(part[0] + 1, part[1] - 1))


def _pieces(line: Line, start: int, stop: int) -> list[Range]:
    out, begin = [], start
    for at in range(start, stop):
        if line.low(at) == ",":
            if at > begin:
                out.append((begin, at))
            begin = at + 1
    if stop > begin:
        out.append((begin, stop))
    return out or [(start, stop)]


def _without_tail(line: Line, start: int, stop: int) -> Range:
    known = words()
    for at in range(start + 1, stop):
        low = line.low(at)
        if low == "(" and _closed_inside(line, at, stop):
            continue
        if low in CUTS or (low in PLACES and not line.capital(at)) or low in {"here", "this"}:
            stop = at
            break
        if (
            low.endswith(("ed", "ing"))
            and low.islower()
            and at + 1 < stop
            and line.low(at - 1) not in known["determiner"]
        ):
            after = line.low(at + 1)
            if after in known["preposition"] or after == "to" or is_time(line, at + 1) or after in {"close", "here"}:
                stop = at
                break
    while stop - 1 > start and (line.low(stop - 1) in known["adverb"] or line.low(stop - 1) in known["weekday"]):
        stop -= 1
    return start, stop


def _closed_inside(line: Line, at: int, stop: int) -> bool:
    """A bracket after which the phrase goes on ("Philippine National Police (PNP) Chief Oscar Calderon")."""
    closing = next((i for i in range(at, stop) if line.low(i) == ")"), stop)
    return closing < stop - 1


def issuer(line: Line, part: Range) -> Range | None:
    """Who issued a paper ("a statement from the embassy", "a CBS News poll"); None where untold."""
    start, stop = part
    known = words()
    head = next((i for i in range(start, stop) if line.words[i] in known["paper"]), -1)
    if head < 0 or not (
        head == stop - 1
        or line.low(head + 1) in ISSUERS
        or line.low(head + 1).endswith("ed")
        or line.low(head + 1) in PLACES
    ):
        return None
    if line.low(head + 1) in ISSUERS or (line.low(head + 1).endswith("ed") and line.low(head + 2) == "by"):
        begin = head + 2 + (line.low(head + 1) not in ISSUERS)
        return trimmed(line, (begin, stop)) if begin < stop else None
    begin = start
    while begin < head and (
        line.low(begin) in known["determiner"]
        or line.low(begin) in {"official", "new", "recent", "joint", "latest", "annual", "monthly"}
    ):
        begin += 1
    end = head - (line.low(head - 1) in {"'s", "’s", "news", "press", "opinion", "medical", "official"})
    if begin < end and (line.capital(begin) or line.low(end - 1) in known["bodyword"] | known["plural"]):
        return begin, end
    return None
