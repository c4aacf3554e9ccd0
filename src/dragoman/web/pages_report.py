"""The page of a report: its text with every slot marked, and the records beside it with their reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.records import Actor, Judgement, Report
from dragoman.records.ids import content_id
from dragoman.render.marks import ROLES, marks_of
from dragoman.render.words import agreement_sentence, head_line
from dragoman.store import Store
from dragoman.store.judging import KINDS, live
from dragoman.store.sql import rows
from dragoman.web.answers import templates
from dragoman.web.api import desk
from dragoman.web.asking import address
from dragoman.web.forms import form_page
from dragoman.web.saying import event_line, event_reasons, marked, speakers_of, statement_line, statement_reasons

router = APIRouter(include_in_schema=False)
MOST = 150
"""Records on one page: a report with more has several."""
UNSURE = 0.5
"""A record with a lower score that nobody has judged is marked as unsure: it is as likely wrong as right."""
MOST_COPIES = 20


def report_address(identifier: str, record: str = "") -> str:
    """The address of a report's page; with ``record``, of that record on it."""
    found = "/reports/" + quote(identifier.encode("utf8", "replace"), safe="")
    return f"{found}?at={quote(record, safe='')}#{quote(record, safe='')}" if record else found


templates.globals["report_address"] = report_address


@router.get("/reports/{identifier:path}")
def one_report(
    request: Request, identifier: str, version: str | None = None, p: int = 1, at: str = "", done: str = ""
) -> Response:
    """A report; ``p`` is the page of its records, ``at`` a record to show, ``done`` the last decision."""
    store = desk(request).store
    ids = store.record_ids(identifier, version)
    names, p, pages = page_of([name for _, name in ids], p, at)
    report = store.report(identifier, version, rejected=True, only=set(names) if pages > 1 else None)
    if report is None:
        raise HTTPException(404, f"there is no report {identifier!r} in this store")
    totals = Counter(kind for kind, _ in ids)
    return shown(request, report, kept=True, version=version, p=p, pages=pages, done=done, totals=totals)


def shown(
    request: Request,
    report: Report,
    *,
    kept: bool,
    version: str | None = None,
    p: int = 1,
    pages: int = 1,
    done: str = "",
    totals: Mapping[str, int] | None = None,
) -> Response:
    """The page of a report, kept in the store or not; with several ``pages``, ``report`` has the records of one."""
    store = desk(request).store
    counts = totals or {kind: len(getattr(report, f"{kind}s")) for kind in KINDS}
    cut = not kept and sum(counts.values()) > MOST
    if cut:
        report = first_of(report)
    part = report if pages == 1 and not cut else replace(report, times=(), places=())
    decisions = store.judgements(report=report.id) if kept else []
    decided = store.decided(report.id) if decisions and version is None else {}
    last = next((j for j in decisions if j.id == done), None)
    marks = [mark for mark in marks_of(part) if decided.get(mark.record) != "reject"]
    own = [("version", version)] if version else []
    url = report.url if (report.url or "").startswith(("https://", "http://")) else None
    path = report_address(report.id)
    return form_page(
        request, "report.html", report=report, head=head_line(report), notes=notes_of(report), url=url, kept=kept,
        text=marked(report, marks), sections=sections(part, decided, undo_of(decisions)), roles=ROLES[:-1],
        actors=part.actors, cut=MOST if cut else 0,
        copies=copies(store, report.id) if kept else [],
        others=told_elsewhere(store, report.id) if kept else [], p=p, pages=pages, last=last,
        pager=[(n, address(path, [*own, *([("p", str(n))] if n > 1 else [])])) for n in range(1, pages + 1)],
        judging=kept and version is None and not store.database.readonly, json_url="/api/v1" + path,
        here=address(path, [("p", str(p))] if p > 1 else []),
        totals={f"{kind.capitalize()}s": counts.get(kind, 0) for kind in KINDS},
    )  # fmt: skip


