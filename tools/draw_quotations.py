"""Draw quotations of five words or more from a store, each with its label, speaker and surroundings, to be read by eye.

Usage: python tools/draw_quotations.py STORE [HOW_MANY [SEED]]
"""

from __future__ import annotations

import random
import sys
from collections import Counter

from dragoman.records import Quotation, Report
from dragoman.store import open as open_store

LEAST_WORDS = 5
REPORTS = 420
AROUND = 110


def main(path: str, many: int = 100, seed: int = 77) -> None:
    """Print the labels of all that were looked at, and ``many`` of them."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    with open_store(path, readonly=True) as store:
        ids = [str(head["id"]) for head in store.reports()]
        draw.shuffle(ids)
        reports = filter(None, map(store.report, ids[:REPORTS]))
        found = [(r, q) for r in reports for q in r.quotations
                 if q.depth == 0 and len(q.inner.text.split()) >= LEAST_WORDS]  # fmt: skip
    draw.shuffle(found)
    print(len(found), dict(Counter(q.label for _, q in found)))
    for number, (report, quotation) in enumerate(found[:many]):
        print(number, f"[{quotation.label}]", speaker(report, quotation), "::", around(report, quotation))


def speaker(report: Report, quotation: Quotation) -> str:
    """Who is taken to say it, the words for him, and the cue."""
    for s in report.statements:
        if any(c.start < quotation.inner.end and quotation.inner.start < c.end for c in s.content):
            return f"{s.speaker.actor.name} ({s.speaker.actor.code}) | {s.speaker.text} | {s.cue.text}"
    return "-"


def around(report: Report, quotation: Quotation) -> str:
    """The quotation with the words before and after it, on one line."""
    start, end = quotation.span.start, quotation.span.end
    text = f"{report.text[max(0, start - AROUND) : start]}«{quotation.inner.text}»{report.text[end : end + AROUND]}"
    return " / ".join(text.splitlines())


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
