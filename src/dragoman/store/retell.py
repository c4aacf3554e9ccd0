"""Stories of a store: reports on one affair, linked and grouped anew where something has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import apsw

from dragoman.link.across_sketch import Head, Sketch
from dragoman.link.stories import DAYS, LEAST, SHARED_KEYS, Outline, keys, link_reports, outline, stories_of, story_of
from dragoman.store.linking import BATCH, LOOKED, Cache, Relinked, component, head_of, nearest, take_apart, write_link
from dragoman.store.sql import maybe, one, rows
from dragoman.store.writer import as_json, storable

if TYPE_CHECKING:
    from dragoman.store.store import Store

COMPARED = 60
"""Most reports that an outline is compared with, those that share most first."""


def file_report(db: apsw.Connection, report: int, head: Head) -> None:
    """Make the outline of a report anew, and file it by its words."""
    db.execute("DELETE FROM story_report WHERE report = ?", (report,))
    db.execute("DELETE FROM report_sighting WHERE report = ?", (report,))
    about = outline(head)
    db.execute("INSERT INTO report_sighting (report, sketch) VALUES (?, ?)", (report, storable(about.to_json())))
    db.executemany("INSERT OR IGNORE INTO report_block VALUES (?, ?, ?)", [(w, d, report) for w, d in keys(about)])


def link_report(db: apsw.Connection, report: int, outlines: Cache[Outline], mentions: Cache[Sketch]) -> None:
    """Link a report that is filed to those that tell of the same affair."""
    mine = outlines[report]
    if mine.published is None:
        return
    shared: dict[int, int] = {}
    for word, day in keys(mine):
        for other in nearest(db, "report_block", "report", word, day - DAYS, day + DAYS, LOOKED):
            shared[other] = shared.get(other, 0) + 1
    shared.pop(report, None)
    ranked = sorted((n, key) for key, n in shared.items() if n >= SHARED_KEYS)[-COMPARED:]
    told = _told_by_both(db, report, mentions)
    near = {key for key in told if abs((outlines[key].published or -DAYS) - mine.published) <= DAYS}
    for other in sorted({key for _, key in ranked} | near):
        made = link_reports(mine, outlines[other], told[other])
        if made.score >= LEAST:
            write_link(db, "report_link", "report_sighting", "report", report, other, made)


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


def make_stories(store: Store, done: Relinked) -> None:
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
    take_apart(db, "story", "story_report", "report", members)
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
