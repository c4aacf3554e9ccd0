"""The actors of the store, with how often they act, receive and speak."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from dragoman.errors import UsageError
from dragoman.store.filters import countries
from dragoman.store.grammar import near
from dragoman.store.identity import identity_of
from dragoman.store.sql import rows

KNOWN = ("name", "country", "sector", "kind", "code", "text")


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the store."""

    id: str
    name: str
    kind: str
    code: str
    country: str | None
    sector: str | None
    office: str | None
    wikidata: str | None
    events: int
    """Events that it has a part in."""
    statements: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def list_actors(
    db: apsw.Connection, filters: Mapping[str, Any], limit: int | None = None, *, identifier: str | None = None
) -> list[ActorRow]:
    """Actors, the busiest first; ``name`` (or ``text``) is a part of the name. Or the one with ``identifier``.

    Raises:
        UsageError: an unknown filter.
    """
    where: list[str] = [] if identifier is None else ["a.id = ?"]
    args: list[object] = [] if identifier is None else [identifier]
    if identifier is None and (merged := identity_of(db).merged):
        where.append("a.id NOT IN (SELECT value FROM json_each(?))")
        args.append(json.dumps(list(merged)))
    for name, value in filters.items():
        if name not in KNOWN:
            raise UsageError(f"actors have no filter {name!r}{near(name, KNOWN)}")
        values = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)] if value else []
        if not values:
            continue
        if name in {"name", "text"}:
            where.append("(" + " OR ".join(["instr(lower(a.name), lower(?))"] * len(values)) + ")")
        else:
            where.append(f"a.{name} COLLATE NOCASE IN ({', '.join('?' * len(values))})")
            if name == "country":
                values = [countries().get(v.casefold(), v) for v in values]
        args += values
    clause = f"WHERE {' AND '.join(where)}" if where else ""
    found = rows(
        db,
        "SELECT a.id, a.name, a.kind, a.code, a.country, a.sector, a.office, a.wikidata, "  # noqa: S608
        "coalesce(e.n, 0) AS events, coalesce(s.n, 0) AS statements FROM actor a "
        "LEFT JOIN term e ON e.record = 'event' AND e.field = 'actor-id' AND e.value = a.id "
        "LEFT JOIN term s ON s.record = 'statement' AND s.field = 'speaker-id' AND s.value = a.id "
        f"{clause} ORDER BY events + statements DESC, a.name, a.id LIMIT ?",
        [*args, -1 if limit is None else limit],
    )
    return [ActorRow(*row) for row in found]
