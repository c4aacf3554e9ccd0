"""The timeline: how much happened (or was reported) when, and the acts in the order of time with their words."""

from __future__ import annotations

from itertools import groupby, islice
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.render.timeline import Line, mark_of, timeline
from dragoman.store import Store
from dragoman.store.filters import normalise
from dragoman.store.query import plan
from dragoman.store.sql import rows
from dragoman.store.terms import UNDATED
from dragoman.store.told import incidents_of, story_reports
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import Pairs, address, split, whole
from dragoman.web.charts import QUAD_CLASSES, Chart, stacked_bars
from dragoman.web.pages import chosen, citation, fields, in_words
from dragoman.web.pages_report import report_address
from dragoman.web.saying import day_words, event_line
from dragoman.web.tables import UNITS, as_csv, bucket, edges, one_of, pairs_of, window, words_at

router = APIRouter(include_in_schema=False)
OWN = ("on", "by", "p", "story")
ON = ("event", "report")
BY = ("month", "day", "week", "year")
LOOKED = 50_000
"""So many events are counted for the chart, those reported last."""
LISTED, LISTED_IN_DATA = 300, 2000
"""So many events are put together to lines, of more only those reported last; and in a file."""
SHOWN = 60
"""Lines on one page."""
QUAD_NAMES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
Counts = dict[str, list[int]]


@router.get("/timeline")
def over_time(request: Request) -> Response:
    """The chart, what lies ahead, what was (the latest first), and what has no date."""
    query = request.query_params
    pairs = pairs_of(query, "p")
    bare = [pair for pair in pairs if pair[0] not in OWN]
    given: dict[str, Any] = {
        "fields": fields("event", query), "summary": in_words("event", bare), "cited": citation("event", request),
        "chosen": [c for c in chosen("/timeline", pairs) if c[0] not in {"on", "by"}],
        "other": [p for p in pairs if p[0] not in {f["name"] for f in fields("event", query)}],
        "json_url": address("/timeline.json", pairs), "csv_url": address("/timeline.csv", pairs),
        "list_url": address("/events", bare),
    }  # fmt: skip
    try:
        on, by, p, filters = asked(desk(request).store, query)
        counts, looked, total = count(desk(request).store, filters, on, by)
        found = lines(desk(request).store, filters, LISTED)
    except UsageError as error:
        return page(request, "timeline.html", 400, wrong=str(error), total=0, listed=0, switches=[], **given)
    given |= {"switches": switches(pairs, on, by), "total": total, "looked": looked, "listed": min(total, LISTED)}
    given["chart"] = chart(counts, pairs, on, by, looked < total)
    return page(request, "timeline.html", **given, **listed(found, pairs, on, p))


@router.get("/timeline.json")
def as_json(request: Request) -> Response:
    """The counts and the lines as data."""
    store = desk(request).store
    on, by, _, filters = asked(store, request.query_params)
    counts, looked, total = count(store, filters, on, by)
    found = [line.to_dict() for line, _ in lines(store, filters, LISTED_IN_DATA)]
    periods = [{"period": period, **dict(zip(QUAD_NAMES, n, strict=True))} for period, n in sorted(counts.items())]
    return data(request, {"on": on, "by": by, "events": total, "counted": looked, "periods": periods, "items": found})


@router.get("/timeline.csv")
def as_file(request: Request) -> Response:
    """The lines as CSV."""
    store = desk(request).store
    filters = asked(store, request.query_params)[3]
    names = ("date", "sentence", "type", "status", "planned", "ahead", "told", "conflicts", "incident", "event",
             "report", "publisher", "published", "url", "evidence")  # fmt: skip
    table = (
        (*(getattr(line, n) for n in names[:7]), "; ".join(line.conflicts), line.incident, line.event,
         *(getattr(line.sources[0], n) for n in names[10:]))
        for line, _ in lines(store, filters, LISTED_IN_DATA)
    )  # fmt: skip
    return as_csv("timeline", names, table)


def asked(store: Store, query: QueryParams) -> tuple[str, str, int, dict[str, Any]]:
    """Which date, which periods, which page, which filters; raises ``UsageError`` for what there is not."""
    mine, filters = split(query, *OWN)
    on, by = one_of("on", mine.get("on"), ON), one_of("by", mine.get("by"), BY)
    given: dict[str, Any] = dict(filters)
    if mine.get("story"):
        given["report"] = [*given.get("report", []), *story_reports(store, mine["story"])[1]]
    normalise("event", given)
    return on, by, whole("p", mine.get("p") or None, 1, 10_000), given


def count(store: Store, filters: dict[str, Any], on: str, by: str) -> tuple[Counts, int, int]:
    """Events of each quad class by period, how many events were looked at, and how many there are."""
    total = store.events(**filters).count()
    found = plan(store.database.reader, "event", normalise("event", filters))
    out: Counts = {}
    if found.exact == 0:
        return out, 0, 0
    column = "k.date" if on == "event" else "d.published"
    inner = found.sql(f"{column} AS t, k.quad AS q", f" ORDER BY d.published DESC, d.item DESC LIMIT {LOOKED}")
    sql = f"SELECT t, q, count(*) FROM ({inner}) GROUP BY t, q"  # noqa: S608 - fixed names
    for day, quad, n in rows(store.database.reader, sql, found.bindings):
        first = day.partition("/")[0] if isinstance(day, str) else None if day == UNDATED else day
        period = bucket(first, by)
        if period:
            out.setdefault(period, [0, 0, 0, 0])[quad - 1] += n
    return out, min(total, LOOKED), total


