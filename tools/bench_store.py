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
            {"not_type": one("type")}, {"text": "said"}, {"text": "government", "not_actor": one("actor")},
        ]  # fmt: skip
    return out


Took = tuple[float, float]


def measure(name: str, runs: list[Took], out: dict[str, Any]) -> None:
    """Put median, 95th percentile and the worst into ``out``, by the clock and in processor time."""
    for number, kind in ((0, "clock"), (1, "cpu")):
        times = sorted(run[number] for run in runs)
        at = [times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]]
        named = zip(("median", "p95", "worst"), (round(1000 * x, 1) for x in at), strict=True)
        out[f"{name}_{kind}_ms"] = dict(named)


def timed(call: Any) -> Took:
    """Seconds that ``call`` takes, by the clock and in processor time (fair where others use the machine)."""
    began, used = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - began, time.process_time() - used


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("--no-writer", action="store_true")
    parser.add_argument("--cold", action="store_true", help="do not hold columns in memory")
    parser.add_argument("--export", type=int, default=60_000, help="events to export")
    given = parser.parse_args()
    rng = random.Random(3)  # noqa: S311 - repeatable questions
    writer = None if given.no_writer else subprocess.Popen([sys.executable, "-c", WRITER, given.db])
    out: dict[str, Any] = {}
    try:
        with dragoman.open(given.db, readonly=True) as store:
            out["store"] = store.counts()
            if not given.cold:
                out["warming_s"], out["warming_cpu_s"] = (round(x, 2) for x in timed(store.warm))
            asked = questions(store, rng)
            by_shape: dict[str, list[Took]] = {}
            every = []
            for filters in asked:
                took = timed(lambda f=filters: store.events(**f).page(50))
                every.append(took)
                by_shape.setdefault("+".join(filters) or "nothing", []).append(took)
            measure("page_of_50", every, out)
            worst = sorted(by_shape.items(), key=lambda item: -max(t[1] for t in item[1]))[:5]
            out["slowest_shapes_cpu_ms"] = {name: round(1000 * max(t[1] for t in runs), 1) for name, runs in worst}
            of_page = ["type", "actor", "recipient", "quad", "status", "place", "year", "publisher"]
            for name, facets in (("facets_of_3", ["type", "actor", "quad"]), ("facets_of_8", of_page)):
                runs = [timed(lambda f=f, n=facets: store.facets("event", n, **f)) for f in asked[:120]]
                measure(name, runs, out)
            measure("count", [timed(lambda f=f: store.events(**f).count()) for f in asked[:120]], out)
            words = [{"text": w} for w in ("prime minister", "said", "peace talks", "earthquake", "government")]
            for sort in ("published", "relevance"):
                runs = [timed(lambda f=f, s=sort: store.reports(sort=s, **f).page(50)) for f in words for _ in range(4)]
                measure(f"search_by_{sort}", runs, out)
            hits = list(islice(store.events(), given.export))
            out["read_per_cpu_second"] = round(
                len(hits) / timed(lambda: sum(1 for _ in islice(store.events(), given.export)))[1]
            )
            for name, write in (
                ("csv", table.write),
                ("plover", plover.write),
                ("polecat", polecat.write),
                ("gdelt", gdelt.write_events),
            ):
                took = timed(lambda w=write: w(islice(store.events(), given.export), io.StringIO()))
                out[f"export_{name}_per_cpu_second"] = round(given.export / took[1])
    finally:
        if writer:
            writer.kill()
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
