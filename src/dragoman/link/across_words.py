"""Words, names and quantities of a text, as linking compares them: plain, fast and the same in every run."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

RARE = 3.0
"""Reports that a word is taken to be in when the list of common words lacks it: the list begins at 8 of 2,677."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*\d|\d")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ers", "er", "ies", "ied", "es", "ed",
            "ly", "s", "e", "y")  # fmt: skip
_LEAST = 4
"""Letters that an ending leaves."""
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_SMALL = {w: n for n, w in enumerate(_ONES.split())} | {w: 10 * n for n, w in enumerate(_TENS.split(), 3)}
_SCALE = {"hundred": 100, "hundreds": 100, "thousand": 1_000, "thousands": 1_000, "dozen": 12, "million": 1_000_000,
          "billion": 1_000_000_000, "m": 1_000_000, "bn": 1_000_000_000}  # fmt: skip


def stem(word: str) -> str:
    """A word without its ending: rough, but the same for "bombing", "bombed" and "bombs"."""
    word = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word


@functools.cache
def common() -> tuple[float, Mapping[str, int]]:
    """How many reports the list of common words was counted on, and in how many of them each stem is."""
    path = files("dragoman.data").joinpath("link", "common_words.tsv")
    counts: dict[str, int] = {}
    total = 1.0
    for line in path.read_text("utf8").splitlines():
        if line.startswith("# reports:"):
            total = float(line.split("\t")[0].removeprefix("# reports:"))
        elif line and not line.startswith("#"):
            word, _, n = line.partition("\t")
            counts[word] = int(n)
    return total, counts


@functools.lru_cache(50_000)
def weight(word: str) -> float:
    """Inverse document frequency of a stem, 0 for a word of every report to about 7 for a rare one."""
    total, counts = common()
    return math.log(total / counts.get(word, RARE))


def words(text: str) -> list[str]:
    """The stems of a text in order, numbers included."""
    return [stem(m.group()) for m in _WORD.finditer(text)]


def names(text: str) -> set[str]:
    """Stems of the words that begin with a capital inside a sentence."""
    return {
        stem(m.group())
        for m in _WORD.finditer(text)
        if m.group()[0].isupper() and m.start() > 0 and text[: m.start()].rstrip()[-1:] not in {".", "!", "?", ""}
    }


def telling(text: str, most: int, least: float = 1.5, *, figures: bool = True) -> tuple[str, ...]:
    """The ``most`` weightiest stems of a text (frequency times rarity), in the order of the alphabet."""
    counts = Counter(w for w in words(text) if weight(w) >= least and len(w) > 1 and (figures or not w[0].isdigit()))
    ranked = sorted(counts, key=lambda w: (-(1 + math.log(counts[w])) * weight(w), w))
    return tuple(sorted(ranked[:most]))


def cosine(a: Iterable[str], b: Iterable[str]) -> float:
    """Cosine of two sets of stems, each with its weight."""
    first, second = set(a), set(b)
    shared = sum(weight(w) ** 2 for w in first & second)
    if not shared:
        return 0.0
    return shared / math.sqrt(sum(weight(w) ** 2 for w in first) * sum(weight(w) ** 2 for w in second))


def number(word: str) -> float | None:
    """The value of a number in figures or one word; None for another word."""
    low = word.casefold()
    if low in _SMALL:
        return float(_SMALL[low])
    if "-" in low:
        tens, _, ones = low.partition("-")
        if tens in _SMALL and ones in _SMALL:
            return float(_SMALL[tens] + _SMALL[ones])
    if low[:1].isdigit():
        try:
            return float(low.replace(",", ""))
        except ValueError:
            return None
    return None


def numbers(text: str) -> list[tuple[float, int, int]]:
    """(value, start, end) of each number of a text, "three thousand" and "2.5 million" as one."""
    out: list[tuple[float, int, int]] = []
    for m in _WORD.finditer(text):
        word = m.group()
        if out and text[out[-1][2] : m.start()].strip() in {"", "-"} and word.casefold() in _SCALE:
            value, start, _ = out[-1]
            out[-1] = (value * _SCALE[word.casefold()], start, m.end())
        elif (value_ := number(word)) is not None:
            out.append((value_, m.start(), m.end()))
    return out
