"""Macro-averaged F1 and accuracy of single labels."""

from __future__ import annotations

from collections.abc import Sequence


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean over the gold labels of their F1, in percent."""
    labels = sorted(set(gold))
    return round(100 * sum(class_f1(gold, predicted, label) for label in labels) / len(labels), 1) if labels else 0.0


def class_f1(gold: Sequence[str], predicted: Sequence[str], label: str) -> float:
    """F1 of one label, between 0 and 1."""
    tp = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
    n = sum(g == label for g in gold) + sum(p == label for p in predicted)
    return 2 * tp / n if n else 0.0


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Share of right labels in percent."""
    return round(100 * sum(g == p for g, p in zip(gold, predicted, strict=True)) / max(1, len(gold)), 1)
