"""``dragoman agreements``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Limit, with_filters

HEAD = ("name", "kind", "parties", "history", "reports")
HEAD_EACH = ("published", "name", "kind", "parties", "history", "id")


@with_filters("agreement")
def agreements(
    db: DB,
    limit: Limit = None,
    as_json: AsJson = False,
    each: Annotated[bool, typer.Option("--each", help="One line for each report that names it.")] = False,
    **filters: Any,
) -> None:
    """List treaties, programmes, summits and plans, each once with its parties and steps in order of time."""
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table
    from dragoman.cli.listing import show
    from dragoman.render.timeline_ask import side
    from dragoman.store.instruments import history, merged

    with open_store(db) as store:
        for name in ("party", "not_party"):
            if filters.get(name):
                filters[name] = [side(store, value, "agreement", "party") for value in filters[name]]
        if not each:
            found = merged(store.agreements(**filters))[:limit]
    if each:
        show(db, "agreements", HEAD_EACH, _cells, filters=filters, limit=limit, as_json=as_json)
    elif as_json or not is_terminal():
        lines(one.to_dict() for one in found)
    else:
        most = limit or ON_A_TERMINAL
        rows = ((i.name, i.kind, ", ".join(p["code"] for p in i.parties), history(i), len(i.reports)) for i in found)
        table("", HEAD, list(rows)[:most])
        if len(found) > most:
            typer.echo(f"{most} of {len(found)}; --limit shows more, a pipe gives all", err=True)


def _cells(hit: Any) -> tuple[object, ...]:
    data = hit.data
    parties = ", ".join(dict.fromkeys(p["code"] for p in data["parties"]))
    steps = ", ".join(f"{s['state']} {s['when']['value'] or ''}".strip() for s in data["steps"])
    return hit.report["published"], data["name"], data["kind"], parties, steps, data["id"]
