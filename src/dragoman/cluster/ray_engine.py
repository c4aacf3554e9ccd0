"""The Ray engine: one actor a worker, on one machine or over a cluster. One CPU is left for the driver.

Ray restarts an actor that dies and gives it its shard again; a shard is repeatable, so that is safe. An actor that Ray
gives up is replaced here, up to ``ATTEMPTS`` times a shard.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.cluster.engines import ATTEMPTS, Job, Outcome
from dragoman.cluster.manifest import Manifest
from dragoman.errors import DragomanError, MissingError, UsageError

log = logging.getLogger(__name__)
RESTARTS = 3
RETRIES = 3


class ShardActor:
    """A worker under Ray: one model, one shard at a time."""

    def __init__(self, job: Job, paths: list[str]) -> None:
        """Nothing is loaded before the first shard."""
        sys.path[:] = [*sys.path, *(path for path in paths if path not in sys.path)]
        from dragoman.cluster.shard import ShardWorker

        self.job = job
        self.worker = ShardWorker(job.settings, job.stages, Path(job.output), job.form)

    def process(self, uri: str) -> tuple[str, Any]:
        """("done", manifest), ("failed", message) or ("fatal", message)."""
        try:
            return "done", self.worker.process(uri, self.job.pipeline_id).to_dict()
        except (UsageError, MissingError) as error:
            return "fatal", str(error)
        except (DragomanError, OSError, MemoryError, ValueError, RuntimeError) as error:
            return "failed", f"{type(error).__name__}: {error}; run the same command again when that is mended"


def run_ray(job: Job, todo: list[str], workers: int | None) -> Iterator[Outcome]:
    """The outcomes of all shards, as they come.

    Raises:
        MissingError: Ray is not installed, or a worker lacks its model.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingError("the engine needs Ray; run: pip install 'dragoman[ray]'") from error
    job = Job(job.plain_settings(), job.stages, job.output, job.form, job.pipeline_id)
    started = _begin(ray, workers)
    try:
        count = min(workers or max(1, int(ray.cluster_resources().get("CPU", 2)) - 1), len(todo))
        yield from _Team(ray, job).run(todo, count)
    finally:
        if started:
            ray.shutdown()


def _begin(ray: Any, workers: int | None) -> bool:
    """Join the cluster that RAY_ADDRESS names, or start Ray here; gives whether it was started or joined now."""
    if ray.is_initialized():
        return False
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if os.environ.get("RAY_ADDRESS"):
        ray.init(log_to_driver=False, logging_level=logging.WARNING)
    else:
        # One CPU more than workers: with all taken by actors, tasks of Ray itself can wait for ever.
        cpus = workers + 1 if workers else max(2, os.cpu_count() or 2)
        ray.init(num_cpus=cpus, include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)
    return True


class _Team:
    """Actors, and the shard that each is at."""

    def __init__(self, ray: Any, job: Job) -> None:
        self.ray, self.job = ray, job
        make = ray.remote(num_cpus=1, max_restarts=RESTARTS, max_task_retries=RETRIES)
        self.actor_class = make(ShardActor)
        self.open: dict[Any, tuple[Any, str, int]] = {}

    def _hire(self) -> Any:
        return self.actor_class.remote(self.job, sys.path)

    def _give(self, actor: Any, uri: str, attempt: int) -> None:
        self.open[actor.process.remote(uri)] = (actor, uri, attempt)

    def run(self, todo: list[str], count: int) -> Iterator[Outcome]:
        waiting = deque((uri, 1) for uri in todo)
        for _ in range(count):
            self._give(self._hire(), *waiting.popleft())
        while self.open:
            ready, _ = self.ray.wait(list(self.open), num_returns=1)
            actor, uri, attempt = self.open.pop(ready[0])
            try:
                kind, found = self.ray.get(ready[0])
            except self.ray.exceptions.RayError as error:
                log.warning("%s: its actor is lost (%s)", uri, error)
                self.ray.kill(actor)
                actor = self._hire()
                if attempt < ATTEMPTS:
                    waiting.append((uri, attempt + 1))
                else:
                    yield Outcome(uri, None, f"its actor died ({type(error).__name__}); run the same command again")
            else:
                if kind == "fatal":
                    raise MissingError(found)
                yield Outcome(uri, Manifest.of(found)) if kind == "done" else Outcome(uri, None, found)
            if waiting:
                self._give(actor, *waiting.popleft())
