"""Straightens in the written corpus what the codebook settled after it was annotated.

Agentless arrests, expulsions and closures are the authorities' of the place; an agreement or concession has the day it
was made, not the day it speaks of. Usage: ``python tools/straighten_corpus.py IN_DIR OUT_DIR``; prints what it changed.
"""

from __future__ import annotations

import collections
import json
import sys
from pathlib import Path
from typing import Any

AUTHORITIES = {"COERCE", "SANCTION"}
PROMISES = {"AGREE", "CONCEDE"}


def place_of(event: dict[str, Any], events: list[dict[str, Any]]) -> str | None:
    """The country the event is about: its recipients', else the report's commonest."""
    own = [p["code"].split("/")[0] for p in event["recipients"]]
    every = [p["code"].split("/")[0] for e in events for p in (*e["actors"], *e["recipients"])]
    for codes in (own, every):
        states = [c for c in codes if len(c) == 3 and c.isalpha()]
        if states:
            return collections.Counter(states).most_common(1)[0][0]
    return None


def straighten(report: dict[str, Any]) -> collections.Counter[str]:
    """Change ``report`` in place; returns the counts of what was changed."""
    changed: collections.Counter[str] = collections.Counter()
    for event in report["events"]:
        for actor in event["actors"]:
            unknown = actor["text"] == event["trigger"] and actor["code"].startswith("---")
            if unknown and event["type"] in AUTHORITIES and (country := place_of(event, report["events"])):
                actor["code"] = f"{country}/GOV"
                changed["authorities"] += 1
        if event["type"] in PROMISES and event["date"] and event["date"] > report["published"]:
            event["date"] = report["published"]
            changed["date of the promise"] += 1
    return changed


def main(source: Path, target: Path) -> None:
    """Straighten every file of ``source`` into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    total: collections.Counter[str] = collections.Counter()
    for path in sorted(source.glob("*.jsonl")):
        reports = [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]
        for report in reports:
            total += straighten(report)
        text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports)
        (target / path.name).write_text(text, "utf8")
    print(dict(total))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
