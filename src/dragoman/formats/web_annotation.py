"""W3C Web Annotation Data Model (2017): each record as an annotation of its exact words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dragoman import __version__
from dragoman.errors import DataError
from dragoman.formats.common import Data, Hits, ReportJson, as_json, record_json
from dragoman.store import Hit

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotation(hit: Hit[Any], report_json: ReportJson | None = None) -> Data:
    """One record as an annotation; its spans are targets with position and quote."""
    data, report = hit.data, hit.report
    known = (report_json or ReportJson(whole=True))(report)
    source = report["url"] or f"urn:dragoman:report:{report['id']}"
    return {
        "id": f"urn:dragoman:{hit.kind}:{data['id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"id": "urn:dragoman", "type": "Software", "name": f"dragoman {__version__}"},
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": data.get("type") or hit.kind},
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": f'{{"kind": "{hit.kind}", "record": {record_json(hit)}, "report": {known}}}',
            },
        ],
        "target": [
            {
                "source": source,
                "selector": [
                    {"type": "TextPositionSelector", "start": span["start"], "end": span["end"]},
                    {"type": "TextQuoteSelector", "exact": span["text"]},
                ],
            }
            for span in _spans(hit.kind, data)
        ],
    }


def _spans(kind: str, data: Data) -> Iterator[Data]:
    if kind == "event":
        yield from data["evidence"]
        yield data["trigger"]
        for part in (*data["actors"], *data["recipients"]):
            yield part["evidence"][0]
    elif kind == "statement":
        yield from data["content"]
        yield data["cue"]
        yield data["speaker"]["evidence"][0]
    else:
        yield from data["mentions"]


def write(hits: Hits, stream: IO[str]) -> int:
    """Write an AnnotationPage, one annotation a line, as they come."""
    stream.write(f'{{"@context": "{CONTEXT}", "id": "urn:dragoman:page", "type": "AnnotationPage", "items": [')
    count = 0
    report_json = ReportJson(whole=True)
    for hit in hits:
        stream.write((",\n" if count else "\n") + as_json(annotation(hit, report_json)))
        count += 1
    stream.write("\n]}\n")
    return count


def read(path: Path) -> list[Hit[Any]]:
    """The records of a page that ``write`` made.

    Raises:
        DataError: not such a page.
    """
    try:
        items = json.loads(path.read_text("utf8"))["items"]
        own = [json.loads(item["body"][1]["value"]) for item in items]
        return [Hit(part["kind"], part["report"], part["record"]) for part in own]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise DataError(f"{path}: not an annotation page of dragoman's ({error})") from error
