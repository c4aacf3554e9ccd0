"""Who stands beside a cue: the noun phrase before it, after it, or the subject of the clause it hangs on."""

from __future__ import annotations

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_text import (
    DASHES,
    END_MARKS,
    QUOTE_MARKS,
    Line,
    has_finite,
    is_adverb,
    is_finite,
    is_time,
)

PHRASE_ENDS = frozenset(
    {"in", "at", "on", "during", "after", "before", "when", "as", "while", "following", "by", "from"}
)
LONGEST_APPOSITION = 22
"""Words of an inserted phrase between commas."""


def before_cue(line: Line, cue: int) -> tuple[Range | None, int]:  # noqa: PLR0911 - one return for each construction
    """The noun phrase before the verb at ``cue``: (its range or None, index where the walk stopped)."""
    stop = _skip_back(line, cue)
    if stop <= 0:
        return None, stop
    last = line.low(stop - 1)
    if (
        last in words()["coordinator"]
        or line.quoted(stop - 1) >= 0
        or last in END_MARKS
        or last in DASHES
        or last in {":", "to"}
    ):
        return None, stop
    if last == ",":
        return _inserted(line, stop)
    if last in words()["relative"] and last != "that":
        return _antecedent(line, stop - 1), stop
    if last in words()["personal"]:
        return (stop - 1, stop), stop
    start = phrase_start(line, stop)
    if line.low(start) in {"who", "which"} and start > 0:
        after = line.low(start + 1)
        if stop - start > 1 and after not in words()["preposition"] and not is_adverb(line, start + 1):
            return (start + 1, stop), stop
        return _antecedent(line, start), stop
    return ((start, stop) if start < stop else None), stop


def _skip_back(line: Line, at: int) -> int:
    """Step back over auxiliaries, adverbs, times and short insertions (", however,")."""
    known = words()
    while at > 0:
        low = line.low(at - 1)
        if line.quoted(at - 1) >= 0:
            return at
        skipped = known["auxiliary"] | known["adverb"] | (known["negation"] - {"no"})
        dated = low in {"on", "late", "early", "last"} and at < len(line) and is_time(line, at)
        if low in skipped or is_adverb(line, at - 1) or _is_when(line, at - 1) or dated:
            at -= 1
        elif low == "," and (inner := _short_insertion(line, at - 1)) >= 0:
            at = inner
        else:
            return at
    return at


def _is_when(line: Line, at: int) -> bool:
    low = line.low(at)
    return low in words()["weekday"] or (low in {"week", "month", "year"} and line.low(at - 1) in {"last", "this"})


def _short_insertion(line: Line, comma: int) -> int:
    """Start of ", however," or ", meanwhile," before the comma at ``comma``; -1 where there is none."""
    known = words()
    for at in range(comma - 1, max(comma - 4, 0), -1):
        if line.low(at) == ",":
            return at if at < comma - 1 else -1
        if (
            line.low(at) not in known["adverb"]
            and not is_time(line, at)
            and line.low(at) not in {"on", "for", "his", "her", "part"}
        ):
            return -1
    return -1


def phrase_start(line: Line, stop: int) -> int:
    """Walk left from ``stop`` to the start of the noun phrase that ends there."""
    known = words()
    at = stop
    while at > 0:
        low = line.low(at - 1)
        if line.quoted(at - 1) >= 0 and line.quoted(at - 1) != line.quoted(stop - 1):
            if low in QUOTE_MARKS and _short_quote(line, at - 1):
                at -= 1
                continue
            break
        if low == ")" and (opened := _bracket(line, at - 1)) > 0:
            at = opened
            continue
        if low in {",", ":", ";", "("} or low in END_MARKS or low in DASHES:
            break
        if low in known["subordinator"] and low not in {"than", "as"}:
            break
        if low in known["coordinator"] and not _joins(line, at - 1, stop):
            break
        if is_finite(line, at - 1) and not _in_relative(line, at - 1):
            break
        at -= 1
    return _trim_intro(line, at, stop)


def _bracket(line: Line, closing: int) -> int:
    """Where the bracket that closes here opens; -1 where it does not open nearby."""
    return next((i for i in range(closing - 1, max(closing - 14, 0), -1) if line.low(i) == "("), -1)


def _short_quote(line: Line, at: int) -> bool:
    """A nickname or one quoted word inside a noun phrase."""
    which = line.quoted(at)
    return which >= 0 and line.quote.count(which) <= 5 and line.quoted(0) != which  # noqa: PLR2004 - three words and marks


def _joins(line: Line, conjunction: int, stop: int) -> bool:
    """Whether "and" joins two names of one subject ("Chirac and Schroeder said")."""
    if line.low(conjunction) not in {"and", "or"} or line.low(conjunction + 1) in words()["personal"]:
        return False
    start = conjunction
    while start > 0 and line.is_word(start - 1) and line.low(start - 1) not in words()["subordinator"]:
        start -= 1
    return start < conjunction < stop - 1 and not has_finite(line, start, conjunction)


def _in_relative(line: Line, at: int) -> bool:
    return any(line.low(i) in {"who", "which", "that"} for i in range(max(at - 3, 0), at))


