"""Lists of reports: by date or by how well they fit the words, with the words shown in their place."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from dragoman.errors import UsageError
from dragoman.store.filters import check_publishers, closed_value, day_range, match_query, normalise
from dragoman.store.grammar import near
from dragoman.store.results import HEAD, MOST
from dragoman.store.sql import one, rows

COLUMNS = (*HEAD, "skipped")
SORTS = ("published", "relevance")
FEW = 20_000
"""So many reports are gathered and sorted in a few hundredths of a second; more are walked in order."""
SNIPPET_WORDS = 32
TITLE_WEIGHT = 4.0
"""A word of the title counts as much as so many in the text."""
Data = dict[str, Any]


@dataclass(frozen=True)
class ReportPage:
    """Some reports, and the cursor of those that follow (None at the end)."""

    items: tuple[Data, ...]
    """Heads (id, title, published, publisher, ...); where words were asked for with ``snippet``: pairs of
    a piece of text and whether it is one of the words."""
    next: str | None


class Reports:
    """The current reports that filters find, newest or best first. Nothing is read before it is asked for."""

    def __init__(
        self, connection: Callable[[], apsw.Connection], filters: Mapping[str, Any], sort: str = "published"
    ) -> None:
        """Raises ``UsageError`` for a filter, value or order that it does not know."""
        self._connection, self.sort = connection, sort
        self.filters = normalise("report", filters)
        if sort not in SORTS:
            raise UsageError(f"reports cannot be sorted by {sort!r}{near(sort, SORTS)}")
        if sort == "relevance" and "text" not in self.filters:
            raise UsageError("sort relevance: give words to look for with text")
        self._match = match_query(self.filters["text"][0]) if "text" in self.filters else None
        check_publishers(connection(), self.filters)
        self._where, self._args = self._conditions()

    def _conditions(self) -> tuple[list[str], list[Any]]:
        where, args = ["r.current = 1"], []
        for name, column in (("publisher", "publisher"), ("report", "id"), ("language", "language")):
            for given, word in ((name, "IN"), (f"not_{name}", "NOT IN")):
                if values := self.filters.get(given):
                    column_sql = f"r.{column}" if word == "IN" else f"ifnull(r.{column}, '')"
                    where.append(f"{column_sql} COLLATE NOCASE {word} ({', '.join('?' * len(values))})")
                    args += values
        for name, sign, edge in (("published_since", ">=", 0), ("published_until", "<=", 1)):
            if values := self.filters.get(name):
                where.append(f"r.published {sign} ?")
                args.append(day_range(name, values[0])[edge])
        if values := self.filters.get("copies"):
            closed_value("report", "copies", values)
            if values[0] == "one":
                where.append("r.copy_of IS NULL")
        return where, args

    def _source(self) -> tuple[str, list[Any]]:
        """The tables in the order in which they are to be read, and the conditions."""
        where, args = [*self._where], [*self._args]
        if self._match is None:
            return f"report r WHERE {' AND '.join(where)}", args
        sql = "SELECT count(*) FROM (SELECT 1 FROM report_text WHERE report_text MATCH ? LIMIT ?)"
        if self.sort == "published" and one(self._connection(), sql, (self._match, FEW + 1))[0] > FEW:
            where.append("r.key IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)")
            return f"report r INDEXED BY report_published WHERE {' AND '.join(where)}", [*args, self._match]
        where.insert(0, "report_text MATCH ?")
        return f"report_text CROSS JOIN report r ON r.key = report_text.rowid WHERE {' AND '.join(where)}", [
            self._match,
            *args,
        ]

    def _rows(self, more: str, more_args: list[Any], tail: str, tail_args: list[Any]) -> Iterator[tuple[Any, ...]]:
        source, args = self._source()
        order = "r.published DESC, r.key DESC"
        if self.sort == "relevance":
            order = f"bm25(report_text, {TITLE_WEIGHT}, 1.0), r.key DESC"
        columns = ", ".join(f"r.{name}" for name in COLUMNS)
        sql = f"SELECT r.key, {columns} FROM {source}{more} ORDER BY {order}{tail}"  # noqa: S608 - fixed names
        return rows(self._connection(), sql, [*args, *more_args, *tail_args])

    def __iter__(self) -> Iterator[Data]:
        """All heads, read as they are asked for (without snippets)."""
        for _, *head in self._rows("", [], "", []):
            yield dict(zip(COLUMNS, head, strict=True))

    def first(self) -> Data | None:
        """The first, or None."""
        return next(iter(self.page(1).items), None)

    def count(self) -> int:
        """How many there are."""
        source, args = self._source()
        return int(one(self._connection(), f"SELECT count(*) FROM {source}", args)[0])  # noqa: S608 - fixed names

    def page(self, limit: int = 50, cursor: str | None = None) -> ReportPage:
        """Up to ``limit`` reports after ``cursor`` (a page's ``next``), with snippets where words were asked for.

        Raises:
            UsageError: a limit outside 1 to 1000, or a cursor of another query.
        """
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit {limit} is not within 1 to {MOST}")
        more, tail, begin = "", " LIMIT ?", 0
        args: list[Any] = []
        tail_args: list[Any] = [limit + 1]
        if self.sort == "relevance":
            begin = self._read_cursor(cursor)[1] if cursor else 0
            tail, tail_args = " LIMIT ? OFFSET ?", [limit + 1, begin]
        elif cursor is not None:
            published, key = self._read_cursor(cursor)
            if published is None:
                more, args = " AND r.published IS NULL AND r.key < ?", [key]
            else:
                more, args = " AND ((r.published, r.key) < (?, ?) OR r.published IS NULL)", [published, key]
        found = list(self._rows(more, args, tail, tail_args))
        after = None
        if len(found) > limit:
            last = dict(zip(("key", *COLUMNS), found[limit - 1], strict=True))
            place = (None, begin + limit) if self.sort == "relevance" else (last["published"], last["key"])
            after = self._make_cursor(*place)
        items = [dict(zip(COLUMNS, head, strict=True)) for _, *head in found[:limit]]
        if self._match is not None:
            for item, (key, *_) in zip(items, found, strict=False):
                item["snippet"] = self._snippet(key)
        return ReportPage(tuple(items), after)

    def _snippet(self, key: int) -> tuple[tuple[str, bool], ...]:
        """Words around what was looked for, in pieces: text, and whether it is what was looked for."""
        # The marks are drawn anew each time: no report can hold them.
        mark = f"\ue000{secrets.token_hex(8)}\ue001"
        sql = "SELECT snippet(report_text, -1, ?, ?, '…', ?) FROM report_text WHERE report_text MATCH ? AND rowid = ?"
        found = one(self._connection(), sql, (mark, mark, SNIPPET_WORDS, self._match, key))[0] or ""
        pieces = (" ".join(part.split("\n")) for part in found.split(mark))
        return tuple((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece)

    @property
    def tag(self) -> str:
        """A short name of the query: the same filters have the same."""
        return hashlib.sha256(json.dumps(["report", self.sort, self.filters]).encode()).hexdigest()[:8]

    def _make_cursor(self, value: str | None, key: int) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.tag, value, key]).encode()).decode().rstrip("=")

    def _read_cursor(self, cursor: str) -> tuple[str | None, int]:
        try:
            tag, value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            good = tag == self.tag and type(key) is int and 0 <= key < 1 << 63 and isinstance(value, (str, type(None)))
        except (ValueError, TypeError):
            good = False
        if not good:
            raise UsageError("the cursor belongs to another query; begin again without one")
        return value, key
