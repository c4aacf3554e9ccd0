"""Places of a report and of its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.span import Span
from dragoman.records.why import Why

PlacePrecision = Literal["point", "city", "district", "region", "country", "sea", "area"]
PlaceRole = Literal["location", "government", "demonym", "topic", "origin", "destination", "name-part", "unknown"]
"""location: where something was; government: "Beijing" for China's government."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. ``country`` is ISO alpha-3 or None (seas, disputed areas)."""

    id: str
    """``geonames:2950159`` or an id of the project's own list, ``dragoman:south-china-sea``."""
    name: str
    country: str | None
    precision: PlacePrecision
    latitude: float | None = None
    longitude: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id,
            "name": self.name,
            "country": self.country,
            "precision": self.precision,
            "latitude": self.latitude,
            "longitude": self.longitude,
        }


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in the report; ``place`` is None where it could not be resolved."""

    span: Span
    role: PlaceRole
    place: Place | None
    why: Why

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "span": self.span.to_dict(),
            "role": self.role,
            "place": self.place.to_dict() if self.place else None,
            "why": self.why.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Where:
    """Where an event happened; ``place`` None with the reason where the report does not tell."""

    place: Place | None
    evidence: tuple[Span, ...]
    why: Why

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "place": self.place.to_dict() if self.place else None,
            "evidence": [span.to_dict() for span in self.evidence],
            "why": self.why.to_dict(),
        }
