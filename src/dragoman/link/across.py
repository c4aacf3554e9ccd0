"""One event, many reports: which mentions may tell the same event, and how likely it is that they do."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from dragoman.link.across_cluster import cluster
from dragoman.link.across_features import FEATURES, date_gap
from dragoman.link.across_sketch import Sketch
from dragoman.link.across_words import weight
from dragoman.records import Link, Why

REACHES = {"D": 1, "M": 32, "Y": 3700}
"""Files by the length of a date in days: a day, up to a month, up to ten years (what is longer is filed with these)."""
AVERAGE = 0.4
"""Mean probability that groups of mentions must have to become one incident: chosen on the half that is fitted on."""
SLACK = 1
"""Days that two reports' dates of one event may differ by."""
REPORTED = 3
"""Days between reports within which a mention without a date is compared."""
NOBODY = "---"
SHOWN = 5
"""Reasons that a link carries, the weightiest."""


@functools.cache
def weights() -> tuple[float, dict[str, float], float]:
    """(bias, weight of each feature, least score of a link), fitted by ``dragoman eval links --fit``."""
    data = json.loads(files("dragoman.data").joinpath("link", "weights.json").read_text("utf8"))
    return float(data["bias"]), {name: float(w) for name, w in data["weights"].items()}, float(data["threshold"])


def features(a: Sketch, b: Sketch) -> dict[str, tuple[float, str]]:
    """What the features find of two mentions; symmetric."""
    found = ((name, feature(a, b)) for name, feature in FEATURES.items())
    return {name: value for name, value in found if value is not None}


def score(a: Sketch, b: Sketch) -> float:
    """Probability that two mentions tell the same event; 0 where type or status differ."""
    if a.type != b.type or a.status != b.status:
        return 0.0
    bias, weight, _ = weights()
    odds = bias + sum(weight.get(name, 0.0) * value for name, (value, _) in features(a, b).items())
    return 1 / (1 + math.exp(-odds))


def link(a: Sketch, b: Sketch) -> Link:
    """The link of two mentions with its reasons; ``a`` is the smaller id."""
    if b.id < a.id:
        a, b = b, a
    _, weight, _ = weights()
    parts = [
        Why(f"link.{name}", round(weight.get(name, 0.0) * value, 4), note)
        for name, (value, note) in features(a, b).items()
    ]
    parts.sort(key=lambda why: (-abs(why.score or 0.0), why.by))
    return Link(a.id, b.id, score(a, b), tuple(parts[:SHOWN]))


def blocks(mention: Sketch) -> Iterator[tuple[str, int]]:
    """(key, day) under which a mention is filed: its type and status with each of its sides, by date and by report."""
    for key in _filed(mention):
        if mention.first is not None and mention.last is not None:
            yield f"{_grain(mention)}|{key}", mention.first
        if mention.published is not None:
            yield f"{'P' if mention.first is not None else 'U'}|{key}", mention.published


def lookups(mention: Sketch) -> Iterator[tuple[str, int, int]]:
    """(key, first day, last day) of the files in which its fellows may be."""
    for key in _looked_for(mention):
        if mention.first is not None and mention.last is not None:
            for grain, days in REACHES.items():
                yield f"{grain}|{key}", mention.first - days - SLACK, mention.last + SLACK
        if mention.published is not None:
            near = mention.published - REPORTED, mention.published + REPORTED
            yield f"U|{key}", *near
            if mention.first is None:
                yield f"P|{key}", *near


def _filed(mention: Sketch) -> list[str]:
    """Under each actor, and under each recipient: apart where no actor is known ("0<")."""
    named = [f">{side}" for side in mention.actors]
    return _keys(mention, named + [f"{'' if named else '0'}<{side}" for side in mention.recipients])


def _looked_for(mention: Sketch) -> list[str]:
    """An actor in common; or a recipient, where one of the two names no actor."""
    named = [f">{side}" for side in mention.actors]
    done_to = [f"0<{side}" for side in mention.recipients]
    return _keys(mention, named + done_to + ([] if named else [f"<{side}" for side in mention.recipients]))


def _keys(mention: Sketch, sides: list[str]) -> list[str]:
    return [f"{mention.type}|{mention.status}|{side}" for side in sides or [f"@{mention.place_country or NOBODY}"]]


def _grain(mention: Sketch) -> str:
    days = (mention.last or 0) - (mention.first or 0)
    return next((grain for grain, most in REACHES.items() if days <= most), "Y")


def comparable(a: Sketch, b: Sketch) -> bool:
    """Whether two mentions are a candidate pair: two reports, dates that do not exclude each other."""
    if a.report == b.report or a.type != b.type or a.status != b.status:
        return False
    return dates_agree(a, b)


def likeliest(mine: Sketch, others: Mapping[int, Sketch], most: int) -> list[int]:
    """The keys of up to ``most`` mentions worth a score, in order: those whose words have most in common with mine."""
    if len(others) <= most:
        return sorted(others)
    told = {word: weight(word) for word in {*mine.words, *mine.near, *mine.trigger}}

    def shared(other: Sketch) -> float:
        return sum(told.get(word, 0.0) for word in {*other.words, *other.near, *other.trigger})

    ranked = sorted(others, key=lambda key: (-round(shared(others[key]), 6), key))
    return sorted(ranked[:most])


def dates_agree(a: Sketch, b: Sketch) -> bool:
    """Whether the dates of two mentions can be one; an unknown date agrees with every other."""
    gap = date_gap(a, b)
    return gap is None or gap <= SLACK


def may_be_one(group: Sequence[Sketch], other: Sequence[Sketch]) -> bool:
    """Whether two groups of mentions can be one incident.

    No two of their dates may exclude each other, and no two mentions may have wholly other sides. Two mentions of one
    report are two events, unless they are as alike as a link asks.
    """
    least = weights()[2]
    for a in group:
        for b in other:
            if not dates_agree(a, b) or _strangers(a, b):
                return False
            if a.report == b.report and score(a, b) < least:
                return False
    return True


def _strangers(a: Sketch, b: Sketch) -> bool:
    apart = a.actors and b.actors and not set(a.actors) & set(b.actors)
    return bool(apart and not set(a.recipients) & set(b.recipients))


def incidents_of(mentions: Mapping[int, Sketch], links: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """The mentions in groups, each one incident, by constrained clustering of their links."""

    @functools.lru_cache(100_000)
    def affinity(a: int, b: int) -> float:
        return score(mentions[a], mentions[b])

    return cluster(
        mentions, links,
        may_join=lambda x, y: may_be_one([mentions[n] for n in x], [mentions[n] for n in y]),
        affinity=lambda a, b: affinity(min(a, b), max(a, b)), least=AVERAGE,
    )  # fmt: skip
