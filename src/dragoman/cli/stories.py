"""``dragoman stories``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Limit, say

if TYPE_CHECKING:
    from dragoman.store import Store

HEAD = ("first", "last", "reports", "distinct", "incidents", "title", "id")


def stories(
    db: DB,
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Show these with all incidents.")] = None,
    *,
    since: Annotated[str | None, typer.Option(help="Has a report of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Began on this day or earlier.")] = None,
    text: Annotated[str | None, typer.Option(help="Words of its reports.")] = None,
    either: Annotated[list[str] | None, typer.Option(help="An actor of its incidents: CHN, NATO or a name.")] = None,
    told: Annotated[int, typer.Option(help="At least so many reports that are no copies.")] = 2,
    report: Annotated[list[str] | None, typer.Option(help="Id of one of its reports.")] = None,
    sort: Annotated[str, typer.Option(help="published or reports; the latest or most told first.")] = "published",
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List stories: reports on one affair over time. Given ids, show their incidents in order."""
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table

    given: dict[str, Any] = {
        "since": since, "until": until, "text": text, "either": either, "report": report,
        "told": None if report else told,
    }  # fmt: skip
    with open_store(db) as store:
        if names:
            show(store, names, as_json=as_json)
            return
        found = store.stories(sort=sort, **given)
        count = found.count()
        if not count:
            say("nothing found; dragoman link --db FILE makes stories of what is new", err=True)
        if as_json or not is_terminal():
            lines(s.to_dict() for s in islice(found, limit))
            return
        most = limit or ON_A_TERMINAL
        cells = (
            (s.first, s.last, len(s.reports), s.distinct, len(s.incidents), s.title, s.id) for s in islice(found, most)
        )
        table("", HEAD, cells)
        if count > most:
            say(f"{most} of {count}; --limit shows more, a pipe gives all", err=True)


def show(store: Store, names: list[str], *, as_json: bool) -> None:
    """Print stories with their incidents; raises ``UsageError`` for an id that the store does not have."""
    from dragoman.cli.common import lines, table
    from dragoman.cli.incidents import HEAD as INCIDENTS
    from dragoman.cli.incidents import rows
    from dragoman.errors import UsageError

    for name in names:
        story = store.story(name)
        if story is None:
            raise UsageError(f"there is no story {name!r}, nor a report of that id in one")
        told = [found for one in story.incidents if (found := store.incident(one))]
        if as_json:
            lines([story.to_dict() | {"incidents": [one.to_dict() for one in told]}])
            continue
        say(f"{story.title}\n{story.first} to {story.last}, {len(story.reports)} reports: {', '.join(story.words)}")
        table("", INCIDENTS, rows(told))
