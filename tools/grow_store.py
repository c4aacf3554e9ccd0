"""Grows a store for measuring: copies of its reports and records with other ids and earlier dates.

python tools/grow_store.py news.db big.db --times 38: what is copied is as common in the large store as in the small.
"""

from __future__ import annotations

import argparse
import sys
import time

import apsw

DAYS = 97
"""Each round lies so many days before the one before."""
UNDATED = -999_999


def columns(db: apsw.Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def copy(db: apsw.Connection, table: str, changed: dict[str, str], where: str) -> None:
    """Insert the rows of ``table`` that ``where`` names again, with other values in some columns."""
    names = columns(db, table)
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    db.execute(f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table} WHERE {where}")  # noqa: S608


def grow(path: str, times: int) -> None:
    """Multiply the records of the store at ``path``."""
    db = apsw.Connection(path)
    db.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; PRAGMA cache_size = -500000")
    most = {
        name: next(db.execute(f"SELECT max({key}) FROM {name}"))[0] + 1  # noqa: S608
        for name, key in (
            ("report", "key"),
            ("event", "key"),
            ("statement", "key"),
            ("agreement", "key"),
            ("term", "id"),
        )
    }
    for turn in range(1, times):
        began = time.perf_counter()
        back = DAYS * turn
        day = f"CASE published WHEN {UNDATED} THEN published ELSE published - {back} END"
        report = f"report + {turn * most['report']}"
        with db:
            copy(
                db, "report",
                {"key": f"key + {turn * most['report']}", "id": f"id || '~{turn}'",
                 "published": f"date(published, '-{back} days')"},
                f"key < {most['report']} AND current = 1",
            )  # fmt: skip
            copy(db, "report_layers", {"report": report}, f"report < {most['report']}")
            for kind in ("event", "statement", "agreement"):
                moved = {"key": f"key + {turn * most[kind]}", "report": report, "published": day}
                if kind == "event":
                    for name in ("date_from", "date_to"):
                        moved[name] = f"date({name}, '-{back} days')"
                copy(db, kind, moved, f"key < {most[kind]}")
                copy(db, f"{kind}_record", {kind: f"{kind} + {turn * most[kind]}"}, f"{kind} < {most[kind]}")
                db.execute(
                    f"INSERT INTO posting SELECT p.term, {day}, p.item + {turn * most[kind]} FROM posting p "  # noqa: S608
                    f"JOIN term t ON t.id = p.term WHERE t.record = '{kind}' AND t.field NOT IN ('report', 'month') "
                    f"AND p.item < {most[kind]} AND p.term < {most['term']}"
                )
            copy(db, "event_actor", {"event": f"event + {turn * most['event']}"}, f"event < {most['event']}")
        print(f"round {turn}: {time.perf_counter() - began:.1f} s", file=sys.stderr, flush=True)
    with db:
        db.execute(
            "INSERT INTO term (record, field, value) SELECT DISTINCT 'event', 'month', substr(date_from, 1, 7) "
            "FROM event WHERE date_from IS NOT NULL AND true ON CONFLICT DO NOTHING"
        )
        db.execute(
            "INSERT OR IGNORE INTO posting SELECT t.id, e.published, e.key FROM event e "
            "JOIN term t ON t.record = 'event' AND t.field = 'month' AND t.value = substr(e.date_from, 1, 7)"
        )
        db.execute(f"UPDATE term SET n = n * {times} WHERE field NOT IN ('report', 'month')")  # noqa: S608
        db.execute("UPDATE term SET n = (SELECT count(*) FROM posting p WHERE p.term = term.id) WHERE field = 'month'")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main() -> None:
    """Copy the store and grow the copy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("db")
    parser.add_argument("out")
    parser.add_argument("--times", type=int, default=38)
    given = parser.parse_args()
    source, target = apsw.Connection(given.db), apsw.Connection(given.out)
    with target.backup("main", source, "main") as backup:
        backup.step()
    target.close()
    grow(given.out, given.times)


if __name__ == "__main__":
    main()
