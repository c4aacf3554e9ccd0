"""``dragoman run``."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, InputFormat, Map, Model, Published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.ingest import InputProblem
    from dragoman.records import Report
    from dragoman.store import Store
    from dragoman.store.copies import CopyKeeper


def run(
    given: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")
    ],
    *,
    db: DB,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Worker processes, each with a model of its own.")
    ] = 1,
    published: Published = None,
    mapping: Map = None,
    input_format: InputFormat = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed or was put aside.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read anew what is in the store, as after an upgrade.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Make incidents and stories of what was read, at the end.")
    ] = True,
    time_limit: Annotated[float | None, typer.Option("--time-limit", help="Seconds that one report may take.")] = None,
    memory_limit: Annotated[
        int | None, typer.Option("--memory-limit", min=0, help="Megabytes that one worker may take; 0: no limit.")
    ] = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Code many reports into a store. Stopped at any moment, the same command goes on where it was."""
    import json

    from dragoman.cli.common import inputs
    from dragoman.cli.progress import expected
    from dragoman.config import Settings
    from dragoman.store import open as open_store

    settings = Settings.load(model=model, time_limit=time_limit, memory_limit=memory_limit)
    with open_store(db) as store:
        if retry_failed:
            store.retry_failed()
        book = Run(store, jobs, again=again, total=expected(given))
        linked: dict[str, int] = {}
        try:
            book.go(inputs(given, mapping, input_format, published), settings, quiet=as_json)
            linked = store.relink().to_dict() if link else {}
        finally:
            book.close()
            summary = book.summary() | ({"linked": linked} if linked else {})
            if as_json:
                print(json.dumps(summary))
            else:
                _tell(summary, book.failures)
    if book.failures:
        raise typer.Exit(1)


RUNS_DIED = 5
"""A worker that dies is seen by the run; a run that is killed leaves some dozen reports open that did no harm."""


GROUPED = 50
"""Reports read before copies are looked for: one transaction for all of them."""


LISTED = 50
"""Failures told at the end: a screen's worth, and memory that does not grow with the run."""


class Run:
    """One run: what was begun, done, passed over and failed."""

    def __init__(self, store: Store, jobs: int, *, again: bool, total: int | None = None) -> None:
        """Nothing is begun yet; ``total`` is how many reports there are, where that is known."""
        self.store, self.jobs, self.again, self.total = store, jobs, again, total
        self.open: dict[str, None] = {}
        self.ungrouped: list[Report] = []
        self.counts = {
            "done": 0,
            "skipped": 0,
            "already": 0,
            "failed": 0,
            "aside": 0,
            "problems": 0,
            "events": 0,
            "statements": 0,
        }
        self.failures: list[tuple[str, str]] = []
        self.seconds = 0.0

    def go(self, found: Iterator[Report | InputProblem], settings: Any, *, quiet: bool) -> None:
        """Read all inputs into the store."""
        import time

        from dragoman.cli.progress import progress
        from dragoman.reader import Reader, failure
        from dragoman.store.copies import CopyKeeper

        began = time.monotonic()
        keeper = CopyKeeper(self.store)
        try:
            keeper.catch_up()  # what an interrupted run left ungrouped
            with progress(self.total, quiet=quiet) as tick:
                reader = Reader(settings)
                for report in reader.pipe(self._new(found), jobs=self.jobs, on_error="collect", isolate=True):
                    name = input_name(report)
                    if problem := failure(report):
                        self._failed(name, report.source or report.id, problem.message)
                    else:
                        self.store.add(report, done=name)
                        self._group(keeper, report)
                        self.counts["skipped" if report.skipped else "done"] += 1
                        self.counts["problems"] += bool(report.problems)
                        self.counts["events"] += len(report.events)
                        self.counts["statements"] += len(report.statements)
                    self.open.pop(name, None)
                    tick(self.counts)
            self._group(keeper)
        finally:
            keeper.close()
            self.seconds = time.monotonic() - began

    def _group(self, keeper: CopyKeeper, report: Report | None = None) -> None:
        """Look for copies among the reports read, some dozens at a time; without a report: those that wait."""
        if report is not None and not report.skipped:
            self.ungrouped.append(report)
        if self.ungrouped and (report is None or len(self.ungrouped) >= GROUPED):
            keeper.add(self.ungrouped)
            self.ungrouped = []

    def _new(self, found: Iterator[Report | InputProblem]) -> Iterator[Report]:
        """The reports that are to be read; each is written into the book before the work."""
        from dragoman.records import Report

        for item in found:
            if not isinstance(item, Report):
                self._failed(item.source, item.source, item.message)
                continue
            name = input_name(item)
            if name in self.open or (not self.again and self.store.has(item.id, item.version)):
                self.counts["already"] += 1
                continue
            known = self.store.attempt(name)
            if known and (known.state == "quarantined" or (known.state == "running" and known.attempts >= RUNS_DIED)):
                self._aside(name, item, known.message)
                continue
            self.open[name] = None
            self.store.begin(name, item.source or item.id)
            yield item

    def _failed(self, name: str, source: str, message: str) -> None:
        self.counts["failed"] += 1
        self._list(source, message)
        self.store.fail(name, message, source)

    def _aside(self, name: str, report: Report, message: str) -> None:
        self.counts["aside"] += 1
        if not message:
            message = f"begun in {RUNS_DIED} runs that were killed"
            self.store.fail(name, message, report.source)
        self._list(report.source or report.id, f"put aside: {message}; --retry-failed tries it again")

    def _list(self, source: str, message: str) -> None:
        if len(self.failures) < LISTED:  # the store has them all
            self.failures.append((source, message))

    def close(self) -> None:
        """An interruption is no fault of the reports that were open."""
        from dragoman.errors import StoreError

        if self.open:
            with contextlib.suppress(StoreError):  # a full disk has been told; they are begun again as after a kill
                self.store.give_back(self.open)

    def summary(self) -> dict[str, Any]:
        """What this run did and what the store holds."""
        read = self.counts["done"] + self.counts["skipped"]
        rate = round(read / self.seconds, 2) if self.seconds else 0.0
        return {**self.counts, "seconds": round(self.seconds, 1), "rate": rate, "store": self.store.counts()}


def input_name(report: Report) -> str:
    """Name of an input in the book of attempts: the report in its version."""
    return f"{report.id} {report.version}"


def _tell(summary: dict[str, Any], failures: list[tuple[str, str]]) -> None:
    from dragoman.render.words import one_line

    store = summary["store"]
    typer.echo(
        f"{summary['done']} reports read, {summary['skipped']} recorded but not read, {summary['already']} were there, "
        f"{summary['failed']} failed, {summary['aside']} put aside, {summary['problems']} with a problem in a part; "
        f"{summary['events']} events and "
        f"{summary['statements']} statements in {summary['seconds']} s ({summary['rate']} reports a second)",
        err=True,
    )
    typer.echo(
        f"the store has {store['reports']} reports ({store['copies']} of them copies), "
        f"{store['events']} events, {store['statements']} statements",
        err=True,
    )
    if (linked := summary.get("linked")) and linked["reports"]:
        typer.echo(
            f"{linked['reports']} reports linked by {linked['links']} new links of events; {linked['incidents']} "
            f"incidents and {linked['stories']} stories made anew",
            err=True,
        )
    for source, message in failures:
        typer.echo(f"  failed: {one_line(source)}: {one_line(message)}", err=True)
    if (more := summary["failed"] + summary["aside"] - len(failures)) > 0:
        typer.echo(f"  and {more} more; the table attempt of the store has them all", err=True)
