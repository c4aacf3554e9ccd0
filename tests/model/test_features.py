from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.model.decode import bio, peaks, runs, sigmoid, softmax, triggers
from dragoman.model.features import SHAPES, Featurizer, quoted, shape_of


@pytest.fixture(scope="module")
def featurizer() -> Featurizer:
    vocabulary = {w: n for n, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a", "b", "##b"])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return Featurizer(tokenizer, size=24)


def words_of(text: str) -> list[list[tuple[int, int]]]:
    out = []
    for m in re.finditer(r"[^.]+\.?", text):
        words = [(m.start() + w.start(), m.start() + w.end()) for w in re.finditer(r"\w+|[^\w\s]", m.group())]
        if words:
            out.append(words)
    return out


@settings(deadline=None)
@given(st.text(alphabet="ab .x", max_size=300))
def test_each_word_is_decided_once_and_no_passage_is_too_long(featurizer: Featurizer, text: str):
    sentences = words_of(text)
    passages = featurizer.passages(text, sentences)
    decided = [w for p in passages for w in p.words[p.context :]]
    assert decided == [w for s in sentences for w in s]
    for p in passages:
        assert len(p.pieces) <= featurizer.size
        assert len(p.first) == len(p.words)
        assert np.all(np.diff(p.first) > 0)
        assert len(p.shapes) == len(p.pieces)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("NATO", "upper"),
        ("Tokyo", "title"),
        ("said", "lower"),
        ("2014", "digit"),
        ("F-16", "mixed-digit"),
        ("“", "quote"),
        (".", "stop"),
        ("--", "other"),
    ],
)
def test_shapes(word: str, shape: str):
    assert SHAPES[shape_of(word)] == shape


def test_mixed_marks_close_each_other():
    assert quoted(["He", "said", "“", "no", '"', "and", "left"]) == [False, False, False, True, False, False, False]


def test_probabilities():
    p = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]], dtype=np.float32))
    assert p.sum(-1) == pytest.approx(1)
    assert sigmoid(np.array([-1000.0, 0.0, 1000.0], dtype=np.float32)) == pytest.approx([0, 0.5, 1])


def test_names_are_cut_where_a_new_one_begins():
    logits = np.full((4, 5), -5.0, dtype=np.float32)
    for k, label in enumerate([1, 2, 1, 0]):
        logits[k, label] = 5
    assert [(f.begin, f.end) for f in bio(logits)] == [(0, 2), (2, 3)]


def test_triggers_are_cut_where_the_type_changes():
    types = np.array([[5.0, -5.0], [-5.0, 5.0], [-5.0, 5.0]], dtype=np.float32)
    acts = np.full((3, 1), 5.0, dtype=np.float32)
    start = np.array([[9.0], [9.0], [-9.0]], dtype=np.float32)
    found = [(f.begin, f.end, f.label) for f, _ in triggers(acts, types, start, 0.5)]
    assert found == [(0, 1, 0), (1, 3, 1)]


def test_runs_close_one_word_gaps():
    scores = np.array([0.9, 0.1, 0.9, 0.1, 0.1, 0.3], dtype=np.float32)
    assert [(f.begin, f.end) for f in runs(scores, 0.2, 0.5)] == [(0, 3)]


def test_peaks_are_parted_by_weaker_words():
    scores = np.array([0.8, 0.9, 0.2, 0.3, 0.02, 0.2], dtype=np.float32)
    found = [(f.begin, f.end) for f in peaks(scores, 0, len(scores), 0.1)]
    assert found == [(0, 2), (2, 4), (5, 6)]
