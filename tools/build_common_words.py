"""Counts in how many reports each word stem is: ``src/dragoman/data/link/common_words.tsv``.

Usage: ``python tools/build_common_words.py FILE.jsonl ...`` with reports as JSON lines (``title``, ``text``). Only
stems of several reports are kept; the list holds no text and no name that few reports have.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from dragoman.link.across_words import words

LEAST = 8
"""Reports that a stem must be in."""
TARGET = Path(__file__).parents[1] / "src" / "dragoman" / "data" / "link" / "common_words.tsv"


def main() -> None:
    """Count and write."""
    counts: Counter[str] = Counter()
    total = 0
    for name in sys.argv[1:]:
        for line in Path(name).read_text("utf8").splitlines():
            data = json.loads(line)
            counts.update({w for w in words(f"{data.get('title') or ''}\n{data['text']}") if not w[0].isdigit()})
            total += 1
    rows = [f"{word}\t{n}" for word, n in sorted(counts.items()) if n >= LEAST]
    head = [
        "# source: counted by the project on news reports of 1997-2019 (tools/build_common_words.py)\tlicence: CC0\tdate: 2026-11",  # noqa: E501
        f"# reports: {total}",
        "# stem\tnumber of reports that have it",
    ]
    TARGET.write_text("\n".join(head + rows) + "\n", "utf8")
    print(f"{len(rows)} stems of {total} reports")


if __name__ == "__main__":
    main()
