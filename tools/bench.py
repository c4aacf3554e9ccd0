"""Measures speed and memory: stages of the pipeline, reports a second, import and help, size of the installation.

    python tools/bench.py NEWS.jsonl [--reports 300] [--jobs 1 2]

Reports are cut to those of 250 to 550 words, so that "a report" is one of about 400. Rates of the whole reader are in
wall-clock time, those of the stages in processor time; compare figures of one run only.
"""

from __future__ import annotations

import argparse
import collections
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from dragoman.config import Settings
from dragoman.pipeline import build
from dragoman.reader import Reader
from dragoman.records import Published, Report

LEAST, MOST = 250, 550


def texts(path: Path, number: int) -> list[Report]:
    """Reports of about 400 words, evenly from the whole file."""
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    fitting = [r for r in rows if LEAST <= len(r["text"].split()) <= MOST]
    step = max(1, len(fitting) // number)
    return [
        Report(text=r["text"], id=r["id"], published=Published(r["published"], source="given"))
        for r in fitting[::step][:number]
    ]


def stages(reports: list[Report], settings: Settings) -> dict[str, float]:
    """Milliseconds of processor time a report, stage by stage."""
    pipeline = build(settings)
    for report in reports[:10]:
        pipeline.run(report)
    spent: collections.Counter[str] = collections.Counter()
    for report in reports:
        current = report
        for stage in pipeline.stages:
            began = time.process_time()
            current = stage.run(current)
            spent[stage.name] += time.process_time() - began
    return {name: round(1000 * seconds / len(reports), 2) for name, seconds in spent.items()}


def rate(reports: list[Report], settings: Settings, jobs: int) -> float:
    """Reports a second, loading left out."""
    stream = Reader(settings).pipe(iter(reports), jobs=jobs, on_error="collect")
    for _ in range(min(20, len(reports) // 4)):
        next(stream)
    began, count = time.perf_counter(), 0
    for _ in stream:
        count += 1
    return round(count / (time.perf_counter() - began), 1)


def processor_seconds(*command: str) -> float:
    """Processor time of a child, the least of five runs."""
    best = float("inf")
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(best, 3)


def main() -> None:
    """Print all figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("news", type=Path)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--model", default="auto")
    args = parser.parse_args()
    settings = Settings.load(model=args.model)
    reports = texts(args.news, args.reports)
    words = sum(len(r.text.split()) for r in reports) / len(reports)
    by_stage = stages(reports, settings)
    figures = {
        "reports": len(reports),
        "words a report": round(words),
        "stages, ms of processor time a report": by_stage,
        "sum of the stages, ms": round(sum(by_stage.values()), 1),
        "reports a second, by jobs": {jobs: rate(reports, settings, jobs) for jobs in args.jobs},
        "peak memory of this process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "import dragoman, s": processor_seconds(sys.executable, "-c", "import dragoman"),
        "python alone, s": processor_seconds(sys.executable, "-c", "pass"),
        "dragoman --help, s": processor_seconds(str(Path(sys.executable).parent / "dragoman"), "--help"),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
