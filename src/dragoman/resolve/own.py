"""A user's own actors, in YAML or CSV: they go before what the package knows.

CSV columns (YAML keys) are ``name``, ``code`` (``LBN/PTY``, ``IGO:NATO``), and, where wanted, ``aliases``
(separated by ``|``; a list in YAML), ``from`` and ``to`` (ISO days) and ``id``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.data.knowledge.lexicon import Entry, is_acronym, slug
from dragoman.errors import DataError, MissingError

_CODE = re.compile(r"(?:[A-Z]{3}(?:/[A-Z]{3})?|(?:IGO|NGO|MNC|IMG):\S.*)$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


def read_own(path: Path) -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of each name in ``path``; raises ``DataError`` naming file and row on a wrong one."""
    if not path.is_file():
        raise MissingError(f"{path}: no such file; give a YAML or CSV file with the columns name and code")
    for number, row in enumerate(_rows(path), 1):
        yield from _forms(path, number, row)


def read_table(path: Path) -> str:
    """The text of a table of office-holders (.tsv, .tsv.gz), as tools/build_from_wikidata.py writes it."""
    if not path.is_file():
        raise MissingError(f"{path}: no such file; build one with tools/build_from_wikidata.py")
    import gzip

    whole = path.read_bytes()
    return (gzip.decompress(whole) if path.suffix == ".gz" else whole).decode("utf8")


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf8"))
    except yaml.YAMLError as error:
        raise DataError(f"{path}: not YAML ({error})") from error
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise DataError(f"{path}: expected a list of actors, each with name and code")
    return data


def _forms(path: Path, number: int, row: dict[str, Any]) -> Iterator[tuple[str, Entry, bool]]:
    name, code = str(row.get("name") or "").strip(), str(row.get("code") or "").strip()
    start, end = str(row.get("from") or ""), str(row.get("to") or "")
    if not name:
        raise DataError(f"{path}, actor {number}: no name")
    if not _CODE.match(code):
        raise DataError(f"{path}, actor {number} ({name}): code {code!r} is not like LBN/PTY or IGO:NATO")
    for day in (start, end):
        if day and not _DAY.match(day):
            raise DataError(f"{path}, actor {number} ({name}): {day!r} is not a day like 2023-05-24")
    country, _, sector = code.partition("/") if ":" not in code else (code, "", "")
    kind = "body" if ":" in code else "group"
    ident = str(row.get("id") or f"own:{slug(name)}")
    entry = Entry(kind, country, sector or None, name, ident, start=start, end=end, note="own")
    aliases = row.get("aliases") or []
    names = aliases if isinstance(aliases, list) else str(aliases).split("|")
    for form in (name, *(str(n).strip() for n in names)):
        if form:
            yield form, entry, is_acronym(form)
