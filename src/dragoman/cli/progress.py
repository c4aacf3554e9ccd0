"""The progress bar of a run: reports, rate, failures, time left."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Tick = Callable[[dict[str, int]], None]
COUNTING = 2.0
"""Seconds spent at most on counting lines beforehand."""
_ONE = {".txt", ".text", ".html", ".htm", ".xml", ".json"}


def expected(given: Iterable[str]) -> int | None:
    """How many reports the inputs hold: lines of JSONL, one for a text or page; None where that is not plain."""
    from dragoman.ingest.paths import expand

    until = time.monotonic() + COUNTING
    total = 0
    for one in given:
        if one == "-":
            return None
        for path in expand(one)[0]:
            if path.suffix.lower() in _ONE:
                total += 1
            elif path.suffix.lower() not in {".jsonl", ".ndjson"} or time.monotonic() > until:
                return None
            else:
                total += _lines(path)
    return total


def _lines(path: Path) -> int:
    with contextlib.suppress(OSError), path.open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) or 1
    return 0


def progress(total: int | None, *, quiet: bool) -> contextlib.AbstractContextManager[Tick]:
    """A context that gives ``tick(counts)``: a bar on a terminal, nothing otherwise."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        return contextlib.nullcontext(lambda _: None)
    return _bar(console, total)


@contextlib.contextmanager
def _bar(console: Console, total: int | None) -> Iterator[Tick]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    began = time.monotonic()
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("loading the model", total=total, rate="")

        def tick(counts: dict[str, int]) -> None:
            read = counts["done"] + counts["skipped"]
            rate = read / max(time.monotonic() - began, 0.001)
            passed = read + counts["already"] + counts["failed"] + counts["aside"]
            text = f"{read} reports, {counts['already']} there before, {counts['failed']} failed"
            bar.update(task, description=text, rate=f"{rate:.1f}/s", completed=passed)

        yield tick
