"""Actors of a store that may be one: near-duplicates with explainable features, each with its part in the score.

Pure functions. Nothing is merged by them: they propose, a person decides (``dragoman actors merge``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from dragoman.data.knowledge.people import skeleton
from dragoman.data.knowledge.words import fold
from dragoman.records import Why

BIAS = -4.0
WEIGHTS = {
    "same_wikidata": 7.0, "other_wikidata": -7.0, "known_person": 6.5, "known_alias": 5.0, "same_name": 5.0,
    "spelling": 5.0, "swapped": 3.5, "longer_name": 3.5, "initials": 2.5, "surname": 2.0, "one_letter": 3.0,
    "acronym": 3.0, "same_country": 1.0, "country_unknown": 0.3, "other_country": -2.0, "same_office": 1.5,
    "same_sector": 0.5, "other_sector": -0.5, "common_surname": -1.5, "together": -2.5, "years_apart": -0.7,
}  # fmt: skip
"""Set by hand, and checked by reading proposals (docs/actors.md has the figures)."""
LEAST = 0.5
COMMON = 4
"""Actors of the store with one surname from which the surname says little."""
APART = 15 * 365
"""Days between two actors' reports from which they are rarely one."""
MOST_IN_BLOCK = 60
LONG_NAME = 10
LEAST_LETTERS = 8
LONG_SPELLING = 12
LEAST_RATIO = 0.6
SHORT = 0.5
"""How much a name of one word counts."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of an actor of the store."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    offices: frozenset[str]
    wikidata: str | None
    aliases: frozenset[str]
    """Names that the knowledge has for it, folded."""
    reports: frozenset[str]
    """Ids of reports that have it in a slot."""
    first: int | None
    """Day of the first and last of them, in days since 1970-01-01."""
    last: int | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two actors that may be one; ``kept`` is the one that more is known of."""

    gone: Known
    kept: Known
    score: float
    reasons: tuple[Why, ...]
    """The weightiest first; ``score`` of each is its part in the log odds."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "gone": {"id": self.gone.id, "name": self.gone.name, "reports": sorted(self.gone.reports)[:SHOWN]},
            "kept": {"id": self.kept.id, "name": self.kept.name, "reports": sorted(self.kept.reports)[:SHOWN]},
            "score": round(self.score, 4),
            "reasons": [why.to_dict() for why in self.reasons],
        }


SHOWN = 5


def propose(
    actors: Sequence[Known], least: float = LEAST, apart: Collection[frozenset[str]] = frozenset()
) -> list[Proposal]:
    """Pairs that may be one actor, the likeliest first; of an actor that fits several only the best pair.

    ``apart`` are pairs of ids that are known to be two.
    """
    surnames = Counter(_last(a.name) for a in actors)
    best: dict[str, Proposal] = {}
    for one, other in candidates(actors):
        if frozenset((one.id, other.id)) in apart:
            continue
        made = compare(one, other, surnames)
        if made.score >= least and made.score > (best[made.gone.id].score if made.gone.id in best else 0.0):
            best[made.gone.id] = made
    return sorted(best.values(), key=lambda p: (-p.score, -len(p.gone.reports | p.kept.reports), p.gone.id))


def candidates(actors: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    """Pairs that share a block: spelling, surname, the same words, or an acronym."""
    blocks: dict[str, list[Known]] = {}
    for actor in actors:
        for key in _blocks(actor):
            blocks.setdefault(key, []).append(actor)
    seen: set[frozenset[str]] = set()
    for block in blocks.values():
        if len(block) > MOST_IN_BLOCK:
            continue
        for one, other in combinations(block, 2):
            pair = frozenset((one.id, other.id))
            if pair not in seen and (one.kind == other.kind or "unknown" in {one.kind, other.kind}):
                seen.add(pair)
                yield one, other


def _blocks(actor: Known) -> set[str]:
    words = fold(actor.name).split()
    rough = skeleton(actor.name).split()
    keys = {f"n {' '.join(sorted(rough))}", f"a {initials(actor.name)}"}
    keys |= {f"w {alias}" for alias in actor.aliases} | {f"w {fold(actor.name)}"}
    if actor.wikidata:
        keys.add(f"q {actor.wikidata}")
    if actor.kind == "person" and rough:
        keys |= {f"s {rough[-1]}", f"l {words[-1][:4]}"}
    if len(words) == 1 and actor.name.isupper():
        keys.add(f"a {fold(actor.name)}")
    return keys


def compare(a: Known, b: Known, surnames: Counter[str]) -> Proposal:
    """How likely ``a`` and ``b`` are one, and why."""
    gone, kept = sorted((a, b), key=lambda k: (k.wikidata is not None, len(k.reports), len(k.name), k.id))
    found = dict(_name_features(a, b, surnames)) | dict(_other_features(a, b))
    reasons = [Why(f"actor.{n}", round(WEIGHTS[n] * value, 4), note) for n, (value, note) in found.items()]
    reasons.sort(key=lambda why: (-abs(why.score or 0.0), why.by))
    odds = BIAS + sum(why.score or 0.0 for why in reasons)
    return Proposal(gone, kept, 1 / (1 + math.exp(-odds)), tuple(reasons))


Feature = tuple[str, tuple[float, str]]


def _name_features(a: Known, b: Known, surnames: Counter[str]) -> Iterator[Feature]:
    one, other = fold(a.name), fold(b.name)
    both = f"{a.name}; {b.name}"
    # One word ("Wang", "Obama") is the name of many.
    trust = 1.0 if a.kind != "person" or (" " in one and " " in other) else SHORT
    name = _name_feature(one, other, a.kind == "person")
    value = _likeness(one, other) if name == "spelling" else trust if name == "same_name" else 1.0
    known = one in b.aliases or other in a.aliases
    # An acronym or a spelling that the knowledge has is one reason, not two: the weightier counts.
    if known and name == "same_name" and a.kind == "person" and trust == 1.0:
        yield "known_person", (1.0, f"{a.name}: the full name of a person in the knowledge")
    elif known and (name is None or WEIGHTS["known_alias"] * trust >= WEIGHTS[name] * value):
        yield "known_alias", (trust, f"{both}: names of one in the knowledge")
    elif name:
        yield name, (value, both)
    n = surnames[_last(a.name)]
    if name in {"surname", "initials", "longer_name"} and _last(a.name) == _last(b.name) and n >= COMMON:
        yield "common_surname", (1.0, f"{n} actors of this surname")


def _name_feature(one: str, other: str, person: bool) -> str | None:  # noqa: PLR0911 (a list of cases)
    if one == other:
        return "same_name"
    first, second = one.replace("-", " ").split(), other.replace("-", " ").split()
    if first == second or (skeleton(one) == skeleton(other) and _alike(first, second)):
        return "spelling"
    if sorted(first) == sorted(second):
        return "swapped"
    short, long = sorted((first, second), key=len)
    if person and len(short) > 1 and _part_of(short, long) and short[-1] == long[-1]:
        return "longer_name"
    if (
        person
        and len(short) > 1
        and short[-1] == long[-1]
        and short[0][0] == long[0][0]
        and 1 in map(len, _firsts(short, long))
    ):
        return "initials"
    if person and len(short) == 1 and short[0] == long[-1]:
        return "surname"
    if not person and (initials(one) == other.replace(".", "") or initials(other) == one.replace(".", "")):
        return "acronym"
    if len(first) == len(second) and min(len(one), len(other)) >= LONG_NAME and _one_letter(one, other):
        return "one_letter"
    return None


def _likeness(one: str, other: str) -> float:
    """How like two spellings are, 0 to 1: short names of few letters ("Li Ming", "Liu Min") say little."""
    one, other = (re.sub(r"[^a-z]", "", name) for name in (one, other))
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(0.0, (ratio - LEAST_RATIO) / (1 - LEAST_RATIO)) * min(1.0, min(len(one), len(other)) / LONG_SPELLING)


def _firsts(short: Sequence[str], long: Sequence[str]) -> tuple[str, str]:
    return short[0].strip("."), long[0].strip(".")


def _alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether words of one skeleton are long enough to be one ("Andrei", "Andrey"; not "Li" and "Lee")."""
    return sum(map(len, first)) >= LEAST_LETTERS and len(first) == len(second)


