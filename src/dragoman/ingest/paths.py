"""Which files a user names: a file, a folder, a glob."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from dragoman.ingest.detect import SUFFIXES, suffix_of

_LONGEST_PATH = 4096


def is_path(given: str) -> bool:
    """Whether a string names files rather than being a text.

    It does where it exists or is a glob, or where it looks like a file's name: one line without
    markup that ends in a suffix we read, or has a slash and no space.
    """
    if "\n" in given or "\x00" in given or len(given) > _LONGEST_PATH or not given.strip():
        return False
    if os.path.lexists(given) or _matches(given):
        return True
    if given.lstrip().startswith(("<", "{")):
        return False
    return suffix_of(given) in SUFFIXES or ("/" in given and " " not in given)


def expand(given: Path | str) -> tuple[list[Path], str]:
    """The files that ``given`` names, sorted, and what is wrong where there is none."""
    path = Path(given)
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _wanted(file, path)]
        kinds = ", ".join(sorted(SUFFIXES))
        return files, "" if files else f"no reports in the folder; files ending in {kinds} are read"
    if path.exists():
        return [path], ""
    found = [file for name in _matches(str(given)) if (file := Path(name)).is_file()]
    return found, "" if found else "there is no such file; check the name"


def _matches(given: str) -> list[str]:
    # Path.glob takes no absolute patterns, and users give those.
    return sorted(glob.glob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207


def _wanted(file: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return file.is_file() and not hidden and suffix_of(file.name) in SUFFIXES
