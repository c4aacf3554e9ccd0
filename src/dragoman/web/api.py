"""REST under ``/api/v1``: all its routes, and its description in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from dragoman import __version__
from dragoman.web import api_jobs, api_judgements, api_records, api_reports, api_series
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, Data, desk, listing, only

router = APIRouter(prefix=ROOT)
ROUTERS = (router, *(m.router for m in (api_reports, api_records, api_series, api_judgements, api_jobs)))
"""All routes; those of ``rest`` come last."""
rest = APIRouter(prefix=ROOT)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
PROBLEM: Data = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong and what is right"},
    },
}  # fmt: skip


@router.get("/health")
def health(request: Request) -> Response:
    """Whether the store answers, how much is in it, and how many jobs wait."""
    only(request)
    here = desk(request)
    states = [job.state for job in here.jobs.all()]
    jobs = {state: states.count(state) for state in ("queued", "running")}
    return data(request, {"status": "ok", "version": __version__, "store": here.store.counts(), "jobs": jobs})


@router.get("/openapi.json", include_in_schema=False)
def description(request: Request) -> Response:
    """The description of this interface."""
    only(request)
    return data(request, request.app.openapi())


@rest.api_route("/{other:path}", methods=METHODS, include_in_schema=False)
def nothing(request: Request, other: str) -> Response:
    """Whatever else is asked for: 405 where the address is right and the method is not."""
    allowed: set[str] = set()
    for route in (route for part in ROUTERS for route in part.routes):
        match, _ = route.matches({**request.scope, "path_params": {}})
        if match is Match.PARTIAL:
            allowed |= route.methods
    if allowed:
        listed = ", ".join(sorted(allowed))
        raise HTTPException(405, f"{request.method} has no meaning here; use {listed}", {"allow": listed})
    raise HTTPException(404, f"there is no {ROOT}/{other}; {ROOT}/openapi.json lists what there is")


def include(app: FastAPI) -> None:
    """Give the application all routes."""
    for part in (*ROUTERS, rest):
        app.include_router(part)
    app.openapi = lambda: describe(app)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description in OpenAPI 3.1: every route with its refusals, which all look alike."""
    if app.openapi_schema:
        return dict(app.openapi_schema)
    made: dict[str, Any] = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    parts = made.setdefault("components", {})
    parts["schemas"] = {"Problem": PROBLEM}
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refusal = {"description": "refused (RFC 9457)", "content": {"application/problem+json": shape}}
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            operation["responses"].pop("422", None)
            if path.endswith("/export"):
                operation["responses"]["200"]["content"] = {"*/*": {}}
            if method == "post" and path.endswith("/reports"):
                operation["responses"]["201"] = {"description": "read and kept", "content": {"application/json": {}}}
            operation["responses"]["default"] = refusal
            operation["security"] = [{}, {"token": []}]
    app.openapi_schema = made
    return made


__all__ = ["ROUTERS", "desk", "include", "listing"]
