"""``dragoman shard run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import AsJson, Model

Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for records and manifests; all workers see it.")]
Form = Annotated[str, typer.Option("--format", help="Of the records: jsonl (gzipped) or parquet.")]


def shard_run(
    uri: Annotated[str, typer.Argument(help="A file, a folder, or an address such as s3://bucket/file.warc.gz.")],
    output: Output,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", help="Id of the pipeline that must be here, as a manifest tells it.")
    ] = None,
    form: Form = "jsonl",
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Read one input into a file of records and a manifest, for batch schedulers. What exists is done."""
    import json

    from dragoman.cluster.shard import process_shard
    from dragoman.config import Settings

    manifest = process_shard(uri, pipeline, output, settings=Settings.load(model=model), form=form)
    if as_json:
        print(json.dumps(manifest.to_dict()))
    else:
        counts = ", ".join(f"{n} {name}" for name, n in manifest.counts.items())
        typer.echo(f"{output / manifest.records}: {counts}; pipeline {manifest.pipeline.short}")
        for failure in manifest.failures[:50]:
            typer.echo(f"  failed: {failure.source}: {failure.message}", err=True)
    if manifest.failures:
        raise typer.Exit(1)
