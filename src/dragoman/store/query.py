"""Turns filters into SQL that starts from the rarest condition."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import apsw

from dragoman.errors import UsageError
from dragoman.store.filters import closed_value, day_range, fraction, match_query, numbers, term_numbers, year_of
from dragoman.store.grammar import FILTERS, JUDGED
from dragoman.store.sql import maybe, one, rows
from dragoman.store.terms import day_number, score_step

EACH_REPORT = 7
"""Records of a report, about: tells how many records a number of reports has."""
SMALL = 20_000
"""So many candidates are gathered and sorted in a few hundredths of a second; more are walked in order."""
EARTH_KM_PER_DEGREE = 111.32
SORTS = {"published": "k.published DESC, k.key DESC", "date": "k.date_from DESC, k.key DESC",
         "score": "k.score DESC, k.key DESC"}  # fmt: skip


@dataclass(slots=True)
class Plan:
    """What to read: ``source`` gives (published, item), ``where`` what must hold of row ``k``."""

    kind: str
    source: str = ""
    source_args: list[object] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    args: list[object] = field(default_factory=list)
    most: int = 0
    """More than so many records are not looked at."""
    exact: int | None = None
    """How many records there are, where the index knows."""

    def sql(self, columns: str, tail: str = "", joins: str = "") -> str:
        """The statement; CROSS JOIN keeps the order of the tables as planned."""
        where = f" WHERE {' AND '.join(self.where)}" if self.where else ""
        return f"SELECT {columns} FROM {self.source} d CROSS JOIN {self.kind} k ON k.key = d.item{joins}{where}{tail}"  # noqa: S608

    def count_sql(self) -> str:
        """The statement that counts; without the records where the lists alone tell it."""
        if any("k." in condition for condition in self.where):
            return self.sql("count(*)")
        where = f" WHERE {' AND '.join(self.where)}" if self.where else ""
        return f"SELECT count(*) FROM {self.source} d{where}"  # noqa: S608

    @property
    def bindings(self) -> list[object]:
        """Values for ``sql``."""
        return [*self.source_args, *self.args]


@dataclass(slots=True)
class _Group:
    """The terms of one filter: any of them."""

    terms: list[int]
    n: int


def plan(db: apsw.Connection, kind: str, filters: dict[str, list[str]], *, ordered: bool = True) -> Plan:
    """A plan for ``filters`` (as ``normalise`` gives them); ``ordered`` if the newest are wanted first.

    Raises:
        UsageError: an unknown value.
    """
    out = Plan(kind)
    indexed = {name: values for name, values in filters.items() if FILTERS[name].field}
    groups = [_group(db, kind, name, values) for name, values in indexed.items() if not FILTERS[name].negates]
    left_out = [_group(db, kind, name, values) for name, values in indexed.items() if FILTERS[name].negates]
    everything = _all(db, kind)
    driver = _driver(db, kind, filters, groups, everything)
    by_text = _text_driver(db, filters, driver, ordered=ordered)
    _conditions(out, {name: values for name, values in filters.items() if name != "text" or not by_text})
    if by_text:
        _drive_by_text(out, filters["text"][0])
        groups.append(everything)  # other versions of a report are in the full text, not in the lists
    else:
        _drive(out, driver)
    for group in groups:
        if by_text or group is not driver:
            _listed(out, group)
    for group in left_out:
        if group.terms:
            _listed(out, group, "NOT ")
    _published(out, filters)
    out.most = driver.n
    if not driver.terms:
        out.exact = 0
    elif len(driver.terms) == len(out.where) == 1 and not by_text:
        out.exact = driver.n
    _leave_out_rejected(db, out, filters)
    return out


def _leave_out_rejected(db: apsw.Connection, out: Plan, filters: dict[str, list[str]]) -> None:
    """What a person rejected is in no list that does not ask for it (counts of the index leave it out already)."""
    if "judged" in filters or "not_judged" in filters:
        return
    if out.kind == "agreement" or maybe(db, f"SELECT 1 FROM {out.kind} WHERE judged = 'reject' LIMIT 1"):  # noqa: S608
        out.where.append("k.judged IS NOT 'reject'")


def _driver(
    db: apsw.Connection, kind: str, filters: dict[str, list[str]], groups: list[_Group], everything: _Group
) -> _Group:
    """The terms to start from: the fewest records, unless they would be many and have to be sorted."""
    drivers = [
        *groups,
        everything,
        *_month_driver(db, kind, filters),
        *_pair_driver(db, kind, filters),
        *_score_driver(db, kind, filters),
    ]
    driver = min(drivers, key=lambda g: (g.n, g is everything))
    if len(driver.terms) > 1 and driver.n > SMALL:
        driver = min((g for g in drivers if len(g.terms) == 1), key=lambda g: g.n)
    return driver


def _text_driver(db: apsw.Connection, filters: dict[str, list[str]], driver: _Group, *, ordered: bool) -> bool:
    """Whether to start from the reports that have the words: they are few, or no order is asked for."""
    if "text" not in filters:
        return False
    most = min(driver.n, SMALL if ordered else driver.n) // EACH_REPORT
    sql = "SELECT count(*) FROM (SELECT 1 FROM report_text WHERE report_text MATCH ? LIMIT ?)"
    return bool(one(db, sql, (match_query(filters["text"][0]), most + 1))[0] <= most)


def _drive_by_text(out: Plan, words: str) -> None:
    out.source = (
        f"(SELECT k.published, k.key AS item FROM report_text t CROSS JOIN {out.kind} k ON k.report = t.rowid "  # noqa: S608
        "WHERE report_text MATCH ?)"
    )
    out.source_args.append(match_query(words))


def _listed(out: Plan, group: _Group, negation: str = "") -> None:
    out.where.append(
        f"{negation}EXISTS (SELECT 1 FROM posting p WHERE p.term IN ({_marks(group.terms)}) "  # noqa: S608
        "AND p.published = d.published AND p.item = d.item)"
    )
    out.args += group.terms


def _marks(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def _group(db: apsw.Connection, kind: str, name: str, values: list[str]) -> _Group:
    found = term_numbers(db, kind, name, values)
    return _Group([term for term, _ in found], sum(n for _, n in found))


def _all(db: apsw.Connection, kind: str) -> _Group:
    row = maybe(db, "SELECT id, n FROM term WHERE record = ? AND field = 'all'", (kind,))
    return _Group([row[0]], row[1]) if row else _Group([], 0)


def _drive(out: Plan, driver: _Group) -> None:
    if len(driver.terms) == 1:
        out.source = "posting"
        out.where.append("d.term = ?")
        out.args += driver.terms
    else:
        out.source = f"(SELECT DISTINCT published, item FROM posting WHERE term IN ({_marks(driver.terms)}))"  # noqa: S608
        out.source_args += driver.terms


def _month_driver(db: apsw.Connection, kind: str, filters: dict[str, list[str]]) -> list[_Group]:
    """Dates are listed by month: a short range need not look at everything."""
    if kind != "event" or not {"since", "until", "year"} & set(filters):
        return []
    first = day_range("since", filters["since"][0])[0][:7] if "since" in filters else "0000"
    last = day_range("until", filters["until"][0])[1][:7] if "until" in filters else "9999-99"
    if "year" in filters:
        years = [year_of(value) for value in filters["year"]]
        first, last = max(first, f"{min(years)}-01"), min(last, f"{max(years)}-12")
    sql = (
        "SELECT id, n FROM term WHERE record = 'event' AND field = 'month' "
        "AND (value = 'long' OR value BETWEEN ? AND ?)"
    )
    found = list(rows(db, sql, (first, last)))
    return [_Group([row[0] for row in found], sum(row[1] for row in found))]


def _score_driver(db: apsw.Connection, kind: str, filters: dict[str, list[str]]) -> list[_Group]:
    """Scores are listed by tenths."""
    if "confidence" not in filters:
        return []
    least = score_step(fraction(filters["confidence"][0]))
    sql = "SELECT id, n FROM term WHERE record = ? AND field = 'score' AND value >= ?"
    found = list(rows(db, sql, (kind, least)))
    return [_Group([row[0] for row in found], sum(row[1] for row in found))]


def _pair_driver(db: apsw.Connection, kind: str, filters: dict[str, list[str]]) -> list[_Group]:
    """Actor and recipient, one country each, are listed together."""
    if kind != "event" or any(len(filters.get(side, ())) != 1 for side in ("actor", "recipient")):
        return []
    values = []
    for side in ("actor", "recipient"):
        ids = [term for term, _ in term_numbers(db, kind, side, filters[side])]
        row = maybe(db, "SELECT value FROM term WHERE id = ?", ids) if len(ids) == 1 else None
        values.append(row[0] if row else "")
    row = maybe(
        db, "SELECT id, n FROM term WHERE record = 'event' AND field = 'pair' AND value = ?", (">".join(values),)
    )
    return [_Group([row[0]], row[1])] if row else []


def _published(out: Plan, filters: dict[str, list[str]]) -> None:
    if "published_since" in filters:
        out.where.append("d.published >= ?")
        out.args.append(day_number(day_range("published_since", filters["published_since"][0])[0]))
    if "published_until" in filters:
        out.where.append("d.published BETWEEN -900000 AND ?")
        out.args.append(day_number(day_range("published_until", filters["published_until"][0])[1]))


def _conditions(out: Plan, filters: dict[str, list[str]]) -> None:
    """What is asked of the record's own row."""
    for name, values in filters.items():
        if name in _ROW:
            _ROW[name](out, values)


