"""The actor scorer, on made phrases, and its bars on the benchmark where that is there."""

from __future__ import annotations

import json

import pytest

from dragoman.errors import DataError
from dragoman.evaluate.actors import evaluate_actors, iso_date
from dragoman.evaluate.coreference import evaluate_coreference
from dragoman.resolve.actors import Resolver, load_knowledge


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(load_knowledge())


def test_dates():
    assert iso_date("10 May 2015") == "2015-05-10"
    assert iso_date("October 1, 2021") == "2021-10-01"
    assert iso_date("") is None


def test_counts(tmp_path, resolver):
    rows = [
        {"text": "Norwegian soldiers", "context": "", "date": "", "expect": {"country": "NOR", "code_1": "MIL"}},
        {"text": "OPEC", "context": "", "date": "", "expect": {"country": "IGO", "wiki": "OPEC"}},
        {"text": "Danish police", "context": "", "date": "", "expect": {"country": "SWE", "code_1": "COP"}},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    result = evaluate_actors(path, resolver)
    assert result.to_dict() == {"country": 66.7, "sector": 100.0, "title": 100.0, "n": 3}
    assert result.errors == [("Danish police", "country", "SWE", "DNK")]


def test_wrong_lines_are_named(tmp_path, resolver):
    path = tmp_path / "x.jsonl"
    path.write_text('{"text": "x"}\n')
    with pytest.raises(DataError, match="line 1"):
        evaluate_actors(path, resolver)


def test_benchmark_floor(shared, resolver):
    figures = evaluate_actors(shared / "benchmarks/actors/dev.jsonl", resolver).to_dict()
    assert figures["country"] >= 85
    assert figures["sector"] >= 78
    assert figures["title"] >= 80


def test_coreference_floor(shared, resolver):
    train = evaluate_coreference(shared / "gold/train", resolver).to_dict()
    assert train["all"] >= 83


def test_no_gold_there(tmp_path, resolver):
    with pytest.raises(DataError, match="no gold reports"):
        evaluate_coreference(tmp_path, resolver)
