"""``dragoman eval links``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.records import Report


def eval_links(
    file: Annotated[Path | None, typer.Argument(help="Pairs of mentions, JSON lines (training/pairs).")] = None,
    *,
    news: Annotated[
        list[Path] | None, typer.Option("--news", help="Files or folders with the reports that the pairs name.")
    ] = None,
    db: Annotated[Path | None, typer.Option("--db", help="A store that has them already: no reading anew.")] = None,
    meantime: Annotated[Path | None, typer.Option("--meantime", help="Folder of MEANTIME: its events instead.")] = None,
    fit: Annotated[Path | None, typer.Option("--fit", help="Fit weights on the half for it, write them here.")] = None,
    errors: Annotated[int, typer.Option(help="Show so many of the worst pairs.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure links between mentions of one event in two reports."""
    import json

    from dragoman.errors import UsageError

    if meantime is not None:
        from dragoman.evaluate.links_meantime import score_meantime_links

        figures = score_meantime_links(meantime)
    elif file is None or (db is None) == (not news):
        raise UsageError("give a file of pairs, and --news with the reports or --db with a store; or --meantime FOLDER")
    else:
        from dragoman.evaluate.links import evaluate_links, fit_weights, read_pairs

        pairs = read_pairs(file)
        wanted = {place.report for pair in pairs for place in (pair.a, pair.b)}
        result = evaluate_links(pairs, _stored(db, wanted) if db else _read(news or [], wanted))
        if fit is not None:
            fit.write_text(json.dumps(fit_weights(result), indent=1) + "\n", "utf8")
        worst = sorted(zip(result.pairs, result.scores, strict=True), key=lambda row: -abs(row[0].same - row[1]))
        for pair, guessed in worst[:errors]:
            places = f"{pair.a.report}:{pair.a.start} {pair.b.report}:{pair.b.start}"
            typer.echo(f"{guessed:.2f} {'same' if pair.same else 'not'} ({pair.why}) {pair.type} {places}", err=True)
        figures = result.to_dict()
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:18} {value}")


def _stored(path: Path, wanted: set[str]) -> Iterator[Report]:
    from dragoman.cli.common import open_store

    with open_store(path) as store:
        for name in sorted(wanted):
            if report := store.report(name):
                yield report


def _read(paths: list[Path], wanted: set[str]) -> Iterator[Report]:
    from dragoman.ingest import read_any
    from dragoman.reader import Reader
    from dragoman.records import Report as Read

    found = (item for path in paths for item in read_any(path) if isinstance(item, Read) and item.id in wanted)
    yield from Reader().pipe(found)
