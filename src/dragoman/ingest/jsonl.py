"""JSON Lines and JSON: one object a report, under other names by a map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from dragoman.errors import InputError
from dragoman.ingest.decode import decode
from dragoman.ingest.limits import Options
from dragoman.ingest.make import FIELDS, make_report
from dragoman.ingest.pages import page_fields
from dragoman.ingest.problem import InputProblem
from dragoman.records import Report


def read_lines(stream: BinaryIO, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report a line, streamed; an overlong line is passed over without being held in memory."""
    most = options.limits.line_bytes
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        where = f"{source}:{number}"
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield InputProblem(where, f"the line has more than {most} bytes; split it into its reports")
        elif line.strip(b" \t\r\n\xef\xbb\xbf\x1e"):
            yield _read(line, where, options)


def read_json(data: bytes, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """A JSON file: one report, a list of them, or an object with such a list under one key."""
    try:
        found = json.loads(decode(data))
    except (ValueError, RecursionError) as error:
        message = f"no valid JSON ({_short(error)}); mend or fetch it again"
        yield InputProblem(source, message, type(error).__name__)
        return
    if isinstance(found, dict) and "text" not in found and not options.columns:
        lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        found = lists[0] if len(lists) == 1 else found
    if not isinstance(found, list):
        yield from_object(found, source, options)
        return
    for number, item in enumerate(found, 1):
        yield from_object(item, f"{source}:{number}", options)


def from_object(item: Any, where: str, options: Options) -> Report | InputProblem:
    """The report that a JSON object is."""
    if not isinstance(item, Mapping):
        kind = type(item).__name__
        return InputProblem(where, f"a {kind} instead of an object with the field text; give one object a report")
    try:
        fields = mapped(item, options.columns)
        if fields.get("html") and not fields.get("text"):
            url = fields.get("url")
            page = page_fields(str(fields["html"]), source=where, url=str(url) if url else None, limits=options.limits)
            fields = {**page, **{k: v for k, v in fields.items() if v not in (None, "") and k != "html"}}
        return make_report(fields, where, options)
    except (InputError, TypeError, ValueError) as error:
        return InputProblem(where, str(error).removeprefix(f"{where}: "), type(error).__name__)


def mapped(item: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The fields that ``columns`` (our name -> the input's, ``a.b`` for nested ones) picks out of ``item``."""
    fields = {name: item[name] for name in FIELDS if name in item}
    for name, path in columns.items():
        value: Any = item
        for key in [path] if path in item else path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        fields[name] = value
    return fields


def _read(line: bytes, where: str, options: Options) -> Report | InputProblem:
    try:
        item = json.loads(decode(line).lstrip("\x1e"))
    except (ValueError, RecursionError) as error:
        advice = "mend or remove the line" if line.endswith(b"\n") else "the file was cut off within it: fetch it again"
        return InputProblem(where, f"no valid JSON ({_short(error)}); {advice}", type(error).__name__)
    return from_object(item, where, options)


def _short(error: Exception) -> str:
    return str(error)[:100]
