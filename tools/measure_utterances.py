"""Measure the links of utterances across reports on annotated pairs, with the statements of a store.

Usage: python tools/measure_utterances.py STORE [PAIRS]

STORE holds the reports that PAIRS (training/pairs/same_utterance.jsonl) names; a pair whose statements the store does
not have is left out and counted.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from dragoman.evaluate.link_fit import prf
from dragoman.link.across_utterances import Saying, link
from dragoman.records import Statement
from dragoman.store import open as open_store
from dragoman.store.terms import day_number

PAIRS = Path(__file__).resolve().parents[1] / "training/pairs/same_utterance.jsonl"


def main(path: str, pairs: Path = PAIRS) -> None:
    """Print precision, recall and F1 of each half, weighed by how many pairs each pair stands for."""
    rows = [json.loads(line) for line in pairs.read_text("utf8").splitlines()]
    out: dict[str, Any] = {}
    with open_store(path, readonly=True) as store:
        sides = {
            (side["report"], side["start"], side["end"]): saying(store.report(side["report"]), side)
            for row in rows for side in (row["a"], row["b"])
        }  # fmt: skip
    for half in ("fit", "test"):
        gold, found, counts, missing = [], [], [], 0
        for row in (r for r in rows if r["half"] == half):
            a, b = (sides[s["report"], s["start"], s["end"]] for s in (row["a"], row["b"]))
            if a is None or b is None:
                missing += 1
                continue
            gold.append(row["same"])
            found.append(link(a, b) is not None)
            counts.append(row["stands_for"])
        out[half] = prf(gold, found, counts) | {"pairs": len(gold), "missing": missing}
    print(json.dumps(out))


def saying(report: Any, side: dict[str, Any]) -> Saying | None:
    """The statement whose content overlaps the annotated stretch most."""
    if report is None:
        return None

    def shared(s: Statement) -> int:
        return int(min(s.content[-1].end, side["end"]) - max(s.content[0].start, side["start"]))

    best = max(report.statements, key=shared, default=None)
    if best is None or shared(best) <= 0:
        return None
    actor, text = best.speaker.actor, " ".join(c.text for c in best.content)
    day = day_number(report.published.date)
    words = tuple(re.findall(r"\w+", text.lower()))
    return Saying(best.id, report.id, day, actor.id, actor.name, actor.kind, actor.country, words)


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
