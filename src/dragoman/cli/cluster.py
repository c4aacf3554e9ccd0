"""``dragoman cluster run`` and ``dragoman cluster load``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.common import DB, AsJson, Model
from dragoman.cli.shard import Form, Output


def cluster_run(
    given: Annotated[
        list[str], typer.Option("--input", "-i", help="A file, folder, glob or address (s3://bucket/2024/*.warc.gz).")
    ],
    output: Output,
    engine: Annotated[str, typer.Option("--engine", help="local: processes of this machine; or ray.")] = "local",
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-w", min=1, help="How many; as a rule one a core, under Ray all but one."),
    ] = None,
    form: Form = "jsonl",
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Read many inputs, one shard a file, with many workers. The same command again does what is missing."""
    import json
    import time

    from dragoman.cluster.engines import Outcome, run_shards
    from dragoman.config import Settings

    began = time.monotonic()

    def tell(outcome: Outcome) -> None:
        said = f"{outcome.manifest.counts['reports']} reports" if outcome.manifest else f"failed: {outcome.message}"
        if not as_json:
            typer.echo(f"  {outcome.uri}: {said}", err=True)

    settings = Settings.load(model=model)
    summary = run_shards(
        given, output, engine=engine, workers=workers, settings=settings, form=form, tell=tell
    ).to_dict()  # fmt: skip
    summary["seconds"] = round(time.monotonic() - began, 1)
    if as_json:
        print(json.dumps(summary))
    else:
        typer.echo(
            f"{summary['shards']} shards, {summary['already']} done before, {len(summary['broken'])} without a result; "
            f"{summary.get('reports', 0)} reports read, {summary.get('failed', 0)} failed in {summary['seconds']} s; "
            f"pipeline {summary['pipeline']}"
        )
    if summary["broken"] or summary.get("failed"):
        raise typer.Exit(1)


def cluster_load(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `dragoman cluster run` wrote.")],
    db: DB,
    pipeline: Annotated[
        str | None, typer.Option("--pipeline", help="Only shards of this pipeline, where there are several.")
    ] = None,
    *,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Make incidents and stories of what was loaded, at the end.")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Put finished shards into a store, each once; mark copies and link as a run does."""
    import json

    from dragoman.cluster.load import load_shards
    from dragoman.store import open as open_store

    with open_store(db) as store:
        found = load_shards(folder, store, pipeline=pipeline)
        if link:
            found["linked"] = store.relink().to_dict()
    if as_json:
        print(json.dumps(found))
    else:
        typer.echo(
            f"{found['shards']} shards loaded with {found['reports']} reports, {found['already']} were loaded before, "
            f"{found['failed']} reports had failed, {len(found['damaged'])} shards are damaged"
        )
        if linked := found.get("linked"):
            typer.echo(
                f"{linked['links']} new links of events; {linked['incidents']} incidents and "
                f"{linked['stories']} stories made anew"
            )
        for damage in found["damaged"]:
            typer.echo(f"  {damage['message']}", err=True)
    if found["damaged"]:
        raise typer.Exit(1)
