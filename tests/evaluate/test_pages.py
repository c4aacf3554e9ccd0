"""The measure of article text: shingles, every page counting the same."""

from __future__ import annotations

import pytest

from dragoman.evaluate.pages import score_pages, shingles


def test_shingles() -> None:
    assert sum(shingles("a b c d e").values()) == 2
    assert sum(shingles("a b").values()) == 1
    assert not shingles(" . ")


def test_scores() -> None:
    text = "one two three four five six seven eight"
    assert score_pages([(text, text)]).to_dict() == {
        "precision": 100,
        "recall": 100,
        "f1": 100,
        "exact": 100,
        "pages": 1,
    }
    half = score_pages([(text, text), (text, "")])
    assert (half.precision, half.recall, half.exact) == (1.0, 0.5, 0.5)
    # Five shingles wanted, those and two more found.
    more = score_pages([(text, text + " nine ten")])
    assert more.precision == pytest.approx(5 / 7)
    assert more.recall == 1.0
    assert score_pages([]).f1 == 0.0
