"""The names of a report: each run of capitals that a title, an office or an age marks as a person, and acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_text import Line

PARTICLES = frozenset({
    "al", "bin", "ben", "bint", "ibn", "de", "del", "della", "da", "di", "dos", "du", "van", "von", "der",
    "den", "el", "ul", "ur", "wa", "la", "le", "y", "ter", "abu", "af", "zu",
})  # fmt: skip
SHORT_TITLE = 3
LOOK_BACK = 5
"""Lines over which a pronoun looks back for a name."""
STEMS = (("spokesman", "spokes"), ("spokeswoman", "spokes"), ("spokesperson", "spokes"), ("chairman", "chair"),
         ("chairwoman", "chair"), ("chairperson", "chair"), ("premier", "prime"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name of two words or more, where it stands, and the words of office beside it."""

    text: str
    line: int
    part: Range
    """The bare name."""
    whole: Range
    """With the title before it."""
    office: frozenset[str] = frozenset()
    person: bool = False


@dataclass(slots=True)
class Names:
    """All names of a report, in order."""

    names: list[Name] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)

    def full(self, short: str, line: int) -> Name | None:
        """The full name for a surname, or for a family name that comes first; the nearest before, then after."""
        low = short.lower()
        names = [n for n in self.names if n.part[1] - n.part[0] > 1]
        found = [n for n in names if n.text.lower() == low or n.text.lower().endswith((" " + low, "-" + low))]
        found = found or [n for n in names if n.person and low in n.text.lower().split()]
        if not found:
            return None
        return min(found, key=lambda n: (n.line > line, abs(n.line - line)))

    def last_person(self, line: int, word: int) -> Name | None:
        """The last person named before word ``word`` of line ``line``; any name of two words where none is marked."""
        before = [n for n in self.names if (n.line, n.part[1]) <= (line, word) and line - n.line <= LOOK_BACK]
        marked = [n for n in before if n.person] or [n for n in before if line - n.line <= 1]
        return marked[-1] if marked else None

    def in_office(
        self, heads: frozenset[str], line: int, country: frozenset[str], spoken: Sequence[str] = ()
    ) -> Name | None:
        """The person whose words of office hold ``heads`` and, where given, one of ``country``; None on a tie.

        ``spoken`` are the names of those who have spoken, the last one last: they come first.
        """
        leaders = words()["leader"]
        fits = (lambda n: bool(n.office & leaders)) if heads == {"leader"} else (lambda n: heads <= n.office)
        found = [n for n in self.names if n.person and fits(n) and not n.office & {"former", "late", "ex"}]
        if country:
            found = [n for n in found if country & n.office] or ([] if len({n.text for n in found}) > 1 else found)
        before = [n for n in found if n.line <= line]
        if before:
            order = {name: place for place, name in enumerate(spoken)}
            return max(before, key=lambda n: (order.get(n.text, -1), n.line))
        return found[0] if found and len({n.text for n in found}) == 1 else None


def collect(cut: Sequence[Line]) -> Names:
    """Read the names of all lines."""
    names = Names()
    for number, line in enumerate(cut):
        names.names += _of_line(line, number)
        _acronyms(line, names.acronyms)
    return names


@cache
def offices() -> frozenset[str]:
    """The words of office, each in its one form."""
    return frozenset(stem(w) for w in words()["title"])


def stem(word: str) -> str:
    """One form for "spokesman", "spokeswoman", "spokesperson"; plain words without plural s."""
    low = word.lower()
    return next((short for form, short in STEMS if low == form), low)


def _of_line(line: Line, number: int) -> Iterator[Name]:
    at = 0
    while at < len(line):
        if (
            not line.capital(at)
            or line.lows[at] in words()["weekday"]
            or (line.lows[at] in words()["determiner"] and not line.words[at].isupper())
        ):
            at += 1
            continue
        stop = at + 1
        while stop < len(line) and _goes_on(line, stop):
            stop += 1
        yield from _names_in(line, number, at, stop)
        at = stop


def _goes_on(line: Line, at: int) -> bool:
    if line.low(at) in words()["weekday"] or line.low(at) in words()["month"]:
        return False
    if line.capital(at) and line.is_word(at):
        return True
    if line.low(at) in PARTICLES and line.capital(at + 1) and line.capital(at - 1):
        return True
    return line.words[at].startswith(("al-", "el-", "ul-")) or (line.low(at) == "wa" and line.capital(at + 1))


def _names_in(line: Line, number: int, start: int, stop: int) -> Iterator[Name]:
    known = words()
    first = start
    for at in range(start, stop):
        if _is_title(line.lows[at]) or (
            line.lows[at] in known["portfolio"] and at + 2 < stop and _titled_before(line, at)
        ):
            first = at + 1
    if first >= stop:
        return
    titled = (
        first > start
        or line.low(start - 1) in known["title"]
        or (line.low(start - 1) == ")" and _titled_before(line, start))
    )
    bare = stop - first
    body = line.low(stop - 1) in known["bodyword"]
    described = _described(line, stop) | _before_comma(line, start)
    if body or (bare < 2 and not titled):  # noqa: PLR2004 - a single word is no full name
        return
    whole = _whole(line, first)
    office = frozenset(stem(w) for w in line.lows[whole:first]) | described
    text = " ".join(line.words[first:stop]).replace("- ", "-")
    yield Name(text, number, (first, stop), (whole, stop), office, person=titled or bool(described))


