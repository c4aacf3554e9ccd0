"""``dragoman eval places``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_places(
    file: Annotated[Path, typer.Argument(help="LGL, TR-News or GeoWebNews as XML.")],
    homes: Annotated[
        bool, typer.Option(help="Learn from the texts of the file where each publisher is at home.")
    ] = True,
    errors: Annotated[int, typer.Option("--errors", help="Show so many errors.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score place names: recognition, exact GeoNames id and 161 km with gold spans, id end to end."""
    import json

    from dragoman.evaluate.places import score_file

    scores = score_file(file, homes=homes)
    found = scores.to_dict()
    if as_json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:22} {value}")
    for article, kind, phrase, gold, predicted in scores.errors[:errors]:
        typer.echo(f"{kind:7} {article:12} {phrase:30} gold: {gold}  found: {predicted}", err=True)
