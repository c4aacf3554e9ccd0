"""What is sent back: JSON with an ETag, problems (RFC 9457) and pages."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman import __version__
from dragoman.errors import DragomanError, InputError, MissingError, StoreError, UsageError

log = logging.getLogger(__name__)
STATUS = ((UsageError, 400), (InputError, 422), (MissingError, 503), (StoreError, 503))
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
}  # fmt: skip
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _clean(value: Any) -> Any:
    """Characters that HTML cannot hold become U+FFFD."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _BAD.sub("\ufffd", value)
    return "" if value is None else value


templates = Environment(
    loader=PackageLoader("dragoman.web"), autoescape=True, finalize=_clean, trim_blocks=True, lstrip_blocks=True
)
templates.globals["version"] = __version__


def page(request: Request, name: str, status: int = 200, /, **given: Any) -> Response:
    """A page from a template; 304 where the browser has it already."""
    text = templates.get_template(name).render(path=request.url.path, **given)
    return tagged(request, text.encode("utf8", "replace"), "text/html; charset=utf-8", status)


def data(request: Request, value: Any, status: int = 200) -> Response:
    """JSON with an ETag; 304 where the client has it already."""
    body = json.dumps(value, ensure_ascii=False).encode("utf8", "replace")
    return tagged(request, body, "application/json", status)


def tagged(request: Request, body: bytes, kind: str, status: int = 200) -> Response:
    """``body``, or 304 where ``If-None-Match`` names it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if status == 200 and request.method in {"GET", "HEAD"}:  # noqa: PLR2004 - found
        known = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
        if tag in known or "*" in known:
            return Response(status_code=304, headers=headers)
    return Response(body, status, headers, kind)


def wants_page(path: str) -> bool:
    """Whether an address is for a person."""
    return not path.startswith("/api/") and not path.endswith((".json", ".csv"))


def failure(path: str, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal: a page for a person, problem+json for a program."""
    title = HTTPStatus(status).phrase
    if wants_page(path):
        text = templates.get_template("error.html").render(path=path, status=status, title=title, detail=detail)
        return Response(text.encode("utf8", "replace"), status, headers, "text/html; charset=utf-8")
    body = json.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail})
    return Response(body, status, headers, "application/problem+json")


def add_handlers(app: FastAPI) -> None:
    """One way to fail, for every route."""

    async def handle(request: Request, error: Exception) -> Response:
        path = request.url.path
        if isinstance(error, HTTPException):
            return failure(path, error.status_code, str(error.detail), error.headers)
        if isinstance(error, RequestValidationError):
            first = error.errors()[0]
            return failure(path, 400, f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}")
        if isinstance(error, DragomanError):
            return failure(path, next((code for kind, code in STATUS if isinstance(error, kind)), 500), str(error))
        log.error("%s %s failed", request.method, path, exc_info=error)
        answer = failure(path, 500, "something went wrong here; the log of the server tells what")
        answer.headers.update(HEADERS)  # this one is sent from outside the guard
        return answer

    for kind in (HTTPException, RequestValidationError, DragomanError, Exception):
        app.add_exception_handler(kind, handle)
