"""``dragoman dyads``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson

SHOWN = {
    "period": "period", "source": "from", "target": "to", "events": "n", "usual": "usual", "reports": "told",
    "cooperation": "coop", "conflict": "conf", "score": "score", "baseline": "was", "change": "diff",
}  # fmt: skip
"""Columns of the table, short enough for 80 characters; what ``to_dict`` calls them, and their heads."""


def dyads(
    db: DB,
    *,
    a: Annotated[str, typer.Option("--a", help="One side by code or name: JPN, Japan, NATO.")],
    b: Annotated[str, typer.Option("--b", help="The other side.")],
    by: Annotated[str, typer.Option("--by", help="day, week, month or year.")] = "month",
    dedup: Annotated[
        str | None,
        typer.Option(
            "--dedup",
            help="linked: an incident counts once, however many reports tell it (the default after linking); "
            "one-a-day: the same act counts once a day; none: every report counts.",
        ),
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    copies: Annotated[
        str | None, typer.Option(help="all, or one: leave out copies (the default with one-a-day and none).")
    ] = None,
    fill: Annotated[bool, typer.Option("--fill", help="Show periods in which nothing happened, too.")] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Conflict and cooperation between two actors over time, in each direction, with what was usual before."""
    from dragoman.cli.common import is_terminal, lines, open_store, table
    from dragoman.store.series import Period, series

    copies = copies or ("one" if dedup in {"one-a-day", "none"} else "all")
    given: dict[str, Any] = {"since": since, "until": until, "copies": copies}
    with open_store(db) as store:
        rows = [p.to_dict() for p in series(store, a, b, by=by, dedup=dedup, fill=fill, **given)]
    if not rows:
        typer.echo(f"no dated events between {a} and {b} in this store", err=True)
    if as_csv:
        import csv
        import sys

        writer = csv.writer(sys.stdout)
        writer.writerow(Period("", "", "").to_dict())
        writer.writerows(row.values() for row in rows)
    elif as_json or not is_terminal():
        lines(rows)
    else:
        table("", SHOWN.values(), ([_cell(row[name]) for name in SHOWN] for row in rows))


def _cell(value: object) -> object:
    return f"{value:.1f}" if isinstance(value, float) else value
