"""Where events were: the own annotated sets must keep their level, and the reasons must stand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dragoman.clean import clean
from dragoman.evaluate.event_places import score_events
from dragoman.extract.locating import locate_events
from dragoman.records import Event, Report, Span, When, Where, Why
from dragoman.resolve.gazetteer import Gazetteer
from dragoman.resolve.places import PlaceResolver

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def resolver():
    return PlaceResolver(Gazetteer.load())


def where(resolver, text, trigger, type_="ASSAULT"):
    start = text.index(trigger)
    span = Span.of(text, start, start + len(trigger))
    none = When(None, None, (), Why("none"))
    event = Event("e", type_, None, 4, (), (), none, Where(None, (), Why("none")), "actual", span, (), 1.0)
    report = resolver.resolve(clean(Report(text, "test", language="en")))
    found = locate_events(Report(text, "test", sentences=report.sentences, places=report.places, events=(event,)))
    result = found.events[0].where
    assert all(s == Span.of(text, s.start, s.end) for s in result.evidence)
    assert bool(result.evidence) == (result.place is not None)
    assert result.why.by
    return result


@pytest.mark.parametrize(
    ("name", "country", "place"), [("event_places.yaml", 95, 93), ("event_places_unseen.yaml", 85, 85)]
)
def test_own_sets_keep_their_level(name, country, place):
    found = score_events(DATA / name, Gazetteer.load()).to_dict()
    assert found["country"] >= country
    assert found["place"] >= place
    assert found["right_abstention"] >= 95


def test_own_sets_are_large_enough_and_sound():
    entries = [
        e
        for name in ("event_places.yaml", "event_places_unseen.yaml")
        for e in yaml.safe_load((DATA / name).read_text())
    ]
    assert len(entries) >= 120
    assert all(e["trigger"] in e["text"] for e in entries)
    assert sum(e["place"] is None for e in entries) >= 25


def test_a_country_has_no_pin_but_its_precision(resolver):
    found = where(resolver, "Rebels attacked soldiers in Chad.", "attacked")
    assert (found.place.country, found.place.precision) == ("TCD", "country")
    assert found.place.latitude is None


def test_a_government_is_never_where_it_was(resolver):
    found = where(resolver, "Moscow condemned the raid.", "condemned", "ACCUSE")
    assert found.place is None
    assert found.why.by == "where.none"


def test_whom_a_place_belongs_to_is_not_where_it_was(resolver):
    found = where(resolver, "Analysts in Singapore said the army shelled a village.", "shelled")
    assert found.place is None
    assert "Singapore" in str(found.why.over)


def test_dateline_counts_only_where_no_other_country_is_named(resolver):
    head = "Unrest spreads\n\nNAIROBI (Reuters) - "
    assert (
        where(resolver, head + "Police arrested 40 students on Friday, witnesses said.", "arrested").place.name
        == "Nairobi"
    )
    other = where(resolver, head + "Police arrested 40 students on Friday, a Ugandan minister said.", "arrested")
    assert other.place is None or other.place.country != "KEN"


def test_an_event_outside_all_sentences_has_no_place(resolver):
    none = When(None, None, (), Why("none"))
    event = Event("e", "ASSAULT", None, 4, (), (), none, Where(None, (), Why("x")), "actual", Span(0, 1, "T"), (), 1.0)
    assert locate_events(Report("Text", "t", events=(event,))).events[0].where.place is None
