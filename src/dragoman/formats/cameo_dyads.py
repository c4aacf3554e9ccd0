"""CAMEO-style daily dyads: how often who did what kind of act to whom on which day."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import IO

from dragoman.errors import DataError
from dragoman.formats.common import Hits, cameo_actor, days
from dragoman.formats.gdelt import dyads
from dragoman.ontology import load_ontology

COLUMNS = ("date", "source", "target", "code", "root", "quad", "goldstein", "events", "reports")


def write(hits: Hits, stream: IO[str]) -> int:
    """Write one row a day, source, target and code, in order; gives the number of events read.

    Counts acts that happened and have a day. ``events`` counts each report's own; ``reports`` distinct
    reports. Memory grows with the number of rows, not of events.
    """
    ontology = load_ontology()
    events: Counter[tuple[str, ...]] = Counter()
    reports: dict[tuple[str, ...], set[str]] = {}
    count = 0
    for hit in hits:
        data = hit.data
        count += 1
        when = days(data["when"]["value"])
        code = ontology.cameo_code(data["type"], data["mode"])
        if data["status"] != "actual" or when is None or when[0] != when[1] or code is None:
            continue
        score = f"{ontology.score(data['type'], data['mode']):.1f}"
        for a, b in dyads(data):
            source, target = (cameo_actor(p["code"]) if p else "" for p in (a, b))
            key: tuple[str, ...] = (when[0], source, target, code, code[:2], str(data["quad"]), score)
            events[key] += 1
            reports.setdefault(key, set()).add(hit.report["id"])
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(events):
        writer.writerow((*row, events[row], len(reports[row])))
    return count


def read(path: Path) -> list[dict[str, str]]:
    """The rows, as text: codes keep their leading zeros.

    Raises:
        DataError: other columns.
    """
    with path.open(encoding="utf8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(f"{path}: the columns are not {', '.join(COLUMNS)}")
        return list(reader)
