"""Links, incidents and stories of a store, made anew where something has changed: no more than that is read."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

import apsw

from dragoman.link.across import blocks, comparable, incidents_of, link, lookups, score, weights
from dragoman.link.across_incident import Member, incident_of
from dragoman.link.across_sketch import Head, Sketch, sketch
from dragoman.link.stories import DAYS, LEAST, SHARED_KEYS, Outline, keys, link_reports, outline, stories_of, story_of
from dragoman.records import Incident, Link
from dragoman.store import decode
from dragoman.store.sql import maybe, one, rows
from dragoman.store.terms import bounds
from dragoman.store.writer import as_json, storable

if TYPE_CHECKING:
    from dragoman.store.store import Store

log = logging.getLogger(__name__)

BATCH = 100
"""Reports, or groups, written in one transaction: readers and other writers wait no longer than that."""
LOOKED = 300
"""Most fellows that one file of a block gives, the nearest days first."""
COMPARED = 60
"""Most reports that an outline is compared with, those that share most first."""
LARGEST = 400
"""Members of a group of links that are clustered together; a larger one is parted by its weaker links first."""
KEPT = 20_000
"""Sketches kept in memory."""
REJECTED = "reject"


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


def relink(store: Store, *, again: bool = False) -> Relinked:
    """Link what is new or changed since the last time, and make its incidents and stories anew.

    Killed at any moment it goes on where it was: what is to be done stands in the store. The result is that of
    linking everything at once, as far as the limits of blocks reach.

    Args:
        store: open for writing.
        again: forget all links first.
    """
    done = Relinked()
    if again:
        _forget(store)
    while _batch(store, done):
        pass
    _incidents(store, done)
    _stories(store, done)
    return done


def _forget(store: Store) -> None:
    with store.database.write() as db:
        for table in ("incident", "story", "sighting", "report_sighting"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
        db.execute("INSERT OR IGNORE INTO unlinked SELECT key FROM report WHERE current = 1")


def _batch(store: Store, done: Relinked) -> bool:
    """Link the next reports of the queue; gives whether there were any."""
    with store.database.write() as db:
        waiting = [key for (key,) in rows(db, "SELECT report FROM unlinked ORDER BY report LIMIT ?", (BATCH,))]
        mentions: Cache[Sketch] = Cache(db, "sighting", "event", Sketch)
        outlines: Cache[Outline] = Cache(db, "report_sighting", "report", Outline)
        for report in waiting:
            try:
                with db:  # a savepoint
                    _file(db, report)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                log.warning("report %s of the store cannot be linked: %r", report, error)
        for report in waiting:
            for (event,) in list(rows(db, "SELECT event FROM sighting WHERE report = ?", (report,))):
                done.links += _link_event(db, event, mentions)
        for report in waiting:
            if report in outlines:
                _link_report(db, report, outlines, mentions)
        db.executemany("DELETE FROM unlinked WHERE report = ?", [(key,) for key in waiting])
        done.reports += len(waiting)
    return bool(waiting)


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


def _file(db: apsw.Connection, report: int) -> None:
    """Make the sketches of a report and its events, and file them in their blocks."""
    head = head_of(db, report)
    db.execute("DELETE FROM incident_event WHERE event IN (SELECT event FROM sighting WHERE report = ?)", (report,))
    db.execute("DELETE FROM sighting WHERE report = ?", (report,))
    db.execute("DELETE FROM story_report WHERE report = ?", (report,))
    db.execute("DELETE FROM report_sighting WHERE report = ?", (report,))
    found = rows(
        db,
        "SELECT e.key, j.record FROM event e JOIN event_record j ON j.event = e.key WHERE e.report = ? "
        "AND e.judged IS NOT ?",
        (report, REJECTED),
    )
    for key, record in list(found):
        made = sketch(decode.event(json.loads(record)), head)
        db.execute(
            "INSERT INTO sighting (event, report, sketch) VALUES (?, ?, ?)",
            (key, report, storable(made.to_json())),
        )
        filed = [(value, day, key) for value, day in set(blocks(made))]
        db.executemany("INSERT OR IGNORE INTO block VALUES (?, ?, ?)", filed)
    about = outline(head)
    db.execute("INSERT INTO report_sighting (report, sketch) VALUES (?, ?)", (report, storable(about.to_json())))
    db.executemany("INSERT OR IGNORE INTO report_block VALUES (?, ?, ?)", [(w, d, report) for w, d in keys(about)])


def _link_event(db: apsw.Connection, event: int, mentions: Cache[Sketch]) -> int:
    mine = mentions[event]
    fellows: set[int] = set()
    for value, first, last in lookups(mine):
        found = rows(
            db,
            "SELECT event FROM block WHERE value = ? AND day BETWEEN ? AND ? ORDER BY abs(day - ?), event LIMIT ?",
            (value, first, last, (first + last) // 2, LOOKED),
        )
        fellows.update(key for (key,) in found)
    fellows.discard(event)
    least, made = weights()[2], 0
    for other in sorted(fellows):
        theirs = mentions[other]
        if comparable(mine, theirs) and score(mine, theirs) >= least:
            made += _write_link(db, "link", "sighting", "event", event, other, link(mine, theirs))
    return made


def _write_link(db: apsw.Connection, table: str, marked: str, column: str, a: int, b: int, made: Link) -> int:
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


def _link_report(db: apsw.Connection, report: int, outlines: Cache[Outline], mentions: Cache[Sketch]) -> None:
    mine = outlines[report]
    if mine.published is None:
        return
    shared: dict[int, int] = {}
    for word, day in keys(mine):
        found = rows(
            db,
            "SELECT report FROM report_block WHERE value = ? AND day BETWEEN ? AND ? "
            "ORDER BY abs(day - ?), report LIMIT ?",
            (word, day - DAYS, day + DAYS, day, LOOKED),
        )
        for (other,) in found:
            shared[other] = shared.get(other, 0) + 1
    shared.pop(report, None)
    ranked = sorted((n, key) for key, n in shared.items() if n >= SHARED_KEYS)[-COMPARED:]
    told = _told_by_both(db, report, mentions)
    near = {key for key in told if abs((outlines[key].published or -DAYS) - mine.published) <= DAYS}
    for other in sorted({key for _, key in ranked} | near):
        made = link_reports(mine, outlines[other], told[other])
        if made.score >= LEAST:
            _write_link(db, "report_link", "report_sighting", "report", report, other, made)


def _told_by_both(db: apsw.Connection, report: int, mentions: Cache[Sketch]) -> Counter[int]:
    """How many events of late other reports tell as well, by report."""
    sql = (
        "SELECT s.event, o.event, o.report FROM sighting s JOIN link l ON l.{0} = s.event "
        "JOIN sighting o ON o.event = l.{1} WHERE s.report = ?1"
    )
    found: dict[int, set[int]] = {}
    for ends in (("a", "b"), ("b", "a")):
        for mine, theirs, other in list(rows(db, sql.format(*ends), (report,))):
            if _of_late(mentions[mine]) and _of_late(mentions[theirs]):
                found.setdefault(other, set()).add(mine)
    return Counter({key: len(events) for key, events in found.items()})


def _of_late(mention: Sketch) -> bool:
    return mention.first is None or mention.published is None or mention.published - mention.first <= DAYS


# Incidents


def _incidents(store: Store, done: Relinked) -> None:
    """Make the incidents of all marked events anew, group by group."""
    while True:
        with store.database.write() as db:
            cache: Cache[Sketch] = Cache(db, "sighting", "event", Sketch)
            made = 0
            while made < BATCH:
                start = maybe(db, "SELECT event FROM sighting WHERE dirty = 1 ORDER BY event LIMIT 1")
                if start is None:
                    break
                made += _rebuild(db, start[0], cache)
            db.execute("DELETE FROM incident WHERE stale = 1 AND key NOT IN (SELECT incident FROM incident_event)")
            done.incidents += made
        if made < BATCH:
            return


def _rebuild(db: apsw.Connection, start: int, cache: Cache[Sketch]) -> int:
    """The incidents of the events that hang together with ``start``; gives how many."""
    members, links = component(db, "link", start)
    _take_apart(db, "incident", "incident_event", "event", members)
    told = [key for key in members if not _rejected(db, key)]
    sketches = {key: cache[key] for key in told}
    inside = [part for part in links if part[0] in sketches and part[1] in sketches]
    groups = incidents_of(sketches, inside)
    for group in groups:
        _write_incident(db, group)
    db.executemany("UPDATE sighting SET dirty = 0 WHERE event = ?", [(key,) for key in members])
    return len(groups) or 1


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


def _take_apart(db: apsw.Connection, table: str, joined: str, column: str, members: Iterable[int]) -> None:
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


def _rejected(db: apsw.Connection, event: int) -> bool:
    return bool(one(db, "SELECT judged FROM event WHERE key = ?", (event,))[0] == REJECTED)


def _write_incident(db: apsw.Connection, group: list[int]) -> None:
    members: list[Member] = []
    reports: dict[str, int] = {}
    for key in group:
        report, record = one(
            db, "SELECT e.report, j.record FROM event e JOIN event_record j ON j.event = e.key WHERE e.key = ?", (key,)
        )
        members.append(Member(decode.event(json.loads(record)), head_of(db, report)))
        reports[members[-1].head.id] = report
    made = incident_of(members)
    first, last = bounds(made.date) if made.date else (None, None)
    place = made.place
    data = made.to_dict()
    data.pop("story")
    values: list[Any] = [
        made.id, made.type, made.mode, made.quad, made.status, made.score, made.date, first, last,
        place.id if place else None, place.name if place else None, place.country if place else None,
        ";".join(a.code for a in made.actors), ";".join(a.code for a in made.recipients), reports[made.reports[0]],
        made.first_published, made.last_published, len(made.events), len(made.reports), made.distinct,
        len(made.conflicts), as_json(data),
    ]  # fmt: skip
    row = one(
        db,
        "INSERT OR REPLACE INTO incident (id, type, mode, quad, status, score, date, date_from, date_to, place, "
        "place_name, place_country, actors, recipients, report, first_published, last_published, events, reports, "
        '"distinct", conflicts, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) '
        "RETURNING key",
        [storable(v) if isinstance(v, str) else v for v in values],
    )
    db.executemany("INSERT OR REPLACE INTO incident_event VALUES (?, ?)", [(key, row[0]) for key in group])
    db.executemany("INSERT OR IGNORE INTO incident_party VALUES (?, ?, ?)", _parties(made, row[0]))


def _parties(made: Incident, key: int) -> Iterator[tuple[str, str, int]]:
    for side, actors in (("actor", made.actors), ("recipient", made.recipients)):
        for actor in actors:
            for value in (actor.country, actor.code, actor.name if actor.kind != "unknown" else None):
                if value:
                    yield storable(value), side, key


# Stories


def _stories(store: Store, done: Relinked) -> None:
    """Make the stories of all marked reports anew, group by group."""
    while True:
        with store.database.write() as db:
            cache: Cache[Outline] = Cache(db, "report_sighting", "report", Outline)
            made = 0
            while made < BATCH:
                start = maybe(db, "SELECT report FROM report_sighting WHERE dirty = 1 ORDER BY report LIMIT 1")
                if start is None:
                    break
                made += _retell(db, start[0], cache)
            db.execute("DELETE FROM story WHERE stale = 1 AND key NOT IN (SELECT story FROM story_report)")
            done.stories += made
        if made < BATCH:
            return


def _retell(db: apsw.Connection, start: int, cache: Cache[Outline]) -> int:
    members, links = component(db, "report_link", start)
    _take_apart(db, "story", "story_report", "report", members)
    outlines: Mapping[int, Outline] = {key: cache[key] for key in members}
    groups = stories_of(outlines, links)
    for group in groups:
        told = [(head_of(db, key), outlines[key]) for key in group]
        made = story_of(told)
        data = made.to_dict()
        data.pop("incidents")
        row = one(
            db,
            'INSERT OR REPLACE INTO story (id, title, first, last, reports, "distinct", record) '
            "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING key",
            (made.id, storable(made.title), made.first, made.last, len(made.reports), made.distinct, as_json(data)),
        )
        db.executemany("INSERT OR REPLACE INTO story_report VALUES (?, ?)", [(key, row[0]) for key in group])
    db.executemany("UPDATE report_sighting SET dirty = 0 WHERE report = ?", [(key,) for key in members])
    return len(groups)


__all__ = ["Relinked", "relink"]
