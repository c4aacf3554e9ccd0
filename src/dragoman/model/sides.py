"""What did this side do to that one? Types ranked for given words of actor and recipient.

The same pass and the same heads as a whole reading; only the choice is another one: each word's types are weighed
by how well the given sides fill its roles.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from dragoman.model.decode import Floats, sigmoid, softmax
from dragoman.model.features import Passage
from dragoman.model.session import Model
from dragoman.records import Report, Span

ROLE_WEIGHT = 0.5
"""Exponent of the roles' probabilities against the types'; chosen on held-out training reports."""
FLOOR = 0.02
"""A side that fills no role still leaves a word this much weight."""


def rank_types(
    model: Model, report: Report, actor: Iterable[Span], recipient: Iterable[Span]
) -> list[tuple[str, float]]:
    """(type, share) for the act between the two sides, likeliest first; shares add up to 1.

    Needs ``report.sentences``. ``actor`` and ``recipient`` are the words of each side, possibly none.
    """
    total = np.zeros(len(model.labels.types))
    for passage in model.featurizer.passages(report.text, [s.tokens for s in report.sentences]):
        total += _weigh(model, passage, tuple(actor), tuple(recipient))
    share = total / max(total.sum(), 1e-9)
    return [(model.labels.types[k], float(share[k])) for k in np.argsort(-share)]


def _weigh(model: Model, passage: Passage, actor: tuple[Span, ...], recipient: tuple[Span, ...]) -> Floats:
    out = model.run(passage)
    types = softmax(out.type) * sigmoid(out.act)
    who, whom = _words(passage, actor), _words(passage, recipient)
    roles = model.labels.roles
    weight = np.ones(len(types), dtype=np.float32)
    for k in range(passage.context, len(types)):
        p = sigmoid(model.pair_scores(out, [k]))
        for words, role in ((who, "actor"), (whom, "recipient")):
            if words:
                weight[k] *= max(float(p[words, roles.index(role)].max()), FLOOR) ** ROLE_WEIGHT
    weight[: passage.context] = 0.0
    weight[[*who, *whom]] *= 0.2  # the act is seldom named by a word of either side
    return np.asarray((weight[:, None] * types).sum(0), dtype=np.float32)


def _words(passage: Passage, spans: tuple[Span, ...]) -> list[int]:
    return [k for k, (a, b) in enumerate(passage.words) if any(a < s.end and b > s.start for s in spans)]
