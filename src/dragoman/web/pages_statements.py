"""Statements: who speaks when, what X says about Y, and one statement with what other reports make of it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.render.words import one_line
from dragoman.store import Hit, Store
from dragoman.store.filters import normalise
from dragoman.store.query import plan
from dragoman.store.sql import rows
from dragoman.store.terms import UNDATED
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import Pairs, address, split
from dragoman.web.charts import Chart, stacked_bars
from dragoman.web.pages import listed
from dragoman.web.pages_report import report_address
from dragoman.web.saying import Line, statement_line, statement_reasons
from dragoman.web.tables import as_csv, bucket, edges, pairs_of, window, words_at

router = APIRouter(include_in_schema=False)
LOOKED, SPEAKERS, ABOUT = 20_000, 5, 5
LOOKS = ("c1", "c2", "c3", "c4", "c5")


def statement_address(identifier: str) -> str:
    """The address of a statement's page."""
    return "/statements/" + quote(identifier, safe="")


@router.get("/statements")
def statements(request: Request) -> Response:
    """Statements with facets and filters; above them who speaks when."""
    chart = None
    try:
        chart = over_time(desk(request).store, request)
    except UsageError:  # the list below tells what is wrong
        chart = None
    return listed(request, "statement", "Statements", "statements.html", chart=chart)


def over_time(store: Store, request: Request) -> Chart | None:
    """Statements by month (or day, where they are of few) and speaker; None where there is only one period."""
    _, filters = split(request.query_params, "limit", "cursor", "sort")
    found = plan(store.database.reader, "statement", normalise("statement", filters))
    if found.exact == 0:
        return None
    inner = found.sql("d.published AS t, k.who AS w", f" ORDER BY d.published DESC, d.item DESC LIMIT {LOOKED}")
    sql = f"SELECT t, w, count(*) FROM ({inner}) GROUP BY t, w"  # noqa: S608 - fixed names
    told = [(day, who, n) for day, who, n in rows(store.database.reader, sql, found.bindings) if day != UNDATED]
    unit = "day" if len({bucket(day, "month") for day, _, _ in told}) <= 2 else "month"  # noqa: PLR2004 - few
    speakers = Counter[str]()
    periods = Counter[str]()
    counts = Counter[tuple[str, str]]()
    for day, who, n in told:
        period = bucket(day, unit)
        if period:
            speakers[who] += n
            periods[period] += n
            counts[period, who] += n
    if len(periods) < 2:  # noqa: PLR2004 - one bar tells nothing over time
        return None
    return _chart(pairs_of(request.query_params, "cursor"), unit, speakers, periods, counts, sum(n for *_, n in told))


def _chart(
    pairs: Pairs,
    unit: str,
    speakers: Counter[str],
    periods: Counter[str],
    counts: Counter[tuple[str, str]],
    looked: int,
) -> Chart:
    labels = window(periods, unit)
    first = [who for who, _ in speakers.most_common(SPEAKERS)]
    series = [(LOOKS[i], one_line(who), [counts[label, who] for label in labels]) for i, who in enumerate(first)]
    others = [p for p in pairs if p[0] not in {"published_since", "published_until"}]
    names = ("published_since", "published_until")
    links = [address("/statements", [*others, *zip(names, edges(label), strict=True)]) for label in labels]
    made = stacked_bars(f"Those who speak most, by {unit} of the report", labels, series, links)
    drawn = sum(n for _, _, values in series for n in values)
    notes = [f"{drawn:,} of {periods.total():,} statements; the others are of other speakers or times"]
    notes += [f"counted over the {LOOKED:,} reported last"] * (looked >= LOOKED)
    return Chart(made.title, made.svg, made.columns, made.rows, made.legend, "; ".join(notes))


@router.get("/statements/{identifier}")
def statement(request: Request, identifier: str) -> Response:
    """One statement, and the same utterance as other reports give it, side by side."""
    store = desk(request).store
    form = next((f for f in (".json", ".csv") if identifier.endswith(f)), "")
    hit = store.statement(identifier.removesuffix(form))
    if hit is None:
        raise HTTPException(404, f"there is no statement {identifier!r} in this store")
    variants = store.variants(hit.id)
    if form == ".json":
        return data(request, hit.to_dict() | {"variants": [v.to_dict() for v in variants]})
    told: list[tuple[dict[str, Any], float | None, list[str]]] = [(shown(hit), None, [])]
    told += [(shown(v.hit), v.link.score, [w.note for w in v.link.reasons if w.note]) for v in variants]
    if form == ".csv":
        names = ("id", "report", "publisher", "published", "speaker", "code", "kind", "words", "url")
        return as_csv("statement", (*names, "likeness"), ((*(one[n] for n in names), score) for one, score, _ in told))
    record = hit.record
    who, code = record.speaker.actor.name, record.speaker.actor.code
    about = [p for p in hit.data.get("about", ()) if p][:ABOUT]
    names_about = {a: row.name for a in about if (row := store.actor(a))}
    return page(
        request, "statement.html", line=statement_line(record), whys=statement_reasons(record), told=told, who=who,
        more=address("/statements", [("by", who)]), code=code, hit=hit,
        about=[(name, address("/statements", [("by", who), ("about", name)])) for name in names_about.values()],
        json_url=statement_address(hit.id) + ".json", csv_url=statement_address(hit.id) + ".csv",
    )  # fmt: skip


def shown(hit: Hit[Any]) -> dict[str, Any]:
    """How one report gives it."""
    record, report = hit.record, hit.report
    line: Line = statement_line(record)
    return {
        "id": hit.id, "line": line, "words": line.object, "speaker": one_line(record.speaker.text),
        "actor": record.speaker.actor, "code": record.speaker.actor.code, "kind": record.kind,
        "report": report["id"], "title": report["title"] or report["id"], "publisher": report["publisher"],
        "published": report["published"], "url": report["url"], "to": report_address(report["id"], hit.id),
        "at": words_at(report["url"], one_line(record.content[0].text)) if record.content else None,
        "page": statement_address(hit.id), "judged": hit.judged, "copy_of": report["copy_of"],
    }  # fmt: skip
