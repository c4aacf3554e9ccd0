"""Stories: reports that belong to one affair over time; and what is new since a day."""

from __future__ import annotations

from itertools import islice
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.records import Incident, Story
from dragoman.store import Store
from dragoman.store.incident_filters import STORY_FILTERS, STORY_SORTS
from dragoman.store.incidents import StoryNews
from dragoman.store.sql import maybe, rows
from dragoman.web.answers import data, page, templates
from dragoman.web.api import desk
from dragoman.web.asking import PAGE, Pairs, address, split, whole
from dragoman.web.pages import chosen
from dragoman.web.pages_incidents import COLUMNS as INCIDENT_COLUMNS
from dragoman.web.pages_incidents import cells, row
from dragoman.web.saying import day_words
from dragoman.web.tables import as_csv, form_fields, pairs_of

router = APIRouter(include_in_schema=False)
FORM = tuple(STORY_FILTERS)
COLUMNS = ("id", "title", "first", "last", "reports", "distinct", "words")
PHRASES = {
    "since": "with a report since {}", "until": "begun until {}", "text": "from reports with the words “{}”",
    "either": "with {} in its incidents", "told": "told by at least {} distinct reports", "report": "of the report {}",
}  # fmt: skip
MOST_ROWS, MOST_INCIDENTS, MOST_REPORTS, FRESH = 10_000, 200, 200, 6


def story_address(identifier: str) -> str:
    """The address of a story's page."""
    return "/stories/" + quote(identifier, safe="")


templates.globals["story_address"] = story_address


@router.get("/stories")
def stories(request: Request) -> Response:
    """The list, the last told first; without a filter those that at least two distinct reports tell."""
    query = request.query_params
    pairs = pairs_of(query, "cursor")
    given: dict[str, Any] = {
        "fields": form_fields(query, dict(STORY_FILTERS), {}), "sorts": tuple(STORY_SORTS),
        "sort": query.get("sort") or "published", "chosen": chosen("/stories", pairs), "summary": in_words(pairs),
        "other": [(n, v) for n, v in pairs if n not in (*FORM, "sort")], "first": None, "onward": None,
        "json_url": address("/stories.json", pairs), "csv_url": address("/stories.csv", pairs),
    }  # fmt: skip
    try:
        found, part = listing(request)
    except UsageError as error:
        return page(request, "stories.html", 400, wrong=str(error), count=0, stories=[], **given)
    given["onward"] = address("/stories", [*pairs, ("cursor", part.next)]) if part.next else None
    given["first"] = address("/stories", pairs) if query.get("cursor") else None
    given["linked"] = maybe(desk(request).store.database.reader, "SELECT 1 FROM story LIMIT 1") is not None
    return page(request, "stories.html", count=found.count(), stories=part.items, **given)


@router.get("/stories.json")
def as_json(request: Request) -> Response:
    """The same page as data."""
    found, part = listing(request)
    return data(request, {"items": [s.to_dict() for s in part.items], "count": found.count(), "cursor": part.next})


@router.get("/stories.csv")
def as_file(request: Request) -> Response:
    """Everything found, as CSV."""
    return as_csv("stories", COLUMNS, (_cells(one) for one in islice(listing(request)[0], MOST_ROWS)))


def _cells(one: Story) -> tuple[Any, ...]:
    return (one.id, one.title, one.first, one.last, len(one.reports), one.distinct, " ".join(one.words))


def listing(request: Request) -> Any:
    """What is found, and one page of it; raises ``UsageError`` for what is not known."""
    mine, filters = split(request.query_params, "limit", "cursor", "sort")
    asked: dict[str, Any] = {"told": ["2"], **filters} if "report" not in filters else dict(filters)
    for name in ("since", "until", "text", "told"):
        if len(asked.get(name, ())) > 1:
            raise UsageError(f"filter {name}: give one value, not several")
    found = desk(request).store.stories(sort=mine.get("sort") or "published", **asked)
    return found, found.page(whole("limit", mine.get("limit") or None, PAGE, 1000), mine.get("cursor"))


def in_words(pairs: Pairs) -> str:
    """The filter in plain words."""
    parts = [PHRASES[name].format(value) for name, value in pairs if name in PHRASES]
    return f"Stories {', '.join(parts)}" if parts else "Stories"


