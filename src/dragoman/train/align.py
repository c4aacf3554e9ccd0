"""Finds the annotators' words in the report: gold files give texts, training needs positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from dragoman.model.features import Passage

Range = tuple[int, int]
IGNORE = -100
"""A label that is not to be learnt (torch's own value for it)."""


def words_in(passage: Passage, where: Range) -> list[int]:
    """Indices of the passage's words that lie in (or overlap) characters ``where``."""
    return [k for k, (a, b) in enumerate(passage.words) if a < where[1] and b > where[0]]


def occurrences(text: str, words: str) -> list[Range]:
    """Every place where ``words`` stand in ``text``, whole words first where there are any."""
    if not words:
        return []
    found = [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)]
    whole = [r for r in found if _whole(text, r)]
    return whole or found


def _whole(text: str, r: Range) -> bool:
    left, right = text[r[0] - 1 : r[0]], text[r[1] : r[1] + 1]
    return not (left.isalnum() and text[r[0]].isalnum()) and not (right.isalnum() and text[r[1] - 1].isalnum())


def nearest(found: Iterable[Range], to: Range, *, within: Sequence[Range] = ()) -> Range | None:
    """The occurrence nearest to ``to``; those inside one of ``within`` come first."""
    found = list(found)
    inside = [r for r in found if any(a <= r[0] and r[1] <= b for a, b in within)]
    return min(inside or found, key=lambda r: gap(r, to), default=None)


def gap(a: Range, b: Range) -> int:
    """Characters between two ranges; 0 where they touch or overlap."""
    return max(0, a[0] - b[1], b[0] - a[1])


def evidence(text: str, event: dict[str, Any]) -> list[Range]:
    """Where the event's evidence stands."""
    return [r for words in event["evidence"] if (r := next(iter(occurrences(text, words)), None))]


def trigger(text: str, event: dict[str, Any], within: Sequence[Range]) -> Range | None:
    """Where the event's trigger stands: in its evidence, near its participants where it is there twice."""
    found = occurrences(text, event["trigger"])
    inside = [r for a, b in within[:1] for r in found if a <= r[0] and r[1] <= b] or [
        r for a, b in within for r in found if a <= r[0] and r[1] <= b
    ]
    found = inside or found
    if len(found) < 2:
        return found[0] if found else None
    others = [o for p in event["actors"] + event["recipients"] for o in occurrences(text, p["text"])]

    def cost(r: Range) -> int:
        return min((gap(r, o) for o in others if o != r), default=0)

    return min(found, key=cost)


def content(text: str, statement: dict[str, Any]) -> list[Range]:
    """Where the statement's content stands, span after span."""
    out: list[Range] = []
    for words in statement["content"]:
        found = occurrences(text, words)
        later = [r for r in found if not out or r[0] >= out[-1][1]]
        if later or found:
            out.append((later or found)[0])
    return out


def cue(text: str, statement: dict[str, Any], said: Sequence[Range]) -> Range | None:
    """Where the cue stands: outside the content, nearest to it and to its speaker."""
    found = [r for r in occurrences(text, statement["cue"]) if not any(a <= r[0] and r[1] <= b for a, b in said)]
    if not found or not said:
        return None
    speakers = occurrences(text, statement["speaker"])

    def cost(r: Range) -> int:
        return min(gap(r, c) for c in said) + min((gap(r, s) for s in speakers), default=0)

    return min(found, key=cost)
