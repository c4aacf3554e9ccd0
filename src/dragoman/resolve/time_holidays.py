"""Feasts: days that have a name instead of a number (``holidays`` and ``HOLIDAY`` in ``data/dates/words.yaml``)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from dragoman.resolve import time_calendar as cal
from dragoman.resolve.time_actions import Draft
from dragoman.resolve.time_grammar import Found, Grammar, Rule, grammar
from dragoman.resolve.time_scene import Scene
from dragoman.resolve.time_tokens import Tokens

_RULE = Rule("holiday", re.compile("(?!)"), "holiday", 0, {}, "", "", "", "")


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names of feasts as words, by their first word, the longest first."""
    rules = grammar()
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    names = dict(rules.holidays)
    names.update({word: str(rule) for word, rule in rules.words["HOLIDAY"].items() if rule})
    for name, rule in names.items():
        words = tuple(re.findall(r"'s\b|[^\W\d_]+|'", name))
        table.setdefault(words[0], []).append((words, rule))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def holiday_matches(_rules: Grammar, tokens: Tokens) -> list[Found]:
    """Feasts of a text, with a year behind them where there is one."""
    table = _by_first_word()
    firsts = table.keys() & set(tokens.words)
    if not firsts:
        return []
    out = []
    words = [word.replace("\u2019", "'") for word in tokens.words]
    for i, word in enumerate(words):
        if word not in firsts or not tokens.raw[i][0].isupper():
            continue
        for name, rule in table[word]:
            end = i + len(name)
            if tuple(words[i:end]) == name:
                out.append(_found(words, i, end, rule))
                break
    return out


def _found(words: list[str], start: int, end: int, rule: str) -> Found:
    groups = {}
    if words[end : end + 1] in (["in"], ["of"], [","]) and end + 1 < len(words) and words[end + 1][:2] in ("19", "20"):
        end += 1
    if end < len(words) and re.fullmatch(r"(?:19|20)\d\d", words[end]):
        groups["y"] = (end, end + 1)
        end += 1
    first = start
    if start and words[start - 1] in ("last", "next", "this"):
        first = start - 1
        groups["rel"] = (first, start)
    options = {"feast": rule}
    return Found(Rule("holiday", _RULE.pattern, "holiday", 0, options, "", "", "", ""), first, end, groups)


def holiday(scene: Scene, found: Found) -> Draft | None:
    """The day of a feast in its year, or in the nearest year that fits the tense."""
    rule = str(found.rule.options["feast"])
    words = scene.words(found, "y")
    if scene.anchor is None and not words:
        return None
    on = cal.holiday(rule, int(words[0])) if words else _nearest(scene, found, rule)
    return Draft("DATE", on.isoformat(), None, "a feast with a known day") if on else None


def _nearest(scene: Scene, found: Found, rule: str) -> date | None:
    assert scene.anchor is not None  # noqa: S101 - checked by the caller
    anchor, rel = scene.anchor, scene.map(found, "rel", "REL")
    days = [d for y in (anchor.year - 1, anchor.year, anchor.year + 1) if (d := cal.holiday(rule, y))]
    if rel == -1:
        return max((d for d in days if d < anchor), default=None)
    if rel == 1:
        return min((d for d in days if d > anchor), default=None)
    direction = scene.direction(found)

    def cost(day: date) -> int:
        distance = (day - anchor).days
        against = (direction == "past" and distance > 0) or (direction == "future" and distance < 0)
        return abs(distance) * (6 if against else 1)

    return min(days, key=cost) if days else None
