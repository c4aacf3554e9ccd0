from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.clean import clean
from dragoman.extract.agreements import extract_agreements
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


def read(text: str):
    report = clean(Report(text=text, id="b", published=Published("2012-05-07"), language="en"))
    return extract_agreements(report, who).agreements


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ministers adopted the Convention on the Rights of Rivers and the Lima Declaration.",
         ["Convention on the Rights of Rivers", "Lima Declaration"]),
        ("The 4th Summit of the Andes opened on Monday.", ["4th Summit of the Andes"]),
        ("He spoke at the 12th Andean Trade Association (ATA) Summit in Quito.",
         ["12th Andean Trade Association (ATA) Summit in Quito"]),
        ("They will attend the 3rd summit of the Andean Trade Association.", ["3rd summit of the Andean Trade Association"]),
        ("Peru is a party to the UN convention on the rights of the child.", ["UN convention on the rights of the child"]),
        ("The Cusco agreement was signed by both.", ["Cusco agreement"]),
        ('Chile signed an "open rivers" agreement with Peru.', ['"open rivers" agreement']),
        ("They signed an economic and technical cooperation agreement.", ["economic and technical cooperation agreement"]),
        ("Peru signed the Pacific Gas Treaty and the Lima Protocol.", ["Pacific Gas Treaty", "Lima Protocol"]),
        ("Leaders endorsed the Cusco Plan and the Lima Roadmap on Friday.", ["Cusco Plan", "Lima Roadmap"]),
        ("They extended the Andean Partnership and Cooperation Programme (APCP).",
         ["Andean Partnership and Cooperation Programme"]),
        ("The Lima summit opened. The ATA Summit in Lima ends on Friday.", ["Lima summit"]),
        # What is none: activities, bodies, buildings, deals of nobody.
        ("The nuclear programme went on, and the peace process stalled.", []),
        ("The World Food Programme (WFP) sent rice to Chile.", []),
        ("They met in the Lima Convention Center near the US Embassy.", []),
        ("The Chilean deal with a mine owner failed.", []),
        ("A trade deal would be welcome.", []),
        ("The Western Conference lost to the Eastern Conference.", []),
        ("The Global Strategy Network published a paper.", []),
    ],
)  # fmt: skip
def test_names_begin_and_end_where_they_should(text: str, names: list[str]):
    assert [a.name for a in read(text)] == names


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Peru signed the Lima Treaty in 2001.", ["signed"]),
        ("The Lima Treaty was ratified on Friday.", ["ratified"]),
        ("Peru refused to sign the Lima Treaty.", ["rejected"]),
        ("Peru has not signed the Lima Treaty.", ["mentioned"]),
        ("Peru will sign the Lima Treaty on Sunday.", ["announced"]),
        ("Peru wants talks to sign the Lima Treaty.", ["proposed"]),
        ("If Peru signed the Lima Treaty, trade would grow.", ["mentioned"]),
        ("Peru withdrew from the Lima Treaty.", ["cancelled"]),
        ("Peru agreed to ink the Lima Treaty.", ["agreed"]),
        ("Trade will upgrade from the Lima Treaty.", ["mentioned"]),
        ("Peru proposed new talks under the Lima Treaty.", ["mentioned"]),
        ("The Lima Treaty matters. The treaty was renewed last year.", ["upgraded"]),
        ("Ministers spoke of the Lima Treaty. They signed a paper on fish.", ["mentioned"]),
    ],
)
def test_what_is_said_of_the_state(text: str, states: list[str]):
    assert [s.state for a in read(text) for s in a.steps] == states


def test_every_mention_is_a_slice(report: Report):
    for agreement in report.agreements:
        for span in agreement.mentions:
            assert TEXT[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Troops of Chile and Peru train under the Lima Treaty.", {"CHL", "PER"}),
        ("A trade agreement between Chile and Peru is discussed.", {"CHL", "PER"}),
        ("Peru signed a trade agreement with Chile on Friday.", {"CHL", "PER"}),
        ("The Lima Treaty is old. Chile and Peru are at peace.", set()),
    ],
)
def test_parties(text: str, codes: set[str]):
    made = clean(Report(text=text, id="p", published=Published("2012-05-07"), language="en"))
    spans = [Span.of(text, text.index(name), text.index(name) + len(name)) for name in CODES if name in text]
    mentions = tuple(Mention(span, "country", span, span.text) for span in sorted(spans))
    (found,) = extract_agreements(replace(made, mentions=mentions), who).agreements
    assert {p.actor.country for p in found.parties} == codes
