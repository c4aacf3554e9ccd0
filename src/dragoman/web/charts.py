"""Charts as SVG, drawn here on the server: they need no script, print well, and obey the strict policy.

Looks come from classes only (``q1`` to ``q4`` for the quad classes, ``s0`` to ``s5`` for shades, ``c1`` to ``c6`` for
other series; ``app.css`` has them for both themes). A chart never stands alone: ``Chart`` carries its table, and the
macro ``figure`` of ``charts.html`` shows both with the addresses of the data.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 720.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 10.0, 26.0
QUAD_CLASSES = ("q1", "q2", "q3", "q4")
SHADES = 6
MOST_LABELS = 9
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing and the table that says the same.

    ``legend`` pairs a class of the drawing with its name; a cell of ``rows`` may be a pair (text, address).
    """

    title: str
    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | tuple[str, str], ...], ...]
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def shade(n: float, most: float) -> int:
    """The class 1 to 5 of a count on a scale of roots (0: none), so that small counts can be told apart."""
    if n <= 0 or most <= 0:
        return 0
    return min(SHADES - 1, 1 + int((SHADES - 1) * math.sqrt(n / most) * 0.999))


def ticks(most: float, about: int = 4) -> list[float]:
    """Round values from nought to ``most`` or a little more."""
    if most <= 0:
        return [0.0, 1.0]
    raw = most / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw)
    if most >= 1:
        step = max(step, 1.0)
    return [step * i for i in range(math.ceil(most / step - 1e-9) + 1)]


def drawing(title: str, inside: str, width: float = WIDTH, height: float = HEIGHT) -> Markup:
    """The SVG around ``inside``; ``title`` is what a screen reader says."""
    role = "group" if "<a " in inside else "img"  # what is in an image cannot be followed
    return Markup(  # noqa: S704 - inside is made by this module, text in it is escaped
        f'<svg class="chart" viewBox="0 0 {width:g} {height:g}" role="{role}" aria-label="{escape(title)}">'
        f"{inside}</svg>"
    )


def stacked_bars(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[float]]],
    links: Sequence[str] = (),
) -> Chart:
    """Bars over time, one a label; ``series`` are (class, name, values), stacked from the bottom.

    ``links`` are addresses, one a label, that a bar and its row of the table lead to.
    """
    totals = [sum(values[i] for _, _, values in series) for i in range(len(labels))]
    scale = ticks(max(totals, default=0))
    band = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    out = [_grid(scale), _below(labels, band)]
    for i, label in enumerate(labels):
        top = 0.0
        opened = bool(links and totals[i])
        out.append(f'<a href="{escape(links[i])}" aria-label="{escape(label)}: {totals[i]:g}">' if opened else "")
        for look, name, values in series:
            if values[i]:
                y, height = _y(top + values[i], scale), _y(top, scale) - _y(top + values[i], scale)
                says = escape(f"{label}: {values[i]:g} {name}")
                out.append(
                    f'<rect class="{look}" x="{LEFT + band * i + band * 0.08:.1f}" y="{y:.1f}" '
                    f'width="{band * 0.84:.1f}" height="{height:.1f}"><title>{says}</title></rect>'
                )
                top += values[i]
        out.append("</a>" if opened else "")
    heads = [(label, links[i]) if links and totals[i] else label for i, label in enumerate(labels)]
    rows = tuple((head, *(_number(v[i]) for _, _, v in series), _number(totals[i])) for i, head in enumerate(heads))
    columns = ("Period", *(name for _, name, _ in series), "All")
    return Chart(title, drawing(title, "".join(out)), columns, rows, tuple((look, name) for look, name, _ in series))


