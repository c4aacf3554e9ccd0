"""``dragoman agreements``."""

from __future__ import annotations

from typing import Any

from dragoman.cli.common import DB, AsJson, Limit, with_filters

HEAD = ("published", "name", "kind", "parties", "history", "id")


@with_filters("agreement")
def agreements(db: DB, limit: Limit = None, as_json: AsJson = False, **filters: Any) -> None:
    """List treaties, programmes, summits and plans, with their parties and what is said of their state."""
    from dragoman.cli.listing import show

    show(db, "agreements", HEAD, _cells, filters=filters, limit=limit, as_json=as_json)


def _cells(hit: Any) -> tuple[object, ...]:
    data = hit.data
    parties = ", ".join(dict.fromkeys(p["code"] for p in data["parties"]))
    steps = ", ".join(f"{s['state']} {s['when']['value'] or ''}".strip() for s in data["steps"])
    return hit.report["published"], data["name"], data["kind"], parties, steps, data["id"]
