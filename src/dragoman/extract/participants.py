"""Fills an act's slots: from what the model read where it did, by position where only a lexicon did."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from dragoman.records import Actor, Argument, Mention, Participant, Report, Span, Trigger, Why
from dragoman.records.ids import content_id

Who = Callable[[Report, Span], tuple[Actor, ...]]
AUTHORITY_TYPES = frozenset({"COERCE", "SANCTION"})
"""Acts that only authorities do: without an agent, those of the place did them (codebook, actors)."""
DANGLING = frozenset({"in", "of", "from", "at", "by", "the", "a", "an", "and", "for", "to", "with"})
LETTERS = re.compile(r"[^\W\d_]+")
LEADING = re.compile(r"(?:that|and|but|whether|if|when|while|as|because|,)\s+(?=\S)", re.IGNORECASE)
"""What joins clauses and is no part of a name ("said that Mobutu")."""
SHARE_OF_BEST = 0.4
"""An argument much less likely than the likeliest of its role is not another of its kind but a rival to it."""
UNKNOWN_TYPES = frozenset({"ASSAULT"})


class HasLimits(Protocol):
    """The probabilities that decide about arguments."""

    @property
    def actor(self) -> float: ...  # noqa: D102
    @property
    def actor_least(self) -> float: ...  # noqa: D102
    @property
    def recipient(self) -> float: ...  # noqa: D102
    @property
    def trust(self) -> float: ...  # noqa: D102
    def recipient_limit(self, type_name: str, /) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Filled:
    """Both slots of an act and the probability that they are right."""

    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    score: float


def fill(report: Report, trigger: Trigger, who: Who, limits: HasLimits) -> Filled:
    """Actors and recipients of one act."""
    if trigger.by == "lexicon":
        return _by_position(report, trigger, who)
    arguments = contest(trigger.arguments)
    actors = _choose(arguments, "actor", limits.actor, limits.actor_least)
    recipients = [a for a in _recipients(arguments, trigger, limits) if not a.span.overlaps(trigger.span)]
    named = [a for a in actors if not a.span.overlaps(trigger.span)]
    doers = _participants(report, named, who, "model.actor")
    if not doers:
        doers = _speaker(report, trigger) or _nobody_named(report, trigger)
    if trigger.type in UNKNOWN_TYPES:
        doers = tuple(by_its_forces(p) for p in doers)
    objects = _participants(report, recipients, who, "model.recipient")
    objects = tuple(p for p in objects if p.actor.id not in {doer.actor.id for doer in doers})
    best = max((a.score for a in named), default=0.5)
    return Filled(doers, objects, best)


def by_its_forces(participant: Participant) -> Participant:
    """A state that attacks does so by its armed forces: three in four of such actors are coded so."""
    actor = participant.actor
    if actor.kind != "country" or actor.sector != "GOV":
        return participant
    return replace(participant, actor=replace(actor, sector="MIL"))


def contest(arguments: Iterable[Argument]) -> list[Argument]:
    """Words that were read in both roles keep the likelier one: nobody does a thing to himself."""
    found = list(arguments)
    return [
        a for a in found if not any(b.role != a.role and b.score > a.score and b.span.overlaps(a.span) for b in found)
    ]


def _speaker(report: Report, trigger: Trigger) -> tuple[Participant, ...]:
    """The speaker, where the act is the cue of a statement: who "urged" is who is quoted."""
    for statement in report.statements:
        if statement.cue.overlaps(trigger.span):
            why = Why("rule.speaker", statement.score, "the act is the cue of a statement")
            return (Participant(statement.speaker.actor, statement.speaker.evidence, why),)
    return ()


def _choose(arguments: Iterable[Argument], role: str, enough: float, least: float) -> list[Argument]:
    """All that are likely enough; failing them the likeliest, if it is not too unlikely."""
    fitting = sorted((a for a in arguments if a.role == role), key=lambda a: -a.score)
    chosen = [a for a in fitting if a.score >= enough and a.score >= SHARE_OF_BEST * fitting[0].score]
    if not chosen and fitting and fitting[0].score >= least:
        chosen = fitting[:1]
    return sorted(chosen, key=lambda a: a.span.start)


def _recipients(arguments: list[Argument], trigger: Trigger, limits: HasLimits) -> list[Argument]:
    """Those of the act; where the reader judges whether it has any, that judgement weighs with the likeliest one."""
    least = limits.recipient_limit(trigger.type)
    if trigger.filled is None or limits.trust == 0:
        return _choose(arguments, "recipient", limits.recipient, least)
    best = max((a.score for a in arguments if a.role == "recipient"), default=0.0)
    if trigger.filled**limits.trust * best ** (1 - limits.trust) < least:
        return []
    return _choose(arguments, "recipient", limits.recipient, 0.0)


def _participants(report: Report, arguments: Iterable[Argument], who: Who, by: str) -> tuple[Participant, ...]:
    out: dict[str, Participant] = {}
    for a in arguments:
        span = whole(report, a.span)
        if not {word.lower() for word in LETTERS.findall(span.text)} - DANGLING:
            continue  # "the", "50": a piece of a name that was not read
        if _amount(report, span):
            continue
        for actor in who(report, span):
            out.setdefault(actor.id, Participant(actor, (span,), Why(by, a.score)))
    return tuple(out.values())


def _amount(report: Report, span: Span) -> bool:
    """Whether the words are a sum or a time through and through ("100,000 kyats"): those do nothing to nobody."""
    names = report.reading.names if report.reading else ()
    return any(n.kind in {"number", "time"} and n.span.covers(span) for n in names)


def whole(report: Report, span: Span) -> Span:
    """``span`` widened to the mentions that it cuts, and past an article at its end; without a "that" before it."""
    start, end = span.start, span.end
    last = span.text.rsplit(None, 1)[-1].lower()
    reach = end + 2 if last in DANGLING else end
    for m in report.mentions:
        if "\n" in m.span.text or m.kind in {"work", "other"}:
            continue
        if m.span.start < reach and m.span.end > start:
            start, end = min(start, m.span.start), max(end, m.span.end)
    led = LEADING.match(report.text, start, end)
    return Span.of(report.text, led.end() if led else start, end)


def _nobody_named(report: Report, trigger: Trigger) -> tuple[Participant, ...]:
    """No words for the doer: the authorities of the place, or nobody known (codebook, actors)."""
    if trigger.type in AUTHORITY_TYPES:
        country = setting(report, trigger.span)
        if country is not None:
            why = Why("rule.authorities", note=f"only authorities do this; the sentence is about {country}")
            actor = Actor(content_id("a", "authorities", country), "the authorities", "body", country, "GOV", why=why)
            return (Participant(actor, (trigger.span,), why),)
        return ()
    if trigger.type in UNKNOWN_TYPES:
        why = Why("rule.unknown", note="the report has no words for the attacker")
        actor = Actor(content_id("a", "unknown", report.id), "unknown", "unknown", None, "UNK", why=why)
        return (Participant(actor, (trigger.span,), why),)
    return ()


def setting(report: Report, near: Span) -> str | None:
    """Country in which the words ``near`` play: of the nearest place or country in the sentence, else of the report."""
    actors = dict(report.entities)
    known = [
        (m.span, actor.country)
        for m in report.mentions
        if m.kind in {"country", "place", "people", "body", "person"}
        and (actor := actors.get(m.entity))
        and actor.country
        and ":" not in actor.country
    ]
    known += [(t.span, t.place.country) for t in report.places if t.place and t.place.country]
    sentence = next((s.span for s in report.sentences if s.span.start <= near.start < s.span.end), near)
    inside = [(abs(span.start - near.start), country) for span, country in known if sentence.covers(span)]
    if inside:
        return min(inside)[1]
    counts: dict[str, int] = {}
    for _, country in known:
        counts[country] = counts.get(country, 0) + 1
    return max(counts, key=lambda c: counts[c], default=None)


def _by_position(report: Report, trigger: Trigger, who: Who) -> Filled:
    """The last mention before the act did it, the first after it had it done to; turned round before "by"."""
    sentence = next((s.span for s in report.sentences if s.span.covers(trigger.span)), None)
    if sentence is None:
        return Filled((), (), 0.0)
    inside = [m for m in report.mentions if sentence.covers(m.span) and not m.span.overlaps(trigger.span)]
    before = [m for m in inside if m.span.end <= trigger.span.start]
    after = [m for m in inside if m.span.start >= trigger.span.end]
    by = report.text[trigger.span.end : trigger.span.end + 4].strip().startswith("by")
    doer, done = (after[:1], before[-1:]) if by else (before[-1:], after[:1])
    return Filled(_mentioned(report, doer, who), _mentioned(report, done, who), 0.4)


def _mentioned(report: Report, mentions: Iterable[Mention], who: Who) -> tuple[Participant, ...]:
    return tuple(
        Participant(actor, (m.span,), Why("rule.position", 0.4))
        for m in mentions
        if m.kind not in {"work", "other"}
        for actor in who(report, m.span)
        if actor.kind != "unknown"
    )
