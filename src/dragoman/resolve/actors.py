"""Mentions to actors: who any words of a report stand for, with the reasons."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from dragoman.data.knowledge import lexicon as lexicon_module
from dragoman.data.knowledge import people as people_module
from dragoman.data.knowledge.lexicon import Lexicon, slug
from dragoman.data.knowledge.people import People, Person
from dragoman.data.knowledge.words import fold
from dragoman.records import Actor, Mention, Report, Span, Why
from dragoman.records.actor import ActorKind
from dragoman.resolve import pronouns, towns
from dragoman.resolve.context import Context, Ref, build_context, name_words
from dragoman.resolve.phrases import Phrases, Sense, person_sense
from dragoman.resolve.setting import fallback
from dragoman.resolve.wordlists import ONE_STATE

_KEPT_CONTEXTS = 8
_SHORT_BODIES = frozenset(
    {"the commission", "commission", "the fund", "the council", "the alliance", "the commonwealth"}
)
_SPOKEN_OF = 0.3
"""Weight from which a country counts as one that the report speaks of."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The lexicon of names and nouns, and the office-holders."""

    lexicon: Lexicon
    people: People


@lru_cache(maxsize=4)
def load_knowledge(extra: Path | None = None) -> Knowledge:
    """The package's knowledge, with a user's own actors before it.

    ``extra`` is YAML, CSV or a table of office-holders (see docs/actors.md).

    Raises ``DataError`` where the user's file is wrong, ``MissingError`` where it is not there.
    """
    if extra is None:
        return Knowledge(lexicon_module.build(), people_module.load())
    from dragoman.resolve.own import own_people, read_own, read_table

    if extra.suffix in {".tsv", ".gz"}:
        return Knowledge(lexicon_module.build(), people_module.load(read_table(extra)))
    return Knowledge(lexicon_module.build(read_own(extra)), people_module.load(own_people(extra)))


