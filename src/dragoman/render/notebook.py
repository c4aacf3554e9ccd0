"""What a notebook shows: a report's inside, single records, and a dyad's series as a chart. No script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.records import Agreement, Event, Report, Statement
from dragoman.render.page import asset, body, event_item, statement_item
from dragoman.render.words import agreement_sentence, html_safe

if TYPE_CHECKING:
    from dragoman.store.series import Period

BAR, GAP, HEIGHT, LEFT = 14, 26, 130, 44
"""Pixels: width of a bar, space after a period's two bars, height of each half, room for the axis."""
COLOURS = ("#2b6cb0", "#b7791f")
"""Of the two directions: they differ in brightness, too."""


def report_fragment(report: Report) -> str:
    """An HTML fragment that a notebook shows for a report; its styles touch nothing else."""
    return _framed(body(report))


def records_fragment(records: Iterable[Event | Statement | Agreement]) -> str:
    """Records as a list, each with the words it rests on and its reasons folded in."""
    return _framed(f"<ol>{''.join(_item(record) for record in records)}</ol>")


def _framed(inside: str) -> str:
    style = asset("page.css").replace("body{margin:0}\n", "")
    return f'<style>{style}</style><div class="dragoman">{inside}</div>'


def _item(record: Event | Statement | Agreement) -> str:
    if isinstance(record, Event):
        words = " ".join(span.text for span in record.evidence)
        return event_item(record).replace("</li>", f"<p><q>{html_safe(words)}</q></p></li>")
    if isinstance(record, Statement):
        return statement_item(record)
    words = " ".join(span.text for span in record.steps[0].evidence) if record.steps else ""
    return f"<li><p>{html_safe(agreement_sentence(record))}</p><p><q>{html_safe(words)}</q></p></li>"


@dataclass(frozen=True, slots=True)
class DyadChart:
    """A chart of a dyad: cooperation upwards, conflict downwards, a bar for each direction and period.

    ``note`` stands under it: say there how accurate what is shown is.
    """

    periods: tuple[Period, ...]
    note: str = ""
    title: str = ""
    directions: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        """Order the directions by their names."""
        object.__setattr__(self, "directions", tuple(sorted({(p.source, p.target) for p in self.periods})))

    def _repr_html_(self) -> str:
        return _framed(
            f"<figure style='margin:0'><figcaption><strong>{html_safe(self.title)}</strong></figcaption>"
            f"{self.to_svg()}<p>{_legend(self.directions)}</p><p><small>{html_safe(self.note)}</small></p></figure>"
        )

    def to_svg(self) -> str:
        """The chart as SVG, with its figures as text for those who cannot see it."""
        names = sorted({p.period for p in self.periods})
        most = max((max(sum(p.quads[:2]), sum(p.quads[2:])) for p in self.periods), default=0) or 1
        step = BAR * max(1, len(self.directions)) + GAP
        width, middle = LEFT + step * max(1, len(names)) + GAP, HEIGHT + 10
        says = "; ".join(
            f"{p.period} {p.source} to {p.target}: {sum(p.quads[:2])} cooperation, {sum(p.quads[2:])} conflict"
            for p in self.periods
        )
        parts = [
            f'<line x1="{LEFT}" x2="{width}" y1="{middle}" y2="{middle}" stroke="currentColor"/>',
            *(_tick(value, middle - sign * value * HEIGHT / most) for sign in (1, -1) for value in (most,)),
        ]
        for at, name in enumerate(names):
            x = LEFT + at * step + GAP / 2
            parts.append(f'<text x="{x:.0f}" y="{2 * HEIGHT + 26}" font-size="11">{html_safe(name)}</text>')
            for period in (p for p in self.periods if p.period == name):
                side = self.directions.index((period.source, period.target))
                parts += _bars(period, x + side * BAR, middle, HEIGHT / most, COLOURS[side % len(COLOURS)])
        return (
            f'<svg viewBox="0 0 {width} {2 * HEIGHT + 32}" width="{width}" role="img" style="max-width:100%" '
            f'aria-label="{html_safe(says or "nothing to show")}" fill="currentColor">{"".join(parts)}</svg>'
        )


def _tick(value: int, y: float) -> str:
    return f'<text x="{LEFT - 6}" y="{y + 4:.0f}" font-size="11" text-anchor="end">{value}</text>'


def _bars(period: Period, x: float, middle: float, scale: float, colour: str) -> list[str]:
    up, down = sum(period.quads[:2]) * scale, sum(period.quads[2:]) * scale
    out = []
    for y, size, what in ((middle - up, up, "cooperation"), (middle, down, "conflict")):
        if size:
            count = round(size / scale)
            says = html_safe(f"{period.period} {period.source} to {period.target}: {count} {what}")
            out.append(
                f'<rect x="{x:.0f}" y="{y:.1f}" width="{BAR - 2}" height="{size:.1f}" fill="{colour}">'
                f"<title>{says}</title></rect>"
            )
    return out


def _legend(directions: Iterable[tuple[str, str]]) -> str:
    return " ".join(
        f'<span style="color:{COLOURS[n % len(COLOURS)]}">■</span> {html_safe(a)} to {html_safe(b)}'
        for n, (a, b) in enumerate(directions)
    ) + " (cooperation upwards, conflict downwards)"  # fmt: skip
