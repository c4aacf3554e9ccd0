#!/usr/bin/env python3
"""Fit the weights of cues (data/statements/weights.json) on annotated reports.

    weigh_cues.py SHARED [--folds 5]

SHARED holds ``gold/train`` and ``corpus``. The reports are cut with the program's own cleaning where it
is there. Prints F1 over the folds at several thresholds, then writes the weights fitted on all.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.extract.plain import PlainWho, plain_report  # noqa: E402

from dragoman.extract import statements as st  # noqa: E402
from dragoman.extract.cue_finder import find_cues  # noqa: E402
from dragoman.extract.cue_weights import features  # noqa: E402
from dragoman.extract.speaker_chain import Chain  # noqa: E402
from dragoman.extract.statement_layout import lay_out  # noqa: E402
from dragoman.extract.statement_merge import settle  # noqa: E402
from dragoman.extract.statement_text import lines  # noqa: E402

SMALL = 0.02
"""Weights below this are left out of the file."""
Row = tuple[list[str], bool]
TARGET = ROOT / "src" / "dragoman" / "data" / "statements" / "weights.json"


def documents(shared: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The annotated reports."""
    for path in sorted((shared / "gold" / "train").glob("*.json")):
        yield json.loads(path.read_text("utf8"))
    for path in sorted((shared / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            yield json.loads(line)


def candidates(document: dict[str, Any], score: ModuleType) -> tuple[list[Row], int]:
    """(features, label) of each draft, and the number of gold statements."""
    report = plain_report(document["text"])
    cut = lines(report)
    rows, made = [], []
    for number, line in enumerate(cut):
        drafts = []
        for cue in find_cues(line):
            if draft := lay_out(line, number, cue, [d for d in drafts if d.score >= st.LIKELY]):
                draft.score = st.probability(line, draft, drafts)
                drafts.append(draft)
        if marked := st.verbless(line, number, drafts):
            drafts.append(marked)
        names = {id(d): list(features(line, d, drafts)) for d in drafts}
        made += [(st.relayed(line, d) or d, names[id(d)]) for d in settle(line, drafts)]
    st.carry_on(cut, [d for d, _ in made])
    chain = Chain(report, cut, PlainWho())
    predicted = []
    for draft, names in made:
        built = st.build(report, cut[draft.line], draft, chain)
        if built:
            predicted.append({"content": [s.text for s in built.statement.content], "names": names})
    pairs = score.pair_up(document["statements"], predicted, score.statement_weight)
    right = {id(p) for _, p in pairs}
    rows = [(p["names"], id(p) in right) for p in predicted]
    return rows, len(document["statements"])


def fit(rows: list[Row], index: dict[str, int], strength: float = 0.6, steps: int = 400) -> np.ndarray:
    """Weights by gradient descent with momentum; ``strength`` is that of the quadratic penalty."""
    x = np.zeros((len(rows), len(index)), dtype=np.float32)
    for n, (names, _) in enumerate(rows):
        for name in names:
            if name in index:
                x[n, index[name]] = 1
    y = np.array([label for _, label in rows], dtype=np.float32)
    w = np.zeros(len(index), dtype=np.float32)
    speed = np.zeros_like(w)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + strength * w
        speed = 0.9 * speed - 0.004 * gradient
        w = w + speed
    return w


def indexed(rows: list[Row], least: int = 3) -> dict[str, int]:
    """Features that occur often enough, with their place in the vector."""
    counts = collections.Counter(name for names, _ in rows for name in names)
    return {name: n for n, name in enumerate(sorted(k for k, v in counts.items() if v >= least))}


def chance(w: np.ndarray, index: dict[str, int], names: list[str]) -> float:
    """Probability of one candidate."""
    return float(1 / (1 + np.exp(-sum(w[index[k]] for k in names if k in index))))


def main() -> None:
    """Fit, tell how well, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    sys.path.insert(0, str(args.shared))
    import score_gold

    made = [candidates(d, score_gold) for d in documents(args.shared)]
    chances = []
    for fold in range(args.folds):
        train = [r for n, (rows, _) in enumerate(made) if n % args.folds != fold for r in rows]
        index = indexed(train)
        w = fit(train, index)
        for n, (rows, _) in enumerate(made):
            if n % args.folds == fold:
                chances += [(chance(w, index, names), y) for names, y in rows]
    gold = sum(g for _, g in made)
    for least in (0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        kept = [y for p, y in chances if p >= least]
        right = sum(kept)
        f1 = 2 * right / (len(kept) + gold)
        print(f"least {least:.2f}  P {right / len(kept):.3f}  R {right / gold:.3f}  F1 {f1:.3f}")
    rows = [r for some, _ in made for r in some]
    index = indexed(rows)
    w = fit(rows, index)
    weights = {name: round(float(w[n]), 3) for name, n in index.items() if abs(w[n]) >= SMALL}
    about = {"source": "fitted by tools/weigh_cues.py on reports annotated for this project", "licence": "Apache-2.0"}
    TARGET.write_text(json.dumps({**about, "weights": dict(sorted(weights.items()))}, indent=0) + "\n", "utf8")
    print(f"{len(weights)} weights -> {TARGET}")


if __name__ == "__main__":
    main()
