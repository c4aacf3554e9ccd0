"""REST: events, statements, agreements and actors, one and many; facets and exports."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.formats import FORMATS
from dragoman.resolve.actors import load_knowledge
from dragoman.resolve.duplicates import LEAST
from dragoman.store.actors import KNOWN
from dragoman.store.facets import FACETS
from dragoman.store.grammar import near
from dragoman.store.identity import identity_of
from dragoman.store.proposal_queue import waiting
from dragoman.store.proposals import with_evidence
from dragoman.web.answers import data
from dragoman.web.api_common import (
    PAGED,
    RECORDS,
    ROOT,
    WHOLE,
    desk,
    documented,
    kind_of,
    listing,
    named,
    only,
    onward,
)
from dragoman.web.asking import KINDS, export, share, split, whole

router = APIRouter(prefix=ROOT)
STREAMS = [f.name for f in FORMATS.values() if f.into == "stream"]
ALL = tuple(PAGED)
LEAST_SCORE = {
    "name": "least", "in": "query", "schema": {"type": "number", "minimum": 0, "maximum": 1, "default": LEAST},
}  # fmt: skip
TOP = named("top", "so many values of each", **(WHOLE | {"default": 20}))
FACET = {
    "name": "facet", "in": "query", "explode": True, "description": "which ones; all without any",
    "schema": {"type": "array", "items": {"type": "string"}},
}  # fmt: skip


@router.get("/events", openapi_extra=documented("event", paged=ALL))
def events(request: Request) -> Response:
    """Events, newest report first."""
    return listing(request, "event")


@router.get("/statements", openapi_extra=documented("statement", paged=ALL))
def statements(request: Request) -> Response:
    """Statements, newest report first."""
    return listing(request, "statement")


@router.get("/agreements", openapi_extra=documented("agreement", paged=ALL))
def agreements(request: Request) -> Response:
    """Mentions of named instruments, newest report first."""
    return listing(request, "agreement")


def _one(request: Request, kind: str, identifier: str) -> Response:
    only(request)
    hit = getattr(desk(request).store, kind)(identifier)
    if hit is None:
        raise HTTPException(404, f"there is no {kind} {identifier!r} in this store")
    return data(request, hit.to_dict())


@router.get("/events/{identifier}")
def event(request: Request, identifier: str) -> Response:
    """An event with its report and all evidence."""
    return _one(request, "event", identifier)


@router.get("/statements/{identifier}")
def statement(request: Request, identifier: str) -> Response:
    """A statement with its report and all evidence."""
    return _one(request, "statement", identifier)


@router.get("/agreements/{identifier}")
def agreement(request: Request, identifier: str) -> Response:
    """A mention of a named instrument with its report and all evidence."""
    return _one(request, "agreement", identifier)


@router.get(
    "/actors",
    openapi_extra={
        "parameters": [
            {"name": "limit", "in": "query", **PAGED["limit"]},
            *(
                {"name": n, "in": "query", "explode": True, "schema": {"type": "array", "items": {"type": "string"}}}
                for n in KNOWN
            ),
        ]
    },
)
def actors(request: Request) -> Response:
    """Actors, the busiest first; filters: name, country, sector, kind, code."""
    mine, filters = split(request.query_params, "limit")
    limit = whole("limit", mine.get("limit"), 50, 1000)
    for name in filters:
        if name not in KNOWN:
            raise UsageError(f"actors have no filter {name!r}{near(name, KNOWN)}")
    return data(request, {"items": [a.to_dict() for a in desk(request).store.actors(limit=limit, **filters)]})


@router.get(
    "/proposals",
    openapi_extra={
        "parameters": [
            LEAST_SCORE,
            named("country", "only pairs of this country: CHN"),
            {"name": "limit", "in": "query", **PAGED["limit"]}, {"name": "cursor", "in": "query", **PAGED["cursor"]},
        ]
    },
)  # fmt: skip
def proposals(request: Request) -> Response:
    """Pairs of actors that may be one and that nobody has decided about, the likeliest first, with reasons."""
    asked = only(request, "least", "country", "limit", "cursor")
    limit = whole("limit", asked.get("limit"), 50, 1000)
    begin = whole("cursor", asked.get("cursor"), 0, 999_999_999)
    store = desk(request).store
    found = waiting(store, load_knowledge(), least=share(asked.get("least")), country=asked.get("country") or None)
    after = str(begin + limit) if len(found) > begin + limit else None
    items = list(with_evidence(store.database.reader, found[begin : begin + limit]))
    return data(request, {"items": items, "count": len(found), **onward(request, f"{ROOT}/proposals", after)})


@router.get("/actors/{identifier}")
def actor(request: Request, identifier: str) -> Response:
    """An actor with how often it acts, receives and speaks, and what it does most, with whom and where."""
    only(request)
    store = desk(request).store
    found = store.actor(identifier)
    if found is None:
        raise HTTPException(404, f"there is no actor {identifier!r} in this store")
    names = {"events": ["type", "quad", "recipient", "actor", "place", "year"], "statements": ["about", "kind"]}
    busy = {"events": found.events, "statements": found.statements}
    asked = {"events": {"either": found.name}, "statements": {"by": found.name}}
    facets = {
        f"{kind}s": _counts(store.facets(kind, names[f"{kind}s"], top=10, **asked[f"{kind}s"]))
        for kind in ("event", "statement")
        if busy[f"{kind}s"]
    }
    return data(
        request,
        found.to_dict() | {"facets": facets, "merged_from": identity_of(store.database.reader).members(found.id)},
    )


def _counts(found: dict[str, list[tuple[str, int]]]) -> dict[str, list[dict[str, object]]]:
    return {name: [{"value": v, "count": n} for v, n in values] for name, values in found.items()}


@router.get("/facets", openapi_extra=documented(*KINDS, more=(RECORDS, FACET, TOP)))
def facets(request: Request) -> Response:
    """Values with counts; ``facet`` names one or several, ``records`` is event, statement or agreement."""
    mine, filters = split(request.query_params, "records", "top")
    names = filters.pop("facet", None)
    kind = kind_of(mine.get("records"))
    top = whole("top", mine.get("top"), 20, 1000)
    return data(request, _counts(desk(request).store.facets(kind, names or list(FACETS[kind]), top=top, **filters)))


@router.get(
    "/export",
    openapi_extra=documented(
        *KINDS,
        paged=("sort",),
        more=(RECORDS, named("format", "as on the page of formats", enum=STREAMS, default="jsonl")),
    ),
)
def exported(request: Request) -> Response:
    """All that the filters find, in a format such as jsonl, csv, plover, polecat, gexf or ical, as a stream."""
    asked = request.query_params
    form, kind = asked.get("format") or "jsonl", kind_of(asked.get("records"))
    return export(desk(request).store, kind, form, asked, "format", "records")
