"""What a query gives: read lazily, counted, paged, or as a data frame."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import apsw

from dragoman.errors import MissingError, UsageError
from dragoman.records import Agreement, Event, Statement
from dragoman.store import decode
from dragoman.store.facets import DIRECT
from dragoman.store.filters import normalise
from dragoman.store.flat import flat, html_table
from dragoman.store.grammar import near
from dragoman.store.query import SORTS, Plan, plan
from dragoman.store.sql import one, rows

if TYPE_CHECKING:
    import pandas as pd

    from dragoman.store.columns import Columns

MOST = 1000
SHOWN = 20
SHORT = {
    "event": ("published", "date", "actors", "type", "mode", "recipients", "status", "place", "evidence"),
    "statement": ("published", "who", "code", "cue", "content", "kind"),
    "agreement": ("published", "name", "kind", "parties", "states"),
}
HEAD = (
    "id", "version", "title", "published", "published_time", "zone", "publisher", "url", "language", "source", "copy_of"
)  # fmt: skip
_HEAD_SQL = ", ".join(f"r.{name}" for name in HEAD)
R = TypeVar("R", Event, Statement, Agreement)


@dataclass(frozen=True)
class Hit(Generic[R]):
    """A record of the store with the report that it is from."""

    kind: str
    report: dict[str, Any]
    """id, version, title, published, publisher, url, ... of the report."""
    data: dict[str, Any]
    """The record as plain data (``Event.to_dict`` and so on)."""
    judged: str | None = None
    raw: str | None = field(default=None, compare=False, repr=False)
    """``data`` as the JSON text that the store has: formats that hold the whole record need not write it anew."""

    @property
    def id(self) -> str:
        """The record's id."""
        return str(self.data["id"])

    @cached_property
    def record(self) -> R:
        """The record itself, with its spans."""
        made: R = getattr(decode, self.kind)(self.data)
        return made

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the record, with its report under ``report``."""
        out = {**self.data, "report": {k: v for k, v in self.report.items() if v is not None}}
        if self.judged:
            out["judged"] = self.judged
        return out


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some hits, and the cursor of those that follow (None at the end)."""

    items: tuple[Hit[R], ...]
    next: str | None


class Results(Generic[R]):
    """The hits of a query. Nothing is read before it is asked for."""

    def __init__(
        self,
        connection: Callable[[], apsw.Connection],
        kind: str,
        filters: dict[str, Any],
        sort: str = "published",
        columns: Columns | None = None,
    ) -> None:
        """A query over ``kind`` (event, statement, agreement); raises ``UsageError`` for what it does not know."""
        allowed = SORTS if kind == "event" else {k: v for k, v in SORTS.items() if k != "date"}
        if sort not in allowed:
            raise UsageError(f"{kind}s cannot be sorted by {sort!r}{near(sort, allowed)}")
        self._connection, self.kind, self.sort, self._columns = connection, kind, sort, columns
        self.filters = normalise(kind, filters)
        self._plan()

    def _plan(self) -> Plan:
        return plan(self._connection(), self.kind, self.filters)

    def _rows(self, found: Plan, tail: str, args: list[Any]) -> Iterator[tuple[Hit[R], tuple[Any, ...]]]:
        keys = {"published": "d.published", "date": "k.date_from", "score": "k.score"}
        sql = found.sql(
            f"j.record, k.judged, {keys[self.sort]}, k.key, {_HEAD_SQL}",
            tail,
            f" JOIN {self.kind}_record j ON j.{self.kind} = k.key JOIN report r ON r.key = k.report",
        )
        for record, judged, place, key, *head in rows(self._connection(), sql, [*found.bindings, *args]):
            raw = record[: record.rfind(',"terms":[')] + "}"
            yield Hit(self.kind, dict(zip(HEAD, head, strict=True)), json.loads(raw), judged, raw), (place, key)

    def _order(self) -> str:
        # The posting's own order: no sorting is needed where it drives.
        return "d.published DESC, d.item DESC" if self.sort == "published" else SORTS[self.sort]

    def __iter__(self) -> Iterator[Hit[R]]:
        """All hits, read as they are asked for."""
        found = self._plan()
        if found.exact == 0:
            return
        for hit, _ in self._rows(found, f" ORDER BY {self._order()}", []):
            yield hit

    def first(self) -> Hit[R] | None:
        """The first hit, or None."""
        return next(iter(self.page(1).items), None)

    def count(self) -> int:
        """How many there are."""
        found = plan(self._connection(), self.kind, self.filters, ordered=False)
        if found.exact is not None:
            return found.exact
        if self._columns and found.most > DIRECT:
            counted = self._columns.count(self._connection(), self.filters)
            if counted is not None:
                return counted
        return int(one(self._connection(), found.count_sql(), found.bindings)[0])

    def page(self, limit: int = 50, cursor: str | None = None) -> Page[R]:
        """Up to ``limit`` hits after ``cursor`` (a page's ``next``).

        Raises:
            UsageError: a limit outside 1 to 1000, or a cursor of another query.
        """
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit {limit} is not within 1 to {MOST}")
        found = self._plan()
        if found.exact == 0:
            return Page((), None)
        args: list[Any] = []
        if cursor is not None:
            value, key = self._read_cursor(cursor)
            column = {"published": "d.published", "date": "k.date_from", "score": "k.score"}[self.sort]
            item = "d.item" if self.sort == "published" else "k.key"
            if value is None:
                found.where.append(f"{column} IS NULL AND {item} < ?")
                found.args.append(key)
            else:
                empty = f" OR {column} IS NULL" if self.sort == "date" else ""
                found.where.append(f"(({column}, {item}) < (?, ?){empty})")
                found.args += [value, key]
        rows = list(self._rows(found, f" ORDER BY {self._order()} LIMIT ?", [*args, limit + 1]))
        after = self._make_cursor(*rows[limit - 1][1]) if len(rows) > limit else None
        return Page(tuple(hit for hit, _ in rows[:limit]), after)

    @property
    def tag(self) -> str:
        """A short name of the query: the same filters have the same."""
        import hashlib

        return hashlib.sha256(json.dumps([self.kind, self.sort, self.filters]).encode()).hexdigest()[:8]

    def _make_cursor(self, value: object, key: int) -> str:
        return base64.urlsafe_b64encode(json.dumps([self.tag, value, key]).encode()).decode().rstrip("=")

    def _read_cursor(self, cursor: str) -> tuple[Any, int]:
        try:
            tag, value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            good = tag == self.tag and isinstance(key, int) and isinstance(value, (int, float, str, type(None)))
        except (ValueError, TypeError):
            good = False
        if not good:
            raise UsageError("the cursor belongs to another query; begin again without one")
        return value, key

    def flat(self) -> Iterator[dict[str, Any]]:
        """One row of plain values for each hit, as CSV and data frames have them."""
        for hit in self:
            yield flat(hit.kind, hit.report, hit.data, hit.judged)

    def _repr_html_(self) -> str:
        """The first rows, for a notebook."""
        rows = [flat(h.kind, h.report, h.data, h.judged) for h in self.page(SHOWN).items]
        names = [n for n in SHORT[self.kind] if any(row[n] is not None for row in rows)]
        return html_table(names, ([row[n] for n in names] for row in rows), f"{self.count()} {self.kind}s")

    def to_pandas(self) -> pd.DataFrame:
        """A data frame, one row a record.

        Raises:
            MissingError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingError("data frames need pandas; run: pip install 'dragoman[analytics]'") from error
        return pd.DataFrame.from_records(list(self.flat()))


__all__ = ["HEAD", "MOST", "Hit", "Page", "Results"]
