"""``dragoman reports``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.common import DB, AsJson, Limit, with_filters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.store.reports import Reports

HEAD = ("published", "publisher", "title", "id")
PAGE = 1000
"""Most reports read at once: memory does not grow with how many there are."""


@with_filters("report")
def reports(
    db: DB,
    *,
    sort: Annotated[
        str | None,
        typer.Option(
            help="published, the newest first; or relevance, the best first: the default where --text is given."
        ),
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
    **filters: Any,
) -> None:
    """List reports; with --text, those that have the words, with the place where they stand."""
    from dragoman.cli.common import ON_A_TERMINAL, is_terminal, lines, open_store, table

    order = sort or ("relevance" if filters.get("text") else "published")
    with open_store(db) as store:
        found = store.reports(sort=order, **filters)
        if as_json or not is_terminal():
            lines(_plain(item) for item in _first(found, limit))
            return
        most, words = limit or ON_A_TERMINAL, bool(filters.get("text"))
        head = (*HEAD, "words") if words else HEAD
        table("", head, (_cells(item, words=words) for item in _first(found, most)))
        if (count := found.count()) > most:
            typer.echo(f"{most} of {count}; --limit shows more, a pipe gives all", err=True)


def _first(found: Reports, limit: int | None) -> Iterator[dict[str, Any]]:
    """Up to ``limit`` reports with their snippets, page by page."""
    cursor: str | None = None
    while limit is None or limit > 0:
        page = found.page(PAGE if limit is None else min(PAGE, limit), cursor)
        yield from page.items
        if page.next is None:
            return
        cursor = page.next
        limit = None if limit is None else limit - len(page.items)


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    """The pieces of a snippet with names, as JSON has no pairs."""
    if "snippet" not in item:
        return item
    return item | {"snippet": [{"text": text, "found": found} for text, found in item["snippet"]]}


def _cells(item: dict[str, Any], *, words: bool) -> tuple[object, ...]:
    copy = f" (copy of {item['copy_of']})" if item["copy_of"] else ""
    skipped = f" (not read: {item['skipped']})" if item["skipped"] else ""
    cells = (item["published"], item["publisher"], f"{item['title'] or ''}{copy}{skipped}", item["id"])
    if not words:
        return cells
    return (*cells, "".join(f"[{text}]" if found else text for text, found in item.get("snippet", ())))
