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

TAIL = 1 << 20
"""Bytes at the end of a file in which its last line is looked for."""


def append(path: Path, lines: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Append (number, data) as JSON lines, but for those that the file has already.

    A run that was killed after writing and before noting it leaves lines that are to be sent: they are told by their
    number. A line that was cut off is ended first.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - TAIL))
        tail = stream.read()
        last = _last_number(tail)
        text = b"".join(
            json.dumps(data, ensure_ascii=False).encode("utf8", "replace") + b"\n"
            for number, data in lines
            if number > last
        )
        if tail and not tail.endswith(b"\n"):
            text = b"\n" + text
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _last_number(tail: bytes) -> int:
    for line in reversed(tail.splitlines()):
        try:
            return int(json.loads(line)["number"])
        except (ValueError, KeyError, TypeError):
            continue
    return 0


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
