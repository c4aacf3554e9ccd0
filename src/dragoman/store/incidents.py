"""Incidents and stories of a store: lists with filters, one by its id, and what is new since a day."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import apsw

from dragoman.errors import UsageError
from dragoman.records import Account, Conflict, Incident, Link, Story
from dragoman.store import decode
from dragoman.store.filters import day_range
from dragoman.store.incident_filters import (
    INCIDENT_FILTERS,
    INCIDENT_SORTS,
    STORY_FILTERS,
    STORY_SORTS,
    given,
    incident_condition,
    story_condition,
)
from dragoman.store.sql import maybe, one, rows

Data = dict[str, Any]
R = TypeVar("R")

MOST = 1000
NEVER = "9999-12-31"


@dataclass(frozen=True)
class Listed(Generic[R]):
    """A page of incidents or stories, and the cursor of those that follow (None at the end)."""

    items: tuple[R, ...]
    next: str | None


class Listing(Generic[R]):
    """What filters find, the latest (or most told) first. Nothing is read before it is asked for."""

    def __init__(
        self, connection: Callable[[], apsw.Connection], table: str, where: list[str], args: list[Any], *,
        column: str, read: Callable[[apsw.Connection, Data], R],
    ) -> None:  # fmt: skip
        """Rows of ``table`` that satisfy ``where``, by ``column``, made into records by ``read``."""
        self._connection, self._table, self._where, self._args = connection, table, where, args
        self._column, self._read = column, read

    def _sql(self, what: str, extra: str = "", tail: str = "") -> str:
        where = " AND ".join([*self._where, *([extra] if extra else [])]) or "1"
        return f"SELECT {what} FROM {self._table} t WHERE {where} {tail}"  # noqa: S608 - fixed names

    def __iter__(self) -> Iterator[R]:
        """All of them, read as they are asked for."""
        db = self._connection()
        order = f"ORDER BY t.{self._column} DESC, t.key DESC"
        for (record,) in rows(db, self._sql("t.record", tail=order), self._args):
            yield self._read(db, json.loads(record))

    def count(self) -> int:
        """How many there are."""
        return int(one(self._connection(), self._sql("count(*)"), self._args)[0])

    def page(self, limit: int = 50, cursor: str | None = None) -> Listed[R]:
        """Up to ``limit`` of them after ``cursor`` (a page's ``next``).

        Raises:
            UsageError: a limit outside 1 to 1000, or no cursor.
        """
        if not 1 <= limit <= MOST:
            raise UsageError(f"limit {limit} is not within 1 to {MOST}")
        db, extra, args = self._connection(), "", list(self._args)
        column = f"coalesce(t.{self._column}, '')"
        if cursor is not None:
            extra = f"({column}, t.key) < (?, ?)"
            args += _read_cursor(cursor)
        sql = self._sql(f"t.record, {column}, t.key", extra, f"ORDER BY {column} DESC, t.key DESC LIMIT ?")
        found = list(rows(db, sql, [*args, limit + 1]))
        after = _make_cursor(found[limit - 1][1:]) if len(found) > limit else None
        return Listed(tuple(self._read(db, json.loads(row[0])) for row in found[:limit]), after)


def drop_stale(db: apsw.Connection) -> None:
    """Remove incidents and stories that hold words of a report that is gone; what is left of them is linked anew."""
    for table, part, column, sketch in (
        ("incident", "incident_event", "event", "sighting"),
        ("story", "story_report", "report", "report_sighting"),
    ):
        stale = f"(SELECT key FROM {table} WHERE stale = 1)"  # noqa: S608 - fixed names
        members = f"(SELECT {column} FROM {part} WHERE {table} IN {stale})"  # noqa: S608
        db.execute(f"UPDATE {sketch} SET dirty = 1 WHERE {column} IN {members}")  # noqa: S608
        db.execute(f"DELETE FROM {table} WHERE stale = 1")  # noqa: S608


def incidents(connection: Callable[[], apsw.Connection], filters: Mapping[str, Any], sort: str) -> Listing[Incident]:
    """Incidents that ``filters`` (``INCIDENT_FILTERS``) find; raises ``UsageError`` for what it does not know."""
    found = given("incidents", INCIDENT_FILTERS, filters, sort, INCIDENT_SORTS)
    where: list[str] = []
    args: list[Any] = []
    for name, values in found.items():
        sql, more = incident_condition(name, values)
        where.append(sql)
        args += more
    return Listing(connection, "incident", where, args, column=INCIDENT_SORTS[sort], read=incident_from)


def stories(connection: Callable[[], apsw.Connection], filters: Mapping[str, Any], sort: str) -> Listing[Story]:
    """Stories that ``filters`` (``STORY_FILTERS``) find; raises ``UsageError`` for what it does not know."""
    found = given("stories", STORY_FILTERS, filters, sort, STORY_SORTS)
    where: list[str] = []
    args: list[Any] = []
    for name, values in found.items():
        sql, more = story_condition(name, values)
        where.append(sql)
        args += more
    return Listing(connection, "story", where, args, column=STORY_SORTS[sort], read=story_from)


def incident(db: apsw.Connection, name: str) -> Incident | None:
    """An incident by its id, or by the id of one of its events."""
    row = maybe(db, "SELECT record FROM incident WHERE id = ?", (name,)) or maybe(
        db,
        "SELECT i.record FROM event e JOIN report r ON r.key = e.report AND r.current = 1 "
        "JOIN incident_event m ON m.event = e.key JOIN incident i ON i.key = m.incident WHERE e.id = ?",
        (name,),
    )
    return incident_from(db, json.loads(row[0])) if row else None


def story(db: apsw.Connection, name: str) -> Story | None:
    """A story by its id, or by the id of one of its reports, with its incidents in order."""
    row = maybe(db, "SELECT record FROM story WHERE id = ?", (name,)) or maybe(
        db,
        "SELECT s.record FROM report r JOIN story_report m ON m.report = r.key JOIN story s ON s.key = m.story "
        "WHERE r.id = ? AND r.current = 1",
        (name,),
    )
    return story_from(db, json.loads(row[0])) if row else None


def links_of(db: apsw.Connection, event: str) -> list[Link]:
    """The links of an event, the strongest first, with their reasons."""
    found = rows(
        db,
        "SELECT x.id, y.id, l.score, l.reasons FROM event e JOIN report r ON r.key = e.report AND r.current = 1 "
        "JOIN link l ON e.key IN (l.a, l.b) JOIN event x ON x.key = l.a JOIN event y ON y.key = l.b "
        "WHERE e.id = ? ORDER BY l.score DESC, x.id, y.id",
        (event,),
    )
    return [Link(a, b, s, tuple(decode.why(w) for w in json.loads(reasons))) for a, b, s, reasons in found]


@dataclass(frozen=True)
class StoryNews:
    """What is new in a story."""

    story: Story
    begun: bool
    """Whether the story itself is new."""
    reports: tuple[str, ...]
    """Ids of its new reports."""
    incidents: tuple[Incident, ...]
    """Incidents that were not told before."""
    changed: tuple[Incident, ...]
    """Incidents told before, on which there are new accounts."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "story": self.story.to_dict(), "begun": self.begun, "reports": list(self.reports),
            "incidents": [i.to_dict() for i in self.incidents], "changed": [i.to_dict() for i in self.changed],
        }  # fmt: skip


