"""Tokens of the grammar of time expressions, each with a letter for what it can be.

A text becomes a string with one letter a token; rules are regular expressions over such strings
(``time_grammar.py``), which makes the search one pass in C for each rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""\n[^\S\n]*\n\s*                                   # the end of a paragraph
    | \d{4}-\d{2}-\d{2}(?!\d)                             # 2023-05-24
    | \d{4}/\d{2}/\d{2}(?!\d)                             # 2023/05/24
    | \d{1,2}\.\d{1,2}\.\d{4}(?!\d)                       # 24.05.2023
    | [QH][1-4]\b                                         # Q3
    | \d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)               # 10/13/89
    | [$£€¥]\s?\d[\d.,]*                                  # money is no time
    | \d{1,2}:\d{2}(?::\d{2})?                            # 7:15
    | \d{1,2}\.\d{2}(?=\s?(?:[ap]\.?m\b|GMT|hours))       # 7.15 p.m.
    | \d{1,3}(?:,\d{3})+(?:\.\d+)?                        # 10,000
    | \d+\.\d+ | \d+/\d+
    | \d{4}s | ['\u2019]\d0s | \d0s
    | \d+(?:st|nd|rd|th)\b
    | \d+(?=[ap]\.?m\b)                                   # 10am
    | \d+
    | [ap]\.\s?m\b\.?                                     # p.m.
    | (?:[A-Z]\.){2,}                                     # U.S.
    | o['\u2019]clock
    | ['\u2019](?:s|ll|re|ve|d)\b
    | [^\W\d_]+
    | \S""",
    re.VERBOSE,
)
BREAK = "BREAK"
_WORD = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Tokens:
    """Tokens of a text: their offsets, their words in lower case, and one letter for each."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    raw: list[str]
    code: str = ""


_LONGEST = 12
"""Characters of a number; longer ones are no part of a time."""
_SHAPES = (
    (re.compile(r"\d+(?:st|nd|rd|th)"), ("ORDN",)),
    (re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)"), ("DAYORD",)),
    (re.compile(r"(?:\d{3}|['\u2019]?\d)0s"), ("DECADE",)),
    (re.compile(r"\d{1,2}:\d{2}(?::\d{2})?"), ("CLOCK",)),
    (re.compile(r"\d{1,2}\.\d{2}"), ("CLOCK", "DEC")),  # 7.15 p.m., 2.75 years: what stands beside it decides
    (re.compile(r"\d+\.\d+"), ("DEC",)),
    (re.compile(r"\d{1,3}(?:,\d{3})+"), ("BIG",)),
    (re.compile(r"\d/\d"), ("FRAC",)),
    (re.compile(r"\d{4}[-/]\d{2}[-/]\d{2}"), ("ISO",)),
    (re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}"), ("DOTTED",)),
    (re.compile(r"\d{1,2}/\d{1,2}/\d+"), ("SLASH",)),
)
"""What numbers that are not digits only can be."""


def numeric_classes(token: str) -> frozenset[str]:
    """The kinds of number that a token beginning with a digit (or an apostrophe) can be."""
    if len(token) > _LONGEST or not token.lstrip("'\u2019").isascii():
        return frozenset()
    if token.isdecimal():
        return frozenset({"INT"} | _bare(token, int(token)))
    return frozenset(name for shape, names in _SHAPES if shape.fullmatch(token) for name in names)


def _bare(token: str, value: int) -> set[str]:
    """Classes of a number written in digits only."""
    found: set[str] = set()
    if len(token) <= 2:  # noqa: PLR2004 - one or two digits
        if 1 <= value <= 31:  # noqa: PLR2004 - days of a month
            found.add("DAY")
        if value <= 24:  # noqa: PLR2004 - hours of a day
            found.add("HOUR")
        if len(token) == 2:  # noqa: PLR2004 - 04 of 2003-04
            found.add("YY")
    elif len(token) == 4:  # noqa: PLR2004 - a year
        if 1900 <= value < 2100:  # noqa: PLR2004 - years that news speaks of without a sign
            found.add("YEAR")
        elif 1000 <= value < 1900:  # noqa: PLR2004 - years of history
            found.add("OLDYEAR")
        if value // 100 <= 24 and value % 100 < 60:  # noqa: PLR2004 - hours and minutes
            found.add("CLOCK4")
    return found


SAMPLES = (
    *(str(n) for n in range(40)), *(f"0{n}" for n in range(10)), "60", "99", "100", "999", "1000", "1170", "1230",
    "1800", "1870", "1899", "1900", "1959", "1960", "2000", "2030", "2070", "2099", "2100", "2300", "2360", "2500",
    "9999", "0900", "0060", "0000", "12345", "1st", "31st", "32nd", "1990s", "90s", "'90s", "7:15", "7.15", "10.15",
    "1,000", "2.5", "12.5", "1/2", "2000-01-01", "1/1/2000", "1/20", "7:15:00", "2023/05/24", "24.05.2023", "9/11",
)  # fmt: skip


class Alphabet:
    """Gives each set of classes a letter, and each token its letter."""

    def __init__(self, table: dict[str, frozenset[str]], capital: frozenset[str]) -> None:
        """``table`` has the classes of words in lower case; ``capital`` those that ask for a capital."""
        self._table = table
        self._capital = capital
        self._letters: dict[frozenset[str], str] = {}
        self._cache: dict[str, str] = {}
        for word in table:
            self.letter(word)
            self.letter(word.capitalize())
            self.letter(word.upper())
        for sample in (*SAMPLES, "x", "X", "\n\n", "§"):
            self.letter(sample)

    def classes(self, token: str) -> frozenset[str]:
        """What a token can be: classes, ``=word`` for words that rules name, CAP or LOW."""
        if token[0] == "\n":
            return frozenset({BREAK})
        if token[0].isdigit() or (token[0] in "'\u2019" and token[1:2].isdigit()):
            return numeric_classes(token) | self._table.get(token, frozenset())
        found = set(self._table.get(token.lower().replace("\u2019", "'"), ()))
        if not token[0].isupper():
            found -= self._capital
        if _WORD.match(token):
            found.add("CAP" if token[0].isupper() else "LOW")
        return frozenset(found)

    def letter(self, token: str) -> str:
        """The letter of a token, from a cache."""
        if (known := self._cache.get(token)) is not None:
            return known
        classes = self.classes(token)
        letter = self._letters.get(classes)
        if letter is None:
            letter = self._letters[classes] = chr(0x100 + len(self._letters))
        if len(self._cache) > 100_000:  # noqa: PLR2004 - a bound on memory over long runs
            self._cache.clear()
        self._cache[token] = letter
        return letter

    def letters(self, name: str) -> str:
        """All letters whose set has the class ``name``."""
        return "".join(letter for classes, letter in self._letters.items() if name in classes)

    def encode(self, text: str, start: int = 0, end: int | None = None) -> Tokens:
        """The tokens of ``text[start:end]``, with offsets into ``text``."""
        out = Tokens(text, [], [], [], [])
        starts, ends, raw = out.starts, out.ends, out.raw
        for match in TOKEN.finditer(text, start, len(text) if end is None else end):
            starts.append(match.start())
            ends.append(match.end())
            raw.append(match.group())
        cache, letter = self._cache, self.letter
        out.code = "".join([cache.get(token) or letter(token) for token in raw])
        out.words = [token.lower() for token in raw]
        return out
