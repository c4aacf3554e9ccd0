"""Incidents: each once however many reports tell it; one of them with all accounts and where they differ."""

from __future__ import annotations

import functools
from itertools import islice
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.ontology import QUADS, load_ontology
from dragoman.records import Incident
from dragoman.render.words import VERBS, one_line
from dragoman.store import Hit, Store
from dragoman.store.incident_filters import INCIDENT_FILTERS, INCIDENT_SORTS
from dragoman.store.sql import maybe
from dragoman.web.answers import data, page, templates
from dragoman.web.api import desk
from dragoman.web.asking import PAGE, Pairs, address, split, whole
from dragoman.web.pages import chosen, in_words
from dragoman.web.pages_report import report_address
from dragoman.web.saying import Line, day_words, event_line, plural
from dragoman.web.tables import as_csv, form_fields, pairs_of, words_at

router = APIRouter(include_in_schema=False)
FORM = ("actor", "recipient", "either", "type", "status", "place", "since", "until", "told", "conflicts")
SINGLE = ("since", "until", "published_since", "published_until", "told", "conflicts")
COLUMNS = (
    "id", "date", "type", "mode", "quad", "status", "actors", "recipients", "place", "reports", "distinct",
    "first_published", "last_published", "conflicts", "story", "score", "headline",
)  # fmt: skip
MOST_ACCOUNTS, MOST_ROWS = 60, 10_000
_STATUS = {"future": "to come", "hypothetical": "hypothetical", "negated": "said not to be so"}


def incident_address(identifier: str) -> str:
    """The address of an incident's page."""
    return "/incidents/" + quote(identifier, safe="")


templates.globals["incident_address"] = incident_address


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """The list, with filters; the last told first."""
    query = request.query_params
    pairs = pairs_of(query, "cursor")
    given: dict[str, Any] = {
        "fields": form_fields(query, {n: INCIDENT_FILTERS[n] for n in FORM}, options()), "sorts": tuple(INCIDENT_SORTS),
        "sort": query.get("sort") or "published", "chosen": chosen("/incidents", pairs), "summary": told_words(pairs),
        "other": [(n, v) for n, v in pairs if n not in (*FORM, "sort")], "first": None, "onward": None,
        "json_url": address("/incidents.json", pairs), "csv_url": address("/incidents.csv", pairs),
    }  # fmt: skip
    try:
        found, part = listing(request)
    except UsageError as error:
        return page(request, "incidents.html", 400, wrong=str(error), count=0, rows=[], **given)
    given["onward"] = address("/incidents", [*pairs, ("cursor", part.next)]) if part.next else None
    given["first"] = address("/incidents", pairs) if query.get("cursor") else None
    linked = maybe(desk(request).store.database.reader, "SELECT 1 FROM incident LIMIT 1") is not None
    shown = [row(one) for one in part.items]
    return page(request, "incidents.html", count=found.count(), rows=shown, linked=linked, **given)


@router.get("/incidents.json")
def as_json(request: Request) -> Response:
    """The same page as data."""
    found, part = listing(request)
    return data(request, {"items": [i.to_dict() for i in part.items], "count": found.count(), "cursor": part.next})


@router.get("/incidents.csv")
def as_file(request: Request) -> Response:
    """Everything found, as CSV."""
    mine, filters = asked(request)
    found = desk(request).store.incidents(sort=mine.get("sort") or "published", **filters)
    return as_csv("incidents", COLUMNS, (cells(one) for one in islice(found, MOST_ROWS)))


