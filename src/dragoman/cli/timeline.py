"""``dragoman timeline``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.common import DB, with_filters

MOST = 20_000


@with_filters("event")
def timeline(
    db: DB,
    form: Annotated[str, typer.Option("--format", "-f", help="text, html or json.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.")] = None,
    title: Annotated[str, typer.Option(help="Heading of the page.")] = "Timeline",
    **filters: Any,
) -> None:
    """Dated lines with evidence and source for an affair (--text), an actor (--either) or two (--dyad)."""
    import json
    from itertools import islice

    from dragoman.cli.common import open_store
    from dragoman.errors import UsageError
    from dragoman.render.timeline import timeline as make
    from dragoman.render.timeline import timeline_page, timeline_text

    if form not in {"text", "html", "json"}:
        raise UsageError(f"--format {form}: there is text, html and json")
    with open_store(db) as store:
        results = store.events(**filters)
        if results.count() > MOST:
            raise UsageError(f"{results.count()} events are too many for a timeline; narrow the filters")
        lines = make(islice(results, MOST))
    if form == "json":
        text = json.dumps([line.to_dict() for line in lines], ensure_ascii=False, indent=1) + "\n"
    else:
        text = timeline_page(lines, title) if form == "html" else timeline_text(lines)
    if output is not None:
        output.write_text(text, "utf8", errors="replace")
    else:
        print(text.encode("utf8", "replace").decode("utf8"), end="")