def _add(out: Plan, condition: str, *args: object) -> None:
    out.where.append(condition)
    out.args += args


def _judged(out: Plan, values: list[str], negation: str = "") -> None:
    closed_value(out.kind, "judged", values)
    parts, args = [], []
    for value in values:
        if value == "any":
            parts.append("k.judged IS NOT NULL")
        elif value == "none":
            parts.append("k.judged IS NULL")
        elif value in JUDGED:
            parts.append("k.judged IS ?")
            args.append(value)
    _add(out, f"{negation}({' OR '.join(parts)})", *args)


def _box(out: Plan, south: float, west: float, north: float, east: float) -> None:
    if south > north:
        raise UsageError(f"filter box: south {south:g} lies north of north {north:g}")
    _add(out, "k.latitude BETWEEN ? AND ?", south, north)
    if west <= east:
        _add(out, "k.longitude BETWEEN ? AND ?", west, east)
    else:  # over the date line
        _add(out, "(k.longitude >= ? OR k.longitude <= ?)", west, east)


def _radius(out: Plan, latitude: float, longitude: float, km: float) -> None:
    if km < 0:
        raise UsageError("filter radius: the distance cannot be less than nought")
    reach = km / EARTH_KM_PER_DEGREE
    _add(out, "k.latitude BETWEEN ? AND ?", latitude - reach, latitude + reach)
    # Haversine, by SQLite's own functions.
    _add(
        out,
        "12742.0 * asin(sqrt(min(1.0, pow(sin(radians(k.latitude - ?) / 2), 2) + ? * cos(radians(k.latitude)) "
        "* pow(sin(radians(k.longitude - ?) / 2), 2)))) <= ?",
        latitude, math.cos(math.radians(latitude)), longitude, km,
    )  # fmt: skip


