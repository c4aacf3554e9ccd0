"""Events between two actors over time: how many, of which quad, and the mean score."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.errors import MissingError, UsageError
from dragoman.ontology import load_ontology
from dragoman.store.flat import html_table
from dragoman.store.grammar import near

if TYPE_CHECKING:
    from dragoman.store.store import Store

UNITS = ("day", "week", "month", "year")
DEDUP = ("none", "one-a-day")


@dataclass(slots=True)
class Period:
    """Counts of one period and direction."""

    period: str
    source: str
    target: str
    events: int = 0
    reports: int = 0
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    score_sum: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``score`` is the mean conflict-cooperation score, -10 to 10."""
        names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        return {
            "period": self.period, "source": self.source, "target": self.target, "events": self.events,
            "reports": self.reports, **dict(zip(names, self.quads, strict=True)),
            "score": round(self.score_sum / self.events, 3) if self.events else None,
        }  # fmt: skip


class Series(list[Period]):
    """The periods of a pair, in order of time."""

    def to_pandas(self) -> Any:
        """A data frame; raises ``MissingError`` where pandas is not installed."""
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingError("data frames need pandas; run: pip install 'dragoman[analytics]'") from error
        return pd.DataFrame.from_records([period.to_dict() for period in self])

    def _repr_html_(self) -> str:
        rows = [period.to_dict() for period in self]
        return html_table(rows[0] if rows else (), (row.values() for row in rows), f"{len(rows)} periods")


def period_of(day: str, unit: str) -> str:
    """The period that an ISO day lies in: ``2023-05-24``, ``2023-W21``, ``2023-05``, ``2023``."""
    if unit == "week":
        year, week, _ = dt.date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    return day[: {"day": 10, "month": 7, "year": 4}[unit]]


def series(store: Store, a: str, b: str, *, by: str = "month", dedup: str = "one-a-day", **filters: Any) -> Series:
    """Events between ``a`` and ``b`` in both directions, by period, in order of time.

    Only actual events with a date exact enough for ``by`` count. ``dedup`` "one-a-day" counts the same
    source, target, type and day once, however many reports tell it; "none" counts every report's.

    Raises:
        UsageError: unknown unit, deduplication, country or filter.
    """
    for name, value, known in (("by", by, UNITS), ("dedup", dedup, DEDUP)):
        if value not in known:
            raise UsageError(f"{name} {value!r}: there is no such value{near(value, known)}")
    results = store.events(dyad=f"{a}..{b}", status="actual", **filters)
    return collect(_directed(results), by=by, dedup=dedup, dyad=results.filters["dyad"][0])


def _directed(results: Any) -> Iterator[tuple[str, str, str, str, str | None, int, str]]:
    for hit in results:
        data = hit.data
        when = data["when"]
        if not when["value"]:
            continue
        actors = _heads(data["actors"])
        recipients = _heads(data["recipients"])
        pairs = [(x, y) for x in actors for y in recipients]
        if not recipients:  # a meeting of equals counts once in each direction
            pairs = [(x, y) for x in actors for y in actors if x != y]
        for source, target in pairs:
            yield source, target, when["value"], data["type"], data["mode"], data["quad"], hit.report["id"]


def _heads(parts: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(p["code"].split("/")[0] for p in parts))


def collect(rows: Any, *, by: str, dedup: str, dyad: str) -> Series:
    """Count directed rows by period."""
    from dragoman.store.filters import _code

    wanted = {_code(part) for part in dyad.split("..")}
    ontology = load_ontology()
    needed = {"day": 10, "week": 10, "month": 7, "year": 4}[by]
    seen: set[tuple[str, ...]] = set()
    periods: dict[tuple[str, str, str], Period] = {}
    reports: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for source, target, value, kind, mode, quad, report in rows:
        if {source, target} != wanted or len(value.split("/")[0]) < needed:
            continue
        first = value.split("/")[0]
        key = (period_of(first, by), source, target)
        reports[key].add(report)
        if dedup == "one-a-day":
            same = (source, target, kind, value)
            if same in seen:
                continue
            seen.add(same)
        period = periods.setdefault(key, Period(*key))
        period.events += 1
        period.quads[quad - 1] += 1
        known = ontology.types.get(kind)
        period.score_sum += ontology.score(kind, mode) if known else 0.0
    for key, period in periods.items():
        period.reports = len(reports[key])
    return Series(periods[key] for key in sorted(periods))
