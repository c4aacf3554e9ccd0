"""Whose are "the police", "protesters", "Foreign Minister X"? The country that the report speaks of there.

Every country of the report is scored by where and how it is named; the weights were fitted by
``tools/fit_setting.py`` on the annotated reports of ``gold/train`` and ``corpus/`` (a softmax over
the countries of a report, for all actors whose own words name no country).
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.resolve.context import Context, Ref
from dragoman.resolve.phrases import Sense

ORGANS = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "PTY", "OPP"})
"""Sectors that belong to a state and are named with it; the others belong to a place."""
_LEAD_REFS = 60
_NEAR_REFS = 80
"""So many references before a place are looked at: long reports stay linear."""
_BY_DISTANCE = {0: 4, 1: 6, 2: 7}
_PLACES = frozenset({"kb.city", "kb.region"})
FEATURES = (
    "weight", "dominant", "title", "lead", "same", "nearest", "one", "two", "far", "subject", "place", "after",
    "official", "last",
)  # fmt: skip
WEIGHTS: dict[str, tuple[float, ...]] = {
    "organ": (2.19, -0.52, -0.05, 1.22, 0.71, 0.51, 0.22, 0.08, -0.03, 1.03, 0.08, -0.08, -0.18, 0.22),
    "person": (1.98, -0.25, 0.77, 1.22, 0.19, 0.27, 0.01, 0.06, 0.18, 0.25, -0.32, -0.47, -0.08, 0.01),
    "place": (2.36, 0.01, 0.18, 1.08, 0.58, 0.14, 0.17, 0.19, -0.11, 0.52, 0.06, 0.33, -0.54, 0.17),
}


def kind_of(sense: Sense) -> str:
    """Which weights a sense takes."""
    if sense.person and sense.head is None:
        return "person"
    return "organ" if sense.sector in ORGANS else "place"


def candidates(context: Context, start: int) -> dict[str, list[float]]:
    """The features of every country of the report, as seen from ``start``."""
    here = context.sentence_at(start)
    found: dict[str, list[float]] = {}
    for code, weight in context.main_states():
        if ":" not in code:
            found[code] = [0.0] * len(FEATURES)
            found[code][0] = weight
            found[code][1] = float(code == context.dominant)
            found[code][2] = float(code in context.in_title)
    for ref in context.refs[:_LEAD_REFS]:
        if ref.sentence <= 1 and ref.sense.country in found and not ref.sense.by.startswith("context"):
            found[ref.sense.country or ""][3] = 1.0
    last = context.first_after(context.sentences[here][1] if context.sentences else start)
    seen_nearest = False
    for ref in reversed(context.refs[max(0, last - _NEAR_REFS) : last]):
        if ref.sense.country not in found or ref.sense.by.startswith("context"):
            continue
        row = found[ref.sense.country or ""]
        back = here - ref.sentence
        if back == 0 and ref.start >= start:
            row[11] = 1.0
            continue
        _near(row, ref, back, nearest=not seen_nearest)
        seen_nearest = True
    return found


def _near(row: list[float], ref: Ref, back: int, *, nearest: bool) -> None:
    row[5] = max(row[5], float(nearest))
    row[_BY_DISTANCE.get(back, 8)] = 1.0
    if back <= 1:
        row[9] = max(row[9], float(ref.first))
        row[10] = max(
            row[10], float(ref.sense.by in _PLACES or (ref.after_preposition and ref.sense.kind == "country"))
        )
        row[12] = max(row[12], float(ref.sense.head is not None and ref.sense.sector == "GOV"))
    if back == 1:
        row[13] = 1.0


def fallback(context: Context, sense: Sense, start: int) -> Sense:
    """``sense`` with the likeliest country of the report around ``start``; unchanged where the report names none."""
    found = candidates(context, start)
    if not found:
        return sense
    weights = WEIGHTS[kind_of(sense)]
    scored = {code: sum(w * x for w, x in zip(weights, row, strict=True)) for code, row in found.items()}
    ranked = sorted(scored.items(), key=lambda x: (-x[1], x[0]))
    over = tuple((c, round(s, 2)) for c, s in ranked[1:4])
    note = "the country that the report speaks of here"
    return replace(sense, country=ranked[0][0], by="context.country", note=note, over=over)
