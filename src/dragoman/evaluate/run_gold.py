"""Runs the reader over the texts of gold files and scores what it finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.evaluate.gold import GoldScore
from dragoman.formats.gold import read_folder, to_gold
from dragoman.reader import Reader, published_of
from dragoman.records import Report

if TYPE_CHECKING:
    from dragoman.records import Published


def raw_report(gold: dict[str, Any], name: str) -> Report:
    """The report of a gold file without its records."""
    given: Published | None = published_of(gold["published"]) if gold.get("published") else None
    report = Report(text=gold["text"], id=str(gold.get("id") or name), title=gold.get("title") or None, language="en")
    return report if given is None else Report(report.text, report.id, report.title, given, language="en")


def score_reader(folder: Path, reader: Reader | None = None, *, jobs: int = 1) -> GoldScore:
    """Read and score all gold files of ``folder``.

    Raises:
        DataError: no gold files there, or a bad one.
    """
    score = GoldScore()
    for path, gold, report in predictions(folder, reader or Reader(), jobs=jobs):
        score.add(path.stem, gold, to_gold(report))
    return score


def predictions(folder: Path, reader: Reader, *, jobs: int = 1) -> Iterator[tuple[Path, dict[str, Any], Report]]:
    """Each gold file with what the reader makes of its text."""
    gold = list(read_folder(folder))
    reports = reader.pipe((raw_report(data, path.stem) for path, data in gold), jobs=jobs, on_error="collect")
    for (path, data), report in zip(gold, reports, strict=True):
        yield path, data, report


def score_folders(folder: Path, found: Path) -> GoldScore:
    """Score files that are there already; a report without a prediction counts as empty.

    Raises:
        DataError: no gold files, or a bad file.
    """
    from dragoman.formats.gold import read

    score = GoldScore()
    for path, gold in read_folder(folder):
        other = found / path.name
        score.add(path.stem, gold, read(other) if other.is_file() else {"events": [], "statements": []})
    return score
