"""The columns of one kind of records in memory: they count what most of a store has in hundredths of a second.

A column is an array of numbers, one for each record by its key; the values behind the numbers are listed once. A change
of the store, by any process, is written into its table ``change`` by triggers; before each count the reports named
there are read again. What is counted and what has changed is read in one transaction.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

import apsw
import numpy as np
import numpy.typing as npt

from dragoman.store.facets import FACETS, values_of
from dragoman.store.filters import day_range, fraction, match_query, numbers, term_numbers, year_of
from dragoman.store.grammar import FILTERS
from dragoman.store.query import EARTH_KM_PER_DEGREE
from dragoman.store.sql import one, rows
from dragoman.store.terms import UNDATED, day_number

T = TypeVar("T")
Mask = npt.NDArray[np.bool_]
CHUNK = 20_000
SPARSE = 8
"""Keys may leave so many times as many gaps as there are records; a store with more is counted row by row."""
NUMBERS = {"score": "k.score", "published": "k.published", "copy": "k.copy"}
DATED = {"date_from": "k.date_from", "date_to": "k.date_to"}
PLACED = {"latitude": "k.latitude", "longitude": "k.longitude"}
BY_COLUMN = {"type", "quad", "status", "publisher", "kind", "context"}
"""Filters whose values are those of the facet's column: no list of records need be read."""


