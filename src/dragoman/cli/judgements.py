"""``dragoman judgements``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DB, AsJson, say

if TYPE_CHECKING:
    from dragoman.store import Store


def judgements(
    db: DB,
    *,
    report: Annotated[str | None, typer.Option(help="Only those about this report.")] = None,
    lost: Annotated[
        bool, typer.Option("--lost", help="Only those that no longer apply to the newest reading.")
    ] = False,
    export: Annotated[
        str | None, typer.Option("--export", help="gold: write the reports judged as gold files.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for the gold files.")] = None,
    partly: Annotated[
        bool, typer.Option("--partly", help="Export reports of which not every record is judged, too.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List what persons decided about records, or export the judged reports as gold for training."""
    import json

    from dragoman.cli.common import open_store
    from dragoman.errors import UsageError

    if export is not None:
        if export != "gold":
            raise UsageError(f"--export {export}: there is only gold")
        if out is None:
            raise UsageError("--export gold: name a folder with -o DIR")
        with open_store(db) as store:
            _export(store, out, report, partly=partly)
        return
    with open_store(db) as store:
        found = store.judgements(report=report, lost=lost)
    if as_json:
        print(json.dumps([j.to_dict() for j in found], ensure_ascii=False))
        return
    for j in found:
        slot = f" {j.slot}: {j.before!r} -> {j.after!r}" if j.kind == "edit" else ""
        if j.kind in {"merge", "split", "apart"}:
            slot = f" -> {json.loads(j.after)['id']}"
        words = " ".join((j.evidence or j.report).split())[:70]
        where = f" [{j.report}]" if j.report else ""  # that two actors are one holds in all reports
        say(f"{j.at[:16]}  {j.who}  {j.kind} {j.of} {j.record}{slot}  “{words}”{where}")
    if not found:
        nothing = "no decision has lost its record" if lost else "nothing decided; dragoman serve has a review queue"
        typer.echo(nothing + (f" (report {report})" if report else ""), err=True)


def _export(store: Store, out: Path, report: str | None, *, partly: bool) -> None:
    """One gold file a report: judged records as judged, rejected ones left out."""
    from dragoman.formats.gold import write
    from dragoman.records.ids import content_id
    from dragoman.store.judging import live

    names = list(dict.fromkeys(j.report for j in live(store.judgements(report=report))))
    out.mkdir(parents=True, exist_ok=True)
    written, left = 0, 0
    for name in names:
        found = store.report(name)
        decided = store.decided(name)
        if found is None or not decided:
            continue
        if not partly and any(record.id not in decided for record in (*found.events, *found.statements)):
            left += 1
            continue
        write(found, out / f"{content_id('gold-', name)}.json")
        written += 1
    typer.echo(
        f"{written} gold files in {out}; {left} reports are not judged to the end (--partly takes them, too)", err=True
    )
