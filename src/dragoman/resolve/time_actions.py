"""Actions of the grammar: from a match to TIMEX3 type, value and modifier. Absolute dates and times of day.

Each action takes the scene and the match and gives a ``Draft``, or None where the words turn out to be no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dragoman.resolve import time_calendar as cal
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_scene import Scene


@dataclass(frozen=True, slots=True)
class Draft:
    """A resolved match: TIMEX3 type, value, modifier, and one plain sentence on how."""

    type: str
    value: str
    mod: str | None = None
    note: str = ""
    zone: str = ""
    """Offset from UTC of a time of day; TIMEX3 values leave it out, intervals have it."""


_ORDINAL = {"first": "START", "last": "END", "final": "END", "second": "MID", "third": "MID"}
"""The first week of May is its start."""


def year_of(scene: Scene, found: Found, name: str = "y") -> int | None:
    """The year that a part names in digits or words; "last year" and the like by the publication year."""
    words, numerals = scene.words(found, name), scene.grammar.words["NUM"]
    digits = [word for word in words if word.isdigit()]
    if digits:
        return int(digits[0])
    if words and words[0] == "two":
        return 2000 + sum(int(numerals[w]) for w in words[2:] if w in numerals)
    if words and words[0] == "nineteen":
        return 1900 + sum(int(numerals[w]) for w in words[1:] if w in numerals and w != "hundred")
    return None


def rel_year(scene: Scene, found: Found) -> int | None:
    """The year of "last year", "this year", "next year" inside a longer expression."""
    if "rel" not in found.groups or scene.anchor is None:
        return None
    return scene.anchor.year + int(scene.map(found, "rel", "REL") or 0)


def number_of_day(scene: Scene, found: Found, name: str) -> int | None:
    """The day of the month that a part names."""
    words = scene.words(found, name)
    total = 0
    for word in words:
        if match := re.match(r"\d+", word):
            total = int(match[0])
        elif word in scene.grammar.words["ORDW"]:
            total += int(scene.grammar.words["ORDW"][word])
        elif word in ("twenty", "thirty"):
            total += 20 if word == "twenty" else 30
    return total if 1 <= total <= 31 else None  # noqa: PLR2004 - days of a month


def mod_of(scene: Scene, found: Found) -> str | None:
    """START, MID or END from "early", "mid", "the end of"."""
    value = scene.map(found, "part", "PART", "EDGE") or _ORDINAL.get(" ".join(scene.words(found, "part")))
    return str(value) if value else None


def iso(scene: Scene, found: Found) -> Draft | None:
    """2023-05-24."""
    value = "".join(scene.words(found, "d")).replace("/", "-")
    return Draft("DATE", value, note="written out") if cal.day(value) else None


def dotted(scene: Scene, found: Found) -> Draft | None:
    """24.05.2023: day first, as it is written with full stops."""
    day, month, year = (int(part) for part in "".join(scene.words(found, "d")).split("."))
    value = f"{year:04d}-{month:02d}-{day:02d}"
    return Draft("DATE", value, note="day.month.year") if cal.day(value) else None


def slash(scene: Scene, found: Found) -> Draft | None:
    """10/13/89: month first, as agencies of the United States write it, unless only the other order fits."""
    first, second, year = (int(part) for part in "".join(scene.words(found, "d")).split("/"))
    if year < 100:  # noqa: PLR2004 - two digits
        year += 2000 if year < 50 else 1900  # noqa: PLR2004
    for month, day in ((first, second), (second, first)):
        value = f"{year:04d}-{month:02d}-{day:02d}"
        if cal.day(value):
            return Draft("DATE", value, note="month/day/year")
    return None


def calendar(scene: Scene, found: Found) -> Draft | None:
    """Month, day and year in any order, with ranges; a missing year is the nearest that fits the tense."""
    month = scene.map(found, "mo", "MONTH", "MABBR")
    day = number_of_day(scene, found, "d") if "d" in found.groups else None
    if month is None or ("d" in found.groups and day is None):
        return None
    explicit = year_of(scene, found) or rel_year(scene, found)
    year, note = _year(scene, found, int(month), day, explicit)
    value = _month_day(year, int(month), day)
    if value is None:
        return None
    end_month = scene.map(found, "mo2", "MONTH", "MABBR") or month
    end_day = number_of_day(scene, found, "d2") if "d2" in found.groups else None
    if "mo2" in found.groups or end_day:
        return _range(scene, found, value, (year, explicit, int(end_month), end_day), note)
    return Draft("DATE", value, mod_of(scene, found), note)


def _year(scene: Scene, found: Found, month: int, day: int | None, explicit: int | None) -> tuple[int | None, str]:
    if explicit:
        return explicit, "written out"
    if scene.anchor is None:
        return None, "no publication date to tell the year by"
    direction = scene.direction(found)
    year = cal.nearest_year(month, day, scene.anchor, direction)
    return year, f"the year nearest to the publication date that fits a {direction} clause"


def _month_day(year: int | None, month: int, day: int | None) -> str | None:
    head = f"{year:04d}" if year else "XXXX"
    if day is None:
        return f"{head}-{month:02d}"
    value = f"{head}-{month:02d}-{day:02d}"
    return value if year is None or cal.day(value) else None


def _range(
    scene: Scene, found: Found, start: str, end: tuple[int | None, int | None, int, int | None], note: str
) -> Draft | None:
    year, explicit, month, day = end
    start_month = int(scene.map(found, "mo", "MONTH", "MABBR"))
    end_year = year_of(scene, found, "y2") or year
    if end_year and "y2" not in found.groups and month < start_month:
        if explicit:
            start = f"{end_year - 1:04d}" + start[4:]  # "from December to March 2003"
        else:
            end_year += 1
    value = _month_day(end_year, month, day)
    return Draft("DATE", f"{start}/{value}", None, note) if value else None


def rel_month(scene: Scene, found: Found) -> Draft | None:
    """Last April: the April before the current month; next April: after it; this April: of the current year."""
    month, rel = scene.map(found, "mo", "MONTH", "MABBR"), scene.map(found, "rel", "REL")
    if scene.anchor is None:
        return None
    month, year = int(month), scene.anchor.year
    if rel == -1 and month >= scene.anchor.month:
        year -= 1
    elif rel == 1 and month <= scene.anchor.month:
        year += 1
    return Draft("DATE", f"{year:04d}-{month:02d}", mod_of(scene, found), "counted from the publication month")


def year(scene: Scene, found: Found) -> Draft | None:
    """A year by itself, or a range of years."""
    first = year_of(scene, found)
    if first is None:
        return None
    mod = found.rule.options.get("mod") or mod_of(scene, found)
    if "y2" not in found.groups:
        return Draft("DATE", f"{first:04d}", mod, "written out")
    second = "".join(scene.words(found, "y2"))
    last = int(second) if len(second) > 2 else first // 100 * 100 + int(second)  # noqa: PLR2004 - 2003-04
    if last <= first:
        return None
    return Draft("DATE", f"{first:04d}/{last:04d}", mod, "written out")


def decade(scene: Scene, found: Found) -> Draft | None:
    """The 1990s, the '80s, the nineties."""
    if words := scene.words(found, "w"):
        value = f"19{scene.grammar.words['DECADEW'][words[-1]]}"
    else:
        digits = re.sub(r"\D", "", "".join(scene.words(found, "d")))
        value = digits[:3] if len(digits) > 2 else ("20" if digits[0] in "0123" else "19") + digits[0]  # noqa: PLR2004
    mod = mod_of(scene, found)
    if "half" in scene.words(found, "part") or scene.map(found, "part", "REL") == -1:
        mod = "END"
    return Draft("DATE", value, mod, "a decade")


