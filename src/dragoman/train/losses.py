"""What is minimised: one term a head, weighted; a report's weight scales all of its terms."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from dragoman.model.labels import Labels
from dragoman.train.align import IGNORE
from dragoman.train.batches import Batch
from dragoman.train.masked import MaskedWords, hide
from dragoman.train.network import Network
from dragoman.train.teacher import DEP, POS

ROLE_WEIGHT = {"actor": 0.3, "recipient": 0.4, "speaker": 0.2, "content": 0.03, "when": 0.2}
"""Per word: a content has some twenty words, a recipient two; unweighted, contents drown the rest."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each head's loss; chosen on the held-out part."""

    name: float = 0.3
    act: float = 1.0
    type: float = 1.0
    start: float = 0.2
    mode: float = 0.3
    status: float = 0.3
    dating: float = 0.3
    filled: float = 0.3
    cue: float = 0.5
    sector: float = 0.2
    roles: float = 1.0
    syntax: float = 0.3
    masked: float = 0.0
    """Of guessing hidden words; above 0 the pieces are hidden from the other heads, too."""


class SyntaxHeads(nn.Module):
    """Part of speech, relation and head of each word: learnt from the teacher, thrown away after training."""

    def __init__(self, hidden: int, size: int = 128) -> None:
        super().__init__()
        self.pos = nn.Linear(hidden, len(POS))
        self.dep = nn.Linear(hidden, len(DEP))
        self.child = nn.Linear(hidden, size)
        self.parent = nn.Linear(hidden, size)

    def loss(self, x: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy of the three, added."""
        scores = F.gelu(self.child(x)) @ F.gelu(self.parent(x)).transpose(1, 2) / self.child.out_features**0.5
        scores = scores.float().masked_fill(~batch.words[:, None, :], -1e4)
        return (
            _cross(self.pos(x), batch.labels["pos"])
            + _cross(self.dep(x), batch.labels["dep"])
            + _cross(scores, batch.labels["head"])
        )


def _cross(logits: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    if not bool((target != IGNORE).any()):
        return logits.sum() * 0.0
    if weight is None:
        return F.cross_entropy(logits.float().flatten(0, -2), target.flatten(), ignore_index=IGNORE)
    each = F.cross_entropy(logits.float().flatten(0, -2), target.flatten(), ignore_index=IGNORE, reduction="none")
    spread = weight[:, None].expand(target.shape).flatten() * (target.flatten() != IGNORE)
    return (each * spread).sum() / spread.sum().clamp(min=1e-6)


class Objective(nn.Module):
    """The whole loss of a batch."""

    def __init__(self, network: Network, labels: Labels, weights: Weights | None = None) -> None:
        super().__init__()
        self.network = network
        self.weights = weights or Weights()
        self.syntax = SyntaxHeads(network.encoder.word.embedding_dim)
        self.masked = MaskedWords(network.encoder.word) if self.weights.masked else None
        self.register_buffer("status_weight", torch.tensor([1.0, 2.0, 2.0, 3.0]))
        self.register_buffer("role_weight", torch.tensor([ROLE_WEIGHT[role] for role in labels.roles]))

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The weighted terms by head."""
        w = self.weights
        x, out = self._states(batch)
        out["syntax"] = w.syntax * self.syntax.loss(x, batch)
        heads = self.network.heads
        for name in ("name", "cue", "sector"):
            if name in batch.labels:
                weight = None if name == "name" else batch.weight
                out[name] = getattr(w, name) * _cross(heads[name](x), batch.labels[name], weight)
        if "trigger" in batch.labels:
            out |= self._acts(x, batch)
        if len(batch.anchor_row):
            out |= self._anchors(x, batch)
        return out

    def _states(self, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        """The words' states, and the term of the hidden words where some are hidden."""
        if self.masked is None or not self.training:
            return self.network.states(batch.pieces, batch.shapes, batch.first, batch.mask), {}
        encoder = self.network.encoder
        pieces, chosen = hide(batch.pieces, batch.mask)
        x = encoder(pieces, batch.shapes, batch.mask)
        term = self.weights.masked * self.masked.loss(x, batch.pieces, chosen, encoder.word)
        return self.network.of_words(x, batch.first), {"masked": term}

    def _acts(self, x: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Whether a word names an act, which one, and whether it is the first word of it.

        The first is averaged over the words that do, not over all: those are few, and the types are
        learnt from them alone.
        """
        w, heads, target = self.weights, self.network.heads, batch.labels["trigger"]
        scale = batch.weight[:, None].expand(target.shape)
        known, acts = (target != IGNORE) & batch.words, target > 0
        logits = heads["act"](x).squeeze(-1).float()
        each = F.binary_cross_entropy_with_logits(logits, acts.float(), reduction="none")
        out = {"act": w.act * 0.3 * (each * known * scale).sum() / (acts * scale).sum().clamp(min=1.0)}
        if bool(acts.any()):
            kinds = F.cross_entropy(heads["kind"](x)[acts].float(), target[acts] - 1, reduction="none")
            out["type"] = w.type * (kinds * scale[acts]).sum() / scale[acts].sum()
            first = heads["start"](x).squeeze(-1).float()[acts]
            out["start"] = w.start * F.binary_cross_entropy_with_logits(first, batch.labels["start"][acts].float())
        return out

    def _anchors(self, x: Tensor, batch: Batch) -> dict[str, Tensor]:
        w, rows = self.weights, batch.anchor_row
        spread = batch.anchor_words.to(x.dtype)

        def pooled(values: Tensor) -> Tensor:
            return torch.einsum("nw,nwd->nd", spread, values[rows])

        anchors, words = self.network.pairs.project(x)
        n, _ = spread.shape
        anchor = pooled(anchors.flatten(2)).view(n, *anchors.shape[2:])
        scores = self.network.pairs.score(anchor, words[rows], batch.anchor_first).float()
        known = (batch.roles >= 0) & batch.words[rows][..., None]
        each = F.binary_cross_entropy_with_logits(scores, batch.roles.clamp(min=0).float(), reduction="none")
        scale = batch.weight[rows][:, None, None] * self.role_weight
        out = {"roles": w.roles * (each * known * scale).sum() / n}
        out["mode"] = w.mode * _cross(pooled(self.network.heads["mode"](x))[:, None], batch.mode[:, None])
        dating = pooled(self.network.heads["dating"](x))[:, None]
        out["dating"] = w.dating * _cross(dating, batch.dating[:, None])
        acts = batch.filled != IGNORE
        if bool(acts.any()):
            logits = pooled(self.network.heads["filled"](x)).squeeze(-1).float()[acts]
            out["filled"] = w.filled * F.binary_cross_entropy_with_logits(logits, batch.filled[acts].float())
        if bool((batch.status != IGNORE).any()):
            logits = pooled(self.network.heads["status"](x)).float()
            out["status"] = w.status * F.cross_entropy(
                logits, batch.status, weight=self.status_weight, ignore_index=IGNORE
            )
        return out
