"""What follows a cue: who is addressed, when and where it was said, and where the content begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import CueAt, Range
from dragoman.extract.statement_text import DASHES, END_MARKS, Line, has_finite, is_adverb, is_finite, is_time

QUESTION = frozenset({"why", "how", "whether", "what", "where", "when", "who", "if"})
OCCASION = frozenset(
    {"in", "at", "during", "on", "via", "through", "from", "after", "over", "by", "to", "before", "with"}
)
OCCASION_REACH = 9
NOT_SKIPPED = frozenset({
    "there", "all", "both", "each", "so", "as", "in", "even", "just", "since", "far", "well", "long",
})  # fmt: skip
"""Adverbs that can open the content itself."""
ADDRESSEE_REACH = 12


@dataclass(slots=True)
class Tail:
    """Where the content starts (a word index) and what kind of thing starts there."""

    at: int
    kind: str
    """end, that, quote, colon, comma, question, to, clause, adjunct, phrase."""
    addressee: Range | None = None
    occasion: list[Range] = field(default_factory=list)


def read_tail(line: Line, cue: CueAt) -> Tail:
    """Read on from the cue to the start of its content."""
    tail = Tail(cue.stop, "end")
    if cue.cue.frames & {"a", "u"}:
        tail.addressee = _addressee(line, cue)
        if tail.addressee:
            tail.at = tail.addressee[1]
    _skip_circumstances(line, tail)
    tail.kind = _kind(line, tail.at)
    if tail.kind == "adjunct" and (stop := _to_that(line, tail.at)):
        tail.occasion.append((tail.at, stop))
        tail.at, tail.kind = stop, "that"
    return tail


def _to_that(line: Line, at: int) -> int:
    """The "that" after a phrase of place ("told reporters in Ramallah that"); 0 where a verb or mark comes first."""
    for stop in range(at + 1, min(at + 16, len(line))):
        if line.low(stop) == "that" and _kind(line, stop) == "that":
            return stop
        if line.quoted(stop) >= 0 or is_finite(line, stop) or line.low(stop) in END_MARKS or line.low(stop) == ":":
            return 0
    return 0


def _addressee(line: Line, cue: CueAt) -> Range | None:
    """The noun phrase after "told", "urged", "warned", up to where the content can begin."""
    known, start = words(), cue.stop
    low = line.low(start)
    if not line.is_word(start) or line.quoted(start) >= 0 or low in {"that", "to", "of", "against", "about", "for"}:
        return None
    if low in known["preposition"] - {"it"} or (is_time(line, start) and low in known["weekday"]):
        return None
    if low in {"him", "her", "them", "me", "us", "you", "it"} and "a" in cue.cue.frames | {"u"} and low != "her":
        return start, start + 1
    required = cue.cue.lemma in {"tell", "inform", "assure", "remind", "notify", "reassure"}
    stop = _addressee_stop(line, start, required=required)
    if stop is None or stop <= start:
        return None
    if not required and "to" not in line.lows[stop : stop + 2] and line.low(stop) not in {"that", "not", "against"}:
        return None
    return start, stop


def _addressee_stop(line: Line, start: int, *, required: bool) -> int | None:
    known, at, noun = words(), start, False
    while at < len(line) and at < start + ADDRESSEE_REACH * 2:
        low = line.low(at)
        if line.quoted(at) >= 0 or low in END_MARKS or low in {",", ":"} or low in DASHES or low in {"that", "to"}:
            return at
        if low == "not" and line.low(at + 1) == "to":
            return at
        if noun and low in {"against", "of", "about"} and not required:
            return at
        if noun and (low in known["personal"] or (required and _opens_clause(line, at))):
            return at
        if required and noun and (low in known["preposition"] - {"of", "for"} or is_time(line, at) or low in QUESTION):
            return at
        noun = noun or (low not in known["determiner"] and low not in known["possessive"])
        at += 1
    return at if at >= len(line) else None


def _opens_clause(line: Line, at: int) -> bool:
    """A word that begins a new noun phrase after the one addressed."""
    known, low, before = words(), line.low(at), line.low(at - 1)
    if before in {"and", "of", "for", "the", "a"} or low in {"'s", "’s"}:
        return False
    if low in known["clause_opener"] and low not in {"two", "three", "one", "other", "at"}:
        return before not in known["determiner"]
    return (
        before in known["addressee"]
        and before not in {"news", "television", "tv", "radio"}
        and line.is_word(at)
        and not (line.capital(at) and line.capital(at - 1) and not before.isupper())
        and low not in {"and", "of", "for", "council", "agency", "station", "network", "conference", "briefing"}
    )


def _skip_circumstances(line: Line, tail: Tail) -> None:
    """Move past adverbs, times, and "in a statement", "at a news conference here"."""
    known = words()
    for _ in range(8):
        at, low = tail.at, line.low(tail.at)
        if at >= len(line) or line.quoted(at) >= 0:
            return
        adverb = low in known["adverb"] - NOT_SKIPPED or (is_adverb(line, at) and low != "nearly")
        if adverb and (low in {"here", "again", "too"} or not _subject_like(line, at)):
            tail.at += 1
        elif (stop := _time_phrase(line, at)) or (stop := _venue_phrase(line, at)):
            tail.occasion.append((at, stop))
            tail.at = stop
        elif low == "," and (stop := _inserted(line, at)):
            tail.occasion.append((at + 1, stop - 1))
            tail.at = stop
        else:
            return


def _subject_like(line: Line, at: int) -> bool:
    return is_finite(line, at + 1) and line.low(at) in {"now", "today", "yesterday"}


def _time_phrase(line: Line, at: int) -> int:
    """End of "on Monday", "late Friday", "earlier this week", "in 2005"; 0 where there is none."""
    known, stop = words(), at
    if line.low(stop) in {"on", "late", "early", "earlier", "last", "this", "in", "at", "by"}:
        while line.low(stop) in {"on", "late", "early", "earlier", "last", "this", "in", "at", "the"} and stop < at + 3:
            stop += 1
    if not is_time(line, stop) or (
        line.low(stop) in {"now", "then", "days", "hours", "years", "year", "week", "month"} and stop == at
    ):
        return 0
    if re_number(line.low(stop)) and (line.low(stop).isdigit() and len(line.low(stop)) < 4):  # noqa: PLR2004 - a year
        return 0
    stop = _date_after(line, stop)
    while stop < len(line) and (is_time(line, stop) and line.low(stop) not in {"now", "however", "then"}):
        stop += 1
    return (
        stop
        if line.low(stop) not in {"'s", "’s"} and not (is_finite(line, stop) and line.low(at) in known["time_noun"])
        else 0
    )


def _date_after(line: Line, stop: int) -> int:
    """Take in the date after a weekday ("Wednesday, May 24")."""
    known = words()
    if line.low(stop) in known["weekday"] and line.low(stop + 1) == "," and line.low(stop + 2) in known["month"]:
        return stop + 3 + line.low(stop + 3).isdigit()
    return stop


def re_number(low: str) -> bool:
    """Whether the word is a number in figures."""
    return low[:1].isdigit()


def _venue_phrase(line: Line, at: int) -> int:
    """End of "in a statement", "at a news conference in Cairo", "in an interview with X"; 0 where there is none."""
    known = words()
    if line.low(at) not in OCCASION:
        return 0
    for stop in range(at + 1, min(at + OCCASION_REACH, len(line))):
        low = line.low(stop)
        if low in known["venue"] and line.low(stop + 1) not in known["venue"]:
            return _venue_end(line, stop + 1)
        if (
            (not line.is_word(stop) and low not in {"'s", "’s"})
            or line.quoted(stop) >= 0
            or low in {"that", "to"}
            or is_finite(line, stop)
        ):
            return 0
    return 0


def _venue_end(line: Line, at: int) -> int:
    """Take in what describes the occasion further: "with the BBC", "in Cairo", "on Monday", "released here"."""
    known = words()
    while at < len(line):
        if stop := _time_phrase(line, at):
            at = stop
            continue
        low = line.low(at)
        held = low in {"held", "given", "broadcast", "made"} and line.low(at + 1) in known["preposition"]
        if (
            held
            or low in {"here", "there"}
            or (low.endswith("ed") and line.low(at + 1) in known["preposition"] | known["time_noun"] | known["weekday"])
        ):
            at += 1
            continue
        if low in {"with", "in", "to", "by", "on", "at", "from", "after", "of", "published", "for"}:
            stop = _phrase_end(line, at + 1)
            if stop and stop - at <= OCCASION_REACH:
                at = stop
                continue
        return at
    return at


def _phrase_end(line: Line, at: int) -> int:
    """End of the noun phrase at ``at``: at a mark, "that", a quotation, a verb's subject or a new clause; 0: none."""
    known, start = words(), at
    while at < len(line) and line.quoted(at) < 0:
        low = line.low(at)
        if (
            (not line.is_word(at) and low not in {"'s", "’s", "."})
            or low == "."
            or low in {"that", "to"}
            or low in known["personal"]
        ):
            break
        if (
            at > start
            and (low in known["preposition"] - {"of"} or low in known["determiner"])
            and line.low(at - 1) not in known["preposition"]
        ):
            break
        at += 1
    return at if at > start else 0


