"""``dragoman eval dates``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_dates(
    folder: Annotated[Path, typer.Argument(help="Folder of TimeML documents (.tml).")],
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Write the predicted TimeML into this folder.")
    ] = None,
    errors: Annotated[int, typer.Option("--errors", help="Show so many errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score time expressions against TimeML: relaxed, strict and value F1 as in TempEval-3, and an interval score."""
    import json

    from dragoman.evaluate.dates import score_folder

    scores = score_folder(folder, predictions)
    found = scores.to_dict()
    if as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:18} {value}")
    for document, kind, gold, predicted in scores.errors[:errors]:
        typer.echo(f"{kind:9} {document:28} gold: {gold}  found: {predicted}", err=True)
