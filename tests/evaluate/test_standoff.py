"""Scores against annotations without text."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman.errors import DataError, MissingError, UsageError
from dragoman.evaluate.agreements import AgreementScore
from dragoman.evaluate.contexts import ContextScore
from dragoman.evaluate.standoff import half_of, read_lines, texts_of
from made_reports import TEXT, sample

GOLD = Path(__file__).parents[1] / "gold"


def place(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def test_contexts_are_counted_by_event():
    report = sample()
    score = ContextScore()
    score.add({"trigger": place("urged"), "contexts": ["diplomatic", "resource"]}, report)
    score.add({"trigger": place("arrested"), "contexts": []}, report)
    score.add({"trigger": place("river"), "contexts": ["resource"]}, report)
    found = score.to_dict()
    assert found["micro"] == {"p": 100.0, "r": 50.0, "f1": 66.7, "gold": 2, "pred": 1}
    assert (found["any_right"], found["all_right"], found["events"], found["not_found"]) == (100.0, 50.0, 2, 1)
    assert found["by_context"]["resource"]["r"] == 0.0


def test_instruments_are_counted_slot_by_slot():
    report = sample()
    (one,) = report.agreements
    span = [one.mentions[0].start, one.mentions[0].end]
    gold = {"spans": [span], "kind": one.kind, "parties": [], "states": [s.state for s in one.steps]}
    score = AgreementScore()
    score.add({"instruments": [gold]}, report)
    score.add({"instruments": [], "optional": [span]}, report)
    score.add({"instruments": []}, report)
    score.add({"instruments": [gold | {"kind": "office"}]}, replace(report, agreements=()))
    found = score.to_dict()
    assert found["found"] == {"precision": 50.0, "recall": 50.0, "f1": 50.0, "gold": 2, "pred": 2}
    assert found["name"]["share"] == found["kind"]["share"] == 100.0
    assert any("missed" in miss for miss in score.misses)


@pytest.mark.parametrize(
    "name", ["contexts.jsonl", "contexts_unseen.jsonl", "agreements.jsonl", "agreements_unseen.jsonl"]
)
def test_annotations_hold_no_text(name: str):
    lines = read_lines(GOLD / name)
    assert lines
    allowed = {"report", "trigger", "contexts", "instruments", "optional"}
    assert all(set(line) <= allowed for line in lines)
    assert half_of(lines, "tune") + half_of(lines, "test") != []
    with pytest.raises(UsageError, match="tune"):
        half_of(lines, "third")


def test_bad_files_and_absent_texts_are_told(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_lines(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_text(json.dumps({"id": 1}))
    with pytest.raises(DataError, match="line 1"):
        read_lines(tmp_path / "bad.jsonl")
    with pytest.raises(MissingError, match="--texts"):
        texts_of({"x"}, tmp_path / "none")
    (tmp_path / "r.jsonl").write_text(json.dumps({"id": "a", "text": "Rain fell on the hills."}) + "\n")
    with pytest.raises(MissingError, match="1 annotated"):
        texts_of({"x"}, tmp_path)
    assert set(texts_of({"a"}, tmp_path)) == {"a"}
