"""iCalendar (RFC 5545): planned events with their days."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import IO, Any

from dragoman import __version__
from dragoman.errors import DataError
from dragoman.formats.common import Data, Hits, evidence_of, title_of
from dragoman.store import Hit
from dragoman.store.terms import bounds

FOLD = 75
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def planned(hit: Hit[Any]) -> bool:
    """Whether an event has a date and is to come, as its report tells it."""
    value = hit.data["when"]["value"]
    if not value or hit.data["status"] == "negated":
        return False
    published = hit.report["published"]
    return hit.data["status"] == "future" or bool(published and value[:10] > published[: len(value[:10])])


def write(hits: Hits, stream: IO[str]) -> int:
    """Write those of ``hits`` that are planned; gives how many."""
    _lines(stream, "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//dragoman//dragoman {__version__}//EN")
    count = 0
    for hit in hits:
        if planned(hit):
            _lines(stream, *_event(hit))
            count += 1
    _lines(stream, "END:VCALENDAR")
    return count


def _event(hit: Hit[Any]) -> list[str]:
    data: Data = hit.data
    first, last = bounds(data["when"]["value"])
    after = (dt.date.fromisoformat(last) + dt.timedelta(days=1)).strftime("%Y%m%d")
    stamp = (hit.report["published"] or "1970-01-01").replace("-", "")
    place = data["where"]["place"]
    source = ", ".join(str(hit.report[k]) for k in ("publisher", "published", "id") if hit.report[k])
    out = [
        "BEGIN:VEVENT", f"UID:{data['id']}@dragoman", f"DTSTAMP:{stamp}T000000Z",
        f"DTSTART;VALUE=DATE:{first.replace('-', '')}", f"DTEND;VALUE=DATE:{after}",
        f"SUMMARY:{_text(title_of(data))}", f"DESCRIPTION:{_text(evidence_of(data) + chr(10) + '[' + source + ']')}",
        f"CATEGORIES:{data['type']}", f"STATUS:{'CONFIRMED' if data['status'] == 'actual' else 'TENTATIVE'}",
    ]  # fmt: skip
    if place:
        out.append(f"LOCATION:{_text(place['name'])}")
    if hit.report["url"]:
        out.append(f"URL:{_text(hit.report['url'], escape=False)}")
    return [*out, "END:VEVENT"]


def _text(value: str, *, escape: bool = True) -> str:
    value = _CONTROL.sub("", value)
    if not escape:
        return value.replace("\n", "")
    for mark in ("\\", ";", ","):
        value = value.replace(mark, "\\" + mark)
    return value.replace("\n", "\\n")


def _lines(stream: IO[str], *lines: str) -> None:
    for line in lines:
        stream.write(_folded(line) + "\r\n")


def _folded(line: str) -> str:
    """Folded at 75 octets, never within a character."""
    if line.isascii():
        rest = range(FOLD, len(line), FOLD - 1)
        return "\r\n ".join((line[:FOLD], *(line[at : at + FOLD - 1] for at in rest)))
    parts, size, room = [""], 0, FOLD
    for ch in line:
        width = len(ch.encode("utf8", "replace"))
        if size + width > room:
            parts.append("")
            size, room = 0, FOLD - 1
        parts[-1] += ch
        size += width
    return "\r\n ".join(parts)


def read(path: Path) -> list[dict[str, str]]:
    """The events of a calendar: name of property (without parameters) to value.

    Raises:
        DataError: not a calendar.
    """
    with path.open(encoding="utf8", newline="") as stream:
        text = stream.read().replace("\r\n ", "").replace("\r\n", "\n")
    if not text.startswith("BEGIN:VCALENDAR"):
        raise DataError(f"{path}: not an iCalendar file")
    out: list[dict[str, str]] = []
    for line in text.split("\n"):
        if line == "BEGIN:VEVENT":
            out.append({})
        elif ":" in line and out and not line.startswith("END:"):
            name, _, value = line.partition(":")
            out[-1][name.partition(";")[0]] = _plain(value)
    return out


def _plain(value: str) -> str:
    for mark, real in (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\")):
        value = value.replace(mark, real)
    return value
