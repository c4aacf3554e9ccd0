"""REST: reports are read, kept, listed, searched and given back."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store.grammar import near
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, Data, desk, documented, named, only, onward
from dragoman.web.asking import split, whole

router = APIRouter(prefix=ROOT)
FIELDS = ("text", "published", "title", "id", "url", "publisher", "store")
TEXTS = {name: {"type": "string"} for name in FIELDS if name not in {"text", "store"}}
REPORT: Data = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string", "minLength": 1}, **TEXTS},
}
ASKED: Data = {**REPORT, "properties": {**REPORT["properties"], "store": {"type": "boolean", "default": False}}}
BODY: Data = {
    "required": True,
    "content": {
        "text/plain": {"schema": {"type": "string", "minLength": 1}},
        "text/html": {"schema": {"type": "string", "minLength": 1}},
        "application/json": {"schema": ASKED},
    },
}


@router.post(
    "/reports",
    openapi_extra={
        "parameters": [named(n, f"{n} of the report, for text and HTML") for n in TEXTS]
        + [named("store", "keep the report", enum=["true", "false"])],
        "requestBody": BODY,
    },
)
async def read_report(request: Request) -> Response:
    """Read one report: text/plain, text/html, or JSON with text, published, title, id, url, publisher, store.

    Gives the report with its records; ``store`` (true) also keeps it (201).
    """
    given = given_of(request, await request.body())
    keep = given.pop("store", False)
    if keep not in {True, False, "true", "false"}:
        raise UsageError("store: give true or false")
    keep = keep in {True, "true"}
    report = await run_in_threadpool(desk(request).read, given, keep=keep)
    return data(request, report.to_dict(), 201 if keep else 200)


def given_of(request: Request, body: bytes) -> dict[str, Any]:
    """The fields of a posted report.

    Raises:
        UsageError: not UTF-8, no JSON object, or an unknown field.
        HTTPException: 415 for another media type.
    """
    kind = media(request, "text/plain", "text/html", "application/json")
    asked = only(request, *FIELDS[1:])
    if kind == "application/json" and asked:
        raise UsageError("with JSON, give everything in the object")
    text = decoded(body)
    return checked(parsed(text) if kind == "application/json" else {"text": text, **asked})


def media(request: Request, *known: str) -> str:
    """The media type of the body; text/plain without any.

    Raises:
        HTTPException: 415 for another one.
    """
    kind = str(request.headers.get("content-type", "text/plain")).partition(";")[0].strip().lower()
    if kind not in known:
        raise HTTPException(415, f"{kind}: send {', '.join(known[:-1])} or {known[-1]}")
    return kind


def decoded(body: bytes) -> str:
    """The body as text; raises ``UsageError`` where it is not UTF-8."""
    try:
        return body.decode("utf8")
    except ValueError as error:
        raise UsageError(f"the body cannot be read ({error}); send UTF-8") from None


def parsed(text: str) -> Any:
    """The JSON of a body; raises ``UsageError`` where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the body is no JSON ({error})") from None


def checked(given: Any, *without: str) -> dict[str, Any]:
    """The fields of one report, looked at.

    Raises:
        UsageError: no object, an unknown field, or no text.
    """
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise UsageError("send an object with the report's text in 'text'")
    known = [name for name in FIELDS if name not in without]
    for name, value in given.items():
        if name not in known:
            raise UsageError(f"a report has no field {name!r}{near(name, known)}")
        if value is not None and not isinstance(value, str) and name != "store":
            raise UsageError(f"{name}: give a text")
    if not given["text"].strip():
        raise UsageError("the report is empty; send its text")
    return {name: value for name, value in given.items() if value is not None}


@router.get(
    "/reports",
    openapi_extra=documented(
        "report", paged=("limit", "cursor"),
        more=(named("sort", "published or relevance", enum=["published", "relevance"], default="published"),),
    ),
)  # fmt: skip
def reports(request: Request) -> Response:
    """Reports, newest first or (``sort=relevance``) those first that fit ``text`` best.

    With ``text`` each has a ``snippet``: pieces of its text, ``hit`` where a piece is one of the words.
    """
    mine, filters = split(request.query_params, "limit", "cursor", "sort")
    results = desk(request).store.reports(sort=mine.get("sort") or "published", **filters)
    found = results.page(whole("limit", mine.get("limit"), 50, 1000), mine.get("cursor"))
    items = [_head(item) for item in found.items]
    return data(request, {"items": items, "count": results.count(), **onward(request, f"{ROOT}/reports", found.next)})


def _head(item: Data) -> Data:
    out = {name: value for name, value in item.items() if value is not None}
    if "snippet" in item:
        out["snippet"] = [{"text": text, "hit": hit} for text, hit in item["snippet"]]
    return out


@router.get("/reports/{identifier:path}", openapi_extra={"parameters": [named("version", "of an older text")]})
def one_report(request: Request, identifier: str) -> Response:
    """A report with its records: the newest version, or ``version``."""
    version = only(request, "version").get("version")
    report = desk(request).store.report(identifier, version)
    if report is None:
        raise HTTPException(404, f"there is no report {identifier!r} in this store")
    return data(request, report.to_dict())
