"""``dragoman news``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DB, AsJson

if TYPE_CHECKING:
    from dragoman.records import Incident
    from dragoman.store.incidents import StoryNews


def news(
    db: DB,
    *,
    since: Annotated[
        str | None,
        typer.Option(help="A day, today or yesterday; by default the day of the store's newest report."),
    ] = None,
    told: Annotated[int, typer.Option(help="Stories of at least so many reports that are no copies.")] = 1,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many stories.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Tell what is new since a day, by story: new incidents, and new accounts of known ones."""
    from dragoman.cli.common import lines, open_store

    with open_store(db) as store:
        found = store.new_since(since, told=told, limit=limit)
        if as_json:
            lines(part.to_dict() for part in found)
            return
        for part in found:
            _tell(part)


def _tell(part: StoryNews) -> None:
    state = "new" if part.begun else f"since {part.story.first}"
    typer.echo(
        f"{part.story.title}  ({state}; {len(part.reports)} new of {len(part.story.reports)} reports; {part.story.id})"
    )
    for one in part.incidents:
        typer.echo(f"  + {_line(one)}")
    for one in part.changed:
        typer.echo(f"  ~ {_line(one)}, known since {one.first_published}")


def _line(one: Incident) -> str:
    from dragoman.cli.incidents import SHOWN
    from dragoman.render.words import one_line

    sides = " > ".join(", ".join(a.code for a in side) for side in (one.actors, one.recipients) if side)
    what = one_line(one.headline)
    what = what if len(what) <= SHOWN else what[:SHOWN].rsplit(" ", 1)[0] + " ..."
    differ = f" [differs: {', '.join(c.about for c in one.conflicts)}]" if one.conflicts else ""
    return f"{one.date or '?'}  {one.type}  {sides or '?'}  {what} [{len(one.reports)}]{differ}"