class Resolver:
    """Links the mentions of a report and tells which actors its words stand for. Safe to share between reports."""

    def __init__(self, knowledge: Knowledge) -> None:
        """``knowledge`` is only read."""
        self.knowledge = knowledge
        self.phrases = Phrases(knowledge.lexicon, knowledge.people)
        self._contexts: OrderedDict[tuple[str, str | None, str | None, int], Context] = OrderedDict()

    def resolve(self, report: Report) -> Report:
        """The report with its mentions linked into chains and ``entities`` filled."""
        keys: dict[str, str] = {}
        entities: dict[str, Actor] = {}
        linked: list[Mention] = []
        for mention in report.mentions:
            actors = self.who(report, mention.span)
            ident = "+".join(a.id for a in actors)
            key = keys.setdefault(ident, f"e{len(keys) + 1}")
            first = key not in entities
            if first:
                entities[key] = actors[0]
            linked.append(replace(mention, entity=key, why=None if first else actors[0].why))
        return replace(report, mentions=tuple(linked), entities=tuple(entities.items()))

    def who(self, report: Report, span: Span) -> tuple[Actor, ...]:
        """The actors that ``span`` stands for; never empty (an unresolved phrase gives one of kind ``unknown``)."""
        context = self.context(report)
        senses = self.senses(context, span.start, span.end)
        actors: list[Actor] = []
        for sense in senses:
            actor = _actor(sense, span)
            if all(a.id != actor.id for a in actors):
                actors.append(actor)
        return tuple(actors) or (_actor(Sense(None, None, note="no words that tell it"), span),)

    def context(self, report: Report) -> Context:
        """The report's context, kept for the last few reports."""
        key = (report.text, report.published.date, report.title, len(report.sentences))
        if (known := self._contexts.get(key)) is not None:
            return known
        made = self._contexts[key] = build_context(report, self.phrases)
        self._settle(made)
        while len(self._contexts) > _KEPT_CONTEXTS:
            self._contexts.popitem(last=False)
        return made

    def _settle(self, context: Context) -> None:
        """Give every reference and person of a report its country, in the order of the text."""
        for n, ref in enumerate(context.refs):
            if ref.sense.person and not ref.sense.country and n:
                ref = context.refs[n] = _called(context, context.refs[n - 1], ref)  # noqa: PLW2901
            sense = self._fill(context, ref.sense, ref.start, ref.end)
            if sense is not ref.sense:
                context.refs[n] = replace(ref, sense=sense)
            if sense.person and sense.country:
                context.settle_person(ref.sense, sense)

    def senses(self, context: Context, start: int, end: int) -> tuple[Sense, ...]:
        """What ``context.text[start:end]`` says, with what the report says of it elsewhere."""
        phrase = context.text[start:end]
        if pronouns.is_pronoun(phrase):
            found = pronouns.resolve_pronoun(context, start, phrase)
            return tuple(self._fill(context, s, start, end) for s in found)
        if pronouns.two_of(phrase):
            pair = self.phrases.read(phrase, context.date, context.prefer)
            if len(pair) == 1 and pair[0].country is None and (found := pronouns.two_states(context, start)):
                return found
        read = tuple(
            self._in_context(context, s, phrase, start) for s in self.phrases.read(phrase, context.date, context.prefer)
        )
        return tuple(self._fill(context, s, start, end) for s in read)

    @staticmethod
    def _in_context(context: Context, sense: Sense, phrase: str, start: int) -> Sense:
        """A city's name that a person of the report bears; "the Commission" that is another one named before."""
        word = fold(phrase)
        if sense.person and sense.head is None and sense.known is None and word in context.towns:
            return context.towns[word]
        if sense.by == "kb.city" and " " in (((told := context.persons.get(word)) and told.person) or ""):
            return told or sense
        if sense.by == "kb.body" and word in _SHORT_BODIES:
            named = pronouns.body_before(context, start, word.split()[-1])
            return named or sense
        return sense

    def _fill(self, context: Context, sense: Sense, start: int, end: int) -> Sense:
        if sense.person:
            sense = self._person(context, sense)
        told = context.text[start:end].split(maxsplit=1)
        owned = bool(told) and told[0].lower() in pronouns.POSSESSIVE
        if sense.country is not None or (sense.wide and not owned):
            return pronouns.bearer(context, start, sense) if sense.definite else sense
        if sense.head is not None:
            sense = self._role(context, sense, start, end)
        if sense.country is None and not sense.person:
            sense = towns.with_town(sense, context.text[start:end], context.prefer)
        if sense.country is None:
            sense = fallback(context, sense, start, end)
        return sense if sense.country is not None or not sense.person or sense.head else towns.only_place(sense)

    def _person(self, context: Context, sense: Sense) -> Sense:
        words = name_words(sense.person or "")
        told = next((context.persons[w] for w in reversed(words) if w in context.persons), None)
        if told is not None and told is not sense:
            sense = _merge(sense, told)
        if sense.known is None and (listed := self._listed(context, sense)):
            known = person_sense(listed, context.date)
            keep = sense.country or known.country
            sector = sense.sector if sense.head and sense.sector else known.sector or sense.sector
            alike = name_words(known.name)[-1:] == name_words(sense.name or sense.person or "")[-1:]
            name = known.name if alike else sense.name
            sense = replace(known, country=keep, sector=sector, person=sense.person, head=sense.head, name=name)
        return sense

    def _listed(self, context: Context, sense: Sense) -> Person | None:
        """Somebody of the list who fits name, date, country and title; nobody on a tie."""
        name = sense.person or ""
        found = self._likely(context, name, self.knowledge.people.in_office(name, context.date, sense.country))
        if len(found) > 1:
            found = [p for p in found if context.prefer.get(p.country, 0.0) > _SPOKEN_OF] or found
        if len(found) > 1 and context.date:
            ranks = sorted(found, key=lambda p: p.held(context.date).rank)  # type: ignore[union-attr]
            best = ranks[0].held(context.date)
            second = ranks[1].held(context.date)
            if best and second and best.rank < second.rank:
                return ranks[0]
            if len({p.country for p in found}) == 1:
                # Two entries of one state's list: the fuller name; the office may be told by either.
                return max(ranks[:2], key=lambda p: len(p.name)) if best and second and best.rank == 1 else None
        return found[0] if len(found) == 1 else None

    def _likely(self, context: Context, name: str, found: list[Person]) -> list[Person]:
        """``found`` without bearers of a mere surname from states that the report does not name.

        "Lien Chan" is not the Chan who heads another state, and "Obama" in a report on the United States is not the
        prime minister of Equatorial Guinea, though the other one is out of office by then.
        """
        bare = " " not in name.strip()
        near = [p for p in found if context.prefer.get(p.country, 0.0) > 0]
        if near or not found:
            return near or found
        if not bare:
            return [p for p in found if " " in p.name]
        past = [
            (spell.end, p)
            for p in self.knowledge.people.surnamed(name)
            if context.prefer.get(p.country, 0.0) > 0 and (spell := p.past(context.date or ""))
        ]
        return [max(past, key=lambda x: x[0])[1]] if past else found

    def _role(self, context: Context, sense: Sense, start: int, end: int) -> Sense:  # noqa: PLR0911 (a list of cases)
        head = sense.head or ""
        if own := pronouns.owner(context, start, context.text[start:end], head):
            note = f"{context.text[start:end].split()[0]}: {own.note}"
            return replace(sense, country=own.country, by="coref.owner", note=note)
        if head in pronouns.COUNTERPARTS and (other := pronouns.counterpart(context, start, context.text[start:end])):
            return replace(sense, country=other, by="coref.counterpart", note="the other side of the meeting")
        if sense.kind == "document" and (issuer := pronouns.issuer(context, start)):
            return issuer
        if head in ONE_STATE and (state := pronouns.state_before(context, start)):
            return replace(state, id=f"country:{state.country}", kind="country", name=state.country or "",
                           sector="GOV", by="coref.state", note="the state named before it", person=None)  # fmt: skip
        if sense.definite and (body := pronouns.body_before(context, start, head)):
            return body
        if sense.definite and (known := pronouns.same_head(context, start, head)):
            note = f"the same {head} as before"
            if known.person and not sense.plural:
                return replace(known, by="coref.head", note=note)
            return replace(
                sense, country=known.country, sector=known.sector or sense.sector, by="coref.head", note=note
            )
        return sense


