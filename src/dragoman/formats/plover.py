"""PLOVER as JSON lines: the manual's field names, with dragoman's evidence in an object of its own name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from dragoman.errors import DataError
from dragoman.formats.common import Data, Hits, ReportJson, as_json, record_json
from dragoman.ontology import QUADS, load_ontology
from dragoman.store import Hit

NAMESPACE = "dragoman"


def record(hit: Hit[Any]) -> Data:
    """One event as a PLOVER record."""
    return {
        **fields(hit),
        NAMESPACE: {"record": hit.data, "report": {k: v for k, v in hit.report.items() if v is not None}},
    }


def fields(hit: Hit[Any]) -> Data:
    """The fields that PLOVER has names for."""
    data, report = hit.data, hit.report
    place = data["where"]["place"] or {}
    ontology = load_ontology()
    known = data["type"] in ontology.types
    return {
        "event_id": data["id"],
        "event_date": data["when"]["value"],
        "event_type": data["type"],
        "event_mode": data["mode"],
        "event_contexts": data["contexts"],
        "quad_code": QUADS[data["quad"]],
        "intensity": ontology.score(data["type"], data["mode"]) if known else None,
        "actors": [_side(p) for p in data["actors"]],
        "recipients": [_side(p) for p in data["recipients"]],
        "location": {k: place[k] for k in ("name", "country", "latitude", "longitude", "id")} if place else None,
        "event_text": " ".join(s["text"] for s in data["evidence"]),
        "source": report["publisher"],
        "publication_date": report["published"],
        "headline": report["title"],
        "story_id": report["id"],
        "language": report["language"],
    }


def _side(part: Data) -> Data:
    country, _, sector = part["code"].partition("/")
    return {
        "name": part["actor"]["name"],
        "text": part["text"],
        "country": None if country == "---" else country,
        "sector": sector or None,
        "office": part["actor"].get("office"),
        "wikidata": part["actor"].get("wikidata"),
    }


def write(hits: Hits, stream: IO[str]) -> int:
    """Write one line an event; gives their number."""
    count = 0
    report_json = ReportJson()
    for hit in hits:
        own = as_json(fields(hit))
        whole = f'{{"record": {record_json(hit)}, "report": {report_json(hit.report)}}}'
        stream.write(f'{own[:-1]}, "{NAMESPACE}": {whole}}}\n')
        count += 1
    return count


def read(path: Path) -> list[Hit[Any]]:
    """The events of a file that ``write`` made, whole, with their evidence.

    Raises:
        DataError: a line that is no such record; names file and line.
    """
    out = []
    with path.open(encoding="utf8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                own = json.loads(line)[NAMESPACE]
                out.append(Hit("event", own["report"], own["record"]))
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"{path}:{number}: no PLOVER record with a {NAMESPACE!r} object ({error})") from error
    return out
