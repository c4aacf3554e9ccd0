"""Puts events together: an act that was read, who did it, to whom, and in which sentences it stands."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.extract.participants import fill
from dragoman.extract.topics import is_unpolitical
from dragoman.ontology import Ontology
from dragoman.records import Actor, Event, Report, Span, Trigger, When, Where, Why
from dragoman.records.event import Status
from dragoman.records.ids import content_id

Who = Callable[[Report, Span], tuple[Actor, ...]]

NOT_DATED = When(None, None, (), Why("date.none", note="not dated yet"))
MEAN_FILLED = 0.78
"""Share of all training events that have a recipient."""
NOT_PLACED = Where(None, (), Why("place.none", note="not placed yet"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Probabilities below which an act or an argument is left out; chosen on held-out training reports."""

    trigger: float = 0.45
    unpolitical: float = 0.95
    """The same in reports about sport, markets, weather and the like."""
    actor: float = 0.4
    actor_least: float = 0.15
    recipient: float = 0.4
    recipient_least: float = 0.3
    trust: float = 0.0
    """Weight of whether an act has a recipient at all against how likely the likeliest one is (geometric mean)."""
    slope: float = 1.0
    """With ``offset``: from the raw score to a probability (Platt 1999), fitted on the same reports."""
    offset: float = 0.0
    least: float = 0.0
    """Of a whole event, judged once more in the light of its report (``sifting.py``); 0: no second look."""
    filled: Mapping[str, float] = field(default_factory=dict)
    """Type -> share of its training events that have a recipient: aid nearly always has one, talks often none."""

    def probability(self, score: float) -> float:
        """The calibrated score, between 0 and 1."""
        return 1 / (1 + math.exp(-(self.slope * _logit(score) + self.offset)))

    @classmethod
    def of(cls, thresholds: Mapping[str, Any]) -> Limits:
        """Those of a trained model; what it does not name keeps its default."""
        return cls(**{name: thresholds[name] for name in cls.__slots__ if name in thresholds})

    def recipient_limit(self, type_name: str) -> float:
        """Least probability of an act's only recipient, by the type's share of events that have one.

        The reader's probability was learnt over all types; Bayes' rule moves it to the type's own odds.
        """
        share = self.filled.get(type_name)
        if share is None or self.trust > 0:  # the reader has judged this very act
            return self.recipient_least
        return 1 / (1 + math.exp(-(_logit(self.recipient_least) + _logit(MEAN_FILLED) - _logit(share))))


def _logit(p: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(p / (1 - p))


def extract_events(report: Report, who: Who, ontology: Ontology, limits: Limits | None = None) -> Report:
    """Needs reading and mentions, gives events; dates and places are later stages'."""
    if report.reading is None:
        return report
    limits = limits or Limits()
    least = limits.unpolitical if is_unpolitical(report) else limits.trigger
    events = [
        event
        for trigger in report.reading.triggers
        if trigger.type in ontology.types and _likely(trigger, least)
        for event in _events(report, trigger, who, ontology, limits)
    ]
    return replace(report, events=tuple(events))


def _likely(trigger: Trigger, least: float) -> bool:
    return trigger.by == "lexicon" or trigger.score >= least


def _events(report: Report, trigger: Trigger, who: Who, ontology: Ontology, limits: Limits) -> Iterable[Event]:
    filled = fill(report, trigger, who, limits)
    if not filled.actors:
        return
    kind, status, why = _settle(trigger, ontology)
    evidence = _evidence(report, trigger.span)
    mode = trigger.mode if kind == trigger.type and trigger.mode in ontology.types[kind].modes else None
    codes = [p.actor.code for p in (*filled.actors, *filled.recipients)]
    yield Event(
        id=content_id("e", report.id, trigger.span.start, trigger.span.text, kind, *codes),
        type=kind,
        mode=mode,
        quad=ontology.quad(kind),
        actors=filled.actors,
        recipients=filled.recipients,
        when=NOT_DATED,
        where=NOT_PLACED,
        status=status,
        trigger=trigger.span,
        evidence=evidence,
        score=round(limits.probability(trigger.score * filled.score), 4),
        whys=(
            ("type", why),
            ("mode", Why(f"{trigger.by}.mode", note="" if mode else "no mode is told")),
            ("status", Why(f"{trigger.by}.status")),
        ),
    )


def _settle(trigger: Trigger, ontology: Ontology) -> tuple[str, Status, Why]:
    """Type and status by the codebook: an act of cooperation still to come is the agreement to it."""
    becomes = ontology.types[trigger.type].becomes
    said = f"the words “{trigger.span.text}”"
    if trigger.lexicon is not None and trigger.lexicon != trigger.type:
        said += f", which the lexicon has as {trigger.lexicon}"
    why = Why(f"{trigger.by}.trigger", trigger.score, said, trigger.over)
    if trigger.status == "future" and becomes:
        note = f"{trigger.type} still to come is {becomes} (codebook, type and mode)"
        return becomes, "actual", replace(why, note=note)
    return trigger.type, trigger.status, why


def _evidence(report: Report, trigger: Span) -> tuple[Span, ...]:
    """The trigger's sentence. Participants told elsewhere carry their own evidence."""
    sentence = sentence_of([s.span for s in report.sentences], trigger)
    return (sentence or trigger,)


def sentence_of(sentences: Sequence[Span], inner: Span) -> Span | None:
    """The sentence in which ``inner`` begins."""
    from bisect import bisect_right

    k = bisect_right(sentences, inner.start, key=lambda s: s.start) - 1
    return sentences[k] if k >= 0 and inner.start < sentences[k].end else None
