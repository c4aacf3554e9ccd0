"""How many of the records found have which value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import apsw

from dragoman.errors import UsageError
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
Counts = dict[str, list[tuple[str, int]]]


def facets(db: apsw.Connection, kind: str, names: list[str] | None, filters: Mapping[str, Any], top: int) -> Counts:
    """Values with counts for each of ``names`` (all without any), the commonest first, ``top`` of each.

    Actors and recipients count by country or body. One pass over the matching rows; the counting of
    whole columns is done by ``collections.Counter``, which is faster than one GROUP BY a facet.

    Raises:
        UsageError: an unknown facet or filter.
    """
    known = FACETS[kind]
    wanted = names or list(known)
    for name in wanted:
        if name not in known:
            raise UsageError(f"{kind}s have no facet {name!r}{near(name, known)}")
    found = plan(db, kind, normalise(kind, filters))
    out: Counts = {name: [] for name in wanted}
    if found.exact == 0:
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


def _values(value: Any, column: str) -> list[str]:
    if value is None or value == "":
        return []
    if column not in _LISTS:
        return [str(value)]
    parts = str(value).split(";")
    return list(dict.fromkeys(part.split("/")[0] for part in parts)) if column in _HEADS else parts
