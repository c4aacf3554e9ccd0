"""What several commands share: filter options, inputs, tables and lines."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dragoman.ingest import InputProblem
    from dragoman.records import Report
    from dragoman.store import Store

DB = Annotated[Path, typer.Option("--db", help="The store, one SQLite file.", envvar="DRAGOMAN_DB")]
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", min=1, max=1_000_000_000, help="At most so many (on a terminal: 50).")
]
Sort = Annotated[str, typer.Option("--sort", help="published, date or score; the newest or highest first.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Published = Annotated[
    str | None, typer.Option("--published", help="Publication date of reports that have none: 2023-05-24.")
]
Map = Annotated[
    list[str] | None, typer.Option("--map", help="Name of a field in the input: --map text=body --map id=guid.")
]
InputFormat = Annotated[
    str | None, typer.Option("--input-format", help="text, html, jsonl, ...; told by name and content if not given.")
]
Model = Annotated[str | None, typer.Option("--model", help="Folder of a trained model, or 'lexicon'.")]
ON_A_TERMINAL = 50
WHOLE = {"id", "type", "date", "published", "period"}
"""Columns that are of no use when broken over lines."""
NARROW = 10
"""Characters that any other column needs, to be read at all."""
WIDE = 160
"""Characters of a table that goes to a file."""


Records = Annotated[str, typer.Option("--records", help="event, statement or agreement.")]


def with_filters(*kinds: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command that takes ``**filters`` one option for each filter of ``kinds``; help tells of which."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        from dragoman.store.grammar import FILTERS

        signature = inspect.signature(command, eval_str=True)
        own = [p for p in signature.parameters.values() if p.kind is not inspect.Parameter.VAR_KEYWORD]
        taken = {p.name for p in own}
        added = [
            inspect.Parameter(
                spec.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[
                    str | None if spec.single else list[str] | None,
                    typer.Option(
                        f"--{spec.name.replace('_', '-')}",
                        help=spec.help + _of(spec.kinds, kinds),
                        rich_help_panel="Leave out" if spec.negates else "Filters",
                    ),
                ],
            )
            for spec in FILTERS.values()
            if spec.name not in taken and set(spec.kinds) & set(kinds)
        ]
        command.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
        command.__annotations__ = {p.name: p.annotation for p in [*own, *added]}
        return command

    return decorate


def _of(known: Iterable[str], kinds: tuple[str, ...]) -> str:
    """The records that have a filter, where not all of the command's have it."""
    have = [kind for kind in kinds if kind in known]
    return "" if len(have) == len(kinds) else f" [{', '.join(f'{kind}s' for kind in have)}]"


def check_records(records: str) -> None:
    """Raise ``UsageError`` where ``--records`` names none."""
    from dragoman.errors import UsageError
    from dragoman.store.facets import FACETS
    from dragoman.store.grammar import near

    if records not in FACETS:
        raise UsageError(f"--records {records}: there are no such records{near(records, FACETS)}")


def say(text: str, *, err: bool = False) -> None:
    """Print ``text``; what reports put into it (titles, names) cannot steer the terminal."""
    from dragoman.render.words import terminal_safe

    typer.echo("\n".join(map(terminal_safe, text.split("\n"))), err=err)


def open_store(path: Path, *, writing: bool = False) -> Store:
    """The store that is there, for reading or ``writing``.

    Raises:
        StoreError: there is none.
    """
    from dragoman.errors import StoreError
    from dragoman.store import open as open_it

    if writing and not path.exists():  # a name written wrong must not make an empty store
        raise StoreError(f"{path}: there is no store; make one with: dragoman run INPUT --db {path}")
    return open_it(path, readonly=not writing)


def column_map(pairs: list[str] | None) -> dict[str, str] | None:
    """``["text=body"]`` as a mapping.

    Raises:
        UsageError: not of that form.
    """
    from dragoman.errors import UsageError

    out = {}
    for pair in pairs or ():
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours or not theirs:
            raise UsageError(f"--map {pair}: write OURS=THEIRS, such as text=body")
        out[ours] = theirs
    return out or None


def inputs(
    given: Iterable[str], pairs: list[str] | None, form: str | None, published: str | None
) -> Iterator[Report | InputProblem]:
    """Raw reports, and problems, of all that the user names.

    A name that is no file is a mistake here, not a text to be read.
    """
    from dragoman.ingest import read_any

    mapping = column_map(pairs)
    for one in given:
        yield from read_any("-" if one == "-" else Path(one), map=mapping, format=form, published=published)


def lines(rows: Iterable[dict[str, Any]]) -> None:
    """Print JSON lines."""
    write = sys.stdout.write
    for row in rows:
        write(json.dumps(row, ensure_ascii=False).encode("utf8", "replace").decode("utf8") + "\n")


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table that fits the terminal; where its columns do not fit, each row as lines of its own."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dragoman.render.words import one_line

    names = list(columns)
    cells = [[one_line("" if cell is None else str(cell)) for cell in row] for row in rows]
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    elif _least_width(names, cells) > console.width:
        _in_lines(title, names, cells, console.width)
        return
    made = Table(title=title or None, title_justify="left", expand=False)
    for column in names:
        made.add_column(column, overflow="fold", no_wrap=column in WHOLE)
    for row in cells:
        made.add_row(*map(Text, row))
    console.print(made)


def _least_width(names: list[str], cells: list[list[str]]) -> int:
    widths = [max(map(len, (name, *column))) for name, *column in zip(names, *cells, strict=True)]
    needed = (width if name in WHOLE else min(width, NARROW) for name, width in zip(names, widths, strict=True))
    return sum(needed) + 3 * len(names) + 1


def _in_lines(title: str, names: list[str], cells: list[list[str]], width: int) -> None:
    import textwrap

    if title:
        typer.echo(title)
    for row in cells:
        told = [(name, cell) for name, cell in zip(names, row, strict=True) if cell]
        typer.echo("  ".join(cell for name, cell in told if name in WHOLE))
        rest = "; ".join(f"{name}: {cell}" for name, cell in told if name not in WHOLE)
        typer.echo(textwrap.fill(rest, width, initial_indent="    ", subsequent_indent="    "))


def file_name(identifier: str) -> str:
    """A safe file name for a report's id."""
    import re

    name = re.sub(r"[^\w.-]", "_", identifier)[:150].lstrip(".")
    return name or "report"
