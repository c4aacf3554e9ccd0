"""``dragoman export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, Records, Sort, with_filters
from dragoman.formats import FORMATS

if TYPE_CHECKING:
    from dragoman.formats import Format
    from dragoman.store import Store


@with_filters("event", "statement", "agreement")
def export(
    db: DB,
    *,
    form: Annotated[str, typer.Option("--format", "-f", help=", ".join(FORMATS) + ".")] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File or folder; standard output if not given.")
    ] = None,
    records: Records = "event",
    sort: Sort = "published",
    title: Annotated[str, typer.Option(help="Title of a feed.")] = "dragoman",
    **filters: Any,
) -> None:
    """Write what the filters find in a format of the field, as a stream: memory does not grow with it."""
    from dragoman.cli.common import check_records, open_store
    from dragoman.errors import UsageError
    from dragoman.store.grammar import near

    if form not in FORMATS:
        raise UsageError(f"--format {form}: there is no such format{near(form, FORMATS)}")
    chosen = FORMATS[form]
    check_records(records)
    if records not in chosen.kinds:
        raise UsageError(f"--records {records}: {form} holds {' or '.join(chosen.kinds)} records")
    if chosen.into != "stream" and output is None:
        raise UsageError(f"--format {form} needs a {'folder' if chosen.into == 'folder' else 'file'}: -o NAME")
    with open_store(db) as store:
        results = getattr(store, f"{records}s")(sort=sort, **filters)
        count = _write(store, chosen, results, output, title)
    if output is not None:
        typer.echo(f"{count} {'reports' if chosen.into == 'folder' else records + 's'} written to {output}", err=True)


def _write(store: Store, chosen: Format, results: Any, output: Path | None, title: str) -> int:
    module, _, function = chosen.home.partition(":")
    writer = getattr(import_module(module), function)
    more = {"kind": results.kind} if chosen.name in {"csv", "parquet"} else {}
    if chosen.name == "atom":
        more = {"title": title, "identifier": "urn:dragoman:" + results.tag}
    if chosen.into == "folder" and output is not None:
        return _folder(store, chosen.name, writer, results, output)
    if chosen.into == "path" and output is not None:
        return int(writer(results, output, **more))
    with _stream(output) as stream:
        return int(writer(results, stream, **more))


@contextmanager
def _stream(output: Path | None) -> Iterator[IO[str]]:
    """The output; a file gets its name only when it is whole."""
    if output is None:
        sys.stdout.reconfigure(errors="replace", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("w", encoding="utf8", errors="replace", newline="") as stream:
            yield stream
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _folder(store: Store, form: str, writer: Any, results: Any, folder: Path) -> int:
    """One or two files for each report that has a record found."""
    from dragoman.cli.common import file_name

    folder.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    for hit in results:
        identifier = hit.report["id"]
        report = None if identifier in seen else store.report(identifier)
        seen.add(identifier)
        if report is None:
            continue
        name = file_name(identifier)
        if form == "brat":
            writer(report, folder, name)
        elif form == "gold":
            writer(report, folder / f"{name}.json")
        else:
            (folder / f"{name}.html").write_text(writer(report), "utf8", errors="replace")
    return len(seen)
