"""The SQLite file: how it is opened and brought up to date."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import apsw

from dragoman.errors import MissingError, StoreError

LEAST_SQLITE = (3, 51, 3)  # releases before it can lose commits when the write-ahead log is reset
BUSY_MS = 20_000
APPLICATION_ID = 0x44524147  # "DRAG": lets `file` and us tell a store from another SQLite file


def check_sqlite(version: str | None = None) -> None:
    """Refuse a SQLite library with the known write-ahead-log fault.

    Raises:
        MissingError: the library is older than 3.51.3.
    """
    version = version or apsw.sqlite_lib_version()
    if tuple(int(part) for part in version.split(".")[:3]) < LEAST_SQLITE:
        raise MissingError(f"SQLite {version} is too old for the store; run: pip install --upgrade apsw")


class Database:
    """One writing connection behind a lock, and one reading connection for each thread."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        """Open or create the file and run what migrations it lacks.

        Raises:
            StoreError: no store, not writable, or made by a newer release.
        """
        check_sqlite()
        self.path = str(path)
        self.readonly = readonly
        self.lock = threading.RLock()
        self._local = threading.local()
        self._open: weakref.WeakSet[apsw.Connection] = weakref.WeakSet()  # a thread that ends drops its own
        self.writer = self._connect()
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> apsw.Connection:
        flags = apsw.SQLITE_OPEN_READONLY if self.readonly else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        if self.readonly and self.path != ":memory:" and not Path(self.path).is_file():
            raise StoreError(f"{self.path}: there is no store; make one with: dragoman run INPUT --db {self.path}")
        try:
            connection = apsw.Connection(self.path, flags=flags)
            connection.set_busy_timeout(BUSY_MS)
            connection.execute("PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY")
            if not self.readonly:
                connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        except apsw.Error as error:
            raise StoreError(f"{self.path}: the store cannot be opened ({error}); is the folder writable?") from error
        self._open.add(connection)
        return connection

    def _prepare(self) -> None:
        try:
            have = int(next(self.writer.execute("PRAGMA user_version"))[0])
            tables = next(self.writer.execute("SELECT count(*) FROM sqlite_schema"))[0]
        except apsw.Error as error:
            raise StoreError(f"{self.path}: not a dragoman store ({error}); give another file") from error
        if have == 0 and tables:
            raise StoreError(f"{self.path}: a SQLite file, but not of dragoman; give another file")
        steps = migrations()
        if have > len(steps):
            raise StoreError(f"{self.path}: made by a newer dragoman (layout {have}, known {len(steps)}); upgrade it")
        if have < len(steps):
            if self.readonly:
                raise StoreError(f"{self.path}: layout {have} is old; run this once: dragoman link --db {self.path}")
            self._migrate(steps)

    def _migrate(self, steps: list[str]) -> None:
        with self.write() as connection:
            # Read again inside the transaction: another process may have done it meanwhile.
            have = int(next(connection.execute("PRAGMA user_version"))[0])
            for number, step in enumerate(steps[have:], have + 1):
                connection.execute(step)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")

    @property
    def reader(self) -> apsw.Connection:
        """This thread's connection for reading."""
        if self.path == ":memory:":
            return self.writer
        connection: apsw.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """One transaction, all or nothing. Not to be nested.

        Raises:
            StoreError: the disk is full, the file is read-only, or another writer held it too long.
        """
        with self.lock:
            try:
                self.writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self.writer
                    self.writer.execute("COMMIT")
                except BaseException:
                    if self.writer.in_transaction:
                        self.writer.execute("ROLLBACK")
                    raise
            except apsw.FullError as error:
                raise StoreError(f"{self.path}: the disk is full; make room and run the same command again") from error
            except apsw.ReadOnlyError as error:
                raise StoreError(f"{self.path}: the store is read-only; give a file that can be written") from error
            except apsw.BusyError as error:
                raise StoreError(
                    f"{self.path}: another process keeps the store locked; end it and try again"
                ) from error
            except (apsw.IOError, apsw.CorruptError) as error:
                raise StoreError(f"{self.path}: the store cannot be written ({error}); check the disk") from error

    def close(self) -> None:
        """Close all connections."""
        for connection in list(self._open):
            connection.close()
        self._open.clear()


def migrations() -> list[str]:
    """The SQL scripts in their order; the layout's number is how many have run."""
    folder = files("dragoman.store").joinpath("migrations")
    names = sorted(part.name for part in folder.iterdir() if part.name.endswith(".sql"))
    return [folder.joinpath(name).read_text("utf8") for name in names]
