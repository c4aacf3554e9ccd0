"""``dragoman places``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def places(
    file: Annotated[Path, typer.Argument(help="A text file in UTF-8.")],
    form: Annotated[str, typer.Option("--format", help="geojson, table or jsonl.")] = "table",
    url: Annotated[str | None, typer.Option("--url", help="Address of the report; its publisher is context.")] = None,
    published: Annotated[str | None, typer.Option("--published", help="Publication day (YYYY-MM-DD).")] = None,
) -> None:
    """Show the place names of a report, what they mean and why, and where its events were."""
    import json

    from dragoman.errors import InputError, UsageError
    from dragoman.formats import geojson
    from dragoman.reader import Reader

    if form not in ("geojson", "table", "jsonl"):
        raise UsageError(f"--format {form}: there is no such format; give geojson, table or jsonl")
    try:
        text = file.read_text("utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error}); give a text file in UTF-8") from error
    report = Reader().read(text, url=url, published=published, id=file.stem)
    if form == "geojson":
        print(geojson.write([report]), end="")
    elif form == "jsonl":
        for toponym in report.places:
            print(json.dumps({"record": "toponym", **toponym.to_dict()}, ensure_ascii=False))
        for event in report.events:
            found = {"record": "event", "event": event.id, "type": event.type, "trigger": event.trigger.text}
            print(json.dumps(found | event.where.to_dict(), ensure_ascii=False))
    else:
        _table(report)


def _table(report: object) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("words", "role or event", "place", "country", "precision", "why")
    for toponym in report.places:  # type: ignore[attr-defined]
        place = toponym.place
        cells = (place.name, place.country or "", place.precision) if place else ("-", "", "")
        table.add_row(" ".join(toponym.span.text.split()), toponym.role, *cells, f"{toponym.why.by} {toponym.why.note}")
    for event in report.events:  # type: ignore[attr-defined]
        place = event.where.place
        cells = (place.name, place.country or "", place.precision) if place else ("-", "", "")
        table.add_row(event.trigger.text, event.type, *cells, f"{event.where.why.by} {event.where.why.note}")
    Console().print(table)
