"""Hiding words."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")


def test_only_words_are_hidden_and_what_was_there_is_to_be_guessed() -> None:
    from dragoman.train.masked import FIRST_PIECE, MASK, MaskedWords, hide

    torch.manual_seed(1)
    pieces = torch.randint(FIRST_PIECE, 2000, (8, 200))
    pieces[:, 0] = 101
    mask = torch.ones_like(pieces, dtype=torch.bool)
    mask[:, 150:] = False
    hidden, chosen = hide(pieces, mask)
    assert not chosen[:, 0].any()
    assert not chosen[:, 150:].any()
    assert 0.1 < chosen[:, 1:150].float().mean() < 0.2
    assert torch.equal(hidden[~chosen], pieces[~chosen])
    assert (hidden[chosen] == MASK).float().mean() > 0.7
    word = torch.nn.Embedding(30522, 16)
    head = MaskedWords(word)
    none = torch.zeros_like(chosen)
    states = torch.randn(8, 200, 16)
    assert float(head.loss(states, pieces, none, word).detach()) == 0.0
    assert float(head.loss(states, pieces, chosen, word).detach()) > 5