def _since(out: Plan, values: list[str]) -> None:
    _add(out, "k.date_to >= ?", day_range("since", values[0])[0])


def _until(out: Plan, values: list[str]) -> None:
    _add(out, "k.date_from <= ?", day_range("until", values[0])[1])


def _year(out: Plan, values: list[str]) -> None:
    years = [year_of(value) for value in values]
    _add(out, f"({' OR '.join(['k.date_from BETWEEN ? AND ?'] * len(years))})", *(
        edge for year in years for edge in (f"{year}-01-01", f"{year}-12-31")))  # fmt: skip


def _copies(out: Plan, values: list[str]) -> None:
    closed_value(out.kind, "copies", values)
    if values[0] == "one":
        _add(out, "k.copy = 0")


def _text(out: Plan, values: list[str]) -> None:
    query = match_query(values[0])
    _add(out, "k.report IN (SELECT rowid FROM report_text WHERE report_text MATCH ?)", query)


_ROW: dict[str, Callable[[Plan, list[str]], None]] = {
    "since": _since,
    "until": _until,
    "year": _year,
    "confidence": lambda out, values: _add(out, "k.score >= ?", fraction(values[0])),
    "copies": _copies,
    "judged": _judged,
    "not_judged": lambda out, values: _judged(out, values, "NOT "),
    "text": _text,
    "box": lambda out, values: _box(out, *numbers("box", values[0], "south,west,north,east")),
    "radius": lambda out, values: _radius(out, *numbers("radius", values[0], "latitude,longitude,kilometres")),
}

__all__ = ["SORTS", "Plan", "plan"]
