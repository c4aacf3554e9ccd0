"""Links between mentions measured on annotated pairs: the same event or not.

A line of the file is one pair: ``{"a": {"report", "start", "end"}, "b": ..., "type", "same", "why", "half", "affair",
"stands_for"}``. Offsets are those of the triggers; the texts stay where they are. Pairs of one affair (reports that
hang together by pairs) are in one half and one fold. ``stands_for`` tells how many candidate pairs of the sampled
store the pair was drawn for: hard pairs are many in the file and few in the world.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from dragoman.errors import DataError
from dragoman.evaluate.link_fit import Array, cross_validated, fit_signed, matrix, prf
from dragoman.link.across import features, score, weights
from dragoman.link.across_features import FEATURES
from dragoman.link.across_sketch import Head, Sketch, sketch
from dragoman.records import Event, Report

FIT = "fit"
TEST = "test"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: its trigger's characters in a report."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions, and whether they tell the same event."""

    a: Place
    b: Place
    type: str
    same: bool
    why: str = ""
    half: str = TEST
    affair: int = 0
    stands_for: float = 1.0


@dataclass(slots=True)
class LinkScores:
    """What was found of the pairs."""

    pairs: list[Pair] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    """Probability of each; 0 where the program did not read one of the two mentions."""
    found: list[dict[str, float]] = field(default_factory=list)
    """Feature values of each; empty where a mention was not read."""
    unread: int = 0

    def to_dict(self) -> dict[str, object]:
        """Figures in percent."""
        least = weights()[2]
        out: dict[str, object] = {"pairs": len(self.pairs), "same": sum(p.same for p in self.pairs)}
        out["unread"] = self.unread
        parts = self._parts()
        # The pairs were drawn from what one model had read; another may not read all of their mentions.
        parts["test_read"] = [n for n in parts.get("test", ()) if self.found[n]]
        for name, rows in parts.items():
            gold = [self.pairs[n].same for n in rows]
            said = [self.scores[n] >= least for n in rows]
            right = sum(g == s for g, s in zip(gold, said, strict=True))
            out[name] = {"n": len(rows), **prf(gold, said), "accuracy": round(100 * right / max(1, len(rows)), 1)}
        out["cross_validated"] = self._cross_validated(least)
        out["by_type"] = self._by_type(least)
        return out

    def _parts(self) -> dict[str, list[int]]:
        halves = {h: [n for n, p in enumerate(self.pairs) if p.half == h] for h in (TEST, FIT)}
        return {"all": list(range(len(self.pairs)))} | {h: rows for h, rows in halves.items() if rows}

    def arrays(self) -> tuple[Array, Array, Array]:
        """(features, 1 for the same, how much each pair counts) for fitting."""
        y = np.array([float(p.same) for p in self.pairs])
        counts = np.array([p.stands_for for p in self.pairs]) ** 0.25
        return matrix(self.found), y, counts / counts.mean()

    def _cross_validated(self, least: float) -> dict[str, float]:
        x, y, counts = self.arrays()
        guessed = cross_validated(x, y, [p.affair for p in self.pairs], counts=counts)
        said = [bool(v >= least and row) for v, row in zip(guessed, self.found, strict=True)]
        return prf([p.same for p in self.pairs], said)

    def _by_type(self, least: float) -> dict[str, dict[str, float]]:
        out = {}
        for name in sorted({p.type for p in self.pairs}):
            rows = [n for n, p in enumerate(self.pairs) if p.type == name]
            out[name] = {
                "n": len(rows),
                **prf([self.pairs[n].same for n in rows], [self.scores[n] >= least for n in rows]),
            }
        return out


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file; raises ``DataError`` for a line that is none."""
    out = []
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        try:
            data = json.loads(line)
            a, b = (Place(data[k]["report"], data[k]["start"], data[k]["end"]) for k in ("a", "b"))
            more = {k: data[k] for k in ("why", "half", "affair", "stands_for") if k in data}
            out.append(Pair(a, b, data["type"], bool(data["same"]), **more))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}, line {number}: no pair of mentions ({error!r})") from error
    return out


def evaluate_links(pairs: Sequence[Pair], reports: Iterable[Report]) -> LinkScores:
    """Score pairs by the mentions that were read in ``reports``; those of other reports are passed over."""
    wanted: dict[str, list[tuple[Place, str]]] = {}
    for pair in pairs:
        for place in (pair.a, pair.b):
            wanted.setdefault(place.report, []).append((place, pair.type))
    known: dict[tuple[Place, str], Sketch] = {}
    for report in reports:
        head = Head(report.id, report.published.date, report.title or "", report.text)
        for place, kind in wanted.get(report.id, ()):
            event = mention_at(report.events, place, kind)
            if event is not None:
                known[place, kind] = sketch(event, head)
    return _scored(pairs, known)


def mention_at(events: Sequence[Event], place: Place, kind: str) -> Event | None:
    """The event of that type whose trigger (or further mention) covers most of ``place``; None where there is none."""

    def shared(event: Event) -> int:
        spans = (event.trigger, *event.mentions)
        return max(min(s.end, place.end) - max(s.start, place.start) for s in spans)

    best = max((e for e in events if e.type == kind), key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _scored(pairs: Sequence[Pair], known: Mapping[tuple[Place, str], Sketch]) -> LinkScores:
    result = LinkScores()
    for pair in pairs:
        a, b = known.get((pair.a, pair.type)), known.get((pair.b, pair.type))
        result.pairs.append(pair)
        if a is None or b is None:
            result.unread += 1
            result.scores.append(0.0)
            result.found.append({})
        else:
            result.scores.append(score(a, b))
            result.found.append({name: value for name, (value, _) in features(a, b).items()})
    return result


def fit_weights(result: LinkScores) -> dict[str, object]:
    """Weights fitted on the half for fitting, as ``data/link/weights.json`` holds them."""
    x, y, counts = result.arrays()
    rows = [n for n, p in enumerate(result.pairs) if p.half == FIT and result.found[n]]
    bias, found = fit_signed(x[rows], y[rows], counts=counts[rows])
    return {
        "source": "fitted on the half 'fit' of training/pairs/same_event.jsonl (dragoman eval links FILE --fit OUT)",
        "licence": "CC0", "date": "2026-11", "pairs": len(rows), "bias": round(bias, 4), "threshold": 0.5,
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, found, strict=True)},
    }  # fmt: skip
