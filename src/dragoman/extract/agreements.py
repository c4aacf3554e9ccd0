"""Named instruments of a report (treaties, programmes, summits, offices, plans) with their state over time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dragoman.extract.agreement_names import Named, names_in
from dragoman.extract.agreement_parties import Who, parties_of
from dragoman.extract.agreement_states import Told, states_told, when_told
from dragoman.extract.agreement_words import Words, load_words
from dragoman.records import Agreement, AgreementStep, Report, Span
from dragoman.records.ids import content_id

_SAME = {"accord", "accords", "agreement", "deal", "pact"}
"""Nouns that a report takes for one another."""
_AGAIN = re.compile(r"\b[Tt]h(?:e|is)\s(?P<noun>[a-z]+)\b(?!\s(?:of|between|with|on)\b)")
_SMALL = {"the", "a", "an", "of", "for", "on", "and", "in", "to"}
_BODY = ("IGO:", "NGO:", "MNC:", "IMG:")


@dataclass(slots=True)
class Draft:
    """An instrument while its mentions are gathered."""

    name: Named
    acronym: str | None
    mentions: list[Span] = field(default_factory=list)
    again: list[Span] = field(default_factory=list)
    """Where it is meant by its noun alone ("the treaty")."""


def extract_agreements(report: Report, who: Who) -> Report:
    """Needs mentions, times and events, gives agreements."""
    words = load_words()
    drafts = [draft for draft in _gather(report, words) if not _is_body(report, draft, who)]
    made = (_finish(report, draft, who, words) for draft in drafts)
    return replace(report, agreements=tuple(one for one in made if one is not None))


def _gather(report: Report, words: Words) -> list[Draft]:
    """Mentions that name the same instrument, by acronym or by a name that ends or begins the other."""
    drafts: list[Draft] = []
    last: dict[str, Draft] = {}
    for sentence in report.sentences:
        named = names_in(report.text, sentence.span, words)
        for one in named:
            found = next((d for d in drafts if _same(d, one)), None)
            if found is None:
                found = Draft(one, one.acronym)
                drafts.append(found)
            elif one.proper and not found.name.proper:
                found.name = one
            found.acronym = found.acronym or one.acronym
            found.mentions.append(one.span)
            last["agreement" if one.noun in _SAME else one.noun.split()[-1]] = found
        for m in _AGAIN.finditer(report.text, sentence.span.start, sentence.span.end):
            noun = "agreement" if m["noun"] in _SAME else m["noun"]
            span = Span.of(report.text, m.start("noun"), m.end("noun"))
            if noun in last and not any(one.span.overlaps(span) for one in named):
                last[noun].again.append(span)
    for draft in drafts:
        if draft.acronym:
            draft.mentions += _acronyms(report, draft)
    return drafts


def _same(draft: Draft, one: Named) -> bool:
    if one.acronym and draft.acronym:
        return one.acronym == draft.acronym
    a, b = _words(draft.name.span.text), _words(one.span.text)
    if a == b:
        return True
    if draft.name.kind != one.kind:
        return False
    short, long = sorted((a, b), key=len)
    if one.kind == "summit" and len(short) > 1 and set(short) <= set(long):
        return True  # "Madrid summit", "NATO Summit in Madrid"
    return bool(short) and (long[-len(short) :] == short or long[: len(short)] == short)


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"[\w-]+", name.casefold()) if w not in _SMALL]


def _acronyms(report: Report, draft: Draft) -> list[Span]:
    pattern = re.compile(rf"\b{re.escape(draft.acronym or '')}\b")
    spans = [
        Span.of(report.text, *m.span())
        for s in report.sentences
        for m in pattern.finditer(report.text, s.span.start, s.span.end)
    ]
    return [s for s in spans if not any(s.overlaps(o) for o in draft.mentions)]


def _is_body(report: Report, draft: Draft, who: Who) -> bool:
    """Whether the name is that of an organisation: by who it is, where it is no treaty or agreement."""
    summit = draft.name.kind == "summit" and draft.name.noun != "forum"
    if draft.name.kind in {"treaty", "agreement", "office"} or summit or not draft.name.proper:
        return False
    name = draft.name.span
    for m in report.mentions:
        if m.kind == "body" and m.span.overlaps(name) and m.span.end >= name.end and m.span.start <= name.start + 4:
            return any(a.code.startswith(_BODY) and a.kind == "body" for a in who(report, m.span))
    return False


def _finish(report: Report, draft: Draft, who: Who, words: Words) -> Agreement | None:
    mentions = tuple(sorted(draft.mentions))
    told = list(_told(report, draft, mentions, words))
    steps = tuple(
        AgreementStep(one.state, when_told(report, sentence, one.word, mentions), (sentence,)) for sentence, one in told
    )
    parties = parties_of(report, mentions, [(sentence, one.word) for sentence, one in told], who)
    own = {f"{prefix}{draft.acronym}" for prefix in _BODY}  # "IGO:NAFTA" is no party of itself
    parties = tuple(p for p in parties if not draft.acronym or p.actor.code not in own)
    if not draft.name.proper and not draft.acronym and not steps and len(parties) < 2:  # noqa: PLR2004
        return None  # a description that says nothing of which one it is: "a trade deal"
    return Agreement(
        id=content_id("g", report.id, draft.name.span.text),
        name=draft.name.span.text,
        kind=draft.name.kind,  # type: ignore[arg-type]
        acronym=draft.acronym,
        parties=parties,
        mentions=mentions,
        steps=steps or (_mentioned(report, mentions),),
    )


def _told(report: Report, draft: Draft, mentions: tuple[Span, ...], words: Words) -> Iterator[tuple[Span, Told]]:
    """(sentence, what it tells): of the names first, of "the treaty" where no name stands in the sentence."""
    for sentence in report.sentences:
        here = [m for m in mentions if sentence.span.covers(m)]
        spans = here or [m for m in draft.again if sentence.span.covers(m)]
        for one in states_told(report, sentence.span, spans, draft.name.kind, words):
            yield sentence.span, one


def _mentioned(report: Report, mentions: tuple[Span, ...]) -> AgreementStep:
    first = mentions[0]
    sentence = next((s.span for s in report.sentences if s.span.covers(first)), first)
    return AgreementStep("mentioned", when_told(report, sentence, first, mentions), (sentence,))
