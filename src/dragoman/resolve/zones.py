"""The parts of a phrase: where its head ends, what is joined, which capitalised words are a name."""

from __future__ import annotations

import re

from dragoman.resolve.items import Item, capital
from dragoman.resolve.wordlists import (
    AFTER_NAME,
    BEFORE_NOUNS,
    DETERMINERS,
    JOINERS,
    NAME_PARTICLES,
    QUANTITIES,
    ZONE_ENDS,
)

_ALWAYS_ENDS = frozenset({"who", "whom", "that", "which", "is", "was", "were", "are"})


_PORTFOLIO = re.compile(r"minister|ministry|secretary|department|committee|commission")


def trailing_name(zone: list[Item]) -> tuple[str | None, int]:
    """Capitalised words at the end of the zone that no list has, and where they begin."""
    until = len(zone)
    while until and _is_name_part(zone[until - 1], until < len(zone)):
        until -= 1
    while until < len(zone) and zone[until].fold in NAME_PARTICLES - {"al"} and zone[until].text.islower():
        until += 1
    words = [x.text for x in zone[until:]]
    if not words or all(len(w.strip(".")) <= 1 for w in words):
        return None, len(zone)
    return " ".join(words), until


def _is_name_part(item: Item, inside: bool) -> bool:
    if item.entry is None and item.person is None and capital(item.text):
        return item.fold not in AFTER_NAME and item.fold not in DETERMINERS
    if not inside:
        return False
    return item.fold in NAME_PARTICLES or item.text == "."


def unwrap(items: list[Item]) -> list[Item]:
    """The phrase without a quantity before "of": dozens of Iraqi prisoners, a group of, some of."""
    for i, item in enumerate(items[:6]):
        if item.fold in {"of", "among"} and i and items[i - 1].fold in QUANTITIES and not items[i - 1].own:
            if any(x.is_named for x in items[:i]):
                return items
            return unwrap(items[i + 1 :])
    return items


def zone_end(items: list[Item]) -> int:
    """Where the head zone ends: at the first preposition, relative or verb behind the head."""
    started = False
    for i, item in enumerate(items):
        if (
            item.entry is None
            and item.person is None
            and item.fold in ZONE_ENDS
            and (started or item.fold in _ALWAYS_ENDS)
            and i
        ):
            return i
        started = started or item.entry is not None or item.person is not None or (capital(item.text) and i > 0)
        started = started or (item.text.islower() and item.text.isalpha() and item.fold not in BEFORE_NOUNS)
    return len(items)


def without_brackets(items: list[Item]) -> list[Item]:
    """The phrase without a short bracket inside it: "Arab League (AL) Secretary General Amr Moussa"."""
    for i, item in enumerate(items):
        if item.text == "(":
            close = next((j for j in range(i + 1, min(i + 5, len(items))) if items[j].text == ")"), None)
            if close is not None and i > 0 and close + 1 < len(items):
                return without_brackets(items[:i] + items[close + 1 :])
    return items


def chunks_of(items: list[Item]) -> list[list[Item]]:
    """The parts of a joint phrase: "Egypt, Syria and Jordan", "Syrian and Lebanese officials"."""
    joins = [i for i, x in enumerate(items) if x.entry is None and x.fold in JOINERS and not _inside_a_title(items, i)]
    if not joins or (joins[0] == 0 and len(joins) == 1):
        return [items]
    cuts = set(joins)
    cuts |= {i for i, x in enumerate(items) if x.text == "," and i < joins[-1] and _lists(items, i)}
    chunks: list[list[Item]] = [[]]
    for i, item in enumerate(items):
        if i in cuts:
            chunks.append([])
        else:
            chunks[-1].append(item)
    return [c for c in chunks if any(x.fold not in DETERMINERS for x in c)]


def _inside_a_title(items: list[Item], join: int) -> bool:
    """Whether "and" joins the parts of one portfolio: "Minister of Labour and Social Security"."""
    if not 0 < join < len(items) - 1:
        return False
    left, right = items[join - 1], items[join + 1]
    titled = any(x.is_role and _PORTFOLIO.search(x.fold) for x in items)
    plain = all(x.person is None and (x.entry is None or x.is_role) and x.text[0].isupper() for x in (left, right))
    return titled and plain and not (left.is_role and right.is_role) and not _PORTFOLIO.search(left.fold)


def _lists(items: list[Item], comma: int) -> bool:
    """Whether a comma stands in a list, not before an apposition."""
    after = [x for x in items[comma + 1 : comma + 4] if x.fold not in DETERMINERS]
    return bool(after) and (after[0].is_named or after[0].person is not None or after[0].text[0].isupper())
