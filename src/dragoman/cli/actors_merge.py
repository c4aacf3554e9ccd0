"""``dragoman actors merge``, ``apart``, ``split`` and ``proposals``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import DB, AsJson, Limit, say

Who = Annotated[str | None, typer.Option("--who", help="Who decides; your user name if not given.")]


def merge(
    gone: Annotated[str, typer.Argument(help="The actor that goes: its id, or its whole name.")],
    kept: Annotated[str, typer.Argument(help="The actor that it is.")],
    *,
    db: DB,
    who: Who = None,
) -> None:
    """Decide that two actors of a store are one: all its records say so from then on, those of later runs too."""
    from dragoman.cli.common import open_store

    with open_store(db, writing=True) as store:
        pair = (store.find_actor(gone), store.find_actor(kept))
        store.merge_actors([pair], _who(who))
    say(f"{pair[0]} is {pair[1]}; take it back with: dragoman actors split {pair[0]} --db {db}")


def apart(
    one: Annotated[str, typer.Argument(help="An actor: its id, or its whole name.")],
    other: Annotated[str, typer.Argument(help="The actor that it is not.")],
    *,
    db: DB,
    who: Who = None,
) -> None:
    """Decide that two actors of a store are not the same, so that they are not proposed again."""
    from dragoman.cli.common import open_store

    with open_store(db, writing=True) as store:
        pair = (store.find_actor(one), store.find_actor(other))
        store.tell_actors_apart(*pair, _who(who))
    say(f"{pair[0]} is not {pair[1]}")


def split(
    actor: Annotated[str, typer.Argument(help="The actor's id, or its whole name.")],
    *,
    db: DB,
    report: Annotated[
        list[str] | None, typer.Option("--report", help="Report in which it is somebody else; may be repeated.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The other one's name, if it differs.")] = None,
    code: Annotated[str | None, typer.Option(help="The other one's code, if it differs: USA/LEG.")] = None,
    who: Who = None,
) -> None:
    """Take back that an actor was merged; with --report: decide that there it is another actor of that name."""
    from dragoman.cli.common import open_store

    with open_store(db, writing=True) as store:
        ident = store.find_actor(actor)
        made = store.split_actor(ident, _who(who), reports=report or (), name=name, code=code)
    if report:
        import json

        say(f"{ident} is {json.loads(made[0].after)['id']} in {len(made)} report{'s' if len(made) > 1 else ''}")
    else:
        say(f"{ident} stands for itself again")


def proposals(
    db: DB,
    *,
    least: Annotated[float, typer.Option(min=0, max=1, help="Least score.")] = 0.5,
    country: Annotated[str | None, typer.Option(help="Only actors of this country: CHN.")] = None,
    limit: Limit = None,
    as_json: AsJson = False,
) -> None:
    """Propose actors that may be one, with the reasons and a sentence of each; `actors merge` decides."""
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store
    from dragoman.resolve.actors import load_knowledge
    from dragoman.store.proposals import evidence, with_evidence
    from dragoman.store.proposals import proposals as propose

    with open_store(db) as store:
        reader = store.database.reader
        found = propose(store, load_knowledge(), least=least, country=country)
        if as_json or not is_terminal():
            lines(with_evidence(reader, found[:limit]))
            return
        for p in found[: limit or ON_A_TERMINAL]:
            say(f"{p.score:.2f}  {p.gone.name}  [{p.gone.id}]  is  {p.kept.name}  [{p.kept.id}]")
            for why in p.reasons:
                say(f"      {why.score:+.1f} {why.by.removeprefix('actor.').replace('_', ' ')}: {why.note}")
            for one in (p.gone, p.kept):
                if sentence := evidence(reader, one.id):
                    text = " ".join(sentence["text"].split())[:160]
                    say(f"      {sentence['published'] or '?'} {sentence['report']}: {text}")


def _who(given: str | None) -> str:
    if given:
        return given
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        from dragoman.errors import UsageError

        raise UsageError("who decides? give --who NAME") from None
