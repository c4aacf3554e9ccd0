"""Measures a store: pages of filters, facets and export, with a writer at work.

python tools/bench_store.py news.db [--write SAMPLES]: times are milliseconds, the 95th percentile is what counts.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import time
from itertools import islice
from typing import Any

import dragoman
from dragoman.formats import gdelt, plover, polecat, table

WRITER = """
import sys, time
from dataclasses import replace
import dragoman
store = dragoman.open(sys.argv[1])
heads = list(zip(range(50), store.reports()))
reports = [store.report(head["id"]) for _, head in heads]
number = 0
while True:
    for report in reports:
        number += 1
        store.add(replace(report, id=f"bench-{number % 200}"))
        time.sleep(0.08)
"""


def questions(store: Any, rng: random.Random) -> list[dict[str, Any]]:
    """Filters as users ask them: common and rare values, alone and together."""
    facets = store.facets("event", ["actor", "type", "recipient", "publisher", "context", "mode", "place"], top=40)
    pick = {name: [value for value, _ in values] for name, values in facets.items()}

    def one(name: str) -> str:
        return str(rng.choice(pick[name] or [""]))

    out: list[dict[str, Any]] = []
    for _ in range(20):
        year = rng.randrange(2001, 2023)
        out += [
            {}, {"actor": one("actor")}, {"type": one("type")}, {"actor": one("actor"), "type": one("type")},
            {"actor": one("actor"), "recipient": one("recipient")}, {"dyad": f"{one('actor')}..{one('recipient')}"},
            {"either": one("actor"), "since": f"{year}-03", "until": f"{year}-04"}, {"publisher": one("publisher")},
            {"mode": one("mode")}, {"context": one("context"), "status": "future"}, {"text": "prime minister"},
            {"place": one("place")}, {"text": "peace talks", "actor": one("actor")}, {"confidence": 0.5},
            {"published_since": f"{year}", "published_until": f"{year}", "type": one("type")},
            {"type": [one("type"), one("type")], "context": one("context")}, {"sector": "REB", "quad": "4"},
        ]  # fmt: skip
    return out


def measure(name: str, runs: list[float], out: dict[str, Any]) -> None:
    """Put median, 95th percentile and the worst into ``out``."""
    runs.sort()
    at = [runs[len(runs) // 2], runs[int(len(runs) * 0.95)], runs[-1]]
    out[name] = dict(zip(("median_ms", "p95_ms", "worst_ms"), (round(1000 * x, 1) for x in at), strict=True))


def timed(call: Any) -> float:
    """Seconds that ``call`` takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("--no-writer", action="store_true")
    parser.add_argument("--export", type=int, default=60_000, help="events to export")
    given = parser.parse_args()
    rng = random.Random(3)  # noqa: S311 - repeatable questions
    writer = None if given.no_writer else subprocess.Popen([sys.executable, "-c", WRITER, given.db])
    out: dict[str, Any] = {}
    try:
        with dragoman.open(given.db, readonly=True) as store:
            out["store"] = store.counts()
            asked = questions(store, rng)
            by_shape: dict[str, list[float]] = {}
            every = []
            for filters in asked:
                took = timed(lambda f=filters: store.events(**f).page(50))
                every.append(took)
                by_shape.setdefault("+".join(filters) or "nothing", []).append(took)
            measure("page_of_50", every, out)
            worst = sorted(by_shape.items(), key=lambda item: -max(item[1]))[:5]
            out["slowest_shapes_ms"] = {name: round(1000 * max(runs), 1) for name, runs in worst}
            measure(
                "facets",
                [timed(lambda f=f: store.facets("event", ["type", "actor", "quad"], **f)) for f in asked[1:60]],
                out,
            )
            hits = list(islice(store.events(), given.export))
            out["read_per_second"] = round(len(hits) / timed(lambda: list(islice(store.events(), given.export))))
            for name, write in (
                ("csv", table.write),
                ("plover", plover.write),
                ("polecat", polecat.write),
                ("gdelt", gdelt.write_events),
            ):
                took = timed(lambda w=write: w(islice(store.events(), given.export), io.StringIO()))
                out[f"export_{name}_per_second"] = round(given.export / took)
    finally:
        if writer:
            writer.kill()
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
