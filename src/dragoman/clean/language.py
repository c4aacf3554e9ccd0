"""Which language a text is in, by script and function words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from dragoman.clean.tables import read_table

_WORDS = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000
"""Characters looked at: language does not change with the length of the report."""
_ENOUGH_WORDS = 12
_LEAST_SHARE = 0.12
"""Share of function words below which no language is named; running text in any of them has 0.25 or more."""
_LEAST_KINDS = 5
"""Different function words that a language other than English must show: lists of results have one or two."""
_SCRIPTS = (
    ("zh", "\u4e00", "\u9fff"), ("ja", "\u3040", "\u30ff"), ("ko", "\uac00", "\ud7af"), ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"), ("ru", "\u0400", "\u04ff"), ("el", "\u0370", "\u03ff"), ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"), ("ta", "\u0b80", "\u0bff"), ("te", "\u0c00", "\u0c7f"), ("th", "\u0e00", "\u0e7f"),
    ("ka", "\u10a0", "\u10ff"), ("hy", "\u0530", "\u058f"), ("am", "\u1200", "\u137f"), ("my", "\u1000", "\u109f"),
    ("km", "\u1780", "\u17ff"), ("gu", "\u0a80", "\u0aff"), ("pa", "\u0a00", "\u0a7f"), ("si", "\u0d80", "\u0dff"),
)  # fmt: skip
_CLOSER_LOOK = {
    "ar": (("ur", "ٹڈڑںے"), ("fa", "پچژگ")),
    "ru": (("uk", "іїєґ"), ("sr", "ђћџљњј"), ("bg", "ъ")),
}
"""Letters that a neighbour of the script's main language uses and that language does not (or rarely)."""


@lru_cache(maxsize=1)
def _function_words() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for language, words in read_table("languages").items():
        for word in words:
            table.setdefault(str(word), []).append(language)
    return {word: tuple(languages) for word, languages in table.items()}


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of ``text``'s language; None where the text is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    return script or _latin(sample)


def _script(sample: str) -> str | None:
    if sample.isascii():
        return None
    counts: Counter[str] = Counter()
    letters = 0
    for char in sample:
        if not char.isalpha():
            continue
        letters += 1
        if char > "\u036f":
            counts.update(name for name, low, high in _SCRIPTS if low <= char <= high)
    if not letters or sum(counts.values()) < letters / 2:
        return None
    if counts["ja"] > letters / 20:
        return "ja"
    best = counts.most_common(1)[0][0]
    for name, signs in _CLOSER_LOOK.get(best, ()):
        if sum(sample.count(sign) for sign in signs) > letters / 200:
            return name
    return best


def _latin(sample: str) -> str | None:
    words = [word.lower() for word in _WORDS.findall(sample)]
    if len(words) < _ENOUGH_WORDS:
        return None
    table = _function_words()
    scores: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for word, times in Counter(words).items():
        for language in table.get(word, ()):
            scores[language] += times
            kinds[language] += 1
    if not scores:
        return None
    best, score = scores.most_common(1)[0]
    # English names abound in no other language's function words; a tie goes to English, which is then read.
    if scores["en"] * 1.3 >= score:
        best, score = "en", scores["en"]
    return best if score / len(words) >= _LEAST_SHARE and (best == "en" or kinds[best] >= _LEAST_KINDS) else None
