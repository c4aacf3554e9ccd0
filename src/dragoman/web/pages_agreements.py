"""Agreements: each treaty, programme or plan once, with its steps as reports tell them."""

from __future__ import annotations

from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store import Store
from dragoman.store.grammar import FILTERS
from dragoman.store.instruments import Instrument, Step, history, merged
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import address, split, whole
from dragoman.web.pages import chosen, in_words
from dragoman.web.pages_report import report_address
from dragoman.web.tables import as_csv, form_fields, pairs_of, words_at

router = APIRouter(include_in_schema=False)
FORM = ("name", "party", "kind", "state", "published_since", "published_until", "text")
LOOKED, SHOWN, MOST_REPORTS = 3000, 40, 8
"""So many mentions are put together, those reported last; so many agreements are on one page."""
COLUMNS = ("id", "name", "acronym", "kind", "state", "parties", "history", "reports", "first", "last", "names")


@router.get("/agreements")
def agreements(request: Request) -> Response:
    """The list, those told by most reports first."""
    query = request.query_params
    pairs = pairs_of(query, "p")
    given: dict[str, Any] = {
        "fields": form_fields(query, {n: FILTERS[n].help for n in FORM}, {}), "chosen": chosen("/agreements", pairs),
        "summary": in_words("agreement", pairs), "other": [(n, v) for n, v in pairs if n not in FORM],
        "json_url": address("/agreements.json", pairs), "csv_url": address("/agreements.csv", pairs),
    }  # fmt: skip
    try:
        found, total, p = asked(request)
    except UsageError as error:
        return page(request, "agreements.html", 400, wrong=str(error), rows=[], total=0, count=0, cut=0, **given)
    pages = max(1, -(-len(found) // SHOWN))
    p = min(p, pages)
    part = found[(p - 1) * SHOWN : p * SHOWN]
    pager = [(n, address("/agreements", [*pairs, ("p", str(n))] if n > 1 else pairs)) for n in range(1, pages + 1)]
    return page(
        request, "agreements.html", rows=[row(one) for one in part], total=total, count=len(found), p=p, pager=pager,
        cut=LOOKED if total > LOOKED else 0, **given,
    )  # fmt: skip


@router.get("/agreements.json")
def as_json(request: Request) -> Response:
    """All agreements found, as data."""
    found, total, _ = asked(request)
    return data(request, {"items": [one.to_dict() for one in found], "mentions": total})


@router.get("/agreements.csv")
def as_file(request: Request) -> Response:
    """All agreements found, as CSV."""
    return as_csv("agreements", COLUMNS, (_cells(one) for one in asked(request)[0]))


def _cells(one: Instrument) -> tuple[Any, ...]:
    parties = "; ".join(p["code"] for p in one.parties)
    return (one.id, one.name, one.acronym, one.kind, one.state, parties, history(one), len(one.reports), one.first,
            one.last, "; ".join(one.names))  # fmt: skip


def asked(request: Request) -> tuple[list[Instrument], int, int]:
    """What is found, put together; how many mentions there are; which page. Raises ``UsageError``."""
    mine, filters = split(request.query_params, "p")
    store: Store = desk(request).store
    given: dict[str, Any] = dict(filters)
    results = store.agreements(**given)
    return merged(islice(results, LOOKED)), results.count(), whole("p", mine.get("p") or None, 1, 10_000)


def row(one: Instrument) -> dict[str, Any]:
    """What the template shows of an agreement."""
    return {
        "one": one, "steps": [_step(step) for step in one.steps], "more": max(0, len(one.reports) - MOST_REPORTS),
        "reports": [(name, report_address(name)) for name in one.reports[:MOST_REPORTS]],
        "timeline": address("/events", [("text", f'"{one.name}"')]),
    }  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    sources = [
        {"words": s["words"], "title": s["report"], "publisher": s["publisher"], "published": s["published"],
         "at": words_at(s["url"], s["words"]), "to": report_address(s["report"])}
        for s in step.sources
    ]  # fmt: skip
    return {"state": step.state, "date": step.date, "told": step.told, "sources": sources}
