"""``dragoman show``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB

if TYPE_CHECKING:
    from dragoman.records import Agreement
    from dragoman.store import Store


def show(
    record: Annotated[
        str, typer.Argument(metavar="ID", help="Id of a report, event, statement, agreement, incident or story.")
    ],
    db: DB,
    form: Annotated[str, typer.Option("--format", "-f", help="text, json, html or gold (reports).")] = "text",
) -> None:
    """Show a report with its records, or one event, statement, agreement, incident or story."""
    from dragoman.cli.common import open_store
    from dragoman.cli.read import _print
    from dragoman.errors import InputError, UsageError
    from dragoman.store.grammar import near

    forms = ("text", "json", "html", "gold")
    if form not in forms:
        raise UsageError(f"--format {form}: there is no such format{near(form, forms)}")
    with open_store(db) as store:
        if report := store.report(record):
            _print(report, "jsonl" if form == "json" else form)
            return
        if _record(store, record, form) or _together(store, record, form):
            return
    raise InputError(
        f"{record}: the store has no report, event, statement, agreement, incident or story of that id; ids are "
        "the last column of dragoman reports, events, statements, incidents and stories"
    )


def _record(store: Store, record: str, form: str) -> bool:
    """Print the event, statement or agreement of an id; gives whether there is one."""
    from dragoman.render.terminal import event_lines, statement_lines
    from dragoman.render.words import one_line

    hit: Any = store.event(record) or store.statement(record) or store.agreement(record)
    if hit is None:
        return False
    if form == "json":
        print(json.dumps(hit.to_dict(), ensure_ascii=False))
        return True
    if hit.kind == "agreement":
        lines = _agreement_lines(hit.record)
    else:
        lines = event_lines(hit.record) if hit.kind == "event" else statement_lines(hit.record)
    print("\n".join(lines))
    print(f"      report {hit.report['id']}, {hit.report['published']}: {one_line(hit.report['title'] or '')}")
    for judgement in store.judgements(record=record):
        print(f"      judged {judgement.kind} by {judgement.who}, {judgement.at}")
    return True


def _agreement_lines(agreement: Agreement) -> list[str]:
    from dragoman.render.words import one_line

    parties = ", ".join(f"{p.actor.name} ({p.actor.code})" for p in agreement.parties)
    acronym = f" ({agreement.acronym})" if agreement.acronym else ""
    out = [f"{agreement.name}{acronym}, {agreement.kind}; parties: {parties or 'not told'}"]
    for step in agreement.steps:
        words = one_line(" … ".join(span.text for span in step.evidence))
        out.append(f"      {step.state}, {step.when.value or 'date unknown'}: {words}")
    return out


def _together(store: Store, name: str, form: str) -> bool:
    """Print the incident or story of an id; gives whether there is one."""
    from dragoman.cli import incidents, stories

    for known, show_them in ((store.incident(name), incidents.show), (store.story(name), stories.show)):
        if known is not None:
            show_them(store, [name], as_json=form == "json")
            return True
    return False
