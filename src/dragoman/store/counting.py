"""How much there is in a store, and which records a report has."""

from __future__ import annotations

import apsw

from dragoman.store.sql import maybe, one, rows
from dragoman.store.writer import KINDS


def counts(db: apsw.Connection) -> dict[str, int]:
    """How many reports, versions, copies, records of each kind, actors and failures there are."""
    out = {
        "reports": one(db, "SELECT count(*) FROM report WHERE current = 1")[0],
        "versions": one(db, "SELECT count(*) FROM report")[0],
        "copies": one(db, "SELECT count(*) FROM report WHERE current = 1 AND copy_of IS NOT NULL")[0],
    }
    for kind in KINDS:
        row = maybe(db, "SELECT n FROM term WHERE record = ? AND field = 'all'", (kind,))
        out[f"{kind}s"] = row[0] if row else 0
    out["actors"] = one(db, "SELECT count(*) FROM actor")[0]
    out["failed"] = one(db, "SELECT count(*) FROM attempt WHERE state IN ('failed', 'quarantined')")[0]
    return out


def record_ids(db: apsw.Connection, report: str, version: str | None) -> list[tuple[str, str]]:
    """Kind and id of all records of a report's version (the newest without one), in their order."""
    parts = (
        f"SELECT '{kind}', k.id, {n} AS n, k.position AS p FROM {kind} k JOIN report r ON r.key = k.report "  # noqa: S608
        "WHERE r.id = ?1 AND (r.version = ?2 OR (?2 IS NULL AND r.current = 1))"
        for n, kind in enumerate(KINDS)
    )
    found = rows(db, " UNION ALL ".join(parts) + " ORDER BY n, p", (report, version))
    return [(kind, name) for kind, name, *_ in found]


def decided(db: apsw.Connection, report: str) -> dict[str, str]:
    """What persons decided about the records of a report's newest version, by record id."""
    parts = (
        f"SELECT k.id, k.judged FROM {kind} k JOIN report r ON r.key = k.report "  # noqa: S608 - fixed names
        "WHERE r.id = ?1 AND r.current = 1 AND k.judged IS NOT NULL"
        for kind in KINDS
    )
    return dict(rows(db, " UNION ALL ".join(parts), (report,)))
