"""Fields to a raw report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.errors import InputError
from dragoman.ingest.decode import tidy
from dragoman.ingest.limits import Options
from dragoman.ingest.moments import read_moment
from dragoman.records import Problem, Published, Report
from dragoman.records.ids import content_id

FIELDS = ("id", "title", "published", "text", "html", "url", "publisher", "byline", "language", "fetched")
"""What a column map may fill."""


def make_report(fields: Mapping[str, Any], source: str, options: Options) -> Report:
    """A report of ``fields`` (text, and what else there is); ``options.published`` stands in for a date.

    Raises:
        InputError: no text, or one that is too long.
    """
    text = fields.get("text")
    if not isinstance(text, str):
        have = ", ".join(sorted(str(key) for key in fields)) or "none"
        raise InputError(f"no text (fields: {have}); name the field that has it with --map text=FIELD")
    text = tidy(text)
    if not text.strip():
        raise InputError("the report is empty; leave it out")
    most = options.limits.text_characters
    if len(text) > most:
        raise InputError(f"the text has {len(text)} characters, at most {most} are read; split it into its reports")
    found, problems = _published(fields.get("published"), options.published)
    return Report(
        text=text,
        id=_text(fields.get("id")) or content_id("r", text),
        title=_text(fields.get("title")),
        published=found,
        byline=_people(fields.get("byline")),
        publisher=_text(fields.get("publisher")),
        url=_text(fields.get("url")),
        language=(_text(fields.get("language")) or "")[:2].lower() or None,
        source=source,
        fetched=_text(fields.get("fetched")),
        problems=problems,
    )


def _published(value: Any, fallback: Published | None) -> tuple[Published, tuple[Problem, ...]]:
    if isinstance(value, Published):
        return (value, ()) if value.date else (fallback or value, ())
    if value is None or value == "":
        return fallback or Published(None), ()
    if found := read_moment(value, "given"):
        return found, ()
    message = (
        f"published {str(value)[:40]!r} is no date that can be read; write it as 2023-05-24 or 2023-05-24T19:51+05:30"
    )
    return fallback or Published(None), (Problem("ingest", message),)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, dict | list):
        return None
    return " ".join(tidy(str(value)).split()) or None


def _people(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for item in value if (name := _people(item))) or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)
