"""What persons decided, bound to the report and the evidence, so that a new reading finds it again."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from dragoman.records import Judgement
from dragoman.store.sql import rows

DECISIONS = ("accept", "reject", "edit", "add", "merge", "split")


def judged_of(db: apsw.Connection, report: str) -> dict[str, str]:
    """The last decision by record id and by evidence text, for one report."""
    found: dict[str, str] = {}
    for kind, record, evidence in rows(
        db,
        "SELECT kind, record, evidence FROM judgement WHERE report = ? AND kind <> 'add' ORDER BY at, rowid",
        (report,),
    ):
        if record:
            found[record] = kind
        if evidence:
            found.setdefault(evidence, kind)
    return found


def add_judgement(db: apsw.Connection, judgement: Judgement) -> None:
    """Keep a decision and mark the records that it is about."""
    db.execute(
        "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (judgement.id, judgement.kind, judgement.record, judgement.report, judgement.evidence, judgement.slot,
         judgement.before, judgement.after, judgement.who, judgement.at),
    )  # fmt: skip
    if judgement.kind == "add":
        return
    for table in ("event", "statement", "agreement"):
        db.execute(
            f"UPDATE {table} SET judged = ? WHERE id = ? "  # noqa: S608 - fixed names
            "AND report IN (SELECT key FROM report WHERE id = ?)",
            (judgement.kind, judgement.record, judgement.report),
        )


def judgements(db: apsw.Connection, *, record: str | None = None, report: str | None = None) -> Iterator[Judgement]:
    """Decisions in the order they were made."""
    for row in rows(
        db,
        "SELECT id, kind, record, report, evidence, slot, before, after, who, at FROM judgement "
        "WHERE (?1 IS NULL OR record = ?1) AND (?2 IS NULL OR report = ?2) ORDER BY at, rowid",
        (record, report),
    ):
        yield Judgement(*row)
