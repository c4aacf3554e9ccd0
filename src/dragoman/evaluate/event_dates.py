"""Dates of gold events: how often ``date_events`` gives the day that the annotators gave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dragoman.clean import clean
from dragoman.errors import InputError
from dragoman.evaluate.gold import date_matches
from dragoman.extract.dating import decide, weights
from dragoman.records import Event, Published, Report, Span, When, Where, Why
from dragoman.resolve.times import resolve_times

_NOT_YET = When(None, None, (), Why("date.none", note="not dated yet"))
_NOWHERE = Where(None, (), Why("place.none", note="not placed"))


@dataclass(slots=True)
class EventDateScores:
    """Counts of gold events whose date came out right, by what their date is."""

    events: int = 0
    right: int = 0
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """``accuracy`` in per cent, in all and by kind of gold date (publication, other, none)."""
        out: dict[str, object] = {"events": self.events, "right": self.right}
        out["accuracy"] = round(100 * self.right / self.events, 1) if self.events else 0.0
        for kind in ("publication", "other", "none"):
            whole = self.kinds[kind, True] + self.kinds[kind, False]
            out[f"accuracy_{kind}"] = round(100 * self.kinds[kind, True] / whole, 1) if whole else None
        return out


def read_gold(path: Path) -> Iterator[dict[str, Any]]:
    """The gold records of a folder of ``.json`` files, of a ``.json`` or of a ``.jsonl`` file."""
    files = sorted(path.glob("*.json*")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no gold files there; give a folder of .json files or a .jsonl file")
    for file in files:
        try:
            text = file.read_text("utf8")
            if file.suffix == ".jsonl":
                yield from (json.loads(line) for line in text.splitlines() if line.strip())
            else:
                yield json.loads(text)
        except (OSError, ValueError) as error:
            raise InputError(f"{file}: is no gold file ({error}); see the codebook for its form") from error


def as_report(record: Mapping[str, Any]) -> tuple[Report, dict[str, str | None]]:
    """A gold record as a cleaned report with its gold events (not dated yet), and the gold date of each event's id."""
    text = str(record["text"])
    report = clean(Report(text, str(record["id"]), title=record.get("title"), published=Published(record["published"])))
    report = replace(report, published=Published(record["published"], source="given"))
    events, dates = [], {}
    for number, gold in enumerate(record["events"]):
        start = _trigger(text, gold)
        if start < 0:
            continue
        trigger = Span.of(text, start, start + len(gold["trigger"]))
        name = f"gold-{number}"
        others = _evidence(text, gold, start)
        events.append(
            Event(
                name,
                gold["type"],
                gold.get("mode"),
                0,
                (),
                (),
                _NOT_YET,
                _NOWHERE,
                gold["status"],
                trigger,
                (),
                1.0,
                mentions=others,
            )
        )
        dates[name] = gold["date"]
    return resolve_times(replace(report, events=tuple(events))), dates


def _evidence(text: str, gold: Mapping[str, Any], trigger: int) -> tuple[Span, ...]:
    """The evidence sentences that the trigger does not stand in: they tell the event too, as linked mentions do."""
    spans = [Span.of(text, at, at + len(e)) for e in gold["evidence"] if (at := text.find(e)) >= 0]
    return tuple(span for span in spans if not span.start <= trigger < span.end)


def _trigger(text: str, gold: Mapping[str, Any]) -> int:
    """Where the trigger stands: in the evidence where it can be found there, else its first occurrence."""
    for evidence in gold["evidence"]:
        at, inner = text.find(evidence), evidence.find(gold["trigger"])
        if at >= 0 and inner >= 0:
            return int(at + inner)
    return text.find(gold["trigger"])


def score_events(path: Path) -> EventDateScores:
    """Date the gold events below ``path`` anew and compare, by the scorer's rule for dates."""
    scores = EventDateScores()
    for record in read_gold(path):
        report, dates = as_report(record)
        for event in decide(report, weights()):
            gold = dates[event.id]
            right = date_matches(gold, event.when.value)
            kind = "none" if gold is None else "publication" if gold == report.published.date else "other"
            scores.events += 1
            scores.right += right
            scores.kinds[kind, right] += 1
            if not right:
                scores.misses.append(
                    f"{report.id} {event.type} {event.trigger.text!r}: {gold}, found {event.when.value}"
                )
    return scores
