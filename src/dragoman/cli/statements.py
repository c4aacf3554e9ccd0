"""``dragoman statements``."""

from __future__ import annotations

from typing import Any

from dragoman.cli.common import DB, AsJson, Limit, Sort, with_filters


@with_filters("statement")
def statements(db: DB, limit: Limit = None, sort: Sort = "published", as_json: AsJson = False, **filters: Any) -> None:
    """List statements: who says what, in the words of the report."""
    from dragoman.cli.listing import show
    from dragoman.cli.tables import STATEMENT_HEAD, statement_cells

    def cells(hit: Any) -> tuple[object, ...]:
        return statement_cells(hit.report, hit.data)

    show(db, "statements", STATEMENT_HEAD, cells, filters=filters, limit=limit, as_json=as_json, sort=sort)
