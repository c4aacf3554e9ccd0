"""Dates as inputs write them: ISO, RFC 2822, compact NewsML and NITF forms, seconds since 1970."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_tz
from typing import Any

from dragoman.records import Published

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(?:\d{2})?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_LOOSE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2})?(?:[.,]\d+)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{1,2}:?\d{2})?"
)
_WORDS = re.compile(r"(?:[A-Z][a-z]+day,?\s+)?(?:(\d{1,2})\s+)?([A-Z][a-z]{2,8})\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST, _LATEST = 1800, 2199
"""Years outside are empty fields and mistakes: ``0001-01-01`` is what some systems write for "none"."""
_FURTHEST, _HOUR = 14, 60
"""Hours of the furthest zone, minutes of an hour."""
_MILLISECONDS = 10_000_000_000


def read_moment(value: Any, source: str) -> Published | None:
    """The publication date that ``value`` gives, as it stands (no zone is changed); None where it is none."""
    if isinstance(value, dt.datetime | dt.date):
        value = value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _seconds(float(value), source)
    text = str(value or "").strip()
    if not text:
        return None
    if text.isdigit() and len(text) in {10, 13}:
        return _seconds(float(text), source)
    return _iso(text, source) or _mail(text, source) or _words(text, source)


def _iso(text: str, source: str) -> Published | None:
    for pattern in (_LOOSE, _COMPACT):
        if match := pattern.fullmatch(text):
            year, month, day, hour, minute, zone = match.groups()
            time = f"{int(hour):02d}:{minute}" if hour else None
            return _made((int(year), int(month), int(day)), time, _zone(zone) if time else None, source)
    return None


def _mail(text: str, source: str) -> Published | None:
    """RFC 2822: "Wed, 24 May 2023 14:21:00 +0000"."""
    found = parsedate_tz(text)
    if not found:
        return None
    time = f"{found[3]:02d}:{found[4]:02d}" if ":" in text else None
    zone = None if found[9] is None or time is None else _offset(found[9])
    return _made((found[0], found[1], found[2]), time, zone, source)


def _words(text: str, source: str) -> Published | None:
    """Day, month and year in words, as in "24 May 2023" or "May 24, 2023"."""
    match = _WORDS.match(text)
    if not match or match[2][:3].lower() not in _MONTHS or not (match[1] or match[3]):
        return None
    day = (int(match[4]), _MONTHS.index(match[2][:3].lower()) + 1, int(match[1] or match[3]))
    return _made(day, None, None, source)


def instant(published: Published) -> dt.datetime | None:
    """The moment in UTC; None without a date, time or zone."""
    if not (published.date and published.time and published.zone):
        return None
    return dt.datetime.fromisoformat(f"{published.date}T{published.time}{published.zone}").astimezone(dt.UTC)


def _seconds(value: float, source: str) -> Published | None:
    seconds = value / 1000 if value > _MILLISECONDS else value
    try:
        moment = dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return _made((moment.year, moment.month, moment.day), moment.strftime("%H:%M"), "+00:00", source)


def _made(day: tuple[int, int, int], time: str | None, zone: str | None, source: str) -> Published | None:
    if not _EARLIEST <= day[0] <= _LATEST:
        return None
    try:
        date = dt.date(*day)
        if time:
            dt.time.fromisoformat(time)
    except ValueError:
        return None
    return Published(date.isoformat(), time, zone, source)


def _zone(text: str | None) -> str | None:
    if not text:
        return None
    if text in {"Z", "UTC", "GMT"}:
        return "+00:00"
    digits = text[1:].replace(":", "").rjust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    return f"{text[0]}{hours:02d}:{minutes:02d}" if hours <= _FURTHEST and minutes < _HOUR else None


def _offset(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
