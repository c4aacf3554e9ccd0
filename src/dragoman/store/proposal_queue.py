"""Proposals one after another: they are made once, and kept while persons decide about them."""

from __future__ import annotations

import threading
import time
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.resolve.duplicates import LEAST, Proposal
from dragoman.store.filters import countries
from dragoman.store.identity import identity_of
from dragoman.store.proposals import proposals, told_apart
from dragoman.store.sql import one

if TYPE_CHECKING:
    from dragoman.resolve.actors import Knowledge
    from dragoman.store.store import Store

FRESH, TIMES = 30.0, 20.0
"""Proposals are kept so many seconds though reports came in, or so many times what it took to make them."""
Place = tuple[float, int, str]


@dataclass(slots=True)
class _Made:
    """Proposals, and of which state of the store they were made."""

    found: list[Proposal]
    reports: int
    undone: int
    decided: int
    least: float
    at: float
    took: float


_made: weakref.WeakKeyDictionary[Store, _Made] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def waiting(store: Store, knowledge: Knowledge, *, least: float = LEAST, country: str | None = None) -> list[Proposal]:
    """Proposals of at least a score that nobody has decided about, the likeliest first.

    ``country`` (code or name) leaves those of which one actor has it and the other has it or none.
    """
    with _making:
        made = _made.get(store)
        left = _left(store, made, least) if made else []
        if made is None or _old(store, made, left, least):
            made = _made[store] = _make(store, knowledge, least)
            left = _left(store, made, least)
    if country:
        code = countries().get(country.casefold(), country).upper()
        left = [p for p in left if {p.gone.country, p.kept.country} in ({code}, {code, None})]
    return sorted(left, key=place_of)


def place_of(proposal: Proposal) -> Place:
    """Where a proposal stands in the queue."""
    return -round(proposal.score, 6), -len(proposal.gone.reports | proposal.kept.reports), proposal.gone.id


def decided(store: Store) -> int:
    """How many pairs persons have decided about: those that are one, and those that are not."""
    db = store.database.reader
    return len(identity_of(db).merged) + len(told_apart(db))


def _make(store: Store, knowledge: Knowledge, least: float) -> _Made:
    began, least = time.monotonic(), min(least, LEAST)
    reports, undone = _state(store)
    found = proposals(store, knowledge, least=least)
    ended = time.monotonic()
    return _Made(found, reports, undone, decided(store), least, ended, ended - began)


def _left(store: Store, made: _Made, least: float) -> list[Proposal]:
    db = store.database.reader
    merged, apart = identity_of(db).merged, told_apart(db)
    return [
        p
        for p in made.found
        if p.score >= least
        and p.gone.id not in merged
        and p.kept.id not in merged
        and frozenset((p.gone.id, p.kept.id)) not in apart
    ]


def _old(store: Store, made: _Made, left: list[Proposal], least: float) -> bool:
    """Whether proposals must be made anew: after an undo, at the end of the queue, or when reports came in."""
    reports, undone = _state(store)
    if least < made.least or undone != made.undone or (not left and decided(store) != made.decided):
        return True
    return reports != made.reports and time.monotonic() - made.at > max(FRESH, TIMES * made.took)


def _state(store: Store) -> tuple[int, int]:
    db = store.database.reader
    newest = one(db, "SELECT ifnull(max(number), 0) FROM change")[0]
    return int(newest), int(one(db, "SELECT count(*) FROM judgement WHERE kind = 'undo'")[0])
