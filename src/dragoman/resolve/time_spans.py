"""Actions of the grammar for durations, sets and words that name no day."""

from __future__ import annotations

from fractions import Fraction

from dragoman.resolve.time_actions import Draft, year_of
from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_numbers import count, duration
from dragoman.resolve.time_relative import approximate
from dragoman.resolve.time_scene import Scene


def length(scene: Scene, found: Found) -> Draft | None:
    """Two weeks, a five-year ..., several months: a duration, no date."""
    unit = str(scene.map(found, "u", "UNIT", "UNITS"))
    words = scene.words(found, "n")
    inside = scene.tokens.words[found.start : found.end]
    number: Fraction | None = count(words, scene.grammar.words["NUM"]) if words else None
    if not words and unit and inside[0] in scene.grammar.words["UNIT"]:
        number = Fraction(1)
    if number is not None and inside[-3:] == ["and", "a", "half"] and "half" not in words:
        number += Fraction(1, 2)
    if unit == "WE" and number is not None:
        return Draft("DURATION", f"P{int(number)}WE", None, "a length of time")
    return Draft("DURATION", duration(number, unit), approximate(scene, found), "a length of time")


def stretch(scene: Scene, found: Found) -> Draft | None:
    """The past three months, the first nine months of 1989: a duration that lies at a known place."""
    words = scene.words(found, "n")
    unit = str(scene.map(found, "u", "UNITS", "UNIT"))
    number = count(words, scene.grammar.words["NUM"])
    inside = scene.tokens.words[found.start : found.end]
    mod = "APPROX" if "couple" in words or "so" in inside else "EQUAL_OR_MORE" if inside[0] == "at" else None
    note = f"a length of time in {year_of(scene, found)}" if "y" in found.groups else "a length of time"
    return Draft("DURATION", duration(number, unit), mod, note)


def vague_units(scene: Scene, found: Found) -> Draft | None:
    """Recent months, coming weeks, the years ahead."""
    head = (scene.words(found, "h") or [found.rule.options.get("h", "recent")])[0]
    unit = str(scene.map(found, "u", "UNITS"))
    if unit in ("Y", "E", "C"):
        return Draft("DATE", "FUTURE_REF" if head == "coming" else "PAST_REF", None, "names no day")
    return Draft("DURATION", duration(None, unit), None, "a length of time without a number")


def every(scene: Scene, found: Found) -> Draft | None:
    """Every week, daily, on Sundays: a set."""
    if (value := scene.map(found, "v", "DAILY")) is not None:
        return Draft("SET", str(value), None, "again and again")
    if (weekday := scene.map(found, "wd", "WEEKDAY", "WEEKDAYS")) is not None:
        part = scene.map(found, "dp", "DPARTS", "DPART")
        return Draft("SET", f"XXXX-WXX-{int(weekday) + 1}" + (f"T{part}" if part else ""), None, "every week")
    if (month := scene.map(found, "mo", "MONTH")) is not None:
        return Draft("SET", f"XXXX-{int(month):02d}", None, "every year")
    if (part := scene.map(found, "dp", "DPART")) is not None:
        return Draft("SET", f"XXXX-XX-XXT{part}", None, "every day")
    if (season := scene.map(found, "s", "SEASON")) is not None:
        return Draft("SET", f"XXXX-{season}", None, "every year")
    words = scene.words(found, "n")
    number = count(words, scene.grammar.words["NUM"]) if words else Fraction(1)
    if number is not None and "other" in scene.tokens.words[found.start : found.end]:
        number *= 2
    unit = str(scene.map(found, "u", "UNIT", "UNITS"))
    value = f"P{number}Q" if unit == "Q" else duration(number, unit)
    return Draft("SET", value, None, "again and again")


def vague(_scene: Scene, found: Found) -> Draft | None:
    """Now, recently, soon: a reference that names no day."""
    return Draft("DATE", str(found.rule.options["value"]), None, "names no day")
