"""Links, incidents and stories of a store, made anew where something has changed: no more than that is read."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.link.across import blocks, comparable, incidents_of, likeliest, link, lookups, score, weights
from dragoman.link.across_incident import Member, incident_of
from dragoman.link.across_sketch import Sketch, sketch
from dragoman.link.stories import Outline
from dragoman.records import Incident
from dragoman.store import decode
from dragoman.store.copies import mark_copies
from dragoman.store.linking import BATCH, LOOKED, Cache, Relinked, component, head_of, nearest, take_apart, write_link
from dragoman.store.retell import file_report, link_report, make_stories
from dragoman.store.sql import maybe, one, rows, savepoint
from dragoman.store.terms import bounds
from dragoman.store.writer import as_json, storable

if TYPE_CHECKING:
    from dragoman.store.store import Store

log = logging.getLogger(__name__)

REJECTED = "reject"
SCORED = 60
"""Most fellows of an event that are scored: on a busy day of one actor there are hundreds, and a score takes time."""


def relink(store: Store, *, again: bool = False) -> Relinked:
    """Link what is new or changed since the last time, and make its incidents and stories anew.

    Copies that are not marked yet are marked first: they count once in incidents and stories.

    Killed at any moment it goes on where it was: what is to be done stands in the store. The result is that of
    linking everything at once, as far as the limits of blocks reach.

    Args:
        store: open for writing.
        again: forget all links first.
    """
    done = Relinked()
    mark_copies(store)
    if again:
        _forget(store)
    while _batch(store, done):
        pass
    _incidents(store, done)
    make_stories(store, done)
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
                with savepoint(db):
                    _file(db, report)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                log.warning("report %s of the store cannot be linked: %r", report, error)
        for report in waiting:
            for (event,) in list(rows(db, "SELECT event FROM sighting WHERE report = ?", (report,))):
                done.links += _link_event(db, event, mentions)
        for report in waiting:
            if report in outlines:
                link_report(db, report, outlines, mentions)
        db.executemany("DELETE FROM unlinked WHERE report = ?", [(key,) for key in waiting])
        done.reports += len(waiting)
    return bool(waiting)


def _file(db: apsw.Connection, report: int) -> None:
    """Make the sketches of a report and its events, and file them in their blocks."""
    head = head_of(db, report)
    db.execute("DELETE FROM incident_event WHERE event IN (SELECT event FROM sighting WHERE report = ?)", (report,))
    db.execute("DELETE FROM sighting WHERE report = ?", (report,))
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
    file_report(db, report, head)


def _link_event(db: apsw.Connection, event: int, mentions: Cache[Sketch]) -> int:
    mine = mentions[event]
    fellows: set[int] = set()
    for value, first, last in lookups(mine):
        fellows.update(nearest(db, "block", "event", value, first, last, LOOKED))
    fellows.discard(event)
    least, made = weights()[2], 0
    near = {key: mentions[key] for key in sorted(fellows) if comparable(mine, mentions[key])}
    for other in likeliest(mine, near, SCORED):
        if score(mine, near[other]) >= least:
            made += write_link(db, "link", "sighting", "event", event, other, link(mine, near[other]))
    return made


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
    take_apart(db, "incident", "incident_event", "event", members)
    told = [key for key in members if not _rejected(db, key)]
    sketches = {key: cache[key] for key in told}
    inside = [part for part in links if part[0] in sketches and part[1] in sketches]
    groups = incidents_of(sketches, inside)
    for group in groups:
        _write_incident(db, group)
    db.executemany("UPDATE sighting SET dirty = 0 WHERE event = ?", [(key,) for key in members])
    return len(groups) or 1


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


__all__ = ["Relinked", "relink"]
