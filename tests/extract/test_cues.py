"""Polarity and modality of cues, on sentences written for this project."""

from __future__ import annotations

from pathlib import Path

import yaml

from dragoman.extract.cue_lexicon import cues, inflect, words
from dragoman.extract.statements import extract_statements
from tests.extract.plain import PlainWho, plain_report

CASES = Path(__file__).parents[1] / "data" / "cues.yaml"


def test_status_of_cues_is_right_in_nine_of_ten_sentences():
    cases = yaml.safe_load(CASES.read_text("utf8"))
    assert len(cases) >= 120
    wrong = []
    for case in cases:
        report = extract_statements(plain_report(case["text"]), PlainWho())
        found = [(s.polarity, s.modality) for s in report.statements if s.cue.text == case["cue"]]
        if found[:1] != [(case["polarity"], case["modality"])]:
            wrong.append(case["text"])
    assert len(wrong) <= 0.1 * len(cases), wrong


def test_verbs_are_inflected():
    assert inflect("deny") == {
        "deny": {"base"},
        "denies": {"third"},
        "denied": {"past", "participle"},
        "denying": {"ing"},
    }
    assert "said" in cues()
    assert [cue.lemma for cue in cues()["called"]][-1] == "call"


def test_words_that_yaml_would_read_as_truth_values_stay_words():
    assert "no" in words()["negation"]
    assert "on" in words()["preposition"]
