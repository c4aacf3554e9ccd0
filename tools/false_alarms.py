"""Counts events in reports about sport, markets, weather and science, where there should be next to none.

    python tools/false_alarms.py NEWS.jsonl [--reports 50] [--skip DIR ...] [--show]

Takes reports with many words of such topics and hardly any of politics (words of this script, not of the program), in a
fixed random order; ``--skip`` leaves out those that stand in folders of annotated reports.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path

from dragoman.reader import Reader
from dragoman.records import Published, Report

OTHER = re.compile(
    r"\b(cricket|football|soccer|tennis|goal|match|tournament|shares|stocks|index|dollar|forecast|weather|scientists"
    r"|researchers|champion|points)\b",
    re.IGNORECASE,
)
POLITICAL = re.compile(
    r"\b(minister|president|government|troops|police|rebels|army|embassy|parliament|protest|sanction|court|killed)\w*",
    re.IGNORECASE,
)


def main() -> None:
    """Print the counts, and with ``--show`` each event."""
    parser = argparse.ArgumentParser()
    parser.add_argument("news", type=Path)
    parser.add_argument("--reports", type=int, default=50)
    parser.add_argument("--skip", type=Path, nargs="*", default=[])
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    known = {path.stem for folder in args.skip for path in folder.glob("*.json")}
    rows = [json.loads(line) for line in args.news.read_text("utf8").splitlines()]
    fitting = [
        r
        for r in rows
        if r["id"] not in known and len(OTHER.findall(r["text"])) >= 4 and len(POLITICAL.findall(r["text"])) <= 1
    ]
    random.Random(5).shuffle(fitting)  # noqa: S311 - a sample, no secret
    chosen = [Report(text=r["text"], id=r["id"], published=Published(r["published"])) for r in fitting[: args.reports]]
    events = reports = 0
    for report in Reader().pipe(chosen, on_error="collect"):
        events += len(report.events)
        reports += bool(report.events)
        for event in report.events if args.show else ():
            print(report.id, event.type, event.trigger.text, event.evidence[0].text[:120], sep=" | ")
    print(json.dumps({"reports": len(chosen), "events": events, "reports with events": reports}))


if __name__ == "__main__":
    main()
