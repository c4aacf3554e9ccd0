"""HTML pages to raw reports."""

from __future__ import annotations

from typing import Any

from dragoman.errors import InputError
from dragoman.ingest.child import page_child
from dragoman.ingest.decode import tidy
from dragoman.ingest.limits import DEFAULT, Limits, Options
from dragoman.ingest.make import make_report
from dragoman.records import Published, Report


def page_fields(page: str, *, source: str, url: str | None = None, limits: Limits = DEFAULT) -> dict[str, Any]:
    """Text, title, byline, publisher, address and date of an HTML page, by a child process with limits.

    Raises:
        InputError: too large, no article text, or the extraction was stopped.
    """
    size, most = len(page), limits.page_bytes
    if size > most:
        raise InputError(f"{source}: the page has {size} characters, at most {most} are read; read its text instead")
    try:
        found = page_child(limits.memory_bytes).ask(tidy(page), url, limits.seconds)
    except InputError as error:
        raise InputError(f"{source}: {error}") from error
    found.pop("declared_language", None)  # often wrong: the language is told by the text
    date = found.get("published")
    return {**found, "published": Published(**date) if date else None}


def report_from_html(
    page: str,
    *,
    url: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the field
    source: str = "page",
    options: Options | None = None,
) -> Report:
    """The raw report of an HTML page.

    ``options.published`` (given by the user) counts before what the page says; where the page says
    another day, that is kept as the conflict.

    Raises:
        InputError: see ``page_fields``.
    """
    options = options or Options()
    fields = page_fields(page, source=source, url=url, limits=options.limits)
    if options.published is not None and options.published.date:
        fields["published"] = _given(options.published, fields["published"])
    return make_report({**fields, "id": id}, source, options)


def _given(given: Published, found: Published | None) -> Published:
    if found is None or found.date is None or given.conflict:
        return given
    if found.date != given.date:
        return Published(given.date, given.time, given.zone, given.source, found.date)
    if given.time is None:
        return Published(given.date, found.time, found.zone, given.source, found.conflict)
    return given
