"""``dragoman watch``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DB, AsJson, Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.ingest import InputProblem
    from dragoman.ingest.watch import Watcher
    from dragoman.ingest.watch_config import WatchConfig
    from dragoman.records import Report

_LONGEST_SLEEP = 600.0


def watch(
    feeds: Annotated[Path, typer.Argument(help="TOML file with a table [[feed]] (url, name, every) for each feed.")],
    db: DB,
    fetch: Annotated[bool, typer.Option("--fetch", help="Use the network: without it nothing is fetched.")] = False,
    once: Annotated[bool, typer.Option("--once", help="One round, then end (for cron).")] = False,
    state: Annotated[
        Path | None, typer.Option("--state", help="Where the feeds' state is kept; beside the feeds' file by default.")
    ] = None,
    model: Model = None,
    as_json: AsJson = False,
) -> None:
    """Watch RSS and Atom feeds and code what is new in them into a store, with polite requests."""
    import json

    from dragoman.cli.run import Run
    from dragoman.config import Settings
    from dragoman.errors import UsageError
    from dragoman.ingest.watch_config import read_config, write_state
    from dragoman.store import open as open_store

    config = read_config(feeds)
    if not fetch:
        names = ", ".join(feed.url for feed in config.feeds[:5])
        raise UsageError(f"{len(config.feeds)} feeds ({names}); fetching is off: add --fetch to ask them")
    keep = state or feeds.with_suffix(".state.json")
    watcher = _watcher(config, keep)
    settings = Settings.load(model=model)
    with open_store(db) as store:
        book = Run(store, 1, again=False)
        try:
            for found in _rounds(watcher, once=once):
                if found:
                    book.go(iter(found), settings, quiet=True)
                    store.relink()
                # Only now: what a kill keeps out of the store comes again.
                write_state(keep, watcher.state)
        finally:
            book.close()
            if as_json:
                print(json.dumps(book.summary()))
    for source, message in book.failures:
        typer.echo(f"{source}: {message}", err=True)
    if book.failures:
        raise typer.Exit(1)


def _watcher(config: WatchConfig, keep: Path) -> Watcher:
    from dragoman.ingest.fetch import FetchPolicy
    from dragoman.ingest.fetch import fetch as ask
    from dragoman.ingest.watch import Watcher
    from dragoman.ingest.watch_config import read_state

    policy = FetchPolicy(user_agent=config.user_agent)
    return Watcher(config, read_state(keep), lambda url, headers: ask(url, headers, policy))


def _rounds(watcher: Watcher, *, once: bool) -> Iterator[list[Report | InputProblem]]:
    """What each round brings, until all feeds are gone."""
    import time

    while True:
        yield list(watcher.poll())
        wait = watcher.next_due()
        if once or wait is None:
            return
        time.sleep(min(max(wait, 1.0), _LONGEST_SLEEP))
