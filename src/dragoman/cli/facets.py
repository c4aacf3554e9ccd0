"""``dragoman facets``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, with_filters


@with_filters("event")
def facets(
    db: DB,
    facet: Annotated[
        list[str] | None,
        typer.Option(
            "--facet",
            help="type, mode, quad, status, context, actor, recipient, place, publisher, judged, year; all by default.",
        ),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="So many values of each.")] = 20,
    as_json: AsJson = False,
    **filters: Any,
) -> None:
    """Count events by type, actor, place and so on, of those that the filters find."""
    import json

    from dragoman.cli.common import open_store, table

    with open_store(db) as store:
        found = store.facets("event", facet, top=top, **filters)
    if as_json:
        print(json.dumps({name: [{"value": v, "count": n} for v, n in values] for name, values in found.items()}))
        return
    for name, values in found.items():
        table(name, ("value", "events"), values)
