"""``dragoman eval actors``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_actors(
    file: Annotated[Path, typer.Argument(help="Phrases with expected codes, or a folder of gold reports.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong.")] = False,
    coreference: Annotated[bool, typer.Option("--coreference", help="Pronouns and epithets of gold reports.")] = False,
) -> None:
    """Measure who phrases are: country, sector and title; with --coreference, what pronouns stand for."""
    import json

    from dragoman.resolve.actors import Resolver, load_knowledge

    resolver = Resolver(load_knowledge())
    if coreference:
        from dragoman.evaluate.coreference import evaluate_coreference

        found = evaluate_coreference(file, resolver)
        figures, wrong = found.to_dict(), [tuple(row) for row in found.errors]
    else:
        from dragoman.evaluate.actors import evaluate_actors

        result = evaluate_actors(file, resolver)
        figures, wrong = dict(result.to_dict()), [tuple(row) for row in result.errors]
    if errors:
        for row in wrong:
            typer.echo(" | ".join(row), err=as_json)
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:16} {value}")
