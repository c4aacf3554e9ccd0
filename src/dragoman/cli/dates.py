"""``dragoman dates``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def dates(
    file: Annotated[Path, typer.Argument(help="A text file, or a TimeML document (.tml).")],
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            help="Publication day (YYYY-MM-DD); without it the one that the text tells, if any.",
        ),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="timeml, table or jsonl.")] = "table",
) -> None:
    """Show the time expressions of a text with their TIMEX3 values and the intervals they mean."""
    import json

    from dragoman.clean import clean
    from dragoman.errors import InputError, UsageError
    from dragoman.formats import timeml
    from dragoman.records import Report
    from dragoman.resolve.times import anchor_day, find_times

    if form not in ("timeml", "table", "jsonl"):
        raise UsageError(f"--format {form}: there is no such format; give timeml, table or jsonl")
    if published is not None and anchor_day(published) is None:
        raise UsageError(f"--published {published}: is no day; give one such as 2023-05-24")
    try:
        if file.suffix == ".tml":
            document = timeml.read(file)
            text, published = document.text, published or document.created
        else:
            text = file.read_text("utf8")
            published = published or clean(Report(text, file.stem)).published.date
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: cannot be read ({error}); give a text file in UTF-8") from error
    if published is None:
        typer.echo("no publication date is known: relative dates are left out; give one with --published", err=True)
    times = find_times(text, published)
    if form == "timeml":
        print(timeml.document(file.stem, published, text, times), end="")
    elif form == "jsonl":
        for time in times:
            print(json.dumps(time.to_dict(), ensure_ascii=False))
    else:
        _table(times)


def _table(times: tuple[object, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for name in ("words", "type", "value", "mod", "means", "why"):
        table.add_column(name, overflow="fold")
    for time in times:
        when = time.when  # type: ignore[attr-defined]
        why = f"{when.why.by}: {when.why.note}" if when else ""
        words = " ".join(time.span.text.split())  # type: ignore[attr-defined]
        table.add_row(words, time.type, time.value, time.mod or "", (when and when.value) or "", why)  # type: ignore[attr-defined]
    Console().print(table)
