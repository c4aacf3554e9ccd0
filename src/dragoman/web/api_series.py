"""REST: what becomes of events over time: incidents, stories, news, dyads and timelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.render.timeline_ask import ask as ask_timeline
from dragoman.store.filters import normalise
from dragoman.store.incident_filters import INCIDENT_FILTERS, INCIDENT_SORTS, STORY_FILTERS, STORY_SORTS
from dragoman.store.series import DEDUP, UNITS, series
from dragoman.web.answers import data
from dragoman.web.api_common import DAY, PAGED, ROOT, WHOLE, Data, desk, documented, named, only, onward
from dragoman.web.asking import split, whole

router = APIRouter(prefix=ROOT)
SINGLE = {"since", "until", "published_since", "published_until", "told", "conflicts"}


def _listed(known: dict[str, str], sorts: Iterable[str]) -> Data:
    """Parameters of a list of incidents or stories."""
    out = [{"name": name, "in": "query", **PAGED[name]} for name in ("limit", "cursor")]
    out.append(named("sort", "the latest or most told first", enum=list(sorts), default="published"))
    for name, about in known.items():
        schema: Data = {"type": "string"}
        if "since" in name or "until" in name:
            schema = dict(DAY)
        elif name == "told":
            schema = {"type": "integer", "minimum": 1}
        elif name == "conflicts":
            schema = {"type": "string", "enum": ["yes", "no"]}
        if name not in SINGLE:
            schema = {"type": "array", "items": schema}
        out.append({"name": name, "in": "query", "description": about, "explode": True, "schema": schema})
    return {"parameters": out}


def _page(request: Request, name: str) -> Response:
    mine, filters = split(request.query_params, "limit", "cursor", "sort")
    for one in SINGLE & set(filters):
        if len(filters[one]) > 1:
            raise UsageError(f"filter {one}: give one value, not {len(filters[one])}")
    found = getattr(desk(request).store, name)(sort=mine.get("sort") or "published", **filters)
    page = found.page(whole("limit", mine.get("limit"), 50, 1000), mine.get("cursor"))
    items = [record.to_dict() for record in page.items]
    return data(request, {"items": items, "count": found.count(), **onward(request, f"{ROOT}/{name}", page.next)})


@router.get("/incidents", openapi_extra=_listed(dict(INCIDENT_FILTERS), INCIDENT_SORTS))
def incidents(request: Request) -> Response:
    """Events of the world, each told by one or many reports, the last told first; needs ``dragoman link``."""
    return _page(request, "incidents")


@router.get("/incidents/{identifier}")
def incident(request: Request, identifier: str) -> Response:
    """An incident (by its id or that of one of its events): accounts, conflicts, and its events with all evidence."""
    only(request)
    store = desk(request).store
    found = store.incident(identifier)
    if found is None:
        raise HTTPException(404, f"there is no incident {identifier!r} in this store; dragoman link makes them")
    hits = [hit.to_dict() for name in found.events if (hit := store.event(name)) is not None]
    return data(request, found.to_dict() | {"mentions": hits})


@router.get("/stories", openapi_extra=_listed(dict(STORY_FILTERS), STORY_SORTS))
def stories(request: Request) -> Response:
    """Affairs: reports that belong together, the last told first; needs ``dragoman link``."""
    return _page(request, "stories")


@router.get("/stories/{identifier:path}")
def story(request: Request, identifier: str) -> Response:
    """A story (by its id or that of one of its reports) with its incidents in order."""
    only(request)
    found = desk(request).store.story(identifier)
    if found is None:
        raise HTTPException(404, f"there is no story {identifier!r} in this store; dragoman link makes them")
    listed = [one.to_dict() for name in found.incidents if (one := desk(request).store.incident(name)) is not None]
    return data(request, found.to_dict() | {"told": listed})


@router.get(
    "/news",
    openapi_extra={
        "parameters": [
            {"name": "since", "in": "query", "schema": DAY, "description": "the day of the newest report without it"},
            named("told", "told by so many distinct reports", **(WHOLE | {"default": 1})),
            {"name": "limit", "in": "query", **PAGED["limit"]},
        ]
    },
)
def news(request: Request) -> Response:
    """What is new since a day, by story: new incidents, and new accounts of old ones."""
    asked = only(request, "since", "told", "limit")
    limit, told = whole("limit", asked.get("limit"), 50, 1000), whole("told", asked.get("told"), 1, 1000)
    found = desk(request).store.new_since(asked.get("since") or None, told=told, limit=limit)
    return data(request, {"items": [part.to_dict() for part in found]})


@router.get(
    "/dyads",
    openapi_extra=documented(
        "event",
        more=(
            named("a", "one side: JPN", required=True), named("b", "the other side: IGO:NATO", required=True),
            named("by", "length of a period", enum=list(UNITS), default="month"),
            named("dedup", "what counts once; linked where the store is linked, one-a-day otherwise", enum=list(DEDUP)),
            named("fill", "give the periods in which nothing happened, too", enum=["true", "false"], default="false"),
        ),
    ),
)  # fmt: skip
def dyads(request: Request) -> Response:
    """Conflict and cooperation between ``a`` and ``b`` by period, in each direction."""
    mine, filters = split(request.query_params, "a", "b", "by", "dedup", "fill")
    if not mine.get("a") or not mine.get("b"):
        raise UsageError("give both sides: a=JPN&b=IGO:NATO")
    for name in ("dyad", "status"):
        if name in filters:
            raise UsageError(f"{name}: dyads set this filter themselves")
    if mine.get("fill", "false") not in {"true", "false"}:
        raise UsageError("fill: give true or false")
    normalise("event", filters)  # a name that is no filter must not get to be an argument
    more: dict[str, Any] = {name: mine[name] for name in ("by", "dedup") if mine.get(name)}
    more["fill"] = mine.get("fill") == "true"
    periods = series(desk(request).store, mine["a"], mine["b"], **(more | filters))
    return data(request, {"items": [period.to_dict() for period in periods]})


@router.get(
    "/timeline",
    openapi_extra=documented(
        "event",
        more=(
            named("actor", "what this one did and what was done to it"), named("a", "one side of a pair, with b"),
            named("b", "the other side"), named("story", "id of a story"),
            {"name": "today", "in": "query", "schema": DAY, "description": "what lies after this day is ahead"},
        ),
    ),
)  # fmt: skip
def timeline(request: Request) -> Response:
    """Dated lines with evidence and source of an actor, a pair, a story or what filters find; conflicts are marked."""
    mine, filters = split(request.query_params, "actor", "a", "b", "story", "today")
    normalise("event", filters)
    given: dict[str, Any] = {name: value for name, value in mine.items() if value} | filters
    lines, title = ask_timeline(desk(request).store, **given)
    return data(request, {"title": title, "items": [line.to_dict() for line in lines]})