def century(scene: Scene, found: Found) -> Draft | None:
    """The 19th century is 1800 to 1899."""
    words = scene.words(found, "n")
    number = number_of_day(scene, found, "n") if words else None
    return Draft("DATE", f"{number - 1:02d}", mod_of(scene, found), "a century") if number else None


def season(scene: Scene, found: Found) -> Draft | None:
    """Last spring, the summer of 1998."""
    letters = scene.map(found, "s", "SEASON")
    given = year_of(scene, found)
    if given is None and scene.anchor is None:
        return None
    if given is None:
        given = _season_year(scene, found, str(letters))
    return Draft("DATE", f"{given:04d}-{letters}", mod_of(scene, found), "a season, by its months in the north")


def _season_year(scene: Scene, found: Found, letters: str) -> int:
    assert scene.anchor is not None  # noqa: S101 - checked by the caller
    anchor, rel = scene.anchor, scene.map(found, "rel", "REL")
    first, last = cal.SEASON_MONTHS[letters]
    if "year" in scene.tokens.words[found.start : found.end]:
        return anchor.year + int(rel or 0)
    year_ = anchor.year
    if rel == -1:
        over = max(first, last)
        return year_ if over < anchor.month else year_ - 1
    if rel == 1:
        return year_ if first > anchor.month else year_ + 1
    direction = scene.direction(found)
    return year_ if rel == 0 else cal.nearest_year(first, None, anchor, direction)


