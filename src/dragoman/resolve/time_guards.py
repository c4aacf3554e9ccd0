"""Guards of the grammar: what tells a time expression from words that only look like one."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from dragoman.resolve.time_grammar import Found
from dragoman.resolve.time_scene import Scene

_YEAR_BEFORE = frozenset(
    [
        "in",
        "since",
        "during",
        "until",
        "till",
        "by",
        "before",
        "after",
        "from",
        "of",
        "through",
        "around",
        "about",
        "late",
        "early",
        "between",
        "and",
        "or",
        "circa",
        "throughout",
        "for",
        "mid",
        "the",
        "year",
        "fiscal",
        ",",
        "(",
        "-",
        "to",
        "-",
    ]
)
_SENTENCE_END = frozenset({".", "!", "?", "\n", "”", '"', ":"})


def _year(scene: Scene, found: Found) -> bool:
    """A year, and no number of people, no part of a name ("2022 Strategic Concept", "Boeing 1970")."""
    words, raw = scene.tokens.words, scene.tokens.raw
    before, after = scene.around(found)
    following = raw[found.end] if found.end < len(raw) else ""
    second = words[found.end + 1] if found.end + 1 < len(words) else ""
    if after in scene.grammar.words["COUNTABLE"] or after == "%":
        return False
    if before in ("$", "£", "€", "#") or (after in ("-", "/") and second.isdigit() and len(second) > 2):  # noqa: PLR2004
        return False
    if following[:1].isupper() and before not in ("in", "since", "during", "until", "by", "after", "before", "of"):
        return bool(before == "" or before[0] == "\n" or (following.isupper() and len(following) > 1))
    return before in _YEAR_BEFORE or not (after.endswith("s") and after.isalpha() and before not in _YEAR_BEFORE)


def _month(scene: Scene, found: Found) -> bool:
    """A month, and no name of a person or verb: "Theresa May", "May I", "March on"."""
    raw, words = scene.tokens.raw, scene.tokens.words
    word = words[found.start]
    if word not in scene.grammar.words["NAMELIKE"]:
        return True
    before = raw[found.start - 1] if found.start else ""
    after = raw[found.end] if found.end < len(raw) else ""
    known = scene.grammar.words
    time_like = before.lower() in known["PREP"] or before.lower() in known["REL"] or before.lower() in known["PART"]
    if before == "." and scene.tokens.words[max(found.start - 2, 0)] in ("mr", "mrs", "ms", "dr"):
        return False
    if before[:1].isupper() and not time_like and before != "The":
        return False
    at_start = not before or before[0] == "\n" or before in _SENTENCE_END
    if at_start and word in ("may", "march"):
        return False
    return not (after[:1].isupper() and not time_like)


def _clock(scene: Scene, found: Found) -> bool:
    """A time of day, and no score or ratio: it has a.m., a zone, o'clock, or "at", "by", "until" before it."""
    words = scene.tokens.words[found.start : found.end]
    before, _ = scene.around(found)
    if any(w[0] in "ap" and w.replace(".", "").replace(" ", "") in ("am", "pm") for w in words):
        return True
    if "z" in found.groups or "o'clock" in [w.replace("\u2019", "'") for w in words]:
        return True
    if any(w in scene.grammar.words["FIXED"] for w in words):
        return True
    return before in ("at", "by", "until", "around", "from", "after", "before", "since") and ":" in words[0]


def _duration(scene: Scene, found: Found) -> bool:
    """A length of time, and no ordinal ("the second"), no age ("aged 5 years"), no office ("second")."""
    words = scene.tokens.words
    before, after = scene.around(found)
    unit = scene.words(found, "u")
    if unit == ["second"] and "n" in found.groups and scene.words(found, "n")[0] in ("a", "an", "another", "one"):
        return after in (".", ",", "later") and before != "for"
    if after == "old" or (after == "-" and words[found.end + 1 : found.end + 2] == ["old"]):
        return False
    if after in ("of", "'s") and unit == ["age"]:
        return False
    number = scene.words(found, "n")
    if unit == ["quarter"] and number[-1:] in (["a"], ["an"]):
        return False
    if number in (["a"], ["an"]) and before in scene.grammar.words["UNITS"]:
        return True
    return not (number == ["a"] and after == "-")