def new_since(db: apsw.Connection, day: str | None = None, *, told: int = 1, limit: int = 50) -> list[StoryNews]:
    """Stories with reports published on ``day`` or later, most distinct new reports first.

    Args:
        db: a connection for reading.
        day: ISO day, month or year, "today" or "yesterday"; by default the day of the store's newest report.
        told: least number of distinct reports that a story has.
        limit: most stories.

    Raises:
        UsageError: no date.
    """
    first = _first_day(db, day)
    found = rows(
        db,
        "SELECT s.key, s.record FROM story s JOIN story_report m ON m.story = s.key JOIN report r ON r.key = m.report "
        'WHERE s.last >= ?1 AND r.published >= ?1 AND s."distinct" >= ?2 GROUP BY s.key '
        "ORDER BY count(DISTINCT coalesce(r.copy_of, r.id)) DESC, s.last DESC, s.key LIMIT ?3",
        (first, told, limit),
    )
    return [_news(db, key, json.loads(record), first) for key, record in list(found)]


def _first_day(db: apsw.Connection, day: str | None) -> str:
    if day is None:
        return one(db, "SELECT max(last) FROM story")[0] or NEVER
    if day.lower() == "yesterday":
        return (dt.datetime.now().astimezone().date() - dt.timedelta(days=1)).isoformat()
    return day_range("since", day)[0]


