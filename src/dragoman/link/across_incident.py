"""An incident out of its mentions: what they tell together, and where their accounts differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.link.across_sketch import Head, counted, day_bounds
from dragoman.records import Account, Actor, Conflict, Event, Incident, Participant, Place
from dragoman.records.ids import content_id
from dragoman.records.incident import ConflictSlot

SHARE = 1 / 3
"""Share of the mentions that must name a side for it to be the incident's."""
FEW = 3
"""Dated mentions up to which a single exact date is taken over vaguer ones."""
NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Member:
    """A mention and its report."""

    event: Event
    head: Head


def incident_of(members: Iterable[Member]) -> Incident:
    """The incident of ``members`` (one at least), in the same way whatever their order."""
    told = sorted(members, key=_when_told)
    best = min(told, key=_telling)
    reports = tuple(dict.fromkeys(m.head.id for m in told))
    days = [m.head.published for m in told if m.head.published]
    return Incident(
        id=content_id("i", told[0].event.id),
        type=best.event.type,
        mode=_most([m.event.mode for m in told if m.event.mode]),
        quad=best.event.quad,
        status=best.event.status,
        actors=_sides([m.event.actors for m in told], best.event.actors),
        recipients=_sides([m.event.recipients for m in told], best.event.recipients),
        date=_date(told),
        place=_place(told),
        headline=best.event.evidence[0].text if best.event.evidence else best.event.trigger.text,
        events=tuple(m.event.id for m in told),
        reports=reports,
        distinct=len(_origins(told)),
        first_published=min(days, default=None),
        last_published=max(days, default=None),
        score=max(m.event.score for m in told),
        conflicts=conflicts(told),
    )


def conflicts(told: Sequence[Member]) -> tuple[Conflict, ...]:
    """The slots in which accounts differ: who, whom, how many, when, where. All values stay, side by side.

    Reports that are copies of one another are one account: a copy repeats, it does not confirm.
    """
    found = [
        _conflict("who", "who", [(m, v) for m in told for v in _lands(m.event.actors)], apart=_other_sides),
        _conflict("whom", "whom", [(m, v) for m in told for v in _lands(m.event.recipients)], apart=_other_sides),
        *_how_many(told),
        _conflict("when", "when", list(_told_days(told)), apart=_other_days),
        _conflict("where", "where", list(_exact_places(told)), apart=_differ),
    ]
    return tuple(conflict for conflict in found if conflict is not None)


def _conflict(slot: ConflictSlot, about: str, given: Sequence[tuple[Member, str]], *, apart: object) -> Conflict | None:
    by_value: dict[str, list[Member]] = {}
    for member, value in given:
        by_value.setdefault(value, []).append(member)
    if len(by_value) < 2 or len({_origin(m) for m, _ in given}) < 2 or not apart(by_value):  # type: ignore[operator]  # noqa: PLR2004
        return None
    ranked = sorted(by_value.items(), key=lambda part: (-len(_origins(part[1])), part[0]))
    accounts = tuple(
        Account(v, tuple(dict.fromkeys(m.head.id for m in ms)), tuple(dict.fromkeys(m.event.id for m in ms)))
        for v, ms in ranked
    )
    return Conflict(slot, about, accounts)


def _other_sides(by_value: dict[str, list[Member]]) -> bool:
    """Whether two reports name wholly other countries or bodies: one that names more of them is no conflict."""
    named: dict[str, set[str]] = {}
    for value, members in by_value.items():
        for member in members:
            named.setdefault(_origin(member), set()).add(value)
    return any(not a & b for a in named.values() for b in named.values())


def _other_days(by_value: dict[str, list[Member]]) -> bool:
    bounds = [day_bounds(value) for value in by_value]
    return any(
        a[0] is not None and b[1] is not None and a[0] > b[1] for a in bounds for b in bounds
    )  # two dates of which one lies wholly before the other


def _differ(by_value: dict[str, list[Member]]) -> bool:
    return len(by_value) > 1


