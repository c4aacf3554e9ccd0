"""WARC archives of the kind of Common Crawl's news: the HTML and text responses as reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.ingest.compressed import inflate
from dragoman.ingest.decode import decode
from dragoman.ingest.limits import Options
from dragoman.ingest.make import make_report
from dragoman.ingest.pages import report_from_html
from dragoman.ingest.problem import InputProblem
from dragoman.ingest.warc_records import HttpResponse, WarcRecord, read_http, read_records
from dragoman.records import Report
from dragoman.records.ids import content_id

_OK = 200
_KINDS = ("text/html", "application/xhtml+xml", "text/plain", "")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_ADVICE = "fetch the archive again"


def read_warc(stream: BinaryIO, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report a response of status 200 whose type is HTML, XHTML or plain text, in the archive's order.

    The report's id is the hash of address and capture time, its ``source`` the archive and record id.
    What has another type or status is passed over; a record that cannot be read is a problem, and
    the next is read.

    Raises:
        InputError: the archive has no records, or its compression breaks off.
    """
    number = 0
    for number, record in enumerate(read_records(stream, options.limits.page_bytes), 1):
        found = _read_record(record, f"{source}#{_record_id(record) or number}", options)
        if found is not None:
            yield found
    if not number:
        raise InputError("the archive has no records; check that it is a WARC file")


def _record_id(record: WarcRecord) -> str:
    return record.headers.get("warc-record-id", "").removeprefix("<urn:uuid:").removesuffix(">")


def _read_record(record: WarcRecord, where: str, options: Options) -> Report | InputProblem | None:
    """The report of a record; None where it holds no page."""
    if record.headers.get("warc-type", "response") != "response":
        return None
    response = read_http(record.body)
    if record.problem and (response is None or not response.body):
        return InputProblem(where, f"{record.problem}; {_ADVICE}")
    if response is None or not _is_page(response):
        return None
    try:
        report = _report(record, response, where, options)
    except (InputError, OSError, ValueError, RuntimeError, LookupError, TypeError) as error:
        reason = str(error).removeprefix(f"{where}: ")
        return InputProblem(where, f"{record.problem}; {reason}" if record.problem else reason, type(error).__name__)
    if record.problem:
        return InputProblem(where, f"{record.problem}, so the report would be incomplete; {_ADVICE}")
    return report


def _is_page(response: HttpResponse) -> bool:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    return response.status == _OK and kind in _KINDS


def _report(record: WarcRecord, response: HttpResponse, where: str, options: Options) -> Report:
    most = options.limits.page_bytes
    body = inflate(response.body, where, options.limits)
    if max(len(body), len(record.body)) > most:
        raise InputError(f"the page has more than {most} bytes; read its text instead")
    url = record.headers.get("warc-target-uri", "").strip("<>") or None
    fetched = record.headers.get("warc-date")
    kind = response.headers.get("content-type", "")
    charset = _CHARSET.search(kind)
    text = decode(body, charset[1] if charset else None)
    name = content_id("r", url, fetched)
    if kind.lower().startswith("text/plain"):
        return make_report({"text": text, "url": url, "id": name, "fetched": fetched}, where, options)
    return replace(report_from_html(text, url=url, id=name, source=where, options=options), fetched=fetched)
