"""``dragoman events``."""

from __future__ import annotations

from typing import Any

from dragoman.cli.common import DB, AsJson, Limit, Sort, with_filters


@with_filters("event")
def events(db: DB, limit: Limit = None, sort: Sort = "published", as_json: AsJson = False, **filters: Any) -> None:
    """List events: a table on a terminal, JSON lines in a pipe. All filters must hold; one given twice is either."""
    from dragoman.cli.listing import show
    from dragoman.cli.tables import EVENT_HEAD, event_cells

    def cells(hit: Any) -> tuple[object, ...]:
        return event_cells(hit.report, hit.data, hit.judged)

    show(db, "events", EVENT_HEAD, cells, filters=filters, limit=limit, as_json=as_json, sort=sort)
