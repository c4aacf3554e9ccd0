"""Words of a sentence for the search of place names, and the longest name that starts at a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.resolve.gazetteer import Candidate, Gazetteer
from dragoman.resolve.place_words import words

_WORD = re.compile(r"(?:[A-Z]\.){2,}|W\. ?Va\.|[A-Z][a-z]{1,5}\.(?=\s|,|;|$)|[^\W\d_]\w*(?:['’][^\W\d_]\w*)*|\d+|\S")
_OWN = re.compile(r"['’]s?$")
_OWNED = frozenset({"'s ", "’s ", "' ", "’ "})
_SMALL = frozenset(
    {"of", "the", "de", "da", "do", "del", "la", "le", "les", "el", "al", "and", "upon", "on", "an", "ar", "ash", "es",
     "ez", "in", "e", "i", "y", "sur", "au", "aux"}
)  # fmt: skip
_LONGEST = 6
SHORT = frozenset({"US", "UK", "EU"})
"""Two letters that are a name; others ("Al", "LA", "VA") are mostly something else."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its offsets, as written and in lower case without a final dot."""

    start: int
    end: int
    text: str
    low: str
    gap: bool
    """Whether it goes on from the word before: only white space or a hyphen between, and no "'s"."""
    touch: bool
    """The same, but "'s" may be between."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def letters(self) -> bool:
        """Whether it is a word, no mark and no number."""
        return self.text[0].isalpha()


def split(text: str, offset: int) -> Iterator[Word]:
    """Words and marks; a hyphen inside a word joins two words and is none itself."""
    last, owned = 0, False
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word == "-" and start == last and text[end : end + 1].isalpha():
            continue
        if word[-1] == "." and word[-2:-1].islower() and word.casefold().rstrip(".") not in words("abbreviations"):
            word, end = word[:-1], end - 1
        own = _OWN.search(word) if len(word) > 2 else None  # noqa: PLR2004 - "'s" itself is no word
        if own:
            word, end = word[: own.start()], start + own.start()
        between = text[last:start]
        touch = not between.strip() or between == "-" or (owned and between in _OWNED)
        yield Word(start + offset, end + offset, word, word.casefold().rstrip("."), touch and not owned, touch)
        last, owned = end, own is not None


def longest(spoken: Sequence[Word], i: int, text: str, gazetteer: Gazetteer) -> tuple[int, tuple[Candidate, ...]]:
    """Number of words of the longest name of the gazetteer that starts at word ``i``, and its places."""
    last = i + 1
    while last < min(len(spoken), i + _LONGEST) and _may_belong(spoken[last], text):
        last += 1
    for end in range(last, i, -1):
        final = spoken[end - 1]
        name = text[spoken[i].start : final.end]
        if end == i + 1:
            if len(name) < 3 and name not in SHORT:  # noqa: PLR2004 - "Al" is no place here
                return 0, ()
        elif not final.capital and final.low not in words("division"):
            continue
        found = gazetteer.find(name)
        if found and (all(w.gap for w in spoken[i + 1 : end]) or any(c.how == "n" for c in found)):
            return end - i, found
    return 0, ()


def _may_belong(word: Word, text: str) -> bool:
    small = word.low in _SMALL or word.low in words("division") or text[word.start - 1] == "-"
    return word.touch and (word.capital or small)
