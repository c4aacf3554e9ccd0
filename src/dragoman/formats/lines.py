"""dragoman's own records as JSON lines: everything, with the report under ``report``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any

from dragoman.errors import DataError
from dragoman.formats.common import Hits, ReportJson, as_json, record_json
from dragoman.store import Hit


def write(hits: Hits, stream: IO[str]) -> int:
    """Write one line a record; gives their number."""
    count = 0
    report_json = ReportJson()
    for hit in hits:
        judged = f', "judged": {as_json(hit.judged)}' if hit.judged else ""
        head = f'{{"record": "{hit.kind}", {record_json(hit)[1:-1]}'
        stream.write(f'{head}, "report": {report_json(hit.report)}{judged}}}\n')
        count += 1
    return count


def read(path: Path) -> list[Hit[Any]]:
    """The records of a file that ``write`` made.

    Raises:
        DataError: a line that is no record; names file and line.
    """
    out = []
    with path.open(encoding="utf8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                data = json.loads(line)
                out.append(Hit(data.pop("record"), data.pop("report"), data, data.pop("judged", None)))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DataError(f"{path}:{number}: no record of dragoman's ({error})") from error
    return out
