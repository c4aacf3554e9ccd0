"""Links measured on pairs, and their weights fitted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.made_reports import sample

from dragoman.errors import DataError, InputError
from dragoman.evaluate.link_fit import cross_validated, fit, fit_signed, prf
from dragoman.evaluate.links import evaluate_links, fit_weights, mention_at, read_pairs
from dragoman.evaluate.links_meantime import score_meantime_links
from dragoman.link.across_features import AGAINST, FEATURES

PAIRS = Path(__file__).parents[2] / "training" / "pairs" / "same_event.jsonl"


def line(a: str, b: str, *, same: bool, start: int = 20, half: str = "fit", affair: int = 1) -> str:
    place = {"start": start, "end": start + 5}
    return json.dumps(
        {"a": {"report": a, **place}, "b": {"report": b, **place}, "type": "REQUEST", "same": same, "half": half,
         "affair": affair}
    )  # fmt: skip


def test_pairs_are_scored_by_the_mention_that_stands_there(tmp_path):
    report = sample("R1")
    start = report.events[0].trigger.start
    file = tmp_path / "pairs.jsonl"
    file.write_text(
        "\n".join([
            line("R1", "R2", same=True, start=start), line("R1", "R3", same=True, start=start),
            line("R1", "R2", same=False, start=0, half="test", affair=2),
        ]),
        "utf8",
    )  # fmt: skip
    result = evaluate_links(read_pairs(file), [report, sample("R2")])
    assert result.unread == 2  # a report that is not there, and a place where nothing was read
    assert result.scores[0] > 0.5
    assert result.scores[1:] == [0.0, 0.0]
    figures = result.to_dict()
    assert figures["all"] == {"n": 3, "precision": 100.0, "recall": 50.0, "f1": 66.7, "accuracy": 66.7}
    assert figures["test"]["accuracy"] == 100.0
    assert set(fit_weights(result)["weights"]) == set(FEATURES)


def test_a_further_mention_counts_and_another_type_does_not():
    event = sample("R1").events[0]
    place = replace(read_place(), start=event.trigger.end + 50, end=event.trigger.end + 55)
    further = replace(event, mentions=(replace(event.trigger, start=place.start, end=place.end),))
    assert mention_at([further], place, "REQUEST") is further
    assert mention_at([event], place, "REQUEST") is None
    assert mention_at([further], place, "ASSAULT") is None


def read_place():
    from dragoman.evaluate.links import Place

    return Place("R1", 0, 1)


def test_a_line_that_is_no_pair_is_told(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text(line("R1", "R2", same=True) + "\n{}", "utf8")
    with pytest.raises(DataError, match="line 2"):
        read_pairs(file)


def test_the_fit_finds_what_was_put_in_and_keeps_its_signs():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2000, len(FEATURES)))
    names = list(FEATURES)
    truth = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
    truth[names.index("same_mode")] = -1.0  # of the wrong sign: is to be left out
    y = (x @ truth + rng.logistic(size=2000) > 0.5).astype(float)
    bias, found = fit(x, y)
    assert bias == pytest.approx(-0.5, abs=0.25)
    assert np.abs(found - truth).max() < 0.35
    _, signed = fit_signed(x, y)
    assert signed[names.index("same_mode")] == 0
    assert cross_validated(x, y, [n % 7 for n in range(2000)]).round() @ y > 0.75 * y.sum()


def test_figures():
    assert prf([True, True, False], [True, False, True]) == {"precision": 50.0, "recall": 50.0, "f1": 50.0}
    assert prf([True, False], [True, True], [1, 3]) == {"precision": 25.0, "recall": 100.0, "f1": 40.0}
    assert prf([False], [False])["f1"] == 0


def test_the_annotated_pairs_are_enough_and_hold_no_text():
    pairs = read_pairs(PAIRS)
    assert len(pairs) >= 300
    assert 0.35 < sum(p.same for p in pairs) / len(pairs) < 0.65
    halves = {half: {p.affair for p in pairs if p.half == half} for half in ("fit", "test")}
    assert not halves["fit"] & halves["test"]
    reports = {h: {x.report for p in pairs if p.half == h for x in (p.a, p.b)} for h in halves}
    assert not reports["fit"] & reports["test"]
    assert all(len(p.why.split()) == 1 for p in pairs)


def test_a_folder_without_meantime_is_refused(tmp_path):
    with pytest.raises(InputError, match="cross-document"):
        score_meantime_links(tmp_path)


def test_meantime(shared):
    figures = score_meantime_links(shared / "benchmarks" / "meantime")
    assert (figures["mentions"], figures["same"]) == (1382, 134)
    assert figures["links"]["f1"] > figures["same_trigger_only"]["f1"]
