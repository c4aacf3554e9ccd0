"""From the heads' outputs to names, triggers and cues, as positions of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(x: Floats) -> Floats:
    """Over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(x: Floats) -> Floats:
    """Elementwise, without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Found:
    """Words ``begin`` to ``end`` (excluded) with a label and its probability."""

    begin: int
    end: int
    label: int
    score: float


def bio(logits: Floats) -> Iterator[Found]:
    """Spans of a head with labels O, B-0, I-0, B-1, ...; a lone I opens a span."""
    p = softmax(logits)
    best = p.argmax(-1)
    k, n = 0, len(best)
    while k < n:
        if best[k] == 0:
            k += 1
            continue
        label = (best[k] - 1) // 2
        end = k + 1
        while end < n and best[end] == 2 * label + 2:
            end += 1
        yield Found(k, end, int(label), float(p[k:end, 2 * label + 1 : 2 * label + 3].sum(-1).mean()))
        k = end


def triggers(acts: Floats, types: Floats, start: Floats, least: float) -> Iterator[tuple[Found, Floats]]:
    """Runs of words about a peak that names an act with at least ``least`` probability, and the types' shares.

    A run is parted where the likeliest type changes and the start head sees a new act: both must say
    so, or "may call off play" would be three. The score is that of the act alone; the probabilities of
    the types are given an act, are averaged over the run by the act's, and add up to 1.
    """
    p = softmax(types)
    act = sigmoid(acts.reshape(-1))
    kind = p.argmax(-1)
    fresh = start.reshape(-1) > 0
    for run in peaks(act, 0, len(act), least):
        cuts = [k for k in range(run.begin + 1, run.end) if kind[k] != kind[k - 1] and fresh[k]]
        for low, high in pairwise((run.begin, *cuts, run.end)):
            share = act[low:high, None] * p[low:high]
            types = share.sum(0) / share.sum()
            yield Found(low, high, int(types.argmax()), float(act[low:high].max())), types


def runs(scores: Floats, least: float, peak: float) -> Iterator[Found]:
    """Runs of words with a probability of at least ``least`` each and ``peak`` somewhere; one-word gaps are closed."""
    n, k = len(scores), 0
    while k < n:
        if scores[k] < least:
            k += 1
            continue
        end = k + 1
        while end < n and (scores[end] >= least or (end + 1 < n and scores[end + 1] >= least)):
            end += 1
        best = float(scores[k:end].max())
        if best >= peak:
            yield Found(k, end, 0, best)
        k = end


def peaks(scores: Floats, begin: int, end: int, least: float) -> Iterator[Found]:
    """The likeliest word and its neighbours that are at least half as likely; then the same left and right of them.

    Words between two names ("Peru and its neighbour Chile") are weaker than both, and part them.
    """
    if begin >= end:
        return
    top = begin + int(scores[begin:end].argmax())
    if scores[top] < least:
        return
    low, high = top, top + 1
    while low > begin and scores[low - 1] >= 0.5 * scores[top]:
        low -= 1
    while high < end and scores[high] >= 0.5 * scores[top]:
        high += 1
    yield from peaks(scores, begin, low, least)
    yield Found(low, high, 0, float(scores[top]))
    yield from peaks(scores, high, end, least)
