"""The store: one SQLite file with reports, records, judgements and the book of attempts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import apsw

from dragoman.errors import UsageError
from dragoman.records import Agreement, Event, Incident, Judgement, Link, Report, Statement, Story
from dragoman.store import attempts, counting, decode, incidents, judgements, same_actor
from dragoman.store.actors import ActorRow, list_actors
from dragoman.store.attempts import Attempt
from dragoman.store.columns import Columns
from dragoman.store.database import Database
from dragoman.store.facets import Counts, facets
from dragoman.store.identity import forget, identity_of, unified
from dragoman.store.incidents import Listing, StoryNews
from dragoman.store.reports import Reports
from dragoman.store.results import HEAD, Hit, Results
from dragoman.store.sql import maybe, one, rows
from dragoman.store.writer import KINDS, REJECT, Terms, add_report, rejudge, storable, unindex

if TYPE_CHECKING:
    from dragoman.store.relink import Relinked
    from dragoman.store.variants import Variant

WORTH = 20_000
"""So many records are worth holding their columns in memory."""


class Store:
    """Reports and their records in one SQLite file. Safe to read while another process writes."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        """Open or make the store at ``path``; raises ``StoreError`` where that cannot be done."""
        self.database = Database(path, readonly=readonly)
        self._terms = Terms()
        self._columns: dict[str, Columns] = {}

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    # Writing

    def add(self, report: Report, *, done: str | None = None) -> None:
        """Write a report and its records in one transaction; ``done`` also ends that attempt in it.

        The same version again replaces its records; a changed text makes a new version and the old
        one is kept, out of all lists.
        """
        self.add_all([report], done=[done] if done else [])

    def add_all(self, reports: Iterable[Report], *, done: Iterable[str] = ()) -> None:
        """Write several reports in one transaction: faster, and as safe."""
        with self.writing() as db:
            for report in reports:
                add_report(db, report, self._terms)
            for name in done:
                attempts.end(db, name, "done")

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """One transaction on records; where it fails, what was counted and decided in it is forgotten."""
        with self.database.lock:
            try:
                with self.database.write() as db:
                    yield db
                    self._terms.flush(db)
            except BaseException:
                self._terms.forget()
                forget(self.database.writer)
                raise

    def remove(self, report_id: str) -> None:
        """Remove a report with all it has; judgements stay. ``relink`` makes its incidents anew of other reports."""
        with self.writing() as db:
            for key, current in list(rows(db, "SELECT key, current FROM report WHERE id = ?", (report_id,))):
                if current:
                    unindex(db, key, self._terms)
                db.execute("DELETE FROM report WHERE key = ?", (key,))
            incidents.drop_stale(db)

    def judge(self, *decisions: Judgement) -> None:
        """Keep decisions of a person, all or none, and apply them; a new reading of the report finds them again."""
        with self.writing() as db:
            for judgement in decisions:
                judgements.add_judgement(db, judgement)
            concerned = (report for judgement in decisions for report in same_actor.concerned(db, judgement))
            self.rewrite_reports(db, dict.fromkeys(concerned))

    def merge_actors(self, pairs: Sequence[tuple[str, str]], who: str) -> list[Judgement]:
        """Decide that the first id of each pair is the second actor, in all records now and later."""
        return same_actor.merge(self, pairs, who)

    def split_actor(
        self, actor: str, who: str, *, reports: Iterable[str] = (), name: str | None = None, code: str | None = None
    ) -> list[Judgement]:
        """Take a merge of an actor's id back, or decide that in ``reports`` it is somebody else."""
        return same_actor.split(self, actor, who, reports=reports, name=name, code=code)

    def tell_actors_apart(self, one: str, other: str, who: str) -> Judgement:
        """Decide that two actors (ids) are not the same, so that they are not proposed again."""
        return same_actor.tell_apart(self, one, other, who)

    def find_actor(self, words: str) -> str:
        """The id of the one actor that an id or a whole name names; raises ``UsageError`` for none or several."""
        return same_actor.find_actor(self.database.reader, words)

    def rewrite_reports(self, db: apsw.Connection, reports: Iterable[tuple[int, str]]) -> None:
        """Apply all decisions to reports (key, id) anew, within the caller's transaction."""
        for key, report_id in reports:
            read = self.report(report_id, as_read=True)
            if read is not None:
                rejudge(db, key, read, self._terms)

    def set_copies(self, copies: Iterable[tuple[str, str | None]]) -> None:
        """Mark reports as copies: pairs of (report id, id of its origin or None)."""
        with self.database.write() as db:
            for report, origin in copies:
                found = maybe(
                    db, "UPDATE report SET copy_of = ? WHERE id = ? AND current = 1 RETURNING key", (origin, report)
                )
                if found is None:
                    continue
                for table in ("event", "statement", "agreement"):
                    sql = f"UPDATE {table} SET copy = ? WHERE report = ?"  # noqa: S608 - fixed names
                    db.execute(sql, (int(origin is not None), found[0]))

    # The book of attempts

    def begin(self, name: str, source: str = "") -> int:
        """Count an attempt at an input before the work; gives how many there were."""
        with self.database.write() as db:
            return attempts.begin(db, name, source)

    def fail(self, name: str, message: str, source: str = "") -> str:
        """Write down that an input failed (counting it as begun if it was not); gives its state."""
        with self.database.write() as db:
            known = attempts.look(db, name)
            if known is None or known.state != "running":
                attempts.begin(db, name, source)
                known = attempts.look(db, name)
            state = "quarantined" if known and known.attempts >= attempts.CRASHES else "failed"
            attempts.end(db, name, state, message)
            return state

    def give_back(self, names: Iterable[str]) -> None:
        """Take back attempts that an interruption cut short."""
        with self.database.write() as db:
            attempts.give_back(db, list(names))

    def retry_failed(self) -> int:
        """Forget all failures, so that a run tries those inputs again; gives how many."""
        with self.database.write() as db:
            return attempts.reset(db)

    def attempt(self, name: str) -> Attempt | None:
        """What is known of an input."""
        return attempts.look(self.database.reader, name)

    def failures(self, *states: str) -> Iterator[Attempt]:
        """Inputs that are not done (or in ``states``)."""
        return attempts.listed(self.database.reader, *states)

    # Reading

    def has(self, report_id: str, version: str | None = None) -> bool:
        """Whether the report (in that version) is in the store."""
        row = maybe(
            self.database.reader,
            "SELECT 1 FROM report WHERE id = ?1 AND (?2 IS NULL OR version = ?2)",
            (storable(report_id), version),
        )
        return row is not None

    def events(self, /, *, sort: str = "published", **filters: Any) -> Results[Event]:
        """Events, newest report first; ``store.filters.FILTERS`` tells the filters."""
        return Results(lambda: self.database.reader, "event", filters, sort, self._columns.get("event"))

    def statements(self, /, *, sort: str = "published", **filters: Any) -> Results[Statement]:
        """Statements, newest report first."""
        return Results(lambda: self.database.reader, "statement", filters, sort, self._columns.get("statement"))

    def agreements(self, /, *, sort: str = "published", **filters: Any) -> Results[Agreement]:
        """Mentions of named instruments, newest report first."""
        return Results(lambda: self.database.reader, "agreement", filters, sort, self._columns.get("agreement"))

    def actors(self, /, *, limit: int | None = None, **filters: Any) -> list[ActorRow]:
        """Actors with how often they act, receive and speak; filters: name, country, sector, kind."""
        return list_actors(self.database.reader, filters, limit)

    def facets(
        self, kind: str = "event", names: list[str] | None = None, /, *, top: int = 20, **filters: Any
    ) -> Counts:
        """Values with counts of what the filters find."""
        return facets(self.database.reader, kind, names, filters, top, self._columns.get(kind))

    def warm(self, *kinds: str, least: int = WORTH) -> None:
        """Hold the columns of ``kinds`` (all without any) in memory: counts and facets over much become fast.

        For programs that ask often, such as a server; reads for some seconds. A kind with fewer than ``least`` records
        is left alone: it is fast as it is. What is written later, by any process, is counted, too.
        """
        counts = self.counts()
        for kind in kinds or KINDS:
            if self.database.path != ":memory:" and counts[f"{kind}s"] >= least:
                columns = Columns(kind)
                columns.load(self.database.reader)
                self._columns[kind] = columns

    def event(self, event_id: str) -> Hit[Event] | None:
        """An event by its id, of the newest version of its report."""
        return self._one("event", event_id)

    def statement(self, statement_id: str) -> Hit[Statement] | None:
        """A statement by its id."""
        return self._one("statement", statement_id)

    def agreement(self, agreement_id: str) -> Hit[Agreement] | None:
        """A mention of a named instrument by its id."""
        return self._one("agreement", agreement_id)

    def actor(self, actor_id: str) -> ActorRow | None:
        """An actor by its id."""
        return next(iter(list_actors(self.database.reader, {}, 1, identifier=actor_id)), None)

    def _one(self, kind: str, record_id: str) -> Hit[Any] | None:
        head = ", ".join(f"r.{name}" for name in HEAD)
        row = maybe(
            self.database.reader,
            f"SELECT j.record, k.judged, {head} FROM {kind} k JOIN {kind}_record j ON j.{kind} = k.key "  # noqa: S608
            "JOIN report r ON r.key = k.report WHERE k.id = ? ORDER BY r.current DESC, r.key DESC LIMIT 1",
            (record_id,),
        )
        if row is None:
            return None
        data = json.loads(row[0])
        data.pop("terms", None)
        return Hit(kind, dict(zip(HEAD, row[2:], strict=True)), data, row[1])

    def report(
        self,
        report_id: str,
        version: str | None = None,
        *,
        as_read: bool = False,
        rejected: bool = False,
        only: Collection[str] | None = None,
    ) -> Report | None:
        """A report with its records: the newest version, or the one asked for.

        What a person changed or added is in it, what was rejected only with ``rejected``; with ``as_read`` it is
        as the program read it. ``only`` are ids of records: a report with thousands can be shown in parts.
        """
        db = self.database.reader
        row = maybe(
            db,
            "SELECT key, id, title, published, published_time, zone, published_source, published_conflict, byline, "
            "publisher, url, language, source, fetched, skipped, text FROM report "
            "WHERE id = ?1 AND (version = ?2 OR (?2 IS NULL AND current = 1))",
            (storable(report_id), version),
        )
        return self._load(row, as_read=as_read, rejected=rejected, only=only) if row else None

    def _load(self, row: tuple[Any, ...], *, as_read: bool, rejected: bool, only: Collection[str] | None) -> Report:
        db = self.database.reader
        key = row[0]
        data: dict[str, Any] = dict(
            zip(("id", "title"), row[1:3], strict=True),
            published=dict(zip(("date", "time", "zone", "source", "conflict"), row[3:8], strict=True)),
        )
        names = ("byline", "publisher", "url", "language", "source", "fetched", "skipped", "text")
        data |= dict(zip(names, row[8:], strict=True))
        data |= json.loads(zlib.decompress(one(db, "SELECT layers FROM report_layers WHERE report = ?", (key,))[0]))
        for kind in ("event", "statement", "agreement"):
            data[f"{kind}s"] = self._records(kind, key, as_read=as_read, rejected=rejected or as_read, only=only)
        data["problems"] = [
            {"stage": stage, "message": message}
            for stage, message in rows(db, "SELECT stage, message FROM problem WHERE report = ? ORDER BY key", (key,))
        ]
        report = decode.report(data)
        return report if as_read else unified(report, identity_of(db))

    def record_ids(self, report_id: str, version: str | None = None) -> list[tuple[str, str]]:
        """Kind and id of all records of a report (rejected ones too), in their order, events first."""
        return counting.record_ids(self.database.reader, storable(report_id), version)

    def _records(
        self, kind: str, key: int, *, as_read: bool, rejected: bool, only: Collection[str] | None
    ) -> list[Any]:
        db = self.database.reader
        read: dict[str, str] = {}
        if as_read:
            read = dict(rows(db, "SELECT id, record FROM original WHERE report = ? AND kind = ?", (key, kind)))
        sql = (
            f"SELECT k.id, j.record FROM {kind} k JOIN {kind}_record j ON j.{kind} = k.key "  # noqa: S608 - fixed names
            f"WHERE k.report = ?{'' if rejected else ' AND k.judged IS NOT ?'} ORDER BY k.position"
        )
        found: Iterable[tuple[Any, ...]] = rows(db, sql, (key,) if rejected else (key, REJECT))
        if only is not None:
            found = (row for row in found if row[0] in only)
        return [json.loads(text) for text in (read.get(name, record) for name, record in found) if text]

    def decided(self, report_id: str) -> dict[str, str]:
        """What persons decided about the records of a report, by record id: accept, reject, edit or add."""
        return counting.decided(self.database.reader, storable(report_id))

    def versions(self, report_id: str) -> list[str]:
        """The versions of a report, oldest first."""
        found = rows(self.database.reader, "SELECT version FROM report WHERE id = ? ORDER BY key", (report_id,))
        return [row[0] for row in found]

    def reports(self, /, *, sort: str = "published", **filters: Any) -> Reports:
        """Heads of the current reports, newest first; ``sort`` "relevance" puts those first that fit ``text`` best.

        Iterate over it, or ask for ``page(limit, cursor)`` (with snippets where ``text`` is given) and ``count()``.
        """
        return Reports(lambda: self.database.reader, filters, sort)

    # One event, many reports

    def relink(self, *, again: bool = False) -> Relinked:
        """Link what is new or changed, and make its incidents and stories anew (``store.relink``)."""
        from dragoman.store.relink import relink
        from dragoman.store.variants import relink_statements

        done = relink(self, again=again)
        done.utterances = relink_statements(self, again=again)
        return done

    def variants(self, statement_id: str) -> list[Variant]:
        """What other reports give of the same utterance, with the reasons; needs ``relink``."""
        from dragoman.store.variants import variants

        return variants(self.database.reader, statement_id)

    def incidents(self, /, *, sort: str = "published", **filters: Any) -> Listing[Incident]:
        """Incidents, the last told first; ``store.incident_filters.INCIDENT_FILTERS`` tells the filters."""
        return incidents.incidents(lambda: self.database.reader, filters, sort)

    def incident(self, name: str) -> Incident | None:
        """An incident by its id, or by the id of one of its events."""
        return incidents.incident(self.database.reader, name)

    def links(self, event_id: str) -> list[Link]:
        """The links of an event to mentions in other reports, the strongest first, with their reasons."""
        return incidents.links_of(self.database.reader, event_id)

    def stories(self, /, *, sort: str = "published", **filters: Any) -> Listing[Story]:
        """Stories, the last told first; ``store.incident_filters.STORY_FILTERS`` tells the filters."""
        return incidents.stories(lambda: self.database.reader, filters, sort)

    def story(self, name: str) -> Story | None:
        """A story by its id, or by the id of one of its reports, with its incidents in order."""
        return incidents.story(self.database.reader, name)

    def new_since(self, day: str | None = None, *, told: int = 1, limit: int = 50) -> list[StoryNews]:
        """What is new, by story, since a day (by default the day of the newest report)."""
        return incidents.new_since(self.database.reader, day, told=told, limit=limit)

    def judgements(
        self, *, record: str | None = None, report: str | None = None, lost: bool = False
    ) -> list[Judgement]:
        """What persons decided, in order; ``lost``: only what no longer applies to the newest reading."""
        return list(judgements.judgements(self.database.reader, record=record, report=report, lost=lost))

    def counts(self) -> dict[str, int]:
        """How many reports, versions, copies, events, statements, agreements and actors there are."""
        return counting.counts(self.database.reader)


def open(path: str | Path, *, readonly: bool | None = None) -> Store:  # noqa: A001 - dragoman.open("news.db")
    """The store at ``path``, made if it is not there (unless ``readonly``).

    Raises:
        StoreError: it cannot be opened.
        UsageError: ``path`` is a folder.
    """
    if str(path) != ":memory:" and Path(path).is_dir():
        raise UsageError(f"{path} is a folder; give a file, such as {Path(path) / 'news.db'}")
    return Store(path, readonly=bool(readonly))
