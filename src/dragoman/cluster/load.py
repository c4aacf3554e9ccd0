"""Finished shards into a store, each once."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from dragoman.cluster.files import read_records
from dragoman.cluster.manifest import SUFFIX, Failure, Manifest, file_hash
from dragoman.errors import DataError, UsageError
from dragoman.records import Report
from dragoman.store import Store, decode
from dragoman.store.copies import CopyKeeper

log = logging.getLogger(__name__)
BATCH = 100
"""Reports of one transaction."""


def load_shards(folder: str | Path, store: Store, *, pipeline: str | None = None) -> dict[str, Any]:
    """Put the records of all finished shards of ``folder`` into ``store``; gives counts and what is damaged.

    A shard that was loaded is passed over; one that was broken off is loaded again, and no report is in the store
    twice, since the same version of a report replaces its records. Only one shard's batch is in memory.

    Raises:
        UsageError: no finished shard, or shards of several pipelines and none is chosen.
    """
    paths = sorted(Path(folder).glob(f"*{SUFFIX}"))
    counts: Counter[str] = Counter(shards=0, already=0, reports=0, failed=0)
    damaged: list[Failure] = []
    for path in _chosen(paths, folder, pipeline, damaged):
        try:
            _load(Manifest.read(path), path.parent, store, counts)
        except DataError as error:
            damaged.append(Failure(str(path), str(error)))
    keeper = CopyKeeper(store)
    try:
        keeper.catch_up()
    finally:
        keeper.close()
    return {**counts, "damaged": [{"source": f.source, "message": f.message} for f in damaged]}


def _chosen(paths: list[Path], folder: str | Path, pipeline: str | None, damaged: list[Failure]) -> list[Path]:
    of: dict[str, list[Path]] = {}
    for path in paths:
        try:
            of.setdefault(Manifest.read(path).pipeline.short, []).append(path)
        except DataError as error:
            damaged.append(Failure(str(path), str(error)))
    if pipeline is not None and pipeline not in of:
        raise UsageError(f"--pipeline {pipeline}: there are shards of {', '.join(sorted(of)) or 'none'}")
    if not of and not damaged:
        raise UsageError(f"{folder}: no finished shards; make them with: dragoman cluster run --output {folder}")
    if pipeline is None and len(of) > 1:
        raise UsageError(f"{folder} has shards of several pipelines; choose with --pipeline: {', '.join(sorted(of))}")
    return of[pipeline] if pipeline else [path for found in of.values() for path in found]


def _load(manifest: Manifest, folder: Path, store: Store, counts: Counter[str]) -> None:
    name = f"shard {manifest.records} {manifest.sha256}"
    known = store.attempt(name)
    if known and known.state == "done":
        counts["already"] += 1
        return
    records = folder / manifest.records
    if not records.is_file() or file_hash(records) != manifest.sha256:
        raise DataError(f"{records}: not the file that its manifest tells; remove the manifest and run the shard again")
    store.begin(name, manifest.uri)
    for failure in manifest.failures:
        _fail(store, failure)
    reports = map(decode.report, read_records(records))
    for batch in _batches(reports):
        store.add_all(batch)
        counts["reports"] += len(batch)
    store.add_all([], done=[name])
    counts["shards"] += 1
    counts["failed"] += len(manifest.failures)


def _fail(store: Store, failure: Failure) -> None:
    """Write a failure into the book, once: loading again is no other attempt."""
    name = failure.name or failure.source
    if store.attempt(name) is None:
        store.fail(name, failure.message, failure.source)


def _batches(reports: Iterator[Report]) -> Iterator[list[Report]]:
    while batch := list(islice(reports, BATCH)):
        yield batch
