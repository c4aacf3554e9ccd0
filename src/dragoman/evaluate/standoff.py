"""Annotations of reports without their texts: one JSON line a report, with the places in its text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DataError, MissingError, UsageError
from dragoman.ingest import read_any
from dragoman.reader import Reader
from dragoman.records import Report

TEXTS = Path("../shared/news")
"""Where the texts lie that the annotations of tests/gold belong to."""


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The annotated reports of a file.

    Raises:
        DataError: no such file, or a line that is no JSON object with ``report``.
    """
    try:
        lines = path.read_text("utf8").splitlines()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error}); give a file such as tests/gold/contexts.jsonl") from error
    out = []
    for number, line in enumerate(lines, 1):
        try:
            data = json.loads(line)
            data["report"]
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}, line {number}: not an annotated report ({error}); mend the line") from error
        out.append(data)
    return out


def texts_of(ids: Collection[str], texts: Path) -> dict[str, Report]:
    """The raw reports with these ids.

    Raises:
        MissingError: some are not in ``texts``.
    """
    if not texts.exists():
        raise MissingError(f"{texts}: no texts there; give the folder of the reports with --texts")
    found = {}
    for report in read_any(texts):
        if isinstance(report, Report) and report.id in ids:
            found[report.id] = report
    missing = [name for name in ids if name not in found]
    if missing:
        raise MissingError(
            f"{texts}: {len(missing)} annotated reports are not there, such as {missing[0]}; "
            "give the folder of the reports with --texts"
        )
    return found


def read_annotated(lines: list[dict[str, Any]], texts: Path, reader: Reader) -> Iterator[tuple[dict[str, Any], Report]]:
    """Each annotated report with what the reader makes of its text."""
    raw = texts_of({line["report"] for line in lines}, texts)
    reports = reader.pipe((raw[line["report"]] for line in lines), on_error="collect")
    yield from zip(lines, reports, strict=True)


def half_of(lines: list[dict[str, Any]], half: str | None) -> list[dict[str, Any]]:
    """The lines of one half: every second report is for tuning, the others for reporting; all without a half.

    Raises:
        UsageError: there is no such half.
    """
    halves = {None: (0, 1), "tune": (0,), "test": (1,)}
    if half not in halves:
        raise UsageError(f"half {half!r}: there is tune and test")
    wanted = halves[half]
    return [line for number, line in enumerate(lines) if number % 2 in wanted]
