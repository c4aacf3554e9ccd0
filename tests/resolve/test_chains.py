"""One mention for another within a report: names, pronouns, epithets."""

from __future__ import annotations

import pytest

from dragoman.clean import clean
from dragoman.mentions.find import find_mentions
from dragoman.records import Published, Report, Span
from dragoman.resolve.actors import Resolver, load_knowledge


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(load_knowledge())


def who(resolver, text, words, nth=0, day="2006-05-01", title=None):
    report = Report(text, "r", title=title, published=Published(day))
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return resolver.who(report, Span.of(text, at, at + len(words)))


VISIT = (
    "Maltese Foreign Minister Carmen Borgia arrived in Cyprus on Monday. She met President Nikos Example. "
    'Borgia said the two countries would open embassies. "We trust our neighbours," she told reporters. '
    "The ministry gave no details."
)


@pytest.mark.parametrize(
    ("words", "nth", "country"),
    [("Borgia", 1, "MLT"), ("She", 0, "MLT"), ("she", 0, "MLT")],
)
def test_names_and_pronouns(resolver, words, nth, country):
    assert who(resolver, VISIT, words, nth)[0].country == country


def test_a_short_name_keeps_the_full_one(resolver):
    assert who(resolver, VISIT, "Borgia", 1)[0].name == "Carmen Borgia"


def test_the_two_countries(resolver):
    assert {a.country for a in who(resolver, VISIT, "the two countries")} == {"MLT", "CYP"}


def test_apposition_fills_the_list(resolver):
    text = "Farid Example, chairman of Gabon's joint chiefs of staff, flew home. Example said talks went well."
    assert who(resolver, text, "Example", 1)[0].code == "GAB/MIL"


def test_counterpart_is_of_the_other_side(resolver):
    text = "Danish Defence Minister Bo Example visited Estonia. He met his counterpart on Tuesday."
    assert who(resolver, text, "his counterpart")[0].country == "EST"


def test_named_counterpart(resolver):
    text = "Danish Defence Minister Bo Example met his Japanese counterpart."
    assert who(resolver, text, "his Japanese counterpart")[0].code == "JPN/GOV"


def test_its_parliament(resolver):
    text = "Norway signed the treaty in Rome. Its parliament must still agree."
    assert who(resolver, text, "Its parliament")[0].code == "NOR/LEG"


def test_the_same_role_noun(resolver):
    text = "Chilean miners walked out. Officials of Peru looked on. The miners want more pay."
    assert who(resolver, text, "The miners")[0].country == "CHL"


def test_the_bloc_is_the_body_named_before(resolver):
    text = "ASEAN will send monitors to Myanmar. The bloc said they were unarmed."
    assert who(resolver, text, "The bloc")[0].code == "IGO:ASEAN"


def test_the_statement_is_its_issuer(resolver):
    text = "Iceland's foreign ministry condemned the attack in Egypt. The statement called it cowardly."
    assert who(resolver, text, "The statement")[0].country == "ISL"


def test_police_are_of_the_place(resolver):
    text = "A bus from Spain crashed near Lisbon on Monday, Portuguese officials said. Police closed the road."
    assert who(resolver, text, "Police")[0].code == "PRT/COP"


def test_women_are_not_he(resolver):
    text = "French spokeswoman Marie Example met Polish envoy Jan Przyklad. She said nothing."
    assert who(resolver, text, "She")[0].country == "FRA"


def test_resolve_links_mentions(resolver):
    report = clean(Report(VISIT, "r", published=Published("2006-05-01")))
    report = resolver.resolve(find_mentions(report))
    keys = {m.span.text: m.entity for m in report.mentions}
    assert keys["Maltese Foreign Minister Carmen Borgia"] == keys["Borgia"] == keys["She"]
    actor = report.actor_of(keys["She"])
    assert actor is not None
    assert actor.code == "MLT/GOV"
    assert all(m.span.text == report.text[m.span.start : m.span.end] for m in report.mentions)


def test_two_runs_give_the_same(resolver):
    other = Resolver(load_knowledge())
    report = Report(VISIT, "r", published=Published("2006-05-01"))
    for at in range(0, len(VISIT) - 12, 7):
        span = Span.of(VISIT, at, at + 12)
        assert resolver.who(report, span) == other.who(report, span)
