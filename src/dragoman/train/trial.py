"""Thresholds and calibration of a trained model, by whole records of held-out reports."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dragoman.config import Settings
from dragoman.evaluate.gold import GoldScore, event_match, pair_up
from dragoman.evaluate.run_gold import raw_report
from dragoman.extract.events import Limits
from dragoman.formats.gold import to_gold
from dragoman.pipeline import Pipeline, build
from dragoman.records import Report
from dragoman.train.calibrate import choose, platt, reliability

log = logging.getLogger(__name__)


class Trial:
    """Held-out reports, read once; what comes after the reading is run again for other thresholds."""

    def __init__(self, folder: Path, golds: Sequence[dict[str, Any]]) -> None:
        """Read the texts of ``golds`` with the model in ``folder``."""
        self.folder = folder
        self.golds = list(golds)
        whole = build(Settings(model=str(folder)))
        first = Pipeline(whole.before("act"))
        self.read = [first.run(raw_report(gold, gold["id"])) for gold in self.golds]
        self.parts = whole.parts

    def records(self, limits: Limits) -> list[Report]:
        """The reports with their events under ``limits``."""
        later = self.parts.after_reading(limits)
        out = []
        for report in self.read:
            for stage in later:
                report = stage.run(report)  # noqa: PLW2901 - a stage takes a report and gives the next
            out.append(report)
        return out

    def score(self, limits: Limits) -> float:
        """Who-did-what-to-whom F1, with a little of quad F1 to break ties."""
        score = GoldScore()
        for gold, report in zip(self.golds, self.records(limits), strict=True):
            score.add(gold["id"], gold, to_gold(report))
        figures = score.to_dict()
        return float(figures["who_did_what_to_whom"]["f1"]) + 0.2 * float(figures["quad"]["f1"])

    def judged(self, limits: Limits) -> tuple[list[float], list[bool]]:
        """Each event's score, and whether it is right."""
        scores: list[float] = []
        right: list[bool] = []
        for gold, report in zip(self.golds, self.records(limits), strict=True):
            found = to_gold(report)["events"]
            hits = {j for _, j in pair_up(gold["events"], found, lambda g, f: float(event_match(g, f)))}
            scores += [e.score for e in report.events]
            right += [k in hits for k in range(len(found))]
        return scores, right


def settle(folder: Path, golds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Choose thresholds on ``golds``, fit the calibration, and write both into ``model.json``."""
    path = folder / "model.json"
    card = json.loads(path.read_text("utf8"))
    start = Limits(trigger=0.12, least=0.24, filled=card.get("thresholds", {}).get("filled", {}))
    trial = Trial(folder, golds)
    limits, top = choose(trial.score, start)
    scores, right = trial.judged(limits)
    fit = platt(scores, right)
    limits = replace(limits, slope=fit.slope, offset=fit.offset)
    card["thresholds"] = asdict(limits)
    path.write_text(json.dumps(card, indent=1) + "\n", "utf8")
    probable = [limits.probability(s) for s in scores]
    facts = {
        "thresholds": asdict(limits),
        "reliability": reliability(probable, right),
        "held-out score": top,
    }
    log.info("settled: %s", facts)
    return facts
