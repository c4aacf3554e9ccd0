"""Who acts towards whom: a matrix and a network of the busiest, and one pair over time held against what was usual."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store import Store
from dragoman.store.filters import normalise
from dragoman.store.query import plan
from dragoman.store.series import BASELINE, DEDUP, Period, series
from dragoman.store.sql import rows
from dragoman.store.terms import head
from dragoman.web.answers import data, page
from dragoman.web.api import desk
from dragoman.web.asking import Pairs, address, split
from dragoman.web.charts import Chart, lines, matrix
from dragoman.web.network import Edge, diverging, network
from dragoman.web.pages import chosen, fields, in_words, row
from dragoman.web.tables import as_csv, one_of, pairs_of, window

router = APIRouter(include_in_schema=False)
OWN = ("a", "b", "by", "dedup")
BY = ("month", "day", "week", "year")
LOOKED = 50_000
"""So many events are counted, those reported last."""
NODES, EDGES, ROWS, NEWEST = 14, 44, 60, 8
LONG_NAME, LEAST = 24, 0.05
COLUMNS = ("source", "target", "events", "cooperation", "conflict")
PERIOD = tuple(Period("", "", "").to_dict())
LEFT_OUT = {"either", "status"}
"""Fields of the form of events that make no sense here."""
UNIT_WORDS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
Pair = tuple[str, str]


@router.get("/dyads")
def dyads(request: Request) -> Response:
    """The busiest pairs; with ``a`` and ``b`` that pair."""
    query = request.query_params
    pairs = pairs_of(query)
    mine, filters = split(query, *OWN)
    given: dict[str, Any] = {
        "a": mine.get("a", "").strip(), "b": mine.get("b", "").strip(), "by": mine.get("by") or "month",
        "units": BY[1:2] + BY[2:3] + BY[:1] + BY[3:], "pairs": pairs,
        "fields": shown_fields(query, alone=bool(mine.get("a"))),
        "chosen": [c for c in chosen("/dyads", pairs) if c[0] not in {"a", "b", "by"}],
        "summary": in_words("event", [p for p in pairs if p[0] not in OWN]), "known": codes_of(desk(request).store),
        "json_url": address("/dyads.json", pairs), "csv_url": address("/dyads.csv", pairs),
    }  # fmt: skip
    given["other"] = [p for p in pairs if p[0] not in {f["name"] for f in given["fields"]}]
    try:
        if given["a"] or given["b"]:
            return page(request, "dyad.html", **given, **one_pair(desk(request).store, mine, filters))
        counts, looked, total = count(desk(request).store, filters)
    except UsageError as error:
        return page(request, "dyads.html", 400, wrong=str(error), rows=[], total=0, looked=0, **given)
    given |= busiest(counts, pairs)
    return page(request, "dyads.html", looked=looked, total=total, **given)


def shown_fields(query: QueryParams, *, alone: bool) -> list[dict[str, Any]]:
    """The fields of the form of events that make sense here: those of the sides do not beside a pair."""
    left_out = LEFT_OUT | ({"actor", "recipient"} if alone else set())
    return [field for field in fields("event", query) if field["name"] not in left_out]


@router.get("/dyads.json")
def as_json(request: Request) -> Response:
    """The pairs, or the periods of one, as data."""
    mine, filters = split(request.query_params, *OWN)
    if mine.get("a") or mine.get("b"):
        return data(request, {"items": [period.to_dict() for period in periods(desk(request).store, mine, filters)]})
    counts, looked, total = count(desk(request).store, filters)
    items = [dict(zip(COLUMNS, line, strict=True)) for line in table(counts)]
    return data(request, {"items": items, "counted": looked, "events": total})


@router.get("/dyads.csv")
def as_file(request: Request) -> Response:
    """The same as CSV."""
    mine, filters = split(request.query_params, *OWN)
    if mine.get("a") or mine.get("b"):
        found = periods(desk(request).store, mine, filters)
        return as_csv("dyad", PERIOD, (tuple(period.to_dict().values()) for period in found))
    return as_csv("dyads", COLUMNS, table(count(desk(request).store, filters)[0]))


def count(store: Store, filters: dict[str, Any]) -> tuple[dict[Pair, list[int]], int, int]:
    """Actual events (unless ``status`` says otherwise) of each directed pair, by quad class; looked at, and in all."""
    filters = {"status": "actual", **filters}
    found = plan(store.database.reader, "event", normalise("event", filters))
    total = store.events(**filters).count()
    out: dict[Pair, list[int]] = {}
    if found.exact == 0:
        return out, 0, 0
    inner = found.sql("k.actors AS a, k.recipients AS r, k.quad AS q",
                      f" ORDER BY d.published DESC, d.item DESC LIMIT {LOOKED}")  # fmt: skip
    sql = f"SELECT a, r, q, count(*) FROM ({inner}) GROUP BY a, r, q"  # noqa: S608 - fixed names
    for actors, recipients, quad, n in rows(store.database.reader, sql, found.bindings):
        for pair in directed(actors, recipients):
            out.setdefault(pair, [0, 0, 0, 0])[quad - 1] += n
    return out, min(total, LOOKED), total


@functools.lru_cache(maxsize=100_000)
def directed(actors: str, recipients: str) -> list[Pair]:
    """Pairs of countries and bodies; a meeting of equals counts in each direction, what is within one is left out."""
    sources, targets = (list(dict.fromkeys(head(c) for c in side.split(";") if c)) for side in (actors, recipients))
    targets = targets or sources
    known = [[c for c in side if c and not c.startswith("-")] for side in (sources, targets)]
    return [(a, b) for a in known[0] for b in known[1] if a != b]


def table(counts: dict[Pair, list[int]]) -> list[tuple[Any, ...]]:
    """Rows of ``COLUMNS``, the busiest first."""
    found = [(*pair, sum(n), n[0] + n[1], n[2] + n[3]) for pair, n in counts.items()]
    return sorted(found, key=lambda line: (-line[2], line[:2]))


def busiest(counts: dict[Pair, list[int]], pairs: Pairs) -> dict[str, Any]:
    """Matrix, network and table of the busiest."""
    sizes: Counter[str] = Counter()
    for pair, n in counts.items():
        for code in pair:
            sizes[code] += sum(n)
    codes = [code for code, _ in sizes.most_common(NODES)]
    listed = table(counts)
    names = short_names([*codes, *(c for line in listed[:ROWS] for c in line[:2])])
    rest = [p for p in pairs if p[0] not in OWN]

    def to(a: str, b: str) -> str:
        return address("/dyads", [("a", a), ("b", b), *rest])

    cells = [[sum(counts.get((a, b), ())) for b in codes] for a in codes]
    links = [[to(a, b) for b in codes] for a in codes]
    shown = [names[c] for c in codes]
    grid = matrix("Acts of the row's actor towards the column's", shown, shown, cells, links=links)
    edges = [Edge(a, b, n, conflict, to(a, b)) for a, b, n, _, conflict in listed if a in codes and b in codes][:EDGES]
    drawn = network("Who acts towards whom", {c: (names[c], sizes[c]) for c in codes}, edges)
    lines_ = [(names[a], names[b], a, b, n, good, bad, to(a, b)) for a, b, n, good, bad in listed[:ROWS]]
    return {
        "grid": grid if codes else None,
        "drawn": drawn if edges else None,
        "rows": lines_,
        "more": max(0, len(listed) - ROWS),
    }


def codes_of(store: Store) -> list[str]:
    """Codes of the busiest countries and bodies, as suggestions."""
    counts = store.facets("event", ["actor", "recipient"], top=40)
    return list(dict.fromkeys(code for name in counts for code, _ in counts[name] if not code.startswith("-")))


@functools.cache
def known_names() -> dict[str, str]:
    """Names of countries and bodies of the knowledge base by code."""
    out: dict[str, str] = {}
    for name in ("countries.tsv", "bodies.tsv"):
        text = files("dragoman.data").joinpath("knowledge", name).read_text("utf8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                code, called = line.split("\t")[:2]
                out.setdefault(code, called)
    return out


def short_names(codes: Iterable[str]) -> dict[str, str]:
    """Names of countries by code, and of bodies where they are short; the acronym or code otherwise."""
    out = {}
    for code in codes:
        acronym, name = code.partition(":")[2], known_names().get(code, "")
        out[code] = name if name and (not acronym or len(name) < LONG_NAME) else acronym or name or code
    return out


def periods(store: Store, mine: dict[str, str], filters: dict[str, Any]) -> list[Period]:
    """The series of a pair; raises ``UsageError`` for one side alone or what is not known."""
    a, b = mine.get("a", "").strip(), mine.get("b", "").strip()
    if not a or not b:
        raise UsageError("give both sides, such as JPN and NATO")
    for name in ("dyad", "status"):
        if name in filters:
            raise UsageError(f"{name}: the page of a pair sets this filter itself")
    normalise("event", filters)
    by = one_of("by", mine.get("by"), BY)
    if mine.get("dedup"):
        one_of("dedup", mine["dedup"], DEDUP)
    return series(store, a, b, by=by, dedup=mine.get("dedup") or None, **filters)


def one_pair(store: Store, mine: dict[str, str], filters: dict[str, Any]) -> dict[str, Any]:
    """What the page of a pair shows."""
    found = periods(store, mine, filters)
    by = mine.get("by") or "month"
    given: dict[str, Any] = {"found": len(found), "charts": [], "tells": [], "newest": []}
    sides = sorted({(p.source, p.target) for p in found})
    if not found:
        return given | {"names": (mine["a"], mine["b"])}
    one, other = sides[0]
    names = short_names([one, other])
    given["names"] = (names[one], names[other])
    given["charts"] = [bars(found, by, names), scores(found, by, names)]
    given["tells"] = [tell([p for p in found if (p.source, p.target) == way], by, names) for way in sides]
    newest = store.events(dyad=f"{one}..{other}", status="actual", **filters).page(NEWEST)
    given["newest"] = [row(hit) for hit in newest.items]
    given["list_url"] = address("/events", [("dyad", f"{one}..{other}"), ("status", "actual")])
    given["timeline_url"] = address("/timeline", [("dyad", f"{one}..{other}")])
    given["incidents_url"] = address("/incidents", [("dyad", f"{one}..{other}")])
    return given


def _labels(found: list[Period], by: str) -> tuple[list[str], str]:
    counts: Counter[str] = Counter()
    for period in found:
        counts[period.period] += period.events
    labels = window(counts, by)
    outside = sum(n for label, n in counts.items() if not labels[0] <= label <= labels[-1])
    return labels, f"{outside:,} acts of other times are not drawn; the table has them" if outside else ""


def bars(found: list[Period], by: str, names: dict[str, str]) -> Chart:
    """Cooperation above, conflict below, both directions together; the table has each period and direction."""
    labels, note = _labels(found, by)
    sums = {label: [0, 0, 0, 0] for label in labels}
    for period in found:
        if period.period in sums:
            sums[period.period] = [x + y for x, y in zip(sums[period.period], period.quads, strict=True)]
    looks = (("q1", "verbal cooperation", 1, 0), ("q2", "material cooperation", 1, 1), ("q3", "verbal conflict", -1, 2),
             ("q4", "material conflict", -1, 3))  # fmt: skip
    title = f"Cooperation above, conflict below the line, by {by}, both directions together"
    order = sorted(looks, key=lambda look: look[2] * (look[3] % 2))  # material acts nearest to nought
    svg = diverging(title, labels, [(c, n, sign, [sums[x][i] for x in labels]) for c, n, sign, i in order])
    columns = (
        "Period",
        "From",
        "To",
        "Acts",
        "Reports",
        "Cooperation",
        "Conflict",
        "Mean score",
        "Baseline",
        "Change",
        "Usual number",
    )
    keys = ("events", "reports", "cooperation", "conflict", "score", "baseline", "change", "usual")
    table_rows = tuple(
        (period.period, names[period.source], names[period.target], *(period.to_dict()[key] for key in keys))
        for period in found
    )
    return Chart(title, svg, columns, table_rows, tuple((c, n) for c, n, _, _ in looks), note)


def scores(found: list[Period], by: str, names: dict[str, str]) -> Chart:
    """Mean scores of both directions with their baselines."""
    labels, _ = _labels(found, by)
    drawn = []
    for i, way in enumerate(sorted({(p.source, p.target) for p in found})):
        own = {p.period: p for p in found if (p.source, p.target) == way}
        name = f"{names[way[0]]} to {names[way[1]]}"
        values = [own[x].score if x in own else None for x in labels]
        usual = [own[x].baseline if x in own else None for x in labels]
        drawn.append((f"c{i + 1}", name, [None if v is None else round(v, 2) for v in values]))
        drawn.append((f"c{i + 1} faint", f"{name}, baseline", [None if v is None else round(v, 2) for v in usual]))
    made = lines("Mean score, from -10 (conflict) to 10 (cooperation)", labels, drawn)
    note = f"The baseline is the mean of the {BASELINE[by]} {UNIT_WORDS[by]} before"
    return Chart(made.title, made.svg, made.columns, made.rows, made.legend, note)


def tell(own: list[Period], by: str, names: dict[str, str]) -> dict[str, Any]:
    """The last period of a direction in words."""
    last = own[-1]
    text = f"{_many(last.events, 'act')} in {last.period}, told by {_many(last.distinct, 'distinct report')}"
    before = f"the {BASELINE[by]} {UNIT_WORDS[by]} before"
    if last.usual is not None:
        usual = f"{last.usual:.1f} a {by} were" if last.usual >= LEAST else "hardly any were"
        text += f"; {usual} usual in {before}"
    if last.score is not None:
        text += f". The mean score is {last.score:+.1f}"
    if last.score is not None and last.baseline is not None:
        step = last.score - last.baseline
        which = "more cooperative" if step >= 0 else "more conflictual"
        text += f", {abs(step):.1f} {which} than in {before} ({last.baseline:+.1f})"
    way = f"{names[last.source]} towards {names[last.target]}"
    return {"way": way, "text": text + ".", "all": sum(p.events for p in own)}


def _many(n: int, name: str) -> str:
    return f"{n:,} {name}{'' if n == 1 else 's'}"
