"""GeoJSON: points for what has a position, none for countries and areas."""

from __future__ import annotations

import json

from dragoman.formats import geojson
from dragoman.records import Event, Place, Report, Span, Toponym, When, Where, Why

TEXT = "Bombs fell on Homs in Syria."
HOMS = Place("geonames:169577", "Homs", "SYR", "city", 34.73, 36.72)
SYRIA = Place("geonames:163843", "Syria", "SYR", "country")


def report():
    homs, syria = Span.of(TEXT, 14, 18), Span.of(TEXT, 22, 27)
    places = (
        Toponym(homs, "location", HOMS, Why("place.only")),
        Toponym(syria, "location", SYRIA, Why("place.only")),
        Toponym(homs, "unknown", None, Why("place.unsure")),
    )
    when = When("2024-05-15", "day", (), Why("date.published"))
    at, nowhere = Where(HOMS, (homs,), Why("where.object")), Where(None, (), Why("where.none"))
    events = tuple(
        Event(name, "ASSAULT", None, 4, (), (), when, where, "actual", Span.of(TEXT, 0, 5), (), 1.0)
        for name, where in (("e1", at), ("e2", nowhere))
    )
    return Report(TEXT, "r1", places=places, events=events)


def test_features():
    collection = json.loads(geojson.write([report()]))
    assert collection["type"] == "FeatureCollection"
    first, second, event = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [36.72, 34.73]}
    assert second["geometry"] is None
    assert second["properties"]["precision"] == "country"
    assert event["properties"]["record"] == "event"
    assert event["properties"]["event"] == "e1"
    assert TEXT[first["properties"]["start"] : first["properties"]["end"]] == first["properties"]["text"]


def test_no_reports_make_an_empty_collection():
    assert json.loads(geojson.write([])) == {"type": "FeatureCollection", "features": []}