def _how_many(told: Sequence[Member]) -> Iterable[Conflict | None]:
    given: dict[str, list[tuple[Member, str]]] = {}
    for member in told:
        sentence = member.event.evidence[0].text if member.event.evidence else ""
        for what, number in sorted(set(counted(sentence))):
            given.setdefault(what, []).append((member, f"{number:g}"))
    for what, found in sorted(given.items()):
        # Only reports that give one number can be held against each other.
        single = [(m, v) for m, v in found if sum(1 for other, _ in found if other is m) == 1]
        yield _conflict("how many", what, single, apart=_differ)


def _told_days(told: Sequence[Member]) -> Iterable[tuple[Member, str]]:
    """Dates that stand in the text: one that is only the day of publication contradicts nobody."""
    for member in told:
        if member.event.when.value and member.event.when.evidence:
            yield member, member.event.when.value


def _exact_places(told: Sequence[Member]) -> Iterable[tuple[Member, str]]:
    for member in told:
        place = member.event.where.place
        if place and place.precision in {"point", "city", "district"}:
            yield member, place.name


def _sides(given: Sequence[tuple[Participant, ...]], best: tuple[Participant, ...]) -> tuple[Actor, ...]:
    """The countries and bodies that a third of the mentions with such a side name, each as most of them name it.

    Where none is named so often (a first mention, or each report names another), those of the most telling mention.
    """
    named = [parts for parts in given if parts]
    # Each once a mention, in the order of the words: the order of a set differs from run to run.
    places = Counter(key for parts in named for key in dict.fromkeys(_place_of(p.actor) for p in parts))
    forms = Counter((_place_of(p.actor), p.actor.code) for parts in named for p in parts)
    known = {p.actor.code: p.actor for parts in reversed(named) for p in parts} | {p.actor.code: p.actor for p in best}
    often = [key for key, n in places.items() if n > SHARE * len(named)]
    if not often:
        return tuple({p.actor.code: p.actor for p in best}.values())
    first = {key: n for n, key in enumerate(places)}
    out = []
    for key in sorted(often, key=lambda k: (-places[k], first[k])):
        codes = [code for k, code in forms if k == key]
        out.append(known[min(codes, key=lambda c: (-forms[key, c], c))])
    return tuple(out)


def _place_of(actor: Actor) -> str:
    return actor.country or actor.id


def _date(told: Sequence[Member]) -> str | None:
    """The most exact date that several mentions give; where none does, the one that most give."""
    values = Counter(m.event.when.value for m in told if m.event.when.value)
    several = {v: n for v, n in values.items() if n > 1} or values

    def rank(value: str) -> tuple[bool, int, int, str]:
        first, last = day_bounds(value)
        length = (last - first) if first is not None and last is not None else 10**6
        return length > 1, -values[value], length, value

    exact = min(several, key=rank, default=None)
    few = sum(values.values()) <= FEW
    return min(values, key=rank) if exact and few else exact


def _place(told: Sequence[Member]) -> Place | None:
    places = [m.event.where.place for m in told if m.event.where.place]
    exact = [p for p in places if p.precision in {"point", "city", "district"}] or places
    counts = Counter(p.id for p in exact)
    return min(exact, key=lambda p: (-counts[p.id], p.id), default=None)


def _lands(parts: tuple[Participant, ...]) -> list[str]:
    return list(dict.fromkeys(p.actor.country for p in parts if p.actor.country))


def _origin(member: Member) -> str:
    return member.head.origin or member.head.id


def _origins(members: Iterable[Member]) -> set[str]:
    return {_origin(m) for m in members}


def _most(values: Sequence[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v), default=None)


def _when_told(member: Member) -> tuple[str, str, str]:
    return member.head.published or NEVER, member.head.id, member.event.id


def _telling(member: Member) -> tuple[bool, int, float, tuple[str, str, str]]:
    """Both sides named first, then a date, then the surest, then the earliest."""
    event = member.event
    known = [p for p in (*event.actors, *event.recipients) if p.actor.country]
    return not (event.actors and event.recipients), -min(3, len(known)), -round(event.score, 2), _when_told(member)
