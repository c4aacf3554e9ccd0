"""What runs in the child: pages in on standard input, their fields out on standard output, one line each."""

from __future__ import annotations

import contextlib
import json
import logging
import signal
import sys
from typing import Any

from dragoman.ingest.page_fields import read_page


def main() -> None:
    """Answer pages until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; our end is the end of its pipe
    _bound_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    logging.disable(logging.CRITICAL)
    answers = sys.stdout.buffer
    with contextlib.redirect_stdout(sys.stderr):
        _warm_up()
        answers.write(b"{}\n")
        answers.flush()
        while head := sys.stdin.buffer.readline():
            asked = json.loads(head)
            page = sys.stdin.buffer.read(asked["bytes"]).decode("utf-8", "replace")
            answers.write(json.dumps(_answer(page, asked["url"])).encode() + b"\n")
            answers.flush()


def _answer(page: str, url: str | None) -> dict[str, Any]:
    try:
        return read_page(page, url)
    except MemoryError:
        return {"problem": "the page needs more memory than allowed; save its text and read that"}
    except Exception as error:  # noqa: BLE001 - whatever a page does to the parser is told, not fatal
        what = f"{type(error).__name__}: {str(error)[:100]}"
        return {"problem": f"the page cannot be parsed ({what}); save its text and read that"}


def _bound_memory(limit: int) -> None:
    if limit <= 0:
        return
    try:
        import resource
    except ImportError:  # Windows has no such bound; the time limit remains
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _warm_up() -> None:
    """Import what the first page would otherwise have to wait for, outside its time limit."""
    read_page("<html><body><article><p>Ready.</p></article></body></html>", None)


if __name__ == "__main__":
    main()
