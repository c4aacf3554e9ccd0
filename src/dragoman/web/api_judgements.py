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
from dragoman.store.writer import storable
from dragoman.web.answers import data
from dragoman.web.api_common import ROOT, WHOLE, Data, desk, named, only, onward
from dragoman.web.api_reports import decoded, media, parsed
from dragoman.web.asking import KINDS, whole

router = APIRouter(prefix=ROOT)
FIELDS = ("report", "kind", "who", "of", "record", "slot", "after", "given")
DECIDED = ("accept", "reject", "edit", "add", "merge", "apart", "split")
NEEDED = {"merge": ("record", "after"), "apart": ("record", "after"), "split": ("record", "report")}
"""Decisions about actors, and what each needs beside who decides."""
BODY: Data = {
    "type": "object",
    "required": ["kind", "who"],
    "additionalProperties": False,
    "properties": {
        **{name: {"type": "string"} for name in ("report", "who", "record", "slot", "after")},
        "kind": {"type": "string", "enum": list(DECIDED)},
        "of": {"type": "string", "enum": [*KINDS, "actor"], "default": "event"},
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
    """Accept, reject or edit a record of a report, add an event to it, or decide who is one actor.

    ``edit`` needs ``slot`` and ``after``, ``add`` the slots of the event in ``given``; the values are written as on the
    page of a report. Of actors, ``merge`` says that ``record`` (an id) is the actor with the id in ``after``, ``apart``
    that it is not, ``split`` that in ``report`` it is another one, of whom ``given`` can have ``name`` and ``code``.
    """
    media(request, "application/json", "text/json")
    only(request)
    given = _checked(parsed(decoded(await request.body())))
    made = await run_in_threadpool(_judge, desk(request).store, given)
    return data(request, made.to_dict(), 201)


def _checked(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise UsageError("send an object with kind, who and what is decided about")
    for name, value in given.items():
        if name not in FIELDS:
            raise UsageError(f"a judgement has no field {name!r}{near(name, FIELDS)}")
        if name == "given":
            texts = isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
        else:
            texts = isinstance(value, str)
        if not texts:
            raise UsageError(f"{name}: give {'an object of texts' if name == 'given' else 'a text'}")
    kind = given.get("kind")
    if kind is not None and kind not in DECIDED:
        raise UsageError(f"kind {kind!r}: there is no such decision{near(kind, DECIDED)}")
    for name in ("kind", "who", *NEEDED.get(str(kind), ("report",))):
        if name not in given:
            raise UsageError(f"give {name}")
    if (kind in NEEDED) != (given.get("of", "actor" if kind in NEEDED else "event") == "actor"):
        raise UsageError(f"{kind} is decided of {'actors' if kind in NEEDED else 'records'}, not of {given['of']!r}")
    return {name: _kept(value) for name, value in given.items()}


def _kept(value: Any) -> Any:
    """Texts as a store can keep them: JSON can hold halves of characters."""
    return {_kept(n): _kept(v) for n, v in value.items()} if isinstance(value, dict) else storable(value)


def _judge(store: Store, given: dict[str, Any]) -> Judgement:
    writable(store)
    if given["kind"] in NEEDED:
        return _of_actors(store, given)
    read = store.report(given.pop("report"), as_read=True)
    if read is None:
        raise HTTPException(404, "there is no such report in this store")
    made = decide(read, given.pop("kind"), now=store.report(read.id), **given)
    store.judge(made)
    return made


def _of_actors(store: Store, given: dict[str, Any]) -> Judgement:
    actor, who = given["record"], given["who"]
    if given["kind"] == "merge":
        return store.merge_actors([(actor, given["after"])], who)[0]
    if given["kind"] == "apart":
        return store.tell_actors_apart(actor, given["after"], who)
    told = given.get("given", {})
    for name in told:
        if name not in {"name", "code"}:
            raise UsageError(f"given: a split has no {name!r}; there is name and code")
    return store.split_actor(
        actor, who, reports=[given["report"]], name=told.get("name") or None, code=told.get("code") or None
    )[0]


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
