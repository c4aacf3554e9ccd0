"""Fits how much the reading weighs in the dating of events (``scale`` and ``read`` of ``data/dates/dating.json``).

    python tools/fit_dating.py MODEL GOLD [GOLD ...] [--out FILE]

MODEL is a model folder, GOLD are folders or files in the gold format that the model was trained on: of each only the
reports that training holds out are read, because the reading of a report that it was trained on is surer than it
should be. The two numbers with the highest likelihood of the gold dates, over events that match a gold event, are
taken from a grid.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from dragoman.config import Settings
from dragoman.evaluate.gold import date_matches, event_match, pair_up
from dragoman.evaluate.run_gold import raw_report
from dragoman.extract.dating import weights
from dragoman.extract.dating_features import candidates
from dragoman.extract.dating_read import Readings
from dragoman.extract.dating_scope import Scope
from dragoman.formats.gold import to_gold
from dragoman.pipeline import Pipeline, build
from dragoman.records import Event, Report
from dragoman.train.data import read_gold, split

Option = tuple[float, float, str | None]
"""Sum of the features, log-probability by the reading, value."""
SCALES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)
READS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2)


def options(report: Report, wanted: set[str]) -> Iterator[tuple[str, list[Option]]]:
    """The candidates of each wanted event, by its id."""
    scope, readings, model = Scope(report), Readings(report), weights()
    before: list[tuple[Event, str | None]] = []
    for event in sorted(report.events, key=lambda e: e.trigger.start):
        found = candidates(scope, event, before)
        before.append((event, event.when.value))
        if event.id in wanted:
            yield event.id, [(model.score(c), readings.odds(event, c), c.value) for c in found]


def shares(found: list[Option], scale: float, read: float) -> dict[str | None, float]:
    """Probability of each value."""
    scores = [scale * s + read * o for s, o, _ in found]
    top = max(scores)
    out: dict[str | None, float] = {}
    for score, (_, _, value) in zip(scores, found, strict=True):
        out[value] = out.get(value, 0.0) + math.exp(score - top)
    whole = sum(out.values())
    return {value: part / whole for value, part in out.items()}


def main() -> None:
    """Read, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/data/dates/dating.json"))
    args = parser.parse_args()
    whole = build(Settings(model=str(args.model)))
    names = [stage.name for stage in whole.stages]
    pipeline = Pipeline(whole.stages[: names.index("date") + 1])
    rows: list[tuple[str | None, list[Option]]] = []
    for gold in (g for path in args.gold for g in split(read_gold(path))[1]):
        report = pipeline.run(raw_report(gold, gold["id"]))
        pairs = pair_up(gold["events"], to_gold(report)["events"], lambda g, f: float(event_match(g, f)))
        dates = {report.events[j].id: gold["events"][i]["date"] for i, j in pairs}
        rows += [(dates[name], found) for name, found in options(report, set(dates))]
    results = []
    for scale, read in product(SCALES, READS):
        likely, right = 0.0, 0
        for date, found in rows:
            by_value = shares(found, scale, read)
            likely += math.log(max(sum(p for v, p in by_value.items() if date_matches(date, v)), 1e-3))
            right += date_matches(date, max(by_value, key=lambda v: by_value[v]))
        results.append((likely / len(rows), right / len(rows), scale, read))
    alone = max(r for r in results if r[3] == 0.0)
    best = max(results)
    print(f"{len(rows)} events; features alone {100 * alone[1]:.1f} % right, with the reading {100 * best[1]:.1f} %")
    data = json.loads(args.out.read_text("utf8"))
    data |= {"scale": best[2], "read": best[3]}
    args.out.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", "utf8")
    print(f"scale {best[2]}, read {best[3]} in {args.out}")


if __name__ == "__main__":
    main()
