"""``dragoman eval agreements``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import AsJson, Model


def eval_agreements(
    file: Annotated[Path, typer.Argument(help="Annotations (tests/gold/agreements.jsonl).")],
    *,
    texts: Annotated[Path, typer.Option(help="Folder or file with the reports.")] = Path("../shared/news"),
    errors: Annotated[int, typer.Option(min=0, help="List so many errors.")] = 0,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Score named instruments: how many are found, and name, kind, parties and states of those."""
    import json

    from dragoman.evaluate.agreements import AgreementScore
    from dragoman.evaluate.standoff import read_annotated, read_lines
    from dragoman.reader import Reader

    score = AgreementScore()
    for line, report in read_annotated(read_lines(file), texts, Reader(model=model)):
        score.add(line, report)
    for miss in score.misses[:errors]:
        typer.echo(miss, err=True)
    found = score.to_dict()
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:10} " + "  ".join(f"{key} {number}" for key, number in value.items()))
