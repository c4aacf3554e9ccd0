"""GeoJSON (RFC 7946) of events, streamed: a point where the place is one, no geometry for a country."""

from __future__ import annotations

import json
from typing import IO

from dragoman.formats.common import Hits
from dragoman.store.flat import flat


def write(hits: Hits, stream: IO[str]) -> int:
    """Write a FeatureCollection of the events that have a place; gives the number of events read.

    A country or region has ``"geometry": null``, which the standard calls unlocated: it is shaded by its
    code in ``place_country``, never pinned at its centre.
    """
    stream.write('{"type": "FeatureCollection", "features": [')
    count = written = 0
    for hit in hits:
        count += 1
        if not hit.data["where"]["place"]:
            continue
        row = flat("event", hit.report, hit.data, hit.judged)
        latitude, longitude = row.pop("latitude"), row.pop("longitude")
        point = None if latitude is None else {"type": "Point", "coordinates": [longitude, latitude]}
        feature = {"type": "Feature", "id": hit.id, "geometry": point, "properties": row}
        stream.write((",\n" if written else "\n") + json.dumps(feature, ensure_ascii=False))
        written += 1
    stream.write("\n]}\n")
    return count
