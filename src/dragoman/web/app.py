"""The application: one store, one reader, REST and pages."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman import __version__
from dragoman.errors import UsageError
from dragoman.reader import Reader, to_report
from dragoman.records import Report
from dragoman.render.page import asset
from dragoman.store import Store
from dragoman.web import api, pages
from dragoman.web.answers import add_handlers, tagged
from dragoman.web.security import Guard

MAX_BODY = 5 << 20
"""Bytes of a request: some hundred times a long report."""
STATIC = {"app.css": "text/css", "report.js": "text/javascript", "icon.svg": "image/svg+xml"}
PAGES = (pages,)
"""Modules whose ``router`` has pages."""


class Desk:
    """The store and the reader that all routes work on. One report is read at a time."""

    def __init__(self, store: Store, reader: Reader | None = None) -> None:
        """The reader loads its model at the first report."""
        self.store, self.reader = store, reader or Reader()
        self._lock = threading.Lock()

    def read(self, given: Mapping[str, Any], *, keep: bool = False) -> Report:
        """Read one report, and keep it in the store where asked to.

        Raises:
            UsageError: a field is wrong, or the store is open for reading only.
            InputError: the report is too long.
        """
        if keep and self.store.database.readonly:
            raise UsageError("this store is served for reading only; leave out 'store'")
        with self._lock:
            report = self.reader.run(to_report(given))
            if keep:
                self.store.add(report)
        return report


def make_app(
    store: Store,
    reader: Reader | None = None,
    *,
    token: str | None = None,
    hosts: Collection[str] = (),
    max_body: int = MAX_BODY,
) -> FastAPI:
    """The ASGI application over ``store``.

    Args:
        store: an open store, read-only or not.
        reader: reads what is posted; one with the default settings if not given.
        token: needed with every request, where given (as Bearer, or as the password in a browser).
        hosts: names that a Host header may have, beside ``localhost`` and addresses in figures.
        max_body: most bytes of a request.
    """
    app = FastAPI(
        title="dragoman", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        description="Who did what to whom, when and where, who says so, and in which words of the report.",
    )  # fmt: skip
    app.state.desk = Desk(store, reader)
    add_handlers(app)
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.include_router(api.router)
    for module in PAGES:
        app.include_router(module.router)
    app.add_middleware(Guard, token=token, hosts=hosts, max_body=max_body)
    return app


def static(request: Request, name: str) -> Response:
    """Style sheets and scripts, all of the package."""
    if name == "marks.css":
        return tagged(request, asset("page.css").encode(), "text/css")
    if name not in STATIC:
        raise HTTPException(404, f"there is no {name}")
    return tagged(request, files("dragoman.web").joinpath("static", name).read_bytes(), STATIC[name])
