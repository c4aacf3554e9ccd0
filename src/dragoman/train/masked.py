"""Hidden words to be guessed (Devlin et al. 2019): how the encoder is made at home in the language of news."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

MASK = 103
"""``[MASK]`` in the encoder's vocabulary; the ids below 1,000 are its special and unused pieces."""
FIRST_PIECE = 1000
SHARE = 0.15


def hide(pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Pieces (batch, pieces) with 15 % chosen: of these 80 % masked, 10 % replaced by chance; and which were chosen."""
    chosen = mask & (pieces >= FIRST_PIECE) & (torch.rand(pieces.shape) < SHARE)
    draw = torch.rand(pieces.shape)
    out = pieces.masked_fill(chosen & (draw < 0.8), MASK)
    other = torch.randint(FIRST_PIECE, 30522, pieces.shape)
    return torch.where(chosen & (draw >= 0.9), other, out), chosen


class MaskedWords(nn.Module):
    """The head that guesses them; it shares the encoder's word vectors and is thrown away after training."""

    def __init__(self, word: nn.Embedding) -> None:
        super().__init__()
        size = word.embedding_dim
        self.turn = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size)
        self.bias = nn.Parameter(torch.zeros(word.num_embeddings))

    def loss(self, states: Tensor, pieces: Tensor, chosen: Tensor, word: nn.Embedding) -> Tensor:
        """Cross-entropy over the vocabulary at the chosen pieces; zero where none is."""
        if not bool(chosen.any()):
            return states.sum() * 0.0
        x = self.norm(F.gelu(self.turn(states[chosen])))
        return F.cross_entropy((x @ word.weight.T + self.bias).float(), pieces[chosen])
