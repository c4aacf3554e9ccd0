"""Weights of the features of links: logistic regression on annotated pairs, and its cross-validation by affair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.link.across_features import AGAINST, FEATURES, FREE

Array = NDArray[np.float64]
STRENGTH = 1.0
"""Of the penalty on weights, in annotated pairs: chosen by cross-validation on the half that is fitted on."""
ROUNDS = 100


def matrix(found: Sequence[dict[str, float]]) -> Array:
    """Rows of feature values in the order of ``FEATURES``, absent ones 0."""
    return np.array([[row.get(name, 0.0) for name in FEATURES] for row in found], dtype=np.float64)


def fit(x: Array, y: Array, strength: float = STRENGTH, counts: Array | None = None) -> tuple[float, Array]:
    """(bias, weights) of a logistic regression with a quadratic penalty, by Newton's method: the same in every run.

    Args:
        x: feature values, one row a pair.
        y: 1 for the same event, 0 otherwise.
        strength: of the penalty; the bias has none.
        counts: how much each pair counts; all alike by default.
    """
    design = np.hstack([np.ones((len(x), 1)), x])
    penalty = np.diag([1e-6] + [strength] * x.shape[1])
    beta = np.zeros(design.shape[1])
    counts = np.ones(len(y)) if counts is None else counts
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (counts * (p - y)) + penalty @ beta
        hessian = (design * (counts * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step
        if float(np.abs(step).max()) < 1e-8:  # noqa: PLR2004 - converged
            break
    return float(beta[0]), beta[1:]


def fit_signed(x: Array, y: Array, strength: float = STRENGTH, counts: Array | None = None) -> tuple[float, Array]:
    """:func:`fit`, features whose weight has the wrong sign left out one after another, the worst first."""
    signs = np.array([0 if n in FREE else -1 if n in AGAINST else 1 for n in FEATURES])
    kept = list(range(x.shape[1]))
    while True:
        bias, part = fit(x[:, kept], y, strength, counts)
        wrong = part * signs[kept]
        if not kept or wrong.min() >= 0:
            break
        kept.pop(int(wrong.argmin()))
    weights = np.zeros(x.shape[1])
    weights[kept] = part
    return bias, weights


def predict(x: Array, bias: float, weights: Array) -> Array:
    """Probabilities, one a row."""
    return np.asarray(1 / (1 + np.exp(-(x @ weights + bias))), dtype=np.float64)


def prf(gold: Sequence[bool], found: Sequence[bool], counts: Sequence[float] | None = None) -> dict[str, float]:
    """Precision, recall and F1 of links in percent; ``counts``: how many pairs each stands for."""
    counts = counts or [1.0] * len(gold)
    right = sum(c for g, f, c in zip(gold, found, counts, strict=True) if g and f)
    said = sum(c for f, c in zip(found, counts, strict=True) if f)
    there = sum(c for g, c in zip(gold, counts, strict=True) if g)
    precision, recall = right / said if said else 0.0, right / there if there else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {name: round(100 * float(v), 1) for name, v in (("precision", precision), ("recall", recall), ("f1", f1))}


def cross_validated(
    x: Array, y: Array, groups: Sequence[int], *, folds: int = 10, strength: float = STRENGTH,
    counts: Array | None = None,
) -> Array:  # fmt: skip
    """The probability of each pair by weights fitted without its affair's fold."""
    fold = np.array([g % folds for g in groups])
    out = np.zeros(len(y))
    for k in range(folds):
        if (fold == k).any():
            kept = fold != k
            bias, weights = fit_signed(x[kept], y[kept], strength, None if counts is None else counts[kept])
            out[fold == k] = predict(x[fold == k], bias, weights)
    return out
