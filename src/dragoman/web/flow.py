"""A text that is written by one thread while it is sent by another, with little of it in memory."""

from __future__ import annotations

import io
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

log = logging.getLogger(__name__)
CHUNK = 1 << 18
AHEAD = 8
"""Chunks that are made before they are sent."""
FIRST = 1 << 20
"""Bytes that are made before the first is sent: faults are mostly found by then."""
PATIENCE = 60.0
"""Seconds that a receiver may take for one chunk."""
_WRITERS = ThreadPoolExecutor(4, thread_name_prefix="dragoman-export")
"""Few threads: each has a connection to the store."""


class _GoneError(Exception):
    """Nobody receives what is written."""


class Flow:
    """What ``write(stream)`` writes, in chunks of bytes."""

    def __init__(self, write: Callable[[IO[str]], Any]) -> None:
        """Begins to write; returns when the first megabyte, or all, is there.

        Raises:
            Exception: whatever ``write`` raised until then.
        """
        self._queue: queue.Queue[bytes | Exception | None] = queue.Queue(AHEAD)
        self._gone = threading.Event()
        self._first: list[bytes] = []
        self._whole = False
        _WRITERS.submit(self._produce, write)
        size = 0
        while size < FIRST:
            chunk = self._queue.get()
            if chunk is None:
                self._whole = True
                return
            if isinstance(chunk, Exception):
                raise chunk
            self._first.append(chunk)
            size += len(chunk)

    def put(self, chunk: bytes | Exception | None) -> None:
        """Hand on a chunk; the end is None, a fault is itself. Waits while the receiver is slow."""
        if self._gone.is_set():
            raise _GoneError
        try:
            self._queue.put(chunk, timeout=PATIENCE)
        except queue.Full:
            raise _GoneError from None

    def _produce(self, write: Callable[[IO[str]], Any]) -> None:
        try:
            with io.TextIOWrapper(
                io.BufferedWriter(_Outlet(self), CHUNK), "utf8", errors="replace", newline="", write_through=False
            ) as text:
                write(text)
                text.flush()
            self.put(None)
        except _GoneError:
            log.info("the receiver of an export went away")
        except Exception as error:  # noqa: BLE001 - it is raised again where the chunks are read
            try:
                self.put(error)
            except _GoneError:
                log.warning("an export failed after its receiver went away: %s", error)

    def chunks(self) -> Iterator[bytes]:
        """The chunks, in order; raises what ``write`` raised."""
        try:
            yield from self._first
            self._first = []
            while not self._whole:
                chunk = self._queue.get()
                if chunk is None:
                    return
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            self._gone.set()
            while not self._queue.empty():  # a writer that waits for room finds that nobody is there
                self._queue.get_nowait()


class _Outlet(io.RawIOBase):
    """The lower end of the stream that is written to."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        chunk = bytes(data)
        self._flow.put(chunk)
        return len(chunk)