@router.get("/stories/{identifier}")
def story(request: Request, identifier: str) -> Response:
    """A story: its incidents in the order of what happened, and its reports."""
    store = desk(request).store
    form = next((f for f in (".json", ".csv") if identifier.endswith(f)), "")
    one = store.story(identifier.removesuffix(form))
    if one is None:
        raise HTTPException(404, f"there is no story {identifier!r} in this store; dragoman link makes them")
    told = [found for name in one.incidents[:MOST_INCIDENTS] if (found := store.incident(name))]
    if form == ".json":
        return data(request, one.to_dict() | {"told": [i.to_dict() for i in told]})
    if form == ".csv":
        return as_csv("story", INCIDENT_COLUMNS, (cells(i) for i in told))
    shown = sorted(told, key=lambda i: (i.date is None, i.date or ""))
    return page(
        request, "story.html", story=one, rows=[row(i) for i in shown], reports=heads(store, one.reports),
        hidden=max(0, len(one.incidents) - MOST_INCIDENTS), first=day_words(one.first), last=day_words(one.last),
        timeline_url=address("/timeline", [("story", one.id), ("by", "day")]),
        json_url=story_address(one.id) + ".json", csv_url=story_address(one.id) + ".csv",
    )  # fmt: skip


def heads(store: Store, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Title, day and publisher of reports, the earliest first."""
    marks = ", ".join("?" * len(names[:MOST_REPORTS]))
    sql = (
        f"SELECT id, title, published, publisher FROM report WHERE current = 1 AND id IN ({marks}) "  # noqa: S608 - marks
        "ORDER BY published, key"
    )
    columns = ("id", "title", "published", "publisher")
    return [dict(zip(columns, r, strict=True)) for r in rows(store.database.reader, sql, names[:MOST_REPORTS])]


@router.get("/news")
def news(request: Request) -> Response:
    """What is new since a day, by story: new incidents, and new accounts of known ones."""
    since = request.query_params.get("since", "").strip()
    try:
        found = fresh(request)
    except UsageError as error:
        return page(request, "news.html", 400, wrong=str(error), since=since, news=[], json_url="", csv_url="")
    pairs = pairs_of(request.query_params)
    if not since and found:
        since = max(part.story.last or "" for part in found)
    return page(
        request, "news.html", since=since, news=[_shown(part) for part in found],
        json_url=address("/news.json", pairs), csv_url=address("/news.csv", pairs),
    )  # fmt: skip


@router.get("/news.json")
def news_json(request: Request) -> Response:
    """The same as data."""
    return data(request, {"items": [part.to_dict() for part in fresh(request)]})


@router.get("/news.csv")
def news_csv(request: Request) -> Response:
    """The new incidents, and the known ones with new accounts, as CSV."""
    told = ((i, i in part.incidents) for part in fresh(request) for i in (*part.incidents, *part.changed))
    return as_csv("news", (*INCIDENT_COLUMNS, "new"), ((*cells(i), "yes" if new else "no") for i, new in told))


def fresh(request: Request) -> list[StoryNews]:
    """News; raises ``UsageError`` for no date or number."""
    mine, others = split(request.query_params, "since", "told", "limit")
    if others:
        raise UsageError(f"news have no filter {next(iter(others))!r}; there is since, told and limit")
    told = whole("told", mine.get("told") or None, 1, 1000)
    limit = whole("limit", mine.get("limit") or None, 20, 200)
    return desk(request).store.new_since(mine.get("since") or None, told=told, limit=limit)


def _shown(part: StoryNews) -> dict[str, Any]:
    def best(found: tuple[Incident, ...]) -> list[dict[str, Any]]:
        return [row(i) for i in sorted(found, key=lambda i: (-i.distinct, i.date is None, i.date or ""))[:FRESH]]

    more = max(0, len(part.incidents) - FRESH) + max(0, len(part.changed) - FRESH)
    return {"story": part.story, "begun": part.begun, "reports": len(part.reports), "new": best(part.incidents),
            "changed": best(part.changed), "more": more}  # fmt: skip
