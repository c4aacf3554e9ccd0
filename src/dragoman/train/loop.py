"""The training loop: fixed seeds, bf16 where the processor has it, averaged weights, checkpoints."""

from __future__ import annotations

import copy
import json
import logging
import math
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from dragoman.train.batches import shuffled
from dragoman.train.data import Example
from dragoman.train.losses import Objective

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast: rates are Adam's, for the encoder and for the heads."""

    epochs: int = 10
    pieces: int = 2048
    rate: float = 1e-4
    head_rate: float = 1e-3
    warmup: float = 0.1
    decay: float = 0.01
    average: float = 0.99
    """Share of the old average kept at each step (weights are averaged for what is exported)."""
    seed: int = 17


def seed_all(seed: int) -> None:
    """Make a run repeatable on one machine."""
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - torch's loaders and numpy's global state
    torch.manual_seed(seed)


def fit(
    objective: Objective,
    examples: Sequence[Example],
    schedule: Schedule,
    *,
    after_epoch: Callable[[int], float] | None = None,
    checkpoint: Path | None = None,
) -> None:
    """Train ``objective`` in place; the averaged weights are left in it.

    ``after_epoch`` gets the epoch and returns a figure to be raised: where it is given, the weights
    of the best epoch are kept (early stopping after three epochs without gain).
    """
    seed_all(schedule.seed)
    steps = schedule.epochs * sum(1 for _ in shuffled(examples, schedule.pieces, 0))
    known = {id(p) for p in objective.network.encoder.parameters()}
    encoder = [p for p in objective.network.encoder.parameters() if p.requires_grad]
    heads = [p for p in objective.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": schedule.rate}, {"params": heads, "lr": schedule.head_rate}],
        weight_decay=schedule.decay,
    )
    planner = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: _rate(k / max(1, steps), schedule.warmup))
    average = copy.deepcopy(objective.state_dict())
    best, best_state, step = -math.inf, None, 0
    for epoch in range(schedule.epochs):
        began = time.perf_counter()
        terms: dict[str, list[float]] = {}
        objective.train()
        for batch in shuffled(examples, schedule.pieces, schedule.seed + epoch):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts = objective(batch)
            optimizer.zero_grad()
            torch.stack(list(parts.values())).sum().backward()
            torch.nn.utils.clip_grad_norm_(objective.parameters(), 1.0)
            optimizer.step()
            planner.step()
            step += 1
            _mix(average, objective.named_parameters(), min(schedule.average, step / (step + 10)))
            for name, value in parts.items():
                terms.setdefault(name, []).append(float(value.detach()))
        seconds = time.perf_counter() - began
        log.info(
            "epoch %d: %s (%.0f s)", epoch + 1, {k: round(float(np.mean(v)), 4) for k, v in terms.items()}, seconds
        )
        current = copy.deepcopy(objective.state_dict())
        objective.load_state_dict(average)
        objective.eval()
        score = after_epoch(epoch) if after_epoch else float(epoch)
        if score > best:
            best, best_state = score, copy.deepcopy(average)
            if checkpoint:
                torch.save(best_state, checkpoint)
                checkpoint.with_suffix(".json").write_text(json.dumps({"epoch": epoch + 1, "score": score}))
        objective.load_state_dict(current)
    if best_state is not None:
        objective.load_state_dict(best_state)
    objective.eval()


def _rate(done: float, warmup: float) -> float:
    return done / warmup if done < warmup else max(0.02, (1 - done) / (1 - warmup))


@torch.no_grad()
def _mix(average: dict[str, torch.Tensor], new: Iterable[tuple[str, torch.Tensor]], keep: float) -> None:
    for name, value in new:
        if value.requires_grad:
            average[name].mul_(keep).add_(value, alpha=1 - keep)
