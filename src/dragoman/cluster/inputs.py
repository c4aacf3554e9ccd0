"""Which shards an input names, and a local file for each. Addresses (s3://, gs://, file://) go through pyarrow."""

from __future__ import annotations

import fnmatch
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dragoman.errors import InputError, MissingError, UsageError
from dragoman.ingest.paths import expand

_MAGIC = "*?["


def shards(inputs: Iterable[str]) -> list[str]:
    """The shards of files, folders, globs and addresses: one a file, sorted, each once.

    Raises:
        UsageError: an input names nothing.
        InputError: a remote place cannot be listed.
        MissingError: an address, and pyarrow is not there.
    """
    found: dict[str, None] = {}
    for given in inputs:
        if is_address(given):
            names = _listed(given)
            missing = "" if names else "there is no such object; check the address"
        else:
            paths, missing = expand(given)
            names = [str(path.resolve()) for path in paths]
        if missing:
            raise UsageError(f"--input {given}: {missing}")
        found.update(dict.fromkeys(sorted(names)))
    return list(found)


def is_address(given: str) -> bool:
    """Whether it is ``scheme://...``."""
    return "://" in given


@contextmanager
def local_copy(uri: str) -> Iterator[Path]:
    """A local file with the content of ``uri``: itself, or a copy that is removed afterwards."""
    if not is_address(uri):
        yield Path(uri)
        return
    system, path = _system(uri)
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        copy = Path(folder) / path.rpartition("/")[2]
        try:
            with system.open_input_stream(path, compression=None) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
        except OSError as error:
            raise InputError(f"{uri}: cannot be fetched ({error}); check the address and the credentials") from error
        yield copy


def _listed(given: str) -> list[str]:
    scheme = given.partition("://")[0]
    head = given
    while any(c in head.partition("://")[2] for c in _MAGIC):
        head = head.rpartition("/")[0]
    system, start = _system(head)
    pattern = start + given[len(head) :]
    from pyarrow import fs

    try:
        if system.get_file_info(start).type == fs.FileType.File:
            found = [start]
        else:
            chosen = fs.FileSelector(start, recursive=True)
            found = [info.path for info in system.get_file_info(chosen) if info.type == fs.FileType.File]
    except OSError as error:
        raise InputError(f"{given}: cannot be listed ({error}); check the address and the credentials") from error
    if pattern != start:
        found = [path for path in found if fnmatch.fnmatchcase(path, pattern)]
    return [f"{scheme}://{path}" for path in found]


def _system(uri: str) -> tuple[Any, str]:
    try:
        from pyarrow import fs
    except ImportError as error:
        raise MissingError("addresses need pyarrow; run: pip install 'dragoman[analytics]'") from error
    try:
        system, path = fs.FileSystem.from_uri(uri)
    except (OSError, ValueError) as error:
        raise UsageError(f"{uri}: no address that can be read ({error})") from error
    return system, path
