"""Actions of the grammar that count from another day: weekdays, last year, two weeks earlier, the quarter."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dragoman.resolve import time_calendar as cal
from dragoman.resolve.time_actions import Draft, clock_day, mod_of, number_of_day, rel_year, year_of
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_numbers import TIME_UNITS, count, duration
from dragoman.resolve.time_scene import Scene

_NEAR = 60
"""Tokens over which a quarter named before is still the quarter in question."""


def _daypart(scene: Scene, found: Found, value: str, mod: str | None, note: str) -> Draft:
    letters = scene.map(found, "dp", "DPART") or found.rule.options.get("dp")
    if letters:
        return Draft("TIME", f"{value}T{letters}", mod, note)
    return Draft("DATE", value, mod, note)


def weekday(scene: Scene, found: Found) -> Draft | None:
    """On Wednesday: the one at or next before publication, after it in a future clause; "last" and "next" as said."""
    number = scene.map(found, "wd", "WEEKDAY", "WDABBR")
    if scene.anchor is None or number is None:
        return None
    anchor, number = scene.anchor, int(number)
    word = (scene.words(found, "rel") or [""])[0]
    if "week" in scene.tokens.words[found.start : found.end]:
        monday = cal.add_days(anchor, -anchor.weekday() + 7 * int(scene.map(found, "rel", "REL") or 0))
        value, note = cal.add_days(monday, number), "counted by weeks"
    elif word in ("last", "past", "previous", "preceding"):
        value = cal.near_weekday(
            number, cal.add_days(scene.reference or anchor if word[0] == "p" else anchor, -1), "past"
        )
        note = "the last one before"
    elif word in ("next", "coming", "following", "upcoming", "forthcoming"):
        value = cal.near_weekday(
            number, cal.add_days(scene.reference or anchor if word[0] == "f" else anchor, 1), "future"
        )
        note = "the first one after"
    else:
        direction = scene.direction(found)
        if word == "this" and direction != "past":
            direction = "future"
        value = cal.near_weekday(number, anchor, direction)
        note = f"the one nearest to the publication date in a {direction} clause, that day included"
    if "wd2" in found.groups:
        last = int(scene.grammar.words["WEEKDAY"][scene.words(found, "wd2")[0]])
        end = cal.add_days(value, (last - number) % 7)
        return Draft("DATE", f"{value}/{end}", None, note)
    return _daypart(scene, found, value.isoformat(), mod_of(scene, found), note)


def month_day(scene: Scene, found: Found) -> Draft | None:
    """Friday the 13th, on the 15th: a day of the month nearest to the publication date (that has this weekday)."""
    number = number_of_day(scene, found, "d")
    weekday_ = scene.map(found, "wd", "WEEKDAY", "WDABBR")
    if scene.anchor is None or number is None:
        return None
    days = []
    for months in range(-6, 7):
        moved = cal.add_months(scene.anchor.replace(day=1), months)
        on = cal.day(f"{moved.year:04d}-{moved.month:02d}-{number:02d}")
        if on and (weekday_ is None or on.weekday() == int(weekday_)):
            days.append(on)
    direction, anchor = scene.direction(found), scene.anchor
    against = {"past": 1, "future": -1}.get(direction, 0)
    best = min(days, key=lambda d: abs((d - anchor).days) * (6 if (d - anchor).days * against > 0 else 1), default=None)
    return Draft("DATE", best.isoformat(), None, f"the nearest in a {direction} clause") if best else None


def shift(scene: Scene, found: Found) -> Draft | None:
    """Today, yesterday, tomorrow, tonight: days from the publication day."""
    if scene.anchor is None:
        return None
    options = found.rule.options
    words = scene.tokens.words[found.start : found.end]
    days = options.get("days")
    if days is None:
        days = -1 if "yesterday" in words else 1 if "tomorrow" in words else 0
    base = scene.reference if options.get("ref") and scene.ref_day() else scene.anchor
    assert base is not None  # noqa: S101 - the anchor is there
    value = cal.add_days(base, int(days)).isoformat()
    mod = mod_of(scene, found) or options.get("part") or ("MID" if words[0] == "mid" else None)
    return _daypart(scene, found, value, mod, "counted from the publication date")


def rel_daypart(scene: Scene, found: Found) -> Draft | None:
    """Last night is the night before publication, this morning its morning; the next morning follows the last date."""
    if scene.anchor is None:
        return None
    word, rel = scene.words(found, "rel")[0], int(scene.map(found, "rel", "REL"))
    base = scene.reference if word in ("next", "following", "same", "that", "previous") else scene.anchor
    assert base is not None  # noqa: S101 - the anchor is there
    if word == "past":
        return None
    return _daypart(scene, found, cal.add_days(base, rel).isoformat(), mod_of(scene, found), f"counted from {base}")


def rel_unit(scene: Scene, found: Found) -> Draft | None:
    """Last week, early next year, the end of the month, year-end: a unit counted from the publication date."""
    unit = str(found.rule.options.get("u") or scene.map(found, "u", "UNIT", "UNITS"))
    if scene.anchor is None or unit in TIME_UNITS:
        return None
    words = scene.words(found, "rel")
    word, rel = (words[0] if words else "this"), int(scene.map(found, "rel", "REL") or 0)
    if unit == "Q" and word in ("latest", "that", "same") and scene.quarter:
        return Draft("DATE", scene.quarter, None, "the quarter named before")
    if word in ("following", "previous", "preceding", "that", "same") and scene.ref:
        base, note = scene.reference, f"counted from {scene.ref}, the last date named"
    else:
        base, note = scene.anchor, "counted from the publication date"
    assert base is not None  # noqa: S101 - the anchor is there
    if unit == "D":
        return _day(word, scene, rel)
    mod = mod_of(scene, found)
    if word in ("past", "last", "next", "coming") and unit in ("E", "C") and not (word == "last" and unit == "E"):
        return Draft("DURATION", "P10Y" if unit == "E" else "P100Y", mod, "a length of time")
    if word == "latest":
        rel = 0 if unit == "Y" else -1
    if unit == "WE":
        direction = scene.direction(found) if word == "this" else ""
        rel = -1 if word == "this" and direction == "past" and base.weekday() < 5 else rel  # noqa: PLR2004 - Saturday
        rel = -1 if word == "last" else rel
    return Draft("DATE", cal.shift(base, rel, unit), mod, note)


def _day(word: str, scene: Scene, rel: int) -> Draft | None:
    base = scene.reference if word in ("next", "following", "previous", "same", "that") else None
    if base is None:
        return None
    return Draft("DATE", cal.add_days(base, rel).isoformat(), None, f"counted from {base}")


def ref_day(scene: Scene, found: Found) -> Draft | None:
    """The next day, that day, the same day: from the last date named."""
    base = cal.day(scene.ref)
    if base is None:
        return None
    rel = int(scene.map(found, "rel", "REL") or 0)
    return Draft("DATE", cal.add_days(base, rel).isoformat(), mod_of(scene, found), f"counted from {base}")


def the_unit(scene: Scene, found: Found) -> Draft | None:
    """The quarter, the year, the weekend, by themselves."""
    unit = str(scene.map(found, "u", "UNIT"))
    if scene.anchor is None:
        return None
    if unit == "Y" and scene.around(found)[0] == "for":
        return Draft("DURATION", "P1Y", None, "a length of time")
    if unit == "Q" and scene.quarter:
        return Draft("DATE", scene.quarter, None, "the quarter named before")
    if unit == "WE":
        future = scene.direction(found) == "future" or scene.anchor.weekday() >= 5  # noqa: PLR2004 - Saturday
        return Draft("DATE", cal.shift(scene.anchor, 0 if future else -1, "WE"), None, "the nearest weekend by tense")
    if unit == "Q":
        return Draft("DATE", cal.shift(scene.anchor, -1, "Q"), None, "the last full quarter")
    return Draft("DATE", cal.truncate(scene.anchor, unit), None, "that of the publication date")


def quarter(scene: Scene, found: Found) -> Draft | None:
    """The third quarter of 1989; without a year the nearest that is not yet to come."""
    words = scene.words(found, "q")
    ordinals = {**scene.grammar.words["ORDW"], **scene.grammar.words["QTR"]}
    number = int(ordinals.get(words[0], 0)) if words else 0
    if not 1 <= number <= 4:  # noqa: PLR2004 - quarters of a year
        return None
    inside = scene.tokens.words[found.start : found.end]
    given = year_of(scene, found)
    if given is None and scene.anchor is None:
        return None
    if given is None and "year" in inside:
        base = scene.anchor.year if scene.anchor else 0
        given = rel_year(scene, found) or base
        given = base - 1 if "ago" in inside or "earlier" in inside else given
    if given is None:
        given = _quarter_year(scene, found, number)
    return Draft("DATE", f"{given:04d}-Q{number}", None, "a quarter of the year")


def _quarter_year(scene: Scene, found: Found, number: int) -> int:
    assert scene.anchor is not None  # noqa: S101 - checked by the caller
    now = (scene.anchor.month + 2) // 3
    if scene.direction(found) == "future" and number >= now:
        return scene.anchor.year
    return scene.anchor.year if number <= now else scene.anchor.year - 1


def half(scene: Scene, found: Found) -> Draft | None:
    """The first half of 1990."""
    number = 1 if scene.words(found, "h")[0] == "first" else 2
    given = year_of(scene, found) or rel_year(scene, found) or (scene.anchor.year if scene.anchor else None)
    return Draft("DATE", f"{given:04d}-H{number}", None, "half a year") if given else None


def year_ago(scene: Scene, found: Found) -> Draft | None:
    """The year-ago quarter, the latest period: where a quarter has been named, that quarter, else the year."""
    if scene.anchor is None:
        return None
    words = scene.tokens.words[found.start : found.end]
    given = year_of(scene, found)
    back = 0 if "latest" in words or (words[0] == "the" and given == scene.anchor.year) else 1
    base = scene.quarter or (cal.shift(scene.anchor, -1, "Q") if "quarter" in words or "period" in words else None)
    if base:
        wanted = given or int(base[:4]) - back
        return Draft("DATE", f"{wanted:04d}{base[4:]}", None, "the quarter named before, a year back")
    return Draft("DATE", f"{given or scene.anchor.year - back:04d}", None, "a year back")


def week_of(scene: Scene, found: Found) -> Draft | None:
    """The week of March 6."""
    on = clock_day(scene, found)
    return Draft("DATE", cal.week(on), None, "the week of that day") if on else None


def offset(scene: Scene, found: Found) -> Draft | None:
    """Two years ago, a week earlier, three days later: counted from the publication date or the last date named."""
    options = found.rule.options
    unit = scene.map(found, "u", "UNIT", "UNITS") or "D"
    dp = scene.map(found, "u", "DPART")
    words = scene.words(found, "n") or (["one"] if "the" in scene.tokens.words[found.start : found.end] else ["few"])
    number = count(words, scene.grammar.words["NUM"])
    mod = approximate(scene, found)
    if number is None or unit in TIME_UNITS:
        vague = "PAST_REF" if options["sign"] < 0 else "FUTURE_REF"
        return Draft("DATE", vague, mod, "no number of days") if number is None else _hours(scene, options)
    if options.get("from") == "ref" and int(options["sign"]) > 0 and scene.ref_day() is None:
        return Draft("DURATION", duration(number, str(unit)), mod, "counted from something without a date")
    base = scene.reference if options.get("from") == "ref" else scene.anchor
    if base is None:
        return None
    sign = int(options["sign"])
    if unit == "Y" and number == 1 and _quarter_in_question(scene, found):
        assert scene.quarter is not None  # noqa: S101 - just asked
        return Draft("DATE", f"{int(scene.quarter[:4]) + sign:04d}{scene.quarter[4:]}", mod, "the quarter named before")
    note = f"counted from {base}"
    if (weekday_ := scene.map(found, "wd", "WEEKDAY")) is not None:
        near = cal.near_weekday(int(weekday_), base, "past")
        days = {"W": 7, "F": 14}.get(str(unit), 1)
        return Draft("DATE", cal.add_days(near, sign * int(number) * days).isoformat(), mod, note)
    value = _moved(base, sign * number, str(unit), from_ref=options.get("from") == "ref")
    return Draft("TIME", f"{value}T{dp}", mod, note) if dp else Draft("DATE", value, mod, note)


def _hours(scene: Scene, options: dict[str, object]) -> Draft | None:
    """Hours or minutes ago: within the publication day, no nearer."""
    if scene.anchor is None or options.get("from") == "ref":
        return None
    return Draft("DATE", scene.anchor.isoformat(), "APPROX", "hours from the time of publication")


def _moved(base: date, number: Fraction, unit: str, *, from_ref: bool) -> str:
    """The value so many units from ``base``; parts of a unit count in the next smaller one."""
    if number.denominator != 1:
        smaller = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "E": ("Y", 10), "C": ("Y", 100)}.get(unit)
        if smaller:
            unit, number = smaller[0], number * smaller[1]
    if unit == "E":
        unit, number = "Y", number * 10
    elif unit == "C":
        unit, number = "Y", number * 100
    elif unit in ("W", "F") and from_ref:
        unit, number = "D", number * (7 if unit == "W" else 14)
    return cal.shift(base, int(number), unit)


def _quarter_in_question(scene: Scene, found: Found) -> bool:
    return scene.quarter is not None and found.start - scene.quarter_at < _NEAR


_MODS = {"more than": "MORE_THAN", "over": "MORE_THAN", "well over": "MORE_THAN", "just over": "MORE_THAN",
         "less than": "LESS_THAN", "fewer than": "LESS_THAN", "under": "LESS_THAN", "just under": "LESS_THAN",
         "nearly": "LESS_THAN", "almost": "LESS_THAN", "at least": "EQUAL_OR_MORE", "at most": "EQUAL_OR_LESS",
         "up to": "EQUAL_OR_LESS", "no more than": "EQUAL_OR_LESS", "not more than": "EQUAL_OR_LESS",
         "as many as": "EQUAL_OR_LESS"}  # fmt: skip


def approximate(scene: Scene, found: Found) -> str | None:
    """The TIMEX3 modifier of "about", "more than", "at least"."""
    words = " ".join(scene.words(found, "a"))
    if not words or words in ("only", "exactly"):
        inside = scene.tokens.words[found.start : found.end]
        return "APPROX" if "so" in inside or "couple" in inside else None
    return _MODS.get(words, "APPROX")


def offset_date(scene: Scene, found: Found) -> Draft | None:
    """Two days after Monday, a week before July 11."""
    on = clock_day(scene, found)
    unit = str(scene.map(found, "u", "UNIT", "UNITS"))
    number = count(scene.words(found, "n"), scene.grammar.words["NUM"])
    if on is None or number is None or unit in TIME_UNITS:
        return None
    sign = -1 if scene.words(found, "s") == ["before"] else 1
    return Draft("DATE", _moved(on, sign * number, unit, from_ref=True), None, f"counted from {on}")
