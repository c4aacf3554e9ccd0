"""Datelines: "SEOUL, July 19 -", "BEIJING, Dec. 3 (Xinhua) --", "Tokyo, May 24 (Reuters) - ", "NEW DELHI: "."""

# ruff: noqa: RUF001 - curly quotation marks and dashes are what the patterns are about

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


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """(pattern, whether it holds in the first paragraph only), surest first."""
    agency = rf"\(\s*{line_patterns().agencies}(?:[/,\s-]+[\w ./]+)?\s*\)"
    return tuple(
        (re.compile(pattern), first)
        for pattern, first in (
            # A day, an agency or both: any capitalised place will do.
            (rf"(?:{_NAME}{_REST}\s*,?\s*)?,?\s*{_DAY}\s*,?\s*(?:{agency})?{_DASH}", False),
            (rf"(?:{_NAME}{_REST}\s*,?\s*)?{agency}(?:{_DASH}|\s*:\s*)", False),
            (rf"(?:{_CAPS}){_REST},?\s*{_DAY}\s*(?:{agency})?\s*:\s*", False),
            # Capitals alone and a dash or a colon: only where the report begins.
            (rf"(?!(?:UN|EU|US|UK|NATO|WHO|IMF|FBI|CIA)\b){_CAPS}{_REST}{_DASH}", True),
            (
                rf"(?!(?:UN|EU|US|UK|NATO|WHO|IMF|FBI|CIA)\b)(?=[A-Z]{{4}}|[A-Z]{{3,}} [A-Z]{{3,}}|NEW ){_CAPS}:\s+",
                True,
            ),
        )
    )


def dateline_end(line: str, *, first: bool) -> int:
    """Length of the dateline that ``line`` begins with, with its dash; 0 where it begins with none.

    ``first`` says that the paragraph is the first of the body, where capitals and a dash are enough.
    """
    head = line[:140]
    for pattern, only_first in _patterns():
        if only_first and not first:
            continue
        match = pattern.match(head)
        if match and match.end() < len(line):
            return match.end()
    return 0
