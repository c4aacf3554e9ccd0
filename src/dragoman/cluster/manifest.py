"""What a shard was read with and what came of it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Self

import dragoman
from dragoman.config import Settings
from dragoman.errors import DataError
from dragoman.records.ids import content_id

SUFFIX = ".manifest.json"
_CHUNK = 1 << 20
_STALE = 86_400.0


@dataclass(frozen=True, slots=True)
class PipelineId:
    """All that decides what is read out of a report: equal ids give equal records."""

    version: str
    stages: str
    """Name of the function that builds the stages."""
    model: str
    """"lexicon", or the model's name with the hash of its files."""
    ontology: str
    actors: str
    max_characters: int
    time_limit: float

    @classmethod
    def of(cls, settings: Settings, stages: str) -> Self:
        """The id of this installation with ``settings``."""
        return cls(
            version=dragoman.__version__,
            stages=stages,
            model=_model(settings.model),
            ontology=_own(settings.ontology),
            actors=_own(settings.actors),
            max_characters=settings.max_characters,
            time_limit=settings.time_limit,
        )

    @property
    def short(self) -> str:
        """One word for it: ``p`` and 16 hexadecimal digits."""
        return content_id("p", json.dumps(asdict(self), sort_keys=True))


@dataclass(frozen=True, slots=True)
class Failure:
    """A report, or a piece of the input, that could not be read."""

    source: str
    message: str
    name: str = ""
    """"id version" of a report, as the store's book of attempts names it; empty where no report came out."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The end of a shard: it exists only when the records do, whole."""

    uri: str
    pipeline: PipelineId
    records: str
    """Name of the file with the records, beside the manifest."""
    sha256: str
    """Of that file."""
    size: int | None
    """Bytes of the input, None where it is no single file: another size is another input."""
    counts: dict[str, int]
    """reports, skipped, failed, events, statements, agreements."""
    failures: tuple[Failure, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self) | {"pipeline_id": self.pipeline.short}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """What :meth:`to_dict` gave."""
        given = {name: data[name] for name in ("uri", "records", "sha256", "size", "counts")}
        failures = tuple(Failure(**failure) for failure in data["failures"])
        return cls(pipeline=PipelineId(**data["pipeline"]), failures=failures, **given)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The manifest at ``path``; raises ``DataError`` where it is none."""
        try:
            return cls.of(json.loads(path.read_text("utf8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            message = f"{path}: no manifest ({type(error).__name__}: {error}); remove it and run the shard again"
            raise DataError(message) from error

    def write(self, path: Path) -> None:
        """Write it to a temporary name and rename."""
        with replacing(path) as temporary:
            temporary.write_text(json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n", "utf8", "replace")


def shard_name(uri: str, pipeline_id: str) -> str:
    """Start of the names of a shard's files: readable, and unique for input and pipeline."""
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in uri.rpartition("/")[2])[:60]
    return f"{stem or 'shard'}-{content_id('s', uri, pipeline_id)[1:]}"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that becomes ``path`` at the end, on disk and whole, or vanishes."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove temporary files that killed workers left: those that nobody has written to for a day."""
    for path in folder.glob(".*.tmp"):
        with contextlib.suppress(OSError):  # another driver was faster, or the file is not ours
            if time.time() - path.stat().st_mtime > _STALE:
                path.unlink()


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            digest.update(data)
    return digest.hexdigest()


def _model(name: str) -> str:
    if name == "lexicon":
        return name
    folder = Path(str(resources.files("dragoman.data") / "model")) if name == "auto" else Path(name)
    if not folder.is_dir():
        return name  # the worker will say that it is missing
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return f"{folder.name} {content_id('m', *(f'{path.name} {file_hash(path)}' for path in files))}"


def _own(path: Path | None) -> str:
    if path is None:
        return ""
    return f"{path.name} {file_hash(path)}" if path.is_file() else str(path)
