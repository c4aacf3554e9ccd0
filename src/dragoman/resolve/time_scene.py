"""What a time expression is resolved against: the publication day, the tense of its clause, the dates before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dragoman.resolve.time_calendar import as_interval, day
from dragoman.resolve.time_grammar import Found, Grammar
from dragoman.resolve.time_tokens import Tokens

_STOP = frozenset({";", ":", "\n", '"', "“", "”"})
_CLAUSE = frozenset({"but", "while", "although", "whereas", "because", "that", "which", "who", "when", "where", "and"})
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "col",
        "lt",
        "sen",
        "rep",
        "gov",
        "rev",
        "st",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "corp",
        "inc",
        "co",
    ]
)
_REACH = 30
"""Tokens that are searched for a verb on either side."""


@dataclass(slots=True)
class Scene:
    """The state while the expressions of one text are resolved from left to right."""

    grammar: Grammar
    tokens: Tokens
    anchor: date | None
    ref: str | None = None
    """Value of the last expression that names a day, month, quarter or year."""
    ref_at: int = -1
    quarter: str | None = None
    """The last quarter named."""
    quarter_at: int = -1
    used: dict[int, str] = field(default_factory=dict)

    @property
    def reference(self) -> date | None:
        """The day that "two days later" counts from: the last date of the text, or the publication day."""
        return self.ref_day() or self.anchor

    def ref_day(self) -> date | None:
        """First day of the last date of the text."""
        if self.ref is None:
            return None
        if (found := day(self.ref)) is not None:
            return found
        span = as_interval(self.ref)
        return None if span is None else first_day(span[0])

    def words(self, found: Found, name: str) -> list[str]:
        """The words of a named part of a match, in lower case; empty where it has none."""
        if name not in found.groups:
            return []
        start, end = found.groups[name]
        return [w.replace("\u2019", "'") for w in self.tokens.words[start:end]]

    def map(self, found: Found, name: str, *classes: str) -> Any:
        """The value that ``words.yaml`` gives to the first word of a part that is in one of ``classes``."""
        for word in self.words(found, name):
            for cls in classes:
                if word in self.grammar.words[cls]:
                    return self.grammar.words[cls][word]
        return None

    def around(self, found: Found) -> tuple[str, str]:
        """The words before and after a match ("" at the ends)."""
        words = self.tokens.words
        return (words[found.start - 1] if found.start else "", words[found.end] if found.end < len(words) else "")

    def remember(self, value: str, at: int, rule: str) -> None:
        """Keep a dated value for the expressions that refer back to it; a quarter only from a rule that names it."""
        if re.match(r"\d{4}", value):
            if re.match(r"\d{4}-Q", value) and rule.startswith("quarter"):
                self.quarter, self.quarter_at = value, at
            self.ref, self.ref_at = value, at

    def direction(self, found: Found) -> str:
        """``past``, ``present`` or ``future``: the tense of the verb that governs the expression.

        The nearest verb to the left within the clause decides; where there is none, the nearest to the right.
        """
        before = self.tokens.words[found.start - 1] if found.start else ""
        if before in {"through", "effective"}:
            return "future"
        left = self._look(range(found.start - 1, max(found.start - _REACH, -1), -1), leftward=True)
        if left:
            return left
        stop = min(found.end + _REACH, len(self.tokens.words))
        return self._look(range(found.end, stop), leftward=False) or "past"

    def _look(self, places: range, *, leftward: bool) -> str:
        words, tense = self.tokens.words, self.grammar.tense
        for i in places:
            word = words[i].replace("\u2019", "'")
            if word[0] == "\n" or word in _STOP or (word == "." and self._ends(i)):
                return ""
            if not leftward and word in _CLAUSE:
                return ""
            if word in tense["future"] and self._is_future(i, word):
                return "future"
            if word in tense["past"] or (word.endswith("ed") and len(word) > 4):  # noqa: PLR2004 - "need", "red"
                if leftward and self._passive_to_come(i):
                    continue
                return "past"
            if word in tense["present"]:
                return "present"
        return ""

    def _is_future(self, i: int, word: str) -> bool:
        words = self.tokens.words
        before = words[i - 1] if i else ""
        after = words[i + 1] if i + 1 < len(words) else ""
        if word == "to":  # "is to meet", "plans to": an infinitive, not "to London"; a purpose is no future
            told = before in {"due", "set", "scheduled", "expected"} and self._was(i - 1)
            return before in self.grammar.tense["before_to"] and after.isalpha() and not told
        if word == "may" and self.tokens.raw[i][0] == "M":
            return False
        if word in {"until", "by"}:
            return False
        if word in {"planned", "scheduled", "expected", "set", "due", "slated"}:
            return before in {"is", "are", "'s", "be", "now", "also"} or (after in {"to", "for"} and not self._was(i))
        if word in {"plan", "plans", "hope", "hopes"}:
            return after in {"to", "that", "a"}
        return word != "won" or after.startswith(("'", "\u2019"))

    def _ends(self, i: int) -> bool:
        """Whether a full stop ends a sentence: not after an initial or a short abbreviation, before a capital."""
        raw = self.tokens.raw
        before, after = raw[i - 1] if i else "", raw[i + 1] if i + 1 < len(raw) else ""
        short = before[:1].isupper() and (len(before) == 1 or before.lower() in _ABBREVIATIONS)
        return not short and not after[:1].islower()

    def _was(self, i: int) -> bool:
        """Whether a past auxiliary stands within three words before."""
        return any(w in {"had", "was", "were", "been"} for w in self.tokens.words[max(i - 3, 0) : i])

    def _passive_to_come(self, i: int) -> bool:
        """Whether a participle stands under a future auxiliary ("to be held", "will be opened")."""
        words = self.tokens.words
        return words[i - 1] in {"be", "being", "get"} if i else False


def first_day(value: str) -> date | None:
    """The first day of a codebook date (``2023``, ``2023-05``, ``2023-05-24``, an interval)."""
    start = value.split("/", maxsplit=1)[0]
    for tail in ("", "-01", "-01-01"):
        if (found := day(start + tail)) is not None:
            return found
    return None
