"""The local engine: worker processes on this machine, each of which reads one shard after the other.

Workers are our own interpreter started anew and talked to over pipes, as in ``reader_pool``: this works in scripts
without a guard and in notebooks. A worker whose driver is gone ends with the shard that it is at.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from dragoman.cluster.engines import ATTEMPTS, Job, Outcome
from dragoman.cluster.manifest import Manifest
from dragoman.errors import DragomanError, MissingError, UsageError
from dragoman.reader_pool import receive, send

_CHILD = "from dragoman.cluster.local import serve; serve()"


def run_local(job: Job, todo: list[str], workers: int) -> Iterator[Outcome]:
    """The outcomes of all shards, as they come. A worker that dies is replaced and its shard tried again."""
    crew = _Crew(job, todo)
    threads = [threading.Thread(target=crew.work, daemon=True) for _ in range(min(workers, len(todo)))]
    for thread in threads:
        thread.start()
    try:
        for _ in todo:
            outcome = crew.outcomes.get()
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome
    finally:
        crew.stop()
        for thread in threads:
            thread.join()


class _Crew:
    """Threads that share a list of shards; each leads one worker process."""

    def __init__(self, job: Job, todo: list[str]) -> None:
        self.job = job
        self.todo: deque[tuple[str, int]] = deque((uri, 1) for uri in todo)
        self.outcomes: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.processes: set[subprocess.Popen[bytes]] = set()
        self.ended = False

    def stop(self) -> None:
        """End all workers, whatever they are at."""
        with self.lock:
            self.ended = True
            for process in self.processes:
                process.kill()

    def work(self) -> None:
        """The life of a thread: a worker, and a shard at a time for it."""
        process: subprocess.Popen[bytes] | None = None
        try:
            while self.todo and not self.ended:
                try:
                    uri, attempt = self.todo.popleft()
                except IndexError:
                    return  # another thread was faster
                process = process or self._start()
                outcome = _ask(process, uri)
                if outcome is None:
                    status, process = self._end(process), None
                    self._lost(uri, attempt, status)
                else:
                    self.outcomes.put(outcome)
        except BaseException as error:  # noqa: BLE001 - the driver raises it
            self.outcomes.put(error)
        finally:
            if process:
                self._end(process)

    def _lost(self, uri: str, attempt: int, status: int | None) -> None:
        if self.ended:
            return
        if attempt < ATTEMPTS:
            self.todo.append((uri, attempt + 1))
        else:
            message = f"its worker died {attempt} times (status {status}); run the same command again"
            self.outcomes.put(Outcome(uri, None, message))

    def _start(self) -> subprocess.Popen[bytes]:
        with self.lock:
            if self.ended:
                raise UsageError("the run is over")
            process = subprocess.Popen(
                [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the driver, which ends the workers
            )  # fmt: skip
            self.processes.add(process)
        job = self.job
        with contextlib.suppress(OSError):  # a worker that is dead already is told by its silence
            send(_pipe(process.stdin), (sys.path, job.plain_settings(), job.stages, job.output, job.form))
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> int | None:
        with self.lock:
            self.processes.discard(process)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()
        return process.returncode


def _ask(process: subprocess.Popen[bytes], uri: str) -> Outcome | None:
    """The worker's answer; None where it died."""
    try:
        send(_pipe(process.stdin), uri)
        kind, found = receive(_pipe(process.stdout))
    except (EOFError, OSError):
        return None
    if kind == "fatal":
        raise found[0](found[1])
    return Outcome(uri, Manifest.of(found)) if kind == "done" else Outcome(uri, None, found)


def serve() -> None:
    """The life of a worker: read shards until the pipe closes."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the pipe
    stream = sys.stdin.buffer
    paths, settings, stages, output, form = receive(stream)
    sys.path[:] = paths
    from dragoman.cluster.shard import ShardWorker

    with ShardWorker(settings, stages, Path(output), form) as worker, contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            uri = receive(stream)
            send(out, _answer(worker, uri))


def _answer(worker: Any, uri: str) -> tuple[str, Any]:
    try:
        return "done", worker.process(uri).to_dict()
    except (UsageError, MissingError) as error:
        return "fatal", (type(error), str(error))
    except (DragomanError, OSError, MemoryError, ValueError, RuntimeError) as error:
        return "failed", f"{type(error).__name__}: {error}; run the same command again when that is mended"


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("a worker has no pipe")
    return stream
