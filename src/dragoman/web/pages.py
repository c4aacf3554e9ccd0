"""Pages for persons: rendered here, usable without JavaScript; the address holds the whole state."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dragoman.errors import DragomanError, UsageError
from dragoman.ontology import load_ontology
from dragoman.store import Hit
from dragoman.store.grammar import FILTERS
from dragoman.web import navigation  # noqa: F401 - gives the templates the bar
from dragoman.web.answers import page
from dragoman.web.api import desk, listing
from dragoman.web.asking import Pairs, address, ask, export, split
from dragoman.web.pages_report import report_address, shown
from dragoman.web.saying import day_words, event_line, statement_line

router = APIRouter(include_in_schema=False)
RECENT, FOUND, MOST_ACTORS, TOP = 12, 50, 200, 8
FACETED = {
    "event": ("type", "actor", "recipient", "quad", "status", "place", "year", "publisher"),
    "statement": ("by", "code", "kind", "about", "publisher"),
}
FORM = {
    "event": ("actor", "recipient", "either", "type", "mode", "status", "place", "since", "until", "text"),
    "statement": ("by", "about", "kind", "text"),
}
NOBODY = "---"
"""Head of a code whose country cannot be told: counted, but no filter asks for it."""
MEASURED = (
    ("Types of events", "who did what to whom, by hand on reports the model has not seen", "dragoman eval gold"),
    ("Statements", "who says what, on PolNeAR's test part", "dragoman eval polnear"),
    ("Dates", "time expressions and their values", "dragoman eval dates"),
    ("Places", "place names and what they stand for", "dragoman eval places"),
    ("Actors", "names, offices and their codes", "dragoman eval actors"),
)


@router.get("/")
def home(request: Request) -> Response:
    """Read now, and the newest reports."""
    store = desk(request).store
    recent = list(islice(store.reports(), RECENT))
    return page(request, "home.html", counts=store.counts(), reports=recent, readonly=store.database.readonly)


@router.post("/read")
async def read_now(request: Request) -> Response:
    """Read what was pasted; keep it where that was asked for."""
    form = await request.form()
    names = ("text", "title", "published", "url", "publisher")
    given = {name: str(form.get(name) or "").strip() for name in names}
    keep = form.get("store") is not None
    try:
        if not given["text"]:
            raise UsageError("paste a report first")
        # Browsers send CRLF; the report's own line ends were LF or are lost anyhow.
        given["text"] = given["text"].replace("\r\n", "\n")
        report = await run_in_threadpool(desk(request).read, given, keep=keep)
    except DragomanError as error:
        store = desk(request).store
        return page(
            request, "home.html", 400, counts=store.counts(), reports=list(islice(store.reports(), RECENT)),
            readonly=store.database.readonly, given=given, wrong=str(error),
        )  # fmt: skip
    if keep:
        return RedirectResponse(report_address(report.id), 303)
    return shown(request, report, kept=False)


@router.get("/{kind}s.{form}")
def as_file(request: Request, kind: str, form: str) -> Response:
    """The address of a list with .json (the same page) or .csv (everything found)."""
    if kind not in FACETED or form not in {"json", "csv"}:
        raise HTTPException(404, f"there is no {kind}s.{form}")
    if form == "json":
        return listing(request, kind)
    return export(desk(request).store, kind, "csv", request.query_params, "limit", "cursor")


@router.get("/events")
def events(request: Request) -> Response:
    """Events with facets and filters."""
    return listed(request, "event", "Events")


@router.get("/statements")
def statements(request: Request) -> Response:
    """Statements with facets and filters."""
    return listed(request, "statement", "Statements")


def listed(request: Request, kind: str, title: str) -> Response:
    """A list of records; a wrong filter is told above an empty list."""
    path, query = request.url.path, request.query_params
    pairs: Pairs = [(n, v) for n, v in query.multi_items() if n != "cursor" and v]
    given: dict[str, Any] = {
        "kind": kind, "title": title, "fields": fields(kind, query), "chosen": chosen(path, pairs),
        "sorts": ("published", "date", "score") if kind == "event" else ("published", "score"),
        "sort": query.get("sort") or "published",
        "json_url": address(f"{path}.json", pairs), "csv_url": address(f"{path}.csv", pairs),
        "other": [(n, v) for n, v in pairs if n not in (*FORM[kind], "sort")],
    }  # fmt: skip
    try:
        results, found = ask(desk(request).store, kind, query)
        _, filters = split(query, "limit", "cursor", "sort")
        counts = desk(request).store.facets(kind, list(FACETED[kind]), top=TOP, **filters)
    except UsageError as error:
        return page(request, "list.html", 400, wrong=str(error), count=0, rows=[], facets=[], **given)
    onward = address(path, [*pairs, ("cursor", found.next)]) if found.next else None
    return page(
        request, "list.html", count=results.count(), rows=[row(hit) for hit in found.items], onward=onward,
        facets=facet_links(path, pairs, counts), first=address(path, pairs) if query.get("cursor") else None, **given,
    )  # fmt: skip


def row(hit: Hit[Any]) -> dict[str, Any]:
    """A line of a list."""
    record, event = hit.record, hit.kind == "event"
    out = {"hit": hit, "record": record, "report": report_address(hit.report["id"], record.id)}
    out["line"] = event_line(record) if event else statement_line(record)
    out["date"] = day_words(record.when.value if event else hit.report["published"])
    out["evidence"] = " ".join(" ".join(span.text for span in record.evidence).split()) if event else ""
    return out


def fields(kind: str, query: Any) -> list[dict[str, Any]]:
    """The fields of the form, with what stands in them. A field with several values shows the first."""
    ontology = load_ontology()
    options = {
        "type": list(ontology.types), "status": ["actual", "future", "hypothetical", "negated"],
        "kind": ["direct", "indirect", "mixed"],
    }  # fmt: skip
    return [
        {"name": name, "help": FILTERS[name].help, "values": query.getlist(name) or [""], "options": options.get(name)}
        for name in FORM[kind]
    ]


def chosen(path: str, pairs: Pairs) -> list[tuple[str, str, str]]:
    """What is asked for: name, value, and the address without it."""
    return [
        (name.replace("_", " "), value, address(path, pairs[:i] + pairs[i + 1 :]))
        for i, (name, value) in enumerate(pairs)
        if name not in {"sort", "limit"}
    ]


def facet_links(path: str, pairs: Pairs, counts: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facets whose values are links that add them to the filter, or take them out."""
    out = []
    for name, values in counts.items():
        lines = []
        for value, n in values:
            pair = ("by" if name == "code" else name, value)
            on = pair in pairs
            to = address(path, [p for p in pairs if p != pair] if on else [*pairs, pair])
            if name == "year":
                rest = [p for p in pairs if p[0] not in {"since", "until"}]
                to = address(path, [*rest, ("since", value), ("until", value)])
            lines.append({"value": value, "count": n, "on": on, "to": None if value == NOBODY else to})
        if lines:
            out.append((name, lines))
    return out


@router.get("/actors")
def actors(request: Request) -> Response:
    """The actors of the store, the busiest first."""
    _, filters = split(request.query_params)
    found = desk(request).store.actors(limit=MOST_ACTORS, **filters)
    known = [(one, address("/events", [("either", one.name)])) for one in found]
    return page(request, "actors.html", actors=known, name=request.query_params.get("name", ""), most=MOST_ACTORS)


@router.get("/search")
def search(request: Request) -> Response:
    """Reports that hold all the words."""
    words = request.query_params.get("q", "").strip()
    store = desk(request).store
    found = list(islice(store.reports(text=words), FOUND)) if words else []
    return page(request, "search.html", words=words, reports=found, most=FOUND)


@router.get("/about")
def about(request: Request) -> Response:
    """Version, model, store, and how accuracy is measured."""
    here = desk(request)
    model = Path(here.reader.settings.model).name  # a folder's whole path is nobody's business
    return page(request, "about.html", counts=here.store.counts(), model=model, measured=MEASURED)
