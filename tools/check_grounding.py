"""Checks a store: every span of every record is exactly those characters of its report.

python tools/check_grounding.py news.db: prints counts as JSON; status 1 where one is not.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import dragoman


def spans(data: Any) -> Iterator[dict[str, Any]]:
    """Every span within plain data."""
    if isinstance(data, dict):
        if data.keys() >= {"start", "end", "text"}:
            yield data
        for value in data.values():
            yield from spans(value)
    elif isinstance(data, list):
        for value in data:
            yield from spans(value)


def main() -> int:
    """Check and print."""
    counts: Counter[str] = Counter()
    with dragoman.open(sys.argv[1], readonly=True) as store:
        for head in store.reports():
            report = store.report(head["id"])
            if report is None:
                continue
            counts["reports"] += 1
            counts["with_problems"] += bool(report.problems)
            for problem in report.problems:
                counts[f"problem in {problem.stage}"] += 1
            data = report.to_dict()
            for layer in (
                "segments",
                "quotations",
                "mentions",
                "times",
                "places",
                "events",
                "statements",
                "agreements",
            ):
                for span in spans(data[layer]):
                    counts["spans"] += 1
                    if report.text[span["start"] : span["end"]] != span["text"]:
                        counts["ungrounded"] += 1
                        sys.stderr.write(f"{report.id} {layer}: {span}\n")
    counts.setdefault("ungrounded", 0)
    print(json.dumps(counts, indent=1))
    return int(counts["ungrounded"] > 0)


if __name__ == "__main__":
    sys.exit(main())
