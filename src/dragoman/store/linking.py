"""What the links of events and those of reports have in common: sketches, links, groups of what hangs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Generic, Protocol, Self, TypeVar

import apsw

from dragoman.link.across_sketch import Head
from dragoman.records import Link
from dragoman.store.sql import maybe, one, rows
from dragoman.store.writer import as_json

BATCH = 100
"""Reports, or groups, written in one transaction: readers and other writers wait no longer than that."""
LOOKED = 300
"""Most fellows that one file of a block gives, the nearest days first."""
LARGEST = 400
"""Members of a group of links that are clustered together; a larger one is parted by its weaker links first."""
KEPT = 20_000
"""Sketches kept in memory."""


@dataclass(slots=True)
class Relinked:
    """What a run of linking did."""

    reports: int = 0
    links: int = 0
    incidents: int = 0
    stories: int = 0
    utterances: int = 0
    """New links of statements (``store.variants``)."""

    def to_dict(self) -> dict[str, int]:
        """Plain data."""
        return asdict(self)


def nearest(
    db: apsw.Connection, table: str, column: str, value: str | int, first: int, last: int, limit: int
) -> list[int]:
    """What ``table`` files under ``value`` from day ``first`` to ``last``: the ``limit`` nearest to the middle.

    Read from the middle in both directions, so that a file with thousands takes no longer than one with hundreds.
    """
    middle = (first + last) // 2
    sql = (
        f"SELECT day, {column} FROM {table} WHERE value = ? AND day BETWEEN ? AND ? "  # noqa: S608 - fixed names
        f"ORDER BY day {{0}}, {column} {{0}} LIMIT ?"
    )
    found = list(rows(db, sql.format("ASC"), (value, middle, last, limit)))
    found += rows(db, sql.format("DESC"), (value, first, middle - 1, limit))
    found.sort(key=lambda row: (abs(row[0] - middle), row[1]))
    return [key for _, key in found[:limit]]


class Readable(Protocol):
    """What a line of JSON can be made into."""

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The inverse of ``to_json``."""


S = TypeVar("S", bound=Readable)


class Cache(Generic[S]):
    """Sketches by key, read when they are asked for, and forgotten when there are too many."""

    def __init__(self, db: apsw.Connection, table: str, column: str, kind: type[S]) -> None:
        """Of ``table``'s column ``sketch``."""
        self._db, self._kind = db, kind
        self._sql = f"SELECT sketch FROM {table} WHERE {column} = ?"  # noqa: S608 - fixed names
        self._known: dict[int, S] = {}

    def __getitem__(self, key: int) -> S:
        """The sketch of a key; raises ``AssertionError`` where there is none."""
        if key not in self._known:
            if len(self._known) > KEPT:
                self._known.clear()
            self._known[key] = self._kind.from_json(one(self._db, self._sql, (key,))[0])
        return self._known[key]

    def __contains__(self, key: int) -> bool:
        """Whether there is one."""
        return key in self._known or maybe(self._db, self._sql, (key,)) is not None


def head_of(db: apsw.Connection, report: int) -> Head:
    """What linking needs of a report."""
    name, published, title, text, origin = one(
        db, "SELECT id, published, title, text, copy_of FROM report WHERE key = ?", (report,)
    )
    return Head(name, published, title or "", text, origin)


def write_link(db: apsw.Connection, table: str, marked: str, column: str, a: int, b: int, made: Link) -> int:
    """Write a link and mark its ends; gives 1 where it is new."""
    x, y = sorted((a, b))
    reasons = as_json([why.to_dict() for why in made.reasons])
    new = maybe(
        db,
        f"INSERT INTO {table} VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",  # noqa: S608
        (x, y, round(made.score, 4), reasons),
    )
    if new:
        db.execute(f"UPDATE {marked} SET dirty = 1 WHERE {column} IN (?, ?) AND dirty = 0", (x, y))  # noqa: S608
    return int(new is not None)


def component(db: apsw.Connection, table: str, start: int) -> tuple[list[int], list[tuple[int, int, float]]]:
    """What hangs together with ``start`` by links, and the links; weaker ones are left out of what grows too large."""
    least = 0.0
    while True:
        found, links = {start}, {}
        edge = [start]
        while edge and len(found) <= LARGEST:
            key = edge.pop()
            for a, b, value in _links_of(db, table, key, least):
                links[a, b] = value
                other = b if a == key else a
                if other not in found:
                    found.add(other)
                    edge.append(other)
        if len(found) <= LARGEST:
            return sorted(found), [(a, b, value) for (a, b), value in sorted(links.items())]
        least = max(least + 0.05, 0.55)


def _links_of(db: apsw.Connection, table: str, key: int, least: float) -> Iterator[tuple[int, int, float]]:
    sql = (
        f"SELECT a, b, score FROM {table} WHERE a = ?1 AND score >= ?2 "  # noqa: S608 - fixed names
        f"UNION ALL SELECT a, b, score FROM {table} WHERE b = ?1 AND score >= ?2"
    )
    yield from list(rows(db, sql, (key, least)))


def take_apart(db: apsw.Connection, table: str, joined: str, column: str, members: Iterable[int]) -> None:
    """Remove the groups that ``members`` are in; what else was in them is marked to be grouped anew."""
    keys_ = list(members)
    marked = {"event": "sighting", "report": "report_sighting"}[column]
    for key in keys_:
        row = maybe(db, f"SELECT {table} FROM {joined} WHERE {column} = ?", (key,))  # noqa: S608
        if row is not None:
            db.execute(
                f"UPDATE {marked} SET dirty = 1 WHERE {column} IN (SELECT {column} FROM {joined} WHERE {table} = ?)",  # noqa: S608
                row,
            )
            db.execute(f"DELETE FROM {table} WHERE key = ?", row)  # noqa: S608
