"""The command line. One file a command; what is heavy is imported inside the commands."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer

COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    # name, module, function, panel of the help
    ("read", "dragoman.cli.read", "read", "Read"),
    ("run", "dragoman.cli.run", "run", "Read"),
    ("watch", "dragoman.cli.watch", "watch", "Read"),
    ("events", "dragoman.cli.events", "events", "Ask"),
    ("reports", "dragoman.cli.reports", "reports", "Ask"),
    ("statements", "dragoman.cli.statements", "statements", "Ask"),
    ("actors", "dragoman.cli.actors", "actors", "Ask"),
    ("actors add", "dragoman.cli.actors_own", "add", ""),
    ("actors merge", "dragoman.cli.actors_merge", "merge", ""),
    ("actors apart", "dragoman.cli.actors_merge", "apart", ""),
    ("actors split", "dragoman.cli.actors_merge", "split", ""),
    ("actors proposals", "dragoman.cli.actors_merge", "proposals", ""),
    ("actors export", "dragoman.cli.actors_own", "export", ""),
    ("actor", "dragoman.cli.actor", "actor", "Look up"),
    ("agreements", "dragoman.cli.agreements", "agreements", "Ask"),
    ("facets", "dragoman.cli.facets", "facets", "Ask"),
    ("dyads", "dragoman.cli.dyads", "dyads", "Ask"),
    ("incidents", "dragoman.cli.incidents", "incidents", "Ask"),
    ("stories", "dragoman.cli.stories", "stories", "Ask"),
    ("news", "dragoman.cli.news", "news", "Ask"),
    ("link", "dragoman.cli.link", "link", "Read"),
    ("timeline", "dragoman.cli.timeline", "timeline", "Ask"),
    ("serve", "dragoman.cli.serve", "serve", "Ask"),
    ("mcp", "dragoman.cli.mcp", "mcp", "Ask"),
    ("judgements", "dragoman.cli.judgements", "judgements", "Ask"),
    ("show", "dragoman.cli.show", "show", "Ask"),
    ("explain", "dragoman.cli.explain", "explain", "Ask"),
    ("export", "dragoman.cli.export", "export", "Ask"),
    ("codebook", "dragoman.cli.codebook", "codebook", "Look up"),
    ("dates", "dragoman.cli.dates", "dates", "Look up"),
    ("places", "dragoman.cli.places", "places", "Look up"),
    ("doctor", "dragoman.cli.doctor", "doctor", "Look up"),
    ("train", "dragoman.cli.train", "train", "Extend"),
    ("shard run", "dragoman.cli.shard", "shard_run", ""),
    ("cluster run", "dragoman.cli.cluster", "cluster_run", ""),
    ("cluster load", "dragoman.cli.cluster", "cluster_load", ""),
    ("alerts add", "dragoman.cli.alerts", "alerts_add", ""),
    ("alerts list", "dragoman.cli.alerts", "alerts_list", ""),
    ("alerts remove", "dragoman.cli.alerts", "alerts_remove", ""),
    ("alerts run", "dragoman.cli.alerts", "alerts_run", ""),
    ("eval gold", "dragoman.cli.eval_gold", "eval_gold", ""),
    ("eval dates", "dragoman.cli.eval_dates", "eval_dates", ""),
    ("eval places", "dragoman.cli.eval_places", "eval_places", ""),
    ("eval polnear", "dragoman.cli.eval_polnear", "eval_polnear", ""),
    ("eval plv", "dragoman.cli.eval_plv", "eval_plv", ""),
    ("eval actors", "dragoman.cli.eval_actors", "eval_actors", ""),
    ("eval links", "dragoman.cli.eval_links", "eval_links", ""),
    ("eval agreements", "dragoman.cli.eval_agreements", "eval_agreements", ""),
    ("eval contexts", "dragoman.cli.eval_contexts", "eval_contexts", ""),
    ("eval pages", "dragoman.cli.eval_pages", "eval_pages", ""),
)
"""Every command; another one is one more line. A group is written before its command: ``eval gold``."""

GROUPS = {
    "actors": "The actors of a store, and your own.",
    "eval": "Measure against annotated data.",
    "alerts": "Saved filters that announce what is new.",
    "shard": "Read one input for a batch scheduler.",
    "cluster": "Read many inputs with many workers.",
}


def present() -> tuple[tuple[str, str, str, str], ...]:
    """The commands of the table whose module is there."""
    return tuple(row for row in COMMANDS if find_spec(row[1]) is not None)


def main() -> None:
    """The entry point ``dragoman``."""
    make_app(sys.argv[1:])()


def make_app(arguments: list[str] | None = None) -> typer.Typer:
    """The application: with the one command that ``arguments`` begin with, or with all of them."""
    from dragoman.cli.app import build

    rows = present()
    if arguments:
        wanted = [row for row in rows if row[0].split()[0] == arguments[0]]
        if len(wanted) > 1 and len(arguments) > 1:
            wanted = [row for row in wanted if row[0].split()[1:] == arguments[1:2]] or wanted
        rows = tuple(wanted) or rows
    return build(rows, GROUPS)
