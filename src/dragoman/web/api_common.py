"""What the routes of REST share: the desk, parameters as described and as checked, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store.filters import closed_values
from dragoman.store.grammar import Filter, filters_of, near
from dragoman.web.answers import data
from dragoman.web.asking import KINDS, address, ask

if TYPE_CHECKING:
    from dragoman.web.app import Desk

Data = dict[str, Any]
ROOT = "/api/v1"
WHOLE: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 1000}
DAY = {"type": "string", "pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|today)$"}
PAGED: dict[str, Data] = {
    "limit": {"schema": WHOLE | {"default": 50}, "description": "so many at most; more is refused"},
    "cursor": {"schema": {"type": "string"}, "description": "the cursor of the page before"},
    "sort": {"schema": {"type": "string", "default": "published"}, "description": "published, date or score"},
}
_DATES = {"since", "until", "published_since", "published_until"}


def desk(request: Request) -> Desk:
    """The store and the reader of the application."""
    found: Desk = request.app.state.desk
    return found


def named(name: str, description: str, *, required: bool = False, **schema: Any) -> Data:
    """A parameter of the query string for the OpenAPI description."""
    return {"name": name, "in": "query", "required": required, "description": description,
            "schema": {"type": "string", **schema}}  # fmt: skip


def documented(*kinds: str, more: tuple[Data, ...] = (), paged: tuple[str, ...] = ()) -> Data:
    """The filters of ``kinds`` as parameters for the OpenAPI description."""
    specs = {f.name: (f, kind) for kind in reversed(kinds) for f in filters_of(kind)}
    own = [{"name": name, "in": "query", **PAGED[name]} for name in paged]
    taken = {part["name"] for part in more}
    return {
        "parameters": [*more, *own, *(_filter(spec, kind) for name, (spec, kind) in specs.items() if name not in taken)]
    }


def _filter(spec: Filter, kind: str) -> Data:
    base = spec.negates or spec.name
    schema: Data = {"type": "string"}
    if base in _DATES:
        schema = dict(DAY)
    elif base == "confidence":
        schema = {"type": "number", "minimum": 0, "maximum": 1}
    elif base == "year":
        schema = {"type": "string", "pattern": "^[0-9]{4}$"}
    elif base != "kind" and (values := closed_values(kind, base)) and len(values) < 60:  # noqa: PLR2004 - readable
        schema["examples"] = list(values)
    if not spec.single:
        schema = {"type": "array", "items": schema}
    return {"name": spec.name, "in": "query", "description": spec.help, "explode": True, "schema": schema}


def only(request: Request, *known: str) -> dict[str, str]:
    """The parameters of the query string, of which each is in ``known`` and given once.

    Raises:
        UsageError: another parameter, or one given twice.
    """
    out: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            takes = near(name, known) if known else "; it takes none"
            raise UsageError(f"this address has no parameter {name!r}{takes}")
        if name in out:
            raise UsageError(f"{name}: give one value, not several")
        out[name] = value
    return out


def listing(request: Request, kind: str) -> Response:
    """One page of records, with the cursor and the address of the next."""
    results, found = ask(desk(request).store, kind, request.query_params)
    items = [hit.to_dict() for hit in found.items]
    path = f"{ROOT}/{kind}s"
    return data(request, {"items": items, "count": results.count(), **onward(request, path, found.next)})


def onward(request: Request, path: str, cursor: str | None) -> Data:
    """The cursor of the next page and its address; null at the end."""
    kept = [(n, v) for n, v in request.query_params.multi_items() if n != "cursor"]
    return {"cursor": cursor, "next": address(path, [*kept, ("cursor", cursor)]) if cursor else None}


def kind_of(value: str | None) -> str:
    """The kind of records asked for; raises ``UsageError`` for an unknown one."""
    if (value or "event") not in KINDS:
        raise UsageError(f"records {value!r}: there is no such kind{near(value or '', KINDS)}")
    return value or "event"


RECORDS = named("records", "event, statement or agreement", enum=list(KINDS), default="event")
