"""``dragoman incidents``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Limit, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Incident
    from dragoman.store import Store

Many = list[str] | None
HEAD = ("date", "actor", "type", "recipient", "reports", "distinct", "what", "differs", "id")
SHOWN = 110
"""Characters of the sentence that a row shows."""


def incidents(
    db: DB,
    names: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Show these whole.")] = None,
    *,
    actor: Annotated[Many, typer.Option(help="Who did it: CHN, CHN/GOV, NATO or a name.")] = None,
    recipient: Annotated[Many, typer.Option(help="To whom it was done.")] = None,
    either: Annotated[Many, typer.Option(help="On either side.")] = None,
    dyad: Annotated[Many, typer.Option(help="Between two, in either direction: JPN..NATO.")] = None,
    type_: Annotated[Many, typer.Option("--type", help="Event type: THREATEN.")] = None,
    mode: Annotated[Many, typer.Option(help="Mode: arrest.")] = None,
    quad: Annotated[Many, typer.Option(help="Quad class, 1 to 4.")] = None,
    status: Annotated[Many, typer.Option(help="actual, future, hypothetical, negated.")] = None,
    place: Annotated[Many, typer.Option(help="Where: a country or a place's name.")] = None,
    since: Annotated[str | None, typer.Option(help="Happened on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(help="Happened on this day or earlier.")] = None,
    published_since: Annotated[str | None, typer.Option(help="Told on this day or later.")] = None,
    published_until: Annotated[str | None, typer.Option(help="First told on this day or earlier.")] = None,
    told: Annotated[int | None, typer.Option(help="Told by at least so many reports that are no copies.")] = None,
    conflicts: Annotated[str | None, typer.Option(help="yes: accounts differ; no: they do not.")] = None,
    story: Annotated[Many, typer.Option(help="Id of the story.")] = None,
    report: Annotated[Many, typer.Option(help="Id of a report that tells it.")] = None,
    sort: Annotated[str, typer.Option(help="published, date or reports; the latest or most told first.")] = "published",
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """List incidents: each once, however many reports tell it. Given ids, show all accounts side by side."""
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table

    given: dict[str, Any] = {
        "actor": actor, "recipient": recipient, "either": either, "dyad": dyad, "type": type_, "mode": mode,
        "quad": quad, "status": status, "place": place, "since": since, "until": until,
        "published_since": published_since, "published_until": published_until, "told": told,
        "conflicts": conflicts, "story": story, "report": report,
    }  # fmt: skip
    with open_store(db) as store:
        if names:
            show(store, names, as_json=as_json)
            return
        found = store.incidents(sort=sort, **given)
        count = found.count()
        if not count:
            say("nothing found; dragoman link --db FILE makes incidents of what is new", err=True)
        if as_json or not is_terminal():
            lines(i.to_dict() for i in islice(found, limit))
            return
        most = limit or ON_A_TERMINAL
        table("", HEAD, rows(islice(found, most)))
        if count > most:
            say(f"{most} of {count}; --limit shows more, a pipe gives all", err=True)


def kind(one: Incident) -> str:
    """Type and mode, and the status of what did not simply happen: ``THREATEN/force (hypothetical)``."""
    name = one.type + (f"/{one.mode}" if one.mode else "")
    return name if one.status == "actual" else f"{name} ({one.status})"


def rows(found: Iterable[Incident]) -> Iterable[tuple[object, ...]]:
    """One row of cells for each incident."""
    for one in found:
        what = one.headline if len(one.headline) <= SHOWN else one.headline[:SHOWN].rsplit(" ", 1)[0] + " ..."
        yield (
            one.date or "?", ", ".join(a.code for a in one.actors), kind(one),
            ", ".join(a.code for a in one.recipients), len(one.reports), one.distinct, what,
            ", ".join(c.about for c in one.conflicts), one.id,
        )  # fmt: skip


def show(store: Store, names: list[str], *, as_json: bool) -> None:
    """Print incidents whole; raises ``UsageError`` for an id that the store does not have."""
    from dragoman.cli.common import lines
    from dragoman.errors import UsageError

    for name in names:
        one = store.incident(name)
        if one is None:
            raise UsageError(f"there is no incident {name!r}, nor an event of that id that is linked")
        if as_json:
            accounts = [hit.to_dict() for event in one.events if (hit := store.event(event))]
            links = {link.a + link.b: link for event in one.events for link in store.links(event)}
            lines([one.to_dict() | {"accounts": accounts, "links": [part.to_dict() for part in links.values()]}])
        else:
            _tell(store, one)


def _tell(store: Store, one: Incident) -> None:
    from dragoman.render.words import one_line

    sides = " - ".join(", ".join(f"{a.name} ({a.code})" for a in side) or "?" for side in (one.actors, one.recipients))
    say(f"{one.id}  {kind(one)}  {one.date or 'date unknown'}  {sides}")
    where = f", in {one.place.name}" if one.place else ""
    say(f"told by {len(one.reports)} reports ({one.distinct} without copies){where}; story {one.story}")
    for event in one.events:
        hit = store.event(event)
        if hit is not None:
            source = hit.report.get("publisher") or hit.report["id"]
            words = one_line(" ".join(span["text"] for span in hit.data["evidence"]))
            say(f"  {hit.report.get('published') or '?'}  {source}: {words}")
    for conflict in one.conflicts:
        accounts = "; ".join(f"{a.value} ({', '.join(a.reports)})" for a in conflict.accounts)
        say(f"  differs, {conflict.slot}{'' if conflict.slot == conflict.about else ' ' + conflict.about}: {accounts}")
    strongest = max((link for event in one.events for link in store.links(event)), key=lambda x: x.score, default=None)
    if strongest:
        reasons = "; ".join(why.note for why in strongest.reasons)
        say(f"  strongest link {strongest.score:.2f}: {reasons}")
