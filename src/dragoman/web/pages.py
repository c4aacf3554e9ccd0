"""Pages for persons: rendered here, usable without JavaScript; the address holds the whole state."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dragoman import __version__
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
RECENT, FOUND, TOP = 12, 30, 8
FACETED = {
    "event": ("type", "actor", "recipient", "quad", "status", "place", "year", "publisher"),
    "statement": ("by", "code", "kind", "about", "publisher"),
}
FORM = {
    "event": ("actor", "recipient", "either", "type", "mode", "status", "place", "since", "until", "text"),
    "statement": ("by", "about", "kind", "text"),
}
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


def listed(request: Request, kind: str, title: str, template: str = "list.html", **more: Any) -> Response:
    """A list of records; a wrong filter is told above an empty list."""
    path, query = request.url.path, request.query_params
    pairs: Pairs = [(n, v) for n, v in query.multi_items() if n != "cursor" and v]
    given: dict[str, Any] = {
        "kind": kind, "title": title, "fields": fields(kind, query), "chosen": chosen(path, pairs),
        "summary": in_words(kind, pairs), "cited": citation(kind, request),
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
        return page(request, template, 400, wrong=str(error), count=0, rows=[], facets=[], **given, **more)
    onward = address(path, [*pairs, ("cursor", found.next)]) if found.next else None
    return page(
        request, template, count=results.count(), rows=[row(hit) for hit in found.items], onward=onward,
        facets=facet_links(path, pairs, counts), first=address(path, pairs) if query.get("cursor") else None,
        **given, **more,
    )  # fmt: skip


def row(hit: Hit[Any]) -> dict[str, Any]:
    """A line of a list."""
    record, event = hit.record, hit.kind == "event"
    out = {"hit": hit, "record": record, "report": report_address(hit.report["id"], record.id)}
    out["line"] = event_line(record, dated=False) if event else statement_line(record)
    out["date"] = day_words(record.when.value if event else hit.report["published"], short=True)
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


PHRASES = {
    "actor": "by {}", "recipient": "towards {}", "either": "with {} on either side", "dyad": "between {}",
    "country": "with {}", "sector": "of the sector {}", "type": "of the type {}", "mode": "of the mode {}",
    "quad": "of {}", "context": "in the context {}", "status": "that are {}", "place": "in {}", "since": "since {}",
    "until": "until {}", "year": "in the year {}", "published_since": "reported since {}",
    "published_until": "reported until {}", "publisher": "published by {}", "by": "said by {}", "about": "about {}",
    "kind": "of the kind {}", "text": "from reports with the words “{}”", "confidence": "with a score of at least {}",
    "judged": "judged as {}", "report": "of the report {}", "box": "within {}", "radius": "around {}",
}  # fmt: skip


def in_words(kind: str, pairs: Pairs) -> str:
    """The filter in plain words: "Events by CHN, towards JPN or KOR, not of the type CONSULT"."""
    asked: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in {"sort", "limit", "copies"}:
            asked.setdefault(name, []).append(value.replace("..", " and ") if name.endswith("dyad") else value)
    parts = []
    for name, values in asked.items():
        base = name.removeprefix("not_")
        phrase = PHRASES.get(base, base.replace("_", " ") + " {}").format(" or ".join(values))
        parts.append(f"not {phrase}" if base != name else phrase)
    if ("copies", "one") in pairs:
        parts.append("without copies of reports")
    return f"{kind.capitalize()}s{' ' if parts else ''}{', '.join(parts)}"


def citation(kind: str, request: Request) -> str:
    """How to cite what the page shows."""
    query = f"?{request.url.query}" if request.url.query else ""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    return f"{kind.capitalize()}s coded by dragoman {__version__} (PLOVER), filter {request.url.path}{query}, {day}."


def facet_links(path: str, pairs: Pairs, counts: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Facets whose values are links that add them to the filter, or take them out."""
    out = []
    for name, values in counts.items():
        lines = []
        for value, n in values:
            pair = ("by" if name == "code" else name, value)
            on = pair in pairs
            to = address(path, [p for p in pairs if p != pair] if on else [*pairs, pair])
            negated = f"not_{pair[0]}"
            out_of = address(path, [*pairs, (negated, value)]) if negated in FILTERS and not on else None
            lines.append({"value": value, "count": n, "on": on, "to": to, "out": out_of})
        if lines:
            out.append((name, lines))
    return out


@router.get("/search")
def search(request: Request) -> Response:
    """Reports that hold all the words, the best first, with the words in their place."""
    asked = request.query_params
    words, sort = asked.get("q", "").strip(), asked.get("sort") or "relevance"
    store = desk(request).store
    given: dict[str, Any] = {"words": words, "sort": sort, "count": 0, "reports": ()}
    pairs = [(n, v) for n, v in (("q", words), ("sort", sort if sort != "relevance" else "")) if v]
    if words:
        try:
            results = store.reports(sort=sort, text=words)
            found = results.page(FOUND, asked.get("cursor"))
        except UsageError as error:
            return page(request, "search.html", 400, wrong=str(error), **given)
        given |= {"count": results.count(), "reports": found.items}
        given["onward"] = address("/search", [*pairs, ("cursor", found.next)]) if found.next else None
    other = "published" if sort == "relevance" else "relevance"
    given["other"] = (other, address("/search", [("q", words), ("sort", other)]))
    more = [(k, address(f"/{k}s", [("text", words)])) for k in ("event", "statement")] if words else []
    return page(request, "search.html", more=more, **given)


@router.get("/about")
def about(request: Request) -> Response:
    """Version, model, store, and how accuracy is measured."""
    here = desk(request)
    model = Path(here.reader.settings.model).name  # a folder's whole path is nobody's business
    return page(request, "about.html", counts=here.store.counts(), model=model, measured=MEASURED)
