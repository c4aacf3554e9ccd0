"""Chooses the extraction's thresholds on held-out reports, by the score of whole records."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from dragoman.extract.events import Limits

log = logging.getLogger(__name__)
# One common side is enough for the score, so it would take in anybody: no second participant below 0.3.
GRID: dict[str, tuple[float, ...]] = {
    "trigger": (0.12, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65),
    "least": (0.0, 0.15, 0.2, 0.22, 0.24, 0.26, 0.28, 0.3, 0.32, 0.35, 0.4),
    "trust": (0.0, 0.3, 0.5, 0.7, 0.85),
    "recipient": (0.3, 0.35, 0.4, 0.5, 0.6),
    "recipient_least": (0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5),
    "actor": (0.3, 0.4, 0.5, 0.6),
    "actor_least": (0.08, 0.1, 0.15, 0.2, 0.3),
}


@dataclass(frozen=True, slots=True)
class Platt:
    """Score to probability: ``1 / (1 + exp(-(slope * logit(score) + offset)))`` (Platt 1999)."""

    slope: float
    offset: float


def choose(score: Callable[[Limits], float], start: Limits | None = None, rounds: int = 2) -> tuple[Limits, float]:
    """Climb along one threshold after another; ``score`` (higher is better) is of whole records."""
    best = start or Limits()
    top = score(best)
    for _ in range(rounds):
        for name, values in GRID.items():
            for value in values:
                candidate = replace(best, **{name: value})  # type: ignore[arg-type]
                if (got := score(candidate)) > top:
                    best, top = candidate, got
        log.info("thresholds %s score %.1f", asdict(best), top)
    return best, top


def platt(scores: Iterable[float], right: Iterable[bool], steps: int = 500) -> Platt:
    """Fit slope and offset by gradient descent on the log loss."""
    import numpy as np

    p = np.clip(np.array(list(scores), dtype=float), 1e-4, 1 - 1e-4)
    y = np.array(list(right), dtype=float)
    x = np.log(p / (1 - p))
    slope, offset = 1.0, 0.0
    for _ in range(steps):
        gap = 1 / (1 + np.exp(-(slope * x + offset))) - y
        slope -= 0.5 * float((gap * x).mean())
        offset -= 0.5 * float(gap.mean())
    return Platt(round(slope, 4), round(offset, 4))


def reliability(scores: list[float], right: list[bool], bins: int = 5) -> list[dict[str, Any]]:
    """For each fifth of the scores: mean score, share right, number."""
    out = []
    for k in range(bins):
        low, high = k / bins, (k + 1) / bins
        inside = [(s, r) for s, r in zip(scores, right, strict=True) if low <= s < high or (high == 1 and s == 1)]
        if inside:
            mean = sum(s for s, _ in inside) / len(inside)
            out.append(
                {"score": round(mean, 3), "right": round(sum(r for _, r in inside) / len(inside), 3), "n": len(inside)}
            )
    return out
