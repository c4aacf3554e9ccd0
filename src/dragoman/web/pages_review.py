"""The review queue: one decision a screen, the least certain record first."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.records import Event
from dragoman.store import Store
from dragoman.store.filters import normalise
from dragoman.store.query import plan
from dragoman.store.sql import maybe, one, rows
from dragoman.web.api import desk
from dragoman.web.asking import address, split
from dragoman.web.forms import form_page
from dragoman.web.pages_judge import around, record_of, report_of
from dragoman.web.saying import event_line, event_reasons, speakers_of, statement_line, statement_reasons

router = APIRouter(include_in_schema=False)
OWN = ("of", "after", "done")
STEPS = "4536271809"
"""Tenths of the score, the least certain first."""
Place = tuple[float, int]


@router.get("/review")
def review(request: Request) -> Response:
    """The next record that nobody has judged; the filters of the lists work here, too."""
    store = desk(request).store
    mine, filters = split(request.query_params, *OWN)
    of = mine.get("of") or "event"
    if of not in {"event", "statement"}:
        raise UsageError(f"of {of!r}: give event or statement")
    pairs = [(n, v) for n, v in request.query_params.multi_items() if n not in {"done", "after"} and v]
    found = least_certain(store, of, filters, place_of(mine.get("after")))
    last = next((j for j in store.judgements() if j.id == mine["done"]), None) if mine.get("done") else None
    here = address("/review", [*pairs, *([("after", mine["after"])] if mine.get("after") else [])])
    given: dict[str, Any] = {"of": of, "last": last, "here": here, "filters": pairs, "done": judged_count(store, of),
                             "total": store.counts()[f"{of}s"], "readonly": store.database.readonly}  # fmt: skip
    given["others"] = [(k, address("/review", [("of", k)])) for k in ("event", "statement")]
    if found is None:
        return form_page(request, "review.html", item=None, **given)
    report_id, record_id, place = found
    report = report_of(store, report_id)
    record = record_of(report, of, record_id)
    event = isinstance(record, Event)
    item = {
        "line": event_line(record, speakers_of(report)) if isinstance(record, Event) else statement_line(record),  # type: ignore[arg-type]
        "whys": event_reasons(record) if isinstance(record, Event) else statement_reasons(record),  # type: ignore[arg-type]
        "score": getattr(record, "score", None), "id": record.id, "around": around(report, record), "event": event,
    }  # fmt: skip
    skip = address("/review", [*pairs, ("after", f"{place[0]:.6f}:{place[1]}")])
    return form_page(request, "review.html", item=item, report=report, skip=skip, **given)


def place_of(value: str | None) -> Place | None:
    """How far the queue has been walked; raises ``UsageError`` for what is no place in it."""
    if not value:
        return None
    doubt, _, key = value.partition(":")
    try:
        return float(doubt), int(key)
    except ValueError:
        raise UsageError(f"after {value!r}: no place in the queue; begin again without it") from None


def least_certain(
    store: Store, kind: str, filters: dict[str, list[str]], after: Place | None
) -> tuple[str, str, Place] | None:
    """The unjudged record whose score lies nearest to one half, after a place in the queue."""
    db = store.database.reader
    asked = normalise(kind, filters)
    steps = [None] if asked else list(STEPS)
    for step in steps:
        found = plan(db, kind, {**asked, "judged": ["none"]}, ordered=False)
        if found.exact == 0:
            return None
        if step is not None and not _drive_by_score(db, found, kind, step):
            continue
        if after:
            found.where.append("(round(abs(k.score - 0.5), 6), k.key) > (?, ?)")
            found.args += after
        sql = found.sql(
            "r.id, k.id, round(abs(k.score - 0.5), 6), k.key",
            " ORDER BY 3, 4 LIMIT 1",
            " JOIN report r ON r.key = k.report",
        )
        row = next(rows(db, sql, found.bindings), None)
        if row:
            return row[0], row[1], (row[2], row[3])
    return None


def _drive_by_score(db: Any, found: Any, kind: str, step: str) -> bool:
    """Start from the records of one tenth of the score: the queue need not look at all of them."""
    row = maybe(db, "SELECT id FROM term WHERE record = ? AND field = 'score' AND value = ?", (kind, step))
    if row is None:
        return False
    found.where = [c for c in found.where if c != "d.term = ?"]
    found.args = [row[0]]
    found.where.insert(0, "d.term = ?")
    return True


def judged_count(store: Store, kind: str) -> int:
    """How many records of the current reports have been judged."""
    sql = (
        f"SELECT count(*) FROM {kind} k JOIN report r ON r.key = k.report AND r.current = 1 "  # noqa: S608 - fixed names
        "WHERE k.judged IS NOT NULL"
    )
    return int(one(store.database.reader, sql)[0])
