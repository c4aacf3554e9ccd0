"""``dragoman statements``."""

from __future__ import annotations

from typing import Any

from dragoman.cli.common import DB, AsJson, Limit, Sort, with_filters


@with_filters("statement")
def statements(db: DB, limit: Limit = None, sort: Sort = "published", as_json: AsJson = False, **filters: Any) -> None:
    """List statements: who says what, in the words of the report."""
    from dragoman.cli.listing import show
    from dragoman.cli.tables import STATEMENT_HEAD, statement_cells

    show(db, "statements", sort, filters, limit, as_json, STATEMENT_HEAD, lambda h: statement_cells(h.report, h.data))
