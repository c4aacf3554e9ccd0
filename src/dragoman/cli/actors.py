"""``dragoman actors``: the list of a store's actors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import AsJson, Limit


def actors(
    context: typer.Context,
    db: Annotated[Path | None, typer.Option("--db", help="The store, one SQLite file.", envvar="DRAGOMAN_DB")] = None,
    *,
    name: Annotated[list[str] | None, typer.Option(help="A part of the name.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Country or body: CHN, IGO:NATO.")] = None,
    sector: Annotated[list[str] | None, typer.Option(help="GOV, MIL, ...")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="country, body, person, group.")] = None,
    code: Annotated[list[str] | None, typer.Option(help="The whole code: CHN/GOV.")] = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List actors with the number of events and statements that they have a part in; add, merge, split, export them."""
    if context.invoked_subcommand is not None:
        return
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table
    from dragoman.errors import UsageError

    if db is None:
        raise UsageError("which store? give --db FILE, or a command: add, merge, apart, split, proposals, export")
    filters = {"name": name, "country": country, "sector": sector, "kind": kind, "code": code}
    with open_store(db) as store:
        terminal = is_terminal() and not as_json
        rows = store.actors(limit=limit or (ON_A_TERMINAL if terminal else None), **filters)
        if not terminal:
            lines(row.to_dict() for row in rows)
            return
        cells = ((r.name, r.code, r.kind, r.office, r.events, r.statements, r.id) for r in rows)
        table("", ("name", "code", "kind", "office", "events", "statements", "id"), cells)