def _inserted(line: Line, comma: int) -> int:
    """After ", in a statement," or ", speaking in Cairo," before the content; 0 where there is none."""
    known = words()
    second = next(
        (i for i in range(comma + 1, min(comma + 22, len(line))) if line.low(i) == "," and line.quoted(i) < 0), -1
    )
    if second < 0:
        return 0
    low = line.low(comma + 1)
    if low not in known["preposition"] and low not in {"speaking", "referring", "citing", "quoting", "addressing"}:
        return 0
    if has_finite(line, comma + 1, second) and low not in {"when", "as", "while", "after", "before"}:
        return 0
    return second + 1


def _kind(line: Line, at: int) -> str:  # noqa: PLR0911 - one return for each kind
    known, low = words(), line.low(at)
    if at >= len(line) or low in END_MARKS:
        return "end"
    if line.quoted(at) >= 0:
        return "quote"
    if low == "that" and not (is_finite(line, at + 1) and not line.is_word(at + 2)):
        return "that"
    if low == ":":
        return "colon"
    if low == "," or low in DASHES or low in {")", "("}:
        return "comma"
    if low == "to" or (low == "not" and line.low(at + 1) == "to"):
        return "to"
    if low in QUESTION - {"when"}:
        return "question"
    return _open_kind(line, at, known["preposition"])


def _open_kind(line: Line, at: int, prepositions: frozenset[str]) -> str:
    """clause, adjunct or phrase: whether a verb comes, and what the first word is."""
    low = line.low(at)
    stop = at
    while stop < len(line) and line.low(stop) not in END_MARKS:
        stop += 1
    finite = next((i for i in range(at + 1, stop) if line.quoted(i) < 0 and is_finite(line, i)), -1)
    counted = low in {"at", "about", "over", "under", "between", "up"} and (
        line.low(at + 1) in {"least", "most", "to"} or line.low(at + 1)[:1].isdigit()
    )
    if low in prepositions and not counted and low not in {"this", "last", "there"}:
        comma = next((i for i in range(at, stop) if line.low(i) == ","), -1)
        fronted = finite > comma > 0 and has_finite(line, comma + 1, stop)
        return "clause" if fronted else "adjunct"
    return "clause" if finite > 0 or any(line.quoted(i) >= 0 for i in range(at, stop)) else "phrase"
