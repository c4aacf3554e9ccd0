"""Fit sift_weights.tsv: how likely an event that was read is right, from what the whole report says.

Usage: python tools/fit_sifting.py MODEL GOLD... [--notes FILE --trained N --texts FILE...] [--write]

Only reports that MODEL (a folder, or ``shipped``) has not been trained on are taken, for what it says of those it has
seen is surer than it will ever be again: of GOLD and of the first N notes those that ``dragoman train`` holds out, and
all notes after them. A logistic regression with a ridge; ten-fold cross-validation by report.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from dragoman.evaluate.gold import event_match, pair_up
from dragoman.extract import sifting
from dragoman.extract.events import Limits
from dragoman.formats.gold import to_gold
from dragoman.model.session import Model
from dragoman.train import standoff
from dragoman.train.data import read_gold, split
from dragoman.train.trial import Trial

TABLE = Path(__file__).resolve().parents[1] / "src/dragoman/data/knowledge/sift_weights.tsv"
CANDIDATE = 0.12
"""Least probability of an act that is looked at a second time."""
LEAST_CASES = 10


def golds(args: argparse.Namespace) -> list[dict]:
    """The reports that the model has not seen: those held out, and the annotations made since."""
    found = [gold for path in args.gold for gold in split(read_gold(path))[1]]
    texts = standoff.texts_of(args.texts)
    for path in args.notes:
        notes = list(standoff.read(path, texts))
        found += split(notes[: args.trained])[1] + notes[args.trained :]
    return found


def cases(model: Path, reports: list[dict]) -> tuple[list[sifting.Features], np.ndarray, np.ndarray, np.ndarray]:
    """Features, whether right, which report, and the act's own probability, of every candidate."""
    thresholds = json.loads((model / "model.json").read_text("utf8"))["thresholds"]
    trial = Trial(model, reports)
    limits = Limits.of({**thresholds, "trigger": CANDIDATE, "least": 0.0, "slope": 1.0, "offset": 0.0})
    features: list[sifting.Features] = []
    right: list[bool] = []
    owner: list[int] = []
    acts: list[float] = []
    for n, (gold, report) in enumerate(zip(reports, trial.records(limits), strict=True)):
        found = to_gold(report)["events"]
        hits = {j for _, j in pair_up(gold["events"], found, lambda g, f: float(event_match(g, f)))}
        features += sifting.described(report)
        right += [k in hits for k in range(len(found))]
        owner += [n] * len(found)
        score = {t.span.start: t.score for t in report.reading.triggers}
        acts += [score.get(e.trigger.start, 0.5) for e in report.events]
    return features, np.array(right, float), np.array(owner), np.array(acts)


def fit(x: np.ndarray, y: np.ndarray, ridge: float) -> np.ndarray:
    """Newton's method; the matrix is small."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * w
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        step = np.linalg.solve(curve, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def best(scores: np.ndarray, right: np.ndarray, wanted: int) -> str:
    """The highest F1 over all limits, with precision, recall and the limit."""
    order = np.argsort(-scores)
    hits, n = np.cumsum(right[order]), np.arange(1, len(order) + 1)
    f1 = 2 * hits / (n + wanted)
    k = int(f1.argmax())
    return f"F1 {f1[k]:.3f} (P {hits[k] / n[k]:.3f} R {hits[k] / wanted:.3f}) at {scores[order][k]:.3f}"


def main() -> None:
    """Cross-validate, and with --write fit on everything and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--notes", action="append", type=Path, default=[])
    parser.add_argument("--texts", action="append", type=Path, default=[])
    parser.add_argument("--ridge", type=float, default=20.0)
    parser.add_argument("--trained", type=int, default=0, help="so many of the first notes were trained on")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    model = Model.shipped().folder if args.model == "shipped" else Path(args.model)
    reports = golds(args)
    features, right, owner, acts = cases(model, reports)
    wanted = sum(len(gold["events"]) for gold in reports)
    counts = Counter(name for f in features for name in f)
    names = sorted(name for name, n in counts.items() if n >= LEAST_CASES)
    x = np.array([[f.get(name, 0.0) for name in names] for f in features])
    guessed = np.zeros(len(right))
    for fold in range(10):
        test = owner % 10 == fold
        guessed[test] = x[test] @ fit(x[~test], right[~test], args.ridge)
    p = 1 / (1 + np.exp(-guessed))
    loss = -np.mean(right * np.log(p) + (1 - right) * np.log(1 - p))
    print(f"{len(reports)} reports, {wanted} events, {len(right)} candidates")
    print(f"by the act alone:       {best(acts, right, wanted)}")
    print(f"second look, ten folds: {best(p, right, wanted)}, log loss {loss:.4f}")
    if args.write:
        rows = [f"{name}\t{w:.3f}\n" for name, w in zip(names, fit(x, right, args.ridge), strict=True)]
        head = "# source: fitted by tools/fit_sifting.py on annotated reports\tlicence: CC0\tdate: 2026-11\n"
        TABLE.write_text(f"{head}# feature\tweight\n{''.join(rows)}", "utf8")
        print(f"{len(rows)} weights in {TABLE}")


if __name__ == "__main__":
    main()
