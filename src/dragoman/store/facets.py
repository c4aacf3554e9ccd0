"""How many of the records found have which value.

Each value is one that the filter of the same name takes (``code`` is for ``by``), and the filter finds as many.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.errors import UsageError
from dragoman.ontology import QUADS
from dragoman.store.filters import countries, normalise
from dragoman.store.grammar import near
from dragoman.store.query import Plan, plan
from dragoman.store.sql import rows
from dragoman.store.terms import head

if TYPE_CHECKING:
    from dragoman.store.columns import Columns

STATES = (
    "(SELECT group_concat(DISTINCT json_extract(s.value, '$.state')) "
    "FROM agreement_record j, json_each(j.record, '$.steps') s WHERE j.agreement = k.key)"
)
FACETS: Mapping[str, Mapping[str, str]] = {
    "event": {
        "type": "k.type", "mode": "k.mode", "quad": "k.quad", "status": "k.status", "context": "k.contexts",
        "actor": "k.actors", "recipient": "k.recipients", "place": "k.place_country", "publisher": "k.publisher",
        "judged": "k.judged", "year": "substr(k.date_from, 1, 4)",
    },
    "statement": {
        "by": "k.who", "code": "k.code", "kind": "k.kind", "about": "k.about", "publisher": "k.publisher",
        "judged": "k.judged",
    },
    "agreement": {
        "name": "k.name", "kind": "k.kind", "party": "k.parties", "state": STATES, "publisher": "k.publisher",
        "judged": "k.judged",
    },
}  # fmt: skip
"""The column that each facet counts."""
_HEADS = {"actor", "recipient", "party", "about"}
"""Lists of codes, counted by country or body."""
_LISTS = {**dict.fromkeys((*_HEADS, "context"), ";"), "state": ","}
"""What parts the values of a list."""
_NAMES = {"by"}
"""Names; those that the filter reads as a country are left to the codes."""
_INDEXED = {
    "event": {
        "type": "type", "mode": "#mode", "quad": "quad", "status": "status", "context": "context",
        "publisher": "publisher",
        "actor": "#actor", "recipient": "#recipient", "place": "#place", "year": "#year",
    },
    "statement": {"by": "#by", "code": "#code", "kind": "kind", "about": "#about", "publisher": "publisher"},
    "agreement": {"kind": "kind", "party": "#party", "publisher": "publisher"},
}  # fmt: skip
"""Facets whose values the index counts anyway, by its field."""
DIRECT = 4000
"""So many records are counted row by row as fast as in memory."""
Counts = dict[str, list[tuple[str, int]]]


def facets(
    db: apsw.Connection,
    kind: str,
    names: list[str] | None,
    filters: Mapping[str, Any],
    top: int,
    columns: Columns | None = None,
) -> Counts:
    """Values with counts for each of ``names`` (all without any), the commonest first, ``top`` of each.

    What the index counts anyway is taken from it; much is counted in ``columns``, where they are in memory;
    the rest in one pass over the matching rows.

    Raises:
        UsageError: an unknown facet or filter.
    """
    known = FACETS[kind]
    wanted = list(dict.fromkeys(names or known))
    for name in wanted:
        if name not in known:
            raise UsageError(f"{kind}s have no facet {name!r}{near(name, known)}")
    asked = normalise(kind, filters)
    found = plan(db, kind, asked, ordered=False)
    out: Counts = {name: [] for name in wanted}
    if not asked:
        out |= {n: _listed(db, kind, field, top, n) for n, field in _INDEXED[kind].items() if n in wanted}
        wanted = [name for name in wanted if name not in _INDEXED[kind]]
        if "judged" in wanted:
            out["judged"] = _judged(db, kind)
            wanted.remove("judged")
    if found.exact == 0 or not wanted:
        return out
    counted = columns.facets(db, asked, wanted) if columns and found.most > DIRECT else None
    for name, counts in (counted or _by_row(db, found, wanted, known)).items():
        out[name] = _ranked(name, counts)[:top]
    return out


def _by_row(db: apsw.Connection, found: Plan, wanted: list[str], known: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Counts by reading the rows; whole columns by ``collections.Counter``: faster than one GROUP BY a facet."""
    whole: Counter[tuple[Any, ...]] = Counter(
        rows(db, found.sql(", ".join(known[name] for name in wanted)), found.bindings)
    )
    out: dict[str, Counter[str]] = {}
    for position, name in enumerate(wanted):
        counts = out[name] = Counter()
        for row, n in whole.items():
            for value in values_of(name, row[position]):
                counts[value] += n
    return out


def values_of(name: str, value: Any) -> Iterable[str]:
    """The values that a cell of the facet's column counts for, each once."""
    if value is None or value == "":
        return ()
    if name == "quad":
        return (QUADS.get(value, str(value)),)
    if name in _LISTS:
        parts = str(value).split(_LISTS[name])
        return dict.fromkeys(map(head, parts) if name in _HEADS else parts)
    if name in _NAMES and str(value).casefold() in countries():
        return ()
    return (str(value),)


def _ranked(name: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The commonest first. Values that differ in case only are one: filters do not tell them apart."""
    if name in _HEADS:
        return sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    totals: Counter[str] = Counter()
    shown: dict[str, tuple[int, str]] = {}
    for value, n in counts.items():
        folded = _fold(value)
        totals[folded] += n
        if folded not in shown or (-n, value) < shown[folded]:
            shown[folded] = (-n, value)
    return sorted(((shown[key][1], n) for key, n in totals.items()), key=lambda c: (-c[1], c[0]))


def _fold(value: str) -> str:
    """Lower case as SQLite's NOCASE has it: A to Z alone."""
    return re.sub("[A-Z]+", lambda found: found[0].lower(), value)


def _listed(db: apsw.Connection, kind: str, field: str, top: int, name: str) -> list[tuple[str, int]]:
    """Counts over everything: the index keeps them. Of values that differ in case only the commonest stands for all."""
    more = top + len(countries()) if name in _NAMES else top
    sql = (
        "SELECT value, sum(n) AS total, max(n) FROM term WHERE record = ? AND field = ? AND n > 0 "
        "GROUP BY value COLLATE NOCASE ORDER BY total DESC, value LIMIT ?"
    )
    found = [(str(value), int(n)) for value, n, _ in rows(db, sql, (kind, field, more))]
    return [pair for pair in found if values_of(name, pair[0])][:top] if name in _NAMES else found


def _judged(db: apsw.Connection, kind: str) -> list[tuple[str, int]]:
    """Few records are judged, and an index lists them."""
    sql = (
        f"SELECT k.judged, count(*) FROM {kind} k JOIN report r ON r.key = k.report AND r.current = 1 "  # noqa: S608
        "WHERE k.judged IS NOT NULL GROUP BY k.judged ORDER BY 2 DESC, 1"
    )
    return [(str(value), int(n)) for value, n in rows(db, sql)]
