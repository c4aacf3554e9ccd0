"""The knowledge as plain rows, in the columns of a user's own file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from dragoman.resolve.actors import load_knowledge

FORMS = ("csv", "jsonl", "yaml")
_KINDS = {"country": "country", "body": "body", "media": "body", "group": "group", "region": "country"}
_COLUMNS = ("id", "name", "code", "kind", "aliases", "from", "to", "office", "wikidata")


def known_rows(extra: Path | None = None) -> Iterator[dict[str, object]]:
    """Countries, bodies, groups, media and regions with their names, then persons, a row for each spell."""
    knowledge = load_knowledge(extra)
    for entry, names in knowledge.lexicon.listed():
        if entry.kind not in _KINDS:
            continue
        code = entry.code or "---"
        code = code if ":" in code or not entry.sector else f"{code}/{entry.sector}"
        yield {
            "id": entry.id, "name": entry.name, "code": code, "kind": _KINDS[entry.kind],
            "aliases": [n for n in names if n != entry.name], "from": entry.start, "to": entry.end,
            "office": "", "wikidata": "",
        }  # fmt: skip
    for person in knowledge.people.everybody():
        for spell in knowledge.people.spells(person.id):
            code = spell.country if ":" in spell.country or not spell.sector else f"{spell.country}/{spell.sector}"
            yield {
                "id": person.id, "name": person.name, "code": code, "kind": "person",
                "aliases": [n for n in spell.name.split("|") if n != person.name], "from": spell.start,
                "to": spell.end, "office": spell.office, "wikidata": spell.wikidata,
            }  # fmt: skip


def write_rows(rows: Iterable[Mapping[str, Any]], form: str, file: IO[str]) -> None:
    """Write ``rows`` as csv (lists joined by ``|``), jsonl or yaml."""
    if form == "jsonl":
        file.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
        return
    if form == "yaml":
        import yaml

        for row in rows:
            kept = {key: value for key, value in row.items() if value not in ("", None, [])}
            file.write(yaml.safe_dump([kept], allow_unicode=True, sort_keys=False))
        return
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
        writer.writerow({k: "|".join(v) if isinstance(v, list) else v for k, v in row.items()})
    if writer is None:
        csv.DictWriter(file, _COLUMNS).writeheader()
