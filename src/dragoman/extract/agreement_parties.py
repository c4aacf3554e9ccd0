"""Who the parties of an instrument are: by its name, by "between A and B", by the act that the sentence tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from dragoman.records import Actor, Participant, Report, Span, Why

Who = Callable[[Report, Span], tuple[Actor, ...]]
MOST = 8
NEAR = 90
"""Characters behind a name within which "between A and B" and "with B" belong to it."""
_KINDS = {"country", "body", "people", "person"}
_BETWEEN = re.compile(r"[^.;:]{0,40}?\b(?P<word>between|among)\b(?P<rest>[^.;:]{1,120})")
_WITH = re.compile(r"[\s,]*(?:\([A-Z]+\)\s)?(?:\w+\s){0,2}?(?P<word>with)\s(?P<rest>[^.;:,]{1,80})")
_END = re.compile(
    r"\b(?:to|in|on|at|that|which|who|was|were|is|are|has|had|after|before|since|last|this|said|over|by|for|when|will)\b"
)
_NO_PARTY = {"JRN"}
_OLD = {"Sino", "Anglo", "Franco", "Indo", "British", "American", "Dutch"}
"""Parts of names for countries that do not begin as these do."""
_HOSTS = {"IGO:UN", "IGO:UNSC", "IGO:WTO", "IGO:IMF", "IGO:World Bank"}
"""Bodies that speak of other people's agreements."""
_JOINT = {"AGREE", "SUPPORT", "COOPERATE"}
_TYPES = {"AGREE", "SUPPORT", "COOPERATE", "REJECT", "SANCTION", "CONSULT", "CONCEDE"}


def parties_of(
    report: Report, mentions: tuple[Span, ...], told: Iterable[tuple[Span, Span]], who: Who
) -> tuple[Participant, ...]:
    """The parties, each country or body once.

    Args:
        report: The report, with mentions and events.
        mentions: Where the instrument is named.
        told: (sentence, word of state) of what is told of it.
        who: Tells who a span is.
    """
    out: dict[str, Participant] = {}
    for source in (_by_name(report, mentions, who), _by_phrase(report, mentions, who)):
        for one in source:
            _keep(out, one)
    if len(out) < 2:  # noqa: PLR2004 - both sides are known
        for one in _by_act(report, mentions, told):
            _keep(out, one)
    # "signed an agreement with B" leaves the other side to be found: who stands beside it.
    one_sided = len(out) == 1 and all(p.why is not None and p.why.by == "rule.with" for p in out.values())
    if not out or one_sided:
        for one in _beside(report, mentions, told, who):
            _keep(out, one)
    if not out:
        for one in _two_beside(report, mentions, who):
            _keep(out, one)
    return tuple(out.values())[:MOST]


def _keep(out: dict[str, Participant], one: Participant) -> None:
    actor = one.actor
    if actor.country is not None and actor.sector not in _NO_PARTY:
        out.setdefault(actor.country, one)


def _by_name(report: Report, mentions: tuple[Span, ...], who: Who) -> Iterator[Participant]:
    """Countries and bodies within the name: "Vietnam-Japan Joint Initiative", "EU budget deal"."""
    for name in mentions:
        for m in re.finditer(r"[A-Z][\w.]*", name.text):
            span = Span.of(report.text, name.start + m.start(), name.start + m.end())
            covering = [
                x.span for x in report.mentions if x.kind in _KINDS and x.span.covers(span) and name.covers(x.span)
            ]
            hyphen = "-" in report.text[max(0, span.start - 1) : span.end + 1]
            for actor in who(report, min(covering, key=len_of) if covering and not hyphen else span):
                if actor.kind in {"country", "body"} and _named_so(actor, span):
                    yield Participant(actor, (span,), Why("rule.in-name", 0.8))


def len_of(span: Span) -> int:
    """Characters of a span."""
    return span.end - span.start


def _named_so(actor: Actor, span: Span) -> bool:
    """A part of a name stands for a country by its name, not by a town ("Hanoi"); for a body by its acronym."""
    if span.text.isupper():
        return True
    return actor.kind == "country" and (actor.name[:4] == span.text[:4] or span.text in _OLD)


def _by_phrase(report: Report, mentions: tuple[Span, ...], who: Who) -> Iterator[Participant]:
    for name in mentions:
        end = _sentence_end(report, name)
        behind = report.text[name.end : min(end, name.end + NEAR + 80)]
        between = _BETWEEN.match(behind)
        if between and between.start("word") < NEAR:
            yield from _in(report, name.end + between.start("rest"), between["rest"], who, "rule.between")
            continue
        together = _WITH.match(behind)
        if together:
            yield from _in(report, name.end + together.start("rest"), together["rest"], who, "rule.with")


def _in(report: Report, start: int, rest: str, who: Who, rule: str) -> Iterator[Participant]:
    end = _END.search(rest)
    area = Span.of(report.text, start, start + (end.start() if end else len(rest)))
    for m in report.mentions:
        if m.kind in {*_KINDS, "place"} and area.covers(m.span):  # "between Tokyo and Seoul"
            for actor in who(report, m.span):
                yield Participant(actor, (m.span,), Why(rule, 0.9))


def _sentence_end(report: Report, span: Span) -> int:
    return next((s.span.end for s in report.sentences if s.span.covers(span)), span.end)


def _by_act(report: Report, mentions: tuple[Span, ...], told: Iterable[tuple[Span, Span]]) -> Iterator[Participant]:
    """Sides of the events whose trigger is the word of state, or stands in its sentence next to the name."""
    for sentence, word in told:
        here = [e for e in report.events if e.type in _TYPES and sentence.covers(e.trigger)]
        exact = [e for e in here if e.trigger.overlaps(word)]
        near = [e for e in here if e.type in _JOINT and e.trigger.end <= word.start <= e.trigger.end + NEAR]
        for event in exact or near[-1:]:
            for part in (*event.actors, *event.recipients):
                if not any(name.overlaps(span) for name in mentions for span in part.evidence):
                    yield Participant(part.actor, part.evidence, Why("rule.by-act", 0.7, note=event.id))


def _beside(
    report: Report, mentions: tuple[Span, ...], told: Iterable[tuple[Span, Span]], who: Who
) -> Iterator[Participant]:
    """Countries and bodies in the sentences that tell a state, outside its name."""
    for sentence, _ in told:
        for m in report.mentions:
            if m.kind not in {"country", "body", "people"} or not sentence.covers(m.span):
                continue
            place = report.text[max(0, m.span.start - 2) : m.span.start] == ", "  # "in Vilnius, Lithuania"
            if not place and not any(name.overlaps(m.span) for name in mentions):
                for actor in who(report, m.span):
                    if actor.code in _HOSTS:
                        continue
                    yield Participant(actor, (m.span,), Why("rule.named-beside", 0.5))


def _two_beside(report: Report, mentions: tuple[Span, ...], who: Who) -> Iterator[Participant]:
    """The two countries of a sentence that names the instrument and no third: "US and Philippine troops under it"."""
    for sentence in report.sentences:
        if not any(sentence.span.covers(name) for name in mentions):
            continue
        found: dict[str, Participant] = {}
        for m in report.mentions:
            if m.kind not in {"country", "people", "body"} or not sentence.span.covers(m.span):
                continue
            for actor in who(report, m.span):
                if actor.country and actor.code not in _HOSTS and not any(name.overlaps(m.span) for name in mentions):
                    found.setdefault(actor.country, Participant(actor, (m.span,), Why("rule.two-beside", 0.5)))
        if len(found) == 2:  # noqa: PLR2004
            yield from found.values()
            return
