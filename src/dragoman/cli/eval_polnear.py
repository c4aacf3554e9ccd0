"""``dragoman eval polnear``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_polnear(
    folder: Annotated[Path, typer.Argument(help="Folder with text/ and attributions/ (PolNeAR's dev).")],
    rules: Annotated[bool, typer.Option("--rules", help="Read without the trained model.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score statements against PolNeAR: source, cue, content, relation; for all attributions and for speech cues."""
    import json

    from dragoman.evaluate.polnear import score
    from dragoman.reader import Reader

    reader = Reader(model="lexicon") if rules else Reader()
    found = score(folder, lambda name, text: reader.read(text, id=name))
    if as_json:
        print(json.dumps(found))
        return
    print(f"reports {found['reports']}")
    for part in ("all", "speech"):
        figures = found[part]
        assert isinstance(figures, dict)  # noqa: S101 - for the type checker
        for key, value in figures.items():
            print(f"{part + '.' + key:30} {value}")
