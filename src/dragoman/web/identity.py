"""What the pages tell of actors that are one or two: portraits to compare, and the decisions about an actor."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from dragoman.records import Judgement
from dragoman.render.words import html_safe
from dragoman.resolve.actors import load_knowledge
from dragoman.resolve.duplicates import Proposal, compare
from dragoman.store import Store
from dragoman.store.identity import identity_of
from dragoman.store.judgements import about_actors
from dragoman.store.profile import Profile, profile
from dragoman.store.proposals import Sentence, known_actor, sentences
from dragoman.web.answers import templates
from dragoman.web.pages_report import link_of_id, report_address
from dragoman.web.saying import day_words

QUOTED = 3
"""Sentences of an actor that are shown where two are compared."""
MOST_WORDS = 320
MOST_NAMES = 12
REASONS = {
    "same_wikidata": "the same Wikidata id", "other_wikidata": "other Wikidata ids", "same_name": "the same name",
    "known_alias": "two names of one in the knowledge", "known_person": "a known person's full name",
    "spelling": "another spelling", "swapped": "the same words in another order", "longer_name": "a longer name",
    "initials": "a name with initials", "surname": "the same surname", "one_letter": "one letter differs",
    "acronym": "an acronym", "same_country": "the same country", "country_unknown": "a country is not known",
    "other_country": "other countries", "same_office": "the same office", "same_sector": "the same sector",
    "other_sector": "other sectors", "common_surname": "a common surname", "together": "told of in the same reports",
    "years_apart": "years apart",
}  # fmt: skip
"""What ``resolve.duplicates`` weighs, in words."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """An actor as it is shown beside another."""

    profile: Profile
    to: str
    offices: tuple[str, ...]
    days: str
    """First and last day of its reports."""
    quotes: tuple[tuple[Markup, str, str, str], ...]
    """Sentence with the actor's words marked, address, title and day of its report."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A decision about an actor: who it is, or is not."""

    judgement: Judgement
    name: str
    to: str
    by: str = ""
    """Of ``holds``: whom it is merged into, where that is not the actor of the page; else, whose page names ``to``."""


def portrait(store: Store, ident: str) -> Portrait | None:
    """An actor of the store; None where there is none."""
    found = profile(store, ident)
    if found is None:
        return None
    db, knowledge = store.database.reader, load_knowledge()
    known = known_actor(db, knowledge, ident)
    spells = sorted(knowledge.people.spells(ident), key=lambda s: s.start or "")
    offices = [f"{s.office} ({s.start or '?'} to {s.end or '?'})" for s in spells]
    if not offices and found.actor.office:
        offices.append(found.actor.office)
    return Portrait(
        found, link_of_id(ident), tuple(offices),
        _between(known.first, known.last) if known else "",
        tuple((_marked(s), report_address(s.report, s.record), s.title or s.report, day_words(s.published, short=True))
              for s in sentences(db, ident, QUOTED)),
    )  # fmt: skip


def _between(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    days = [day_words(_iso(day), short=True) for day in (first, last)]
    return days[0] if first == last else " to ".join(days)


def _iso(day: int) -> str:
    return (dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat()


def _marked(sentence: Sentence) -> Markup:
    """The sentence, its first words for the actor marked; a long one is cut around them."""
    text, words = " ".join(sentence.text.split()), " ".join(sentence.words.split())
    at = text.find(words) if words else -1
    if len(text) > MOST_WORDS:
        start = max(0, min(at - MOST_WORDS // 3, len(text) - MOST_WORDS))
        end = max(start + MOST_WORDS, at + len(words)) if at >= 0 else start + MOST_WORDS
        text = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
        at = text.find(words) if words else -1
    if at < 0:
        return Markup(html_safe(text))  # noqa: S704 - escaped
    before, after = text[:at], text[at + len(words) :]
    return Markup(f"{html_safe(before)}<mark>{html_safe(words)}</mark>{html_safe(after)}")  # noqa: S704 - escaped


def reasons(proposal: Proposal) -> list[tuple[float, str, str]]:
    """What speaks for and against two actors being one: weight, in words, of what."""
    out = []
    for why in proposal.reasons:
        name = why.by.removeprefix("actor.")
        out.append((why.score or 0.0, REASONS.get(name, name.replace("_", " ")), why.note or ""))
    return out


def compared(store: Store, one: str, other: str) -> Proposal | None:
    """Two actors of the store compared as the proposals are; None where one is not there."""
    db, knowledge = store.database.reader, load_knowledge()
    a, b = (known_actor(db, knowledge, ident) for ident in (one, other))
    return compare(a, b, Counter()) if a and b else None


def other_name(judgement: Judgement) -> str:
    """The name of the actor that a decision about actors names."""
    try:
        return str(json.loads(judgement.after)["name"])
    except (ValueError, KeyError, TypeError):
        return ""


def other_address(judgement: Judgement) -> str:
    """The page of the actor that a decision about actors names."""
    try:
        return link_of_id(str(json.loads(judgement.after)["id"]))
    except (ValueError, KeyError, TypeError):
        return "/actors"


def ties(store: Store, ident: str) -> dict[str, list[Tie]]:
    """The decisions in force about an actor: ``into``, ``holds``, ``parts`` (in some reports another), ``apart``."""
    db = store.database.reader
    identity = identity_of(db)
    out: dict[str, list[Tie]] = {"into": [], "holds": [], "parts": [], "apart": []}
    for made in about_actors(db):
        other = str(json.loads(made.after)["id"])
        if made.record == ident:
            where = {"merge": "into", "split": "parts", "apart": "apart"}[made.kind]
            out[where].append(Tie(made, other_name(made), link_of_id(other)))
        elif made.kind == "merge" and identity.last(made.record) == ident:
            by = "" if other == ident else other_name(made)
            out["holds"].append(Tie(made, made.evidence, link_of_id(made.record), by))
        elif other == ident and made.kind in {"split", "apart"}:
            where = "parts" if made.kind == "split" else "apart"
            out[where].append(Tie(made, made.evidence, link_of_id(made.record), ident))
    return out


def tie_data(found: dict[str, list[Tie]]) -> dict[str, Any]:
    """The decisions as plain data."""
    return {name: [tie.judgement.to_dict() for tie in made] for name, made in found.items()}


templates.globals["other_name"] = other_name
templates.globals["other_address"] = other_address
templates.globals["actor_page"] = link_of_id