def _trim_intro(line: Line, start: int, stop: int) -> int:
    """Drop what is no part of the noun phrase at its front: conjunctions, adverbs, "On Monday"."""
    known = words()
    while start < stop - 1:
        low = line.low(start)
        if (
            (
                low in QUOTE_MARKS
                or low in known["coordinator"]
                or (low in known["adverb"] and low not in {"all", "both", "each"})
            )
            or low in {"meanwhile", "separately", "elsewhere"}
            or (start < stop - 1 and (low.endswith("ly") and low not in known["no_adverb"]))
        ):
            start += 1
        elif low in {"on", "in", "late", "early", "last"} and is_time(line, start + 1):
            start += 2
        elif is_time(line, start) and low in known["weekday"] and line.low(start + 1) not in {"'s", "’s"}:
            start += 1
        else:
            break
    return start


def _inserted(line: Line, stop: int) -> tuple[Range | None, int]:
    """A phrase between commas before the verb ("X, counsel for Y, said"): the noun phrase and its appositions."""
    end = stop - 1
    at = end
    while True:
        comma = next(
            (
                i
                for i in range(at - 1, max(at - LONGEST_APPOSITION, -1), -1)
                if line.low(i) == "," and line.quoted(i) < 0
            ),
            -1,
        )
        if comma <= 0:
            return None, stop
        if not _apposition(line, comma + 1, at):
            return None, stop
        start = phrase_start(line, comma)
        if start >= comma:
            return None, stop
        if start > 1 and line.low(start - 1) == "," and _apposition(line, start, comma) and not line.capital(start):
            at = comma
            continue
        return (start, end), stop


def _apposition(line: Line, start: int, stop: int) -> bool:
    """Whether the words between two commas can describe the noun before them."""
    known = words()
    low = line.low(start)
    if low in known["relative"] or low in known["determiner"] or low.isdigit() or low.endswith("ing"):
        return True
    if low.endswith("ed") and line.low(start + 1) in known["preposition"] | {"to", "by"}:
        return True
    if low in known["personal"] or low in {"but", "and"}:
        return False
    return not has_finite(line, start, stop) or low in {"himself", "herself"}


def _antecedent(line: Line, relative: int) -> Range | None:
    stop = relative - 1 if line.low(relative - 1) == "," else relative
    start = phrase_start(line, stop)
    for at in range(start, stop - 1):
        if line.low(at) in words()["preposition"] - {"of"} or line.low(at) in {"by", "against"}:
            start = at + 1
    return (start, stop) if start < stop else None


def after_cue(line: Line, start: int) -> Range | None:
    """The noun phrase after an inverted verb (", said Victor Wan, analyst at ...")."""
    known = words()
    at = start
    while at < len(line) and (line.low(at) in known["adverb"] or is_time(line, at)):
        at += 1
    begin = at
    if begin >= len(line) or not line.is_word(begin):
        return None
    while at < len(line) and line.quoted(at) < 0:
        low = line.low(at)
        if low in END_MARKS or low in {",", ":", "("} or low in DASHES or low in known["subordinator"]:
            break
        issued = low in {"from", "by"} and line.low(at - 1) in known["paper"]
        if at > begin and not issued and (low in PHRASE_ENDS or low in known["weekday"]):
            break
        if at > begin and (
            low in {"who", "told"} or (low.endswith("ing") and line.low(at - 1) not in known["determiner"])
        ):
            break
        at += 1
    if at == begin:
        return None
    return begin, _with_apposition(line, at)


def _with_apposition(line: Line, stop: int) -> int:
    """Take in ", a spokesman for the army" after the name."""
    if line.low(stop) != ",":
        return stop
    end = stop + 1
    while (
        end < len(line) and line.low(end) not in {",", ";"} and line.low(end) not in END_MARKS and line.quoted(end) < 0
    ):
        if line.low(end) in {"in", "after", "during", "when"} and line.low(stop + 1) not in words()["determiner"]:
            break
        end += 1
    if stop + 1 < end <= stop + LONGEST_APPOSITION and _names_office(line, stop + 1, end):
        return end
    return stop


def _names_office(line: Line, start: int, stop: int) -> bool:
    low = line.low(start)
    if low in words()["relative"] or low in words()["coordinator"] or low in words()["preposition"]:
        return False
    return not low.endswith("ing") and not has_finite(line, start, stop)


def of_clause(line: Line, cue: int) -> Range | None:
    """The subject of the sentence that a later verb shares: its first noun phrase, introductions left out."""
    at = _clause_start(line, cue)
    stop = next((i for i in range(at, cue) if line.quoted(i) < 0 and is_finite(line, i)), -1)
    if stop <= at:
        comma = next((i for i in range(at, cue) if line.low(i) == ","), cue)
        stop = comma
    found, _ = before_cue(line, stop)
    if found and found[0] >= at:
        return found
    return (at, stop) if at < stop else None


def _clause_start(line: Line, cue: int) -> int:
    """After an introduction such as "In Paris on Friday,"."""
    at = 0
    while at < cue and not line.is_word(at):
        at += 1
    if line.low(at) in words()["intro"] or line.low(at).endswith("ing"):
        comma = next((i for i in range(at, cue) if line.low(i) == "," and line.quoted(i) < 0), -1)
        if 0 < comma < cue - 1 and has_finite(line, comma + 1, cue + 1):
            return comma + 1
        if line.low(at) in words()["coordinator"] | words()["adverb"]:
            return at + 1
    return at
