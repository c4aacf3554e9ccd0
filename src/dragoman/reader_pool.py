"""Worker processes for the reader: each holds one model; a death or a hang costs one report.

Workers are our own interpreter started anew, talked to over its pipes by length-prefixed pickles.
``multiprocessing`` would run the caller's main module again in each child and so break in scripts
without a guard and in notebooks.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Self

from dragoman.config import Settings
from dragoman.errors import DragomanError, InputError, MissingError
from dragoman.reader import failed, failure
from dragoman.records import Report

START_LIMIT = 300.0
"""Seconds in which a worker must have loaded its model."""
AHEAD = 2
"""Reports a worker holds: the one it reads and the next, so that it never waits."""
WINDOW = 16
"""Reports a worker may be ahead of the slowest: bounds what is kept for the sake of order."""
STARTS_FAILED = 3
RAISE_MEMORY = "raise DRAGOMAN_MEMORY_LIMIT to allow more"
_CHILD = "from dragoman.reader_pool import serve; serve()"


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(struct.pack("!Q", len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message; raises ``EOFError`` at the end."""
    head = stream.read(8)
    if len(head) < 8:  # noqa: PLR2004 - the length of the length
        raise EOFError
    (size,) = struct.unpack("!Q", head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 - from our own child


def serve() -> None:
    """The life of a worker: load, then read reports until the pipe closes."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the pipe
    stream = sys.stdin.buffer
    paths, name, settings = receive(stream)
    sys.path[:] = paths
    from dragoman.reader import Reader, guarded

    reader = Reader(settings, pipeline=name)
    try:
        reader.pipeline  # noqa: B018 - loads the model
    except DragomanError as error:
        send(out, ("broken", type(error), str(error)))
        return
    limit_memory(settings.memory_limit)
    send(out, ("ready", None, None))
    while True:
        try:
            number, report = receive(stream)
        except EOFError:
            return
        read = guarded(reader.run, report)
        if (problem := failure(read)) and problem.message.startswith("MemoryError"):
            read = failed(report, f"needs more than {settings.memory_limit} MB of memory; {RAISE_MEMORY}")
        send(out, ("done", number, read))


def limit_memory(megabytes: int) -> None:
    """Let this process take no more than so many megabytes for data; 0 is no limit.

    The limit is on what the process may write to (``RLIMIT_DATA``): files that are mapped, such as a model, do not
    count. Only Linux counts so; elsewhere nothing is limited.
    """
    if megabytes <= 0 or not sys.platform.startswith("linux"):
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


@dataclass(eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    outbox: queue.SimpleQueue[object] = field(default_factory=queue.SimpleQueue)
    """Read by a thread of its own: a pipe that is full must not hold up the parent."""
    tasks: deque[tuple[int, Report]] = field(default_factory=deque)
    ready: bool = False
    since: float = field(default_factory=time.monotonic)


class Pool:
    """``jobs`` workers, started when needed and ended with the ``with`` block."""

    def __init__(self, settings: Settings, pipeline: str, jobs: int) -> None:
        """Nothing is started yet."""
        self.settings, self.pipeline, self.jobs = settings, pipeline, jobs
        self.inbox: queue.Queue[tuple[_Worker, Any]] = queue.Queue()
        self.workers: list[_Worker] = []
        self.spare: deque[tuple[int, Report]] = deque()
        self.results: dict[int, Report] = {}
        self.bad_starts = 0

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers."""
        for worker in list(self.workers):
            self._end(worker)

    def read(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The reports read, in their order."""
        source = enumerate(reports)
        given, wanted, more = 0, 0, True
        while True:
            while more and len(self.spare) < AHEAD and given - wanted < WINDOW * self.jobs:
                task = next(source, None)
                if task is None:
                    more = False
                elif failure(task[1]):
                    self.results[task[0]], given = task[1], given + 1
                else:
                    self.spare.append(task)
                    given += 1
                self._hand_out()
            self._hand_out()
            while wanted in self.results:
                yield self.results.pop(wanted)
                wanted += 1
            if not more and wanted == given:
                return
            if given - wanted >= WINDOW * self.jobs or not more or len(self.spare) >= AHEAD:
                self._listen()

    def _hand_out(self) -> None:
        while self.spare:
            free = [w for w in self.workers if len(w.tasks) < AHEAD]
            if len(self.workers) < self.jobs and not any(not w.tasks for w in free):
                free = [self._start()]
            if not free:
                return
            worker = min(free, key=lambda w: len(w.tasks))
            task = self.spare.popleft()
            if not worker.tasks and worker.ready:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            worker.outbox.put(task)

    def _start(self) -> _Worker:
        environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
        process = subprocess.Popen(
            [sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment,
            start_new_session=True,  # Ctrl-C is for the parent, which ends the workers
        )  # fmt: skip
        worker = _Worker(process)
        self.workers.append(worker)
        worker.outbox.put((sys.path, self.pipeline, self.settings))
        for task in (self._follow, self._feed):
            threading.Thread(target=task, args=(worker,), daemon=True).start()
        return worker

    @staticmethod
    def _feed(worker: _Worker) -> None:
        # A broken pipe is told by the end of the other one, where the task is given to another worker.
        with contextlib.suppress(OSError, ValueError):
            while (message := worker.outbox.get()) is not None:
                send(_pipe(worker.process.stdin), message)

    def _follow(self, worker: _Worker) -> None:
        stream = _pipe(worker.process.stdout)
        try:
            while True:
                self.inbox.put((worker, receive(stream)))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.inbox.put((worker, None))

    def _listen(self) -> None:
        """Wait for one message, or for the first time limit to run out."""
        limits = [w.since + self._limit(w) for w in self.workers if w.tasks]
        if not limits:
            return
        if time.monotonic() >= min(limits) and self.inbox.empty():
            for late in [w for w in self.workers if w.tasks and time.monotonic() >= w.since + self._limit(w)]:
                self._lost(late, f"took more than {self._limit(late):g} s; raise DRAGOMAN_TIME_LIMIT to allow more")
            return
        try:
            worker, message = self.inbox.get(timeout=max(0.01, min(limits) - time.monotonic()))
        except queue.Empty:
            return
        if worker not in self.workers:
            return  # one that was ended for being late
        if message is None:
            worker.process.wait()
            self._lost(worker, self._death(worker.process.returncode))
        elif message[0] == "broken":
            raise message[1](message[2])
        elif message[0] == "ready":
            worker.ready, worker.since, self.bad_starts = True, time.monotonic(), 0
        else:
            worker.since = time.monotonic()
            worker.tasks.popleft()
            self.results[message[1]] = message[2]

    def _death(self, status: int) -> str:
        """Why a worker is no more; code that is not Python aborts where it gets no memory."""
        said = f"the worker that read it died (status {status})"
        if status == -signal.SIGABRT and self.settings.memory_limit:
            return f"{said}, as some do that get no more than {self.settings.memory_limit} MB of memory; {RAISE_MEMORY}"
        return said

    def _limit(self, worker: _Worker) -> float:
        return self.settings.time_limit if worker.ready else START_LIMIT

    def _lost(self, worker: _Worker, message: str) -> None:
        """A worker is gone: the report it was at is the price, the next one goes to another worker."""
        if not worker.ready:
            self.bad_starts += 1
            if self.bad_starts >= STARTS_FAILED:
                raise MissingError(f"a worker cannot start: {message}; see what `dragoman doctor` says")
        elif worker.tasks:
            number, report = worker.tasks.popleft()
            self.results[number] = failed(report, message)
        self.spare.extendleft(reversed(worker.tasks))
        worker.tasks.clear()
        self._end(worker)

    def _end(self, worker: _Worker) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
        worker.outbox.put(None)
        process = worker.process
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise InputError("a worker has no pipe")
    return stream
