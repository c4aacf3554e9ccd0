"""Written single sentences with their act marked in the text, as gold objects.

A line: ``TYPE/mode STATUS sentence`` with ``[a words|code]`` for actors, ``[r words|code]`` for recipients and
``[t words]`` for the trigger; STATUS is a, f, h or n; ``NONE`` marks a sentence without any act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DataError

STATUS = {"a": "actual", "f": "future", "h": "hypothetical", "n": "negated"}
PUBLISHED = "2015-06-01"
"""Any day will do: nothing is learnt from it."""
_MARK = re.compile(r"\[([art]) ([^\[\]|]+)(?:\|([^\[\]]+))?\]")


def read_sentences(folder: Path) -> Iterator[dict[str, Any]]:
    """Gold objects of all ``*.txt`` in ``folder``; raises ``DataError`` with file and line for a wrong one."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield _object(line, f"{path.stem}-{number}", f"{path}, line {number}")


def _object(line: str, name: str, where: str) -> dict[str, Any]:
    head, status, marked = line.split(" ", 2)
    text = _MARK.sub(lambda m: m[2], marked)
    parts: dict[str, list[tuple[str, str]]] = {"a": [], "r": [], "t": []}
    for kind, words, code in _MARK.findall(marked):
        parts[kind].append((words, code))
    gold: dict[str, Any] = {
        "id": name, "title": "", "published": PUBLISHED, "text": text, "events": [], "statements": [], "undated": True,
    }  # fmt: skip
    if head == "NONE":
        return gold
    if not parts["t"] or status not in STATUS or not (parts["a"] or parts["r"]):
        raise DataError(f"{where}: needs a status (a, f, h, n), a trigger [t ...] and a participant")
    kind, _, mode = head.partition("/")
    actors = parts["a"] or [(parts["t"][0][0], "---/UNK")]
    gold["events"] = [
        {
            "type": kind,
            "mode": mode or None,
            "actors": [{"text": words, "code": code} for words, code in actors],
            "recipients": [{"text": words, "code": code} for words, code in parts["r"]],
            "date": PUBLISHED,
            "status": STATUS[status],
            "trigger": parts["t"][0][0],
            "evidence": [text],
        }
    ]
    return gold
