"""RSS and Atom files by feedparser, from bytes only: it never fetches anything here."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from dragoman.errors import InputError
from dragoman.ingest.limits import MEGABYTE, Options
from dragoman.ingest.make import make_report
from dragoman.ingest.moments import read_moment
from dragoman.ingest.problem import InputProblem
from dragoman.records import Published, Report

_LARGEST = 20 * MEGABYTE
_SCRIPT = re.compile(r"<(/?)(?:script|style)\b[^<>]*>", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|br|div|li|h\d|tr|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: what it says of an article, with the text as far as the feed carries it."""

    id: str | None
    url: str | None
    title: str | None
    byline: str | None
    published: Published | None
    text: str
    publisher: str | None


def read_feed(data: bytes, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report an entry, from its content or summary; an entry without any is a problem.

    Raises:
        InputError: no feed.
    """
    for number, entry in enumerate(parse_feed(data), 1):
        where = f"{source}:{number}"
        fields = {name: getattr(entry, name) for name in Entry.__slots__}
        if not entry.text:
            fields["text"] = entry.title
        try:
            yield make_report(fields, where, options)
        except InputError as error:
            yield InputProblem(where, str(error))


def parse_feed(data: bytes) -> list[Entry]:
    """The entries of an RSS or Atom feed.

    Raises:
        InputError: the bytes are no feed.
    """
    import feedparser

    if len(data) > _LARGEST:
        raise InputError(f"the feed has {len(data)} bytes, at most {_LARGEST} are read; split it")
    found = feedparser.parse(data, sanitize_html=True, resolve_relative_uris=False)
    if not found.entries and not found.get("version"):
        raise InputError(
            f"no RSS or Atom feed ({found.get('bozo_exception', 'unknown format')}); check the address or file"
        )
    publisher = plain(found.feed.get("title", "")) or None
    return [_entry(entry, publisher) for entry in found.entries]


def plain(markup: str) -> str:
    """Markup as text: scripts gone, blocks as paragraphs. feedparser passes scripts in titles through."""
    text = _BLOCK.sub("\n", _without_scripts(markup))
    text = unescape(_TAG.sub("", text))
    # Titles come escaped twice: what only now looks like markup goes too.
    text = _TAG.sub("", _without_scripts(text))
    return "\n\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))


def _without_scripts(markup: str) -> str:
    """``markup`` without script and style elements, in one go over it; an unclosed one reaches to the end."""
    out: list[str] = []
    at, inside = 0, False
    for match in _SCRIPT.finditer(markup):
        if not inside:
            out.append(markup[at : match.start()])
        inside = not match[1]
        at = match.end()
    return " ".join([*out, "" if inside else markup[at:]])


def _entry(entry: Any, publisher: str | None) -> Entry:
    contents = [item.get("value", "") for item in entry.get("content", [])] + [entry.get("summary", "")]
    text = max((plain(content) for content in contents), key=len)
    link = entry.get("link")
    return Entry(
        id=entry.get("id") or link,
        url=link if isinstance(link, str) and link.startswith(("http://", "https://")) else None,
        title=" ".join(plain(entry.get("title", "")).split()) or None,
        byline=plain(entry.get("author", "")) or None,
        published=_date(entry),
        text=text,
        publisher=publisher,
    )


def _date(entry: Any) -> Published | None:
    """The date as it is written, with its zone; feedparser's own reading (in UTC) where that fails."""
    for name in ("published", "updated"):
        written = entry.get(name)
        if written and (found := read_moment(written, f"feed {name}")):
            return found
        parsed = entry.get(f"{name}_parsed")
        if parsed and (found := read_moment(float(calendar.timegm(parsed)), f"feed {name}")):
            return found
    return None
