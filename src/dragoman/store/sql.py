"""Rows of a query, typed: SQLite's values are whatever the column holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import apsw

Row = tuple[Any, ...]


def rows(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Iterator[Row]:
    """The rows, read as they are asked for."""
    found: Iterator[Row] = db.execute(sql, args)
    return found


def maybe(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Row | None:
    """The first row, or None."""
    found: Row | None = db.execute(sql, args).fetchone()
    return found


def one(db: apsw.Connection, sql: str, args: Sequence[Any] = ()) -> Row:
    """The only row of a query that always has one."""
    found = maybe(db, sql, args)
    assert found is not None, sql  # noqa: S101 - count(*) and RETURNING always give a row
    return found
