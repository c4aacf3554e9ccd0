"""The map: points where a point is told, shaded countries where only the country is, open rings for the rest."""

from __future__ import annotations

import csv
import io
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store.places import POINTS, PlaceCount, places
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import Pairs, address, split
from dragoman.web.pages import chosen, fields, in_words
from dragoman.web.worldmap import Spot, shapes, world

router = APIRouter(include_in_schema=False)
MOST_SPOTS, MOST_ROWS = 400, 300
WORDS = {
    "point": "a point", "city": "a city or town", "district": "a part of a city", "region": "a region: no point told",
    "country": "a country: no point told", "sea": "a sea: no point told", "area": "an area: no point told",
}  # fmt: skip


@router.get("/map.json")
def map_json(request: Request) -> Response:
    """The places as data."""
    _, filters = split(request.query_params)
    found, total = places(desk(request).store, filters)
    return data(request, {"items": [place.to_dict() for place in found], "events": total})


@router.get("/map.csv")
def map_csv(request: Request) -> Response:
    """The places as CSV."""
    _, filters = split(request.query_params)
    found, _ = places(desk(request).store, filters)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(PlaceCount.__slots__)
    writer.writerows(_safe(place.to_dict().values()) for place in found)
    headers = {"content-disposition": 'attachment; filename="places.csv"'}
    return Response(out.getvalue().encode("utf8", "replace"), 200, headers, "text/csv; charset=utf-8")


def _safe(values: Any) -> list[Any]:
    """A cell that begins like a formula would be run by a spreadsheet."""
    return [f"'{v}" if isinstance(v, str) and v[:1] in "=+-@\t\r" and v else v for v in values]


@router.get("/map")
def world_map(request: Request) -> Response:
    """The map with its table; the filters are those of the events."""
    query = request.query_params
    pairs: Pairs = [(n, v) for n, v in query.multi_items() if v]
    given: dict[str, Any] = {
        "fields": fields("event", query), "chosen": chosen("/map", pairs), "summary": in_words("event", pairs),
        "other": [(n, v) for n, v in pairs if n not in {f["name"] for f in fields("event", query)}],
        "json_url": address("/map.json", pairs), "csv_url": address("/map.csv", pairs),
        "geojson_url": address("/api/v1/export", [("format", "geojson"), *pairs]),
        "list_url": address("/events", pairs),
    }  # fmt: skip
    _, filters = split(query)
    try:
        found, total = places(desk(request).store, filters)
    except UsageError as error:
        return page(request, "map.html", 400, wrong=str(error), total=0, placed=0, rows=[], drawn="", hidden=0, **given)
    drawn = draw(found, pairs)
    rows = [(p, WORDS.get(p.precision, p.precision), to_events(pairs, p.name)) for p in found[:MOST_ROWS]]
    return page(
        request, "map.html", total=total, placed=sum(p.events for p in found), rows=rows, drawn=drawn,
        hidden=max(0, len(found) - MOST_ROWS), **given,
    )  # fmt: skip


def draw(found: list[PlaceCount], pairs: Pairs) -> Any:
    """The SVG."""
    names = {code: name for code, name, _ in shapes()}
    countries: dict[str, tuple[int, str, str]] = {}
    for place in found:
        if place.precision == "country" and place.country in names:
            n = countries[place.country][0] if place.country in countries else 0
            n += place.events
            says = f"{place.name}: {n} events told to be there, without a place in it"
            countries[place.country] = (n, says, to_events(pairs, place.name))
    spots = [
        Spot(p.latitude, p.longitude, p.events, f"{p.name}: {p.events} events ({WORDS.get(p.precision, p.precision)})",
             to_events(pairs, p.name), area=p.precision not in POINTS)
        for p in found
        if p.precision != "country" and p.latitude is not None and p.longitude is not None
    ]  # fmt: skip
    return world("Where the events happened; the table below says the same", countries, spots[:MOST_SPOTS])


def to_events(pairs: Pairs, place: str) -> str:
    """The list of the events at a place."""
    return address("/events", [*(p for p in pairs if p[0] != "place"), ("place", place)])