def clock(scene: Scene, found: Found) -> Draft | None:
    """10 p.m. Wednesday, 7:15 p.m. EST Nov. 9, 0900 GMT: a minute of a day, with its zone."""
    time = _time(scene, found)
    if time is None:
        return None
    on = clock_day(scene, found)
    zone = scene.map(found, "z", "ZONE") or ""
    head = on.isoformat() if on else "XXXX-XX-XX"
    if time == "24:00" and on:
        return Draft("TIME", f"{head}T24:00", None, "midnight at the end of the day")
    return Draft("TIME", f"{head}T{time}", None, "a time of day", zone)


def clock_day(scene: Scene, found: Found) -> date | None:
    """The day of a clock time: the one written beside it, else the publication day."""
    if "mo" in found.groups:
        draft = calendar(scene, found)
        return cal.day(draft.value) if draft else None
    if scene.anchor is None:
        return None
    if (weekday := scene.map(found, "wd", "WEEKDAY", "WDABBR")) is not None:
        return cal.near_weekday(int(weekday), scene.anchor, scene.direction(found))
    days = {"yesterday": -1, "tomorrow": 1}.get("".join(scene.words(found, "day")), 0)
    if not days and scene.ref and scene.ref_at >= found.start - 12 and (ref := cal.day(scene.ref)):
        return ref
    return cal.add_days(scene.anchor, days)


def _time(scene: Scene, found: Found) -> str | None:
    words = scene.words(found, "t")
    if (fixed := scene.map(found, "t", "FIXED")) is not None:
        if fixed == "24:00" and scene.around(found)[0] in ("after", "past") and "wd" not in found.groups:
            return "00:00"
        return str(fixed)
    digits = re.sub(r"[.:]", ":", words[0])
    if re.fullmatch(r"\d{4}", digits):
        return f"{digits[:2]}:{digits[2:]}"
    hour, minute = [*digits.split(":"), "00"][:2] if digits[0].isdigit() else ("", "00")
    number = int(hour) if hour else int(scene.grammar.words["NUM"].get(words[0], 99))
    part = "".join(w[0] for w in words[1:] if w[0] in "ap" and "m" in w)
    part = part or {"MO": "a", "AF": "p", "EV": "p", "NI": "p"}.get(str(scene.map(found, "dp", "DPART")), "")
    if number > 24 or int(minute) > 59 or (part and number > 12):  # noqa: PLR2004 - hours and minutes
        return None
    if part == "p" and number < 12:  # noqa: PLR2004
        number += 12
    elif part == "a" and number == 12:  # noqa: PLR2004
        number = 0
    return f"{number:02d}:{minute}"
