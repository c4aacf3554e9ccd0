"""Jobs: reports that are read in the background, one job after another, into the store.

What was sent lies in a folder of its own until every report of it is read, or the job is forgotten. Each report is
read in a worker process, so that a crash or a hang costs that report alone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import shutil
import tempfile
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError, UsageError
from dragoman.ingest import InputProblem, read_any
from dragoman.reader import Reader, failure
from dragoman.records import Report
from dragoman.store import Store
from dragoman.store.copies import mark_copies

log = logging.getLogger(__name__)
WAITING = 8
"""Jobs that may wait."""
KEPT = 50
"""Finished jobs that are remembered, with the folders of those that failed in part."""
LISTED = 50
"""Failures that a job tells; the store's table ``attempt`` has all."""
ENDED = {"done", "failed", "cancelled"}
BATCH = "reports.jsonl"
GROUPED = 50
"""Reports read before copies are looked for."""


@dataclass
class Job:
    """One job. ``state``: queued, running, done (perhaps with failures), failed (as a whole), cancelled."""

    id: str
    folder: Path
    created: str
    files: int = 0
    reports: int | None = None
    """How many reports were sent, where that is known beforehand."""
    state: str = "queued"
    tries: int = 1
    started: str | None = None
    finished: str | None = None
    message: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[dict[str, str]] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)
    open: dict[str, None] = field(default_factory=dict)
    """Reports that are begun and not ended, by their names in the book of attempts."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        names = ("id", "state", "created", "started", "finished", "files", "reports", "tries", "message")
        out = {name: getattr(self, name) for name in names}
        return {**out, **self.counts, "failures": list(self.failures)}


class FullError(UsageError):
    """Too many jobs wait."""


class Jobs:
    """The queue, and the one thread that works on it."""

    def __init__(
        self, store: Store, reader: Reader, *, waiting: int = WAITING, get: Callable[[str], Report] | None = None
    ) -> None:
        """``get`` fetches a page; addresses are refused without it."""
        self.store, self.reader, self.waiting, self.get = store, reader, waiting, get
        self._jobs: dict[str, Job] = {}
        self._queue: deque[Job] = deque()
        self._wake, self._stopped = threading.Condition(), False
        self._thread: threading.Thread | None = None
        self._root: Path | None = None

    def new(self) -> Job:
        """A job with an empty folder, not queued yet: put files into it, then ``queue`` or ``drop`` it.

        Raises:
            FullError: as many jobs wait as may.
        """
        with self._wake:
            self._room()
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="dragoman-jobs-"))
        job = Job(uuid.uuid4().hex[:16], self._root / uuid.uuid4().hex, now())
        job.folder.mkdir()
        return job

    def batch(self, reports: list[Mapping[str, Any]]) -> Job:
        """A job of reports as mappings (``text``, ``id``, ``published``, ...)."""
        job = self.new()
        with (job.folder / BATCH).open("w", encoding="utf8", errors="replace") as stream:
            for report in reports:
                stream.write(json.dumps(report, ensure_ascii=False) + "\n")
        job.files, job.reports = 1, len(reports)
        return self.queue(job)

    def addresses(self, urls: list[str]) -> Job:
        """A job of pages to be fetched.

        Raises:
            UsageError: nothing is fetched here.
        """
        if self.get is None:
            raise UsageError("nothing is fetched here; send the pages themselves, or start with --allow-fetch")
        job = self.new()
        (job.folder / "urls.txt").write_text("\n".join(urls), "utf8")
        job.files, job.reports = 0, len(urls)
        return self.queue(job)

    def queue(self, job: Job) -> Job:
        """Put a job at the end of the queue."""
        with self._wake:
            try:
                self._room()
            except FullError:
                self.drop(job)
                raise
            self._jobs[job.id] = job
            self._queue.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="dragoman-jobs", daemon=True)
                self._thread.start()
            self._wake.notify()
        return job

    def _room(self) -> None:
        if len(self._queue) >= self.waiting:
            raise FullError(f"{self.waiting} jobs wait already; try again when one is done")

    def drop(self, job: Job) -> None:
        """Remove what was sent with a job."""
        shutil.rmtree(job.folder, ignore_errors=True)

    def all(self) -> list[Job]:
        """All jobs that are remembered, the newest first."""
        return list(reversed(list(self._jobs.values())))

    def find(self, identifier: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(identifier)

    def stop_job(self, job: Job) -> None:
        """Take a job out of the queue, or end it after the report that it is at."""
        with self._wake:
            job.cancel.set()
            if job in self._queue:
                self._queue.remove(job)
                self._end(job, "cancelled")

    def retry(self, job: Job) -> Job:
        """Read again what failed; what is in the store is passed over.

        Raises:
            UsageError: it has not ended, or nothing of it is left to be read.
        """
        with self._wake:
            if job.state not in ENDED:
                raise UsageError(f"job {job.id} is {job.state}; wait for its end")
            if not job.folder.exists():
                raise UsageError(f"job {job.id}: everything was read; there is nothing to try again")
            self._room()  # before anything is changed: what was sent is kept for a later try
            job.cancel.clear()
            job.state, job.finished, job.message, job.tries = "queued", None, "", job.tries + 1
            return self.queue(job)

    def close(self) -> None:
        """End the thread and remove what was sent."""
        with self._wake:
            self._stopped = True
            for job in self._jobs.values():
                job.cancel.set()
            self._wake.notify()
        if self._thread:
            self._thread.join()
        if self._root:
            shutil.rmtree(self._root, ignore_errors=True)

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._queue and not self._stopped:
                    self._wake.wait()
                if self._stopped:
                    return
                job = self._queue.popleft()
                job.state, job.started = "running", now()
            try:
                self._run(job)
            except DragomanError as error:
                job.message = str(error)
                self._end(job, "failed")
            except Exception:
                log.exception("job %s failed", job.id)
                job.message = "something went wrong here; the log of the server tells what"
                self._end(job, "failed")
            else:
                self._end(job, "cancelled" if job.cancel.is_set() else "done")

    def _end(self, job: Job, state: str) -> None:
        with self._wake:
            if state == "done" and not job.counts.get("failed"):
                self.drop(job)
            job.state, job.finished = state, now()
            ended = [j for j in self._jobs.values() if j.state in ENDED]
            for old in ended[: max(0, len(ended) - KEPT)]:
                del self._jobs[old.id]
                self.drop(old)

    def _run(self, job: Job) -> None:
        job.counts = dict.fromkeys(("done", "skipped", "already", "failed", "events", "statements"), 0)
        job.failures = []
        read = self.reader.pipe(self._raw(job), on_error="collect", isolate=True)
        ungrouped: list[Report] = []
        try:
            with contextlib.closing(read):  # type: ignore[type-var]  # a generator, which has close()
                for report in read:
                    if self._keep(job, report):
                        ungrouped.append(report)
                    if len(ungrouped) >= GROUPED:
                        mark_copies(self.store, ungrouped)
                        ungrouped = []
                    if job.cancel.is_set():
                        return
        finally:
            if ungrouped:
                mark_copies(self.store, ungrouped)
            self.store.give_back(job.open)  # begun and not ended: no fault of these reports
            job.open.clear()

    def _keep(self, job: Job, report: Report) -> bool:
        """Write a report that was read; gives whether it is in the store."""
        name = f"{report.id} {report.version}"
        job.open.pop(name, None)
        if problem := failure(report):
            self._failed(job, report.source or report.id, problem.message, name)
            return False
        self.store.add(report, done=name)
        job.counts["skipped" if report.skipped else "done"] += 1
        job.counts["events"] += len(report.events)
        job.counts["statements"] += len(report.statements)
        return True

    def _failed(self, job: Job, source: str, message: str, name: str) -> None:
        job.counts["failed"] += 1
        if len(job.failures) < LISTED:
            job.failures.append({"input": source, "message": message})
        self.store.fail(name, message, source)

    def _raw(self, job: Job) -> Iterator[Report]:
        """The reports of a job that are not in the store, each written into the book before the work."""
        seen: set[str] = set()
        for item in self._items(job):
            if job.cancel.is_set():
                return
            source = item.source.replace(f"{job.folder}/", "")  # where it lies is nobody's business
            if isinstance(item, InputProblem):
                self._failed(job, source, item.message.replace(f"{job.folder}/", ""), f"job {job.id} {source}")
                continue
            name = f"{item.id} {item.version}"
            if name in seen or self.store.has(item.id, item.version):
                job.counts["already"] += 1
                continue
            seen.add(name)
            job.open[name] = None
            self.store.begin(name, source)
            yield replace(item, source=source)

    def _items(self, job: Job) -> Iterator[Report | InputProblem]:
        listed = job.folder / "urls.txt"
        if job.files or self.get is None:
            for file in sorted(job.folder.iterdir()):  # by name: a folder passes over kinds that it does not know
                yield from read_any(file)
            return
        for url in listed.read_text("utf8").splitlines():
            try:
                yield self.get(url)
            except DragomanError as error:
                yield InputProblem(url, str(error))


def now() -> str:
    """The time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
