"""``dragoman statements``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Limit, Sort, with_filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.store import Store
    from dragoman.store.variants import Variant


@with_filters("statement")
def statements(
    db: DB,
    limit: Limit = None,
    sort: Sort = "published",
    as_json: AsJson = False,
    variants: Annotated[
        bool,
        typer.Option("--variants", help="Only what several reports give, each with what the others make of it."),
    ] = False,
    **filters: Any,
) -> None:
    """List statements: who says what, in the words of the report."""
    if variants:
        _variants(db, limit, sort, filters, as_json=as_json)
        return
    from dragoman.cli.listing import show
    from dragoman.cli.tables import STATEMENT_HEAD, statement_cells

    def cells(hit: Any) -> tuple[object, ...]:
        return statement_cells(hit.report, hit.data)

    show(db, "statements", STATEMENT_HEAD, cells, filters=filters, limit=limit, as_json=as_json, sort=sort)


def _variants(db: Any, limit: int | None, sort: str, filters: dict[str, Any], *, as_json: bool) -> None:
    from itertools import islice

    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store

    with open_store(db) as store:
        found = _groups(store, sort, filters)
        if as_json or not is_terminal():
            lines(
                {**hit.to_dict(), "variants": [other.to_dict() for other in others]}
                for hit, others in islice(found, limit)
            )
            return
        none = True
        for hit, others in islice(found, limit or ON_A_TERMINAL):
            none = False
            typer.echo(_line("", hit))
            for other in others:
                typer.echo(_line(f"  {other.link.score:.2f} ", other.hit))
        if none:
            typer.echo("nothing that several reports give; are the statements linked? dragoman link --db " + str(db))


def _groups(store: Store, sort: str, filters: dict[str, Any]) -> Iterator[tuple[Any, list[Variant]]]:
    """Each statement with its variants; one that was shown as another's is not shown again."""
    shown: set[str] = set()
    for hit in store.statements(sort=sort, **filters):
        if hit.id in shown:
            continue
        others = store.variants(hit.id)
        shown |= {other.hit.id for other in others}
        if others:
            yield hit, others


def _line(before: str, hit: Any) -> str:
    from dragoman.render.words import one_line

    data, report = hit.data, hit.report
    content = " … ".join(span["text"] for span in data["content"])
    copy = f", copy of {report['copy_of']}" if report.get("copy_of") else ""
    who = f"{data['speaker']['actor']['name']} ({data['speaker']['code']})"
    text = f"{report.get('published') or '?'} {who} {data['cue']['text']}: {content}  [{report['id']}{copy}]"
    return before + one_line(text)
