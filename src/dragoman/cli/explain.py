"""``dragoman explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import DB, AsJson


def explain(
    event: Annotated[str, typer.Argument(metavar="EVENT_ID", help="Id of an event.")],
    db: DB,
    as_json: AsJson = False,
) -> None:
    """Tell why each slot of an event has its value: words, rule or model, score, and what it was chosen over."""
    import json

    from dragoman.cli.common import open_store, table
    from dragoman.errors import InputError
    from dragoman.render.terminal import explanation
    from dragoman.render.words import event_sentence

    with open_store(db) as store:
        hit = store.event(event)
        if hit is None:
            raise InputError(f"{event}: the store has no event of that id; dragoman events lists them")
        rows = explanation(hit.record)
        if as_json:
            names = ("slot", "value", "words", "why")
            print(json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False))
            return
        print(event_sentence(hit.record))
        table("", ("slot", "value", "words", "why"), rows)
        for span in hit.record.evidence:
            print(f"in: {' '.join(span.text.split())}")
