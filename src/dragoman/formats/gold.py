"""The gold file format of the codebook: one JSON object a report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.records import Event, Participant, Report, Statement

EVENT_FIELDS = ("type", "actors", "recipients", "date", "status")
STATEMENT_FIELDS = ("speaker", "content", "kind")


def to_gold(report: Report) -> dict[str, Any]:
    """A report as the codebook's "Gold file"."""
    return {
        "id": report.id,
        "title": report.title or "",
        "published": report.published.date,
        "text": report.text,
        "events": [gold_event(e) for e in report.events],
        "statements": [gold_statement(s) for s in report.statements],
    }


def gold_event(event: Event) -> dict[str, Any]:
    """An event of a gold file."""
    return {
        "type": event.type,
        "mode": event.mode,
        "actors": [_side(p) for p in event.actors],
        "recipients": [_side(p) for p in event.recipients],
        "date": event.when.value,
        "status": event.status,
        "trigger": event.trigger.text,
        "evidence": [span.text for span in event.evidence],
    }


def gold_statement(statement: Statement) -> dict[str, Any]:
    """A statement of a gold file; ``who`` is the full name or body, with its code."""
    return {
        "speaker": statement.speaker.text,
        "who": statement.speaker.actor.name,
        "code": statement.speaker.actor.code,
        "cue": statement.cue.text,
        "content": [span.text for span in statement.content],
        "kind": statement.kind,
    }


def _side(part: Participant) -> dict[str, str]:
    return {"text": part.text, "code": part.actor.code}


def write(report: Report, path: Path) -> None:
    """Write one gold file."""
    path.write_text(json.dumps(to_gold(report), ensure_ascii=False, indent=1) + "\n", "utf8", errors="replace")


def read(path: Path) -> dict[str, Any]:
    """Read and check one gold file.

    Raises:
        DataError: not JSON, or a field is missing; the message names the file and the record.
    """
    try:
        data = json.loads(path.read_text("utf8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not a gold file ({error})") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise DataError(f"{path}: a gold file is one JSON object with 'text', 'events' and 'statements'")
    for part, fields in (("events", EVENT_FIELDS), ("statements", STATEMENT_FIELDS)):
        if not isinstance(data.setdefault(part, []), list):
            raise DataError(f"{path}: '{part}' must be a list")
        for number, record in enumerate(data[part]):
            if missing := [f for f in fields if f not in record]:
                raise DataError(f"{path}: {part}[{number}] lacks {', '.join(missing)}")
    return data


def read_folder(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The gold files of a folder in the order of their names.

    Raises:
        DataError: no folder, or no gold file in it.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise DataError(f"{folder}: no gold files (*.json) there")
    for path in paths:
        yield path, read(path)
