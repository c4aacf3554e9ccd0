"""Announcements in files: JSON lines that are appended to, and an Atom feed that is written anew."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.formats import atom
from dragoman.store import Hit
from dragoman.store.alerts import Item

TAIL = 8 << 20
"""Bytes at the end of a file in which the lines of a killed run are looked for: more than one batch has."""


def append(path: Path, lines: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Append (number, data) as JSON lines, but for those that the file has already.

    A run that was killed after writing and before noting it leaves lines that are to be sent: they stand at the end of
    the file to the letter. Numbers do not tell them: two alerts may share a file, and a store may begin anew. A line
    that was cut off is ended first.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - TAIL))
        tail = stream.read()
        known = set(tail.split(b"\n"))
        made = [json.dumps(data, ensure_ascii=False).encode("utf8", "replace") for _, data in lines]
        text = b"".join(line + b"\n" for line in made if line not in known)
        if tail and not tail.endswith(b"\n"):
            text = b"\n" + text
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def write_feed(path: Path, name: str, items: Sequence[Item]) -> None:
    """Write the feed of ``items`` (the newest first) in place of the old one, all or nothing.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    hits = [Hit("event", item.payload["report"], item.payload["event"]) for item in items]
    text = io.StringIO()
    atom.write(hits, text, title=f"dragoman: {name}", identifier=f"urn:dragoman:alert:{name}")
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text.getvalue(), "utf8", errors="replace")
    os.replace(beside, path)  # noqa: PTH105 - atomic on every system