def _called(context: Context, before: Ref, ref: Ref) -> Ref:
    """A name behind the words for its bearer takes their country: "its director, Lieutenant General Example"."""
    told = before.sense
    if told.kind != "person" or told.person or told.plural or not told.country:
        return ref
    if context.text[before.end : ref.start].strip() != ",":
        return ref
    note = f"called {context.text[before.start : before.end]} before the name"
    return replace(ref, sense=replace(ref.sense, country=told.country, by="report.apposition", note=note))


def _merge(sense: Sense, told: Sense) -> Sense:
    """A name with what the report says of its bearer elsewhere."""
    longer = told if len(told.person or "") >= len(sense.person or "") else sense
    sector = sense.sector if sense.head and sense.sector else told.sector or sense.sector
    return replace(
        sense,
        country=sense.country or told.country,
        sector=sector,
        name=longer.name,
        person=longer.person,
        id=sense.id or told.id,
        known=sense.known or told.known,
        by=told.by if sense.country is None else sense.by,
        note=told.note or sense.note,
    )


@lru_cache(maxsize=256)
def score_of(rule: str) -> float | None:
    """How often a rule was right on annotated reports, or the nearest rule above it; None where no case was met."""
    scores = _scores()
    parts = rule.split(".")
    return next((scores[r] for n in range(len(parts), 0, -1) if (r := ".".join(parts[:n])) in scores), None)


@lru_cache(maxsize=1)
def _scores() -> dict[str, float]:
    return {cells[0]: float(cells[1]) for _, cells in lexicon_module.rows("rule_scores.tsv")}


def _home(sense: Sense) -> str:
    """The country in a person's id: a guessed one would make one person two in two reports."""
    guessed = sense.by.startswith("context.") and " " in (sense.person or "")
    return (None if guessed else sense.country) or "unknown"


def _actor(sense: Sense, span: Span) -> Actor:
    name = sense.name or span.text
    kind = cast("ActorKind", sense.kind if sense.kind in {"country", "body", "person", "group"} else "unknown")
    if sense.country is None and sense.sector is None and not sense.person:
        kind = "unknown"
    ident = sense.id
    if ident is None and sense.person:
        ident = f"person:{slug(sense.person)}-{_home(sense)}"
    elif ident is None and kind == "country" and sense.country and ":" not in sense.country:
        ident = f"country:{sense.country}"
    elif ident is None:
        ident = f"role:{sense.country or 'unknown'}/{sense.sector or 'UNK'}:{slug(sense.head or name)}"
    office = None
    wikidata = None
    if sense.known is not None:
        wikidata = sense.known.wikidata
        office = sense.note.split(",")[0] if sense.by == "kb.office" else None
    sector = sense.sector
    if sense.country and ":" in sense.country and kind != "person" and sector != "JUD":
        sector = None
    why = Why(sense.by, score_of(sense.by), sense.note, sense.over)
    return Actor(ident, name, kind, sense.country, sector, office, wikidata, why)
