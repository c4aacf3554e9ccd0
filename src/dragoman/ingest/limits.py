"""How large an input may be and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.records import Published

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one input; what goes over them is an ``InputProblem`` that names the bound.

    The figures are several times what real news needs: the largest page of the 92 in the benchmark
    has 4 MB, the longest report of the two agencies 30,000 characters.
    """

    page_bytes: int = 20 * MEGABYTE
    """One HTML page."""
    text_characters: int = 2_000_000
    """One report's text."""
    line_bytes: int = 20 * MEGABYTE
    """One line of JSONL."""
    file_bytes: int = 200 * MEGABYTE
    """A file that is read as one piece (text, HTML, JSON, feeds, NewsML); JSONL and WARC are streamed."""
    inflated_bytes: int = 20_000 * MEGABYTE
    """What a compressed stream may become in all."""
    ratio: int = 1000
    """How many times its compressed size it may become (after the first 10 MB): real text has 3 to 10."""
    seconds: float = 10.0
    """Extraction of one page; ordinary pages take 0.02 s."""
    memory_bytes: int = 2_000 * MEGABYTE
    """Address space of the child process that extracts pages."""


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are read: own names of columns, the format where it is not to be told, a date for all."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our field -> the input's, ``a.b`` for nested ones."""
    format: str | None = None
    published: Published | None = None
    limits: Limits = DEFAULT
