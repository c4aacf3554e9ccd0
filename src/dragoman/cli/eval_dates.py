"""``dragoman eval dates``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_dates(
    folder: Annotated[
        Path, typer.Argument(help="Folder of TimeML documents (.tml), gold files (.json, .jsonl) or MEANTIME (.xml).")
    ],
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Write the predicted TimeML into this folder.")
    ] = None,
    errors: Annotated[int, typer.Option("--errors", help="Show so many errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score time expressions against TimeML as TempEval-3 does, or event dates against gold files or MEANTIME."""
    import json

    from dragoman.evaluate.dates import score_folder
    from dragoman.evaluate.event_dates import score_events
    from dragoman.evaluate.meantime import score_meantime

    kinds = {path.suffix for path in folder.rglob("*")} if folder.is_dir() else {folder.suffix}
    if ".tml" in kinds or not kinds & {".json", ".jsonl", ".xml"}:
        times = score_folder(folder, predictions)
        found = times.to_dict()
        lines = [f"{kind:9} {name:28} gold: {gold}  found: {given}" for name, kind, gold, given in times.errors]
    else:
        events = score_meantime(folder) if ".xml" in kinds else score_events(folder)
        found, lines = events.to_dict(), events.misses
    if as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:22} {value}")
    for line in lines[:errors]:
        typer.echo(line, err=True)
