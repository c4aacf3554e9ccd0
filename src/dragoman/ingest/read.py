"""Whatever the user names, as raw reports and problems."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import InputError, MissingError, UsageError
from dragoman.ingest.compressed import inflate, open_stream
from dragoman.ingest.decode import decode, looks_binary
from dragoman.ingest.detect import FORMATS, detect, looks_like_page
from dragoman.ingest.feeds import read_feed
from dragoman.ingest.jsonl import read_json, read_lines
from dragoman.ingest.limits import DEFAULT, Limits, Options
from dragoman.ingest.make import FIELDS, make_report
from dragoman.ingest.moments import read_moment
from dragoman.ingest.newsml import read_news_xml
from dragoman.ingest.pages import report_from_html
from dragoman.ingest.parquet import read_parquet
from dragoman.ingest.paths import expand, is_path
from dragoman.ingest.problem import InputProblem
from dragoman.ingest.warc import read_warc
from dragoman.records import Published, Report

log = logging.getLogger(__name__)
Found = Iterator[Report | InputProblem]
_HEAD = 2000
_STDIN = "standard input"


def read_any(
    given: Path | str | bytes,
    *,
    map: Mapping[str, str] | None = None,  # noqa: A002 - the name of the option
    format: str | None = None,  # noqa: A002 - the name of the option
    published: str | Published | None = None,
    limits: Limits = DEFAULT,
) -> Found:
    """The raw reports of ``given``, in order; what cannot be read comes as an ``InputProblem``.

    Args:
        given: a file, a folder (read whole, sorted), a glob, ``"-"`` for standard input, bytes, or a text.
        map: names of the input's fields for ours: ``{"text": "body", "id": "meta.guid"}``.
        format: one of ``FORMATS``; told by name and content where it is None.
        published: date of the reports that have none of their own.
        limits: bounds of size and time.

    Raises:
        UsageError: unknown format or field, or ``published`` is no date.
        MissingError: the format needs an extra that is not installed.
    """
    for name in map or {}:
        if name not in FIELDS:
            raise UsageError(f"--map {name}: there is no such field; there are {', '.join(FIELDS)}")
    if format is not None and format not in FORMATS:
        raise UsageError(f"format {format!r} is unknown; there are {', '.join(FORMATS)}")
    return _read_given(given, Options(map or {}, format, _date(published), limits))


def _date(published: str | Published | None) -> Published | None:
    if published is None or isinstance(published, Published):
        return published
    found = read_moment(published, "given")
    if found is None:
        raise UsageError(f"--published {published!r} is no date; write it as 2023-05-24 or 2023-05-24T19:51+05:30")
    return found


def _read_given(given: Path | str | bytes, options: Options) -> Found:
    if isinstance(given, bytes):
        yield from _guarded(_read_bytes(given, "bytes", options), "bytes")
    elif given == "-":
        yield from _guarded(_read_stream(sys.stdin.buffer, _STDIN, options), _STDIN)
    elif isinstance(given, str) and not is_path(given):
        yield from _guarded(_read_text(given, "text", options), "text")
    else:
        paths, missing = expand(given)
        if missing:
            yield InputProblem(str(given), missing, "FileNotFoundError")
        for path in paths:
            yield from _guarded(_read_file(path, options), str(path))


def _guarded(found: Found, source: str) -> Found:
    """``found``, with whatever ends it early told as a problem: nothing of one input stops the next."""
    some = False
    try:
        for item in found:
            some = True
            yield item
        if not some:
            yield InputProblem(source, "there are no reports in it; check the file and its format")
    except (MissingError, UsageError):
        raise
    except Exception as error:  # whatever one input does to a parser must not stop the run
        log.debug("%s cannot be read", source, exc_info=True)
        message = str(error).removeprefix(f"{source}: ") or "cannot be read; check the file"
        if isinstance(error, OSError) and error.strerror:
            message = f"cannot be read ({error.strerror}); check the file and its permissions"
        yield InputProblem(source, message, type(error).__name__)


def _read_file(path: Path, options: Options) -> Found:
    with open_stream(path, options.limits) as stream:
        yield from _read_stream(stream, str(path), options)


def _read_stream(stream: BinaryIO, source: str, options: Options) -> Found:
    """Streams the formats of many reports; reads the others as one piece."""
    # Standard input may be replaced by a plain buffer, which cannot be looked ahead into.
    buffered = cast("io.BufferedReader", stream if hasattr(stream, "peek") else io.BufferedReader(stream))
    head = buffered.peek(_HEAD)[:_HEAD]
    kind = options.format or detect(head, "" if source == _STDIN else source)
    if kind == "jsonl":
        yield from read_lines(buffered, source, options)
    elif kind == "warc":
        yield from read_warc(buffered, source, options)
    elif kind == "parquet" and source != _STDIN and not head.startswith(b"\x1f\x8b"):
        yield from read_parquet(source, source, options)
    else:
        data = buffered.read(options.limits.file_bytes + 1)
        yield from _read_bytes(data, source, replace(options, format=kind))


def _read_bytes(data: bytes, source: str, options: Options) -> Found:
    data = inflate(data, source, options.limits)
    most = options.limits.file_bytes
    if len(data) > most:
        raise InputError(f"more than {most} bytes in one piece; give many reports as JSONL, which is streamed")
    kind = options.format or detect(data[:_HEAD])
    if kind in {"jsonl", "warc"}:
        yield from _read_stream(io.BufferedReader(io.BytesIO(data)), source, replace(options, format=kind))
        return
    if kind == "parquet":
        yield from read_parquet(data, source, options)
        return
    if not data.strip():
        raise InputError("the file is empty; leave it out")
    if looks_binary(data):
        raise InputError("no text (binary data); give the report as text, HTML, JSONL, Parquet or WARC")
    yield from _READERS[kind](data, source, options)


def _read_text(text: str, source: str, options: Options) -> Found:
    """A text that was given as such: a page by its markup, otherwise plain unless a format is named."""
    kind = options.format or ("html" if looks_like_page(text) else "text")
    if kind == "text":
        yield _plain(text, source, options)
    else:
        yield from _read_bytes(text.encode("utf-8", "replace"), source, replace(options, format=kind))


def _plain(text: str, source: str, options: Options) -> Report:
    return make_report({"text": text.removeprefix("\ufeff")}, source, options)


def _text(data: bytes, source: str, options: Options) -> Found:
    yield _plain(decode(data), source, options)


def _html(data: bytes, source: str, options: Options) -> Found:
    yield report_from_html(decode(data), source=source, options=options)


_READERS: dict[str, Callable[[bytes, str, Options], Found]] = {
    "text": _text,
    "html": _html,
    "json": read_json,
    "feed": read_feed,
    "newsml": read_news_xml,
    "nitf": read_news_xml,
}
