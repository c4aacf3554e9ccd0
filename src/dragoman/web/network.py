"""A directed network and bars above and below nought, as SVG: what the pages of dyads draw beside ``charts``."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from dragoman.web.charts import BOTTOM, HEIGHT, LEFT, MOST_LABELS, RIGHT, TOP, WIDTH, drawing, ticks

ACROSS, DOWN, RADIUS = 720.0, 560.0, 205.0
NODE_LEAST, NODE_MOST = 4.0, 16.0
WIDTHS = 6
BEND = 0.22
"""How far an edge bends, as a part of its length: the two directions of a pair lie apart."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Acts of one side towards another."""

    source: str
    target: str
    count: int
    conflict: int
    """How many of them are conflict."""
    to: str
    """Address of the page of the pair."""


def network(title: str, nodes: Mapping[str, tuple[str, int]], edges: Sequence[Edge]) -> Markup:
    """Nodes (code: name and size) on a circle; edges bend to the right of their way, coloured by what prevails."""
    order = around(list(nodes), edges)
    places = {}
    for i, code in enumerate(order):
        angle = 2 * math.pi * i / max(1, len(order)) - math.pi / 2
        places[code] = (ACROSS / 2 + RADIUS * math.cos(angle), DOWN / 2 + RADIUS * math.sin(angle), angle)
    most = max((e.count for e in edges), default=1)
    largest = max((n for _, n in nodes.values()), default=1)
    sizes = {c: NODE_LEAST + (NODE_MOST - NODE_LEAST) * math.sqrt(n / largest) for c, (_, n) in nodes.items()}
    out = [_edge(e, places, sizes, nodes, most) for e in sorted(edges, key=lambda e: e.count)]
    for code in order:
        x, y, angle = places[code]
        reach = sizes[code] + 7
        tx, ty = x + reach * math.cos(angle), y + reach * math.sin(angle) + 4
        anchor = "mid" if abs(math.cos(angle)) < 0.25 else "end" if math.cos(angle) < 0 else "start"  # noqa: PLR2004
        ty += {"mid": 6 * (1 if math.sin(angle) > 0 else -0.6)}.get(anchor, 0)
        name, n = nodes[code]
        says = escape(f"{name}: {n:,} acts with the others shown")
        out.append(
            f'<circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="{sizes[code]:.1f}"><title>{says}</title></circle>'
            f'<text class="label {anchor}" x="{tx:.1f}" y="{ty:.1f}">{escape(name[:24])}</text>'
        )
    return drawing(title, "".join(out), ACROSS, DOWN)


def around(nodes: list[str], edges: Sequence[Edge]) -> list[str]:
    """The order on the circle: after each node the one that it has most to do with."""
    ties: dict[tuple[str, str], int] = {}
    for edge in edges:
        for pair in ((edge.source, edge.target), (edge.target, edge.source)):
            ties[pair] = ties.get(pair, 0) + edge.count
    left = list(nodes)
    out: list[str] = []
    while left:
        last = out[-1] if out else None
        best = max(left, key=lambda n: (ties.get((last, n), 0) if last else 0, -nodes.index(n)))
        left.remove(best)
        out.append(best)
    return out


def _edge(
    edge: Edge,
    places: Mapping[str, tuple[float, float, float]],
    sizes: Mapping[str, float],
    nodes: Mapping[str, tuple[str, int]],
    most: int,
) -> str:
    (ax, ay, _), (bx, by, _) = places[edge.source], places[edge.target]
    # To the right of the way from a to b.
    cx, cy = (ax + bx) / 2 - (by - ay) * BEND, (ay + by) / 2 + (bx - ax) * BEND
    toward = math.hypot(bx - cx, by - cy) or 1.0
    ux, uy = (bx - cx) / toward, (by - cy) / toward
    thick = 1 + min(WIDTHS - 1, int(WIDTHS * math.sqrt(edge.count / most) * 0.999))
    head = 6.0 + thick
    ex, ey = bx - ux * (sizes[edge.target] + 2), by - uy * (sizes[edge.target] + 2)
    sx, sy = ex - ux * head, ey - uy * head
    look = "against" if edge.conflict * 2 > edge.count else "with"
    says = escape(
        f"{nodes[edge.source][0]} to {nodes[edge.target][0]}: {edge.count:,} acts, {edge.conflict:,} of them conflict"
    )
    wx, wy = -uy * head / 2, ux * head / 2
    points = f"{ex:.1f},{ey:.1f} {sx + wx:.1f},{sy + wy:.1f} {sx - wx:.1f},{sy - wy:.1f}"
    way = f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {sx:.1f} {sy:.1f}"
    return (
        f'<a href="{escape(edge.to)}" tabindex="-1" aria-label="{says}"><g class="edge {look} w{thick}">'
        f'<title>{says}</title><path d="{way}"/><polygon points="{points}"/></g></a>'
    )


def diverging(title: str, labels: Sequence[str], series: Sequence[tuple[str, str, int, Sequence[float]]]) -> Markup:
    """Bars by label: ``series`` are (class, name, sign, values), piled up from nought upwards (1) or downwards (-1)."""
    up = max((sum(v[i] for _, _, sign, v in series if sign > 0) for i in range(len(labels))), default=0)
    down = max((sum(v[i] for _, _, sign, v in series if sign < 0) for i in range(len(labels))), default=0)
    step = ticks(max(up, down))[1]
    high, low = math.ceil(up / step) or 1, -math.ceil(down / step)
    unit = (HEIGHT - TOP - BOTTOM) / ((high - low) * step)
    band = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    zero = TOP + high * step * unit
    out = []
    for n in range(low, high + 1):
        y = zero - n * step * unit
        out.append(f'<path class="{"grid" if n else "axis"}" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>')
        out.append(f'<text class="label end" x="{LEFT - 6:g}" y="{y + 4:.1f}">{abs(n * step):,g}</text>')
    every = math.ceil(len(labels) / MOST_LABELS) if labels else 1
    for i, label in enumerate(labels):
        x = LEFT + band * i
        if i % every == 0:
            out.append(f'<text class="label mid" x="{x + band / 2:.1f}" y="{HEIGHT - 8:g}">{escape(label)}</text>')
        piled = {1: 0.0, -1: 0.0}
        for look, name, sign, values in series:
            if values[i]:
                height = values[i] * unit
                y = zero - piled[sign] - height if sign > 0 else zero + piled[sign]
                piled[sign] += height
                says = escape(f"{label}: {values[i]:g} {name}")
                out.append(
                    f'<rect class="{look}" x="{x + band * 0.08:.1f}" y="{y:.1f}" width="{band * 0.84:.1f}" '
                    f'height="{height:.1f}"><title>{says}</title></rect>'
                )
    return drawing(title, "".join(out))
