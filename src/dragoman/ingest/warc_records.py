"""Records of a WARC file (ISO 28500), read so that a broken one costs only itself.

An own reader, because fastwarc ends the whole process on streams that it cannot seek in and on some
damaged records (a panic, which is no ordinary exception), and gives nothing after the damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

_VERSION = b"WARC/1."
_NEXT = re.compile(rb"\r?\n(?=WARC/1\.\d\r?\n[\w-]+:)")
_LONGEST_LINE = 65_536
_MOST_HEADERS = 200
_CHUNK = 1 << 20
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record's headers (names in lower case) and body; ``problem`` says what is wrong with it."""

    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What a response record holds: status, headers (names in lower case) and body as sent."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Lines:
    """A stream with what was read too far given back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._back = b""

    def line(self) -> bytes:
        if not self._back:
            return self._stream.readline(_LONGEST_LINE)
        end = self._back.find(b"\n") + 1
        if end:
            line, self._back = self._back[:end], self._back[end:]
            return line
        line, self._back = self._back + self._stream.readline(_LONGEST_LINE), b""
        return line

    def read(self, size: int) -> bytes:
        data, self._back = self._back[:size], self._back[size:]
        return data + self._stream.read(size - len(data)) if len(data) < size else data

    def skip(self, size: int) -> None:
        while size > 0 and (data := self.read(min(size, _CHUNK))):
            size -= len(data)

    def give_back(self, data: bytes) -> None:
        self._back = data + self._back


def read_records(stream: BinaryIO, most: int) -> Iterator[WarcRecord]:
    """The records in their order; bodies over ``most`` bytes are cut to ``most`` + 1.

    Bytes between records that belong to none give one record with a ``problem``; so does a record
    that ends too early or whose length would reach over the next one.
    """
    lines = _Lines(stream)
    lost = False
    while line := lines.line():
        if line.startswith(_VERSION):
            lost = False
            yield _record(lines, most)
        elif line.strip() and not lost:
            lost = True
            yield WarcRecord(problem="bytes that belong to no record were passed over")


def _record(lines: _Lines, most: int) -> WarcRecord:
    headers = _headers(lines)
    try:
        length = int(headers.get("content-length", ""))
    except ValueError:
        length = -1
    if length < 0:
        return WarcRecord(headers, problem="the record has no length")
    body = lines.read(min(length, most + 1))
    if over := _NEXT.search(body):
        lines.give_back(body[over.end() :])
        return WarcRecord(headers, body[: over.start()], "the record's length reaches into the next one")
    if len(body) < min(length, most + 1):
        return WarcRecord(headers, body, f"the record is cut off after {len(body)} of {length} bytes")
    lines.skip(length - len(body))
    return WarcRecord(headers, body)


def _headers(lines: _Lines) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = lines.line()
        if line.startswith(_VERSION):
            lines.give_back(line)
            break
        text = line.decode("utf-8", "replace").strip()
        if not text:
            break
        name, _colon, value = text.partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found


def read_http(body: bytes) -> HttpResponse | None:
    """The HTTP response in a record's body; None where there is none."""
    match = _STATUS.match(body)
    if not match:
        return None
    head, mark, rest = body.partition(b"\r\n\r\n")
    if not mark:
        head, mark, rest = body.partition(b"\n\n")
    headers: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, _colon, value = line.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    if headers.get("transfer-encoding", "").lower() == "chunked":
        rest = _unchunked(rest)
    return HttpResponse(int(match[1]), headers, rest)


def _unchunked(body: bytes) -> bytes:
    """The chunks of ``body`` joined; ``body`` itself where it is not chunked (archives often undo it)."""
    out: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 64)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(out) if out else body
        if not size:
            break
        out.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(out)
