"""Writes a report and its records: one transaction, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from dragoman import __version__
from dragoman.ontology import QUADS
from dragoman.records import Actor, Agreement, Event, Report, Statement
from dragoman.store.identity import unify
from dragoman.store.judgements import judgements, note_applied
from dragoman.store.judging import Judged, apply
from dragoman.store.sql import maybe, one, rows
from dragoman.store.terms import (
    Term,
    actors_of,
    agreement_terms,
    bounds,
    day_number,
    event_terms,
    statement_terms,
)

KINDS = ("event", "statement", "agreement")
REJECT = "reject"
"""Rejected records can be found, but no count has them."""


def now() -> str:
    """The time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def storable(text: str) -> str:
    """``text`` with lone surrogates replaced one for one: UTF-8 has none, and offsets must hold."""
    try:
        text.encode("utf8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def as_json(data: object) -> str:
    """Compact JSON that UTF-8 can hold."""
    return storable(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def pack(data: object) -> bytes:
    """JSON packed by zlib: the layers are two fifths of a store otherwise, and nobody asks for them by SQL."""
    return zlib.compress(as_json(data).encode("utf8"), 3)


class Terms:
    """Numbers of terms, kept in memory, and how often each was added or removed since the last flush."""

    def __init__(self) -> None:
        """Start empty."""
        self.known: dict[tuple[str, str, str], int] = {}
        self.changes: Counter[int] = Counter()

    def flush(self, db: apsw.Connection) -> None:
        """Write the counts, once a transaction instead of once a record."""
        changed = [(n, term) for term, n in self.changes.items() if n]
        db.executemany("UPDATE term SET n = n + ? WHERE id = ?", changed)
        self.changes.clear()

    def forget(self) -> None:
        """The transaction failed: numbers made in it are gone."""
        self.known.clear()
        self.changes.clear()

    def number(self, db: apsw.Connection, record: str, term: Term) -> int:
        """The number of a term, made if it is new."""
        key = (record, *term)
        if (found := self.known.get(key)) is None:
            row = maybe(db, "SELECT id FROM term WHERE record = ? AND field = ? AND value = ?", key)
            if row is None:
                row = one(db, "INSERT INTO term (record, field, value) VALUES (?, ?, ?) RETURNING id", key)
            if len(self.known) > 200_000:  # noqa: PLR2004 - bounds the memory of a long run
                self.known.clear()
            found = self.known[key] = row[0]
        return found


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the rows of one report have in common."""

    db: apsw.Connection
    key: int
    report: Report
    terms: Terms
    decided: dict[tuple[str, str], str]


def add_report(db: apsw.Connection, report: Report, terms: Terms) -> int:
    """Write ``report`` within the caller's transaction; gives its key.

    The same version again replaces the records of that version; another version becomes the
    current one, and the old one stays, out of the index.
    """
    found = list(rows(db, "SELECT key, version, current FROM report WHERE id = ?", (storable(report.id),)))
    for key, version, current in found:
        if current:
            unindex(db, key, terms)
        if version == report.version:
            db.execute("DELETE FROM report WHERE key = ?", (key,))
        elif current:
            db.execute("UPDATE report SET current = 0 WHERE key = ?", (key,))
    key = _report_row(db, report)
    db.execute("INSERT INTO report_layers VALUES (?, ?)", (key, pack(_layers(report))))
    for problem in report.problems:
        db.execute(
            "INSERT INTO problem (report, stage, message) VALUES (?, ?, ?)",
            (key, problem.stage, storable(problem.message)),
        )
    decisions = list(judgements(db, report=storable(report.id)))
    judged = unify(db, apply(report, decisions) if decisions else Judged(report))
    _actors(db, actors_of(judged.report).values())
    batch = _Batch(db, key, judged.report, terms, judged.decided)
    for kind, write in _WRITERS.items():
        for position, record in enumerate(getattr(judged.report, f"{kind}s")):
            write(batch, position, record)
    if decisions or judged.originals:
        _keep_originals(batch, judged)
    return key


def rejudge(db: apsw.Connection, key: int, read: Report, terms: Terms) -> None:
    """Apply all decisions about a report anew: its rows are changed in place, so that what refers to them holds.

    ``read`` is the report as the program read it, ``key`` the row of that version.
    """
    judged = unify(db, apply(read, judgements(db, report=storable(read.id))))
    _actors(db, actors_of(judged.report).values())
    batch = _Batch(db, key, judged.report, terms, judged.decided)
    known = {kind: _stored(db, kind, key) for kind in KINDS}
    changed = {
        record.id
        for kind in KINDS
        for record in getattr(judged.report, f"{kind}s")
        if known[kind].get(record.id, (0, "", None))[1:]
        != (as_json(record.to_dict()), judged.decided.get((kind, record.id)))
    }
    for kind, write in _WRITERS.items():
        stored, present = known[kind], getattr(judged.report, f"{kind}s")
        for gone in set(stored) - {record.id for record in present}:
            _unindex_one(db, kind, stored[gone][0], terms)
            db.execute(f"DELETE FROM {kind} WHERE key = ?", (stored[gone][0],))  # noqa: S608 - fixed names
        for position, record in enumerate(present):
            item = stored[record.id][0] if record.id in stored else None
            if item is not None and record.id not in changed and not changed.intersection(_depends(record)):
                db.execute(f"UPDATE {kind} SET position = ? WHERE key = ?", (position, item))  # noqa: S608
                continue
            if item is not None:
                _unindex_one(db, kind, item, terms)
            write(batch, position, record, item)
    for kind in KINDS:  # what a person added to a copy is no more than a copy
        of_copy = "(SELECT 1 FROM report WHERE key = ?1 AND copy_of IS NOT NULL)"
        sql = f"UPDATE {kind} SET copy = 1 WHERE report = ?1 AND copy = 0 AND EXISTS {of_copy}"  # noqa: S608 - fixed names
        db.execute(sql, (key,))
    _keep_originals(batch, judged)
    db.execute("UPDATE report SET current = current WHERE key = ?", (key,))  # the table of changes hears of it


def _depends(record: Event | Statement | Agreement) -> tuple[str, ...]:
    """Records whose values a record can be found by."""
    if isinstance(record, Event):
        return record.claims
    return record.events if isinstance(record, Statement) else ()


def _stored(db: apsw.Connection, kind: str, report: int) -> dict[str, tuple[int, str, str | None]]:
    """Key, JSON and decision of a report's records, by id."""
    sql = (
        f"SELECT k.id, k.key, r.record, k.judged FROM {kind} k JOIN {kind}_record r ON r.{kind} = k.key "  # noqa: S608
        "WHERE k.report = ?"
    )
    return {row[0]: (row[1], _without_terms(row[2]), row[3]) for row in rows(db, sql, (report,))}


def _without_terms(record: str) -> str:
    return record[: record.rfind(',"terms":[')] + "}"


def _keep_originals(batch: _Batch, judged: Judged) -> None:
    db = batch.db
    db.execute("DELETE FROM original WHERE report = ?", (batch.key,))
    for (kind, name), record in judged.originals.items():
        data = as_json(record.to_dict()) if record is not None else ""
        db.execute("INSERT INTO original VALUES (?, ?, ?, ?)", (batch.key, kind, name, data))
    note_applied(db, storable(batch.report.id), judged)


def unindex(db: apsw.Connection, report: int, terms: Terms) -> None:
    """Take the records of a report's version out of the inverted index."""
    for kind in KINDS:
        for (item,) in list(rows(db, f"SELECT key FROM {kind} WHERE report = ?", (report,))):  # noqa: S608 - fixed names
            _unindex_one(db, kind, item, terms)


def _unindex_one(db: apsw.Connection, kind: str, item: int, terms: Terms) -> None:
    published, judged, record = one(
        db,
        f"SELECT k.published, k.judged, r.record FROM {kind} k JOIN {kind}_record r ON r.{kind} = k.key "  # noqa: S608
        "WHERE k.key = ?",
        (item,),
    )
    ids = json.loads(record)["terms"]
    db.executemany(
        "DELETE FROM posting WHERE term = ? AND published = ? AND item = ?", [(term, published, item) for term in ids]
    )
    if judged != REJECT:
        terms.changes.subtract(ids)


def _index(batch: _Batch, kind: str, published: int, item: int, found: set[Term], judged: str | None) -> list[int]:
    db, terms = batch.db, batch.terms
    ids = []
    listed = []
    for field, value in sorted(found):
        ids.append(terms.number(db, kind, (field, storable(value))))
        if not field.startswith("#"):
            listed.append((ids[-1], published, item))
    db.executemany("INSERT INTO posting VALUES (?, ?, ?)", listed)
    if judged != REJECT:
        terms.changes.update(ids)
    return ids


def _report_row(db: apsw.Connection, report: Report) -> int:
    published = report.published
    values: list[Any] = [
        report.id, report.version, report.title, published.date, published.time, published.zone, published.source,
        published.conflict, report.byline, report.publisher, report.url, report.language, report.source,
        report.fetched, report.skipped, now(), __version__, report.text,
    ]  # fmt: skip
    return _insert(
        db,
        "report",
        "id, version, title, published, published_time, zone, published_source, published_conflict, byline, "
        "publisher, url, language, source, fetched, skipped, added, program, text",
        [storable(v) if isinstance(v, str) else v for v in values],
    )


def _layers(report: Report) -> dict[str, object]:
    names = ("segments", "quotations", "mentions", "times", "places")
    layers: dict[str, object] = {name: [part.to_dict() for part in getattr(report, name)] for name in names}
    layers["entities"] = [[key, actor.to_dict()] for key, actor in report.entities]
    return layers


def _actors(db: apsw.Connection, actors: Iterable[Actor]) -> None:
    db.executemany(
        "INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
        "country = excluded.country, sector = excluded.sector, code = excluded.code, office = excluded.office, "
        "wikidata = excluded.wikidata",
        [
            (a.id, storable(a.name), a.kind, a.country, a.sector, a.code, a.office and storable(a.office), a.wikidata)
            for a in actors
        ],
    )


def _insert(db: apsw.Connection, table: str, columns: str, values: list[Any], key: int | None = None) -> int:
    """Insert a row, or change the one of ``key``; gives its key."""
    marks = ", ".join("?" * len(values))
    if key is not None:
        db.execute(f"UPDATE {table} SET ({columns}) = ({marks}) WHERE key = ?", [*values, key])  # noqa: S608
        return key
    return int(one(db, f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING key", values)[0])  # noqa: S608


def _event(batch: _Batch, position: int, event: Event, item: int | None = None) -> None:
    db, report = batch.db, batch.report
    judged = batch.decided.get(("event", event.id))
    place = event.where.place
    published = day_number(report.published.date)
    first, last = bounds(event.when.value) if event.when.value else (None, None)
    pinned = place if place and place.precision in {"point", "city", "district"} else None
    values = [
        event.id, batch.key, position, event.type, event.mode, event.quad, event.status, event.score, published,
        event.when.value, first, last, event.when.precision,
        place and place.id, place and place.name, place and place.country, place and place.precision,
        pinned and pinned.latitude, pinned and pinned.longitude,
        ";".join(p.actor.code for p in event.actors), ";".join(p.actor.code for p in event.recipients),
        ";".join(event.contexts), report.publisher and storable(report.publisher), judged,
        storable(event.trigger.text), event.trigger.start, event.trigger.end,
        storable(" ".join(span.text for span in event.evidence)),
    ]  # fmt: skip
    key = _insert(
        db,
        "event",
        "id, report, position, type, mode, quad, status, score, published, date, date_from, "
        "date_to, precision, place, place_name, place_country, place_precision, latitude, longitude, actors, "
        "recipients, contexts, publisher, judged, trigger_text, trigger_start, trigger_end, evidence",
        values,
        item,
    )
    db.execute("DELETE FROM event_actor WHERE event = ?", (key,))
    for side, parts in (("actor", event.actors), ("recipient", event.recipients)):
        db.executemany(
            "INSERT INTO event_actor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (key, side, i, p.actor.id, storable(p.text), p.evidence[0].start, p.evidence[0].end, p.actor.country,
                 p.actor.sector, p.actor.code)
                for i, p in enumerate(parts)
            ],
        )  # fmt: skip
    found = event_terms(report, event, QUADS[event.quad])
    data = event.to_dict()
    data["terms"] = _index(batch, "event", published, key, found, judged)
    db.execute("INSERT OR REPLACE INTO event_record VALUES (?, ?)", (key, as_json(data)))


def _statement(batch: _Batch, position: int, statement: Statement, item: int | None = None) -> None:
    db, report = batch.db, batch.report
    judged = batch.decided.get(("statement", statement.id))
    published = day_number(report.published.date)
    known = actors_of(report)
    speaker = statement.speaker
    values = [
        statement.id, batch.key, position, statement.kind, statement.score, statement.polarity, statement.modality,
        published, speaker.actor.id, storable(speaker.text), storable(speaker.actor.name), speaker.actor.code,
        ";".join(known[a].code for a in statement.about if a in known),
        report.publisher and storable(report.publisher), judged, storable(statement.cue.text),
        statement.content[0].start, statement.content[-1].end, storable(" ".join(s.text for s in statement.content)),
    ]  # fmt: skip
    key = _insert(
        db,
        "statement",
        "id, report, position, kind, score, polarity, modality, published, actor, speaker, "
        'who, code, about, publisher, judged, cue, start, "end", content',
        values,
        item,
    )
    data = statement.to_dict()
    data["terms"] = _index(batch, "statement", published, key, statement_terms(report, statement), judged)
    db.execute("INSERT OR REPLACE INTO statement_record VALUES (?, ?)", (key, as_json(data)))


def _agreement(batch: _Batch, position: int, agreement: Agreement, item: int | None = None) -> None:
    db, report = batch.db, batch.report
    judged = batch.decided.get(("agreement", agreement.id))
    published = day_number(report.published.date)
    values = [
        agreement.id, batch.key, position, storable(agreement.name), agreement.kind, agreement.acronym,
        ";".join(p.actor.code for p in agreement.parties), agreement.steps[-1].state if agreement.steps else None,
        published, report.publisher and storable(report.publisher), judged,
    ]  # fmt: skip
    key = _insert(
        db,
        "agreement",
        "id, report, position, name, kind, acronym, parties, state, published, publisher, judged",
        values,
        item,
    )
    data = agreement.to_dict()
    data["terms"] = _index(batch, "agreement", published, key, agreement_terms(report, agreement), judged)
    db.execute("INSERT OR REPLACE INTO agreement_record VALUES (?, ?)", (key, as_json(data)))


_WRITERS: dict[str, Callable[..., None]] = {"event": _event, "statement": _statement, "agreement": _agreement}
