"""What the reading says of an event's date: where it comes from, and which words tell it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from dragoman.extract.dating_scope import Candidate
from dragoman.records import Event, Report, Trigger

_LEAST = 0.01
"""No candidate is judged less likely than this by the reading alone."""
_ELSEWHERE = 0.5
"""Share of "somewhere else in the report" that one candidate from outside the sentence gets."""


class Readings:
    """The triggers of a report's reading by where they begin."""

    def __init__(self, report: Report) -> None:
        """A report that nobody has read, or whose reader does not judge dates, has none."""
        found: Iterable[Trigger] = report.reading.triggers if report.reading else ()
        self.at = {t.span.start: t for t in found if t.datings}

    def odds(self, event: Event, candidate: Candidate) -> float:
        """Log-probability of ``candidate`` by the reading; 0 where it says nothing."""
        trigger = self.at.get(event.trigger.start)
        if trigger is None:
            return 0.0
        return math.log(max(_probability(trigger, candidate), _LEAST))


def _probability(trigger: Trigger, candidate: Candidate) -> float:
    source = dict(trigger.datings)
    if candidate.kind == "none":
        return source["none"]
    if candidate.kind == "pub":
        return source["publication"]
    told = 0.0
    if candidate.time is not None:
        span = candidate.time.span
        told = max((score for words, score in trigger.times if words.overlaps(span)), default=0.0)
    elsewhere = 0.0 if candidate.kind == "expr" else _ELSEWHERE * source["other"]
    return source["expression"] * told + elsewhere
