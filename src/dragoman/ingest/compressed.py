"""Gzip as a stream with bounds, so that a small file cannot fill the memory."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.errors import InputError
from dragoman.ingest.limits import MEGABYTE, Limits

MAGIC = b"\x1f\x8b"
_FREE = 10 * MEGABYTE
_MEMBER = MAGIC + b"\x08"
_GAP = b"\r\n(a broken member)\r\n"
"""Stands where a member was passed over, so that the reader of the archive tells of it."""
_CHUNK = 65_536
_GZIP = 16 + zlib.MAX_WBITS


class Bounded(io.RawIOBase):
    """Unpacks a gzip stream of one or several members, within the limits.

    Raises ``InputError`` where it grows over them or is broken, after all that comes before has been
    given: a cut-off archive loses its last record only.
    """

    def __init__(self, stream: BinaryIO, size: int, source: str, limits: Limits, *, resume: bool = False) -> None:
        """``size``: bytes of the compressed stream; ``resume``: go on with the next member after a broken one."""
        self._resume = resume
        self._stream, self._size, self._source, self._limits = stream, size, source, limits
        self._packed = b""
        self._member = zlib.decompressobj(_GZIP)
        self._read = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def close(self) -> None:
        """Close the packed stream too."""
        self._stream.close()
        super().close()

    def readinto(self, buffer: object) -> int:
        """The next bytes; 0 at the end."""
        view = memoryview(cast("bytearray", buffer))
        while True:
            self._packed = self._packed or self._stream.read(_CHUNK)
            if not self._packed:
                if self._read and self._member.eof:
                    return 0
                raise self._broken("it ends too early")
            if self._member.eof:
                # Padding after the last member, or the next member.
                self._packed = self._packed.lstrip(b"\x00")
                self._member = zlib.decompressobj(_GZIP) if self._packed else self._member
                continue
            try:
                data = self._member.decompress(self._packed, len(view))
            except zlib.error as error:
                if not (self._resume and self._next_member()):
                    raise self._broken(str(error)) from error
                return self._given(view, _GAP[: len(view)])
            self._packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if data:
                return self._given(view, data)

    def _next_member(self) -> bool:
        """Go to where the next member begins; False where there is none."""
        while True:
            at = self._packed.find(_MEMBER, 1)
            if at > 0:
                self._packed = self._packed[at:]
                self._member = zlib.decompressobj(_GZIP)
                return True
            more = self._stream.read(_CHUNK)
            if not more:
                return False
            self._packed = b" " + self._packed[-2:] + more

    def _given(self, view: memoryview, data: bytes) -> int:
        self._read += len(data)
        if self._read > self._limits.inflated_bytes or self._read > max(_FREE, self._size * self._limits.ratio):
            grown = f"unpacks to more than {self._read} bytes from {self._size}"
            raise InputError(f"{self._source}: {grown}; unpack and check it by hand")
        view[: len(data)] = data
        return len(data)

    def _broken(self, reason: str) -> InputError:
        return InputError(
            f"{self._source}: the gzip stream is broken after {self._read} bytes ({reason}); fetch it again"
        )


def open_stream(path: Path, limits: Limits) -> BinaryIO:
    """``path`` for reading, unpacked where it is gzip (by its first bytes, whatever its name).

    A broken member of an archive (``.warc.gz``) is passed over: each of its records is one.
    """
    resume = ".warc" in path.name
    stream = path.open("rb")
    head = stream.read(2)
    stream.seek(0)
    if head != MAGIC:
        return stream
    return cast(
        "BinaryIO", io.BufferedReader(Bounded(stream, path.stat().st_size, str(path), limits, resume=resume), MEGABYTE)
    )


def inflate(data: bytes, source: str, limits: Limits) -> bytes:
    """``data`` unpacked where it is gzip."""
    if not data.startswith(MAGIC):
        return data
    return io.BufferedReader(Bounded(io.BytesIO(data), len(data), source, limits)).read(limits.file_bytes + 1)