def asked(request: Request) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Parameters of the page, and filters; raises ``UsageError`` for two values where one is meant."""
    mine, filters = split(request.query_params, "limit", "cursor", "sort")
    for name in SINGLE:
        if len(filters.get(name, ())) > 1:
            raise UsageError(f"filter {name}: give one value, not several")
    return mine, filters


def listing(request: Request) -> Any:
    """What is found, and one page of it."""
    mine, filters = asked(request)
    found = desk(request).store.incidents(sort=mine.get("sort") or "published", **filters)
    return found, found.page(whole("limit", mine.get("limit") or None, PAGE, 1000), mine.get("cursor"))


@functools.cache
def options() -> dict[str, tuple[str, ...]]:
    """Filters whose values are a closed list."""
    return {
        "type": tuple(load_ontology().types), "status": ("actual", "future", "hypothetical", "negated"),
        "conflicts": ("yes", "no"),
    }  # fmt: skip


def told_words(pairs: Pairs) -> str:
    """The filter in plain words."""
    own = {"told": "told by at least {} distinct reports", "story": "of the story {}"}
    rest = [(n, v) for n, v in pairs if n not in {*own, "conflicts"}]
    said = in_words("incident", rest)
    for name, value in pairs:
        if name in own:
            said += f", {own[name].format(value)}"
        if name == "conflicts":
            said += ", whose accounts differ" if value == "yes" else ", whose accounts agree"
    return said.replace("Incidents,", "Incidents", 1)


def incident_line(one: Incident) -> Line:
    """Who did what to whom, in one line, and the rest."""
    verb, link = VERBS.get(one.type, (one.type.lower(), "towards"))
    sides = [
        list(dict.fromkeys(one_line(a.name) for a in side if a.name != "unknown"))
        for side in (one.actors, one.recipients)
    ]
    who, whom = (" and ".join([", ".join(s[:-1]), s[-1]] if len(s) > 1 else s) for s in sides)
    if len(sides[0]) > 1:
        verb = plural(verb)
    more = (f"{one.type}/{one.mode}" if one.mode else one.type, one_line(one.place.name) if one.place else "",
            _STATUS.get(one.status, ""))  # fmt: skip
    who = who[:1].upper() + who[1:]
    return Line(who or "Somebody", f"{verb} {link}".strip() if whom else verb, whom, tuple(m for m in more if m))


def row(one: Incident) -> dict[str, Any]:
    """A line of a list."""
    return {
        "one": one, "line": incident_line(one), "to": incident_address(one.id),
        "date": day_words(one.date, short=True), "quad": one.quad,
        "differ": ", ".join(c.slot if c.about in {"", c.slot} else f"{c.slot} {c.about}" for c in one.conflicts),
    }  # fmt: skip


def cells(one: Incident) -> tuple[Any, ...]:
    """A row of ``COLUMNS``."""
    flat: dict[str, Any] = one.to_dict()
    flat |= {
        "actors": "; ".join(a.code for a in one.actors), "recipients": "; ".join(a.code for a in one.recipients),
        "place": one.place.name if one.place else None, "reports": len(one.reports),
        "conflicts": "; ".join(
            f"{c.slot} {c.about}: {' or '.join(a.value for a in c.accounts)}" for c in one.conflicts
        ),
    }  # fmt: skip
    return tuple(flat[name] for name in COLUMNS)


@router.get("/incidents/{identifier}")
def incident(request: Request, identifier: str) -> Response:
    """One incident: all accounts, where they differ, why they are taken for one, and what persons decided."""
    store, name = desk(request).store, identifier
    form = next((f for f in (".json", ".csv") if identifier.endswith(f)), "")
    one = store.incident(name.removesuffix(form))
    if one is None:
        raise HTTPException(404, f"there is no incident {identifier!r} in this store; dragoman link makes them")
    hits = [hit for event in one.events[:MOST_ACCOUNTS] if (hit := store.event(event))]
    hits.sort(key=lambda hit: (hit.report["published"] or "9999", hit.id))
    if form == ".json":
        links = {link.a + link.b: link.to_dict() for event in one.events[:MOST_ACCOUNTS] for link in store.links(event)}
        return data(request, one.to_dict() | {"accounts": [h.to_dict() for h in hits], "links": [*links.values()]})
    if form == ".csv":
        names = ("event", "report", "publisher", "published", "date", "actors", "recipients", "place", "words", "url")
        return as_csv("incident", names, (_flat(account(hit)) for hit in hits))
    titles = {hit.report["id"]: hit.report for hit in hits}
    story = store.story(one.story) if one.story else None
    return page(
        request, "incident.html", one=one, line=incident_line(one), date=day_words(one.date), quad=QUADS.get(one.quad),
        accounts=[account(hit) for hit in hits], hidden=max(0, len(one.events) - MOST_ACCOUNTS), story=story,
        conflicts=[(c, [(a.value, [_short(titles.get(r), r) for r in a.reports]) for a in c.accounts])
                   for c in one.conflicts],
        reasons=reasons(store, one), judgements=[j for e in one.events for j in store.judgements(record=e)],
        json_url=incident_address(one.id) + ".json", csv_url=incident_address(one.id) + ".csv",
    )  # fmt: skip


def account(hit: Hit[Any]) -> dict[str, Any]:
    """How one report tells it."""
    event, report = hit.record, hit.report
    words = " ".join(one_line(span.text) for span in event.evidence)
    return {
        "id": hit.id, "line": event_line(event, dated=False), "words": words, "date": event.when.value,
        "day": day_words(event.when.value), "place": one_line(event.where.place.name) if event.where.place else "",
        "actors": [p.actor for p in event.actors], "recipients": [p.actor for p in event.recipients],
        "at": words_at(report["url"], one_line(event.evidence[0].text)), "to": report_address(report["id"], hit.id),
        "title": report["title"] or report["id"], "publisher": report["publisher"], "published": report["published"],
        "report": report["id"], "copy_of": report["copy_of"], "judged": hit.judged, "score": event.score,
        "url": report["url"],
    }  # fmt: skip


def _flat(told: dict[str, Any]) -> tuple[Any, ...]:
    sides = ("; ".join(a.code for a in told[side]) for side in ("actors", "recipients"))
    return (*(told[n] for n in ("id", "report", "publisher", "published", "date")), *sides, told["place"],
            told["words"], told["url"])  # fmt: skip


def _short(report: dict[str, Any] | None, identifier: str) -> tuple[str, str]:
    """What an account is called, and its address."""
    if report is None:
        return identifier, report_address(identifier)
    said = ", ".join(part for part in (report["publisher"] or report["title"], report["published"]) if part)
    return said or identifier, report_address(identifier)


def reasons(store: Store, one: Incident) -> list[tuple[float, list[str]]]:
    """The strongest links between the accounts, with what speaks for them."""
    links = {(link.a, link.b): link for event in one.events[:MOST_ACCOUNTS] for link in store.links(event)}
    best = sorted(links.values(), key=lambda link: -link.score)[:5]
    return [(link.score, [why.note for why in link.reasons if why.note]) for link in best]
