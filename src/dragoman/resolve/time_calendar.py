"""Calendar arithmetic on TIMEX3 values: pure functions, no text.

A value is what ISO 8601 and TIMEX3 write: ``2023-05-24``, ``2023-05``, ``2023``, ``202`` (a decade), ``20`` (a
century), ``2023-W21``, ``2023-W21-WE``, ``2023-Q2``, ``2023-H1``, ``2023-SU``, each with ``T...`` for a time.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from dragoman.records.when import Precision

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month of a season, northern hemisphere (the second of WI lies in the next year)."""
DAYS_IN_WEEK = 7


def day(value: str | None) -> date | None:
    """The day of a day or time value; None for anything else or for a day that does not exist."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})(?:T|$)", value or "")
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def week(of: date) -> str:
    """``2023-W21``, the ISO week of a day."""
    year, number, _ = of.isocalendar()
    return f"{year:04d}-W{number:02d}"


def quarter(of: date) -> str:
    """``2023-Q2``."""
    return f"{of.year:04d}-Q{(of.month + 2) // 3}"


def month(of: date) -> str:
    """``2023-05``."""
    return f"{of.year:04d}-{of.month:02d}"


def add_months(of: date, count: int) -> date:
    """The same day ``count`` months on, or the last day of that month; stays within years 1 to 9999."""
    index = min(max(of.year * 12 + of.month - 1 + count, 12), 9999 * 12 + 11)
    year, number = divmod(index, 12)
    return date(year, number + 1, min(of.day, calendar.monthrange(year, number + 1)[1]))


def add_days(of: date, count: int) -> date:
    """The day ``count`` days on, kept within the calendar."""
    return date.fromordinal(min(max(of.toordinal() + count, 1), date.max.toordinal()))


def shift(of: date, count: int, unit: str) -> str:
    """The value ``count`` units from ``of``, with the precision of the unit."""
    if unit in ("D", "W", "F", "WE"):
        moved = add_days(of, count * {"D": 1, "W": 7, "F": 14, "WE": 7}[unit])
        return moved.isoformat() if unit == "D" else week(moved) + ("-WE" if unit == "WE" else "")
    if unit in ("M", "Q"):
        moved = add_months(of, count * (3 if unit == "Q" else 1))
        return quarter(moved) if unit == "Q" else month(moved)
    years = count * {"Y": 1, "E": 10, "C": 100, "L": 1000}.get(unit, 1)
    year = min(max(of.year + years, 1), 9999)
    return {"E": f"{year // 10:03d}", "C": f"{year // 100:02d}"}.get(unit, f"{year:04d}")


def truncate(of: date, unit: str) -> str:
    """The unit that ``of`` lies in: its week, month, quarter, year, decade or century."""
    return shift(of, 0, unit)


def nearest_year(month_: int, day_: int | None, anchor: date, direction: str) -> int:
    """The year that a month (and day) without one belongs to.

    The nearest year wins; one against the tense costs six times its distance (a month four), so that a past tense
    still allows "said that the talks of July 3 ..." in June (tuned on cases of our own).
    """

    def cost(year: int) -> float:
        last = calendar.monthrange(year, month_)[1]
        if day_ is None:
            distance = (year - anchor.year) * 12 + month_ - anchor.month
            distance *= 30
        else:
            distance = (date(year, month_, min(day_, last)) - anchor).days
        against = (direction == "past" and distance > 0) or (direction == "future" and distance < 0)
        return abs(distance) * ((4 if day_ is None else 6) if against else 1) + (0.5 if distance > 0 else 0)

    years = [y for y in (anchor.year - 1, anchor.year, anchor.year + 1) if date.min.year <= y <= date.max.year]
    return min(years, key=cost)


def near_weekday(weekday: int, anchor: date, direction: str) -> date:
    """The weekday at or next before ``anchor``; at or next after it in a future clause."""
    if direction == "future":
        return add_days(anchor, (weekday - anchor.weekday()) % DAYS_IN_WEEK)
    return add_days(anchor, -((anchor.weekday() - weekday) % DAYS_IN_WEEK))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


_NTH = {"thanksgiving": (11, 3, 4), "labor": (9, 0, 1), "king": (1, 0, 3), "presidents": (2, 0, 3),
        "columbus": (10, 0, 2), "mothers": (5, 6, 2)}  # fmt: skip
"""Month, weekday and count of feasts on the n-th weekday of a month."""


def holiday(rule: str, year: int) -> date | None:
    """The day of a feast in ``year`` from the rule that ``words.yaml`` gives; None for movable ones without a rule."""
    if match := re.fullmatch(r"(\d{2})-(\d{2})", rule):
        return date(year, int(match[1]), int(match[2]))
    if match := re.fullmatch(r"easter([+-]\d+)?", rule):
        return easter(year) + timedelta(int(match[1] or 0))
    if rule in _NTH:
        month_, weekday, count = _NTH[rule]
        first = date(year, month_, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (count - 1))
    if rule == "election":
        first = date(year, 11, 1)
        return first + timedelta((0 - first.weekday()) % 7 + 1)
    if rule == "memorial":
        last = date(year, 5, 31)
        return last - timedelta(last.weekday())
    return None


def as_interval(value: str) -> tuple[str, Precision] | None:
    """A TIMEX3 value as the codebook writes dates, with its precision; None where it names no time.

    ``2023-W21`` -> ``("2023-05-22/2023-05-28", "week")``; ``202`` -> ``("2020/2029", "decade")``.
    """
    if "/" in value:
        return value, "interval"
    if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
        return value, "minute"
    if (on := day(value)) is not None:
        return on.isoformat(), "day"
    if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", value):
        return value, "month" if "-" in value else "year"
    return _odd_interval(value)


def _odd_interval(value: str) -> tuple[str, Precision] | None:  # noqa: PLR0911 - one for each form
    """Weeks, weekends, quarters, halves, seasons, decades and centuries."""
    if match := re.match(r"(\d{4})-W(\d{2})(-WE)?", value):
        try:
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        except ValueError:
            return None
        first = monday + timedelta(5 if match[3] else 0)
        return f"{first}/{monday + timedelta(6)}", "interval" if match[3] else "week"
    if match := re.match(r"(\d{4})-([QH])(\d)", value):
        size = 3 if match[2] == "Q" else 6
        last = int(match[3]) * size
        return f"{match[1]}-{last - size + 1:02d}/{match[1]}-{last:02d}", "quarter" if size == 3 else "interval"  # noqa: PLR2004
    if (match := re.match(r"(\d{4})-(SP|SU|FA|WI)", value)) is not None:
        first_month, last_month = SEASON_MONTHS[match[2]]
        year = int(match[1])
        return f"{year:04d}-{first_month:02d}/{year + (last_month < first_month):04d}-{last_month:02d}", "interval"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0/{value}9", "decade"
    if re.fullmatch(r"\d{2}", value):
        return f"{value}00/{value}99", "interval"
    return None
