"""``dragoman alerts``: saved filters that announce what is new."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, with_filters

Name = Annotated[str, typer.Argument(help="The alert's name.")]


@with_filters("event")
def alerts_add(
    name: Name,
    db: DB,
    *,
    file: Annotated[Path | None, typer.Option(help="Append JSON lines to this file.")] = None,
    webhook: Annotated[str | None, typer.Option(help="Send JSON to this web address.")] = None,
    atom: Annotated[Path | None, typer.Option(help="Write the newest as an Atom feed to this file.")] = None,
    allow: Annotated[
        list[str] | None, typer.Option(help="HOST:PORT of a webhook that may be a private address.")
    ] = None,
    per: Annotated[
        str, typer.Option(help="incident: an event told by many reports once; event: each report's.")
    ] = "incident",
    from_start: Annotated[bool, typer.Option("--from-start", help="Announce what the store has already, too.")] = False,
    **filters: Any,
) -> None:
    """Save filters; what they find from now on is announced by ``alerts run``."""
    from dragoman.alerts.post import check, policy_for
    from dragoman.errors import UsageError
    from dragoman.store import open as open_it
    from dragoman.store.alerts import add_alert

    given = [(kind, value) for kind, value in (("file", file), ("webhook", webhook), ("atom", atom)) if value]
    if len(given) != 1:
        raise UsageError("give one of --file, --webhook and --atom")
    target, value = given[0]
    if target == "webhook":
        check(str(value), policy_for(allow or ()))
    address = str(value) if target == "webhook" else str(Path(str(value)).resolve())
    if not db.is_file():
        raise UsageError(f"{db}: there is no store; make one with: dragoman run INPUT --db {db}")
    with open_it(db) as store:
        add_alert(
            store, name, filters, target=target, address=address, unit=per, allow=allow or (), from_start=from_start
        )
    typer.echo(f"alert {name} announces to {address}; run it with: dragoman alerts run --db {db}", err=True)


def alerts_list(db: DB, *, as_json: AsJson = False) -> None:
    """Show the saved alerts, what waits and what went wrong."""
    from dragoman.cli.common import is_terminal, lines, open_store, table
    from dragoman.store.alerts import alerts

    with open_store(db) as store:
        found = alerts(store)
    if as_json or not is_terminal():
        lines(one.to_dict() for one in found)
        return
    if not found:
        typer.echo("no alerts; dragoman alerts add saves one", err=True)
        return
    rows = [
        (a.name, json.dumps(a.filters), a.unit, f"{a.target} {a.address}", a.last_run, a.waiting, a.error)
        for a in found
    ]
    table("", ("name", "filters", "per", "to", "last run", "waiting", "error"), rows)


def alerts_remove(name: Name, db: DB) -> None:
    """Remove an alert with what it still had to announce."""
    from dragoman.cli.common import open_store
    from dragoman.store.alerts import remove_alert

    with open_store(db, writing=True) as store:
        remove_alert(store, name)


def alerts_run(
    db: DB,
    names: Annotated[list[str] | None, typer.Argument(help="Only these alerts.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Announce what is new since the last run; what could not be delivered then is tried again."""
    from dragoman.alerts import run_alert
    from dragoman.cli.common import lines, open_store
    from dragoman.store.alerts import alert, alerts

    with open_store(db, writing=True) as store:
        wanted = [alert(store, name).name for name in names] if names else [one.name for one in alerts(store)]
        outcomes = [run_alert(store, name) for name in wanted]
    if as_json:
        lines(outcome.to_dict() for outcome in outcomes)
    else:
        for outcome in outcomes:
            error = f"; {outcome.error}" if outcome.error else ""
            typer.echo(
                f"{outcome.alert}: {outcome.new} new, {outcome.delivered} announced, {outcome.waiting} waiting{error}"
            )
    if any(outcome.error for outcome in outcomes):
        raise typer.Exit(1)
