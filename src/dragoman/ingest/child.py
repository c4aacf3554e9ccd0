"""A child process that extracts pages and can be killed: lxml and trafilatura have no time limit of their own."""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from dragoman.errors import InputError

log = logging.getLogger(__name__)
_START_SECONDS = 60.0
"""What starting the child (importing trafilatura) may take on a busy machine; usually under one second."""
_PACKAGES = str(Path(__file__).resolve().parents[2])


class PageChild:
    """One child, started when first needed and again after it was killed or died."""

    def __init__(self, memory_bytes: int) -> None:
        """``memory_bytes``: bound of the child's address space, where the system knows one."""
        self._memory = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes | None] = queue.Queue()
        self._lock = threading.Lock()

    def ask(self, page: str, url: str | None, seconds: float) -> dict[str, Any]:
        """The fields that the child finds in ``page``.

        Raises:
            InputError: it took longer than ``seconds``, or the child died.
        """
        with self._lock:
            process = self._started()
            body = page.encode("utf-8", "replace")
            head = json.dumps({"url": url, "bytes": len(body)}).encode() + b"\n"
            sender = threading.Thread(target=_send, args=(process, head + body), daemon=True)
            sender.start()
            try:
                answer = self._answers.get(timeout=seconds)
            except queue.Empty:
                self.stop()
                raise InputError(
                    f"extracting the page took over {seconds:g} s and was stopped; save its text and read that"
                ) from None
            if answer is None:
                code = process.wait()
                self.stop()
                raise InputError(f"the page brought the extraction down (exit {code}); save its text and read that")
            sender.join(1)
        found: dict[str, Any] = json.loads(answer)
        if problem := found.get("problem"):
            raise InputError(str(problem))
        return found

    def stop(self) -> None:
        """End the child at once."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                try:
                    stream.close()
                except OSError:
                    log.debug("a pipe of the killed child was already broken")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        path = os.pathsep.join(filter(None, (_PACKAGES, os.environ.get("PYTHONPATH"))))
        process = subprocess.Popen(
            [sys.executable, "-m", "dragoman.ingest.page_child", str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._answers = queue.Queue()
        threading.Thread(target=_receive, args=(process, self._answers), daemon=True).start()
        try:
            ready = self._answers.get(timeout=_START_SECONDS)
        except queue.Empty:
            ready = None
        if ready is None:
            process.kill()
            process.wait()
            raise InputError(
                "the process that extracts pages does not start; check the installation with dragoman doctor"
            )
        self._process = process
        return process


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(data)
        process.stdin.flush()
    except (OSError, ValueError):
        log.debug("the child ended while a page was sent to it")


def _receive(process: subprocess.Popen[bytes], answers: queue.Queue[bytes | None]) -> None:
    stream = process.stdout
    try:
        while stream and (line := stream.readline()):
            answers.put(line)
    except (OSError, ValueError):
        log.debug("the child's pipe was closed")
    answers.put(None)


_child: tuple[int, PageChild] | None = None


def page_child(memory_bytes: int) -> PageChild:
    """The child of this process; a forked process gets its own."""
    global _child  # noqa: PLW0603 - one child a process
    if _child is None or _child[0] != os.getpid():
        _child = (os.getpid(), PageChild(memory_bytes))
        atexit.register(_child[1].stop)
    return _child[1]
