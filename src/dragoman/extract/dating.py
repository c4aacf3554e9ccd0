"""The day of each event (codebook, "Date").

For each event the dates that it may have are listed (``dating_features.py``): the dated expressions of its sentence,
the day the story runs on from, the publication date, none. A linear model with the weights of
``data/dates/dating.json`` chooses; its probability and the rejected dates stand in ``when.why``.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from dragoman.errors import DataError
from dragoman.extract.dating_features import candidates
from dragoman.extract.dating_read import Readings
from dragoman.extract.dating_scope import Candidate, Scope, plain
from dragoman.records import Event, Report, When, Why
from dragoman.records.when import Precision

_NOTES = {
    "expr": "the words “{words}” date its clause",
    "story": "the story runs on from {value}",
    "elsewhere": "another sentence that tells it says “{words}”",
    "after": "told to be so long before the day of the rest",
    "pub": "told as this report's news, with no date of its own",
    "none": "background whose day the report does not tell",
}
SURE = 0.95
"""How often the one past date right behind a past verb is the event's, in gold/train and the corpus (218 of 230)."""
_LENGTHS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature; what is not in it weighs nothing."""

    of: dict[str, float]
    scale: float = 1.0
    """Of the features' sum where the reading judges the date as well."""
    read: float = 0.0
    """Of what the reading says; both fitted on held-out reports (``tools/fit_dating.py``)."""

    def score(self, candidate: Candidate) -> float:
        """The sum of a candidate's weights (a log-odds)."""
        get = self.of.get
        return sum(get(name, 0.0) for name in candidate.features)

    def judge(self, event: Event, candidate: Candidate, readings: Readings) -> float:
        """The same with what the reading of the report says of it."""
        odds = readings.odds(event, candidate)
        return self.score(candidate) if odds == 0.0 else self.scale * self.score(candidate) + self.read * odds


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights of the package; raises ``DataError`` where the file is wrong."""
    path = resources.files("dragoman.data") / "dates" / "dating.json"
    try:
        data = json.loads(path.read_text("utf8"))
        of = {str(k): float(v) for k, v in data["weights"].items()}
        return Weights(of, float(data.get("scale", 1.0)), float(data.get("read", 0.0)))
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"dating.json cannot be read ({error}); make it anew with tools/train_dating.py") from error


def date_events(report: Report) -> Report:
    """Fill ``when`` of every event of ``report.events``; needs ``report.times`` and the publication date.

    ``when.value`` is None for background that the report does not date, with the reason in ``when.why``.
    """
    return replace(report, events=decide(report, weights()))


def decide(report: Report, model: Weights) -> tuple[Event, ...]:
    """The events with their dates by ``model``, in the order they came."""
    if not report.events:
        return ()
    scope, readings = Scope(report), Readings(report)
    order = sorted(range(len(report.events)), key=lambda i: (report.events[i].trigger.start, i))
    before: list[tuple[Event, str | None]] = []
    dated = list(report.events)
    for i in order:
        event = report.events[i]
        options = candidates(scope, event, before)
        when = _choose(options, [model.judge(event, option, readings) for option in options])
        before.append((event, when.value))
        dated[i] = replace(event, when=when)
    return tuple(dated)


def _choose(options: list[Candidate], scores: list[float]) -> When:
    """The best candidate as a ``When``; candidates of one value stand by each other."""
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    whole = sum(parts)
    shares = sorted(zip(options, parts, strict=True), key=lambda pair: -pair[1])
    best = shares[0][0]
    over: dict[str, float] = {}
    for option, part in shares[1:]:
        if option.value != best.value:
            name = option.value or "no date"
            over[name] = over.get(name, 0.0) + part / whole
    certain = next((option for option in options if option.sure), None)
    if certain is not None:
        others = tuple((name, round(share, 3)) for name, share in over.items() if name != certain.value)
        return _as_when(certain, SURE, others[:3], "date.clause")
    score = sum(part for option, part in shares if option.value == best.value) / whole
    rejected = tuple((name, round(share, 3)) for name, share in sorted(over.items(), key=lambda pair: -pair[1])[:3])
    return _as_when(best, round(score, 4), rejected)


def _as_when(best: Candidate, score: float, over: tuple[tuple[str, float], ...], by: str = "") -> When:
    time = best.time
    words = " ".join(time.span.text.split()) if time else ""
    note = _NOTES[best.kind].format(words=words, value=best.value)
    by = by or f"date.{best.kind}"
    if best.kind == "expr" and time is not None and time.when is not None:
        note = f"{note} ({time.when.why.by}: {time.when.why.note})"
        precision = time.when.precision if time.when.precision not in {"minute", "hour"} else "day"
        return When(plain(time.when.value or ""), precision, (time.span,), Why(by, score, note, over))
    if best.value is None:
        return When(None, None, (), Why(by, score, note, over))
    evidence = (time.span,) if time else ()
    return When(best.value, _LENGTHS.get(len(best.value), "interval"), evidence, Why(by, score, note, over))
