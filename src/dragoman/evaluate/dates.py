"""Scores time expressions against TimeML, as TempEval-3 does (UzZaman et al. 2013), and the intervals they mean.

Relaxed: the spans overlap; strict: they are equal; value: they overlap and the ``value`` attributes are equal. Pairs
are one-to-one, equal spans first. The publication date of the document is given and not counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from dragoman.errors import InputError
from dragoman.formats import timeml
from dragoman.formats.timeml import Timex
from dragoman.records import TimeExpression
from dragoman.resolve.time_calendar import as_interval
from dragoman.resolve.times import find_times

MOST_DAYS = 40_000
"""Longer intervals (centuries) are cut to this many days when two are compared."""


@dataclass(slots=True)
class DateScores:
    """Counts over documents; the properties are percentages."""

    gold: int = 0
    predicted: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0
    type: int = 0
    dated: int = 0
    """Gold expressions that name an interval."""
    interval: float = 0.0
    """Sum of the overlap (days in common over days in either) of their predicted intervals."""
    words: int = 0
    seconds: float = 0.0
    """Processor time, so that the speed is a core's whatever else runs."""
    documents: int = 0
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(document, what went wrong, gold, predicted)."""

    def f1(self, hits: float) -> float:
        """F1 in per cent of ``hits`` true positives."""
        both = self.gold + self.predicted
        return 200 * hits / both if both else 0.0

    def to_dict(self) -> dict[str, object]:
        """The figures of ``dragoman eval dates --json``."""
        return {
            "documents": self.documents,
            "gold": self.gold,
            "predicted": self.predicted,
            "relaxed_f1": round(self.f1(self.relaxed), 2),
            "strict_f1": round(self.f1(self.strict), 2),
            "value_f1": round(self.f1(self.value), 2),
            "type_f1": round(self.f1(self.type), 2),
            "value_accuracy": round(100 * self.value / self.relaxed, 2) if self.relaxed else 0.0,
            "interval_score": round(100 * self.interval / self.dated, 2) if self.dated else 0.0,
            "words": self.words,
            "words_per_second": round(self.words / self.seconds) if self.seconds else 0,
        }


def score_folder(folder: Path, predictions: Path | None = None) -> DateScores:
    """Read every ``.tml`` file below ``folder``, find its time expressions anew, and score them.

    With ``predictions`` the predicted TimeML is written there, in files of the same names. Raises ``InputError`` where
    there is no ``.tml`` file; one that cannot be read is told in ``errors`` and left out.
    """
    files = sorted(folder.rglob("*.tml"))
    if not files:
        raise InputError(f"{folder}: no .tml files there; give a folder of TimeML documents")
    if predictions:
        predictions.mkdir(parents=True, exist_ok=True)
    scores = DateScores()
    find_times("today", None)  # loads the grammar, which is no part of the speed
    for path in files:
        try:
            document = timeml.read(path)
        except InputError as error:
            scores.errors.append((path.name, "unreadable", str(error), ""))
            continue
        start = time.process_time()
        times = find_times(document.text, document.created)
        scores.seconds += time.process_time() - start
        scores.words += len(document.text.split())
        scores.documents += 1
        add(scores, path.stem, document, times)
        if predictions:
            text = timeml.document(document.id, document.created, document.text, times)
            (predictions / path.name).write_text(text, "utf8")
    return scores


def add(scores: DateScores, name: str, document: timeml.TimemlDocument, times: Iterable[TimeExpression]) -> None:
    """Add one document's counts."""
    gold = list(document.times)
    predicted = list(times)
    scores.gold += len(gold)
    scores.predicted += len(predicted)
    pairs = match_spans([(g.start, g.end) for g in gold], [(p.span.start, p.span.end) for p in predicted])
    for i, j in pairs:
        _add_pair(scores, name, document.text, gold[i], predicted[j])
    hit_gold, hit_predicted = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, g in enumerate(gold):
        scores.dated += as_interval(g.value) is not None
        if i not in hit_gold:
            scores.errors.append((name, "missed", f"{document.text[g.start : g.end]} [{g.type} {g.value}]", ""))
    for j, p in enumerate(predicted):
        if j not in hit_predicted:
            scores.errors.append((name, "spurious", "", f"{p.span.text} [{p.type} {p.value}]"))


def _add_pair(scores: DateScores, name: str, text: str, gold: Timex, predicted: TimeExpression) -> None:
    scores.relaxed += 1
    same = (gold.start, gold.end) == (predicted.span.start, predicted.span.end)
    scores.strict += same
    scores.value += gold.value == predicted.value
    scores.type += gold.type == predicted.type
    a, b = as_interval(gold.value), as_interval(predicted.value)
    if a and b:
        scores.interval += overlap(a[0], b[0])
    shown = (
        f"{text[gold.start : gold.end]} [{gold.type} {gold.value}]",
        f"{predicted.span.text} [{predicted.type} {predicted.value}]",
    )
    if gold.value != predicted.value:
        scores.errors.append((name, "value", *shown))
    if not same:
        scores.errors.append((name, "extent", *shown))


def match_spans(gold: list[tuple[int, int]], predicted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """One-to-one pairs of overlapping spans: equal ones first, then by the number of characters in common."""
    cells = []
    for i, (a, b) in enumerate(gold):
        for j, (c, d) in enumerate(predicted):
            common = min(b, d) - max(a, c)
            if common > 0:
                cells.append(((a, b) != (c, d), -common, i, j))
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(cells):
        if all(i != x and j != y for x, y in pairs):
            pairs.append((i, j))
    return pairs


def overlap(a: str, b: str) -> float:
    """Days that two codebook dates have in common, over the days of either: 1 for equal ones, 0 for distant ones."""
    first, second = days_of(a), days_of(b)
    if first is None or second is None:
        return float(a == b)
    common = (min(first[1], second[1]) - max(first[0], second[0])).days + 1
    whole = (max(first[1], second[1]) - min(first[0], second[0])).days + 1
    return max(common, 0) / whole if whole > 0 else 0.0


def days_of(value: str) -> tuple[date, date] | None:
    """First and last day of a codebook date."""
    parts = [part.split("T")[0] for part in value.split("/")]
    try:
        start = date.fromisoformat((parts[0] + "-01-01")[:10])
        last = parts[-1]
        if len(last) == len("2023"):
            return start, date(int(last), 12, 31)
        if len(last) == len("2023-05"):
            following = date.fromisoformat(last + "-28") + timedelta(4)
            return start, following - timedelta(following.day)
        return start, date.fromisoformat(last)
    except ValueError:
        return None
