"""Named instruments of a report (treaties, programmes, summits, offices, plans) with their state over time."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any, cast

import yaml

from dragoman.records import Actor, Agreement, AgreementStep, Participant, Report, Sentence, Span, When, Why
from dragoman.records.agreement import AgreementState
from dragoman.records.ids import content_id

Who = Callable[[Report, Span], tuple[Actor, ...]]
MOST_PARTIES = 6


@dataclass(frozen=True, slots=True)
class Words:
    """Compiled patterns of the lexicon."""

    name: re.Pattern[str]
    plain: re.Pattern[str]
    kind: dict[str, str]
    states: tuple[tuple[str, re.Pattern[str]], ...]
    summit_states: frozenset[str]


@dataclass(slots=True)
class Draft:
    """An instrument while its mentions are gathered."""

    name: str
    kind: str
    acronym: str | None
    mentions: list[Span] = field(default_factory=list)


@functools.cache
def load_words() -> Words:
    """The lexicon of instruments."""
    data: dict[str, Any] = yaml.safe_load((files("dragoman.data") / "lexicon" / "agreements.yaml").read_text("utf8"))
    kind = {noun: name for name, nouns in data["kinds"].items() for noun in nouns}
    cased = _either(n.title() for n in kind)
    kind |= data["plain_only"]
    nouns, mods = _either(kind), _either(data["modifiers"])
    word = r"(?:[A-Z0-9][\w’'&-]*|of|for|and|on|the|in)"
    where = r"(?P<where> (?:in|of|on) [A-Z][\w-]+(?: [A-Z][\w-]+)*)?"
    acronym = r"(?: ?\((?P<acronym>[A-Z][A-Za-z0-9-]{1,9})\))?"
    return Words(
        name=_compiled(rf"(?P<name>[A-Z][\w’'&-]*(?: {word}){{0,6}} (?P<noun>{cased})\b(?! Organi){where}){acronym}"),
        plain=_compiled(rf"\b(?P<name>(?:{mods})(?: and \w+)? (?P<noun>{nouns})\b{where}){acronym}"),
        kind=kind,
        states=tuple((s, re.compile(rf"\b(?:{'|'.join(p)})", re.IGNORECASE)) for s, p in data["states"].items()),
        summit_states=frozenset(data["summit_states"]),
    )


def _either(words: Iterable[str]) -> str:
    """The words as alternatives, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _compiled(pattern: str) -> re.Pattern[str]:
    """With any single white space for a blank: dumps of pages have no-break spaces."""
    return re.compile(pattern.replace(" ", r"\s"))


def extract_agreements(report: Report, who: Who) -> Report:
    """Needs mentions, times and events, gives agreements."""
    drafts = _gather(report, load_words())
    return replace(report, agreements=tuple(_finish(report, d, who, load_words()) for d in drafts))


def _gather(report: Report, words: Words) -> list[Draft]:
    """Mentions that name the same instrument, by acronym or by a name that ends the other."""
    drafts: list[Draft] = []
    for sentence in report.sentences:
        for span, noun, acronym in _named(report.text, sentence.span, words):
            found = next((d for d in drafts if _one(d, span.text, acronym)), None)
            if found is None:
                found = Draft(span.text, words.kind[noun.lower()], acronym)
                drafts.append(found)
            found.acronym = found.acronym or acronym
            found.mentions.append(span)
    for draft in drafts:
        if draft.acronym:
            draft.mentions += _acronyms(report, draft)
    return drafts


def _named(text: str, sentence: Span, words: Words) -> Iterator[tuple[Span, str, str | None]]:
    taken: list[Span] = []
    for pattern in (words.name, words.plain):
        for m in pattern.finditer(text, sentence.start, sentence.end):
            start = m.start("name") + (4 if m["name"].startswith("The ") else 0)
            span = Span.of(text, start, _end(m, words))
            if any(span.overlaps(other) for other in taken):
                continue
            taken.append(span)
            yield span, m["noun"], m["acronym"]


