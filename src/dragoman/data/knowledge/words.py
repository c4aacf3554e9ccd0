"""Words as the knowledge compares them: tokens with offsets, folded case and accents, plurals."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}(?:-\w+)*|(?<!\w)[A-Z]\.(?= [A-Z])|\w+(?:[-'’.&/]\w+)*|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_TITLE_DOTS = {"gen", "col", "lt", "sgt", "capt", "maj", "brig", "adm", "sen", "rep", "gov", "dr", "mr", "mrs", "ms"}


_APOSTROPHES = frozenset("'\u2019")
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'"})
_SHORT = 2


class Token(NamedTuple):
    """A word or mark: offsets in the text, the word as written, folded; ``own`` marks a possessive."""

    start: int
    end: int
    text: str
    fold: str
    own: bool


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without accents, with straight apostrophes and single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_QUOTES))
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join(text.lower().split())


_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae"})


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The tokens of ``text``; ``offset`` is added to their places. A possessive "'s" is split off and marked."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, word = match.start(), match.group()
        if word in _APOSTROPHES:
            if found and found[-1].end == start + offset and found[-1].text.endswith(("s", "S")):
                found[-1] = found[-1]._replace(own=True)
            continue
        own = False
        if len(word) > _SHORT and (tail := _POSSESSIVE.search(word)):
            word, own = word[: tail.start()], True
        elif word == "s" and found and text[start - 1 : start] in _APOSTROPHES:
            found[-1] = found[-1]._replace(own=True)
            continue
        if word == "." and found and found[-1].fold in _TITLE_DOTS and found[-1].end == start + offset:
            continue
        found.append(Token(start + offset, start + offset + len(word), word, fold(word), own))
    return found


_IRREGULAR = {"man": "men", "woman": "women", "person": "people", "child": "children", "wife": "wives"}


def plural(noun: str) -> str:
    """The regular English plural of a noun or noun phrase (its last word, or the word before "of")."""
    if noun.endswith(("s", "men", "people", "children")) and not noun.endswith("ss"):
        return noun
    head, of, rest = noun.partition(" of ")
    stem, _, last = head.rpartition(" ")
    for one, many in _IRREGULAR.items():
        if last.endswith(one):
            last = last[: -len(one)] + many
            break
    else:
        if re.search(r"(?:[sxz]|[cs]h)$", last):
            last += "es"
        elif re.search(r"[^aeiou]y$", last):
            last = last[:-1] + "ies"
        else:
            last += "s"
    return f"{stem} {last}".strip() + of + rest
