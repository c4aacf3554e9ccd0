"""How many of the records found have which value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import apsw

from dragoman.errors import UsageError
from dragoman.ontology import QUADS
from dragoman.store.filters import normalise
from dragoman.store.grammar import near
from dragoman.store.query import plan
from dragoman.store.sql import rows

FACETS: Mapping[str, Mapping[str, str]] = {
    "event": {
        "type": "type", "mode": "mode", "quad": "quad", "status": "status", "context": "contexts", "actor": "actors",
        "recipient": "recipients", "place": "place_country", "publisher": "publisher", "judged": "judged",
        "year": "substr(date_from, 1, 4)",
    },
    "statement": {
        "by": "who", "code": "code", "kind": "kind", "about": "about", "publisher": "publisher", "judged": "judged",
    },
    "agreement": {"name": "name", "kind": "kind", "party": "parties", "state": "state", "publisher": "publisher"},
}  # fmt: skip
_LISTS = {"contexts", "actors", "recipients", "about", "parties"}
_HEADS = {"actors", "recipients", "parties"}
_INDEXED = {
    "event": {
        "type": "type", "mode": "#mode", "quad": "quad", "status": "status", "context": "context",
        "publisher": "publisher",
        "actor": "#actor", "recipient": "#recipient", "place": "#place", "year": "#year",
    },
    "statement": {"by": "#by", "code": "#code", "kind": "kind", "about": "#about", "publisher": "publisher"},
    "agreement": {},
}  # fmt: skip
"""Facets whose values the index counts anyway, by its field."""
Counts = dict[str, list[tuple[str, int]]]


def facets(db: apsw.Connection, kind: str, names: list[str] | None, filters: Mapping[str, Any], top: int) -> Counts:
    """Values with counts for each of ``names`` (all without any), the commonest first, ``top`` of each.

    Actors and recipients count by country or body. One pass over the matching rows; the counting of
    whole columns is done by ``collections.Counter``, which is faster than one GROUP BY a facet.

    Raises:
        UsageError: an unknown facet or filter.
    """
    known = FACETS[kind]
    wanted = list(names or known)
    for name in wanted:
        if name not in known:
            raise UsageError(f"{kind}s have no facet {name!r}{near(name, known)}")
    found = plan(db, kind, normalise(kind, filters), ordered=False)
    out: Counts = {name: [] for name in wanted}
    if not normalise(kind, filters):
        out |= {n: _listed(db, kind, field, top) for n, field in _INDEXED[kind].items() if n in wanted}
        wanted = [name for name in wanted if name not in _INDEXED[kind]]
        if "judged" in wanted:
            out["judged"] = _judged(db, kind)
            wanted.remove("judged")
    if found.exact == 0 or not wanted:
        return out
    columns = ", ".join(
        "k." + known[n] if "(" not in known[n] else known[n].replace("date_", "k.date_") for n in wanted
    )
    whole: Counter[tuple[Any, ...]] = Counter(rows(db, found.sql(columns), found.bindings))
    for position, name in enumerate(wanted):
        counts: Counter[str] = Counter()
        for row, n in whole.items():
            for value in _values(row[position], known[name]):
                counts[value] += n
        out[name] = sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:top]
    return out


def _listed(db: apsw.Connection, kind: str, field: str, top: int) -> list[tuple[str, int]]:
    """Counts over everything: the index keeps them."""
    sql = "SELECT value, n FROM term WHERE record = ? AND field = ? AND n > 0 ORDER BY n DESC, value LIMIT ?"
    return [(str(value), int(n)) for value, n in rows(db, sql, (kind, field, top))]


def _judged(db: apsw.Connection, kind: str) -> list[tuple[str, int]]:
    """Few records are judged, and an index lists them."""
    sql = (
        f"SELECT k.judged, count(*) FROM {kind} k JOIN report r ON r.key = k.report AND r.current = 1 "  # noqa: S608
        "WHERE k.judged IS NOT NULL GROUP BY k.judged ORDER BY 2 DESC, 1"
    )
    return [(str(value), int(n)) for value, n in rows(db, sql)]


def _values(value: Any, column: str) -> list[str]:
    if value is None or value == "":
        return []
    if column == "quad":
        return [QUADS.get(value, str(value))]
    if column not in _LISTS:
        return [str(value)]
    parts = str(value).split(";")
    return list(dict.fromkeys(part.split("/")[0] for part in parts)) if column in _HEADS else parts
