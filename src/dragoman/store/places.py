"""Where the events that filters find happened: one row a place, with how precisely it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.store.filters import normalise
from dragoman.store.query import plan
from dragoman.store.sql import maybe, one, rows

if TYPE_CHECKING:
    from dragoman.store.store import Store

POINTS = ("point", "city", "district")
"""Precisions that are drawn as a point; of others no point is told."""


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place with the number of events there."""

    id: str
    name: str
    country: str | None
    precision: str
    latitude: float | None
    longitude: float | None
    """For regions and seas somewhere within: a place for a name on a map, not where something happened."""
    events: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data; coordinates only where a point is told."""
        out = {name: getattr(self, name) for name in self.__slots__}
        if self.precision not in POINTS:
            out["latitude"] = out["longitude"] = None
        return out


def places(store: Store, filters: Mapping[str, Any]) -> tuple[list[PlaceCount], int]:
    """The places of the events that ``filters`` find, the commonest first, and how many events there are in all.

    Raises:
        UsageError: an unknown filter or value.
    """
    db = store.database.reader
    found = plan(db, "event", normalise("event", filters), ordered=False)
    if found.exact == 0:
        return [], 0
    total = int(one(db, found.sql("count(*)"), found.bindings)[0])
    found.where.append("k.place IS NOT NULL")
    columns = "k.place, k.place_name, k.place_country, k.place_precision, max(k.latitude), max(k.longitude)"
    columns += ", count(*), max(k.key)"
    out = []
    for row in list(rows(db, found.sql(columns, " GROUP BY k.place ORDER BY 7 DESC, 2"), found.bindings)):
        identifier, name, country, precision, latitude, longitude, count, key = row
        if precision in {"region", "sea", "area"}:
            latitude, longitude = _within(db, key)
        out.append(PlaceCount(identifier, name, country, precision, latitude, longitude, count))
    return out, total


def _within(db: Any, event: int) -> list[float | None]:
    """Where the gazetteer has a region or sea: the columns leave it out, because it is no point."""
    row = maybe(db, "SELECT record FROM event_record WHERE event = ?", (event,))
    place = json.loads(row[0])["where"]["place"] if row else None
    return [place.get("latitude"), place.get("longitude")] if place else [None, None]
