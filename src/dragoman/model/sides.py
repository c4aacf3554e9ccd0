"""What did this side do to that one? Types ranked for given words of actor and recipient.

The same pass and the same heads as a whole reading; only the choice is another one: each word's types are weighed
by how well the given sides fill its roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from dragoman.model.decode import Floats, sigmoid, softmax
from dragoman.model.features import Passage
from dragoman.model.session import Model, Outputs
from dragoman.records import Report, Span

ROLE_WEIGHT = 1.0
"""Exponent of the roles' probabilities against the types'; chosen, as the others here, on the events of held-out
training reports whose sides are given (type right 70.0 %; 66.4 at 0.5, 0.02 and 1)."""
ACT_WEIGHT = 0.5
"""The same of the probability that a word names an act at all: here it is given that there is one."""
FLOOR = 0.005
"""A side that fills no role still leaves a word this much weight."""


@dataclass(frozen=True, slots=True)
class Between:
    """What one side did to another."""

    types: tuple[tuple[str, float], ...]
    """(type, share), likeliest first; shares add up to 1."""
    word: Span | None
    """The word that says most of the likeliest type."""
    status: str
    """The status of the act at that word."""


def rank_types(model: Model, report: Report, actor: Iterable[Span], recipient: Iterable[Span]) -> Between:
    """The act between the two sides.

    Needs ``report.sentences``. ``actor`` and ``recipient`` are the words of each side, possibly none.
    """
    names, who, whom = model.labels.types, tuple(actor), tuple(recipient)
    total = np.zeros(len(names))
    read: list[tuple[Passage, Outputs, Floats]] = []
    for passage in model.featurizer.passages(report.text, [s.tokens for s in report.sentences]):
        out = model.run(passage)
        read.append((passage, out, _weigh(model, passage, out, who, whom)))
        total += read[-1][2].sum(0)
    share = total / max(total.sum(), 1e-9)
    types = tuple((names[k], float(share[k])) for k in np.argsort(-share))
    best = names.index(types[0][0])
    tops = [(float(w[:, best].max()), int(w[:, best].argmax()), p, out) for p, out, w in read if len(w)]
    if not tops:
        return Between(types, None, "actual")
    _, k, passage, out = max(tops, key=lambda top: top[0])
    status = model.labels.statuses[int(out.status[k].argmax())]
    return Between(types, Span.of(report.text, *passage.words[k]), status)


def _weigh(
    model: Model, passage: Passage, out: Outputs, actor: tuple[Span, ...], recipient: tuple[Span, ...]
) -> Floats:
    """(words, types): how much each word says that this type is the act between the sides."""
    types = softmax(out.type) * sigmoid(out.act) ** ACT_WEIGHT
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
    return np.asarray(weight[:, None] * types, dtype=np.float32)


def _words(passage: Passage, spans: tuple[Span, ...]) -> list[int]:
    return [k for k, (a, b) in enumerate(passage.words) if any(a < s.end and b > s.start for s in spans)]
