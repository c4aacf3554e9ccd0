"""``dragoman read``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import InputFormat, Map, Model, Published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.ingest import InputProblem
    from dragoman.reader import Reader
    from dragoman.records import Report

FORMS = {"text": "txt", "table": "txt", "jsonl": "json", "html": "html", "gold": "json"}


def read(
    given: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|-", help="Reports: text, HTML, JSONL; - is standard input.")
    ],
    *,
    form: Annotated[str, typer.Option("--format", "-f", help="text, table, jsonl, html or gold.")] = "text",
    published: Published = None,
    mapping: Map = None,
    input_format: InputFormat = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder: one file a report, named by its id.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = 1,
    model: Model = None,
) -> None:
    """Read reports and print their events, statements, actors, dates and places with the words they rest on."""
    from dragoman.cli.common import file_name, inputs
    from dragoman.errors import UsageError
    from dragoman.reader import Reader
    from dragoman.store.grammar import near

    if form not in FORMS:
        raise UsageError(f"--format {form}: there is no such format{near(form, FORMS)}")
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    bad: list[str] = []
    found = inputs(given, mapping, input_format, published)
    for done, report in enumerate(_read(found, Reader(model=model), jobs, bad), 1):
        if output is not None:
            (output / f"{file_name(report.id)}.{FORMS[form]}").write_text(
                _shown(report, form), "utf8", errors="replace"
            )
            continue
        if form == "html" and done > 1:
            raise UsageError("--format html makes one page a report; give a folder with -o DIR for several")
        _print(report, form)
    if bad:
        raise typer.Exit(1)


def _read(found: Iterator[Report | InputProblem], reader: Reader, jobs: int, bad: list[str]) -> Iterator[Report]:
    """The reports that could be read; the others are told and counted in ``bad``."""
    from dragoman.reader import failure
    from dragoman.records import Report

    def tell(message: str) -> None:
        bad.append(message)
        typer.echo(f"dragoman: {message}", err=True)

    def reports() -> Iterator[Report]:
        for item in found:
            if isinstance(item, Report):
                yield item
            else:
                tell(str(item))

    for report in reader.pipe(reports(), jobs=jobs, on_error="collect"):
        if problem := failure(report):
            tell(f"{report.source or report.id}: {problem.message}")
        else:
            yield report


def _print(report: Report, form: str) -> None:
    if form == "table":
        from dragoman.cli.tables import report_tables

        report_tables(report)
    else:
        text = _shown(report, form)
        print(text.encode("utf8", "replace").decode("utf8"), end="" if text.endswith("\n") else "\n", flush=True)


def _shown(report: Report, form: str) -> str:
    import json

    if form == "html":
        return report.to_html()
    if form == "jsonl":
        return json.dumps(report.to_dict(), ensure_ascii=False) + "\n"
    if form == "gold":
        from dragoman.formats.gold import to_gold

        return json.dumps(to_gold(report), ensure_ascii=False) + "\n"
    from dragoman.render.terminal import report_text

    return report_text(report) + "\n"
