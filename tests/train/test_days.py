"""Which words date an event of the gold, and where its date comes from."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.model.features import Featurizer
from dragoman.model.labels import DATINGS
from dragoman.model.session import Model
from dragoman.train.align import words_in
from dragoman.train.data import sentences_of
from dragoman.train.days import Days

TEXT = "Ghana recalled its envoy on Monday. It had accused Togo of theft in 2003. Togo said it was sorry."


@pytest.fixture(scope="module")
def featurizer() -> Featurizer:
    return Model.shipped().featurizer


@pytest.mark.parametrize(
    ("word", "date", "source", "told"),
    [
        ("recalled", "2005-03-07", "expression", "Monday"),
        ("accused", "2003", "expression", "2003"),
        ("accused", None, "none", ""),
        ("sorry", "2005-03-08", "publication", ""),
        ("sorry", "2005-03-07", "expression", "Monday"),
        ("sorry", "1999", "other", ""),
    ],
)
def test_the_date_of_an_event_teaches_its_source_and_its_words(
    featurizer: Featurizer, word: str, date: str | None, source: str, told: str
) -> None:
    days = Days.of({"text": TEXT, "published": "2005-03-08"})
    assert days is not None
    (passage,) = featurizer.passages(TEXT, sentences_of(TEXT)[1])
    where = (TEXT.index(word), TEXT.index(word) + len(word))
    column = np.full(len(passage.words), -1, np.int8)
    assert DATINGS[days.label(date, where, passage, column)] == source
    marked = [TEXT[a:b] for k, (a, b) in enumerate(passage.words) if column[k] == 1]
    assert " ".join(marked) == told


def test_another_expression_of_the_same_day_is_no_counter_example(featurizer: Featurizer) -> None:
    text = "On Monday Ghana recalled its envoy, and on Monday Togo closed the border."
    days = Days.of({"text": text, "published": "2005-03-08"})
    assert days is not None
    (passage,) = featurizer.passages(text, sentences_of(text)[1])
    column = np.zeros(len(passage.words), np.int8)
    days.label("2005-03-07", (text.index("closed"), text.index("closed") + 6), passage, column)
    first = words_in(passage, (3, 9))
    assert [int(column[k]) for k in first] == [-1]
    assert int((column == 1).sum()) == 1


def test_made_up_dates_teach_nothing() -> None:
    assert Days.of({"text": TEXT, "published": "2005-03-08", "undated": True}) is None
