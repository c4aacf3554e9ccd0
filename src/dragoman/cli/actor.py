"""``dragoman actor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def actor(
    phrase: Annotated[str, typer.Argument(help="The words, such as “Chinese foreign ministry spokesperson Mao Ning”.")],
    date: Annotated[str | None, typer.Option(help="The day of the report, ISO: 2023-05-24.")] = None,
    context: Annotated[str, typer.Option(help="Text around the phrase.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the actors as JSON.")] = False,
    own: Annotated[Path | None, typer.Option(help="YAML or CSV file with your own actors.")] = None,
) -> None:
    """Tell who a phrase is on a day: code, id, name, office, and why."""
    import json

    from dragoman.resolve.actors import Resolver, load_knowledge
    from dragoman.resolve.single import who_is

    day = _day(date)
    resolver = Resolver(load_knowledge(own))
    found = who_is(resolver, phrase, day, context)
    if as_json:
        typer.echo(json.dumps([one.to_dict() for one in found], ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one.code:12} {one.name}  [{one.id}]")
        if one.office:
            typer.echo(f"{'':12} office: {one.office}")
        why = f"{one.why.by}: {one.why.note}" if one.why.note else one.why.by
        typer.echo(f"{'':12} why: {why}")
        for candidate, score in one.why.over:
            typer.echo(f"{'':12} rather than {candidate} ({score})")
        for spell in resolver.knowledge.people.spells(one.id):
            still = " (the source ends there)" if spell.open else ""
            typer.echo(f"{'':12} {spell.start or '?'} to {spell.end}{still}: {spell.office}")


def _day(date: str | None) -> str | None:
    import datetime as dt

    from dragoman.errors import UsageError

    if not date:
        return None
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError as error:
        raise UsageError(f"--date {date!r} is not a day: write it like 2023-05-24") from error
