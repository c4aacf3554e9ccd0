"""Copies: near-duplicate reports grouped as they come, on disk.

A report joins the reports that it is an edited copy of (``copy_compare``). The links depend on the two reports alone,
and a group is what hangs together by links, so the order in which reports come changes nothing but ties of origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from dragoman.errors import StoreError
from dragoman.link.copy_compare import DEFAULT, Thresholds, compare
from dragoman.link.copy_text import Fingerprint, fingerprint
from dragoman.records import Report, Why

COMMON = 40
"""A sentence or band that more reports than this have is an agency's stock phrase and makes no candidates."""
COMPARED = 60
"""Most candidates that are compared, those with most in common first."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS copy_report (
  key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version TEXT NOT NULL, published TEXT, print BLOB NOT NULL,
  family INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS copy_report_family ON copy_report (family);
CREATE TABLE IF NOT EXISTS copy_sign (
  hash INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (hash, report)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copy_sign_report ON copy_sign (report);
CREATE TABLE IF NOT EXISTS copy_link (
  a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, note TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copy_link_b ON copy_link (b);
"""


@dataclass(frozen=True, slots=True)
class CopyMember:
    """A report of a group, and the report that it is most alike."""

    report: str
    like: str | None
    """Id of that report; None for the origin."""
    why: Why


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports that are edited copies of one text."""

    origin: str
    """Id of the earliest: by publication, undated reports last, then in the order they came."""
    members: tuple[CopyMember, ...]
    """All of them, the origin first, in the same order."""

    @property
    def copies(self) -> tuple[tuple[str, str | None], ...]:
        """(report, origin or None) for ``Store.set_copies``."""
        return tuple((m.report, None if m.report == self.origin else self.origin) for m in self.members)

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        members = [{"report": m.report, "like": m.like, "why": m.why.to_dict()} for m in self.members]
        return {"origin": self.origin, "members": members}


class CopyIndex:
    """The index of copies: tables of a SQLite file, its own or a store's; memory does not grow with it.

    One writer at a time.
    """

    def __init__(self, path: str | Path, limits: Thresholds = DEFAULT) -> None:
        """Open or make the file; raises ``StoreError`` where that cannot be done."""
        self.limits = limits
        try:
            self._db = apsw.Connection(str(path))
            self._db.set_busy_timeout(20_000)
            self._db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384")
            self._db.execute(_SCHEMA)
        except apsw.Error as error:
            raise StoreError(f"{path}: the index of copies cannot be opened ({error}); give another file") from error

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The index at ``path``, made if it is not there."""
        return cls(path)

    def __enter__(self) -> Self:
        """The index itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, report: Report) -> CopyGroup | None:
        """Add a report; gives its group where it is a copy or has copies.

        The same version again changes nothing; a changed text under the same id replaces the old one.
        """
        with self._write():
            key = self._add(report)
        return self._group(key)

    def version(self, report_id: str) -> str | None:
        """The version of a report that is in the index; None where it is not."""
        row = self._one("SELECT version FROM copy_report WHERE id = ?", _storable(report_id))
        return row[0] if row else None

    def add_all(self, reports: Iterable[Report]) -> None:
        """Add several reports in one transaction: faster; ask :meth:`group` or :meth:`groups` afterwards."""
        with self._write():
            for report in reports:
                self._add(report)

    def remove(self, report_id: str) -> None:
        """Forget a report; its group stays with those that hang together without it."""
        with self._write():
            row = self._one("SELECT key FROM copy_report WHERE id = ?", _storable(report_id))
            if row:
                self._remove(row[0])

    def group(self, report_id: str) -> CopyGroup | None:
        """The group of a report; None where it stands alone or is not known."""
        row = self._one("SELECT key FROM copy_report WHERE id = ?", _storable(report_id))
        return self._group(row[0]) if row else None

    def groups(self) -> Iterator[CopyGroup]:
        """All groups of two and more."""
        sql = (
            "SELECT min(key) FROM copy_report WHERE family > ? GROUP BY family HAVING count(*) > 1 "
            "ORDER BY family LIMIT 1"
        )
        last = -1
        while row := self._one(sql, last):
            if found := self._group(row[0]):
                yield found
            last = self._family(row[0])

    def __len__(self) -> int:
        """How many reports are in it."""
        return int(self._rows("SELECT count(*) FROM copy_report")[0][0])

    # Writing

    @contextmanager
    def _write(self) -> Iterator[None]:
        try:
            # At once, not with the first INSERT: another process that writes meanwhile would make that one fail.
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        except apsw.FullError as error:
            name = self._db.filename
            raise StoreError(f"{name}: the disk is full; make room and run the same command again") from error
        except apsw.Error as error:
            raise StoreError(f"{self._db.filename}: the index of copies cannot be written ({error})") from error

    def _add(self, report: Report) -> int:
        row = self._one("SELECT key, version FROM copy_report WHERE id = ?", _storable(report.id))
        if row and row[1] == report.version:
            return int(row[0])
        if row:
            self._remove(row[0])
        made = fingerprint(report)
        likely = self._candidates(made)
        day = report.published
        when = f"{day.date}T{day.time or '99'}" if day.date else None
        self._db.execute(
            "INSERT INTO copy_report (id, version, published, print, family) VALUES (?, ?, ?, ?, 0)",
            (_storable(report.id), report.version, when, made.pack()),
        )
        key = self._db.last_insert_rowid()
        self._db.execute("UPDATE copy_report SET family = key WHERE key = ?", (key,))
        signs = {*made.bands, *made.keys}
        self._db.executemany("INSERT INTO copy_sign VALUES (?, ?)", [(sign, key) for sign in signs])
        self._link(key, made, day.date, likely)
        return key

    def _candidates(self, made: Fingerprint) -> list[int]:
        found: Counter[int] = Counter()
        for sign in {*made.bands, *made.keys}:
            rows = self._rows("SELECT report FROM copy_sign WHERE hash = ? LIMIT ?", sign, COMMON + 1)
            if len(rows) <= COMMON:
                found.update(row[0] for row in rows)
        return [key for key, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:COMPARED]]

    def _link(self, key: int, made: Fingerprint, day: str | None, likely: list[int]) -> None:
        for other in likely:
            sql = "SELECT print, substr(published, 1, 10) FROM copy_report WHERE key = ?"
            data, its_day = self._rows(sql, other)[0]
            like = compare(made, Fingerprint.unpack(data), self.limits)
            if like is None or not like.is_copy(self.limits, one_day=day is not None and day == its_day):
                continue
            self._db.execute("INSERT INTO copy_link VALUES (?, ?, ?, ?)", (other, key, like.covered, like.note))
            mine, theirs = self._family(key), self._family(other)
            if mine != theirs:
                pair = (min(mine, theirs), max(mine, theirs))
                self._db.execute("UPDATE copy_report SET family = ? WHERE family = ?", pair)

    def _family(self, key: int) -> int:
        return int(self._rows("SELECT family FROM copy_report WHERE key = ?", key)[0][0])

    def _remove(self, key: int) -> None:
        rest = {row[0] for row in self._rows("SELECT key FROM copy_report WHERE family = ?", self._family(key))} - {key}
        self._db.execute("DELETE FROM copy_link WHERE a = ?1 OR b = ?1", (key,))
        self._db.execute("DELETE FROM copy_sign WHERE report = ?", (key,))
        self._db.execute("DELETE FROM copy_report WHERE key = ?", (key,))
        while rest:
            together = self._connected(min(rest))
            pairs = [(min(together), member) for member in together]
            self._db.executemany("UPDATE copy_report SET family = ? WHERE key = ?", pairs)
            rest -= together

    def _connected(self, start: int) -> set[int]:
        seen, todo = {start}, [start]
        while todo:
            rows = self._rows(
                "SELECT b FROM copy_link WHERE a = ?1 UNION SELECT a FROM copy_link WHERE b = ?1", todo.pop()
            )
            new = {row[0] for row in rows} - seen
            seen |= new
            todo += new
        return seen

    # Reading

    def _group(self, key: int) -> CopyGroup | None:
        sql = "SELECT key, id FROM copy_report WHERE family = ? ORDER BY published IS NULL, published, key"
        rows = self._rows(sql, self._family(key))
        if len(rows) == 1:
            return None
        first = CopyMember(rows[0][1], None, Why("copy.origin", None, "the earliest of the group"))
        return CopyGroup(rows[0][1], (first, *(self._member(*row) for row in rows[1:])))

    def _member(self, key: int, name: str) -> CopyMember:
        sql = (
            "SELECT r.id, l.score, l.note FROM copy_link l "
            "JOIN copy_report r ON r.key = CASE l.a WHEN ?1 THEN l.b ELSE l.a END "
            "WHERE l.a = ?1 OR l.b = ?1 ORDER BY l.score DESC, r.published IS NULL, r.published, r.key LIMIT 1"
        )
        like, score, note = self._rows(sql, key)[0]
        return CopyMember(name, like, Why("copy.sentences", score, note))

    def _rows(self, sql: str, *args: object) -> list[tuple[Any, ...]]:
        return list(self._db.execute(sql, args))

    def _one(self, sql: str, *args: object) -> tuple[Any, ...] | None:
        rows = self._rows(sql, *args)
        return rows[0] if rows else None


def _storable(name: str) -> str:
    """Lone surrogates, which SQLite cannot hold, as U+FFFD, as the store has them."""
    return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
