"""What the dates of gold events teach: where each date comes from, and which words of the passage say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.clean import clean
from dragoman.evaluate.gold import date_matches
from dragoman.extract.dating_scope import plain
from dragoman.model.features import Passage
from dragoman.model.labels import DATINGS
from dragoman.records import Published, Report
from dragoman.resolve.times import resolve_times
from dragoman.train.align import IGNORE, Range, gap, words_in


@dataclass(frozen=True, slots=True)
class Days:
    """The dated expressions of one report with their codebook values, and its publication date."""

    published: str
    times: tuple[tuple[Range, str], ...]
    sentences: tuple[Range, ...]

    @classmethod
    def of(cls, gold: Mapping[str, Any]) -> Days | None:
        """Resolve the expressions as they are when a report is read; None where the dates are made up (``undated``)."""
        if gold.get("undated") or not gold.get("published"):
            return None
        report = clean(Report(text=gold["text"], id="train"))
        report = resolve_times(replace(report, published=Published(gold["published"], source="given")))
        times = tuple(
            ((t.span.start, t.span.end), plain(t.when.value)) for t in report.times if t.when and t.when.value
        )
        return cls(gold["published"][:10], times, tuple((s.span.start, s.span.end) for s in report.sentences))

    def label(self, date: str | None, where: Range, passage: Passage, column: NDArray[np.int8]) -> int:
        """Index into ``DATINGS`` of an event at ``where``; marks in ``column`` (n_words,) the words that date it.

        Expressions that would also be right are left out of the lesson but for the nearest: which of two
        "Wednesday" the annotators had in mind is not told.
        """
        column[:] = 0
        if date is None:
            return DATINGS.index("none")
        right = [r for r, value in self.times if date_matches(date, value) and words_in(passage, r)]
        for r in right:
            column[words_in(passage, r)] = -1
        best = min(right, key=lambda r: (not self._together(r, where), gap(r, where)), default=None)
        if best and (date != self.published or self._together(best, where)):
            column[words_in(passage, best)] = 1
            return DATINGS.index("expression")
        return DATINGS.index("publication" if date == self.published else "other")

    def _together(self, a: Range, b: Range) -> bool:
        return any(s[0] <= min(a[0], b[0]) and max(a[1], b[1]) <= s[1] for s in self.sentences)


def teach(
    days: Days | None, event: Mapping[str, Any], where: Range, passage: Passage, roles: NDArray[np.int8], column: int
) -> int:
    """Where an event's date comes from (``IGNORE`` where that is not known); fills ``roles[:, column]``."""
    if days is None:
        return IGNORE
    return days.label(event["date"], where, passage, roles[:, column])
