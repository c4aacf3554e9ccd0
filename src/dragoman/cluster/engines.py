"""Runs many shards: what is done is passed over, the rest goes to an engine, what breaks is told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.cluster.files import check_format
from dragoman.cluster.inputs import shards
from dragoman.cluster.manifest import Failure, Manifest, PipelineId, sweep
from dragoman.cluster.shard import finished, size_of
from dragoman.config import Settings
from dragoman.errors import UsageError
from dragoman.reader import PIPELINE

ENGINES = ("local", "ray")
ATTEMPTS = 3
"""How often a shard is tried whose worker dies."""


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker of a run is given."""

    settings: Settings
    stages: str
    output: str
    form: str
    pipeline_id: str

    def plain_settings(self) -> Settings:
        """The settings without their origins, which need not travel."""
        names = ("model", "threads", "ontology", "actors", "time_limit", "memory_limit", "max_characters")
        return Settings(**{name: getattr(self.settings, name) for name in names})


@dataclass(frozen=True, slots=True)
class Outcome:
    """One shard: its manifest, or why there is none."""

    uri: str
    manifest: Manifest | None
    message: str = ""


@dataclass(slots=True)
class Summary:
    """What a run did."""

    pipeline: str
    shards: int = 0
    already: int = 0
    """Shards that were done before."""
    counts: Counter[str] = field(default_factory=Counter)
    """Of the shards that this run did."""
    broken: list[Failure] = field(default_factory=list)
    """Shards without a result."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        broken = [{"uri": failure.source, "message": failure.message} for failure in self.broken]
        head = {"pipeline": self.pipeline, "shards": self.shards, "already": self.already}
        return {**head, **self.counts, "broken": broken}


def run_shards(
    inputs: Iterable[str],
    output: str | Path,
    *,
    engine: str = "local",
    workers: int | None = None,
    settings: Settings | None = None,
    stages: str | None = None,
    form: str = "jsonl",
    tell: Callable[[Outcome], None] = lambda _: None,
) -> Summary:
    """Read all inputs, one shard a file, into the folder ``output``; the same call again does what is missing.

    Args:
        inputs: files, folders, globs, addresses.
        output: folder that all workers see.
        engine: "local" (processes of this machine) or "ray".
        workers: how many; as a rule one for each core, under Ray but one.
        settings: as given, or from the environment.
        stages: function that builds the stages.
        form: "jsonl" or "parquet".
        tell: called after each shard.

    Raises:
        UsageError: unknown engine or format, or an input names nothing.
        MissingError: Ray, a model or an extra is not there.
    """
    if engine not in ENGINES:
        raise UsageError(f"--engine {engine!r} is unknown; there are {', '.join(ENGINES)}")
    if workers is not None and workers < 1:
        raise UsageError(f"--workers {workers}: give 1 or more")
    check_format(form)
    settings, stages = settings or Settings.load(), stages or PIPELINE
    pipeline = PipelineId.of(settings, stages)
    folder = Path(output).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    names = shards(inputs)
    todo = [uri for uri in names if not finished(uri, pipeline, folder, size_of(uri))]
    job = Job(settings, stages, str(folder), form, pipeline.short)
    summary = Summary(pipeline.short, len(names), len(names) - len(todo))
    for outcome in _outcomes(engine, job, todo, workers) if todo else ():
        if outcome.manifest:
            summary.counts.update(outcome.manifest.counts)
        else:
            summary.broken.append(Failure(outcome.uri, outcome.message))
        tell(outcome)
    return summary


def _outcomes(engine: str, job: Job, todo: list[str], workers: int | None) -> Iterator[Outcome]:
    if engine == "ray":
        from dragoman.cluster.ray_engine import run_ray

        return run_ray(job, todo, workers)
    from dragoman.cluster.local import run_local

    return run_local(job, todo, workers or os.cpu_count() or 1)
