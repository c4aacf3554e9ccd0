"""Lists of records: a table on a terminal, JSON lines in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import typer

from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table


def show(
    db: Path, name: str, head: Iterable[str], cells: Callable[[Any], tuple[object, ...]], *,
    filters: dict[str, Any], limit: int | None, as_json: bool, sort: str = "published",
) -> None:  # fmt: skip
    """Print what ``store.<name>(**filters)`` finds."""
    with open_store(db) as store:
        results = getattr(store, name)(sort=sort, **filters)
        if as_json or not is_terminal():
            lines(hit.to_dict() for hit in islice(results, limit))
            return
        most = limit or ON_A_TERMINAL
        table("", head, (cells(hit) for hit in islice(results, most)))
        if (count := results.count()) > most:
            typer.echo(f"{most} of {count}; --limit shows more, a pipe gives all", err=True)