def _adjective(scene: Scene, found: Found) -> bool:
    """A two-year plan; no "70-year-old", no "first-second"."""
    words = scene.tokens.words
    return words[found.end : found.end + 2] != ["-", "old"] and words[found.end : found.end + 1] != ["old"]


def _now(scene: Scene, found: Found) -> bool:
    """Now as a time; "now that" is a conjunction."""
    return scene.around(found)[1] != "that"


def _future(scene: Scene, found: Found) -> bool:
    """The future as a time; no "the future of the party"."""
    words = scene.tokens.words
    before, after = scene.around(found)
    if words[found.start] == "future" and found.end - found.start == 1:
        return True
    return after != "of" or before in ("in", "for")


def _soon(scene: Scene, found: Found) -> bool:
    """Soon; no "as soon as", no "soon after", no "sooner"."""
    before, after = scene.around(found)
    return before not in ("as", "so", "too") and after not in ("after", "before", "as", "thereafter")


def _the_past(scene: Scene, found: Found) -> bool:
    """The past as a noun."""
    _, after = scene.around(found)
    return not after.isalpha() or after in ("and", "to", "but", "have", "has", "that", "when", "were", "was", "by")


def _daily(scene: Scene, found: Found) -> bool:
    """Daily; no name of a newspaper ("Daily Telegraph", "the Daily", "People's Daily")."""
    raw = scene.tokens.raw
    word = raw[found.start]
    if word.lower() in ("quarterly", "weekly", "monthly", "nightly", "yearly") and scene.around(found)[1].isalpha():
        return scene.around(found)[1] in scene.grammar.words["PREP"]  # "a weekly", "quarterly dividend" are no times
    return not (word[0].isupper() and found.start and scene.tokens.words[found.start - 1] not in _SENTENCE_END)


def _rel(scene: Scene, found: Found) -> bool:
    """Last year; no "this day and age", no "that second", no "last minute"."""
    unit = scene.words(found, "u")
    word = (scene.words(found, "rel") or [""])[0]
    if unit in (["second"], ["minute"], ["hour"]):
        return False
    before, after = scene.around(found)
    if word == "that" and unit == ["week"]:
        return before not in ("say", "said")
    return not (after == "-" and scene.tokens.words[found.end + 1 : found.end + 2] != ["old"])


def _the_unit(scene: Scene, found: Found) -> bool:
    """The quarter, the year; no "the week of", no "the month before"."""
    before, after = scene.around(found)
    if after in ("before", "after", "ago", "-", "when", "that"):
        return False
    unit = scene.words(found, "u")
    return unit in (["quarter"], ["weekend"]) or before in ("of", "for", "in", "during", "over", "by", "on")


def _bare(scene: Scene, found: Found) -> bool:
    """For years, in days; no "for hours of operation"."""
    _, after = scene.around(found)
    return after not in ("-", "old")


def _decade(scene: Scene, found: Found) -> bool:
    """The 90s; no "in his 20s", no "temperatures in 90s"."""
    words = scene.words(found, "d")
    short = len(words[0]) == len("90s")
    return not short or scene.tokens.words[found.start] == "the"


def _exists(scene: Scene, found: Found) -> bool:
    """A day that its month has."""
    month = int(scene.map(found, "mo", "MONTH", "MABBR") or 1)
    digits = re.match(r"\d+", "".join(scene.words(found, "d")))
    return digits is None or int(digits[0]) <= calendar.monthrange(2024, month)[1]


GUARDS: dict[str, Callable[[Scene, Found], bool]] = {
    "year": _year, "month": _month, "clock": _clock, "duration": _duration, "adjective": _adjective, "now": _now,
    "future": _future, "soon": _soon, "the_past": _the_past, "daily": _daily, "rel": _rel, "the_unit": _the_unit,
    "bare": _bare, "exists": _exists, "decade": _decade,
}  # fmt: skip
