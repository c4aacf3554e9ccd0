"""The shard contract: one input, one file of records, one manifest; what exists is done."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from dragoman.cluster.files import ENDINGS, check_format, writer
from dragoman.cluster.inputs import is_address, local_copy
from dragoman.cluster.manifest import SUFFIX, Failure, Manifest, PipelineId, file_hash, replacing, shard_name
from dragoman.config import Settings
from dragoman.errors import DataError, InputError, UsageError
from dragoman.ingest import read_any
from dragoman.reader import PIPELINE, failure
from dragoman.reader_pool import Pool
from dragoman.records import Report

log = logging.getLogger(__name__)


def process_shard(
    uri: str,
    pipeline_id: str | None,
    output: str | Path,
    *,
    settings: Settings | None = None,
    stages: str | None = None,
    form: str = "jsonl",
) -> Manifest:
    """Read one input into ``output``, unless that is done already; gives its manifest.

    Args:
        uri: a file or folder that ``read_any`` takes, or an address.
        pipeline_id: the id that the caller expects this worker to have; None expects nothing.
        output: a folder that all workers see.
        settings: as given, or from the environment.
        stages: function that builds the stages, ``"module:function"``.
        form: "jsonl" or "parquet".

    Raises:
        UsageError: this worker has another pipeline, or the format is unknown.
        MissingError: a model or an extra is not there.
    """
    with ShardWorker(settings or Settings.load(), stages or PIPELINE, Path(output), form) as worker:
        return worker.process(uri, pipeline_id)


class ShardWorker:
    """Reads shards with one model, in a process of its own that is started once.

    A report that kills that process or takes longer than the time limit costs itself only.
    """

    def __init__(self, settings: Settings, stages: str, output: Path, form: str) -> None:
        """Nothing is loaded before the first shard; ``output`` is made."""
        check_format(form)
        self.settings, self.stages, self.output, self.form = settings, stages, output, form
        self.pipeline = PipelineId.of(settings, stages)
        self._pool: Pool | None = None
        output.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        """The worker itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the reading process."""
        self._close()

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.__exit__(None, None, None)
            self._pool = None

    def process(self, uri: str, pipeline_id: str | None = None) -> Manifest:
        """One shard, as :func:`process_shard`."""
        if pipeline_id is not None and pipeline_id != self.pipeline.short:
            raise UsageError(
                f"{uri}: pipeline {pipeline_id} is wanted and this worker has {self.pipeline.short} "
                f"({self.pipeline}); install the same version, model and settings everywhere"
            )
        if done := finished(uri, self.pipeline, self.output, size_of(uri)):
            return done
        try:
            return self._process(uri)
        except BaseException:
            self._close()  # it may hold reports of the shard that broke off
            raise

    def _process(self, uri: str) -> Manifest:
        size = size_of(uri)
        name = shard_name(uri, self.pipeline.short)
        records = self.output / f"{name}{ENDINGS[self.form]}"
        counts: Counter[str] = Counter()
        failures: list[Failure] = []
        with replacing(records) as temporary:
            with writer(temporary, self.form) as write:
                for report in self._read(uri, failures):
                    if problem := failure(report):
                        found = Failure(report.source or report.id, problem.message, f"{report.id} {report.version}")
                        failures.append(found)
                        continue
                    write(report.to_dict())
                    _count(counts, report)
            digest = file_hash(temporary)
        names = ("reports", "skipped", "events", "statements", "agreements")
        summed = {key: counts[key] for key in names} | {"failed": len(failures)}
        manifest = Manifest(uri, self.pipeline, records.name, digest, size, summed, tuple(failures))
        manifest.write(self.output / f"{name}{SUFFIX}")
        log.info("%s: %s", uri, summed)
        return manifest

    def _read(self, uri: str, failures: list[Failure]) -> Iterator[Report]:
        if self._pool is None:
            self._pool = Pool(self.settings, self.stages, 1)
        try:
            with local_copy(uri) as path:
                yield from self._pool.read(_raw(path, uri, failures))
        except InputError as error:
            failures.append(Failure(uri, str(error)))


def _raw(path: Path, uri: str, failures: list[Failure]) -> Iterator[Report]:
    for item in read_any(path):
        if not isinstance(item, Report):
            failures.append(Failure(item.source.replace(str(path), uri), item.message))
        elif is_address(uri):
            yield replace(item, source=item.source.replace(str(path), uri))
        else:
            yield item


def _count(counts: Counter[str], report: Report) -> None:
    counts["reports"] += 1
    counts["skipped"] += report.skipped is not None
    for part in ("events", "statements", "agreements"):
        counts[part] += len(getattr(report, part))


def finished(uri: str, pipeline: PipelineId, output: Path, size: int | None) -> Manifest | None:
    """The manifest of a shard that is done: its records are there and the input has the size it had."""
    path = output / f"{shard_name(uri, pipeline.short)}{SUFFIX}"
    if not path.is_file():
        return None
    try:
        found = Manifest.read(path)
    except DataError:
        log.warning("%s is damaged; the shard is read again", path)
        return None
    return found if found.size == size and (output / found.records).is_file() else None


def size_of(uri: str) -> int | None:
    """Bytes of a local file; None of anything else."""
    path = Path(uri)
    return path.stat().st_size if not is_address(uri) and path.is_file() else None
