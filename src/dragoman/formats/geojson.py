"""GeoJSON (RFC 7946) of a report's places and events.

A country or an area is never a point: its feature has ``"geometry": null`` and its code in the
properties, so that a map can shade it. Longitude comes first, as the standard asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from dragoman.records import Place, Report


def write(reports: Iterable[Report]) -> str:
    """One FeatureCollection with every resolved place name and every event that has a place."""
    features = [feature for report in reports for feature in features_of(report)]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"


def features_of(report: Report) -> list[dict[str, object]]:
    """The features of one report: place names in the order of the text, then events."""
    out = []
    for toponym in report.places:
        if toponym.place is not None:
            more = {"record": "toponym", "report": report.id, "text": toponym.span.text, "role": toponym.role,
                    "start": toponym.span.start, "end": toponym.span.end, "why": toponym.why.to_dict()}  # fmt: skip
            out.append(_feature(toponym.place, more))
    for event in report.events:
        if event.where.place is not None:
            more = {"record": "event", "report": report.id, "event": event.id, "type": event.type, "mode": event.mode,
                    "status": event.status, "when": event.when.value, "trigger": event.trigger.text,
                    "evidence": [span.text for span in event.evidence],
                    "actors": [p.actor.code for p in event.actors],
                    "recipients": [p.actor.code for p in event.recipients],
                    "why": event.where.why.to_dict()}  # fmt: skip
            out.append(_feature(event.where.place, more))
    return out


def _feature(place: Place, more: dict[str, object]) -> dict[str, object]:
    geometry = None
    if place.latitude is not None and place.longitude is not None:
        geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    own = {"id": place.id, "name": place.name, "country": place.country, "precision": place.precision}
    return {"type": "Feature", "geometry": geometry, "properties": own | more}
