"""The second look: what is unlikely in the light of the report goes, the rest has its probability."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.extract.events import Limits, extract_events
from dragoman.extract.sifting import described, probability, sift, weights
from dragoman.ontology import load_ontology
from dragoman.records import Reading
from tests.extract.test_events import TEXT, trigger, who

SURE = trigger("condemned", "ACCUSE", ("Norway", "actor", 0.95), ("Chad", "recipient", 0.9), score=0.97)
WEAK = trigger("visit", "CONSULT", ("Norway", "actor", 0.31), score=0.15)


def read(*triggers):
    from dragoman.clean import clean
    from dragoman.records import Published, Report

    report = clean(Report(text=TEXT, id="r", published=Published("2011-03-07")))
    report = replace(report, reading=Reading(triggers=triggers))
    return extract_events(report, who, load_ontology(), Limits(trigger=0.1))


def test_without_a_limit_nothing_changes():
    report = read(SURE, WEAK)
    assert sift(report, Limits()) is report


def test_the_unlikely_goes_and_the_rest_has_its_probability():
    report = read(SURE, WEAK)
    found = dict(zip([e.trigger.text for e in report.events], described(report), strict=True))
    sure, weak = (probability(found[word], weights()) for word in ("condemned", "visit"))
    assert weak < sure
    kept = sift(report, Limits(least=(weak + sure) / 2)).events
    assert [(e.trigger.text, e.score) for e in kept] == [("condemned", round(sure, 4))]


def test_the_probability_is_calibrated_by_the_model():
    report = read(SURE)
    plain = sift(report, Limits(least=0.01)).events[0].score
    assert sift(report, Limits(least=0.01, slope=1.0, offset=1.0)).events[0].score > plain


def test_events_of_the_lexicon_stay_as_they_are():
    report = read(replace(SURE, by="lexicon"))
    report = replace(report, events=read(SURE).events)
    assert sift(report, Limits(least=0.999)).events == report.events


@pytest.mark.parametrize("part", ["act", "actor", "lead"])
def test_what_should_speak_for_an_event_does(part):
    assert weights()[part] > 0


def test_every_weight_is_a_feature_that_can_occur():
    plain = {name for features in described(read(SURE, WEAK)) for name in features}
    heads = ("type ", "status ", "rival of ", "no recipient ")
    known = plain | {
        "crowd", "told again", "quoted", "cue", "modal", "the", "ing", "long", "by rule", "guessed country", "private",
        "named person", "same type", "same type and actor", "same country", "to no country", "no country acts",
        "several actors", "many actors", "several recipients", "recipient read", "none read, wanted", "lexicon agrees",
        "lexicon differs", "position", "lead", "no recipient", "recipient",
    }  # fmt: skip
    assert {name for name in weights() if not name.startswith(heads)} <= known
