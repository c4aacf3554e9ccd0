"""``dragoman dyads``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson


def dyads(
    db: DB,
    *,
    a: Annotated[str, typer.Option("--a", help="One side: JPN, IGO:NATO.")],
    b: Annotated[str, typer.Option("--b", help="The other side.")],
    by: Annotated[str, typer.Option("--by", help="day, week, month or year.")] = "month",
    dedup: Annotated[
        str, typer.Option("--dedup", help="one-a-day: the same act counts once a day; none: once a report.")
    ] = "one-a-day",
    since: Annotated[str | None, typer.Option(help="From this day on.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this day.")] = None,
    copies: Annotated[str, typer.Option(help="all, or one: leave out reports that are copies.")] = "one",
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Conflict and cooperation between two actors over time, in each direction."""
    from dragoman.cli.common import is_terminal, lines, open_store, table
    from dragoman.store.series import series

    given: dict[str, Any] = {"since": since, "until": until, "copies": copies}
    with open_store(db) as store:
        rows = [p.to_dict() for p in series(store, a, b, by=by, dedup=dedup, **given)]
    if as_csv:
        import csv
        import sys

        writer = csv.writer(sys.stdout)
        writer.writerow(rows[0] if rows else ("period", "source", "target", "events"))
        writer.writerows(row.values() for row in rows)
    elif as_json or not is_terminal():
        lines(rows)
    else:
        head = (
            "period",
            "from",
            "to",
            "events",
            "reports",
            "verbal +",
            "material +",
            "verbal -",
            "material -",
            "score",
        )
        table("", head, (row.values() for row in rows))
