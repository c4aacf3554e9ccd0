"""``dragoman link``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import DB, AsJson


def link(
    db: DB,
    *,
    again: Annotated[bool, typer.Option("--again", help="Forget all links and make them anew.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the mentions of one event in several reports; make incidents and stories. Only what is new is looked at."""
    import json

    from dragoman.cli.common import open_store

    with open_store(db, writing=True) as store:
        done = store.relink(again=again).to_dict()
    if as_json:
        typer.echo(json.dumps(done))
    else:
        typer.echo(
            f"{done['reports']} reports linked by {done['links']} new links of events; "
            f"{done['incidents']} incidents and {done['stories']} stories made anew; "
            f"{done['utterances']} new links of statements"
        )
