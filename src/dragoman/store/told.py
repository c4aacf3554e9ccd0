"""Which incidents events belong to and which reports a story has, read from the tables of links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dragoman.errors import UsageError
from dragoman.store.sql import maybe, rows

if TYPE_CHECKING:
    from dragoman.store.store import Store

AT_ONCE = 500
"""Ids of one question: SQLite takes only so many values."""


def incidents_of(store: Store, events: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Event id -> its incident as plain data; events that are not linked (yet) are absent."""
    out: dict[str, dict[str, Any]] = {}
    made: dict[str, dict[str, Any]] = {}
    for first in range(0, len(events), AT_ONCE):
        ids = events[first : first + AT_ONCE]
        sql = (
            "SELECT e.id, i.id, i.record FROM event e JOIN incident_event l ON l.event = e.key "  # noqa: S608 - marks
            f"JOIN incident i ON i.key = l.incident WHERE i.stale = 0 AND e.id IN ({', '.join('?' * len(ids))})"
        )
        for event, incident, record in rows(store.database.reader, sql, list(ids)):
            if incident not in made:
                made[incident] = json.loads(record)
            out[event] = made[incident]
    return out


def story_reports(store: Store, story: str) -> tuple[str, list[str]]:
    """Title of a story and the ids of its reports.

    Raises:
        UsageError: the store has no such story.
    """
    row = maybe(store.database.reader, "SELECT title, record FROM story WHERE id = ?", (story,))
    if row is None:
        raise UsageError(f"there is no story {story!r} in this store; dragoman link makes stories")
    return str(row[0]), [str(name) for name in json.loads(row[1])["reports"]]
