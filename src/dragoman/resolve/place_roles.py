"""The role of a place name: where something was, a government's stand-in, a demonym, a topic, ...

The words before the name are read backwards to the preposition that governs it ("in the northern
Syrian city of Aleppo" is governed by "in"); a name in a list or behind a comma has the role of the
name before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.records import Report
from dragoman.records.place import PlaceRole
from dragoman.resolve.gazetteer import Candidate
from dragoman.resolve.place_spans import Found
from dragoman.resolve.place_words import words

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d+|[^\w\s]")
_GOES_ON = re.compile(r"\s*(?:,|and|or|,\s*and|['’]s?|['’]s? \w+ern|,? in|and in|,? in \w+ern)\s*", re.IGNORECASE)
_MEASURES = frozenset("km kilometer kilometers kilometre kilometres mile miles".split())
_BACK = 7
"""Words read backwards from a name to its preposition."""
Told = tuple[PlaceRole, str]


def roles_of(report: Report, found: Sequence[Found], places: Sequence[Candidate | None]) -> list[Told]:
    """Role and reason of each name, in their order."""
    out: list[Told] = []
    for n, (one, place) in enumerate(zip(found, places, strict=True)):
        told = _role(report, one, place)
        if told[0] == "unknown" and n and out[-1][0] in {"location", "origin", "destination"}:
            between = report.text[found[n - 1].end : one.start]
            if _GOES_ON.fullmatch(between):
                told = (out[-1][0], f"goes on from {found[n - 1].name!r}")
        out.append(told)
    return out


def _role(report: Report, one: Found, place: Candidate | None) -> Told:
    if place is not None and place.how == "d" and not is_short_name(one.name):
        return "demonym", "a demonym"
    if one.dateline:
        return "location", "dateline"
    if one.part and one.after in words("body"):
        return "name-part", f"part of a name with {one.after!r}"
    governed = _governor(report.text, one)
    if place is not None and place.kind in {"sea", "area", "point"} and governed in {"on", "over", "of", "across", "along"}:
        return "location", f"after {governed!r}"
    if governed in words("location") - {"on", "over", "between"}:
        return "location", f"after {governed!r}"
    if governed in words("origin"):
        return "origin", f"after {governed!r}"
    if governed in words("destination"):
        return "destination", f"after {governed!r}"
    if place is not None and place.kind in {"country", "city"} and one.after in words("government"):
        return "government", f"does what governments do: {one.after!r}"
    if governed in words("topic"):
        return "topic", f"after {governed!r}"
    return "unknown", "nothing around it tells"


def _governor(text: str, one: Found) -> str:
    """The preposition or verb that governs the name, in lower case; "" where there is none near."""
    left = _WORD.findall(text[max(0, one.start - 90) : one.start])[-_BACK:]
    nouns, small = words("place-nouns"), {"the", "a", "an", "its", "their", "his", "and", "of", "'s"}
    passed = False
    while left:
        word = left.pop()
        low = word.casefold()
        if low in _MEASURES or (low == "on" and passed):
            return "near" if low != "on" else "in"
        passed = passed or low in nouns
        if low in words("location") | words("origin") | words("destination") | words("topic"):
            return low
        if low == "of":
            if left and left[-1].casefold() == "out":
                return "from"
            if not (left and left[-1].casefold() in nouns):
                return "of"
            continue
        leans = low in small or low in nouns or low in words("directions") or word[0].isupper() or low.isdigit()
        if not (leans or low.endswith(("ed", "held", "ern", "ous", "ing"))):
            return ""
    return ""


def is_short_name(name: str) -> bool:
    """Whether the words are a country's short name such as "US", not an adjective or a people."""
    return name.replace(".", "") in {"US", "USA", "UK"}
