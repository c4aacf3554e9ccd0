"""The same utterance in several reports: linked where something is new or changed, and asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.link.across_utterances import DAYS, Saying, keys, link
from dragoman.records import Link, Statement, Why
from dragoman.store.results import HEAD, Hit
from dragoman.store.sql import rows
from dragoman.store.terms import UNDATED

if TYPE_CHECKING:
    from dragoman.store.store import Store

BATCH = 100
"""Reports compared in one transaction."""
LOOKED = 200
"""Most statements that one key gives: of what stands in more reports the nearest are enough."""
_SAYING = (
    "SELECT s.id, r.id, s.published, s.actor, a.name, a.kind, a.country, s.content FROM statement s "
    "JOIN report r ON r.key = s.report JOIN actor a ON a.id = s.actor WHERE s.key = ?"
)
_NEAR = (
    "SELECT DISTINCT statement FROM (SELECT statement, day FROM saying_key WHERE value = ?1 AND day BETWEEN ?2 AND ?3 "
    "ORDER BY abs(day - ?4) LIMIT ?5)"
)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another report's statement that gives the same utterance."""

    hit: Hit[Statement]
    link: Link

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the statement with its report, and why it is taken for the same."""
        reasons = [why.to_dict() for why in self.link.reasons]
        return {**self.hit.to_dict(), "link": {"score": round(self.link.score, 4), "reasons": reasons}}


def relink_statements(store: Store, *, again: bool = False) -> int:
    """Compare the statements of reports that are new or changed with all others; gives how many links were made.

    Killed at any moment it goes on where it was. With ``again`` all links are made anew.
    """
    made = 0
    if again:
        with store.database.write() as db:
            db.execute("DELETE FROM utterance_link; DELETE FROM saying_key")
            db.execute("INSERT OR IGNORE INTO unsaid SELECT key FROM report WHERE current = 1")
    while True:
        with store.database.write() as db:
            waiting = [key for (key,) in rows(db, "SELECT report FROM unsaid ORDER BY report LIMIT ?", (BATCH,))]
            if not waiting:
                return made
            made += _batch(db, waiting)


def _batch(db: apsw.Connection, waiting: list[int]) -> int:
    known: dict[int, Saying | None] = {}
    mine: list[int] = []
    for report in waiting:
        of_report = "(SELECT key FROM statement WHERE report = ?)"
        db.execute(f"DELETE FROM saying_key WHERE statement IN {of_report}", (report,))  # noqa: S608 - fixed text
        for side in ("a", "b"):
            db.execute(f"DELETE FROM utterance_link WHERE {side} IN {of_report}", (report,))  # noqa: S608
        sql = "SELECT key FROM statement WHERE report = ? AND judged IS NOT 'reject'"
        mine += [key for (key,) in rows(db, sql, (report,))]
    for key in mine:
        saying = known[key] = _saying(db, key)
        if saying is not None:
            day = UNDATED if saying.day is None else saying.day
            values = [(value, day, key) for value in _values(saying)]
            db.executemany("INSERT OR IGNORE INTO saying_key VALUES (?, ?, ?)", values)
    made = sum(_link_one(db, key, known) for key in mine)
    db.executemany("DELETE FROM unsaid WHERE report = ?", [(key,) for key in waiting])
    return made


def _saying(db: apsw.Connection, key: int) -> Saying | None:
    row = next(rows(db, _SAYING, (key,)), None)
    if row is None:
        return None
    ident, report, day, actor, name, kind, country, content = row
    words = tuple(re.findall(r"\w+", content.lower()))
    return Saying(ident, report, None if day == UNDATED else day, actor, name, kind, country, words)


def _values(saying: Saying) -> Iterator[int]:
    runs, telling = keys(saying)
    yield from (value * 2 for value in runs)
    yield from (value * 2 + 1 for value in telling)


def _link_one(db: apsw.Connection, key: int, known: dict[int, Saying | None]) -> int:
    saying = known[key]
    if saying is None:
        return 0
    made = 0
    for other in _fellows(db, key, saying):
        if other not in known:
            known[other] = _saying(db, other)
        fellow = known[other]
        found = link(saying, fellow) if fellow is not None else None
        if found is None:
            continue
        pair = (key, other) if found.a == saying.id else (other, key)
        reasons = json.dumps([why.to_dict() for why in found.reasons], ensure_ascii=False)
        db.execute("INSERT OR IGNORE INTO utterance_link VALUES (?, ?, ?, ?)", (*pair, found.score, reasons))
        made += db.changes()
    return made


def _fellows(db: apsw.Connection, key: int, saying: Saying) -> set[int]:
    """Statements with a run of words in common, or two telling words and the speaker's country within days."""
    day = UNDATED if saying.day is None else saying.day
    runs, telling = keys(saying)
    found: set[int] = set()
    for value in runs:
        found |= {one for (one,) in rows(db, _NEAR, (value * 2, UNDATED, -UNDATED, day, LOOKED))}
    shared: dict[int, int] = {}
    for value in telling if saying.day is not None else ():
        for (one,) in rows(db, _NEAR, (value * 2 + 1, day - DAYS, day + DAYS, day, LOOKED)):
            shared[one] = shared.get(one, 0) + 1
    return (found | {one for one, n in shared.items() if n > 1}) - {key}


def variants(db: apsw.Connection, statement_id: str) -> list[Variant]:
    """What other reports give of the same utterance, the likeliest first; empty where nothing is linked."""
    head = ", ".join(f"r.{name}" for name in HEAD)
    sql = (
        f"SELECT x.id, o.id, l.score, l.reasons, j.record, o.judged, {head} FROM statement x "  # noqa: S608 - fixed names
        "JOIN (SELECT a AS one, b AS other, score, reasons FROM utterance_link UNION ALL "
        "SELECT b, a, score, reasons FROM utterance_link) l ON l.one = x.key "
        "JOIN statement o ON o.key = l.other JOIN statement_record j ON j.statement = o.key "
        "JOIN report r ON r.key = o.report WHERE x.id = ? AND r.current = 1 AND o.judged IS NOT 'reject' "
        "ORDER BY l.score DESC, r.published, o.key"
    )
    out = []
    for one, other, score, reasons, record, judged, *report in rows(db, sql, (statement_id,)):
        data = json.loads(record)
        data.pop("terms", None)
        whys = tuple(Why(w["by"], w.get("score"), w.get("note", "")) for w in json.loads(reasons))
        a, b = sorted((one, other))
        out.append(
            Variant(Hit("statement", dict(zip(HEAD, report, strict=True)), data, judged), Link(a, b, score, whys))
        )
    return out
