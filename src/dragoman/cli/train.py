"""``dragoman train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    data: Annotated[list[Path], typer.Option(help="Gold files to train on: a folder or a .jsonl; may be repeated.")],
    out: Annotated[Path, typer.Option(help="Folder for the model.")] = Path("model"),
    written: Annotated[
        list[Path] | None, typer.Option(help="Invented reports; they weigh 0.6 and are not held out.")
    ] = None,
    notes: Annotated[
        list[Path] | None, typer.Option(help="Annotations without text (.jsonl); their texts come from --texts.")
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option(help="Reports without annotation (.jsonl) for the teacher of names and syntax.")
    ] = None,
    skip: Annotated[list[Path] | None, typer.Option(help="Gold folders whose texts must not be read.")] = None,
    ontology: Annotated[Path | None, typer.Option(help="Own event types (YAML).")] = None,
    start: Annotated[
        str | None, typer.Option(help="Train on from a model: its folder, or 'shipped'. No teacher is needed then.")
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the gold files.")] = 10,
    threads: Annotated[int, typer.Option(min=1, help="Threads of torch.")] = 2,
    version: Annotated[str, typer.Option(help="Name of the model.")] = "own",
) -> None:
    """Train a model end to end: teacher, gold files, thresholds, int8 export. Needs the extra ``train``."""
    import logging

    from dragoman.errors import MissingError

    try:
        import torch
    except ImportError as error:
        raise MissingError("training needs torch: pip install 'dragoman[train]'") from error
    from dragoman.train.run import Plan, run

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    plan = Plan(
        data=tuple(data),
        written=tuple(written or ()),
        notes=tuple(notes or ()),
        texts=tuple(texts or ()),
        skip=tuple(skip or ()),
        ontology=ontology,
        epochs=epochs,
        version=version,
        start=_folder(start),
    )
    facts = run(plan, out)
    typer.echo(f"model in {out}: {facts}")


def _folder(start: str | None) -> Path | None:
    from dragoman.errors import MissingError
    from dragoman.model.session import Model

    if start is None:
        return None
    folder = Model.shipped().folder if start == "shipped" else Path(start)
    if not (folder / "model.onnx").is_file():
        raise MissingError(f"--start {start}: no model there; give the folder of one, or 'shipped'")
    return folder
