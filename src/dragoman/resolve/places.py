"""The places of a report: which words are place names, which places they mean, in which role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.records import Report, Span, Toponym, Why
from dragoman.resolve.gazetteer import Candidate, Gazetteer, key
from dragoman.resolve.place_roles import Told, roles_of
from dragoman.resolve.place_scores import MOST, Home, Name, choose, kilometres, lies_in
from dragoman.resolve.place_spans import Found, find_names
from dragoman.resolve.place_words import words

UNSURE = 0.27
"""Confidence below which a small place is not told: nothing but chance speaks for it."""
_WIDE = frozenset({"country", "region", "district"})
"""Kinds that stand behind a comma as what holds the place before it."""
_BETWEEN = re.compile(r"\s*,\s*")


class PlaceResolver:
    """Fills ``report.places``. ``homes`` tells where publishers (domains) are at home."""

    def __init__(self, gazetteer: Gazetteer, homes: Mapping[str, Home] | None = None) -> None:
        """A resolver over ``gazetteer``; ``homes`` may come from :meth:`learn_homes`."""
        self.gazetteer = gazetteer
        self.homes = dict(homes or {})

    def resolve(self, report: Report) -> Report:
        """The report with ``places``, in the order of the text."""
        found = find_names(report, self.gazetteer)
        return replace(report, places=self.toponyms(report, found))

    def toponyms(self, report: Report, found: Sequence[Found]) -> tuple[Toponym, ...]:
        """The records for names that were found; one that cannot be told keeps place None and says why."""
        names, of = self._names(report, found)
        choose(names, self.home_of(report), _countries(report))
        roles = roles_of(report, found, [name.best for name in of])
        return tuple(_toponym(report, *parts) for parts in zip(found, of, roles, strict=True))

    def home_of(self, report: Report) -> Home | None:
        """Where the report's publisher is at home, as far as is known."""
        publisher = domain(report)
        return self.homes.get(publisher) if publisher else None

    def learn_homes(self, reports: Iterable[Report]) -> dict[str, Home]:
        """Where each publisher of ``reports`` is at home: the middle of what its reports are surest of.

        Needs reports with sentences (and ``url`` or ``publisher``); uses no annotation.
        """
        votes: dict[str, dict[Candidate, float]] = defaultdict(lambda: defaultdict(float))
        for report in reports:
            if publisher := domain(report):
                names, _ = self._names(report, find_names(report, self.gazetteer))
                choose(names, self.homes.get(publisher), _countries(report))
                for name in names:
                    best = name.best
                    if best is not None and best.kind in {"city", "district"}:
                        votes[publisher][best] += name.confidence * (1 + bool(name.containers))
        return {p: home for p, counted in votes.items() if (home := _home(counted)) is not None}

    def _names(self, report: Report, found: Sequence[Found]) -> tuple[list[Name], list[Name]]:
        names: dict[tuple[object, ...], Name] = {}
        of: list[Name] = []
        follows = [self._container(report.text, found, n) for n in range(len(found))]
        behind = {n for n in follows if n is not None}
        boxes = {key(f.name): found[n].name for n, f in zip(follows, found, strict=True) if n is not None}
        for n, one in enumerate(found):
            wanted = key(one.name)
            at = follows[n]
            box = found[at].name if at is not None else None if n in behind else boxes.get(wanted)
            mark = (wanted, one.division, key(box) if box else "", n in behind)
            if mark in names:
                names[mark].count += 1
            else:
                names[mark] = self._name(one, box, contains=n in behind)
            of.append(names[mark])
        return list(names.values()), of

    def _container(self, text: str, found: Sequence[Found], n: int) -> int | None:
        """The index of the name behind the comma of name ``n``, where a place of that name can lie in it."""
        if n + 1 >= len(found) or not _BETWEEN.fullmatch(text[found[n].end : found[n + 1].start]):
            return None
        outer = [c for c in self.gazetteer.find(found[n + 1].name) if c.kind in _WIDE and c.how != "d"]
        inner = self.gazetteer.find(found[n].name)
        return n + 1 if any(lies_in(a, b) for b in outer for a in inner) else None

    def _name(self, one: Found, box: str | None, *, contains: bool) -> Name:
        candidates = sorted(self.gazetteer.find(one.name), key=lambda c: -c.population)
        if one.division and one.after in words("division"):
            longer = self.gazetteer.find(f"{one.name} {one.after}")
            candidates = [*longer, *(c for c in candidates if c.number not in {x.number for x in longer})]
        containers: list[Candidate] = []
        if box:
            outer = [
                c for c in self.gazetteer.find(box) if c.kind in {"country", "region", "district"} and c.how != "d"
            ]
            containers = [c for c in outer if c.how in "na"] or outer
            if any(c.kind == "country" and c.how == "n" for c in candidates):  # "Iraq, Iran" is a list of two countries
                containers = [c for c in containers if c.kind != "country"]
        if not containers or not contains:
            candidates = candidates[: MOST if not containers else 400]
        return Name(key(one.name), candidates, one.division, containers=containers, contains=contains)


def domain(report: Report) -> str | None:
    """The publisher's domain: ``publisher``, or the host of ``url`` without ``www.``."""
    if report.publisher:
        return report.publisher.casefold().removeprefix("www.")
    if report.url:
        host = report.url.split("//")[-1].split("/")[0].split(":")[0]
        return host.casefold().removeprefix("www.") or None
    return None


def _countries(report: Report) -> set[str]:
    return {actor.country for _, actor in report.entities if actor.country and ":" not in actor.country}


def _home(counted: Mapping[Candidate, float]) -> Home | None:
    """The place with most weight around it, where it is a good part of all."""
    total = sum(counted.values())
    best, most = None, 0.0
    for place in sorted(counted, key=lambda c: -counted[c])[:25]:
        near = sum(w for other, w in counted.items() if kilometres(place, other) < 100)  # noqa: PLR2004 - a county or two
        if near > most:
            best, most = place, near
    if best is None or most < 0.2 * total or most < 2:  # noqa: PLR2004 - a national paper has no home
        return None
    return Home(best.latitude, best.longitude, best.admin1, best.country)


def _toponym(report: Report, one: Found, name: Name, told: Told) -> Toponym:
    span = Span.of(report.text, one.start, one.end)
    best = name.best
    if best is None:
        return Toponym(span, "unknown", None, Why("place.unknown", note="the gazetteer has no place of this name"))
    ranked = sorted(zip(name.scores, name.candidates, strict=True), key=lambda p: -p[0])
    labels = tuple((_label(c), round(s, 2)) for s, c in ranked[:4])
    role, by = told
    sure = name.confidence
    if sure < UNSURE and best.population < 50_000 and best.kind == "city":  # noqa: PLR2004 - a town
        note = "several small places have this name and nothing in the report speaks for one"
        return Toponym(span, role, None, Why("place.unsure", sure, note, labels))
    rule = "place.container" if name.containers else "place.only" if len(name.candidates) == 1 else "place.context"
    return Toponym(span, role, best.place(), Why(rule, sure, by, labels[1:]))


def _label(candidate: Candidate) -> str:
    return f"{candidate.name}, {candidate.country or '-'} ({candidate.id})"
