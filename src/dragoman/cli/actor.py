"""``dragoman actor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import say

if TYPE_CHECKING:
    from dragoman.resolve.actors import Resolver
    from dragoman.store import Store

SHOWN = 8


def actor(
    phrase: Annotated[str, typer.Argument(help="The words, such as “Chinese foreign ministry spokesperson Mao Ning”.")],
    date: Annotated[str | None, typer.Option(help="The day of the report, ISO: 2023-05-24.")] = None,
    context: Annotated[str, typer.Option(help="Text around the phrase.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the actors as JSON.")] = False,
    own: Annotated[
        Path | None, typer.Option(help="YAML or CSV file with your own actors; the setting `actors` if not given.")
    ] = None,
    db: Annotated[Path | None, typer.Option("--db", help="Show what this store knows of the actor.")] = None,
) -> None:
    """Tell who a phrase is on a day: code, id, name, office, and why. With --db: its page in that store."""
    import json

    from dragoman.config import Settings
    from dragoman.resolve.actors import Resolver, load_knowledge
    from dragoman.resolve.single import who_is

    day = _day(date)
    resolver = Resolver(load_knowledge(own or Settings.load().actors))
    if db is not None:
        _page(db, phrase, day, resolver, as_json=as_json)
        return
    found = who_is(resolver, phrase, day, context)
    if as_json:
        typer.echo(json.dumps([one.to_dict() for one in found], ensure_ascii=False))
        return
    for one in found:
        say(f"{one.code:12} {one.name}  [{one.id}]")
        if one.office:
            say(f"{'':12} office: {one.office}")
        why = f"{one.why.by}: {one.why.note}" if one.why.note else one.why.by
        say(f"{'':12} why: {why}")
        for candidate, score in one.why.over:
            say(f"{'':12} rather than {candidate} ({score})")
        for line in _offices(resolver, one.id):
            say(f"{'':12} {line}")


def _offices(resolver: Resolver, ident: str) -> list[str]:
    out = []
    for spell in resolver.knowledge.people.spells(ident):
        still = " (the source ends there)" if spell.open else ""
        out.append(f"{spell.start or '?'} to {spell.end or 'now'}{still}: {spell.office}")
    return out


def _page(db: Path, phrase: str, day: str | None, resolver: Resolver, *, as_json: bool) -> None:
    """What the store knows: names, offices, events with whom, statements by and about."""
    import json

    from dragoman.cli.common import open_store

    with open_store(db) as store:
        data = _page_data(store, _in_store(store, phrase, day, resolver), resolver)
    if as_json:
        typer.echo(json.dumps(data, ensure_ascii=False))
    else:
        _print_page(data)


def _in_store(store: Store, phrase: str, day: str | None, resolver: Resolver) -> str:
    """The id of the store's actor that is named, or that the words stand for."""
    from dragoman.errors import UsageError
    from dragoman.resolve.single import who_is
    from dragoman.store.identity import identity_of

    identity = identity_of(store.database.reader)
    try:
        ident = store.find_actor(phrase)
    except UsageError:
        ident = next((a.id for a in who_is(resolver, phrase, day) if store.actor(a.id)), "")
        if not ident:
            raise
    other = identity.other(ident, "")
    return other.actor.id if other else ident


def _page_data(store: Store, ident: str, resolver: Resolver) -> dict[str, Any]:
    from itertools import islice

    from dragoman.errors import UsageError
    from dragoman.store.identity import identity_of
    from dragoman.store.profile import profile

    found = profile(store, ident)
    assert found is not None  # noqa: S101 - the id is the store's
    knowledge = resolver.knowledge
    known = (*knowledge.people.aliases(ident), *knowledge.lexicon.aliases(ident))
    try:
        hits = store.statements(about=found.actor.name)
        about = [_said(h) for h in islice((h for h in hits if ident in h.data["about"]), SHOWN)]
    except UsageError:  # nobody speaks of it
        about = []
    return {
        **found.actor.to_dict(),
        "merged": identity_of(store.database.reader).members(ident),
        "names": dict(found.names),
        "known_names": list(dict.fromkeys(known)),
        "offices": _offices(resolver, ident),
        "types": [{"type": t, "acts": a, "receives": r} for t, a, r in found.types],
        "with": [{"id": i, "name": n, "code": c, "acts": a, "receives": r} for i, n, c, a, r in found.partners],
        "latest_events": [_act(h) for h in found.events],
        "says": [_said(h) for h in found.said],
        "is_spoken_of": about,
    }


def _act(hit: Any) -> dict[str, Any]:
    data = hit.data
    return {
        "id": data["id"], "date": data["when"]["value"], "type": data["type"], "status": data["status"],
        "actors": [p["text"] for p in data["actors"]], "recipients": [p["text"] for p in data["recipients"]],
        "sentence": data["evidence"][0]["text"], "report": hit.report["id"],
    }  # fmt: skip


def _said(hit: Any) -> dict[str, Any]:
    data = hit.data
    return {
        "id": data["id"], "published": hit.report.get("published"), "speaker": data["speaker"]["actor"]["name"],
        "cue": data["cue"]["text"], "content": " … ".join(s["text"] for s in data["content"]),
        "report": hit.report["id"],
    }  # fmt: skip


def _print_page(data: dict[str, Any]) -> None:
    from dragoman.render.words import one_line

    say(f"{data['name']}  {data['code']}  [{data['id']}]")
    say(f"  {data['events']} events, {data['statements']} statements")
    names = ", ".join(f"{name} ({n})" for name, n in list(data["names"].items())[:SHOWN])
    blocks: list[tuple[str, list[str]]] = [
        ("written as", [names] if names else []),
        ("known as", [", ".join(data["known_names"][:SHOWN])] if len(data["known_names"]) > 1 else []),
        ("merged with it", data["merged"]),
        ("offices", data["offices"]),
        ("events (acts, receives)", [f"{t['type']:12} {t['acts']:5} {t['receives']:5}" for t in data["types"][:SHOWN]]),
        ("with whom (acts, receives)",
         [f"{w['name'][:34]:34} {w['code']:12} {w['acts']:5} {w['receives']:5}" for w in data["with"][:SHOWN]]),
        ("latest events", [f"{e['date'] or '?'} {e['type']}: {e['sentence']}" for e in data["latest_events"]]),
        ("says", [f"{s['published'] or '?'} {s['cue']}: {s['content']}" for s in data["says"]]),
        ("spoken of", [f"{s['published'] or '?'} {s['speaker']} {s['cue']}: {s['content']}"
                       for s in data["is_spoken_of"]]),
    ]  # fmt: skip
    for title, rows in blocks:
        if rows:
            say(f"\n{title}")
        for row in rows:
            line = " ".join(one_line(part) for part in row.split(" "))  # columns keep their blanks
            say(f"  {line if len(line) <= WIDE else line[: WIDE - 1] + '…'}")


WIDE = 150


def _day(date: str | None) -> str | None:
    import datetime as dt

    from dragoman.errors import UsageError

    if not date:
        return None
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError as error:
        raise UsageError(f"--date {date!r} is not a day: write it like 2023-05-24") from error
