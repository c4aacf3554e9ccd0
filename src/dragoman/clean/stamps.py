"""Time stamps in the text: lines such as "Updated May 24th, 2023 at 19:51 IST"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dragoman.clean.tables import line_patterns, read_table

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(rf"\b(?P<mon>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y>\d{{4}})\b", re.IGNORECASE),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<mon>{_MONTH})\.?,?[\s-]+(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})(?!\d)"),
)  # fmt: skip
_TIME = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)(?:[:.][0-5]\d(?:\.\d+)?)?(?!\d)\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"|(?<![\d:])(?P<h12>1[0-2]|0?[1-9])\s*(?P<half12>[ap]\.?m\b\.?)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?(?P<sign>[+\-−])(?P<h>\d{1,2})(?::?(?P<m>\d{2}))?(?!\d)")
_ZONE = re.compile(r"\b(?:[A-Z]{2,5}|Z)\b|(?<=\d)Z\b")
_FILLER = re.compile(
    r"\b(?:at|on|the|of|hrs?|hours|o'clock|local time|time|ago|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\b\.?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?<![A-Za-z])T(?![A-Za-z])|[\s\W_]+",
    re.IGNORECASE,
)
_LONGEST = 160
"""Characters of the longest line that can be a time stamp."""
_EARLIEST = 1800
"""Years before it, above all the year 1 of empty fields, are no publication dates."""
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp: local day, time and offset, and whether it tells of an update."""

    date: str
    time: str | None
    zone: str | None
    updated: bool
    note: str = ""


@lru_cache(maxsize=1)
def _zones() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = read_table("zones")
    return table


def read_stamp(line: str, *, domain: str = "") -> Stamp | None:
    """The time stamp that ``line`` is, or None where it is anything else than one.

    All but the date, time, zone and labels ("Published", "Last updated at") must be punctuation;
    a line with two dates gives the first. ``domain`` (such as ``"example.il"``) decides between
    the countries that share a zone's name.
    """
    if len(line) > _LONGEST or not any(char.isdigit() for char in line):
        return None
    day, rest = _take_date(line)
    if day is None:
        return None
    label = line_patterns().date_label
    updated = bool(re.search(r"updated|modified|revised|edited", line.split(day[1], maxsplit=1)[0], re.IGNORECASE))
    time, zone, note, rest = _take_time(rest, dt.date.fromisoformat(day[0]), domain)
    second, rest_after = _take_date(rest)
    if second is not None:
        rest = _take_time(rest_after, dt.date.fromisoformat(second[0]), domain)[3]
    if _FILLER.sub("", label.sub(" ", rest)):
        return None
    return Stamp(day[0], time, zone, updated, note)


def _take_date(line: str) -> tuple[tuple[str, str] | None, str]:
    """((ISO day, words), the line without them)."""
    hits = [(match.start(), match) for pattern in _DATES if (match := pattern.search(line))]
    for _, match in sorted(hits, key=lambda hit: hit[0]):
        if value := _day(match.groupdict()):
            return (value, match.group()), line[: match.start()] + " " + line[match.end() :]
    return None, line


def _day(parts: dict[str, str | None]) -> str | None:
    """The ISO day; None where it is no date, or where day and month cannot be told apart."""
    year = int(parts["y"] or 0)
    if parts.get("a"):
        first, second = int(parts["a"] or 0), int(parts["b"] or 0)
        if max(first, second) <= _DECEMBER and first != second:
            return None
        day, month = max(first, second), min(first, second)
    else:
        name = parts.get("mon")
        month = _MONTHS[name.lower()] if name else int(parts.get("m") or 0)
        day = int(parts["d"] or 0)
    if year < _EARLIEST:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _take_time(rest: str, day: dt.date, domain: str) -> tuple[str | None, str | None, str, str]:
    """(HH:MM, offset, note on the zone, the line without them)."""
    match = _TIME.search(rest)
    if not match:
        return None, None, "", rest
    hour = int(match["h"] or match["h12"])
    half = (match["half"] or match["half12"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    time = f"{hour:02d}:{match['min'] or '00'}"
    rest = rest[: match.start()] + " \x00" + rest[match.end() :]
    at = rest.index("\x00") + 1
    zone, note = None, ""
    if offset := _OFFSET.match(rest, at + len(rest[at:]) - len(rest[at:].lstrip(" ("))):
        zone = f"{offset['sign'].replace('−', '-')}{int(offset['h']):02d}:{offset['m'] or '00'}"
        rest = rest[: offset.start()] + rest[offset.end() :]
    elif (name := _ZONE.search(rest, at)) and name.group() in _zones():
        zone, note = _offset(name.group(), day, domain)
        rest = rest[: name.start()] + rest[name.end() :]
    return time, zone, note, rest.replace("\x00", "")


def _offset(name: str, day: dt.date, domain: str) -> tuple[str | None, str]:
    entry = _zones()[name]
    if place := entry.get("by_domain", {}).get(domain.rsplit(".", 1)[-1]):
        return place, f"{name} read as {place} by the site's domain"
    if offset := entry.get("offset"):
        over = entry.get("over")
        return offset, f"{name} read as {offset}, over {', '.join(over)}" if over else ""
    if region := entry.get("zone"):
        try:
            delta = dt.datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(region)).utcoffset()
        except ZoneInfoNotFoundError:
            return None, f"{name} needs the system's time zone data, which is missing"
        if delta is not None:
            minutes = int(delta.total_seconds()) // 60
            return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}", ""
    return None, f"{name} is the name of several zones"