def lines(title: str, labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[float | None]]]) -> Chart:
    """Lines over time; None leaves a gap. Values may be below nought."""
    known = [v for _, _, values in series for v in values if v is not None]
    scale = _around(min(known, default=0), max(known, default=0))
    band = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    out = [_grid(scale), _below(labels, band)]
    for look, name, values in series:
        path, pen = [], "M"
        for i, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            x, y = LEFT + band * (i + 0.5), _y(value, scale)
            path.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
            says = escape(f"{labels[i]}: {value:g} {name}")
            out.append(f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{says}</title></circle>')
        out.append(f'<path class="line {look}" d="{"".join(path)}"/>')
    rows = tuple((label, *(_number(v[i]) for _, _, v in series)) for i, label in enumerate(labels))
    legend = tuple((look, name) for look, name, _ in series)
    return Chart(title, drawing(title, "".join(out)), ("Period", *(name for _, name, _ in series)), rows, legend)


def matrix(
    title: str,
    across: Sequence[str],
    down: Sequence[str],
    cells: Sequence[Sequence[float]],
    look: str = "s",
    links: Sequence[Sequence[str]] = (),
) -> Chart:
    """A grid of shaded counts, ``cells[row][column]``; the names stand at its edges.

    ``links[row][column]`` are addresses that cells lead to; by keyboard they are reached in the table.
    """
    size, left, top = 26.0, 150.0, 96.0
    most = max((n for row in cells for n in row), default=0)
    out = []
    for x, name in enumerate(across):
        at = f"{left + size * (x + 0.65):.0f} {top - 6:.0f}"
        out.append(f'<text class="label" transform="translate({at}) rotate(-50)">{escape(name[:18])}</text>')
    for y, name in enumerate(down):
        row_y = top + size * y
        out.append(f'<text class="label end" x="{left - 6:.0f}" y="{row_y + 17:.0f}">{escape(name[:20])}</text>')
        for x, n in enumerate(cells[y]):
            says = escape(f"{name} to {across[x]}: {n:g}")
            cell = (
                f'<rect class="{look}{shade(n, most)}" x="{left + size * x:.0f}" y="{row_y:.0f}" width="{size - 2:g}" '
                f'height="{size - 2:g}" rx="3"><title>{says}</title></rect>'
            )
            to = links[y][x] if links and n else ""
            out.append(f'<a href="{escape(to)}" tabindex="-1" aria-label="{says}">{cell}</a>' if to else cell)
    width, height = left + size * len(across) + 60, top + size * len(down) + 4
    rows = tuple(
        (name, *((f"{n:,g}", links[y][x]) if links and n else _number(n) for x, n in enumerate(cells[y])))
        for y, name in enumerate(down)
    )
    return Chart(title, drawing(title, "".join(out), width, height), ("", *across), rows)


def _number(value: float | None) -> Cell:
    return None if value is None else int(value) if float(value).is_integer() else round(value, 2)


def _around(least: float, most: float) -> list[float]:
    up = ticks(max(most, 0.0))
    if least >= 0:
        return up
    step = up[1] if most > 0 else ticks(-least)[1]
    return [*(-step * i for i in range(math.ceil(-least / step - 1e-9), 0, -1)), *(up if most > 0 else [0.0])]


def _y(value: float, scale: Sequence[float]) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (scale[-1] - value) / ((scale[-1] - scale[0]) or 1)


def _grid(scale: Sequence[float]) -> str:
    out = []
    for value in scale:
        y = _y(value, scale)
        look = "axis" if value == 0 else "grid"
        out.append(f'<path class="{look}" d="M{LEFT:g} {y:.1f}H{WIDTH - RIGHT:g}"/>')
        out.append(f'<text class="label end" x="{LEFT - 6:g}" y="{y + 4:.1f}">{value:,g}</text>')
    return "".join(out)


def _below(labels: Sequence[str], band: float) -> str:
    step = math.ceil(len(labels) / MOST_LABELS) if labels else 1
    return "".join(
        f'<text class="label mid" x="{LEFT + band * (i + 0.5):.1f}" y="{HEIGHT - 8:g}">{escape(labels[i])}</text>'
        for i in range(0, len(labels), step)
    )
