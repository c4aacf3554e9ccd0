"""Whose are "the police", "protesters", "Foreign Minister X"? The country or body that the report speaks of there.

Candidates are every state that the report names, its heaviest international bodies, and nobody at all ("unknown
gunmen", "donors"). Each is scored by where and how it is named (:mod:`dragoman.resolve.setting_features`); the weights
(``setting_weights.tsv``) were fitted by ``tools/fit_setting.py`` on annotated reports (a softmax over the candidates,
for all actors whose own words name no country).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from dragoman.data.knowledge import lexicon
from dragoman.resolve.context import Context
from dragoman.resolve.phrases import Sense
from dragoman.resolve.setting_features import NOBODY, Features, candidates

_NOTES = {
    "context.none": "the report tells no country of theirs",
    "context.body": "the body that the report speaks of here",
    "context.country": "the country that the report speaks of here",
}
_SHOWN = 4


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Feature -> weight."""
    return {name: float(value) for _, (name, value, *_) in lexicon.rows("setting_weights.tsv")}


def score(features: Features, by: Mapping[str, float]) -> float:
    """The sum of what speaks for a candidate."""
    return sum(by.get(name, 0.0) * value for name, value in features.items())


def fallback(context: Context, sense: Sense, start: int, end: int) -> Sense:
    """``sense`` with the likeliest country or body of the report around ``start``, or with none.

    Unchanged where the report names neither.
    """
    found = candidates(context, sense, start, end)
    if len(found) == 1:
        return sense
    by = weights()
    ranked = sorted(((score(row, by), code) for code, row in found.items()), key=lambda x: (-x[0], x[1]))
    best = ranked[0][1]
    rule = "context.none" if best == NOBODY else "context.body" if ":" in best else "context.country"
    over = tuple((code, round(value, 2)) for value, code in ranked[1:_SHOWN])
    return replace(sense, country=None if best == NOBODY else best, by=rule, note=_NOTES[rule], over=over)
