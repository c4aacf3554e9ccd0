"""Figures of a network on held-out passages, head by head; whole records are measured by ``evaluate``."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from dragoman.model.labels import Labels
from dragoman.train.align import IGNORE
from dragoman.train.batches import Batch, shuffled
from dragoman.train.data import Example
from dragoman.train.network import Network


def f1(tp: float, predicted: float, gold: float) -> float:
    """F1 in percent."""
    return round(200 * tp / (predicted + gold), 1) if predicted + gold else 0.0


@torch.no_grad()
def measure(network: Network, labels: Labels, examples: Sequence[Example]) -> dict[str, float]:
    """F1 over words for names, triggers (with type), cues and each role at 0.5; accuracy of status and mode."""
    network.eval()
    n: dict[str, float] = {}

    def add(name: str, value: torch.Tensor) -> None:
        n[name] = n.get(name, 0.0) + float(value.sum())

    for batch in shuffled(examples, 4096, 0):
        x = network.states(batch.pieces, batch.shapes, batch.first, batch.mask)
        for head in ("name", "trigger", "cue"):
            if head in batch.labels:
                target = batch.labels[head]
                guess = _triggers(network, x) if head == "trigger" else network.heads[head](x).argmax(-1)
                ok = target != IGNORE
                add(f"{head}.tp", (guess == target) & ok & (target > 0))
                add(f"{head}.p", (guess > 0) & ok)
                add(f"{head}.g", (target > 0) & ok)
        if len(batch.anchor_row):
            _anchors(network, x, batch, add, labels)
    out = {
        h: f1(n[f"{h}.tp"], n[f"{h}.p"], n[f"{h}.g"])
        for h in ("name", "trigger", "cue", *labels.roles)
        if f"{h}.g" in n
    }
    out["sum"] = sum(out[h] for h in ("trigger", "trigger", "cue", *labels.roles) if h in out)
    for head in ("status", "mode", "dating", "filled"):
        if n.get(f"{head}.n"):
            out[head] = round(100 * n[f"{head}.ok"] / n[f"{head}.n"], 1)
    return out


def _triggers(network: Network, x: torch.Tensor) -> torch.Tensor:
    """Type plus 1 where a word is likelier an act than not, else 0."""
    act = network.heads["act"](x).squeeze(-1) > 0
    return (network.heads["kind"](x).argmax(-1) + 1) * act


def _anchors(network: Network, x: torch.Tensor, batch: Batch, add: object, labels: Labels) -> None:
    spread, rows = batch.anchor_words, batch.anchor_row
    anchors, words = network.pairs.project(x)
    count, _ = spread.shape
    anchor = torch.einsum("nw,nwd->nd", spread, anchors.flatten(2)[rows]).view(count, *anchors.shape[2:])
    guess = network.pairs.score(anchor, words[rows], batch.anchor_first) > 0
    for k, role in enumerate(labels.roles):
        target = batch.roles[..., k]
        ok = target >= 0
        add(f"{role}.tp", guess[..., k] & (target == 1))  # type: ignore[operator]
        add(f"{role}.p", guess[..., k] & ok)  # type: ignore[operator]
        add(f"{role}.g", target == 1)  # type: ignore[operator]
    logits = torch.einsum("nw,nwd->nd", spread, network.heads["filled"](x)[rows]).squeeze(-1)
    add("filled.ok", ((logits > 0) == (batch.filled == 1)) & (batch.filled != IGNORE))  # type: ignore[operator]
    add("filled.n", batch.filled != IGNORE)  # type: ignore[operator]
    for head, target in (("status", batch.status), ("mode", batch.mode), ("dating", batch.dating)):
        logits = torch.einsum("nw,nwd->nd", spread, network.heads[head](x)[rows])
        add(f"{head}.ok", (logits.argmax(-1) == target) & (target != IGNORE))  # type: ignore[operator]
        add(f"{head}.n", target != IGNORE)  # type: ignore[operator]
