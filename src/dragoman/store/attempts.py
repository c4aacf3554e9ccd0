"""The book of inputs begun, done and failed: counted before the work, so that a crash leaves its trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from dragoman.store.sql import maybe, one, rows
from dragoman.store.writer import now, storable

CRASHES = 2
"""A report that was begun this often and never came to an end is put aside."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One input of a run."""

    input: str
    source: str
    state: str
    attempts: int
    message: str
    at: str


def begin(db: apsw.Connection, name: str, source: str) -> int:
    """Count an attempt; gives how many there were with this one."""
    row = one(
        db,
        "INSERT INTO attempt (input, source, state, attempts, at) VALUES (?, ?, 'running', 1, ?) "
        "ON CONFLICT (input) DO UPDATE SET state = 'running', attempts = attempts + 1, at = excluded.at "
        "RETURNING attempts",
        (storable(name), storable(source), now()),
    )
    return int(row[0])


def end(db: apsw.Connection, name: str, state: str, message: str = "") -> None:
    """Write down how it ended: ``done``, ``failed`` or ``quarantined``. A finished input starts anew at nought."""
    db.execute(
        "UPDATE attempt SET state = ?1, message = ?2, at = ?3, attempts = CASE ?1 WHEN 'done' THEN 0 ELSE attempts END "
        "WHERE input = ?4",
        (state, storable(message), now(), storable(name)),
    )


def give_back(db: apsw.Connection, names: list[str]) -> None:
    """Take back the attempts that an interruption, not the input, cut short."""
    db.executemany(
        "UPDATE attempt SET state = 'failed', message = 'interrupted', attempts = attempts - 1 "
        "WHERE input = ? AND state = 'running'",
        [(storable(name),) for name in names],
    )


def reset(db: apsw.Connection) -> int:
    """Forget the failures, so that the inputs are tried again; gives how many."""
    db.execute("DELETE FROM attempt WHERE state IN ('failed', 'quarantined', 'running')")
    return db.changes()


def look(db: apsw.Connection, name: str) -> Attempt | None:
    """What is known of an input."""
    row = maybe(
        db, "SELECT input, source, state, attempts, message, at FROM attempt WHERE input = ?", (storable(name),)
    )
    return Attempt(*row) if row else None


def listed(db: apsw.Connection, *states: str) -> Iterator[Attempt]:
    """Inputs in one of ``states`` (all that are not done without any), oldest first."""
    wanted = states or ("running", "failed", "quarantined")
    marks = ", ".join("?" * len(wanted))
    for row in rows(
        db,
        f"SELECT input, source, state, attempts, message, at FROM attempt WHERE state IN ({marks}) ORDER BY at",  # noqa: S608
        wanted,
    ):
        yield Attempt(*row)
