"""Towns that the lexicon does not have: whose are "residents of Isangel", "In Catania masked men"?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from dragoman.resolve.gazetteer import Gazetteer
from dragoman.resolve.senses import Sense

_LARGE = 50_000
"""A town that lies in no state of the report counts only if it has so many people."""
PREPOSITIONS = frozenset({"in", "at", "near", "outside", "around"})
_INSIDE = re.compile(r"\b(?:in|of|at|near|outside|around|from) ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+){0,2})")


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


@lru_cache(maxsize=8192)
def _candidates(name: str) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for place in _gazetteer().find(name):
        if place.country and place.how in {"n", "o"}:
            found[place.country] = max(found.get(place.country, 0), place.population)
    return tuple(found.items())


def state_of(name: str, prefer: Mapping[str, float]) -> str | None:
    """The state of a town: one that the report speaks of, else the one of a large town; None where neither is."""
    found = _candidates(name)
    spoken = [(prefer[country], people, country) for country, people in found if prefer.get(country)]
    if spoken:
        return max(spoken)[2]
    large = [(people, country) for country, people in found if people >= _LARGE]
    return max(large)[1] if large else None


def with_town(sense: Sense, phrase: str, prefer: Mapping[str, float]) -> Sense:
    """``sense`` with the state of the town that its phrase names behind a preposition, if there is one."""
    for match in _INSIDE.finditer(phrase):
        if state := state_of(match.group(1), prefer):
            return replace(sense, country=state, by="gazetteer.in", note=f"{match.group(1)} lies there")
    return sense


def only_place(sense: Sense) -> Sense:
    """A bare name that nothing in the report explains, if it is the name of places of one state only."""
    found = {country for country, _ in _candidates(sense.name)}
    if len(found) != 1:
        return sense
    note = f"{sense.name} is a place there, and no person of that name is known"
    return replace(sense, country=found.pop(), sector="CVL", kind="group", by="gazetteer.place", note=note)
