"""Gzip as a stream with bounds, so that a small file cannot fill the memory."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import InputError
from dragoman.ingest.limits import MEGABYTE, Limits

MAGIC = b"\x1f\x8b"
_FREE = 10 * MEGABYTE


class Bounded(io.RawIOBase):
    """Reads a gzip stream and raises ``InputError`` where it grows over the limits or is broken."""

    def __init__(self, stream: BinaryIO, size: int, source: str, limits: Limits) -> None:
        """``size``: bytes of the compressed stream."""
        self._inner = gzip.GzipFile(fileobj=stream, mode="rb")
        self._size, self._source, self._limits, self._read = size, source, limits, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes."""
        view = memoryview(cast("bytearray", buffer))
        try:
            data = self._inner.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(
                f"{self._source}: the gzip stream is broken after {self._read} bytes ({error}); fetch it again"
            ) from error
        self._read += len(data)
        if self._read > self._limits.inflated_bytes or self._read > max(_FREE, self._size * self._limits.ratio):
            grown = f"unpacks to more than {self._read} bytes from {self._size}"
            raise InputError(f"{self._source}: {grown}; unpack and check it by hand")
        view[: len(data)] = data
        return len(data)


def open_stream(path: Path, limits: Limits) -> BinaryIO:
    """``path`` for reading, unpacked where it is gzip (by its first bytes, whatever its name)."""
    stream = path.open("rb")
    head = stream.read(2)
    stream.seek(0)
    if head != MAGIC:
        return stream
    return cast("BinaryIO", io.BufferedReader(Bounded(stream, path.stat().st_size, str(path), limits), MEGABYTE))


def inflate(data: bytes, source: str, limits: Limits) -> bytes:
    """``data`` unpacked where it is gzip."""
    if not data.startswith(MAGIC):
        return data
    return io.BufferedReader(Bounded(io.BytesIO(data), len(data), source, limits)).read(limits.file_bytes + 1)
