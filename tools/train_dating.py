"""Learns the weights of ``data/dates/dating.json`` from annotated reports (numpy only; half a minute).

    python tools/train_dating.py GOLD [--more CORPUS ...] [--out FILE] [--cross-validate]

GOLD and CORPUS are folders or files in the gold format (codebook, "Gold file"). The model is a conditional logit over
the candidate dates of each event: the weights maximise the probability of the candidates whose date is right by the
scorer's rule, with an L2 penalty, by Adam over the whole data; no random numbers, so that a run can be repeated.
Corpus reports weigh half. Promises of the corpus that carry the day they speak of are left out (codebook: they have
the day they were made).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from dragoman.evaluate.event_dates import as_report, read_gold
from dragoman.evaluate.gold import date_matches
from dragoman.extract.dating import Weights, decide
from dragoman.extract.dating_features import candidates
from dragoman.extract.dating_scope import Candidate, Scope
from dragoman.records import Event, Report

PENALTY = 6.0  # best of 4, 6, 10, 14, 20 in cross-validation over the reports of gold/train (each within a point)
CORPUS_WEIGHT = 0.5  # best of 0.25, 0.5, 0.75, 1, narrowly
LEAST = 8  # features that fewer candidates have are left out: half the file, the same accuracy
STEPS = 240
SMALL = 0.02  # lighter weights are not written

Row = tuple[list[Candidate], list[bool], float]


def rows(report: Report, dates: dict[str, str | None], weight: float) -> list[Row]:
    """Candidates of each event, which of them are right, and the weight of the report."""
    scope = Scope(report)
    before: list[tuple[Event, str | None]] = []
    out: list[Row] = []
    for event in sorted(report.events, key=lambda e: e.trigger.start):
        gold = dates[event.id]
        promise = event.type in {"AGREE", "CONCEDE", "THREATEN"} and gold and gold > (report.published.date or "")
        options = candidates(scope, event, before)
        before.append((event, gold))
        right = [date_matches(gold, option.value) for option in options]
        if any(right) and not (promise and weight < 1):
            out.append((options, right, weight))
    return out


def fit(data: list[Row]) -> dict[str, float]:
    """The weights."""
    counts = Counter(name for options, _, _ in data for option in options for name in option.features)
    index = {name: i for i, name in enumerate(sorted(n for n, c in counts.items() if c >= LEAST))}
    flat: list[int] = []
    owner: list[int] = []
    right: list[bool] = []
    ends, weight = [0], []
    for options, good, w in data:
        for option, ok in zip(options, good, strict=True):
            names = [index[n] for n in option.features if n in index]
            flat += names
            owner += [len(right)] * len(names)
            right.append(ok)
        ends.append(len(right))
        weight.append(w)
    feature, of, good_ = np.array(flat), np.array(owner), np.array(right, float)
    first = np.array(ends[:-1])
    group = np.repeat(np.arange(len(weight)), np.diff(ends))
    per = np.array(weight)[group]
    theta, mean, square = (np.zeros(len(index)) for _ in range(3))
    for step in range(1, STEPS + 1):
        score = np.bincount(of, theta[feature], minlength=len(good_))
        share = np.exp(score - np.maximum.reduceat(score, first)[group])
        model = share / np.add.reduceat(share, first)[group]
        target = share * good_
        target /= np.add.reduceat(target, first)[group]
        slope = np.bincount(feature, ((model - target) * per)[of], minlength=len(theta)) + PENALTY * theta
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope * slope
        theta -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(theta[i]), 3) for name, i in index.items() if abs(theta[i]) >= SMALL}


def accuracy(theta: dict[str, float], reports: list[tuple[Report, dict[str, str | None]]]) -> tuple[int, int]:
    """Right dates and events."""
    model, right, whole = Weights(theta), 0, 0
    for report, dates in reports:
        for event in decide(report, model):
            right += date_matches(dates[event.id], event.when.value)
            whole += 1
    return right, whole


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--more", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/data/dates/dating.json"))
    parser.add_argument("--cross-validate", action="store_true")
    args = parser.parse_args()
    gold = [as_report(record) for record in read_gold(args.gold)]
    corpus = [row for path in args.more for r in read_gold(path) for row in rows(*as_report(r), CORPUS_WEIGHT)]
    if args.cross_validate:
        right = whole = 0
        for fold in range(5):
            train = [row for i, pair in enumerate(gold) if i % 5 != fold for row in rows(*pair, 1.0)]
            hits, events = accuracy(fit(train + corpus), [pair for i, pair in enumerate(gold) if i % 5 == fold])
            right, whole = right + hits, whole + events
        print(f"cross-validated accuracy {right / whole:.4f} over {whole} events")
    theta = fit([row for pair in gold for row in rows(*pair, 1.0)] + corpus)
    note = "Weights of the dating of events; made by tools/train_dating.py from annotated reports of this project."
    args.out.write_text(json.dumps({"note": note, "weights": theta}, indent=0, sort_keys=True) + "\n", "utf8")
    print(f"{len(theta)} weights, {args.out.stat().st_size} bytes in {args.out}")


if __name__ == "__main__":
    main()
