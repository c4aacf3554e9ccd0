from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.clean import clean
from dragoman.extract.agreements import extract_agreements
from dragoman.extract.contexts import add_contexts, load_words
from dragoman.ontology import load_ontology
from dragoman.records import Actor, Mention, Published, Report, Span

TEXT = (
    "Chile and Peru signed the Pacific Gas Treaty in Lima on Friday.\n\n"
    "The Regional Border Action Plan (RBAP) was proposed by Chile. Peru rejected the RBAP, officials said.\n\n"
    "Diplomats of the Organization of American States met near the Foreign Office. A free trade agreement was suspended."
)
CODES = {"Chile": "CHL", "Peru": "PER"}


def who(report: Report, span: Span) -> tuple[Actor, ...]:
    code = CODES.get(span.text)
    return (Actor(span.text, span.text, "country", code),)


@pytest.fixture
def report() -> Report:
    made = clean(Report(text=TEXT, id="a", published=Published("2012-05-07")))
    mentions = []
    for name in CODES:
        at = TEXT.find(name)
        while at >= 0:
            span = Span.of(TEXT, at, at + len(name))
            mentions.append(Mention(span, "country", span, name))
            at = TEXT.find(name, at + 1)
    return extract_agreements(replace(made, mentions=tuple(mentions)), who)


def test_instruments_with_state_and_parties(report: Report):
    found = {a.name: a for a in report.agreements}
    treaty = found["Pacific Gas Treaty"]
    assert treaty.kind == "treaty"
    assert [s.state for s in treaty.steps] == ["signed"]
    assert {p.actor.country for p in treaty.parties} == {"CHL", "PER"}


def test_an_acronym_is_the_same_instrument(report: Report):
    plan = next(a for a in report.agreements if a.acronym == "RBAP")
    assert len(plan.mentions) == 3
    assert [s.state for s in plan.steps] == ["proposed", "rejected"]


def test_bodies_are_no_instruments_and_plain_names_are(report: Report):
    names = {a.name for a in report.agreements}
    assert "free trade agreement" in names
    assert not any("Office" in n or "American" in n for n in names)


def test_every_mention_is_a_slice(report: Report):
    for agreement in report.agreements:
        for span in agreement.mentions:
            assert TEXT[span.start : span.end] == span.text


def test_contexts_are_those_of_the_ontology():
    assert set(load_words()) == set(load_ontology().contexts)


def test_no_events_no_contexts():
    assert add_contexts(Report(text="", id="x")).events == ()
