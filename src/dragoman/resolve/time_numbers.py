"""Numbers in words and digits, and the TIMEX3 durations made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

TIME_UNITS = {"S": "S", "MIN": "M", "H": "H"}
DATE_UNITS = {"D": ("D", 1), "W": ("W", 1), "F": ("W", 2), "WE": ("WE", 1), "M": ("M", 1), "Q": ("M", 3),
              "Y": ("Y", 1), "E": ("Y", 10), "C": ("Y", 100), "L": ("Y", 1000)}  # fmt: skip
"""ISO letter of each unit and how many of it the unit has."""
_FIXED = {"couple": Fraction(2), "dozen": Fraction(12)}
_VAGUE = {"few", "several", "many", "some", "dozens", "hundreds", "scores", "various", "good"}


def count(words: list[str], numerals: Mapping[str, int]) -> Fraction | None:
    """The number that ``words`` say; None for a vague one ("a few"), 1 for "a".

    Knows "twenty-five", "a hundred", "2 1/2", "two and a half", "half an", "a couple of", "a dozen", "12 to 18" (its
    first number).
    """
    if any(word in _VAGUE for word in words):
        return None
    for word, value in _FIXED.items():
        if word in words:
            return value
    for end in ("to", "or"):
        if end in words[1:]:
            words = words[: words.index(end)]
    if words[-3:] == ["and", "a", "half"]:
        return _sum(words[:-3], numerals) + Fraction(1, 2)
    return Fraction(1, 2) if "half" in words else _sum(words, numerals)


def _sum(words: list[str], numerals: Mapping[str, int]) -> Fraction:
    """The numerals added and multiplied up; 1 where there are none ("a")."""
    part, seen = Fraction(0), False
    for word in words:
        if (value := _numeral(word, numerals)) is None:
            continue
        if value in (100, 1000) and not word[0].isdigit():
            part = (part or Fraction(1)) * value
        elif word.isdigit() and seen:
            continue
        else:
            part += value
        seen = True
    return part if seen else Fraction(1)


def _numeral(word: str, numerals: Mapping[str, int]) -> Fraction | None:
    if word in numerals:
        return Fraction(numerals[word])
    if re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", word):
        return Fraction(word.replace(",", ""))
    if re.fullmatch(r"\d+/[1-9]\d*", word):
        return Fraction(word)
    return None


def duration(number: Fraction | None, unit: str) -> str:
    """The TIMEX3 duration: ``P2W``, ``PT36H``, ``P2Y6M`` for two and a half years, ``PXM`` for "a few months"."""
    if unit in TIME_UNITS:
        letter = TIME_UNITS[unit]
        if number is None:
            return f"PTX{letter}"
        if number.denominator != 1 and letter in "HM":
            lower = {"H": "M", "M": "S"}[letter]
            whole, rest = divmod(number, 1)
            return "PT" + (f"{whole}{letter}" if whole else "") + f"{int(rest * 60)}{lower}"
        return f"PT{_plain(number)}{letter}"
    letter, size = DATE_UNITS[unit]
    if number is None:
        return f"PX{unit if unit in ('E', 'C', 'Q') else letter}"
    number = number * size
    if number.denominator != 1 and letter == "Y":
        whole, rest = divmod(number, 1)
        months = rest * 12
        if months.denominator == 1:
            return "P" + (f"{whole}Y" if whole else "") + f"{months}M"
    return f"P{_plain(number)}{letter}"


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
