"""REST: what becomes of events over time: dyads and timelines."""

from __future__ import annotations

from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.render.timeline import timeline as make_timeline
from dragoman.store.filters import normalise
from dragoman.store.series import DEDUP, UNITS, series
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, desk, documented, named
from dragoman.web.asking import split

router = APIRouter(prefix=ROOT)
MOST_LINES = 20_000


@router.get(
    "/dyads",
    openapi_extra=documented(
        "event",
        more=(
            named("a", "one side: JPN", required=True), named("b", "the other side: IGO:NATO", required=True),
            named("by", "length of a period", enum=list(UNITS), default="month"),
            named("dedup", "what counts once", enum=list(DEDUP), default="one-a-day"),
        ),
    ),
)  # fmt: skip
def dyads(request: Request) -> Response:
    """Conflict and cooperation between ``a`` and ``b`` by period, in each direction."""
    mine, filters = split(request.query_params, "a", "b", "by", "dedup")
    if not mine.get("a") or not mine.get("b"):
        raise UsageError("give both sides: a=JPN&b=IGO:NATO")
    for name in ("dyad", "status"):
        if name in filters:
            raise UsageError(f"{name}: dyads set this filter themselves")
    normalise("event", filters)  # a name that is no filter must not get to be an argument
    more: dict[str, Any] = {name: mine[name] for name in ("by", "dedup") if name in mine}
    periods = series(desk(request).store, mine["a"], mine["b"], **(more | filters))
    return data(request, {"items": [period.to_dict() for period in periods]})


@router.get("/timeline", openapi_extra=documented("event"))
def timeline(request: Request) -> Response:
    """Dated lines with evidence and source; the same act on the same day is one line, conflicts are marked."""
    filters: dict[str, Any] = split(request.query_params)[1]
    results = desk(request).store.events(**filters)
    count = results.count()
    if count > MOST_LINES:
        raise UsageError(f"{count:,} events are too many for a timeline (at most {MOST_LINES:,}); narrow the filters")
    return data(request, {"items": [line.to_dict() for line in make_timeline(islice(results, MOST_LINES))]})
