"""``dragoman news``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.common import DB, AsJson, say

if TYPE_CHECKING:
    from dragoman.records import Incident
    from dragoman.store.incidents import StoryNews

SHOWN_HERE = 6
"""Incidents of a story that the news tell."""
WEEK = 7


def news(
    db: DB,
    *,
    since: Annotated[
        str | None,
        typer.Option(help="A day, today or yesterday; by default the day of the store's newest report."),
    ] = None,
    told: Annotated[int, typer.Option(help="Stories of at least so many reports that are no copies.")] = 1,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=1_000_000_000, help="At most so many stories.")
    ] = 20,
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
        if not found:
            say("nothing new; dragoman link --db FILE finds what is told in new reports", err=True)


def _tell(part: StoryNews) -> None:
    state = "new" if part.begun else f"since {part.story.first}"
    count = f"{len(part.reports)} new of {len(part.story.reports)} reports"
    say(f"{part.story.title}  ({state}; {count}; {part.story.id})")
    fresh = [one for one in part.incidents if _fresh(one)]
    fresh.sort(key=lambda one: (-one.distinct, one.date or "", one.id))
    for one in fresh[:SHOWN_HERE]:
        say(f"  + {_line(one)}")
    for one in sorted(part.changed, key=lambda one: -one.distinct)[:SHOWN_HERE]:
        say(f"  ~ {_line(one)}, known since {one.first_published}")
    more = len(fresh[SHOWN_HERE:]) + len(part.changed[SHOWN_HERE:])
    old = len(part.incidents) - len(fresh)
    rest = [f"{more} more"] * bool(more) + [f"{old} of the background or undated"] * bool(old)
    if rest:
        say(f"  and {', '.join(rest)}; dragoman stories {part.story.id} shows all")


def _fresh(one: Incident) -> bool:
    """Whether an incident is news: dated, and no longer before its first report than a week."""
    if one.date is None or one.first_published is None or one.status == "hypothetical":
        return False
    first = one.date.partition("/")[0]
    if len(first) < len("2024-05-01"):
        return first == one.first_published[: len(first)]
    days = dt.date.fromisoformat(one.first_published) - dt.date.fromisoformat(first)
    return days.days <= WEEK


def _line(one: Incident) -> str:
    from dragoman.cli.incidents import SHOWN, kind
    from dragoman.render.words import one_line

    sides = " > ".join(", ".join(a.code for a in side) for side in (one.actors, one.recipients) if side)
    what = one_line(one.headline)
    what = what if len(what) <= SHOWN else what[:SHOWN].rsplit(" ", 1)[0] + " ..."
    differ = f" [differs: {', '.join(c.about for c in one.conflicts)}]" if one.conflicts else ""
    return f"{one.date or '?'}  {kind(one)}  {sides or '?'}  {what} [{len(one.reports)}]{differ}"
