"""A larger base of office-holders from a Wikidata JSON dump, for ``--own FILE.tsv`` and the ``actors`` setting.

Usage: python tools/build_from_wikidata.py latest-all.json.gz OUT.tsv [--resume]

Streams the dump (.json, .gz or .bz2; one entity a line) and writes a spell for each position held (P39) with
a start date, for people (P31 is Q5). The state of a position comes from its country (P17) or jurisdiction
(P1001), so positions and states are gathered in a first pass. A spell without an end is open and ends on the
day of the dump's file. After each 100,000 lines the place is noted in OUT.tsv.state; ``--resume`` goes on there.
"""

from __future__ import annotations

import argparse
import bz2
import datetime as dt
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STEP = 100_000
HEADS = ("president", "prime minister", "head of state", "head of government", "monarch", "chancellor of")


def lines(path: Path) -> Iterator[str]:
    """The lines of a dump, whatever its packing."""
    opened = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix, open)
    with opened(path, "rt", encoding="utf8") as file:
        yield from file


def entities(path: Path, skip: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, entity) of each line that holds one; broken lines are passed over."""
    for number, line in enumerate(lines(path), 1):
        text = line.strip().rstrip(",")
        if number <= skip or not text.startswith("{"):
            continue
        try:
            yield number, json.loads(text)
        except ValueError:
            print(f"line {number}: no JSON, passed over", file=sys.stderr)


def values(entity: dict[str, Any], claim: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(item id or string, qualifiers) of each statement of a property."""
    for statement in entity.get("claims", {}).get(claim, ()):
        value = statement.get("mainsnak", {}).get("datavalue", {}).get("value")
        if value is not None and statement.get("rank") != "deprecated":
            yield (value.get("id", "") if isinstance(value, dict) else str(value)), statement.get("qualifiers", {})


def day(qualifiers: dict[str, Any], claim: str, *, end: bool) -> str:
    """The ISO day of a time qualifier, inside it where it is a month or a year; empty where there is none."""
    for snak in qualifiers.get(claim, ()):
        time = snak.get("datavalue", {}).get("value", {}).get("time", "")
        if time.startswith("+"):
            year, month, date = time[1:5], time[6:8], time[9:11]
            if month == "00":
                return f"{year}-01-01" if end else f"{year}-12-31"
            if date == "00":
                return f"{year}-{month}-01" if end else f"{year}-{month}-28"
            return f"{year}-{month}-{date}"
    return ""


def label(entity: dict[str, Any]) -> str:
    """The English label."""
    return str(entity.get("labels", {}).get("en", {}).get("value", ""))


def gather(dump: Path) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """States by id with their ISO code (P298), positions by id with label and the id of their state."""
    states: dict[str, str] = {}
    positions: dict[str, tuple[str, str]] = {}
    for _, entity in entities(dump):
        code = next((value for value, _ in values(entity, "P298")), "")
        if code:
            states[entity["id"]] = code
        state = next((v for claim in ("P1001", "P17") for v, _ in values(entity, claim)), "")
        if state and label(entity) and "P39" not in entity.get("claims", {}):
            positions[entity["id"]] = (label(entity), state)
    return states, positions


def spells(
    entity: dict[str, Any], states: dict[str, str], positions: dict[str, tuple[str, str]], last: str
) -> Iterator[str]:
    """The rows of one person."""
    aliases = [a["value"] for a in entity.get("aliases", {}).get("en", ()) if " " in a["value"]]
    name = "|".join(dict.fromkeys([label(entity), *aliases])).replace("\t", " ")
    for position, qualifiers in values(entity, "P39"):
        office, state = positions.get(position, ("", ""))
        start, end = day(qualifiers, "P580", end=False), day(qualifiers, "P582", end=True)
        code = states.get(state)
        if not (office and code and start and label(entity)) or (end and end < start):
            continue
        rank = "1" if office.lower().startswith(HEADS) else "4"
        yield "\t".join(
            (
                name,
                entity["id"],
                code,
                office,
                "GOV",
                start,
                end or max(start, last),
                "" if end else "open",
                rank,
                "wikidata",
            )
        )


def main() -> None:
    """Two passes: states and positions, then people."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--resume", action="store_true", help="go on where the last run stopped")
    arguments = parser.parse_args()
    state_file = arguments.out.with_name(arguments.out.name + ".state")
    skip, kept = 0, 0
    if arguments.resume and state_file.exists():
        skip, kept = map(int, state_file.read_text().split())
        with arguments.out.open("r+b") as out:
            out.truncate(kept)
    last = dt.datetime.fromtimestamp(arguments.dump.stat().st_mtime, dt.UTC).date().isoformat()
    states, positions = gather(arguments.dump)
    with arguments.out.open("a" if skip else "w", encoding="utf8") as out:
        if not skip:
            out.write(f"# source: Wikidata\tlicence: CC0\tdate: {last}\n")
        for number, entity in entities(arguments.dump, skip):
            if any(v == "Q5" for v, _ in values(entity, "P31")):
                out.writelines(f"{row}\n" for row in spells(entity, states, positions, last))
            if number % STEP == 0:
                out.flush()
                state_file.write_text(f"{number} {out.tell()}")
    state_file.unlink(missing_ok=True)
    print(f"{arguments.out}: {len(positions)} positions of {len(states)} states")


if __name__ == "__main__":
    main()
