"""Datelines: "SEOUL, July 19 -", "BEIJING, Dec. 3 (Xinhua) --", "Tokyo, May 24 (Reuters) - ", "NEW DELHI: "."""

from __future__ import annotations

import re
from functools import lru_cache

from dragoman.clean.tables import line_patterns

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember)?\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?)"
_CAPS = r"[A-Z][A-Z.'’-]+(?:[\s/-]+(?:[A-Z][A-Z.'’-]*|of|de|al|el|and))*"
_NAME = r"[A-Z][\w.'’-]+(?:[\s/-]+(?:[A-Z][\w.'’-]*|of|de|al|el|and|the))*"
_REST = r"(?:,\s*[A-Z][\w.'’ -]{1,30})?"
_DASH = r"\s*(?:--+|[–—]|(?<=\s)-(?=\s))\s*"


_HEAD = 300
"""Characters looked at: a dateline has 100 at most, and what follows it tells it from an insertion."""
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SLASH = r"(?:/[A-Z][\w.'’-]+)?"
# Acronyms that open sentences: not places, whatever mark follows.
_NO_ACRONYM = (
    r"(?!(?:UN|EU|US|UK|NATO|ASEAN|WHO|IMF|FBI|CIA|AU|OPEC|OSCE|IAEA|ECOWAS|UNHCR|UNICEF|ISIS|ISIL|PKK|YPG)\b)"
)
_NEXT = r"(?=[\"“‘']?[A-Z0-9])"
_ONE_DASH = r"(?!.{0,150}\s(?:-|–|—|--)\s)"
"""No second dash: two of them enclose an insertion ("Iran - and others - said")."""


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """(pattern, whether it holds in the first paragraph only), surest first."""
    agency = rf"\(\s*{line_patterns().agencies}(?:[/,\s-]+[\w ./]+)?\s*\)"
    bracket = r"\([^()]{2,40}\)"
    end = rf"(?:{_DASH}|\s*:\s+)"
    return tuple(
        (re.compile(pattern), first)
        for pattern, first in (
            # A day, an agency or both: any capitalised place will do.
            (rf"(?:{_NAME}{_SLASH}{_REST}\s*,?\s*)?,?\s*{_DAY}\s*,?\s*(?:{agency}|{bracket})?{_DASH}", False),
            (rf"(?:{_NAME}{_SLASH}{_REST}\s*,?\s*)?{agency}{end}", False),
            (rf"(?:{_CAPS}){_SLASH}{_REST},?\s*{_DAY}\s*(?:{agency}|{bracket})?\s*:\s*", False),
            (rf"{_NO_ACRONYM}{_CAPS}{_SLASH}{_REST}\s*{bracket}{end}{_NEXT}", False),
            (rf"{_NO_ACRONYM}{_CAPS}{_SLASH}{_REST}\s*\((?:{_DAY}|{_WEEKDAY})\)\s+{_NEXT}", False),
            # Capitals alone and a dash or a colon, or a capitalised place and one dash: only where the report begins.
            (rf"{_NO_ACRONYM}{_CAPS}{_SLASH}{_REST}{_DASH}", True),
            (rf"{_NO_ACRONYM}(?=[A-Z]{{4}}|[A-Z]{{3,}} [A-Z]{{3,}}|NEW ){_CAPS}{_REST}:\s+", True),
            (rf"{_NO_ACRONYM}(?:[A-Z][a-z'’-]+\s){{1,3}}[-–—]+\s{_NEXT}{_ONE_DASH}", True),
        )
    )


def dateline_end(line: str, *, first: bool) -> int:
    """Length of the dateline that ``line`` begins with, with its dash; 0 where it begins with none.

    ``first`` says that the paragraph is the first of the body, where capitals and a dash are enough.
    """
    head = line[:_HEAD]
    for pattern, only_first in _patterns():
        if only_first and not first:
            continue
        match = pattern.match(head)
        if match and match.end() < len(line):
            return match.end()
    return 0
