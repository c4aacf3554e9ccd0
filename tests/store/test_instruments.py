"""One instrument over many reports is one entry, with its steps in order."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.records import Agreement, AgreementStep, Participant, When, Why
from dragoman.store.instruments import history, merged, words_of
from made_reports import GRAUSTARK, RURITANIA, TEXT, cut, sample

SENTENCE = cut(TEXT, TEXT.partition("\n\n")[0])


def make(
    name: str, kind: str, *steps: tuple[str, str | None], acronym: str | None = None, both: bool = True
) -> Agreement:
    parties = [Participant(RURITANIA, (cut(TEXT, "Ruritania"),), Why("x"))]
    parties += [Participant(GRAUSTARK, (cut(TEXT, "Kingdom of Graustark"),), Why("x"))] if both else []
    made = tuple(AgreementStep(state, When(day, "day", (), Why("x")), (SENTENCE,)) for state, day in steps)
    return Agreement(
        f"g-{name}-{len(steps)}-{both}", name, kind, acronym, tuple(parties), (cut(TEXT, "river treaty"),), made
    )


@pytest.fixture
def found(tmp_path):
    def go(*reports: tuple[str, str, list[Agreement]]):
        with dragoman.open(tmp_path / "news.db") as store:
            for name, day, agreements in reports:
                store.add(replace(sample(name, day), agreements=tuple(agreements)))
            return {i.name: i for i in merged(store.agreements())}, merged(store.agreements())

    return go


def test_one_treaty_over_reports_has_its_steps_in_order(found):
    by_name, everything = found(
        ("R1", "2024-05-02", [make("River Treaty", "treaty", ("signed", "2024-05-01"))]),
        (
            "R2",
            "2024-01-02",
            [make("the River Treaty", "treaty", ("proposed", "2024-01-02"), ("mentioned", "2024-01-02"))],
        ),
        ("R3", "2024-05-03", [make("River Treaty", "treaty", ("signed", "2024-05-01"), ("ratified", None))]),
    )
    assert len(everything) == 1
    one = by_name["River Treaty"]
    assert history(one) == "proposed 2024-01-02, signed 2024-05-01, ratified"
    assert one.steps[1].told == 2
    assert [s["report"] for s in one.steps[1].sources] == ["R1", "R3"]
    assert one.steps[1].sources[0]["words"] == SENTENCE.text
    assert (one.first, one.last, one.reports) == ("2024-01-02", "2024-05-03", ["R2", "R1", "R3"])
    assert {p["code"]: p["reports"] for p in one.parties} == {"RUR": 3, "GRA": 3}
    assert "River Treaty" in everything._repr_html_()
    assert one.to_dict()["state"] == "ratified"


def test_acronyms_and_forms_of_words_are_the_same(found):
    by_name, _ = found(
        ("R1", "2024-05-02", [make("River Action Program", "programme", ("agreed", "2024-05-01"), acronym="RAP")]),
        ("R2", "2024-05-03", [make("River Action Programme", "programme", ("in force", "2024-06-01"), acronym="RAP")]),
        ("R3", "2024-05-04", [make("RAP", "programme", ("mentioned", None))]),
    )
    assert len(by_name) == 1
    assert len(next(iter(by_name.values())).reports) == 3
    assert words_of("13th River League (RL) Summit") == ("13th", "river", "league", "summit")


def test_descriptions_are_one_only_with_the_same_parties(found):
    _, everything = found(
        ("R1", "2024-05-02", [make("trade agreement", "agreement", ("signed", "2024-05-01"))]),
        ("R2", "2024-05-03", [make("trade deal", "agreement", ("signed", "2024-05-01"))]),
        ("R3", "2024-05-04", [make("trade agreement", "agreement", ("signed", "2024-05-01"), both=False)]),
    )
    assert sorted(len(i.reports) for i in everything) == [1, 2]


def test_summits_come_again(found):
    _, everything = found(
        ("R1", "2024-05-02", [make("RL summit", "summit", ("mentioned", None))]),
        ("R2", "2024-08-03", [make("RL Summit", "summit", ("mentioned", None))]),
        ("R3", "2025-05-04", [make("RL summit", "summit", ("mentioned", None))]),
        ("R4", "2025-05-05", [make("4th Summit of the RL", "summit", ("mentioned", None))]),
        ("R5", "2025-05-06", [make("fourth RL Summit", "summit", ("mentioned", None))]),
    )
    assert sorted(len(i.reports) for i in everything) == [1, 2, 2]
    assert history(everything[0]) == "mentioned"