def _is_title(low: str) -> bool:
    """Whether a word is one of office, also with a prefix ("vice-minister")."""
    return low in words()["title"] or low.rpartition("-")[2] in words()["title"]


def _titled_before(line: Line, at: int) -> bool:
    """A title some words before ("Senior Minister of State for Home Affairs Ho Peng Kee")."""
    begin = max(at - 12, 0)
    return any(line.lows[i] in words()["title"] for i in range(begin, at)) and not any(
        line.low(i) in {",", ".", ";", ":"} or line.low(i) in words()["auxiliary"] for i in range(begin, at)
    )


def _whole(line: Line, first: int) -> int:
    """Start of the title before a name: lower-case words of office and capitals, back to a boundary."""
    known, at = words(), first
    while at > 0 and first - at < 8:  # noqa: PLR2004 - a long title
        low = line.low(at - 1)
        if not line.is_word(at - 1) and low not in {"'s", "’s"}:
            break
        if low in known["determiner"] or low in known["subordinator"] or low in known["coordinator"] - {"and"}:
            break
        if low in known["preposition"] or low in {"of", "and", "to"} or low in known["auxiliary"]:
            break
        if (
            not line.capital(at - 1)
            and low not in known["title"]
            and low not in {"'s", "’s"}
            and not _adjective(line, at - 1)
        ):
            break
        at -= 1
    return at


def _adjective(line: Line, at: int) -> bool:
    """A lower-case word inside a title ("foreign ministry spokesperson", "opposition leader")."""
    return any(line.low(i) in words()["title"] for i in range(at + 1, min(at + SHORT_TITLE + 1, len(line))))


def _described(line: Line, stop: int) -> frozenset[str]:
    """Words of the apposition after a name (", the head of Airbus,"); an age alone gives its digits."""
    known = words()
    if line.low(stop) != ",":
        return frozenset()
    end = next((i for i in range(stop + 1, min(stop + 16, len(line))) if line.low(i) in {",", ".", ";"}), -1)
    if end < 0:
        return frozenset()
    held = line.lows[stop + 1 : end]
    if (
        any(w in known["title"] for w in held[:8])
        and held[0] not in known["coordinator"] | known["relative"] | known["preposition"]
    ):
        return frozenset(stem(w) for w in held)
    return frozenset(held) if len(held) == 1 and held[0].isdigit() else frozenset()


def _before_comma(line: Line, start: int) -> frozenset[str]:
    """The office before a name in apposition ("the Turkish president, Recep Tayyip Erdogan,")."""
    known = words()
    if line.low(start - 1) != "," or start < 3:  # noqa: PLR2004 - an article and a noun
        return frozenset()
    at = start - 1
    while at > 0 and start - at < 12 and (line.is_word(at - 1) or line.low(at - 1) in {"'s", "’s"}):  # noqa: PLR2004
        at -= 1
        if line.low(at) in known["determiner"]:
            break
    held = line.lows[at : start - 1]
    if line.low(at) not in known["determiner"] and not line.capital(at):
        return frozenset()
    head = next((n for n, w in enumerate(held) if w in {"of", "for", "in", "at"}), len(held))
    return frozenset(stem(w) for w in held) if head and held[head - 1] in known["title"] else frozenset()


def _acronyms(line: Line, found: dict[str, str]) -> None:
    """Note the words before a bracket whose initials are its acronym ("Business Software Alliance (BSA)")."""
    for at in range(1, len(line) - 2):
        word = line.words[at + 1]
        if line.low(at) != "(" or not re.fullmatch(r"[A-Z][A-Za-z]{1,7}", word) or line.low(at + 2) != ")":
            continue
        letters = [c for c in word if c.isupper()]
        start = at
        while (
            start > 0
            and at - start < len(letters) + 4
            and (line.is_word(start - 1) or line.low(start - 1) in {"'s", "’s", ","})
        ):
            start -= 1
            if line.words[start][0] == letters[0] and _initials(line, start, at, letters):
                found.setdefault(
                    word, " ".join(line.words[start:at]).replace(" 's", "'s").replace(" ’s", "’s").replace(" ,", ",")
                )
                break


def _initials(line: Line, start: int, stop: int, letters: list[str]) -> bool:
    capitals = [line.words[i][0] for i in range(start, stop) if line.capital(i)]
    return capitals == letters or (len(letters) > 2 and capitals[: len(letters) - 1] == letters[:-1])  # noqa: PLR2004
