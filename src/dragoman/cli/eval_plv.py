"""``dragoman eval plv``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_plv(
    file: Annotated[Path, typer.Argument(help="Tab-separated sentences with source, target and gold_root.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    errors: Annotated[int, typer.Option(help="Show so many wrong rows.")] = 0,
    model: Annotated[str | None, typer.Option(help="Folder of a trained model; the package's by default.")] = None,
) -> None:
    """Measure root and quad of sentences whose source and target are given."""
    import json

    from dragoman.clean import clean
    from dragoman.evaluate.plv import evaluate_plv
    from dragoman.model.session import Model
    from dragoman.model.sides import rank_types

    loaded = Model(Path(model), threads=2) if model else Model.shipped(threads=2)
    result = evaluate_plv(file, lambda report, a, b: rank_types(loaded, clean(report), a, b))
    for row in result.rows[:errors]:
        typer.echo(" | ".join(row), err=True)
    figures = result.to_dict()
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:16} {value}")
