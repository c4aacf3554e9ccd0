"""``dragoman codebook``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import AsJson


def codebook(
    name: Annotated[str | None, typer.Argument(metavar="[TYPE]", help="An event type, a context or a sector.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look up event types with their modes, contexts and sectors."""
    import json

    from dragoman.config import Settings
    from dragoman.errors import UsageError
    from dragoman.ontology import QUADS, load_ontology
    from dragoman.store.grammar import near

    book = load_ontology(Settings.load().ontology)
    known = {**dict.fromkeys(book.types), **dict.fromkeys(book.contexts), **dict.fromkeys(book.sectors)}
    folded = {key.casefold(): key for key in known}
    if name is not None and name.casefold() not in folded:
        raise UsageError(f"{name}: no type, context or sector of that name{near(name, known)}")
    wanted = [folded[name.casefold()]] if name else list(known)
    rows: list[tuple[object, ...]] = []
    for key in wanted:
        if key in book.types:
            kind = book.types[key]
            rows.append((key, QUADS[kind.quad], kind.score, book.cameo_code(key), kind.means))
            if name or as_json:
                rows += [(f"{key}/{m.name}", QUADS[kind.quad], m.score, book.cameo_code(key, m.name), m.means)
                         for m in kind.modes.values()]  # fmt: skip
        elif key in book.contexts:
            rows.append((key, "context", None, None, book.contexts[key]))
        else:
            rows.append((key, "sector", None, None, book.sectors[key]))
    head = ("name", "class", "score", "cameo", "means")
    if as_json:
        print(json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False))
        return
    from dragoman.cli.common import table

    table("", head, rows)
