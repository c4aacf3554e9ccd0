"""``dragoman actors add`` and ``export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add(
    name: Annotated[str, typer.Argument(help="The name as reports write it.")],
    code: Annotated[str, typer.Argument(help="Its code: LBN/PTY, IGO:NATO.")],
    *,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name; may be repeated.")] = None,
    kind: Annotated[str | None, typer.Option(help="person, for somebody with a name of his own.")] = None,
    office: Annotated[str | None, typer.Option(help="A person's office.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day, ISO.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day, ISO.")] = None,
    ident: Annotated[str | None, typer.Option("--id", help="An id of your own.")] = None,
    file: Annotated[Path | None, typer.Option(help="YAML or CSV file; the setting `actors` if not given.")] = None,
) -> None:
    """Add an actor of your own: it goes before what the package knows, in every later reading."""
    from dragoman.config import Settings
    from dragoman.errors import UsageError
    from dragoman.resolve.own import add_own

    target = file or Settings.load().actors
    if target is None:
        raise UsageError('which file? give --file actors.yaml, or set it: actors = "actors.yaml" in dragoman.toml')
    row = {"name": name, "code": code, "aliases": alias or [], "kind": kind, "office": office, "from": since,
           "to": until, "id": ident}  # fmt: skip
    add_own(target, {key: value for key, value in row.items() if value})
    typer.echo(f"{name} ({code}) stands in {target}")
    if Settings.load().actors != target:
        typer.echo(f'readings use it with the setting actors = "{target}" (dragoman.toml), or DRAGOMAN_ACTORS={target}')


def export(
    *,
    db: Annotated[
        Path | None, typer.Option("--db", help="Actors of this store; without it, the knowledge.", envvar="DRAGOMAN_DB")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="csv, jsonl or yaml.")] = "csv",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File; standard output if not given.")] = None,
    country: Annotated[str | None, typer.Option(help="Only of this country or body.")] = None,
    kind: Annotated[str | None, typer.Option(help="country, body, person, group.")] = None,
) -> None:
    """Write the actors that are known (names, codes, offices with dates), or those of a store with their counts."""
    from dragoman.errors import UsageError
    from dragoman.resolve.listing import FORMS, known_rows, write_rows
    from dragoman.store.grammar import near

    if form not in FORMS:
        raise UsageError(f"--format {form}: there is no such format{near(form, FORMS)}")
    rows = known_rows() if db is None else _of_store(db)
    chosen = (
        row for row in rows
        if country in {None, str(row["code"]).partition("/")[0]} and kind in {None, row["kind"]}
    )  # fmt: skip
    if output is None:
        import sys

        write_rows(chosen, form, sys.stdout)
    else:
        with output.open("w", encoding="utf8", newline="") as file:
            write_rows(chosen, form, file)


def _of_store(db: Path) -> list[dict[str, object]]:
    from dragoman.cli.common import open_store
    from dragoman.store.identity import identity_of

    with open_store(db) as store:
        identity = identity_of(store.database.reader)
        return [
            one.to_dict() | {"merged": identity.members(one.id)}
            for one in store.actors()
            if one.id not in identity.merged
        ]
