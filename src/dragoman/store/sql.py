"""Rows of a query, typed: SQLite's values are whatever the column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw

from dragoman.errors import UsageError

Row = tuple[Any, ...]


def rows(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows, read as they are asked for; raises ``UsageError`` for a number that SQLite cannot hold."""
    found: Iterator[Row] = _execute(db, sql, args)
    return found


def maybe(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Row | None:
    """The first row, or None; raises ``UsageError`` for a number that SQLite cannot hold."""
    found: Row | None = _execute(db, sql, args).fetchone()
    return found


def _execute(db: apsw.Connection, sql: str, args: Sequence[Any]) -> apsw.Cursor:
    try:
        return db.execute(sql, args)
    except OverflowError:
        raise UsageError("a number is too large; give a smaller one") from None


def one(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Row:
    """The only row of a query that always has one."""
    found = maybe(db, sql, args)
    assert found is not None, sql  # noqa: S101 - count(*) and RETURNING always give a row
    return found


@contextmanager
def savepoint(db: apsw.Connection) -> Iterator[None]:
    """A part of a transaction that can fail by itself.

    Where the disk is full SQLite ends the whole transaction; the error that tells so is then the one that is raised.
    """
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO part; RELEASE part")
        raise
    db.execute("RELEASE part")
