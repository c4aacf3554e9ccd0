"""Events between two actors over time: how many, of which quad, the mean score, and how that differs from before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.errors import MissingError, UsageError
from dragoman.ontology import load_ontology
from dragoman.store.flat import html_table
from dragoman.store.grammar import near
from dragoman.store.sides import side
from dragoman.store.sql import maybe

if TYPE_CHECKING:
    from dragoman.store.store import Store

UNITS = ("day", "week", "month", "year")
DEDUP = ("none", "one-a-day", "linked")
BASELINE = {"day": 28, "week": 13, "month": 12, "year": 5}
"""Periods before one that it is held against: four weeks of days, a quarter of weeks, a year of months."""
MOST = 20_000
"""Periods between the first and the last that are filled in where nothing happened."""


@dataclass(slots=True)
class Period:
    """Counts of one period and direction."""

    period: str
    source: str
    target: str
    events: int = 0
    """What is counted: incidents, or events, as ``dedup`` says."""
    reports: int = 0
    distinct: int = 0
    """Reports that are not copies of one another."""
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    score_sum: float = 0.0
    baseline: float | None = None
    """Mean score of the events of the periods before; None where there are none."""
    usual: float | None = None
    """Mean number of events a period of those before; None for the first period."""

    @property
    def score(self) -> float | None:
        """Mean conflict-cooperation score, -10 to 10; None without events."""
        return self.score_sum / self.events if self.events else None

    def to_dict(self) -> dict[str, Any]:
        """Plain data; ``score`` is the mean conflict-cooperation score, -10 to 10, ``change`` its step from before."""
        names = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        score = self.score
        change = None if score is None or self.baseline is None else round(score - self.baseline, 3)
        return {
            "period": self.period, "source": self.source, "target": self.target, "events": self.events,
            "reports": self.reports, "distinct": self.distinct, **dict(zip(names, self.quads, strict=True)),
            "cooperation": sum(self.quads[:2]), "conflict": sum(self.quads[2:]),
            "score": None if score is None else round(score, 3),
            "baseline": None if self.baseline is None else round(self.baseline, 3), "change": change,
            "usual": None if self.usual is None else round(self.usual, 2),
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


@dataclass(frozen=True, slots=True)
class Told:
    """One direction of one event of one report."""

    source: str
    target: str
    date: str
    type: str
    mode: str | None
    quad: int
    report: str
    origin: str
    """The report, or the one that it is a copy of."""
    incident: str | None = None


def period_of(day: str, unit: str) -> str:
    """The period that an ISO day lies in: ``2023-05-24``, ``2023-W21``, ``2023-05``, ``2023``."""
    if unit == "week":
        year, week, _ = dt.date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    return day[: {"day": 10, "month": 7, "year": 4}[unit]]


def series(
    store: Store, a: str, b: str, *, by: str = "month", dedup: str | None = None, fill: bool = False, **filters: Any
) -> Series:
    """Events between ``a`` and ``b`` in both directions, by period, in order of time.

    Only actual events with a date exact enough for ``by`` count. A period's ``baseline`` and ``usual`` are those of
    the ``BASELINE`` periods before it, periods in which nothing happened among them.

    Args:
        store: where they are.
        a: a country or body by code or name: JPN, Japan, NATO, IGO:NATO.
        b: the other.
        by: day, week, month or year.
        dedup: "linked" counts each incident once, however many reports tell it (the default where the store's events
            are linked); "one-a-day" the same source, target, type and day once; "none" every report's events.
        fill: give the periods in which nothing happened, too.
        **filters: those of ``store.events``, but ``dyad`` and ``status``.

    Raises:
        UsageError: unknown unit, deduplication, country or filter; or "linked" where nothing is linked.
    """
    db = store.database.reader
    linked = maybe(db, "SELECT 1 FROM incident LIMIT 1") is not None
    dedup = dedup or ("linked" if linked else "one-a-day")
    for name, value, known in (("by", by, UNITS), ("dedup", dedup, DEDUP)):
        if value not in known:
            raise UsageError(f"{name} {value!r}: there is no such value{near(value, known)}")
    if dedup == "linked" and not linked and maybe(db, "SELECT 1 FROM event LIMIT 1"):
        raise UsageError("dedup linked: the events of this store are not linked; run: dragoman link --db FILE")
    first, second = _sides(db, a, b)
    results = store.events(dyad=f"{first}..{second}", status="actual", **filters)
    made = collect(_directed(results, store, linked=dedup == "linked"), by=by, dedup=dedup, dyad=(first, second))
    _hold_against(made, by)
    return _filled(made, by, (first, second)) if fill else made


def _sides(db: Any, a: str, b: str) -> tuple[str, str]:
    """The codes of both; what the knowledge lacks is left to the filter, which knows what the store has."""
    out = []
    for name, value in (("a", a), ("b", b)):
        known = value.strip() if ":" in value else None
        if known is None and len(value.strip()) == 3:  # noqa: PLR2004 - a code, or an acronym
            known = (
                value.strip().upper() if maybe(db, "SELECT 1 FROM actor WHERE country = ?", (value.upper(),)) else None
            )
        out.append(known or side(db, value, name))
    return out[0], out[1]


def _directed(results: Any, store: Store, *, linked: bool) -> Iterator[Told]:
    for hit in results:
        data = hit.data
        date = data["when"]["value"]
        incident = None
        if linked and (row := maybe(store.database.reader, _INCIDENT, (data["id"], hit.report["id"]))):
            incident, date = row[0], row[1] or date
        if not date:
            continue
        actors, recipients = _heads(data["actors"]), _heads(data["recipients"])
        pairs = [(x, y) for x in actors for y in recipients]
        if not recipients:  # a meeting of equals counts once in each direction
            pairs = [(x, y) for x in actors for y in actors if x != y]
        origin = hit.report.get("copy_of") or hit.report["id"]
        for source, target in pairs:
            yield Told(
                source, target, date, data["type"], data["mode"], data["quad"], hit.report["id"], origin, incident
            )


_INCIDENT = (
    "SELECT i.id, i.date FROM event e JOIN report r ON r.key = e.report AND r.current = 1 AND r.id = ?2 "
    "JOIN incident_event m ON m.event = e.key JOIN incident i ON i.key = m.incident WHERE e.id = ?1"
)


def _heads(parts: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(p["code"].split("/")[0] for p in parts))


def collect(told: Iterable[Told], *, by: str, dedup: str, dyad: tuple[str, str]) -> Series:
    """Count directed events by period."""
    wanted = set(dyad)
    ontology = load_ontology()
    needed = {"day": 10, "week": 10, "month": 7, "year": 4}[by]
    seen: set[tuple[str, ...]] = set()
    periods: dict[tuple[str, str, str], Period] = {}
    reports: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    origins: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in told:
        first = one.date.split("/")[0]
        if {one.source, one.target} != wanted or len(first) < needed:
            continue
        key = (period_of(first, by), one.source, one.target)
        reports[key].add(one.report)
        origins[key].add(one.origin)
        if dedup == "one-a-day" or (dedup == "linked" and one.incident is None):
            same: tuple[str, ...] = (one.source, one.target, one.type, one.date)
        else:
            same = (one.source, one.target, one.incident or "")
        if dedup != "none" and same in seen:
            continue
        seen.add(same)
        period = periods.setdefault(key, Period(*key))
        period.events += 1
        period.quads[one.quad - 1] += 1
        period.score_sum += ontology.score(one.type, one.mode) if one.type in ontology.types else 0.0
    for key, period in periods.items():
        period.reports, period.distinct = len(reports[key]), len(origins[key])
    return Series(periods[key] for key in sorted(periods))


def _hold_against(made: Series, by: str) -> None:
    """Set what each period is held against, for each direction by itself."""
    for direction in {(p.source, p.target) for p in made}:
        own = [p for p in made if (p.source, p.target) == direction]
        numbers = {p.period: _number(p.period, by) for p in own}
        first = numbers[own[0].period]
        for period in own:
            now = numbers[period.period]
            length = min(BASELINE[by], now - first)
            before = [p for p in own if now - length <= numbers[p.period] < now]
            events = sum(p.events for p in before)
            period.usual = events / length if length else None
            period.baseline = sum(p.score_sum for p in before) / events if events else None


def _number(period: str, by: str) -> int:
    """The number of a period: those that follow each other differ by 1."""
    if by == "year":
        return int(period)
    if by == "month":
        return int(period[:4]) * 12 + int(period[5:7])
    day = (
        dt.date.fromisocalendar(int(period[:4]), int(period[6:]), 1) if by == "week" else dt.date.fromisoformat(period)
    )
    return day.toordinal() // 7 if by == "week" else day.toordinal()


def _filled(made: Series, by: str, dyad: tuple[str, str]) -> Series:
    """The series with the periods in which nothing happened, in both directions."""
    if not made:
        return made
    known = {(p.period, p.source, p.target): p for p in made}
    names = list(_between(made[0].period, made[-1].period, by))
    directions = sorted({dyad, dyad[::-1]})
    out = Series(known.get((n, *d)) or Period(n, *d) for n in names for d in directions)
    _hold_against(out, by)
    return out


def _between(first: str, last: str, by: str) -> Iterator[str]:
    a, b = _number(first, by), _number(last, by)
    if b - a > MOST:
        raise UsageError(
            f"there are {b - a} periods between {first} and {last}; give since and until, or a larger unit"
        )
    for n in range(a, b + 1):
        if by == "year":
            yield f"{n:04d}"
        elif by == "month":
            yield f"{(n - 1) // 12:04d}-{(n - 1) % 12 + 1:02d}"
        else:
            yield period_of(dt.date.fromordinal(n * 7 + 1 if by == "week" else n).isoformat(), by)
