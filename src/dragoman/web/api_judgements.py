"""REST: what persons decide about records. A decision is never changed; taking it back is a new one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.records import Judgement
from dragoman.store import Store
from dragoman.store.grammar import near
from dragoman.store.judgements import decide, undo
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, WHOLE, Data, desk, named, only, onward
from dragoman.web.api_reports import decoded, media, parsed
from dragoman.web.asking import KINDS, whole

router = APIRouter(prefix=ROOT)
FIELDS = ("report", "kind", "who", "of", "record", "slot", "after", "given")
DECIDED = ("accept", "reject", "edit", "add")
BODY: Data = {
    "type": "object",
    "required": ["report", "kind", "who"],
    "additionalProperties": False,
    "properties": {
        **{name: {"type": "string"} for name in ("report", "who", "record", "slot", "after")},
        "kind": {"type": "string", "enum": list(DECIDED)},
        "of": {"type": "string", "enum": list(KINDS), "default": "event"},
        "given": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
WHO = named("who", "name of the person", required=True)


@router.get(
    "/judgements",
    openapi_extra={
        "parameters": [
            named("report", "id of the report"), named("record", "id of the record"),
            named("lost", "only those that no longer apply", enum=["true", "false"]),
            named("limit", "so many at most", **WHOLE), named("cursor", "the cursor of the page before"),
        ],
    },
)  # fmt: skip
def judgements(request: Request) -> Response:
    """Decisions in the order in which they were made."""
    asked = only(request, "report", "record", "lost", "limit", "cursor")
    if asked.get("lost", "false") not in {"true", "false"}:
        raise UsageError("lost: give true or false")
    limit = whole("limit", asked.get("limit"), 50, 1000)
    begin = whole("cursor", asked.get("cursor"), 0, 999_999_999)
    found = desk(request).store.judgements(
        report=asked.get("report"), record=asked.get("record"), lost=asked.get("lost") == "true"
    )
    after = str(begin + limit) if len(found) > begin + limit else None
    items = [judgement.to_dict() for judgement in found[begin : begin + limit]]
    return data(request, {"items": items, "count": len(found), **onward(request, f"{ROOT}/judgements", after)})


@router.post(
    "/judgements",
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}}},
)
async def judge(request: Request) -> Response:
    """Accept, reject or edit a record of a report, or add an event to it.

    ``edit`` needs ``slot`` and ``after``, ``add`` the slots of the event in ``given``; the values are written as on the
    page of a report.
    """
    media(request, "application/json", "text/json")
    only(request)
    given = _checked(parsed(decoded(await request.body())))
    made = await run_in_threadpool(_judge, desk(request).store, given)
    return data(request, made.to_dict(), 201)


def _checked(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise UsageError("send an object with report, kind and who")
    for name, value in given.items():
        if name not in FIELDS:
            raise UsageError(f"a judgement has no field {name!r}{near(name, FIELDS)}")
        if name == "given":
            texts = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
        else:
            texts = isinstance(value, str)
        if not texts:
            raise UsageError(f"{name}: give {'an object of texts' if name == 'given' else 'a text'}")
    for name in ("report", "kind", "who"):
        if name not in given:
            raise UsageError(f"give {name}")
    if given["kind"] not in DECIDED:
        raise UsageError(f"kind {given['kind']!r}: there is no such decision{near(given['kind'], DECIDED)}")
    return given


def _judge(store: Store, given: dict[str, Any]) -> Judgement:
    writable(store)
    read = store.report(given.pop("report"), as_read=True)
    if read is None:
        raise HTTPException(404, "there is no such report in this store")
    made = decide(read, given.pop("kind"), now=store.report(read.id), **given)
    store.judge(made)
    return made


def writable(store: Store) -> None:
    """Refuse where the store is open for reading only; raises ``UsageError``."""
    if store.database.readonly:
        raise UsageError("this store is served for reading only; nothing can be kept in it")


@router.delete("/judgements/{identifier}", openapi_extra={"parameters": [WHO]})
def take_back(request: Request, identifier: str) -> Response:
    """Take a decision back, by a new one that says so."""
    asked, store = only(request, "who"), desk(request).store
    if not asked.get("who", "").strip():
        raise UsageError("who takes it back? give who=NAME")
    writable(store)
    found = next((j for j in store.judgements() if j.id == identifier), None)
    if found is None:
        raise HTTPException(404, f"there is no judgement {identifier!r} in this store")
    if found.kind == "undo":
        raise UsageError(f"{identifier} takes another decision back; decide anew instead")
    if any(j.kind == "undo" for j in store.judgements(record=identifier)):
        raise HTTPException(409, f"judgement {identifier!r} was taken back already")
    made = undo(found, asked["who"])
    store.judge(made)
    return data(request, made.to_dict())
