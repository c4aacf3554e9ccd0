"""``dragoman eval gold``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import AsJson, Model


def eval_gold(
    folder: Annotated[Path, typer.Argument(help="Folder of gold files.")],
    *,
    predictions: Annotated[
        Path | None, typer.Option(help="Score the files of this folder instead of reading the texts.")
    ] = None,
    by_type: Annotated[bool, typer.Option("--by-type", help="Also by event type.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="List so many missed and wrong events.")] = 0,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = 1,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Read the texts of gold files and score the records by the codebook's rules."""
    import json

    from dragoman.cli.common import table
    from dragoman.evaluate.run_gold import score_folders, score_reader
    from dragoman.reader import Reader

    if predictions is not None:
        score = score_folders(folder, predictions)
    else:
        score = score_reader(folder, Reader(model=model), jobs=jobs)
    for miss in score.misses[:errors]:
        typer.echo(str(miss), err=True)
    found = score.to_dict(by_type=by_type)
    if as_json:
        print(json.dumps(found))
        return
    types = found.pop("by_type", {})
    rows = [
        (k, v["p"], v["r"], v["f1"], v["gold"], v["pred"]) for k, v in (found | types).items() if isinstance(v, dict)
    ]
    table("", ("", "precision", "recall", "F1", "gold", "found"), rows)
    for name, value in found.items():
        if not isinstance(value, dict):
            print(f"{name.replace('_', ' ')}: {value}")
