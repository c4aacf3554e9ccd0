"""What a timeline is asked for: an actor, a pair, a story, words."""

from __future__ import annotations

from itertools import islice
from typing import Any

from dragoman.errors import UsageError
from dragoman.render.timeline import Timeline, timeline
from dragoman.store import Store
from dragoman.store.filters import countries, day_range
from dragoman.store.sql import maybe
from dragoman.store.told import incidents_of, story_reports

MOST = 20_000
BODY_PREFIXES = ("IGO", "NGO", "MNC", "IMG")


def ask(
    store: Store, *, actor: str | None = None, a: str | None = None, b: str | None = None, story: str | None = None,
    today: str | None = None, most: int = MOST, **filters: Any,
) -> tuple[Timeline, str]:  # fmt: skip
    """The timeline and its title.

    Args:
        store: The store.
        actor: What it did and what was done to it: a code, a country's name, ``NATO``, a person's name.
        a: One side of a pair; needs ``b``.
        b: The other side.
        story: Id of a story.
        today: What lies after this day is ahead.
        most: More events are refused.
        filters: Any filters of events.

    Raises:
        UsageError: one side of a pair only, no such story, unknown filters or values, too many events.
    """
    title = []
    today = day_range("today", today)[1] if today else None
    if bool(a) != bool(b):
        raise UsageError("a pair needs both --a and --b")
    if a and b:
        filters["dyad"] = f"{side(store, a)}..{side(store, b)}"
        title.append(f"{a} and {b}")
    if actor:
        filters["either"] = side(store, actor)
        title.append(actor)
    if story:
        name, reports = story_reports(store, story)
        filters["report"] = reports
        title.append(name)
    results = store.events(**filters)
    count = results.count()
    if count > most:
        raise UsageError(f"{count} events are too many for a timeline (at most {most}); narrow the filters")
    hits = list(islice(results, most))
    if filters.get("text"):
        title.append(str(filters["text"]))
    found = timeline(hits, today, incidents_of(store, [hit.id for hit in hits]))
    return found, ", ".join(title) or "Timeline"


def side(store: Store, value: str, record: str = "event", field: str = "either") -> str:
    """The code that a name stands for: ``NATO`` is ``IGO:NATO`` where the store has that; others stay as they are.

    Looked for in ``field`` of the store's index of ``record``.
    """
    value = value.strip()
    if ":" in value or "/" in value or value.casefold() in countries():
        return countries().get(value.casefold(), value)
    for prefix in BODY_PREFIXES:
        wanted = f"{prefix}:{value}"
        sql = "SELECT value FROM term WHERE record = ? AND field = ? AND value = ? COLLATE NOCASE LIMIT 1"
        row = maybe(store.database.reader, sql, (record, field, wanted))
        if row is not None:
            return str(row[0])
    return _full_name(store, value, record, field) or value


def _full_name(store: Store, value: str, record: str, field: str) -> str | None:
    """The busiest actor of that surname ("Rice"), where nobody has the name alone."""
    sql = "SELECT 1 FROM term WHERE record = ? AND field = ? AND value = ? COLLATE NOCASE AND n > 0"
    if not value or maybe(store.database.reader, sql, (record, field, value)):
        return None
    ending = f" {value.casefold()}"
    found = store.actors(name=ending, kind="person", limit=20)
    return next(
        (row.name for row in found if row.name.casefold().endswith(ending) and row.events + row.statements), None
    )
