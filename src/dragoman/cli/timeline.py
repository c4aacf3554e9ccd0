"""``dragoman timeline``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, with_filters


@with_filters("event")
def timeline(
    db: DB,
    actor: Annotated[
        str | None, typer.Option(help="What this one did and what was done to it: JPN, NATO, a name.")
    ] = None,
    a: Annotated[str | None, typer.Option("--a", help="One side of a pair, with --b.")] = None,
    b: Annotated[str | None, typer.Option("--b", help="The other side.")] = None,
    story: Annotated[str | None, typer.Option(help="Id of a story (dragoman link makes stories).")] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="text, html or json.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    title: Annotated[str | None, typer.Option(help="Heading of the page.")] = None,
    today: Annotated[str | None, typer.Option(help="What lies after this day is ahead: 2023-05-24.")] = None,
    **filters: Any,
) -> None:
    """Dated lines with evidence and source for an affair (--story, --text), an actor (--actor) or a pair (--a, --b)."""
    import json

    from dragoman.cli.common import open_store
    from dragoman.errors import UsageError
    from dragoman.render.timeline import timeline_text
    from dragoman.render.timeline_ask import ask
    from dragoman.render.timeline_html import timeline_page

    if form not in {"text", "html", "json"}:
        raise UsageError(f"--format {form}: there is text, html and json")
    with open_store(db) as store:
        lines, name = ask(store, actor=actor, a=a, b=b, story=story, today=today, **filters)
    if form == "json":
        text = json.dumps([line.to_dict() for line in lines], ensure_ascii=False, indent=1) + "\n"
    else:
        text = timeline_page(lines, title or name) if form == "html" else timeline_text(lines)
    if output is not None:
        output.write_text(text, "utf8", errors="replace")
    else:
        print(text.encode("utf8", "replace").decode("utf8"), end="")
