"""The gate: figures may rise above their pinned floors, never fall below them.

``python -m dragoman.evaluate.gate FLOORS.json GOLD_DIR`` reads the texts of the gold files, scores and
compares; ``--pin`` raises the floors to what was reached, and lowers one only with ``--lower``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from dragoman.errors import DataError, UsageError

PINNED = ("who_did_what_to_whom", "with_date", "with_status", "quad", "type_only", "statements",
          "speaker_on_matched", "kind_on_matched")  # fmt: skip


def figures(score: dict[str, Any]) -> dict[str, float]:
    """The figures that have floors, out of a score."""
    out = {}
    for name in PINNED:
        value = score[name]["f1"] if isinstance(score[name], dict) else score[name]
        out[name] = float(value or 0.0)
    return out


def data_hash(folder: Path) -> str:
    """A hash of the gold files: floors hold for exactly these."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def check(floors: dict[str, Any], reached: dict[str, float], ungrounded: int) -> list[str]:
    """What fell below its floor, as sentences; empty if all is well."""
    bad = [f"{name} is {reached[name]}, its floor {floor}" for name, floor in floors.items() if reached[name] < floor]
    if ungrounded:
        bad.append(f"{ungrounded} events have evidence that is not in the report; there must be none")
    return bad


def pin(path: Path, data: str, reached: dict[str, float], *, lower: bool = False) -> dict[str, Any]:
    """Write the floors.

    Raises:
        UsageError: that would lower a floor (or the data are others), and ``lower`` is not set.
    """
    old: dict[str, Any] = read_floors(path) if path.is_file() else {"data": data, "floors": {}}
    if not lower:
        if old["data"] != data:
            raise UsageError(f"{path}: the gold files are not those of the floors; --lower pins them anew")
        fallen = [name for name, floor in old["floors"].items() if reached.get(name, 0.0) < floor]
        if fallen:
            raise UsageError(f"{path}: {', '.join(fallen)} would be lowered; --lower allows it, say why in the commit")
    made = {"data": data, "floors": reached}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, indent=1) + "\n", "utf8")
    return made


def read_floors(path: Path) -> dict[str, Any]:
    """The floors and the hash of the data they hold for.

    Raises:
        DataError: no floors file.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text("utf8"))
        data["data"], data["floors"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: no floors there ({error}); make them with --pin") from error
    return data


def main(arguments: list[str] | None = None) -> int:
    """The gate; gives 0 where all floors hold."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.evaluate.gate", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("floors", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--pin", action="store_true", help="write the figures reached as the new floors")
    parser.add_argument("--lower", action="store_true", help="allow --pin to lower a floor")
    parser.add_argument("--model", help="folder of a trained model, or 'lexicon'")
    given = parser.parse_args(arguments)
    from dragoman.evaluate.run_gold import score_reader
    from dragoman.reader import Reader

    score = score_reader(given.gold, Reader(model=given.model)).to_dict()
    reached, data = figures(score), data_hash(given.gold)
    if given.pin:
        pin(given.floors, data, reached, lower=given.lower)
        return 0
    floors = read_floors(given.floors)
    bad = [] if floors["data"] == data else ["the gold files are not those that the floors were pinned on"]
    bad += check(floors["floors"], reached, score["ungrounded_events"])
    for line in bad:
        sys.stderr.write(f"gate: {line}\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