def first_of(report: Report, most: int | None = None) -> Report:
    """A report with its first records alone, events first: one that is not kept has no other pages to lead to."""
    left = MOST if most is None else most
    kept: dict[str, Any] = {}
    for kind in KINDS:
        kept[f"{kind}s"] = getattr(report, f"{kind}s")[:left]
        left -= len(kept[f"{kind}s"])
    return replace(report, **kept)


def page_of(ids: list[str], p: int, at: str) -> tuple[list[str], int, int]:
    """The records of page ``p`` (or of the page that has ``at``), that page and how many there are."""
    pages = max(1, -(-len(ids) // MOST))
    if at in ids:
        p = ids.index(at) // MOST + 1
    p = min(max(1, p), pages)
    return ids[(p - 1) * MOST : p * MOST], p, pages


def notes_of(report: Report) -> list[str]:
    """What went wrong."""
    notes = [f"not read: {report.skipped}"] if report.skipped else []
    return notes + [f"{problem.stage}: {problem.message}" for problem in report.problems]


def sections(
    report: Report, decided: Mapping[str, str], undoable: Mapping[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The records by kind, each with what the template shows."""
    speakers = speakers_of(report)
    events = [
        {"kind": "event", "line": event_line(e, speakers), "whys": event_reasons(e), "score": e.score, "id": e.id}
        for e in report.events
    ]
    statements = [
        {"kind": "statement", "line": statement_line(s), "whys": statement_reasons(s), "score": s.score, "id": s.id}
        for s in report.statements
    ]
    agreements: list[dict[str, Any]] = [
        {"kind": "agreement", "text": agreement_sentence(a), "id": a.id, "whys": []} for a in report.agreements
    ]
    out: list[tuple[str, list[dict[str, Any]]]]
    out = [("Events", events), ("Statements", statements), ("Agreements", agreements)]
    for _, items in out:
        for item in items:
            item["judged"] = decided.get(item["id"])
            item["undo"] = undoable.get(item["id"])
            item["unsure"] = item["judged"] is None and item.get("score", 1.0) < UNSURE
    return [(name, items) for name, items in out if items or name != "Agreements"]


def undo_of(decisions: Iterable[Judgement]) -> dict[str, str]:
    """The last decision about each record that could be taken back."""
    out: dict[str, str] = {}
    for judgement in live(decisions):
        out[judgement.record or content_id("e", judgement.id)] = judgement.id
    return out


def copies(store: Store, report_id: str) -> list[dict[str, Any]]:
    """Reports with the same text: the one that this one copies, and those that copy it."""
    db = store.database.reader
    origin = next(rows(db, "SELECT ifnull(copy_of, id) FROM report WHERE id = ? AND current = 1", (report_id,)), None)
    if origin is None:
        return []
    sql = (
        "SELECT id, title, published, publisher FROM report WHERE current = 1 AND id <> ?1 "
        "AND (id = ?2 OR copy_of = ?2) ORDER BY published, id LIMIT ?3"
    )
    found = rows(db, sql, (report_id, origin[0], MOST_COPIES))
    return [dict(zip(("id", "title", "published", "publisher"), row, strict=True)) for row in found]


def told_elsewhere(store: Store, report_id: str) -> list[tuple[str, str, int]]:
    """Incidents of this report that others tell, too: address, headline and by how many, the most told first."""
    sql = (
        "SELECT DISTINCT i.id, i.reports, json_extract(i.record, '$.headline') FROM report r "
        "JOIN event e ON e.report = r.key JOIN incident_event n ON n.event = e.key "
        "JOIN incident i ON i.key = n.incident "
        "WHERE r.id = ? AND r.current = 1 AND i.reports > 1 AND i.stale = 0 ORDER BY i.reports DESC, i.key LIMIT ?"
    )
    found = rows(store.database.reader, sql, (report_id, MOST_COPIES))
    return [(f"/incidents/{quote(name, safe='')}", headline, n) for name, n, headline in found]


def link_of(actor: Actor) -> str:
    """The address of an actor's page."""
    return link_of_id(actor.id)


def link_of_id(identifier: str) -> str:
    """The address of the page of an actor's id."""
    return "/actors/" + quote(identifier.encode("utf8", "replace"), safe="")


templates.globals["actor_address"] = link_of
