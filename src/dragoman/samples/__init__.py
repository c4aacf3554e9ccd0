"""Sample reports that come with the project: invented, written in the manner of real news. Apache-2.0.

``harbour-talks.txt`` is a dump of a web page with its residue, ``border-crossing.html`` a page with
JSON-LD, ``three-reports.jsonl`` three agency reports. States, offices and bodies are real; the
events, the quotations and the persons speaking are made up.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

NAMES = ("harbour-talks.txt", "border-crossing.html", "three-reports.jsonl")


def sample_files() -> tuple[Traversable, ...]:
    """The sample files, in the order of ``NAMES``."""
    folder = files("dragoman.samples")
    return tuple(folder.joinpath(name) for name in NAMES)
