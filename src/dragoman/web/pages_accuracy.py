"""How accurate the coding is: the measured figures, on which texts, by which command, when."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.web.answers import data, page
from dragoman.web.tables import as_csv, one_of

router = APIRouter(include_in_schema=False)
COLUMNS = ("kind", "type", "measure", "value", "bar", "on", "records", "command", "date", "page", "note")


@functools.cache
def measured() -> dict[str, Any]:
    """The model and the list of figures (``data/accuracy.json``; ``docs/accuracy.md`` says the same at length)."""
    found: dict[str, Any] = json.loads(files("dragoman.data").joinpath("accuracy.json").read_text("utf8"))
    return found


def asked(request: Request) -> tuple[str, list[dict[str, Any]]]:
    """The kind asked for and its figures; raises ``UsageError`` for a kind without any."""
    everything: list[dict[str, Any]] = measured()["figures"]
    kinds = tuple(dict.fromkeys(f["kind"] for f in everything))
    for name in request.query_params:
        if name != "kind":
            raise UsageError(f"this page has no parameter {name!r}; there is kind")
    kind = request.query_params.get("kind", "")
    if kind:
        one_of("kind", kind, kinds)
    return kind, [f for f in everything if not kind or f["kind"] == kind]


@router.get("/accuracy")
def accuracy(request: Request) -> Response:
    """The figures by kind of record."""
    kind, found = asked(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for figure in found:
        groups.setdefault(figure["kind"], []).append(figure | {"reached": reached(figure)})
    kinds = tuple(dict.fromkeys(f["kind"] for f in measured()["figures"]))
    more = f"?kind={kind}" if kind else ""
    return page(
        request, "accuracy.html", groups=list(groups.items()), kinds=kinds, kind=kind, model=measured()["model"],
        json_url=f"/accuracy.json{more}", csv_url=f"/accuracy.csv{more}",
    )  # fmt: skip


def reached(figure: dict[str, Any]) -> bool | None:
    """Whether a figure reaches its bar; None where there is none that is a number."""
    try:
        value, bar = float(figure["value"]), float(figure["bar"])
    except (KeyError, ValueError):
        return None
    return value <= bar if bar == 0 else value >= bar


@router.get("/accuracy.json")
def as_json(request: Request) -> Response:
    """The figures as data."""
    return data(request, {"model": measured()["model"], "items": asked(request)[1]})


@router.get("/accuracy.csv")
def as_file(request: Request) -> Response:
    """The figures as CSV."""
    return as_csv("accuracy", COLUMNS, ([figure.get(name) for name in COLUMNS] for figure in asked(request)[1]))
