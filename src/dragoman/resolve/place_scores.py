"""Which place a name means: scores that add up, with population last.

A score is in powers of ten of inhabitants: a place inside the state named behind the comma beats one
with a hundred million times as many. Constants were set by hand on reports of our own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.resolve.gazetteer import Candidate

MOST = 40
"""Candidates of one name that are looked at, by inhabitants; GeoNames has 90 places called Washington."""
INSIDE, OUTSIDE = 9.0, -4.0
SAME_COUNTRY, SAME_REGION, NEAR, HOME = 2.0, 2.5, 2.5, 4.0
REACH = 150.0
"""Kilometres at which nearness counts a third."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a publisher is at home: a middle in degrees, the number of its region, its country."""

    latitude: float
    longitude: float
    region: int
    country: str | None


@dataclass(slots=True)
class Name:
    """One name of a report with its candidates; ``container`` are the places that lie behind its comma."""

    key: str
    candidates: list[Candidate]
    division: bool
    count: int = 1
    containers: list[Candidate] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    contains: bool = False
    """Whether it stands behind a comma as the container of another name."""
    mayor: str = ""

    @property
    def best(self) -> Candidate | None:
        """The candidate with the highest score."""
        return self.candidates[max(range(len(self.scores)), key=self.scores.__getitem__)] if self.scores else None

    @property
    def confidence(self) -> float:
        """Between 0 and 1, by the distance to the next candidate."""
        if len(self.scores) < 2:  # noqa: PLR2004 - nothing to choose from
            return 1.0
        first, second = sorted(self.scores, reverse=True)[:2]
        return 1 - math.exp(-(first - second + 0.1) / 1.5)


def kilometres(a: Candidate | Home, b: Candidate | Home) -> float:
    """Distance on a flat map about the middle of both; good enough below a thousand kilometres."""
    east = (a.longitude - b.longitude + 180) % 360 - 180
    east *= math.cos(math.radians((a.latitude + b.latitude) / 2))
    return 111.2 * math.hypot(a.latitude - b.latitude, east)


def prior(candidate: Candidate, name: Name) -> float:
    """What the name alone says: inhabitants, kind, own or other name."""
    score = math.log10(candidate.population + 10)
    score += {"n": 0.0, "o": -1.3, "a": 1.0, "d": 2.0}[candidate.how]
    match candidate.kind:
        case "country":
            score += 4.0
        case "region":
            score += _region(candidate, name)
        case "district":
            score += 2.5 if name.division else -3.0
        case "area" | "sea" | "point":
            score += 1.5
        case _:
            score += -3.0 if name.division else 0.0
    return score


def _region(candidate: Candidate, name: Name) -> float:
    """A region counts less than the city of its name in its own country, unless the words say region."""
    if name.division:
        return 2.0
    if name.contains:
        return 3.0
    twin = any(
        c.kind == "city" and c.how in "n" + candidate.how and c.population > 0.1 * candidate.population
        and (c.country == candidate.country or kilometres(c, candidate) < REACH)
        for c in name.candidates
    )  # fmt: skip
    return -2.0 if twin else 0.8


def choose(names: Sequence[Name], home: Home | None, countries: Iterable[str], rounds: int = 3) -> None:
    """Score the candidates of all names, each by what the others mean at present; fills ``scores``."""
    actors = frozenset(countries)
    for name in names:
        name.scores = [prior(c, name) + _fixed(c, name, home, actors) for c in name.candidates]
    fixed = [list(name.scores) for name in names]
    for _ in range(rounds):
        now = [(name, best, name.confidence) for name in names if (best := name.best) is not None]
        new = []
        for name, base in zip(names, fixed, strict=True):
            others = [(b, w * min(2.0, 1 + 0.25 * (n.count - 1)), n) for n, b, w in now if n is not name]
            new.append([s + _context(c, others) for s, c in zip(base, name.candidates, strict=True)])
        for name, scores in zip(names, new, strict=True):
            name.scores = scores


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether ``inner`` lies in the country, region or district ``outer``."""
    if inner.number == outer.number:
        return False
    if outer.kind == "country":
        return inner.country == outer.country and inner.kind != "country"
    return outer.number in {inner.admin1, inner.admin2} or (
        outer.label is not None and outer.country == inner.country and kilometres(inner, outer) < 2 * REACH
    )


def _fixed(candidate: Candidate, name: Name, home: Home | None, actors: frozenset[str]) -> float:
    score = 0.0
    if name.containers:
        score += INSIDE if any(lies_in(candidate, outer) for outer in name.containers) else OUTSIDE
    if home is not None and candidate.kind not in {"country", "area", "sea"}:
        score += HOME * math.exp(-kilometres(candidate, home) / REACH)
        score += 1.0 * (home.country == candidate.country) + 1.0 * (home.region == candidate.admin1 != 0)
    if candidate.country in actors:
        score += 0.7
    return score


def _context(candidate: Candidate, others: Sequence[tuple[Candidate, float, Name]]) -> float:
    country = region = near = 0.0
    for other, weight, _ in others:
        if other.country == candidate.country and other.country is not None:
            country += weight
            if candidate.admin1 and candidate.admin1 == other.admin1:
                region += weight
            if other.kind not in {"country", "area", "sea", "region"} and candidate.kind not in {"country", "region"}:
                near = max(near, weight * math.exp(-kilometres(candidate, other) / REACH))
    total = sum(weight for _, weight, _ in others) or 1.0
    return (
        SAME_COUNTRY * country / max(total, 1.0)
        + SAME_REGION * min(1.0, region / 2.0)
        + NEAR * near
    )  # fmt: skip
