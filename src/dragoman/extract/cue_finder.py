"""Find the words of a line that can mark an attribution."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.cue_lexicon import Cue, cues, words
from dragoman.extract.statement_draft import CueAt
from dragoman.extract.statement_text import Line, has_finite, is_adverb, is_finite

ACCORD = Cue("according to", frozenset({"accord"}), ("according", "to"), frozenset("p"))
QUOTED = Cue("quote as saying", frozenset({"quoted"}), ("quoted",), frozenset("cbqp"))
SAYING = frozenset({"saying", "telling", "stating", "declaring", "writing", "adding", "warning"})
RELAY_VERBS = frozenset({"quoted", "quotes", "quoting", "quote", "cited", "cites", "citing"})
REACH = 18
"""Words between "quoted" and "saying"."""
PASSIVE_TAILS = frozenset({"by", "of", "with"})


def find_cues(line: Line) -> list[CueAt]:
    """The cues of a line outside its quotations, in order, none overlapping another."""
    found: list[CueAt] = []
    for at in range(len(line)):
        if line.quoted(at) >= 0 or (found and at < found[-1].stop):
            continue
        cue = _special(line, at) or _verb(line, at) or _noun(line, at)
        if cue:
            found.append(cue)
    return found


def _special(line: Line, at: int) -> CueAt | None:
    low = line.low(at)
    if low == "according" and line.low(at + 1) == "to":
        return CueAt(at, at + 2, ACCORD, "accord")
    if low in RELAY_VERBS:
        return _quoted(line, at)
    return None


def _quoted(line: Line, at: int) -> CueAt | None:
    """The forms "was quoted (by Y) as saying", "Y quoted X as saying", "was quoted by Y" beside a quotation."""
    saying = next(
        (
            i
            for i in range(at + 1, min(at + REACH, len(line)))
            if line.low(i) in SAYING and line.low(i - 1) == "as" and line.quoted(i) < 0
        ),
        -1,
    )
    passive = line.low(at) == "quoted" and any(line.low(i) in words()["be"] for i in range(max(at - 3, 0), at))
    if saying < 0:
        return CueAt(at, at + 1, QUOTED, "quoted", "passive") if passive else None
    if not passive:
        return CueAt(saying, saying + 1, QUOTED, "quoted", "active", (at + 1, saying - 1))
    start = next(i for i in range(max(at - 3, 0), at) if line.low(i) in words()["be"])
    middle = (at + 2, saying - 1) if line.low(at + 1) == "by" else None
    return CueAt(start, saying + 1, QUOTED, "quoted", "passive", middle)


def _matches(line: Line, at: int) -> Iterator[Cue]:
    for cue in cues().get(line.low(at), ()):
        if all(line.low(at + n) == word and line.quoted(at + n) < 0 for n, word in enumerate(cue.words)):
            yield cue


def _verb(line: Line, at: int) -> CueAt | None:
    for cue in _matches(line, at):
        if cue.noun or (at > 0 and line.capital(at) and line.is_word(at - 1)):
            continue  # a capital inside the sentence is a name: "the United States"
        form = _form(line, at, cue)
        if form:
            return CueAt(at, at + len(cue.words), cue, form)
    return None


def _helper(line: Line, at: int) -> str:
    """The auxiliary, "to" or other word before a verb, adverbs and "not" skipped."""
    known = words()
    for place in range(at - 1, max(at - 5, -1), -1):
        low = line.low(place)
        if low in known["negation"] or low in known["adverb"] or is_adverb(line, place):
            continue
        return low
    return ""


def _form(line: Line, at: int, cue: Cue) -> str | None:
    """The form that the verb has here; None where it is no active verb."""
    known, helper, before = words(), _helper(line, at), line.low(at - 1)
    if "ing" in cue.forms:
        noun = before in known["determiner"] or before in known["possessive"] or before == "to"
        return None if noun else "ing"
    if "past" in cue.forms or "participle" in cue.forms:
        return _past_form(line, at, cue, helper)
    return _present_form(line, at, cue, helper)


def _past_form(line: Line, at: int, cue: Cue, helper: str) -> str | None:
    known, before, after = words(), line.low(at - 1), line.low(at + len(cue.words))
    if helper in known["be"] or before in known["determiner"] - {"this", "that", "all", "both", "each"}:
        return None
    if before in {"as", "'s", "’s"} and helper not in known["have"]:
        return None
    spoken = after == "by" and line.low(at + len(cue.words) + 1) in known["venue"]
    if (after == "by" and not spoken) or (after in PASSIVE_TAILS and not _subject_before(line, at)):
        return None
    if line.capital(at) and at == 0:
        return None
    if helper in known["have"]:
        return "perfect"
    return "past" if "past" in cue.forms else None


def _subject_before(line: Line, at: int) -> bool:
    return line.is_word(at - 1) and line.low(at - 1) not in words()["coordinator"]


def _present_form(line: Line, at: int, cue: Cue, helper: str) -> str | None:  # noqa: PLR0911 - one return a reading
    known, before = words(), line.low(at - 1)
    if helper == "to":
        return "infinitive"
    if helper in known["modal"] or helper in {"do", "does", "did"}:
        return "base"
    if before in known["determiner"] or before in known["possessive"] or before in {"of", "for", "in", "on", "by"}:
        return None
    if at == 0 or not line.is_word(at - 1):
        return _coordinated(line, at, cue)
    if _noun_like(line, at, cue):
        return None
    form = "third" if "third" in cue.forms else "base"
    if (
        form == "base"
        and before not in known["personal"] | {"who", "and", "that"}
        and not before.endswith(("s", "n", "ce", "ia"))
    ):
        return None
    return form


def _coordinated(line: Line, at: int, cue: Cue) -> str | None:
    """A present verb with no word before it: after a mark ("..., says the minister") or a quotation."""
    return (
        "third" if "third" in cue.forms and at > 0 and (line.low(at - 1) == "," or line.quoted(at - 1) >= 0) else None
    )


def _noun_like(line: Line, at: int, cue: Cue) -> bool:
    """Words such as "reports" and "demands": a noun where the clause has a verb already or gets it at once."""
    if not any(c.noun for c in cues().get(line.low(at), ())) and cue.lemma not in {
        "state",
        "estimate",
        "offer",
        "post",
        "comment",
    }:
        return False
    begin = at
    while begin > 0 and line.is_word(begin - 1) and line.low(begin - 1) not in {"that", "who", "which"}:
        begin -= 1
    after = at + len(cue.words)
    return is_finite(line, after) or has_finite(line, begin, at) or line.low(at - 1) in words()["preposition"]


def _noun(line: Line, at: int) -> CueAt | None:
    for cue in cues().get(line.low(at), ()):
        if not cue.noun:
            continue
        after = line.low(at + 1)
        if (
            after == "that"
            and "c" in cue.frames
            and line.low(at + 2) not in {"was", "is", "has", "had", "would", "will", "were"}
        ):
            return CueAt(at, at + 1, cue, "noun")
        if after == "to" and "t" in cue.frames and line.low(at - 1) not in {"in", "an"}:
            return CueAt(at, at + 1, cue, "noun")
        if after == "for" and "u" in cue.frames and "to" in line.lows[at + 2 : at + 9]:
            return CueAt(at, at + 1, cue, "noun")
    return None
