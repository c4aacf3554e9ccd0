"""WARC archives by fastwarc (extra ``warc``): the HTML and text responses as reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from dragoman.errors import InputError, MissingError
from dragoman.ingest.compressed import inflate
from dragoman.ingest.decode import decode
from dragoman.ingest.limits import Options
from dragoman.ingest.make import make_report
from dragoman.ingest.pages import report_from_html
from dragoman.ingest.problem import InputProblem
from dragoman.records import Report
from dragoman.records.ids import content_id

_OK = 200


def read_warc(stream: BinaryIO, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report a response of status 200 whose type is HTML, XHTML or plain text, in the archive's order.

    The report's id is the hash of address and capture time, its ``source`` the archive and record id.
    What has another type or status is passed over; a record that cannot be read is a problem.

    Raises:
        MissingError: fastwarc is not installed.
        InputError: the archive breaks off.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise MissingError('WARC archives need fastwarc: pip install "dragoman[warc]"') from None
    number = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            number += 1
            where = f"{source}#{(record.record_id or str(number)).removeprefix('<urn:uuid:').removesuffix('>')}"
            found = _read_record(record, where, options)
            if found is not None:
                yield found
    except (OSError, ValueError, RuntimeError, EOFError, MemoryError) as error:
        reason = f"the archive cannot be read after {number} responses ({str(error)[:100]}); fetch it again"
        raise InputError(reason) from error
    if not number:
        raise InputError("the archive has no responses; check that it is a WARC file")


def _read_record(record: Any, where: str, options: Options) -> Report | InputProblem | None:
    """The report of a record; None where it holds no page."""
    try:
        http = record.http_headers
        if http is None or http.status_code != _OK:
            return None
        kind = (record.http_content_type or "").lower()
        if kind not in {"text/html", "application/xhtml+xml", "text/plain", ""}:
            return None
        most = options.limits.page_bytes
        body = inflate(record.reader.read(most + 1), where, options.limits)
        if len(body) > most:
            return InputProblem(where, f"the page has more than {most} bytes; read its text instead")
        url = record.headers.get("WARC-Target-URI")
        fetched = record.headers.get("WARC-Date")
        text = decode(body, record.http_charset)
        name = content_id("r", url, fetched)
        if kind == "text/plain":
            return make_report({"text": text, "url": url, "id": name, "fetched": fetched}, where, options)
        report = report_from_html(text, url=url, id=name, source=where, options=options)
    except (InputError, OSError, ValueError, RuntimeError, LookupError, TypeError) as error:
        return InputProblem(where, str(error).removeprefix(f"{where}: "), type(error).__name__)
    return replace(report, fetched=fetched)
