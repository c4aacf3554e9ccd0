"""A second look at every event that was read: how likely it is right, given the whole report.

The reader sees one passage and asks whether words name an act. Whether the record that came of it is right depends
on more: how sure each slot is, whether the act is told once or is one of twenty, who says it. The weights
(``sift_weights.tsv``, a logistic regression) were fitted by ``tools/fit_sifting.py`` on annotated reports that the
reader had not been trained on; the probability is the event's score, and what is too unlikely is left out.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from dragoman.data.knowledge import lexicon
from dragoman.records import Event, Participant, Report, Trigger

Features = dict[str, float]
PRIVATE = frozenset({"CVL", "BUS", "MED", "EDU", "JRN"})
_MODAL = frozenset(["to", "would", "could", "should", "may", "might", "can", "will", "must", "if", "not", "never"])
_NO_SLOT = -3.0
_LEAD = 2
_MANY = 2


class HasLeast(Protocol):
    """The limit of a trained model, and how its probabilities are calibrated."""

    @property
    def least(self) -> float: ...  # noqa: D102
    def probability(self, score: float, /) -> float: ...  # noqa: D102


def sift(report: Report, limits: HasLeast) -> Report:
    """Needs events and statements, gives events: each with its probability as score, none below the limit.

    Events that the lexicon read keep their score and stay: nothing was learnt about those. Without a limit (0) the
    report stays as it is.
    """
    if limits.least <= 0 or report.reading is None:
        return report
    by = weights()
    read = {t.span.start for t in report.reading.triggers if t.by == "model"}
    kept = []
    for event, features in zip(report.events, described(report), strict=True):
        if event.trigger.start not in read:
            kept.append(event)
        elif (p := probability(features, by)) >= limits.least:
            kept.append(replace(event, score=round(limits.probability(p), 4)))
    return replace(report, events=tuple(kept))


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Feature -> weight."""
    return {name: float(value) for _, (name, value, *_) in lexicon.rows("sift_weights.tsv")}


def probability(features: Features, by: Mapping[str, float]) -> float:
    """Between 0 and 1."""
    return 1 / (1 + math.exp(-sum(by.get(name, 0.0) * value for name, value in features.items())))


def described(report: Report) -> Iterator[Features]:
    """The features of each of the report's events, in their order."""
    triggers = {t.span.start: t for t in report.reading.triggers} if report.reading else {}
    starts = [s.span.start for s in report.sentences]
    where = [max(0, bisect_right(starts, e.trigger.start) - 1) for e in report.events]
    crowd = Counter(where)
    whole = {"sentences": math.log(len(starts) or 1), "density": len(report.events) / (len(starts) or 1)}
    for event, sentence in zip(report.events, where, strict=True):
        out = {"any": 1.0, **whole, f"type {event.type}": 1.0, f"status {event.status}": 1.0}
        out["position"] = sentence / (len(starts) or 1)
        out["lead"] = float(sentence < _LEAD)
        out["crowd"] = float(crowd[sentence] - 1)
        trigger = triggers.get(event.trigger.start)
        if trigger is not None:
            out.update(_reading(trigger, filled=bool(event.recipients)))
        out.update(_slots(event))
        out.update(_beside(report, event))
        out.update(_words(report, event))
        yield {name: value for name, value in out.items() if value}


def _reading(trigger: Trigger, *, filled: bool) -> Iterator[tuple[str, float]]:
    yield "act", logit(trigger.score)
    rival = logit(trigger.over[0][1]) if trigger.over else -5.0
    yield "rival", rival
    yield f"rival of {trigger.type}", rival / 5
    if trigger.filled is not None:
        yield "recipient read" if filled else "none read, wanted", logit(trigger.filled)
    yield "lexicon agrees", float(trigger.lexicon == trigger.type)
    yield "lexicon differs", float(trigger.lexicon not in {None, trigger.type})


def _slots(event: Event) -> Iterator[tuple[str, float]]:
    yield "actor", _best(event.actors)
    yield "recipient", _best(event.recipients) if event.recipients else 0.0
    yield "no recipient", float(not event.recipients)
    if not event.recipients:
        yield f"no recipient {event.type}", 1.0
    yield "several actors", float(len(event.actors) > 1)
    yield "many actors", float(len(event.actors) > _MANY)
    yield "several recipients", float(len(event.recipients) > 1)
    actors, recipients = _countries(event.actors), _countries(event.recipients)
    yield "same country", float(bool(actors & recipients))
    yield "no country acts", float(not any(actors))
    yield "to no country", float(bool(recipients) and not any(recipients))
    yield "by rule", float(any(((p.why and p.why.by) or "").startswith("rule") for p in event.actors))
    guessed = [p.actor.why.by.startswith("context") for p in (*event.actors, *event.recipients) if p.actor.why]
    yield "guessed country", float(any(guessed))
    sectors = {p.actor.sector for p in event.actors}
    yield "private", float(bool(sectors & PRIVATE))
    yield "state", float("GOV" in sectors or any(":" in (c or "") for c in actors))
    yield "named person", float(any(p.actor.kind == "person" for p in event.actors))


def _beside(report: Report, event: Event) -> Iterator[tuple[str, float]]:
    """Other events of the report, and statements about the words."""
    others = [e for e in report.events if e is not event and e.type == event.type]
    yield "same type", float(bool(others))
    mine = _countries(event.actors)
    yield "same type and actor", float(any(mine & _countries(e.actors) for e in others))
    yield "told again", float(bool(event.mentions))
    yield "quoted", float(any(c.overlaps(event.trigger) for s in report.statements for c in s.content))
    yield "cue", float(any(s.cue.overlaps(event.trigger) for s in report.statements))


def _words(report: Report, event: Event) -> Iterator[tuple[str, float]]:
    words = event.trigger.text.split()
    yield "long", float(len(words) > 1)
    yield "ing", float(words[0].endswith("ing"))
    before = report.text[max(0, event.trigger.start - 20) : event.trigger.start].lower().split()[-1:]
    yield "modal", float(before != [] and before[0] in _MODAL)
    yield "the", float(before in (["the"], ["a"], ["an"]))


def _best(slot: Iterable[Participant]) -> float:
    return max((logit(p.why.score) for p in slot if p.why and p.why.score), default=_NO_SLOT)


def _countries(slot: Iterable[Participant]) -> frozenset[str | None]:
    return frozenset(p.actor.country for p in slot)


def logit(p: float) -> float:
    """Log odds, between -7 and 7."""
    p = min(max(p, 1e-3), 1 - 1e-3)
    return math.log(p / (1 - p))
