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
_MEASURES = frozenset({"km", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles"})
_JOINED = frozenset({"based", "born", "led", "backed", "funded", "trained", "made", "educated"})
_BACK = 7
"""Words read backwards from a name to its preposition."""
Told = tuple[PlaceRole, str]
_GOVERNED: tuple[tuple[PlaceRole, str], ...] = (
    ("location", "location"),
    ("origin", "origin"),
    ("destination", "destination"),
)
_SURFACE = frozenset({"on", "over", "of", "across", "along"})
"""Prepositions that stand before a sea, an island or an area where something was."""
_NOT_ALONE = frozenset({"on", "over", "between"})
"""Prepositions of place that as often stand before a topic."""


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
    by_form = _by_form(report.text, one, place)
    if by_form is not None:
        return by_form
    governed = _governor(report.text, one)
    kind = place.kind if place is not None else ""
    flat = _SURFACE - {"on", "of"} if kind == "area" else _SURFACE  # "talks on the Korean Peninsula"
    if place is not None and place.label and kind != "country" and governed in flat:
        return "location", f"after {governed!r}"
    for role, listed in _GOVERNED:
        if governed in words(listed) - _NOT_ALONE:
            return role, f"after {governed!r}"
    if kind in {"country", "city"} and one.after in words("government"):
        return "government", f"does what governments do: {one.after!r}"
    if governed in words("topic"):
        return "topic", f"after {governed!r}"
    return "unknown", "nothing around it tells"


def _by_form(text: str, one: Found, place: Candidate | None) -> Told | None:
    """The role that the words themselves tell, whatever governs them."""
    if is_short_name(one.name):
        if _adjective(text, one):
            return "demonym", "stands before a noun"
    elif place is not None and place.how == "d":
        return "demonym", "a demonym"
    if one.after in _JOINED and text[one.end : one.end + 1] == "-":
        return "unknown", f"says only that somebody is {one.after!r}"
    if one.dateline:
        return "location", "dateline"
    if one.part and one.after in words("body"):
        return "name-part", f"part of a name with {one.after!r}"
    return None


def _governor(text: str, one: Found) -> str:
    """The preposition or verb that governs the name, in lower case; "" where there is none near."""
    left = _WORD.findall(text[max(0, one.start - 90) : one.start])[-_BACK:]
    nouns, small = words("place-nouns"), {"the", "a", "an", "its", "their", "his", "and", "of", "'s"}
    passed = False
    while left:
        word = left.pop()
        low: str = word.casefold()
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
        if not (leans or low.endswith(("ed", "held", "ern", "ous", "bouring", "boring"))):
            return ""
    return ""


def _adjective(text: str, one: Found) -> bool:
    """Whether "US" stands before a noun: "US sanctions", "US President"."""
    after = one.after
    if not after[:1].isalpha() or not text[one.end : one.end + 1].isspace():
        return False
    lists = ("functions", "location", "origin", "topic", "government", "says")
    return not any(after in words(name) for name in lists)


def is_short_name(name: str) -> bool:
    """Whether the words are a country's short name such as "US", not an adjective or a people."""
    return name.replace(".", "") in {"US", "USA", "UK"}
