"""Scores the contexts of events against annotations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from dragoman.records import Event, Report


@dataclass(slots=True)
class ContextScore:
    """Counts over annotated events; one that is not found in its report is counted apart."""

    events: int = 0
    not_found: int = 0
    any_right: int = 0
    """Events with a right context among those given, or with none where none is right."""
    all_right: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, line: dict[str, Any], report: Report) -> None:
        """Count the event whose trigger overlaps the annotated one the most."""
        event = event_at(report, *line["trigger"])
        if event is None:
            self.not_found += 1
            return
        gold, found = set(line["contexts"]), set(event.contexts)
        self.events += 1
        self.any_right += bool(gold & found) or gold == found
        self.all_right += gold == found
        self.right.update(gold & found)
        self.wrong.update(found - gold)
        self.missed.update(gold - found)
        if gold != found:
            self.misses.append(
                f"{report.id} {event.type} {event.trigger.text!r}: missed {sorted(gold - found)}, wrong "
                f"{sorted(found - gold)}, right {sorted(gold & found)} | {' '.join(event.evidence[0].text.split())}"
            )

    def to_dict(self) -> dict[str, Any]:
        """Micro precision, recall and F1, shares of events, and each context, in per cent."""
        total = [sum(c.values()) for c in (self.right, self.wrong, self.missed)]
        share = 100 / self.events if self.events else 0.0
        names = sorted({*self.right, *self.wrong, *self.missed})
        return {
            "micro": _prf(*total),
            "any_right": round(self.any_right * share, 1),
            "all_right": round(self.all_right * share, 1),
            "events": self.events,
            "not_found": self.not_found,
            "by_context": {n: _prf(self.right[n], self.wrong[n], self.missed[n]) for n in names},
        }


def event_at(report: Report, start: int, end: int) -> Event | None:
    """The event whose trigger (or that of another mention of it) overlaps the span the most."""
    best: tuple[int, Event] | None = None
    for event in report.events:
        for span in (event.trigger, *event.mentions):
            size = min(end, span.end) - max(start, span.start)
            if size > 0 and (best is None or size > best[0]):
                best = (size, event)
    return best[1] if best else None


def _prf(right: int, wrong: int, missed: int) -> dict[str, float | int]:
    p = right / (right + wrong) if right + wrong else 0.0
    r = right / (right + missed) if right + missed else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {
        "p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(100 * f1, 1),
        "gold": right + missed, "pred": right + wrong,
    }  # fmt: skip
