"""``dragoman eval contexts``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import AsJson, Model


def eval_contexts(
    file: Annotated[Path, typer.Argument(help="Annotations (tests/gold/contexts.jsonl).")],
    *,
    texts: Annotated[Path, typer.Option(help="Folder or file with the reports.")] = Path("../shared/news"),
    half: Annotated[
        str | None, typer.Option(help="tune: the lines with an even number, counted from 0; test: the others.")
    ] = None,
    errors: Annotated[int, typer.Option(min=0, help="List so many errors.")] = 0,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Score the contexts of events: micro precision, recall and F1, and the events with a right one."""
    import json

    from dragoman.evaluate.contexts import ContextScore
    from dragoman.evaluate.standoff import half_of, read_annotated, read_lines
    from dragoman.reader import Reader

    score = ContextScore()
    for line, report in read_annotated(half_of(read_lines(file), half), texts, Reader(model=model)):
        score.add(line, report)
    for miss in score.misses[:errors]:
        typer.echo(miss, err=True)
    found = score.to_dict()
    if as_json:
        print(json.dumps(found))
        return
    contexts = found.pop("by_context")
    for name, value in (found | contexts).items():
        shown = "  ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        print(f"{name:24} {shown}")
