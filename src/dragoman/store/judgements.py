"""What persons decided, bound to the report and the evidence, so that a new reading finds it again."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping

import apsw

from dragoman.errors import UsageError
from dragoman.records import Judgement, Report
from dragoman.store.edits import added_event, edited, slot_text
from dragoman.store.grammar import near
from dragoman.store.judging import KINDS, Judged, bound_to, live, reason
from dragoman.store.sql import rows

DECISIONS = ("accept", "reject", "edit", "add", "undo", "merge", "split", "apart")
_COLUMNS = "j.id, j.kind, j.record, j.report, j.evidence, j.slot, j.before, j.after, j.who, j.at"
MOST_NAME = 80


def decide(
    report: Report, kind: str, *, who: str, of: str = "event", record: str = "", slot: str = "", after: str = "",
    given: Mapping[str, str] | None = None, now: Report | None = None,
) -> Judgement:  # fmt: skip
    """A decision about a record of ``report`` (as the program read it), checked before it is kept.

    Args:
        report: the report as it was read.
        kind: accept, reject, edit or add.
        who: the person's name.
        of: event, statement or agreement.
        record: id of the record; empty for ``add``.
        slot: for ``edit``, the slot.
        after: for ``edit``, its new value (``edits.slot_text`` shows how values are written).
        given: for ``add``, the slots of the event.
        now: the report with earlier decisions applied, for ``edit``.

    Raises:
        UsageError: no name, no such record, or a value that cannot be.
    """
    who = " ".join(who.split())[:MOST_NAME]
    if not who:
        raise UsageError("who decides? give a name")
    if of not in KINDS:
        raise UsageError(f"records {of!r}: there is no such kind{near(of, KINDS)}")
    head = {"id": f"j{uuid.uuid4().hex[:16]}", "kind": kind, "report": report.id, "who": who, "of": of,
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")}  # fmt: skip
    if kind == "add":
        return _added(report, head, {name: value for name, value in (given or {}).items() if value.strip()})
    if kind not in {"accept", "reject", "edit"}:
        raise UsageError(f"decision {kind!r}: there is none{near(kind, DECISIONS)}")
    found = {r.id: r for r in getattr(report, f"{of}s")} | {r.id: r for r in getattr(now or report, f"{of}s")}
    if record not in found:
        raise UsageError(f"report {report.id} has no {of} {record!r}")
    read = next((r for r in getattr(report, f"{of}s") if r.id == record), found[record])
    evidence, anchor = bound_to(read)
    made = Judgement(
        record=record, evidence=evidence, anchor=anchor, slot=slot, after=after.strip(),
        before=slot_text(found[record], slot) if kind == "edit" and slot else "", **head,
    )  # fmt: skip
    if kind == "edit":
        edited(report, found[record], slot, after, reason(made))
    return made


def _added(report: Report, head: dict[str, str], given: dict[str, str]) -> Judgement:
    event = added_event(report, given, "new", reason(Judgement("", "add", "", "", "", "", "", "", "", "")))
    evidence, anchor = bound_to(event)
    given |= {"evidence": evidence, "at": str(event.trigger.start)}
    return Judgement(
        record="",
        evidence=evidence,
        anchor=anchor,
        slot="",
        before="",
        after=json.dumps(given, ensure_ascii=False),
        **head,
    )


def undo(judgement: Judgement, who: str) -> Judgement:
    """A decision that takes ``judgement`` back."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return Judgement(
        f"j{uuid.uuid4().hex[:16]}", "undo", judgement.id, judgement.report, judgement.evidence, "", "", "",
        " ".join(who.split())[:MOST_NAME], at, judgement.of, judgement.anchor,
    )  # fmt: skip


def add_judgement(db: apsw.Connection, judgement: Judgement) -> None:
    """Keep a decision."""
    db.execute(
        "INSERT INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (judgement.id, judgement.kind, judgement.record, judgement.report, judgement.evidence, judgement.slot,
         judgement.before, judgement.after, judgement.who, judgement.at),
    )  # fmt: skip
    db.execute(
        "INSERT INTO judgement_target VALUES (?, ?, ?, 1) ON CONFLICT (judgement) DO NOTHING",
        (judgement.id, judgement.of, judgement.anchor),
    )


def judgements(
    db: apsw.Connection, *, record: str | None = None, report: str | None = None, lost: bool = False
) -> Iterator[Judgement]:
    """Decisions in the order they were made; ``lost``: only those that no longer apply and were not taken back."""
    where = " AND t.applies = 0" if lost else ""
    sql = (
        f"SELECT {_COLUMNS}, ifnull(t.kind, 'event'), ifnull(t.anchor, '') FROM judgement j "  # noqa: S608
        "LEFT JOIN judgement_target t ON t.judgement = j.id "
        f"WHERE (?1 IS NULL OR j.record = ?1) AND (?2 IS NULL OR j.report = ?2){where} ORDER BY j.at, j.rowid"
    )
    for row in rows(db, sql, (record, report)):
        yield Judgement(*row)


def about_actors(db: apsw.Connection) -> list[Judgement]:
    """The decisions in force about who is one (``merge``, ``split``) and who is not (``apart``), in their order."""
    sql = (
        f"SELECT {_COLUMNS}, 'actor', '' FROM judgement j WHERE j.kind IN ('merge', 'split', 'apart') "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM judgement u WHERE u.kind = 'undo' AND u.record = j.id) ORDER BY j.at, j.rowid"
    )
    return [Judgement(*row) for row in rows(db, sql)]


def note_applied(db: apsw.Connection, report: str, judged: Judged) -> None:
    """Write down which of a report's decisions still apply."""
    for judgement in live(judgements(db, report=report)):
        applies = int(judgement.id in judged.applied)
        db.execute("UPDATE judgement_target SET applies = ? WHERE judgement = ?", (applies, judgement.id))
    db.execute(
        "UPDATE judgement_target SET applies = 1 WHERE judgement IN "
        "(SELECT record FROM judgement WHERE report = ? AND kind = 'undo')",
        (report,),
    )
