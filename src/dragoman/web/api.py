"""REST under ``/api/v1``: reports, records, facets, pairs, exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman import __version__
from dragoman.errors import UsageError
from dragoman.store.actors import KNOWN
from dragoman.store.facets import FACETS
from dragoman.store.grammar import filters_of, near
from dragoman.store.series import series
from dragoman.web.answers import data
from dragoman.web.asking import KINDS, address, ask, export, split, whole

if TYPE_CHECKING:
    from dragoman.web.app import Desk

router = APIRouter(prefix="/api/v1")
FIELDS = ("text", "published", "title", "id", "url", "publisher", "store")
MOST_FACETS = 1000


def desk(request: Request) -> Desk:
    """The store and the reader of the application."""
    found: Desk = request.app.state.desk
    return found


def documented(*kinds: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    """The filters of ``kinds`` as parameters for the OpenAPI description."""
    specs = {f.name: f for kind in kinds for f in filters_of(kind)}
    named = [
        {"name": f.name, "in": "query", "description": f.help, "explode": True,
         "schema": {"type": "string"} if f.single else {"type": "array", "items": {"type": "string"}}}
        for f in specs.values()
    ]  # fmt: skip
    return {"parameters": [*({"name": n, "in": "query", "schema": {"type": "string"}} for n in more), *named]}


PAGED = ("limit", "cursor", "sort")


@router.get("/health")
def health(request: Request) -> Response:
    """Whether the store answers, and how much is in it."""
    return data(request, {"status": "ok", "version": __version__, "store": desk(request).store.counts()})


@router.post("/reports", status_code=200)
async def read_report(request: Request) -> Response:
    """Read one report: text/plain, text/html, or JSON with text, published, title, id, url, publisher, store.

    Gives the report with its records; ``store`` (true) also keeps it (201).
    """
    given = given_of(request, await request.body())
    keep = given.pop("store", False)
    if keep not in {True, False, "true", "false"}:
        raise UsageError("store: give true or false")
    keep = keep in {True, "true"}
    report = await run_in_threadpool(desk(request).read, given, keep=keep)
    return data(request, report.to_dict(), 201 if keep else 200)


def given_of(request: Request, body: bytes) -> dict[str, Any]:
    """The fields of a posted report.

    Raises:
        UsageError: not UTF-8, no JSON object, or an unknown field.
        HTTPException: 415 for another media type.
    """
    kind = request.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if kind not in {"text/plain", "text/html", "application/json"}:
        raise HTTPException(415, f"{kind}: send text/plain, text/html or application/json")
    try:
        text = body.decode("utf8")
        given: Any = json.loads(text) if kind == "application/json" else {"text": text, **request.query_params}
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the body cannot be read ({error}); send UTF-8") from None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise UsageError("send an object with the report's text in 'text'")
    for name, value in given.items():
        if name not in FIELDS:
            raise UsageError(f"a report has no field {name!r}{near(name, FIELDS)}")
        if value is not None and not isinstance(value, str) and name != "store":
            raise UsageError(f"{name}: give a text")
    if not given["text"].strip():
        raise UsageError("the report is empty; send its text")
    return given


@router.get("/reports/{identifier:path}")
def one_report(request: Request, identifier: str, version: str | None = None) -> Response:
    """A report with its records: the newest version, or ``version``."""
    report = desk(request).store.report(identifier, version)
    if report is None:
        raise HTTPException(404, f"there is no report {identifier!r} in this store")
    return data(request, report.to_dict())


def listing(request: Request, kind: str) -> Response:
    """One page of records, with the cursor and the address of the next."""
    results, found = ask(desk(request).store, kind, request.query_params)
    kept = [(n, v) for n, v in request.query_params.multi_items() if n != "cursor"]
    onward = address(f"/api/v1/{kind}s", [*kept, ("cursor", found.next)]) if found.next else None
    items = [hit.to_dict() for hit in found.items]
    return data(request, {"items": items, "count": results.count(), "cursor": found.next, "next": onward})


@router.get("/events", openapi_extra=documented("event", more=PAGED))
def events(request: Request) -> Response:
    """Events, newest report first."""
    return listing(request, "event")


@router.get("/statements", openapi_extra=documented("statement", more=PAGED))
def statements(request: Request) -> Response:
    """Statements, newest report first."""
    return listing(request, "statement")


@router.get("/agreements", openapi_extra=documented("agreement", more=PAGED))
def agreements(request: Request) -> Response:
    """Mentions of named instruments, newest report first."""
    return listing(request, "agreement")


@router.get("/actors")
def actors(request: Request) -> Response:
    """Actors, the busiest first; filters: name, country, sector, kind, code."""
    mine, filters = split(request.query_params, "limit")
    limit = whole("limit", mine.get("limit"), 50, 1000)
    for name in filters:
        if name not in KNOWN:
            raise UsageError(f"actors have no filter {name!r}{near(name, KNOWN)}")
    return data(request, {"items": [a.to_dict() for a in desk(request).store.actors(limit=limit, **filters)]})


@router.get("/facets", openapi_extra=documented("event", more=("records", "facet", "top")))
def facets(request: Request) -> Response:
    """Values with counts; ``facet`` names one or several, ``records`` is event, statement or agreement."""
    asked = request.query_params
    mine, filters = split(asked, "records", "top")
    names = filters.pop("facet", None)
    kind = kind_of(mine.get("records"))
    top = whole("top", mine.get("top"), 20, MOST_FACETS)
    found = desk(request).store.facets(kind, names or list(FACETS[kind]), top=top, **filters)
    return data(request, {n: [{"value": v, "count": c} for v, c in values] for n, values in found.items()})


def kind_of(value: str | None) -> str:
    """The kind of records asked for; raises ``UsageError`` for an unknown one."""
    if (value or "event") not in KINDS:
        raise UsageError(f"records {value!r}: there is no such kind{near(value or '', KINDS)}")
    return value or "event"


@router.get("/dyads", openapi_extra=documented("event", more=("a", "b", "by", "dedup")))
def dyads(request: Request) -> Response:
    """Conflict and cooperation between ``a`` and ``b`` by period, in each direction."""
    mine, filters = split(request.query_params, "a", "b", "by", "dedup")
    if not mine.get("a") or not mine.get("b"):
        raise UsageError("give both sides: a=JPN&b=IGO:NATO")
    for name in ("dyad", "status"):
        if name in filters:
            raise UsageError(f"{name}: dyads set this filter themselves")
    more: dict[str, Any] = {name: mine[name] for name in ("by", "dedup") if name in mine}
    periods = series(desk(request).store, mine["a"], mine["b"], **(more | filters))
    return data(request, {"items": [period.to_dict() for period in periods]})


@router.get("/export", openapi_extra=documented(*KINDS, more=("format", "records", "sort")))
def exported(request: Request) -> Response:
    """All that the filters find, in a format such as jsonl, csv, plover, polecat, gexf or ical."""
    asked = request.query_params
    form, kind = asked.get("format") or "jsonl", kind_of(asked.get("records"))
    return export(desk(request).store, kind, form, asked, "format", "records")


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def nothing(rest: str) -> Response:
    """Whatever else is asked for."""
    raise HTTPException(404, f"there is no /api/v1/{rest}; /api/v1/openapi.json lists what there is")
