"""``dragoman show``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dragoman.cli.common import DB


def show(
    record: Annotated[str, typer.Argument(metavar="ID", help="Id of a report, event or statement.")],
    db: DB,
    form: Annotated[str, typer.Option("--format", "-f", help="text, json, html or gold (reports).")] = "text",
) -> None:
    """Show a report with its records, or one event or statement."""
    from dragoman.cli.common import open_store
    from dragoman.cli.read import _print
    from dragoman.errors import InputError, UsageError
    from dragoman.render.terminal import event_lines, statement_lines
    from dragoman.store.grammar import near

    forms = ("text", "json", "html", "gold")
    if form not in forms:
        raise UsageError(f"--format {form}: there is no such format{near(form, forms)}")
    with open_store(db) as store:
        if report := store.report(record):
            _print(report, "jsonl" if form == "json" else form)
            return
        event, statement = store.event(record), store.statement(record)
        hit = event or statement
        if hit is None:
            raise InputError(f"{record}: the store has no report, event or statement of that id")
        if form == "json":
            print(json.dumps(hit.to_dict(), ensure_ascii=False))
            return
        lines = event_lines(event.record) if event else []
        lines += statement_lines(statement.record) if statement and not event else []
        print("\n".join(lines))
        print(f"      report {hit.report['id']}, {hit.report['published']}: {hit.report['title'] or ''}")
        for judgement in store.judgements(record=record):
            print(f"      judged {judgement.kind} by {judgement.who}, {judgement.at}")
