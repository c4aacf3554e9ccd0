"""The application: one store, one reader, REST and pages."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman import __version__
from dragoman.errors import FetchError, UsageError
from dragoman.reader import Reader, to_report
from dragoman.records import Report
from dragoman.render.page import asset
from dragoman.store import Store
from dragoman.store.copies import mark_copies
from dragoman.web import (
    api,
    pages,
    pages_accuracy,
    pages_actors,
    pages_agreements,
    pages_dyads,
    pages_incidents,
    pages_judge,
    pages_map,
    pages_report,
    pages_review,
    pages_same,
    pages_statements,
    pages_stories,
    pages_timeline,
)
from dragoman.web.answers import add_handlers, tagged
from dragoman.web.jobs import Jobs
from dragoman.web.security import Guard

log = logging.getLogger(__name__)
MAX_BODY = 5 << 20
"""Bytes of a request: some hundred times a long report."""
MAX_UPLOAD = 200 << 20
"""Bytes of a job."""
STATIC = {
    "app.css": "text/css",
    "series.css": "text/css",
    "report.js": "text/javascript",
    "review.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
PAGES = (
    pages_accuracy,
    pages_agreements,
    pages_statements,
    pages_timeline,
    pages_dyads,
    pages_incidents,
    pages_stories,
    pages_judge,
    pages,
    pages_same,
    pages_actors,
    pages_map,
    pages_report,
    pages_review,
)
"""Modules whose ``router`` has pages."""


class Desk:
    """The store and the reader that all routes work on. One report is read at a time."""

    def __init__(self, store: Store, reader: Reader | None = None, *, fetching: bool = False) -> None:
        """The reader loads its model at the first report; ``fetching`` lets jobs ask for pages elsewhere."""
        self.store, self.reader = store, reader or Reader()
        self.jobs = Jobs(store, self.reader, get=fetched if fetching else None)
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Bring the columns of a large store into memory: counts are made row by row until then."""
        try:
            self.store.warm()
        except Exception:  # counts are right without it, only slower
            log.warning("the columns of the store could not be held in memory", exc_info=True)

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
                mark_copies(self.store, [report])
        return report


def fetched(url: str) -> Report:
    """The raw report of a page elsewhere; raises ``FetchError`` or ``InputError``."""
    from dragoman.ingest import report_from_html
    from dragoman.ingest.decode import decode
    from dragoman.ingest.fetch import fetch

    found = fetch(url)
    if found.status != 200:  # noqa: PLR2004 - found
        raise FetchError(f"{url}: answered with {found.status}; look at it in a browser")
    return report_from_html(decode(found.body), url=found.url, source=url)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    here: Desk = app.state.desk
    warming = threading.Thread(target=here.warm, name="dragoman-warm", daemon=True)
    warming.start()
    yield
    here.jobs.close()
    warming.join()  # it reads from the store, which is closed next


def make_app(
    store: Store,
    reader: Reader | None = None,
    *,
    token: str | None = None,
    hosts: Collection[str] = (),
    max_body: int = MAX_BODY,
    fetching: bool = False,
) -> FastAPI:
    """The ASGI application over ``store``.

    Args:
        store: an open store, read-only or not.
        reader: reads what is posted; one with the default settings if not given.
        token: needed with every request, where given (as Bearer, or as the password in a browser).
        hosts: names that a Host header may have, beside ``localhost`` and addresses in figures.
        max_body: most bytes of a request; jobs may have ``MAX_UPLOAD``, or this where it is more.
        fetching: whether jobs may fetch pages.
    """
    app = FastAPI(
        title="dragoman", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life,
        description="Who did what to whom, when and where, who says so, and in which words of the report.",
    )  # fmt: skip
    app.state.desk = Desk(store, reader, fetching=fetching)
    add_handlers(app)
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    api.include(app)
    for module in PAGES:
        app.include_router(module.router)
    app.add_middleware(Guard, token=token, hosts=hosts, max_body=max_body, max_upload=max(max_body, MAX_UPLOAD))
    return app


def static(request: Request, name: str) -> Response:
    """Style sheets and scripts, all of the package."""
    if name == "marks.css":
        return tagged(request, asset("page.css").encode(), "text/css")
    if name not in STATIC:
        raise HTTPException(404, f"there is no {name}")
    return tagged(request, files("dragoman.web").joinpath("static", name).read_bytes(), STATIC[name])
