"""Actors: the list of the busiest, and a page for each."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.resolve.actors import load_knowledge
from dragoman.store.profile import Profile, profile
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import address, split
from dragoman.web.charts import QUAD_CLASSES, Chart, stacked_bars
from dragoman.web.forms import form_page
from dragoman.web.identity import tie_data, ties
from dragoman.web.pages_report import link_of_id, report_address
from dragoman.web.saying import day_words, event_line, statement_line

router = APIRouter(include_in_schema=False)
MOST_ACTORS, MOST_MONTHS, SHOWN = 200, 48, 8
QUAD_NAMES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
KINDS = ("country", "body", "person", "group", "unknown")


@router.get("/actors")
def actors(request: Request) -> Response:
    """The actors of the store, the busiest first."""
    _, filters = split(request.query_params)
    found = desk(request).store.actors(limit=MOST_ACTORS, **filters)
    asked = {name: request.query_params.get(name, "") for name in ("name", "country", "kind")}
    return page(
        request,
        "actors.html",
        actors=[(one, link_of_id(one.id)) for one in found],
        asked=asked,
        kinds=KINDS,
        most=MOST_ACTORS,
    )


@router.get("/actors/{identifier:path}")
def actor(request: Request, identifier: str, done: str = "") -> Response:
    """One actor: offices, names, with whom, statements, what it was merged from. ``.json`` gives the same as data."""
    store = desk(request).store
    as_json = identifier.endswith(".json")
    found = profile(store, identifier.removesuffix(".json"))
    if found is None:
        raise HTTPException(404, f"there is no actor {identifier!r} in this store")
    one = found.actor
    spells = load_knowledge().people.spells(one.id)
    offices = [(s.start or "", s.end or "", s.open, s.office) for s in sorted(spells, key=lambda s: s.start or "")]
    decisions = ties(store, one.id)
    if as_json:
        return data(request, as_data(found, offices) | {"decisions": tie_data(decisions)})
    try:
        about = store.statements(about=one.name).page(SHOWN).items
    except UsageError:  # nobody says anything about it
        about = ()
    last = next((j for j in store.judgements() if j.id == done), None) if done else None
    return form_page(
        request, "actor.html", actor=one, ties=decisions, last=last, here=link_of_id(one.id),
        merge=address("/merge", [("actor", one.id)]), split=address("/split", [("actor", one.id)]),
        writable=not store.database.readonly, profile=found, offices=offices, chart=over_time(found),
        said=[_row(hit) for hit in found.said], about=[_row(hit) for hit in about],
        events=[_row(hit) for hit in found.events], json_url=f"{link_of_id(one.id)}.json",
        partners=[(n, c, a, b, link_of_id(i)) for i, n, c, a, b in found.partners],
        lists={"events": address("/events", [("either", one.name)]), "said": address("/statements", [("by", one.name)]),
               "about": address("/statements", [("about", one.name)])},
    )  # fmt: skip


def _row(hit: Any) -> dict[str, Any]:
    event = hit.kind == "event"
    line = event_line(hit.record) if event else statement_line(hit.record)
    return {"hit": hit, "line": line, "event": event, "to": report_address(hit.report["id"], hit.id),
            "date": day_words(hit.report["published"], short=True)}  # fmt: skip


def over_time(found: Profile) -> Chart | None:
    """Events by month and quad class, or by year where there are many months; None where there are too few."""
    months = dict(found.months)
    if len(months) < 2:  # noqa: PLR2004 - one bar tells nothing over time
        return None
    labels = _months_between(min(months), max(months))
    if len(labels) > MOST_MONTHS:
        years: dict[str, list[int]] = {}
        for month, counts in months.items():
            year = years.setdefault(month[:4], [0, 0, 0, 0])
            years[month[:4]] = [a + b for a, b in zip(year, counts, strict=True)]
        labels = [str(y) for y in range(int(min(years)), int(max(years)) + 1)]
        if len(labels) > MOST_MONTHS:  # a stray date of another century would make the rest too thin to see
            labels = sorted(years)[-MOST_MONTHS:]
        values = {year: tuple(counts) for year, counts in years.items()}
    else:
        values = {month: tuple(counts) for month, counts in months.items()}
    empty = (0, 0, 0, 0)
    series = [
        (look, QUAD_NAMES[i], [values.get(label, empty)[i] for label in labels]) for i, look in enumerate(QUAD_CLASSES)
    ]
    return stacked_bars(f"Events with {found.actor.name} by date of the event", labels, series)


def _months_between(first: str, last: str) -> list[str]:
    a, b = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(a, min(b, a + 12 * 400) + 1)]


def as_data(found: Profile, offices: list[tuple[str, str, bool, str]]) -> dict[str, Any]:
    """The page as plain data."""
    names = ("from", "to", "open", "office")
    return {
        **found.actor.to_dict(), "offices": [dict(zip(names, spell, strict=True)) for spell in offices],
        "names": [{"text": text, "count": n} for text, n in found.names],
        "partners": [dict(zip(("id", "name", "code", "acts", "receives"), p, strict=True)) for p in found.partners],
        "months": [{"month": m, **dict(zip(QUAD_NAMES, n, strict=True))} for m, n in found.months],
        "types": [{"type": t, "acts": a, "receives": b} for t, a, b in found.types],
    }  # fmt: skip
