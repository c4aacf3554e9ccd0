"""What a sentence says of an instrument's state, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from dragoman.extract.agreement_words import States, Words
from dragoman.records import Report, Span, When, Why
from dragoman.records.agreement import AgreementState

BEFORE, BEHIND = 60, 50
"""Characters between a word of state and the name, before and behind it: farther ones speak of something else."""
_WALL = re.compile(r"[;:.!?]|\b(?:but|while|although|whereas)\b|,\s(?:and|saying|adding)\b")
_OTHER = re.compile(r"\w+\s+(?:under|within|by|from|with|in|at|of|to|for|on)\s(?:the\s|a\s|an\s)?(?:\w+\s)?$")
"""Between a word of state and a name: the word speaks of what comes before the preposition."""
_IF = re.compile(r"\b(?:if|unless|until|whether)\b[^,;]{0,50}$", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|never|without|n[’']t|failed to|fail to|failing to|failure to|unable to)\s(?:\w+\s){0,2}$", re.IGNORECASE
)
_REFUSED = re.compile(r"\b(?:refus\w+|declin\w+|unwilling|reluctant)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:will|would|to|shall|may|could|should|can|must)\s(?:be\s)?(?:\w+ly\s)?$", re.IGNORECASE)
_BID = re.compile(r"\b(?:yet|talks|negotiations|bid|effort\w*) (?:to|on|for)\s(?:\w+\s)?$")
_OWN = re.compile(
    r"\s*(?:,\s)?(?:(?:which|that)\s)?"
    r"(?:was|were|is|are|has been|had been|have been|will be|to be)?\s*(?:\w+ly\s)?$"
)
"""Between a name and its own verb: "was", ", which was formally"."""
_WISHED = re.compile(
    r"\b(?:negotiat\w+|talks?|bid|wants?|wanted|hop\w+|seek\w*|call\w*|urg\w+|aim\w*|possib\w+|should|could|would|"
    r"need\w*|may|efforts?|try\w*|tried|chance|momentum)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"\b(?:before|ahead of|until|after|prior to)\b")
"""Between a word of state and a time: the time is that of something else ("before the summit on July 11")."""
_ACTS = {"agreed", "signed", "ratified", "in force", "upgraded", "announced"}


@dataclass(frozen=True, slots=True)
class Told:
    """A state that a word tells of an instrument."""

    state: AgreementState
    word: Span
    mention: Span


def states_told(report: Report, sentence: Span, mentions: Iterable[Span], kind: str, words: Words) -> Iterator[Told]:
    """The states told of the mentions in a sentence, the nearest word for each mention; each state once."""
    patterns = _patterns(kind, words)
    inside = [m for m in mentions if sentence.covers(m)]
    seen: set[str] = set()
    for mention in inside:
        found = [(gap, word, state) for gap, word, state in _near(report.text, sentence, mention, patterns)
                 if not any(word.overlaps(other) for other in inside)]  # fmt: skip
        for _, word, state in sorted(found, key=lambda f: (f[0], f[1])):
            made = _as_told(report.text, sentence, word, state)
            if made is not None and made not in seen:
                seen.add(made)
                yield Told(cast("AgreementState", made), word, mention)
            break


def _patterns(kind: str, words: Words) -> States:
    if kind == "summit":
        return (*(s for s in words.states if s[0] in words.summit_states), *words.summit_words)
    return (*words.states, *words.office_words) if kind == "office" else words.states


def _near(text: str, sentence: Span, mention: Span, patterns: States) -> Iterator[tuple[int, Span, str]]:
    for state, pattern in patterns:
        for m in pattern.finditer(text, sentence.start, sentence.end):
            if m.end() <= mention.start:
                between, most, gap = text[m.end() : mention.start], BEFORE, mention.start - m.end()
                if _OTHER.search(between) or re.match(r"\s(?:from|to|by)\s", between):
                    continue
            elif m.start() >= mention.end:
                # What stands behind speaks less for the name, but for a verb of its own: "was signed".
                between, most = text[mention.end : m.start()], BEHIND
                own = _OWN.match(between)
                gap = len(between) if own else 2 * len(between) + 10
            else:
                continue
            if len(between) <= most and not _WALL.search(between):
                yield gap, Span.of(text, *m.span()), state


def _as_told(text: str, sentence: Span, word: Span, state: str) -> str | None:
    """The state as it is meant: refused, denied, or still to come."""
    before = text[sentence.start : word.start]
    if _REFUSED.search(before):
        return "rejected"
    if _IF.search(before):
        return None
    if _NOT.search(before[-40:]):
        return None if state != "rejected" else "mentioned"
    if re.search(r"\bagree[ds]? to\s$", before):
        return "agreed"
    if state in _ACTS and (_TO_COME.search(before[-30:]) or _BID.search(before[-30:])):
        return "proposed" if state == "upgraded" or _WISHED.search(before[-70:]) else "announced"
    return state


def when_told(report: Report, sentence: Span, word: Span, names: Iterable[Span]) -> When:
    """The time nearest to the word of state in its sentence, outside names; the report's day without one."""
    taken = tuple(names)
    acts = [e for e in report.events if e.when.value and sentence.covers(e.trigger) and e.trigger.overlaps(word)]
    if acts:
        return acts[0].when
    times = [
        t
        for t in report.times
        if t.when
        and t.when.value
        and sentence.covers(t.span)
        and not any(n.covers(t.span) for n in taken)
        and not _BOUND.search(report.text[min(word.end, t.span.start) : t.span.start])
    ]
    if times:
        best = min(times, key=lambda t: max(t.span.start - word.end, word.start - t.span.end))
        if best.when is not None:
            return best.when
    if report.published.date is None:
        return When(None, None, (), Why("date.none", note="neither the sentence nor the report has a date"))
    return When(report.published.date, "day", (), Why("date.published", note="the sentence has no date of its own"))
