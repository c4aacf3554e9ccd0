"""Serves a store for the browser tests on a free port, which it prints: ``python -m tests.browser.serving DB``."""

from __future__ import annotations

import socket
import sys

import uvicorn

from dragoman.reader import Reader
from dragoman.store import open as open_store
from dragoman.web import make_app


def main() -> None:
    with open_store(sys.argv[1]) as store, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        app = make_app(store, Reader(pipeline="tests.made_reports:fake"))
        print(listener.getsockname()[1], flush=True)  # noqa: T201 - the test reads it
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])


if __name__ == "__main__":
    main()
