"""``dragoman facets``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Records, with_filters


@with_filters("event", "statement", "agreement")
def facets(
    db: DB,
    *,
    records: Records = "event",
    facet: Annotated[
        list[str] | None,
        typer.Option(
            "--facet",
            help="Of events: type, mode, quad, status, context, actor, recipient, place, publisher, judged, year; "
            "statements: by, code, kind, about, publisher, judged; "
            "agreements: name, kind, party, state, publisher, judged. All by default.",
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="So many values of each.")] = 20,
    as_json: AsJson = False,
    **filters: Any,
) -> None:
    """Count events (or statements, agreements) by type, actor, place and so on, of those that the filters find."""
    import json

    from dragoman.cli.common import check_records, open_store, table

    check_records(records)
    with open_store(db) as store:
        found = store.facets(records, facet, top=top, **filters)
    if as_json:
        print(json.dumps({name: [{"value": v, "count": n} for v, n in values] for name, values in found.items()}))
        return
    for name, values in found.items():
        if values or facet:
            table(name, ("value", f"{records}s"), values)
    if not any(found.values()):
        typer.echo(f"no {records}s", err=True)
