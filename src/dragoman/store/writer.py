"""Writes a report and its records: one transaction, all or nothing."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from dragoman import __version__
from dragoman.ontology import QUADS
from dragoman.records import Actor, Agreement, Event, Report, Statement
from dragoman.store.judgements import judged_of
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
    decided: dict[str, str]

    def judged(self, *names: str) -> str | None:
        """The decision about a record, by its id or its evidence."""
        return next((self.decided[name] for name in names if name in self.decided), None)


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
    _actors(db, actors_of(report).values())
    batch = _Batch(db, key, report, terms, judged_of(db, report.id))
    for position, event in enumerate(report.events):
        _event(batch, position, event)
    for position, statement in enumerate(report.statements):
        _statement(batch, position, statement)
    for position, agreement in enumerate(report.agreements):
        _agreement(batch, position, agreement)
    return key


def unindex(db: apsw.Connection, report: int, terms: Terms) -> None:
    """Take the records of a report's version out of the inverted index."""
    for kind in KINDS:
        for item, published, record in list(
            rows(
                db,
                f"SELECT k.key, k.published, r.record FROM {kind} k JOIN {kind}_record r ON r.{kind} = k.key "  # noqa: S608 - fixed names
                "WHERE k.report = ?",
                (report,),
            )
        ):
            ids = json.loads(record)["terms"]
            db.executemany(
                "DELETE FROM posting WHERE term = ? AND published = ? AND item = ?",
                [(term, published, item) for term in ids],
            )
            terms.changes.subtract(ids)


def _index(batch: _Batch, kind: str, published: int, item: int, found: set[Term]) -> list[int]:
    db, terms = batch.db, batch.terms
    ids = []
    listed = []
    for field, value in sorted(found):
        ids.append(terms.number(db, kind, (field, storable(value))))
        if not field.startswith("#"):
            listed.append((ids[-1], published, item))
    db.executemany("INSERT INTO posting VALUES (?, ?, ?)", listed)
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


def _insert(db: apsw.Connection, table: str, columns: str, values: list[Any]) -> int:
    """Insert a row; gives its key."""
    marks = ", ".join("?" * len(values))
    return int(one(db, f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING key", values)[0])  # noqa: S608


def _event(batch: _Batch, position: int, event: Event) -> None:
    db, report = batch.db, batch.report
    judged = batch.judged(event.id, event.evidence[0].text)
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
    )
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
    data["terms"] = _index(batch, "event", published, key, found)
    db.execute("INSERT INTO event_record VALUES (?, ?)", (key, as_json(data)))


def _statement(batch: _Batch, position: int, statement: Statement) -> None:
    db, report = batch.db, batch.report
    judged = batch.judged(statement.id, " ".join(s.text for s in statement.content))
    published = day_number(report.published.date)
    known = actors_of(report)
    speaker = statement.speaker
    values = [
        statement.id, batch.key, position, statement.kind, statement.score, statement.polarity, statement.modality,
        published, speaker.actor.id, storable(speaker.text), storable(speaker.actor.name), speaker.actor.code,
        ";".join(storable(known[a].name) for a in statement.about if a in known),
        report.publisher and storable(report.publisher), judged, storable(statement.cue.text),
        statement.content[0].start, statement.content[-1].end, storable(" ".join(s.text for s in statement.content)),
    ]  # fmt: skip
    key = _insert(
        db,
        "statement",
        "id, report, position, kind, score, polarity, modality, published, actor, speaker, "
        'who, code, about, publisher, judged, cue, start, "end", content',
        values,
    )
    data = statement.to_dict()
    data["terms"] = _index(batch, "statement", published, key, statement_terms(report, statement))
    db.execute("INSERT INTO statement_record VALUES (?, ?)", (key, as_json(data)))


def _agreement(batch: _Batch, position: int, agreement: Agreement) -> None:
    db, report = batch.db, batch.report
    judged = batch.judged(agreement.id)
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
    )
    data = agreement.to_dict()
    data["terms"] = _index(batch, "agreement", published, key, agreement_terms(report, agreement))
    db.execute("INSERT INTO agreement_record VALUES (?, ?)", (key, as_json(data)))
