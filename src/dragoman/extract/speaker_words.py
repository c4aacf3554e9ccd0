"""Small questions about the words of a speaker: what kind of somebody, which head, which name."""

from __future__ import annotations

from dragoman.extract.cue_lexicon import words
from dragoman.extract.speaker_core import head_at
from dragoman.extract.speaker_names import stem
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_text import Line


def bodily(line: Line, part: Range) -> bool:
    """Whether a phrase holds a word of a body or of office: no bare name of a person."""
    return any(line.low(i) in words()["bodyword"] or line.low(i) in words()["title"] for i in range(*part))


def body_name(line: Line, place: int) -> Range | None:
    """The capitals around a noun: "Foreign Ministry", "Ministry of Foreign Affairs", "Media daily"."""
    start, stop = place, place + 1
    while start > 0 and (line.capital(start - 1) or line.low(start - 1) in {"'s", "’s"}) and line.is_word(start - 1):
        start -= 1
    while start < place and line.low(start).endswith("-based"):
        start += 1
    if line.low(stop) in {"of", "for"} and line.capital(stop + 1):
        stop += 2
        while (
            stop < len(line)
            and (line.capital(stop) or (line.low(stop) in {"and", "of"} and line.capital(stop + 1)))
            and line.is_word(stop)
        ):
            stop += 1
    while start < place and line.low(start) in words()["determiner"]:
        start += 1
    capitals = sum(line.capital(i) for i in range(start, stop))
    return (start, stop) if capitals and stop - start > 1 else None


def kind(line: Line, part: Range) -> str:
    """What the phrase names by its head: person, body, many, paper or thing."""
    known, word = words(), line.low(head_at(line, part))
    if word in known["paper"]:
        return "paper"
    if word in known["bodyword"]:
        return "body"
    if word in known["plural"] or (word.endswith("s") and word[:-1] in known["title"]):
        return "many"
    if word in known["title"] or word in known["woman"] or word in known["man"]:
        return "person"
    return "many" if word.endswith("s") and line.capital(part[1] - 1) else "thing"


def woman(line: Line, part: Range) -> bool | None:
    """True for a woman, False for a man by the words, None where they do not tell."""
    lows = set(line.lows[slice(*part)])
    return True if lows & words()["woman"] else False if lows & words()["man"] else None


def heads(line: Line, part: Range) -> frozenset[str]:
    """The words that carry meaning, each in its one form."""
    known = words()
    return frozenset(
        stem(w)
        for w in line.lows[slice(*part)]
        if w[:1].isalpha() and w not in known["determiner"] and w not in {"of", "for", "and", "the", "to"}
    )


def with_place(line: Line, part: Range) -> Range:
    """Take back in a short place after a common noun ("officials in Dakar")."""
    stop = part[1]
    if line.low(stop) not in {"in", "at"} or line.capital(stop - 1):
        return part
    end = stop + 1
    while (
        end < len(line)
        and end < stop + 4
        and (line.capital(end) or line.low(end) == "the")
        and line.low(end) not in words()["weekday"]
    ):
        end += 1
    return (part[0], end) if end > stop + 1 and line.capital(end - 1) and not line.capital(end) else part


def joint(line: Line, part: Range) -> bool:
    """Whether "and" joins two names."""
    return "and" in line.lows[slice(*part)] and any(line.capital(i) for i in range(part[0], part[0] + 1))


def text(line: Line, part: Range) -> str:
    """The words as they stand, without line breaks."""
    out = ""
    for at in range(*part):
        glued = at == part[0] or line.begins[at] == line.ends[at - 1]
        out += line.words[at] if glued else " " + line.words[at]
    return out


def bare(line: Line, part: Range) -> str:
    """The words without an article and without an acronym in brackets."""
    start = part[0]
    if line.low(start) in {"the", "a", "an"} and part[1] - start > 1:
        start += 1
    return text(line, (start, part[1]))
