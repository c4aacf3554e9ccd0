"""Batches of examples of like length, padded."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dragoman.model.labels import ROLES
from dragoman.train.align import IGNORE
from dragoman.train.data import Example


@dataclass(slots=True)
class Batch:
    """Padded arrays of b examples with at most t pieces and w words."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    words: Tensor
    """(b, w) whether there is a word."""
    weight: Tensor
    labels: dict[str, Tensor]
    """(b, w) for name, trigger, start, cue, sector, pos, dep, head; absent where nobody labelled them."""
    anchor_row: Tensor
    """(n,) the example of each anchor."""
    anchor_words: Tensor
    """(n, w) 1 / number of its words at each of them."""
    anchor_first: Tensor
    roles: Tensor
    """(n, w, roles) 1, 0 or -1."""
    mode: Tensor
    status: Tensor
    dating: Tensor
    filled: Tensor


def make(examples: Sequence[Example]) -> Batch:
    """Pad ``examples`` to one batch."""
    t = max(len(e.passage.pieces) for e in examples)
    w = max(len(e.passage.words) for e in examples)
    anchors = [(row, anchor) for row, e in enumerate(examples) for anchor in e.anchors]
    spread = np.zeros((len(anchors), w), np.float32)
    roles = np.full((len(anchors), w, len(ROLES)), -1, np.int8)
    for n, (_, anchor) in enumerate(anchors):
        spread[n, anchor.words] = 1 / len(anchor.words)
        roles[n, : len(anchor.roles)] = anchor.roles
    mask = torch.tensor(_pad([np.ones(len(e.passage.pieces), np.int64) for e in examples], t, 0)).bool()
    words = torch.tensor(_pad([np.ones(len(e.passage.words), np.int64) for e in examples], w, 0)).bool()
    return Batch(
        pieces=torch.tensor(_pad([e.passage.pieces for e in examples], t, 0)),
        shapes=torch.tensor(_pad([e.passage.shapes for e in examples], t, 0)),
        mask=mask,
        first=torch.tensor(_pad([e.passage.first for e in examples], w, 0)),
        words=words,
        weight=torch.tensor([e.weight for e in examples]),
        labels=_labels(examples, w),
        anchor_row=torch.tensor([row for row, _ in anchors], dtype=torch.long),
        anchor_words=torch.tensor(spread),
        anchor_first=torch.tensor([a.words[0] for _, a in anchors], dtype=torch.long),
        roles=torch.tensor(roles),
        mode=torch.tensor([a.mode for _, a in anchors], dtype=torch.long),
        status=torch.tensor([a.status for _, a in anchors], dtype=torch.long),
        dating=torch.tensor([a.dating for _, a in anchors], dtype=torch.long),
        filled=torch.tensor([a.filled for _, a in anchors], dtype=torch.long),
    )


def _labels(examples: Sequence[Example], w: int) -> dict[str, Tensor]:
    out = {}
    for name in ("name", "trigger", "start", "cue", "sector"):
        rows = [getattr(e, name) for e in examples]
        if any(row is not None for row in rows):
            out[name] = torch.tensor(_pad([_or_ignored(r, e) for r, e in zip(rows, examples, strict=True)], w, IGNORE))
    for n, name in enumerate(("pos", "dep", "head")):
        rows = [e.syntax[n] if e.syntax else None for e in examples]
        out[name] = torch.tensor(_pad([_or_ignored(r, e) for r, e in zip(rows, examples, strict=True)], w, IGNORE))
    return out


def _or_ignored(row: np.ndarray | None, example: Example) -> np.ndarray:
    return np.full(len(example.passage.words), IGNORE) if row is None else row


def _pad(rows: Sequence[np.ndarray], size: int, fill: int) -> np.ndarray:
    out = np.full((len(rows), size), fill, np.int64)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return out


def shuffled(examples: Sequence[Example], pieces: int, seed: int) -> Iterator[Batch]:
    """All examples once, in random order, in batches of about ``pieces`` padded word pieces."""
    rng = random.Random(seed)
    order = sorted(examples, key=lambda e: (len(e.passage.pieces) // 16, rng.random()))
    groups: list[list[Example]] = [[]]
    for e in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(e.passage.pieces) > pieces:
            groups.append([])
        groups[-1].append(e)
    rng.shuffle(groups)
    for group in groups:
        yield make(group)
