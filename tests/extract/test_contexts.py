"""Contexts of events: what the words, the sides and the type speak for, with the reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman.clean import clean
from dragoman.extract.contexts import MOST, add_contexts, load_words
from dragoman.ontology import load_ontology
from dragoman.records import Actor, Report
from made_reports import make_event, part

RUR = Actor("a-rur", "Ruritania", "country", "RUR", "GOV")
GRA = Actor("a-gra", "Graustark", "country", "GRA", "GOV")


def read(sentence: str, trigger: str, kind: str = "SUPPORT", title: str | None = None, **given):
    report = clean(Report(text=sentence, id="c", title=title, language="en"))
    event = make_event("c", sentence, kind, trigger, sentence, **given)
    return add_contexts(Report(report.text, "c", title, segments=report.segments, events=(event,))).events[0]


def test_all_contexts_are_those_of_the_ontology():
    words, known = load_words(), set(load_ontology().contexts)
    assert words.strong.names == words.weak.names == known
    for gains in (words.sectors, words.codes, words.types):
        assert {name for gain in gains.values() for name in gain} <= known
    assert {key.split("/")[0] for key in words.types} <= set(load_ontology().types)


@pytest.mark.parametrize(
    ("sentence", "trigger", "contexts"),
    [
        ("The lake board praised the new vaccine for its patients.", "praised", {"health"}),
        ("The lake board praised a plan against corruption and bribery.", "praised", {"corruption"}),
        ("The lake board praised the poets.", "praised", set()),
        ("The lake board praised the police.", "praised", set()),  # a weak word alone
        ("The club said thanks for the trophy.", "thanks", set()),
    ],
)
def test_words(sentence: str, trigger: str, contexts: set[str]):
    assert set(read(sentence, trigger).contexts) == contexts


def test_every_word_of_the_lexicon_is_found_where_it_stands():
    import re
    from importlib.resources import files

    import yaml

    data = yaml.safe_load((files("dragoman.data") / "lexicon" / "contexts.yaml").read_text("utf8"))
    for name, words in data["contexts"].items():
        for word in words["strong"]:
            plain = re.sub(r"\(\?:([^|()]*)[^()]*\)\??", r"\1", word)  # the first of alternatives
            plain = re.sub(r"\\w[+*]", "ing", re.sub(r"(.)\?", r"\1", plain)).replace(".", " ")
            if re.fullmatch(r"[\w ''’-]+", plain):
                assert name in load_words().strong.told_by(f"We saw {plain}, twice."), (name, word, plain)


def test_states_that_deal_with_each_other_are_diplomacy():
    text = "Ruritania thanked Graustark for the visit."
    event = read(text, "thanked", actors=(part(text, "Ruritania", RUR),), recipients=(part(text, "Graustark", GRA),))
    assert event.contexts == ("diplomatic",)
    alone = read(text, "thanked", actors=(part(text, "Ruritania", RUR),))
    assert alone.contexts == ()


def test_the_type_and_the_title_count():
    text = "Three people were hurt in the square."
    assert read(text, "hurt", "ASSAULT", mode="suicide-attack").contexts == ("terrorism",)
    assert "election" in read("They spoke of votes.", "spoke", title="Ballots stolen before elections").contexts


def test_no_more_than_three_each_with_its_reason():
    text = "Troops, courts, banks, churches, migrants and pirates praised the elections on climate change."
    event = read(text, "praised")
    assert len(event.contexts) == MOST
    why = dict(event.whys)["contexts"]
    assert all(name in why.note for name in event.contexts)
    assert why.over


def test_no_events_no_contexts():
    assert add_contexts(Report(text="", id="x")).events == ()