def _end(m: re.Match[str], words: Words) -> int:
    """Where the name ends: "in Lima" belongs to the name of a summit or office, not of a treaty."""
    place = (m["where"] or "").lstrip().startswith("in ")
    kept = words.kind[m["noun"].lower()] in {"summit", "office"}
    return m.start("where") if place and not kept else m.end("name")


def _one(draft: Draft, name: str, acronym: str | None) -> bool:
    if acronym and draft.acronym:
        return acronym == draft.acronym
    a, b = draft.name.casefold(), name.casefold()
    return a == b or a.endswith(" " + b) or b.endswith(" " + a)


def _acronyms(report: Report, draft: Draft) -> list[Span]:
    pattern = re.compile(rf"\b{re.escape(draft.acronym or '')}\b")
    spans = [Span.of(report.text, *m.span()) for s in report.sentences for m in _within(pattern, report.text, s.span)]
    return [s for s in spans if not any(s.overlaps(o) for o in draft.mentions)]


def _within(pattern: re.Pattern[str], text: str, span: Span) -> Iterator[re.Match[str]]:
    return pattern.finditer(text, span.start, span.end)


def _finish(report: Report, draft: Draft, who: Who, words: Words) -> Agreement:
    mentions = tuple(sorted(draft.mentions))
    sentences = [s for s in report.sentences if any(s.span.covers(m) for m in mentions)]
    states = [(s, p) for s, p in words.states if draft.kind != "summit" or s in words.summit_states]
    steps = tuple(step for s in sentences for step in _steps(report, s, mentions, states))
    return Agreement(
        id=content_id("g", report.id, draft.name),
        name=draft.name,
        kind=draft.kind,  # type: ignore[arg-type]
        acronym=draft.acronym,
        parties=_parties(report, sentences, mentions, who),
        mentions=mentions,
        steps=steps,
    )


def _steps(
    report: Report, sentence: Sentence, mentions: Iterable[Span], states: Iterable[tuple[str, re.Pattern[str]]]
) -> Iterator[AgreementStep]:
    """The states told nearest to the mentions in the sentence, each once."""
    told: set[str] = set()
    for mention in mentions:
        if not sentence.span.covers(mention):
            continue
        found = [
            (_gap(mention, m.start(), m.end()), state)
            for state, pattern in states
            for m in _within(pattern, report.text, sentence.span)
        ]
        state = min(found)[1] if found else "mentioned"
        if state not in told:
            yield AgreementStep(cast("AgreementState", state), _when(report, sentence.span, mention), (sentence.span,))
        told.add(state)


def _gap(mention: Span, start: int, end: int) -> int:
    """Distance in characters; what stands before the name speaks for it more than what follows."""
    return mention.start - end if end <= mention.start else 2 * max(0, start - mention.end)


def _when(report: Report, sentence: Span, mention: Span) -> When:
    times = [t for t in report.times if t.when and t.when.value and sentence.covers(t.span)]
    if times:
        best = min(times, key=lambda t: _gap(t.span, mention.start, mention.end))
        return best.when or When(None, None, (), Why("date.none"))
    if report.published.date is None:
        return When(None, None, (), Why("date.none", note="neither the sentence nor the report has a date"))
    return When(report.published.date, "day", (), Why("date.published", note="the sentence has no date of its own"))


def _parties(
    report: Report, sentences: Iterable[Sentence], mentions: Iterable[Span], who: Who
) -> tuple[Participant, ...]:
    """Countries and bodies named in the instrument's sentences, outside its own name."""
    out: dict[str, Participant] = {}
    names = tuple(mentions)
    for sentence in sentences:
        for m in report.mentions:
            if m.kind not in {"country", "body", "people", "person"} or not sentence.span.covers(m.span):
                continue
            if any(name.covers(m.span) for name in names):
                continue
            for actor in who(report, m.span):
                if actor.country is not None:
                    key = actor.country
                    out.setdefault(key, Participant(actor, (m.span,), Why("rule.named-beside", 0.5)))
    return tuple(out.values())[:MOST_PARTIES]
