"""REST: jobs, reports read in the background."""

from __future__ import annotations

import re
import shutil
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store.grammar import near
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, Data, desk, only
from dragoman.web.api_judgements import writable
from dragoman.web.api_reports import REPORT, checked, decoded, media, parsed
from dragoman.web.jobs import BATCH, FullError, Job, Jobs

router = APIRouter(prefix=ROOT)
FILES = 1000
"""Files of one job; more go into one file of JSON lines or WARC."""
FORM = "multipart/form-data"
LINES = ("application/x-ndjson", "application/jsonl", "application/ndjson")
MOST_URLS = 1000
BODY: Data = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
                "properties": {
                    "reports": {"type": "array", "minItems": 1, "items": REPORT},
                    "urls": {"type": "array", "minItems": 1, "maxItems": MOST_URLS, "items": {"type": "string"}},
                },
            }
        },
        "application/x-ndjson": {"schema": {"type": "string"}},
        FORM: {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            }
        },
    },
}


def _jobs(request: Request) -> Jobs:
    return desk(request).jobs


def _find(request: Request, identifier: str) -> Job:
    only(request)
    job = _jobs(request).find(identifier)
    if job is None:
        raise HTTPException(404, f"there is no job {identifier!r}; they are forgotten when the server ends")
    return job


@router.get("/jobs")
def jobs(request: Request) -> Response:
    """The jobs since the server was started, the newest first."""
    only(request)
    return data(request, {"items": [job.to_dict() for job in _jobs(request).all()]})


@router.post("/jobs", status_code=202, openapi_extra={"requestBody": BODY})
async def new_job(request: Request) -> Response:
    """Read reports in the background: files of any kind that ``dragoman run`` reads, JSON lines, or a batch of reports.

    Answers at once with the job (202), whose address stands in ``Location``; 429 where too many wait.
    """
    only(request)
    writable(desk(request).store)
    kind = media(request, "application/json", *LINES, FORM)
    try:
        if kind == FORM:
            job = await _upload(request)
        elif kind == "application/json":
            job = await run_in_threadpool(_batch, _jobs(request), parsed(decoded(await request.body())))
        else:
            job = await run_in_threadpool(_lines, _jobs(request), await request.body())
    except FullError as error:
        raise HTTPException(429, str(error), {"retry-after": "30"}) from None
    answer = data(request, job.to_dict(), 202)
    answer.headers["location"] = f"{ROOT}/jobs/{job.id}"
    return answer


def _batch(queue: Jobs, given: Any) -> Job:
    known = ("reports", "urls")
    if not isinstance(given, dict) or len(given) != 1:
        raise UsageError("send an object with 'reports' or 'urls'")
    ((name, listed),) = given.items()
    if name not in known:
        raise UsageError(f"a job has no field {name!r}{near(name, known)}")
    if not isinstance(listed, list) or not listed:
        raise UsageError(f"{name}: give a list with something in it")
    if name == "reports":
        return queue.batch([checked(report, "store") for report in listed])
    if len(listed) > MOST_URLS or not all(isinstance(url, str) and url.isprintable() for url in listed):
        raise UsageError(f"urls: give at most {MOST_URLS} addresses, each a text")
    return queue.addresses(listed)


def _lines(queue: Jobs, body: bytes) -> Job:
    if not body.strip():
        raise UsageError("send one report a line, each an object with 'text'")
    job = queue.new()
    (job.folder / BATCH).write_bytes(body)
    job.files = 1
    return queue.queue(job)


async def _upload(request: Request) -> Job:
    async with request.form(max_files=FILES, max_fields=FILES) as form:
        for name in form:
            if name != "files":
                raise UsageError(f"a job has no field {name!r}; send the files as 'files'")
        files = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        if not files:
            raise UsageError("send at least one file, as 'files'")
        made: Job = await run_in_threadpool(_save, _jobs(request), files)
        return made


def _save(queue: Jobs, files: list[UploadFile]) -> Job:
    job = queue.new()
    try:
        for number, part in enumerate(files):
            with (job.folder / file_name(number, part.filename or "")).open("wb") as stream:
                shutil.copyfileobj(part.file, stream)
    except BaseException:
        queue.drop(job)
        raise
    job.files = len(files)
    return queue.queue(job)


def file_name(number: int, given: str) -> str:
    """A safe name that keeps the order, the name and its endings: ``0003-news.jsonl.gz``."""
    plain = re.sub(r"[^\w.-]", "_", PurePosixPath(given.replace("\\", "/")).name)
    return f"{number:04d}-{plain.lstrip('.')[-80:]}"


@router.get("/jobs/{identifier}")
def one_job(request: Request, identifier: str) -> Response:
    """A job: its state, what was read so far, and what failed."""
    return data(request, _find(request, identifier).to_dict())


@router.post("/jobs/{identifier}/retry", status_code=202)
def retry(request: Request, identifier: str) -> Response:
    """Read again what failed."""
    job = _find(request, identifier)
    try:
        return data(request, _jobs(request).retry(job).to_dict(), 202)
    except FullError as error:
        raise HTTPException(429, str(error), {"retry-after": "30"}) from None
    except UsageError as error:
        raise HTTPException(409, str(error)) from None


@router.delete("/jobs/{identifier}", status_code=202)
def cancel(request: Request, identifier: str) -> Response:
    """End a job: at once where it waits, after the report that it is at where it runs."""
    job = _find(request, identifier)
    _jobs(request).stop_job(job)
    return data(request, job.to_dict(), 202)