def _news(db: apsw.Connection, key: int, data: Data, first: str) -> StoryNews:
    reports = rows(
        db,
        "SELECT r.id FROM story_report m JOIN report r ON r.key = m.report WHERE m.story = ? AND r.published >= ? "
        "ORDER BY r.published, r.key",
        (key, first),
    )
    sql = (
        "SELECT DISTINCT i.record, i.date_from, i.key FROM story_report m JOIN report r ON r.key = m.report "
        "JOIN event e ON e.report = r.key JOIN incident_event n ON n.event = e.key "
        "JOIN incident i ON i.key = n.incident "
        "WHERE m.story = ?1 AND r.published >= ?2 AND i.first_published {} ?2 ORDER BY i.date_from, i.key"
    )
    new, more = (
        tuple(incident_from(db, json.loads(record)) for record, *_ in list(rows(db, sql.format(sign), (key, first))))
        for sign in (">=", "<")
    )
    whole = story_from(db, data)
    return StoryNews(whole, (whole.first or "") >= first, tuple(r for (r,) in reports), new, more)


def incident_from(db: apsw.Connection, data: Data) -> Incident:
    """An incident out of its record; its story is that of its earliest report."""
    found = maybe(
        db,
        "SELECT s.id FROM incident i JOIN story_report m ON m.report = i.report JOIN story s ON s.key = m.story "
        "WHERE i.id = ?",
        (data["id"],),
    )
    fields = dict(data)
    for name in ("actors", "recipients"):
        fields[name] = tuple(decode.actor(part) for part in data[name])
    for name in ("events", "reports"):
        fields[name] = tuple(data[name])
    fields["place"] = decode.place(data["place"]) if data["place"] else None
    fields["conflicts"] = tuple(
        Conflict(
            c["slot"],
            c["about"],
            tuple(Account(a["value"], tuple(a["reports"]), tuple(a["events"])) for a in c["accounts"]),
        )
        for c in data["conflicts"]
    )
    return Incident(**fields, story=found[0] if found else None)


def story_from(db: apsw.Connection, data: Data) -> Story:
    """A story out of its record, with its incidents in order of what happened."""
    found = rows(
        db,
        "SELECT i.id FROM story s JOIN story_report m ON m.story = s.key JOIN incident i ON i.report = m.report "
        "WHERE s.id = ? ORDER BY coalesce(i.date_from, i.first_published), i.first_published, i.key",
        (data["id"],),
    )
    made = Story(
        data["id"], data["title"], data["first"], data["last"], tuple(data["reports"]), data["distinct"],
        words=tuple(data["words"]),
    )  # fmt: skip
    return replace(made, incidents=tuple(name for (name,) in found))


def _make_cursor(place: tuple[Any, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> list[Any]:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        good = isinstance(value, (str, int)) and isinstance(key, int)
    except (ValueError, TypeError):
        good = False
    if not good:
        raise UsageError("this is no cursor of such a list; begin again without one")
    return [value, key]