def lines(store: Store, filters: dict[str, Any], most: int) -> list[tuple[Line, Any]]:
    """Lines with the event that they show, in order of time; of very many events only those reported last."""
    hits = list(islice(store.events(**filters), most))
    by_id = {hit.id: hit for hit in hits}
    return [(line, by_id[line.event]) for line in timeline(hits, None, incidents_of(store, list(by_id)))]


def chart(counts: Counts, pairs: Pairs, on: str, by: str, cut: bool) -> Chart | None:
    """Bars by quad class; a bar leads to the timeline of its period. None where there is nothing to draw."""
    labels = window({period: sum(n) for period, n in counts.items()}, by)
    if not labels:
        return None
    ends = ("since", "until") if on == "event" else ("published_since", "published_until")
    finer = UNITS[max(0, UNITS.index(by) - 1)] if by != "month" else "day"
    rest = [pair for pair in pairs if pair[0] not in {*ends, "by"}]
    links = [address("/timeline", [*rest, ("by", finer), *zip(ends, edges(label), strict=True)]) for label in labels]
    empty = [0, 0, 0, 0]
    made = stacked_bars(
        f"Events by {by}, by date of the {'event' if on == 'event' else 'report'}", labels,
        [(look, QUAD_NAMES[i], [counts.get(label, empty)[i] for label in labels])
         for i, look in enumerate(QUAD_CLASSES)], links,
    )  # fmt: skip
    before = sum(sum(n) for period, n in counts.items() if period < labels[0])
    after = sum(sum(n) for period, n in counts.items() if period > labels[-1])
    notes = [f"{before:,} events before and {after:,} after are not drawn; filter by date to see them"] * bool(
        before or after
    )
    notes += [f"counted over the {LOOKED:,} events reported last"] * cut
    return Chart(made.title, made.svg, made.columns, made.rows, made.legend, ". ".join(notes))


def switches(pairs: Pairs, on: str, by: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Links that choose the date and the length of a period."""
    out = []
    for name, values, now in (("on", ON, on), ("by", ("day", "week", "month", "year"), by)):
        rest = [pair for pair in pairs if pair[0] != name]
        says = {"event": "when it happened", "report": "when it was reported"}
        out.append((name, [(says.get(v, v), address("/timeline", [*rest, (name, v)]), v == now) for v in values]))
    return out


def listed(found: list[tuple[Line, Any]], pairs: Pairs, on: str, p: int) -> dict[str, Any]:
    """What lies ahead (the soonest first), what was (the latest first), what has no date; one page of them."""
    ahead = [pair for pair in found if pair[0].ahead]
    if on == "report":
        past = [pair for pair in found if not pair[0].ahead]
        past.sort(key=lambda pair: pair[0].sources[0].published or "", reverse=True)
        undated: list[tuple[Line, Any]] = []
    else:
        past = [pair for pair in reversed(found) if pair[0].date and not pair[0].ahead]
        undated = [pair for pair in found if not pair[0].date]
    everything = [("Ahead", pair) for pair in ahead] + [("", pair) for pair in past]
    everything += [("Undated", pair) for pair in undated]
    pages = max(1, -(-len(everything) // SHOWN))
    p = min(p, pages)
    part = everything[(p - 1) * SHOWN : p * SHOWN]
    groups = []
    for (name, day), items in groupby(part, key=lambda item: (item[0], _heading(item[1][0], item[0], on))):
        groups.append((name, day, [row(line, hit) for _, (line, hit) in items]))
    pager = [(n, address("/timeline", [*pairs, ("p", str(n))] if n > 1 else pairs)) for n in range(1, pages + 1)]
    return {"groups": groups, "p": p, "pages": pages, "pager": pager, "acts": len(everything),
            "conflicts": sum(1 for line, _ in found if line.conflicts)}  # fmt: skip


def _heading(line: Line, part: str, on: str) -> str:
    if part == "Undated":
        return ""
    return day_words(line.date if on == "event" or part == "Ahead" else line.sources[0].published)


def row(line: Line, hit: Any) -> dict[str, Any]:
    """What the template shows of a line."""
    first = line.sources[0]
    return {
        "line": event_line(hit.record, dated=False), "mark": mark_of(line), "told": line.told, "date": line.date,
        "conflicts": line.conflicts, "incident": line.incident, "quad": hit.data["quad"],
        "sources": [{"words": s.evidence, "title": s.title or s.report, "publisher": s.publisher,
                     "published": s.published, "at": words_at(s.url, s.evidence),
                     "to": report_address(s.report, line.event if s is first else "")} for s in line.sources],
    }  # fmt: skip