def _part_of(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of ``short`` stand in ``long`` in this order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _one_letter(one: str, other: str) -> bool:
    """Whether one letter is other, more or missing, not in the first place of a word."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    if at == 0 or one[at - 1] == " ":
        return False
    return one[at + 1 :] == other[at + 1 :] or one[at:] == other[at + 1 :] or one[at + 1 :] == other[at:]


def _other_features(a: Known, b: Known) -> Iterator[Feature]:
    if a.wikidata and b.wikidata:
        same = a.wikidata == b.wikidata
        yield ("same_wikidata" if same else "other_wikidata"), (1.0, f"{a.wikidata}; {b.wikidata}")
    if a.country is None or b.country is None:
        yield "country_unknown", (1.0, f"{a.country or b.country or 'no country'}")
    else:
        yield ("same_country" if a.country == b.country else "other_country"), (1.0, f"{a.country}; {b.country}")
    if a.sector and b.sector:
        yield ("same_sector" if a.sector == b.sector else "other_sector"), (1.0, f"{a.sector}; {b.sector}")
    if shared := a.offices & b.offices:
        yield "same_office", (1.0, min(shared))
    if together := a.reports & b.reports:
        share = len(together) / min(len(a.reports), len(b.reports))
        yield "together", (share, f"both in {len(together)} reports, such as {min(together)}")
    if None not in (a.first, a.last, b.first, b.last):
        gap = max(a.first - b.last, b.first - a.last)  # type: ignore[operator]
        if gap > APART:
            yield "years_apart", (1.0, f"{gap // 365} years between their reports")


def initials(name: str) -> str:
    """The first letters of the capitalised words, in lower case: "International Atomic Energy Agency" is "iaea"."""
    return "".join(word[0] for word in fold(name).replace("-", " ").split() if word not in {"of", "the", "for", "and"})


def _last(name: str) -> str:
    return fold(name).split()[-1] if name.split() else ""
