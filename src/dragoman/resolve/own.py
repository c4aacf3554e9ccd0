"""A user's own actors, in YAML or CSV: they go before what the package knows.

CSV columns (YAML keys) are ``name``, ``code`` (``LBN/PTY``, ``IGO:NATO``), and, where wanted, ``aliases``
(separated by ``|``; a list in YAML), ``from`` and ``to`` (ISO days) and ``id``. A person has ``kind`` person and,
where wanted, ``office``; several rows are several spells.
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
        if _checked(path, number, row)["kind"] != "person":
            yield from _forms(path, number, row)


def own_people(path: Path) -> str:
    """The persons of a user's file as a table of office-holders."""
    lines = []
    for number, row in enumerate(_rows(path), 1):
        known = _checked(path, number, row)
        if known["kind"] != "person":
            continue
        country, sector = (known["code"], "") if ":" in known["code"] else (known["code"][:3], known["code"][4:])
        names = "|".join((known["name"], *_aliases(row)))
        cells = (names, known["wikidata"], country, known["office"] or "own actor", sector, known["from"], known["to"],
                 "", "3")  # fmt: skip
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    return "\n".join(lines)


def add_own(path: Path, row: dict[str, Any]) -> None:
    """Add an actor to a user's file, which is made if it is not there; what stands in it stays.

    Raises:
        DataError: a wrong actor or file, or one that the file has already (same name, code and first day).
    """
    if path.suffix.lower() not in {".csv", ".yaml", ".yml"}:
        raise DataError(f"{path}: own actors stand in a .yaml or .csv file")
    known = _checked(path, 1, row)
    there = _rows(path) if path.is_file() and path.stat().st_size else []
    for old in there:
        if all(str(old.get(key) or "") == known[key] for key in ("name", "code", "from")):
            raise DataError(f"{path}: {known['name']} ({known['code']}) is there already; change it in the file")
    if path.suffix.lower() == ".csv":
        _write_csv(path, [*there, row])
        return
    import yaml

    before = path.read_text(encoding="utf8") if path.is_file() else ""
    added = yaml.safe_dump([row], allow_unicode=True, sort_keys=False)
    path.write_text(before + ("" if before.endswith("\n") or not before else "\n") + added, encoding="utf8")


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(("name", "code", *(key for row in rows for key in row))))
    with path.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            writer.writerow({k: "|".join(v) if isinstance(v, list) else v for k, v in row.items()})


def _aliases(row: dict[str, Any]) -> list[str]:
    aliases = row.get("aliases") or []
    names = aliases if isinstance(aliases, list) else str(aliases).split("|")
    return [str(name).strip() for name in names if str(name).strip()]


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


def _checked(path: Path, number: int, row: dict[str, Any]) -> dict[str, str]:
    """The cells of a row as text; raises ``DataError`` for what is wrong with them."""
    names = ("name", "code", "from", "to", "id", "kind", "office", "wikidata")
    known = {name: str(row.get(name) or "").strip() for name in names}
    name, code = known["name"], known["code"]
    if not name:
        raise DataError(f"{path}, actor {number}: no name")
    if not _CODE.match(code):
        raise DataError(f"{path}, actor {number} ({name}): code {code!r} is not like LBN/PTY or IGO:NATO")
    for day in (known["from"], known["to"]):
        if day and not _DAY.match(day):
            raise DataError(f"{path}, actor {number} ({name}): {day!r} is not a day like 2023-05-24")
    if known["kind"] not in {"", "person", "body", "group", "country"}:
        raise DataError(f"{path}, actor {number} ({name}): kind {known['kind']!r} is not person, body or group")
    return known


def _forms(path: Path, number: int, row: dict[str, Any]) -> Iterator[tuple[str, Entry, bool]]:
    known = _checked(path, number, row)
    name, code, start, end = (known[key] for key in ("name", "code", "from", "to"))
    country, _, sector = code.partition("/") if ":" not in code else (code, "", "")
    kind = "body" if ":" in code else "group"
    ident = str(row.get("id") or f"own:{slug(name)}")
    entry = Entry(kind, country, sector or None, name, ident, start=start, end=end, note="own")
    for form in (name, *_aliases(row)):
        yield form, entry, is_acronym(form)
