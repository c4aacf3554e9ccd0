"""Measures whether keeping reports grows with the store: time and memory of each step from the first thousand on.

    python tools/bench_growth.py news.db grown.db [--to 100000] [--years 24] [--first 2000] [--minutes 20]

``news.db`` is a store of real reports, read once. Made-up variants of them are kept as ``dragoman run`` keeps reports:
each in a transaction, copies looked for by fifties, incidents, stories and variants of statements after each thousand.
A variant has words of its own (letters of what is not common are exchanged, each round by another rule, lengths kept,
so that every position holds), ids of its own, and dates ``--years`` later a round: 24 gives an archive that grows in
time, 1 one that grows denser as well. Times are processor time of this process; a row tells of its last thousand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dragoman
from dragoman.link.across_words import stem, weight
from dragoman.records import Report
from dragoman.store import decode
from dragoman.store.copies import CopyKeeper
from dragoman.store.relink import relink
from dragoman.store.store import Store
from dragoman.store.variants import relink_statements

THOUSAND = 1000
GROUPED = 50
TELLING = 1.0
"""Weight from which a word is changed: what is in more than a third of all reports stays."""
_WORD = re.compile(r"[A-Za-z]{3,}|\d+")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=-|/|$)")
_DATED = re.compile(r"\d{4}(-|/|$)")
STEPS = ("add", "copies", "events", "statements")
"""Keeping a report, its copies, linking of events with incidents and stories, linking of statements."""


def exchange(turn: int) -> dict[int, str]:
    """Which letter stands for which in a round: vowels for vowels, consonants for consonants, digits for digits."""
    draw, table = random.Random(turn), {}  # noqa: S311 - the same in every run
    for letters in ("aeiou", "bcdfghjklmnpqrstvwxyz", "0123456789"):
        mixed = "".join(draw.sample(letters, len(letters)))
        table |= str.maketrans(letters + letters.upper(), mixed + mixed.upper())
    return table


def variant(report: Report, turn: int, years: int) -> Report:
    """A made-up report with the records of ``report`` at the same places of another text."""
    table = exchange(turn)

    def other(found: re.Match[str]) -> str:
        word = found.group()
        return word.translate(table) if weight(stem(word)) >= TELLING else word

    data = report.to_dict()
    text = _WORD.sub(other, report.text)
    own = {r.id for r in (*report.events, *report.statements, *report.agreements)}

    def renewed(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            if "start" in value and "end" in value and "text" in value:
                return value | {"text": text[value["start"] : value["end"]]}
            return {name: renewed(part, name) for name, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [renewed(part, key) for part in value]
        if isinstance(value, str):
            if value in own:
                return f"{value}.{turn}"
            if key in {"value", "date"} and _DATED.match(value):
                moved = _YEAR.sub(lambda m: f"{int(m.group(1)) + years * turn:04}", value)
                return moved.replace("-02-29", "-02-28")
        return value

    made = renewed(data) | {"id": f"{report.id}~{turn}", "text": text, "title": _WORD.sub(other, report.title or "")}
    made.pop("version", None)
    return decode.report(made)


def variants(source: Store, years: int, first: int | None = None) -> Iterator[Report]:
    """Reports for ever, of the ``first`` oldest of the store; one is in memory at a time."""
    names = [head["id"] for head in source.reports()]
    names.reverse()  # the oldest first, as an archive is read
    names = names[:first]
    turn = 0
    while True:
        for name in names:
            report = source.report(name, as_read=True)
            if report is not None and not report.skipped:
                yield variant(report, turn, years)
        turn += 1


class Growth:
    """A store that grows, and what each thousand took."""

    def __init__(self, store: Store) -> None:
        """Nothing is kept yet."""
        self.store, self.keeper = store, CopyKeeper(store)
        self.spent = dict.fromkeys(STEPS, 0.0)

    def timed(self, step: str, work: Any, *given: Any) -> Any:
        """Do it and count its processor time."""
        began = time.process_time()
        try:
            return work(*given)
        finally:
            self.spent[step] += time.process_time() - began

    def thousand(self, reports: Iterator[Report]) -> dict[str, Any]:
        """Keep the next thousand; gives the row of the table."""
        self.spent = dict.fromkeys(STEPS, 0.0)
        began, waiting = time.perf_counter(), []
        for _ in range(THOUSAND):
            report = next(reports)
            self.timed("add", self.store.add, report)
            waiting.append(report)
            if len(waiting) == GROUPED:
                self.timed("copies", self.keeper.add, waiting)
                waiting = []
        done = self.timed("events", relink, self.store)
        utterances = self.timed("statements", relink_statements, self.store)
        caught = time.perf_counter()
        self.keeper.catch_up()
        caught = time.perf_counter() - caught
        with Path("/proc/self/statm").open() as stat:
            now = int(stat.read().split()[1]) * resource.getpagesize() // 2**20
        counts = self.store.counts()
        size = sum(p.stat().st_size for p in Path(self.store.database.path).parent.glob(
            Path(self.store.database.path).name + "*"))  # fmt: skip
        return {
            "reports": counts["reports"], "copies": counts["copies"],
            **{f"{step} ms": round(self.spent[step], 2) for step in STEPS},  # seconds a thousand: ms a report
            "sum ms": round(sum(self.spent.values()), 2), "links": done.links, "utterances": utterances,
            "resume s": round(caught, 2), "memory MB": now,
            "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "file MB": size // 2**20,
            "clock s": round(time.perf_counter() - began, 1),
        }  # fmt: skip


def shown(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of 1, 2, 5, 10, 20, 50, 100 thousand and the last."""
    wanted = {base * 10**power for power in range(3, 7) for base in (1, 2, 5)}
    yield from (row for n, row in enumerate(rows) if row["reports"] in wanted or n == len(rows) - 1)


def main() -> None:
    """Grow the store and print the table; each thousand as a JSON line on standard error meanwhile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news")
    parser.add_argument("grown", type=Path)
    parser.add_argument("--to", type=int, default=100_000)
    parser.add_argument("--years", type=int, default=24)
    parser.add_argument("--first", type=int, help="Only so many reports of the store, the oldest.")
    parser.add_argument("--minutes", type=float, default=20.0, help="Processor time after which it ends.")
    given = parser.parse_args()
    if given.grown.exists():
        sys.exit(f"{given.grown} is there already; give another name")
    rows: list[dict[str, Any]] = []
    with dragoman.open(given.news, readonly=True) as source, dragoman.open(given.grown) as store:
        growth, reports = Growth(store), variants(source, given.years, given.first)
        while len(rows) * THOUSAND < given.to and time.process_time() < 60 * given.minutes:
            rows.append(growth.thousand(reports))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
        growth.keeper.close()
    names = list(rows[0])
    print("| " + " | ".join(names) + " |\n|" + "---|" * len(names))
    for row in shown(rows):
        print("| " + " | ".join(f"{row[name]:,}" for name in names) + " |")


if __name__ == "__main__":
    main()
