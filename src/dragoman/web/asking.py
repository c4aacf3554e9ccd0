"""What pages and REST share: the query string as filters, one page of hits, exports."""

from __future__ import annotations

from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.responses import StreamingResponse

from dragoman.errors import UsageError
from dragoman.formats import FORMATS
from dragoman.resolve.duplicates import LEAST
from dragoman.store import Page, Results, Store
from dragoman.store.grammar import near
from dragoman.web.flow import Flow

KINDS = ("event", "statement", "agreement")
PAGE = 50
Pairs = list[tuple[str, str]]


def split(query: QueryParams, *own: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The parameters in ``own`` (one value each), and all others as filters.

    Raises:
        UsageError: one of ``own`` is given twice.
    """
    mine: dict[str, str] = {}
    filters: dict[str, list[str]] = {}
    for name, value in query.multi_items():
        if name not in own:
            if value:
                filters.setdefault(name, []).append(value)
        elif name in mine:
            raise UsageError(f"{name}: give one value, not several")
        else:
            mine[name] = value
    return mine, filters


def whole(name: str, value: str | None, default: int, most: int) -> int:
    """A number from 1 to ``most``: another one is refused, not changed.

    Raises:
        UsageError: not such a number.
    """
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= most):  # noqa: PLR2004
        raise UsageError(f"{name} {value!r} is not within 1 to {most}")
    return int(value)


def share(value: str | None) -> float:
    """A least score of proposals, 0 to 1; the usual one without a value.

    Raises:
        UsageError: not such a number.
    """
    try:
        found = float(value) if value else LEAST
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise UsageError(f"least {value!r}: give a score from 0 to 1")
    return found


def ask(store: Store, kind: str, query: QueryParams) -> tuple[Results[Any], Page[Any]]:
    """The results that a query string asks for, and one page of them."""
    mine, filters = split(query, "limit", "cursor", "sort")
    results: Results[Any] = getattr(store, f"{kind}s")(sort=mine.get("sort") or "published", **filters)
    return results, results.page(whole("limit", mine.get("limit"), PAGE, 1000), mine.get("cursor"))


def address(path: str, pairs: Pairs) -> str:
    """``path`` with a query string."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def export(store: Store, kind: str, form: str, query: QueryParams, *own: str) -> StreamingResponse:
    """All that the filters find, in a format of ``dragoman.formats``, as a stream: memory does not grow with it.

    The first bytes are sent when ``FIRST`` of them are made, or all: until then a fault gives an error. A later one
    breaks the connection, so that nobody takes half a file for a whole one.

    Raises:
        UsageError: unknown format, kind or filter.
    """
    chosen = FORMATS.get(form)
    streams = [f.name for f in FORMATS.values() if f.into == "stream"]
    if chosen is None or chosen.into != "stream":
        raise UsageError(f"format {form!r} cannot be sent{near(form, streams)}")
    if kind not in chosen.kinds:
        raise UsageError(f"records {kind!r}: {form} holds {' or '.join(chosen.kinds)} records")
    mine, filters = split(query, "sort", *own)
    results = getattr(store, f"{kind}s")(sort=mine.get("sort") or "published", **filters)
    module, _, function = chosen.home.partition(":")
    writer = getattr(import_module(module), function)
    more = {"kind": kind} if form == "csv" else {}
    if form == "atom":
        more = {"title": "dragoman", "identifier": "urn:dragoman:" + results.tag}
    headers = {"content-disposition": f'attachment; filename="{kind}s{chosen.suffix}"'}
    flow = Flow(lambda stream: writer(results, stream, **more))
    return StreamingResponse(flow.chunks(), media_type=_media(form), headers=headers)


def _media(form: str) -> str:
    return {
        "jsonl": "application/jsonl", "plover": "application/jsonl", "csv": "text/csv; charset=utf-8",
        "annotations": "application/ld+json", "geojson": "application/geo+json", "ical": "text/calendar; charset=utf-8",
        "atom": "application/atom+xml", "graphml": "application/xml", "gexf": "application/xml",
    }.get(form, "text/tab-separated-values; charset=utf-8")  # fmt: skip