class _Values(dict[Any, int]):
    """Numbers of values, given out as they come."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


class Columns:
    """The current records of one kind. One thread counts at a time."""

    def __init__(self, kind: str) -> None:
        """Nothing is read before ``load``."""
        self.kind, self.ready, self._lock, self._seen = kind, False, threading.Lock(), 0
        self._facets = FACETS[kind]
        event = kind == "event"
        self._listed = {**self._facets, **(DATED if event else {})}
        self._plain = {**NUMBERS, **(PLACED if event else {})}
        self._values: dict[str, _Values] = {name: _Values() for name in self._listed}
        self._report = np.zeros(0, np.int64)
        self._codes = {name: np.zeros(0, np.int32) for name in self._listed}
        self._numbers = {name: np.zeros(0, np.float64) for name in self._plain}

    def load(self, db: apsw.Connection) -> None:
        """Read all records; gives up (``ready`` stays false) where their keys lie too far apart."""
        with self._lock, _Snapshot(db):
            most, count = one(db, f"SELECT ifnull(max(key), 0), count(*) FROM {self.kind}")  # noqa: S608 - a fixed name
            if most > SPARSE * count + 1_000_000:
                return
            self._report = np.zeros(0, np.int64)
            self._grow(int(most * 1.1) + CHUNK)
            self._seen = _last_change(db)
            self._read(db, "", ())
            self.ready = True

    def _grow(self, size: int) -> None:
        for arrays in (self._codes, self._numbers):
            for name, array in arrays.items():
                arrays[name] = _longer(array, size)
        self._report = _longer(self._report, size)

    def _read(self, db: apsw.Connection, where: str, args: Iterable[Any]) -> None:
        columns = ", ".join([*self._listed.values(), *self._plain.values()])
        sql = (
            f"SELECT k.key, k.report, {columns} FROM {self.kind} k "  # noqa: S608 - fixed names
            f"JOIN report r ON r.key = k.report AND r.current = 1{where}"
        )
        found = rows(db, sql, tuple(args))
        while chunk := list(islice(found, CHUNK)):
            keys, reports, *cells = zip(*chunk, strict=True)
            at = np.array(keys, np.int64)
            if at.max() >= len(self._report):
                self._grow(int(at.max() * 1.1) + CHUNK)
            self._report[at] = reports
            for name, column in zip((*self._listed, *self._plain), cells, strict=True):
                if name in self._codes:
                    self._codes[name][at] = list(map(self._values[name].__getitem__, column))
                else:
                    self._numbers[name][at] = np.array(column, np.float64)  # None becomes NaN

    def _catch_up(self, db: apsw.Connection) -> bool:
        """Read again what has changed; False where the list of changes no longer goes back so far."""
        first, last = one(db, "SELECT ifnull(min(number), 1), ifnull(max(number), 0) FROM change")
        if last <= self._seen:
            return True
        if first > self._seen + 1:
            self.ready = False
            return False
        changed = [r[0] for r in rows(db, "SELECT DISTINCT report FROM change WHERE number > ?", (self._seen,))]
        self._report[np.isin(self._report, np.array(changed, np.int64))] = 0
        for start in range(0, len(changed), 500):
            part = changed[start : start + 500]
            self._read(db, f" WHERE k.report IN ({', '.join('?' * len(part))})", part)
        self._seen = last
        return True

    def facets(
        self, db: apsw.Connection, filters: dict[str, list[str]], names: list[str]
    ) -> dict[str, Counter[str]] | None:
        """Counts of what ``filters`` (as ``normalise`` gives them) find; None where the columns are not ready."""

        def answer() -> dict[str, Counter[str]]:
            mask = self._mask(db, filters)
            return {name: self._count(name, mask) for name in names}

        return self._ask(db, answer)

    def count(self, db: apsw.Connection, filters: dict[str, list[str]]) -> int | None:
        """How many records ``filters`` find; None where the columns are not ready."""
        return self._ask(db, lambda: int(np.count_nonzero(self._mask(db, filters))))

    def _ask(self, db: apsw.Connection, answer: Callable[[], T]) -> T | None:
        with self._lock:
            if not self.ready:
                return None
            with _Snapshot(db):
                return answer() if self._catch_up(db) else None

    def _count(self, name: str, mask: Mask) -> Counter[str]:
        values = list(self._values[name])
        found = np.bincount(self._codes[name][mask], minlength=len(values))
        counts: Counter[str] = Counter()
        for code in np.flatnonzero(found):
            for value in values_of(name, values[code]):
                counts[value] += int(found[code])
        return counts

    def _mask(self, db: apsw.Connection, filters: dict[str, list[str]]) -> Mask:
        mask: Mask = self._report > 0
        for name, values in filters.items():
            base = FILTERS[name].negates or name
            if base == "text":
                has = self._by_text(db, values[0])
            elif base in _ROW:
                has = _ROW[base](self, values)
            else:
                has = self._by_terms(db, name, base, values)
            mask &= ~has if FILTERS[name].negates else has
        if not {"judged", "not_judged"} & set(filters):
            mask &= self._where("judged", lambda value: value != "reject")  # in no list that does not ask for it
        return mask

    def _by_terms(self, db: apsw.Connection, name: str, base: str, values: list[str]) -> Mask:
        terms = [term for term, _ in term_numbers(db, self.kind, name, values)]
        marks = ", ".join("?" * len(terms))
        if base in BY_COLUMN & set(self._facets):
            wanted = {row[0] for row in rows(db, f"SELECT value FROM term WHERE id IN ({marks})", terms)}  # noqa: S608
            return self._where(base, lambda value: not wanted.isdisjoint(values_of(base, value)))
        found = one(db, f"SELECT group_concat(item) FROM posting WHERE term IN ({marks})", terms)[0]  # noqa: S608
        out = np.zeros(len(self._report), np.bool_)
        out[_whole_numbers(found)] = True
        return out

    def _by_text(self, db: apsw.Connection, words: str) -> Mask:
        sql = "SELECT group_concat(rowid) FROM report_text WHERE report_text MATCH ?"
        found = _whole_numbers(one(db, sql, (match_query(words),))[0])
        reports = np.zeros(max(int(self._report.max(initial=0)), int(found.max(initial=0))) + 1, np.bool_)
        reports[found] = True
        return reports[self._report]

    def _where(self, name: str, test: Callable[[Any], bool]) -> Mask:
        """The records whose value in a listed column passes ``test``, which is asked once for each value."""
        passed = np.array([bool(test(value)) for value in self._values[name]] or [False], np.bool_)
        return passed[self._codes[name]]

    def _judged(self, values: list[str]) -> Mask:
        wanted = {value for value in values if value not in {"any", "none"}}
        return self._where(
            "judged",
            lambda value: (
                value in wanted or ("any" in values and value is not None) or ("none" in values and value is None)
            ),
        )

    def _box(self, south: float, west: float, north: float, east: float) -> Mask:
        latitude, longitude = self._numbers["latitude"], self._numbers["longitude"]
        inside: Mask = (latitude >= south) & (latitude <= north)
        if west <= east:
            return inside & (longitude >= west) & (longitude <= east)
        return inside & ((longitude >= west) | (longitude <= east))

    def _radius(self, latitude: float, longitude: float, km: float) -> Mask:
        lat, lon = np.radians(self._numbers["latitude"]), np.radians(self._numbers["longitude"])
        here = math.radians(latitude)
        half = (
            np.sin((lat - here) / 2) ** 2
            + math.cos(here) * np.cos(lat) * np.sin((lon - math.radians(longitude)) / 2) ** 2
        )
        reach = km / EARTH_KM_PER_DEGREE
        near = np.abs(self._numbers["latitude"] - latitude) <= reach
        found: Mask = near & (12742.0 * np.arcsin(np.sqrt(np.minimum(1.0, half))) <= km)
        return found

    def _published(self, values: list[str], name: str, edge: int) -> Mask:
        day, published = day_number(day_range(name, values[0])[edge]), self._numbers["published"]
        return published >= day if edge == 0 else (published > UNDATED) & (published <= day)


_ROW: dict[str, Callable[[Columns, list[str]], Mask]] = {
    "confidence": lambda c, v: c._numbers["score"] >= fraction(v[0]),  # noqa: SLF001 - this module's own
    "copies": lambda c, v: (c._numbers["copy"] == 0) if v[0] == "one" else c._report > 0,  # noqa: SLF001
    "judged": Columns._judged,  # noqa: SLF001
    "since": lambda c, v: c._where("date_to", lambda d: d is not None and d >= day_range("since", v[0])[0]),  # noqa: SLF001
    "until": lambda c, v: c._where("date_from", lambda d: d is not None and d <= day_range("until", v[0])[1]),  # noqa: SLF001
    "year": lambda c, v: c._where("year", {year_of(value) for value in v}.__contains__),  # noqa: SLF001
    "published_since": lambda c, v: c._published(v, "published_since", 0),  # noqa: SLF001
    "published_until": lambda c, v: c._published(v, "published_until", 1),  # noqa: SLF001
    "box": lambda c, v: c._box(*numbers("box", v[0], "south,west,north,east")),  # noqa: SLF001
    "radius": lambda c, v: c._radius(*numbers("radius", v[0], "latitude,longitude,kilometres")),  # noqa: SLF001
}


class _Snapshot:
    """Everything read within is of one moment."""

    def __init__(self, db: apsw.Connection) -> None:
        self._db, self._mine = db, not db.in_transaction

    def __enter__(self) -> None:
        if self._mine:
            self._db.execute("BEGIN")

    def __exit__(self, *_: object) -> None:
        if self._mine:
            self._db.execute("COMMIT")


def _last_change(db: apsw.Connection) -> int:
    return int(one(db, "SELECT ifnull(max(number), 0) FROM change")[0])


def _whole_numbers(joined: str | None) -> npt.NDArray[np.int64]:
    """Numbers that SQLite joined by commas: ten times as fast as one row each."""
    return np.fromstring(joined, np.int64, sep=",") if joined else np.zeros(0, np.int64)


def _longer(array: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    out = np.zeros(max(size, len(array)), array.dtype)
    out[: len(array)] = array
    return out
