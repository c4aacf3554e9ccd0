"""Place names: which words are places, what they mean, in which role."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.clean import clean
from dragoman.records import NameSpan, Reading, Report, Span
from dragoman.resolve.gazetteer import Gazetteer
from dragoman.resolve.place_spans import found_at
from dragoman.resolve.places import PlaceResolver


@pytest.fixture(scope="module")
def resolver():
    return PlaceResolver(Gazetteer.load())


def read(resolver, text, **given):
    report = resolver.resolve(clean(Report(text, "test", language="en", **given)))
    for toponym in report.places:
        assert toponym.span == Span.of(text, toponym.span.start, toponym.span.end)
    return {t.span.text: t for t in report.places}


def meant(toponym):
    return (toponym.place.name, toponym.place.country) if toponym.place else None


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        ("The ministers met in Vilnius, Lithuania, on Monday.", "Vilnius", "Vilnius", "LTU"),
        ("The couple lived in Paris, Texas, for years.", "Paris", "Paris", "USA"),
        ("The couple lived in Paris for years, said a French official.", "Paris", "Paris", "FRA"),
        ("Police in Cottonport, La., arrested two men.", "Cottonport", "Cottonport", "USA"),
        ("Lebanese soldiers patrolled Beirut and Tripoli.", "Tripoli", "Tripoli", "LBN"),
        ("Libyan militias fought in Tripoli and Misrata.", "Tripoli", "Tripoli", "LBY"),
        ("Shells fell on Syria's Idlib province.", "Idlib", "Idlib", "SYR"),
        ("Troops were flown to Nagorno-Karabakh by Armenia.", "Nagorno-Karabakh", "Nagorno-Karabakh", "AZE"),
        ("A London-based firm sold the ships.", "London", "London", "GBR"),
        ("Toronto's Ontario Street was closed in Toronto.", "Toronto", "Toronto", "CAN"),
    ],
)  # fmt: skip
def test_names_are_resolved_by_what_stands_around_them(resolver, text, words, name, country):
    assert meant(read(resolver, text)[words]) == (name, country)


@pytest.mark.parametrize(
    "text",
    [
        "Chiquita Henry was arrested. Henry did not speak.",
        "Mr Reading said that he was tired.",
        "The man of 420 Augusta Street was charged.",
        "The Council met on Monday, and the Region agreed.",
        "SWAT officers arrived. He has a Mobile phone.",
    ],
)
def test_persons_roads_and_common_words_are_no_places(resolver, text):
    assert read(resolver, text) == {}


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("A bomb exploded in Mosul.", "Mosul", "location"),
        ("It exploded in the northern Iraqi city of Mosul.", "Mosul", "location"),
        ("It exploded about 20 km south of Kirkuk.", "Kirkuk", "location"),
        ("It exploded in Homs, Hama and Aleppo.", "Aleppo", "location"),
        ("Beijing warned that it would answer.", "Beijing", "government"),
        ("A Turkish minister resigned.", "Turkish", "demonym"),
        ("He imposed US sanctions.", "US", "demonym"),
        ("She travelled to Kyiv by train.", "Kyiv", "destination"),
        ("Troops withdrew from Kherson.", "Kherson", "origin"),
        ("They disagreed about Kosovo.", "Kosovo", "topic"),
        ("He studied at Ankara University.", "Ankara", "name-part"),
        ("The navy sank a boat off Lampedusa.", "Lampedusa", "location"),
    ],
)
def test_roles(resolver, text, words, role):
    assert read(resolver, text)[words].role == role


def test_a_dateline_is_a_place(resolver):
    text = "Strike halts trains\n\nBAMAKO, Mali (AFP) - Railway workers went on strike on Monday, the union said.\n"
    toponym = read(resolver, text)["BAMAKO"]
    assert meant(toponym) == ("Bamako", "MLI")
    assert toponym.role == "location"


def test_every_choice_says_why_and_over_what(resolver):
    toponym = read(resolver, "The ministers met in Alexandria, Egypt.")["Alexandria"]
    assert toponym.why.by == "place.container"
    assert any("USA" in label for label, _ in toponym.why.over)


def test_abstains_where_nothing_tells_which_of_many_is_meant(resolver):
    text = "He was born near Fairview, he said."
    toponym = read(resolver, text)["Fairview"]
    assert toponym.place is None
    assert toponym.why.by == "place.unsure"
    assert toponym.why.over


def test_a_publisher_at_home_decides(resolver):
    texts = [
        "A man from Pineville, Louisiana, was arrested in Alexandria, Louisiana.",
        "The mayor of Alexandria, Louisiana, spoke in Ball, Louisiana, and in Tioga.",
        "Police in Alexandria, Louisiana, and Pineville, Louisiana, made arrests.",
    ]
    reports = [clean(Report(t, str(n), publisher="www.news.example", language="en")) for n, t in enumerate(texts)]
    homes = resolver.learn_homes(reports)
    assert homes["news.example"].country == "USA"
    local = PlaceResolver(resolver.gazetteer, homes)
    found = read(local, "A shop in Alexandria burned down.", publisher="news.example")
    assert found["Alexandria"].place.id == "geonames:4314550"
    assert read(resolver, "A shop in Alexandria burned down.")["Alexandria"].place.country == "EGY"


def test_marks_of_a_model_are_used(resolver):
    text = "Officials praised Jordan on Monday. Nobody knew Zerbo."
    start = text.index("Jordan")
    name = NameSpan(Span.of(text, start, start + 6), "person", 0.9)
    report = replace(clean(Report(text, "m", language="en")), reading=Reading(names=(name,), by="test"))
    assert [t.span.text for t in resolver.resolve(report).places] == []
    report = replace(report, reading=None)
    assert [t.span.text for t in resolver.resolve(report).places] == ["Jordan"]


def test_given_spans_are_resolved_as_they_are(resolver):
    text = "The fire was in Boone County and in Zzyzx Falls."
    report = clean(Report(text, "g", language="en"))
    spans = [(text.index(w), text.index(w) + len(w)) for w in ("Boone County", "Zzyzx Falls")]
    first, second = resolver.toponyms(report, [found_at(report, *s) for s in spans])
    assert first.span.text == "Boone County"
    assert second.place is None
    assert second.why.by == "place.unknown"


def test_odd_texts_do_no_harm(resolver):
    for text in ("", "…", "In", "’s", "In , Paris,", "A-B-C-", "U.S.", "São  Paulo\x0b-", "in " * 50):
        report = resolver.resolve(Report(text, "odd"))
        assert report.places == ()
        resolver.resolve(clean(Report(text, "odd", language="en")))
