"""Correcting: accept, reject, edit, add, undo; every decision with who and when. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.ontology import load_ontology
from dragoman.records import Judgement, Report
from dragoman.render.marks import marks_of
from dragoman.store import Store
from dragoman.store.edits import CHOICES, SLOTS, Record, slot_text
from dragoman.store.judgements import decide, undo
from dragoman.web.answers import data
from dragoman.web.api import desk
from dragoman.web.forms import back, checked, form_page
from dragoman.web.pages_report import report_address
from dragoman.web.saying import marked

router = APIRouter(include_in_schema=False)
AROUND = 240
"""Characters of the report that are shown before and after the words of a record."""
HELP = {
    "type": "TYPE or TYPE/mode, such as THREATEN or COERCE/arrest",
    "actors": "one a line: words of the report = CODE, such as Beijing = CHN/GOV",
    "recipients": "one a line, in the same way; none where nobody is addressed",
    "date": "2023-05-24, 2023-05, 2023 or 2023-05-24/2023-05-26; empty: cannot be told",
    "status": "", "place": "a place that the report names; empty: the report does not tell",
    "trigger": "the words that name the act", "evidence": "the sentence that states it",
    "speaker": "words of the report = CODE full name", "cue": "the words that mark the speech",
    "content": "the words that were said; a line of three dots between two parts", "kind": "", "name": "",
}  # fmt: skip
LONG = {"actors", "recipients", "evidence", "content"}
MOST_LISTED = 500
TAKEN_BACK = ("accept", "reject", "edit", "add", "merge", "split", "apart")
"""Decisions that the pages take back: all but an undo."""


def writable(request: Request) -> Store:
    """The store, if it may be changed.

    Raises:
        HTTPException: 403 where it is served for reading only.
    """
    store = desk(request).store
    if store.database.readonly:
        raise HTTPException(403, "this store is served for reading only; start dragoman serve without --read-only")
    return store


def report_of(store: Store, identifier: str, *, as_read: bool = False) -> Report:
    """A report of the store with all its records, rejected ones too; raises 404 where there is none."""
    report = store.report(identifier, as_read=as_read, rejected=True)
    if report is None:
        raise HTTPException(404, f"there is no report {identifier!r} in this store")
    return report


def record_of(report: Report, of: str, record: str) -> Record:
    """A record of a report; raises 404 where there is none."""
    if of in SLOTS:
        for one in getattr(report, f"{of}s"):
            if one.id == record:
                found: Record = one
                return found
    raise HTTPException(404, f"report {report.id} has no {of} {record!r}")


@router.post("/judge")
async def judge(request: Request) -> Response:
    """One decision: ``do`` is accept:KIND:ID, reject:KIND:ID or undo:ID."""
    form = await checked(request)
    made = await run_in_threadpool(_judge, writable(request), form)
    return back(str(form.get("next") or "/"), made.who, done=made.id)


def _judge(store: Store, form: FormData) -> Judgement:
    does, _, rest = str(form.get("do") or "").partition(":")
    report, who = str(form.get("report") or ""), str(form.get("who") or "")
    if does == "undo":
        found = next((j for j in store.judgements(report=report) if j.id == rest and j.kind in TAKEN_BACK), None)
        if found is None:
            raise UsageError("there is no such decision to take back")
        if any(j.kind == "undo" for j in store.judgements(record=found.id)):
            raise UsageError("this decision was taken back already")
        made = undo(found, who or found.who)
    else:
        of, _, record = rest.partition(":")
        now = report_of(store, report)
        made = decide(report_of(store, report, as_read=True), does, who=who, of=of, record=record, now=now)
        if does not in {"accept", "reject"}:
            raise UsageError(f"decision {does!r}: give accept, reject or undo")
    store.judge(made)
    return made


@router.get("/edit")
def edit_form(request: Request, report: str, record: str, of: str = "event", to: str = "") -> Response:
    """The slots of a record as a form."""
    found = report_of(writable(request), report)
    one = record_of(found, of, record)
    values = {slot: slot_text(one, slot) for slot in SLOTS[of]}
    return _edit_page(request, found, of, one, values, to)


@router.post("/edit")
async def edit(request: Request) -> Response:
    """Keep what was changed: one decision for each slot, all or none."""
    form = await checked(request)
    store, of, to = writable(request), str(form.get("of") or ""), str(form.get("next") or "")
    report = report_of(store, str(form.get("report") or ""))
    one = record_of(report, of, str(form.get("record") or ""))
    values = {slot: _plain(form, slot) for slot in SLOTS[of]}
    try:
        made = await run_in_threadpool(_edit, store, report, of, one, values, str(form.get("who") or ""))
    except UsageError as error:
        return _edit_page(request, report, of, one, values, to, str(error), str(form.get("who") or ""))
    return back(
        to or report_address(report.id, one.id), made[-1].who if made else "", **({"done": made[-1].id} if made else {})
    )


def _plain(form: FormData, name: str) -> str:
    return str(form.get(name) or "").replace("\r\n", "\n").strip()


def _edit(store: Store, now: Report, of: str, one: Record, values: dict[str, str], who: str) -> list[Judgement]:
    read = report_of(store, now.id, as_read=True)
    made = [
        decide(read, "edit", who=who, of=of, record=one.id, slot=slot, after=value, now=now)
        for slot, value in values.items()
        if " ".join(value.split()) != " ".join(slot_text(one, slot).split())
    ]
    store.judge(*made)
    return made


def _edit_page(
    request: Request,
    report: Report,
    of: str,
    one: Record,
    values: dict[str, str],
    to: str,
    wrong: str = "",
    who: str = "",
) -> Response:
    given: dict[str, Any] = {"who": who} if who else {}
    return form_page(
        request, "edit.html", 400 if wrong else 200, report=report, of=of, record=one, wrong=wrong, to=to,
        fields=_fields(of, values), around=around(report, one), types=_types(), action="/edit", **given,
    )  # fmt: skip


def _fields(of: str, values: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": slot, "help": HELP[slot], "value": values.get(slot, ""), "long": slot in LONG,
         "choices": CHOICES.get(slot) or CHOICES.get(f"{of} {slot}"), "rows": 2 + values.get(slot, "").count("\n")}
        for slot in SLOTS[of]
    ]  # fmt: skip


def _types() -> list[str]:
    out = []
    for found in load_ontology().types.values():
        out += [found.name, *(f"{found.name}/{mode}" for mode in found.modes)]
    return out


def around(report: Report, record: Record) -> Any:
    """The words of a record, marked, with some text before and after them."""
    marks = [mark for mark in marks_of(report) if mark.record == record.id]
    if not marks:
        return ""
    start = max(0, min(m.start for m in marks) - AROUND)
    end = min(len(report.text), max(m.end for m in marks) + AROUND)
    if end - start > 8 * AROUND:  # a further mention far below: the first words are enough
        end = start + 8 * AROUND
    while start and not report.text[start - 1].isspace():
        start -= 1
    while end < len(report.text) and not report.text[end].isspace():
        end += 1
    return marked(report, marks, start, end)


@router.get("/add")
def add_form(request: Request, report: str, trigger: str = "", at: str = "") -> Response:
    """A form for an event that the program missed; ``trigger`` and ``at`` are the words selected."""
    found = report_of(writable(request), report)
    return _add_page(
        request, found, {"trigger": trigger, "at": at, "status": "actual", "date": found.published.date or ""}
    )


@router.post("/add")
async def add(request: Request) -> Response:
    """Keep an event that a person tells."""
    form = await checked(request)
    store = writable(request)
    read = report_of(store, str(form.get("report") or ""), as_read=True)
    values = {slot: _plain(form, slot) for slot in (*SLOTS["event"], "at")}
    who = str(form.get("who") or "")
    try:
        made = decide(read, "add", who=who, given=values)
        await run_in_threadpool(store.judge, made)
    except UsageError as error:
        return _add_page(request, read, values, str(error), who)
    return back(report_address(read.id), made.who, done=made.id)


def _add_page(request: Request, report: Report, values: dict[str, str], wrong: str = "", who: str = "") -> Response:
    given: dict[str, Any] = {"who": who} if who else {}
    return form_page(
        request, "edit.html", 400 if wrong else 200, report=report, of="event", record=None, wrong=wrong, to="",
        fields=_fields("event", values), at=values.get("at", ""), text=marked(report, []), types=_types(),
        action="/add", **given,
    )  # fmt: skip


@router.get("/judgements.json")
def judgements_json(request: Request, report: str | None = None) -> Response:
    """All decisions as data."""
    return data(request, {"items": [j.to_dict() for j in desk(request).store.judgements(report=report)]})


@router.get("/judgements")
def judgements(request: Request, report: str | None = None, done: str = "") -> Response:
    """All decisions, the newest first, and apart those that no longer apply."""
    store = desk(request).store
    listed = store.judgements(report=report)
    undone = {j.record for j in listed if j.kind == "undo"}
    lost = {j.id for j in store.judgements(report=report, lost=True)}
    return form_page(
        request, "judgements.html", judgements=listed[::-1][:MOST_LISTED], undone=undone, count=len(listed),
        lost=[j for j in listed if j.id in lost], last=next((j for j in listed if j.id == done), None),
        writable=not store.database.readonly, report=report, taken_back=TAKEN_BACK,
    )  # fmt: skip
