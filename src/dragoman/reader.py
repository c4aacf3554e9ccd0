"""The reader: holds the models and the knowledge, and reads one report or many."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from dragoman.config import Settings
from dragoman.errors import InputError, UsageError
from dragoman.records import Problem, Published, Report
from dragoman.records.ids import content_id

if TYPE_CHECKING:
    from dragoman.pipeline import Pipeline

log = logging.getLogger(__name__)
Item = str | Mapping[str, Any] | Report
OnError = Literal["raise", "collect"]
PIPELINE = "dragoman.pipeline:build"
STAGE = "reader"
"""Stage of the problem that tells that a report could not be read at all."""


def failure(report: Report) -> Problem | None:
    """The problem that kept the report from being read, if there is one."""
    return next((problem for problem in report.problems if problem.stage == STAGE), None)


def failed(report: Report, message: str) -> Report:
    """``report`` marked as not read for the reason ``message``."""
    return replace(report, skipped=f"not read: {message}", problems=(*report.problems, Problem(STAGE, message)))


class Reader:
    """Reads reports. Loading takes about a second and happens at the first report."""

    def __init__(self, settings: Settings | None = None, *, pipeline: str | None = None, **arguments: object) -> None:
        """Settings as given, or from the environment and ``arguments`` (``model="lexicon"``, ...).

        ``pipeline`` names the function that builds the stages, as ``"module:function"``; workers
        build their own from it.
        """
        self.settings = settings or Settings.load(**arguments)
        self.pipeline_name = pipeline or PIPELINE

    @functools.cached_property
    def pipeline(self) -> Pipeline:
        """The stages with their models."""
        return build(self.pipeline_name, self.settings)

    def read(
        self,
        text_or_html: str,
        *,
        published: str | None = None,
        title: str | None = None,
        id: str | None = None,  # noqa: A002 - the name of the field
        url: str | None = None,
    ) -> Report:
        """Read one report, plain text or a whole HTML page.

        Raises:
            UsageError: not a text, or ``published`` is no date.
            InputError: the report is longer than the settings allow, or cannot be read.
        """
        given = {"text": text_or_html, "published": published, "title": title, "id": id, "url": url}
        return self.run(to_report(given))

    def run(self, report: Report) -> Report:
        """All stages over a report made elsewhere.

        Raises:
            InputError: the report is longer than the settings allow.
        """
        most = self.settings.max_characters
        if len(report.text) > most:
            raise InputError(
                f"report {report.id}: {len(report.text):,} characters, more than {most:,}; "
                "split it, or set DRAGOMAN_MAX_CHARACTERS"
            )
        if not report.text.strip():
            return replace(report, skipped="empty: there is no text")
        return self.pipeline.run(report)

    def pipe(
        self, items: Iterable[Item], jobs: int = 1, on_error: OnError = "raise", *, isolate: bool = False
    ) -> Iterator[Report]:
        """Read many reports, in their order.

        With ``jobs`` above 1 (or ``isolate``) each worker process holds one model, a report may take
        ``settings.time_limit`` seconds, and a worker that dies or hangs costs the one report it was at.

        Args:
            items: texts, mappings (``text`` with ``id``, ``title``, ``published``, ``url``), or reports.
            jobs: how many worker processes.
            on_error: "raise" stops at the first report that cannot be read; "collect" gives it with
                ``skipped`` set and the reason in ``problems`` (see ``failure``).
            isolate: use a worker process even for one job.

        Raises:
            UsageError: ``jobs`` below 1, or an unknown ``on_error``.
            InputError: a report cannot be read and ``on_error`` is "raise".
        """
        if jobs < 1:
            raise UsageError(f"jobs {jobs}: give 1 or more")
        if on_error not in {"raise", "collect"}:
            raise UsageError(f"on_error {on_error!r}: give 'raise' or 'collect'")
        reports = _reports(items, on_error)
        read = self._read_here(reports) if jobs == 1 and not isolate else self._read_there(reports, jobs)
        for report in read:
            problem = failure(report)
            if problem and on_error == "raise":
                raise InputError(f"report {report.id}: {problem.message}")
            yield report

    def _read_here(self, reports: Iterable[Report]) -> Iterator[Report]:
        for report in reports:
            if failure(report):
                yield report
                continue
            self.pipeline  # noqa: B018 - a model that cannot be loaded is no fault of the report
            yield guarded(self.run, report)

    def _read_there(self, reports: Iterable[Report], jobs: int) -> Iterator[Report]:
        from dragoman.reader_pool import Pool

        with Pool(self.settings, self.pipeline_name, jobs) as pool:
            yield from pool.read(reports)


def guarded(run: Callable[[Report], Report], report: Report) -> Report:
    """``run(report)``, or the report with the reason why that failed."""
    try:
        return run(report)
    except InputError as error:
        return failed(report, str(error))
    except (MemoryError, RecursionError, ValueError, TypeError, KeyError, IndexError, RuntimeError, OSError) as error:
        log.warning("report %s cannot be read", report.id, exc_info=True)
        return failed(report, f"{type(error).__name__}: {error}")


def build(name: str, settings: Settings) -> Pipeline:
    """The pipeline that ``name`` (``module:function``) builds."""
    module, _, function = name.partition(":")
    made: Pipeline = getattr(import_module(module), function)(settings)
    return made


def _reports(items: Iterable[Item], on_error: OnError) -> Iterator[Report]:
    for item in items:
        try:
            yield to_report(item)
        except (UsageError, InputError) as error:
            if on_error == "raise":
                raise
            yield failed(Report(text="", id=content_id("r", repr(item)[:1000])), str(error))


def to_report(item: Item) -> Report:
    """A report without records, from a text, a page, a mapping or a report.

    Raises:
        UsageError: not one of these, or the date is none.
    """
    if isinstance(item, Report):
        return item
    if isinstance(item, str):
        item = {"text": item}
    if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
        raise UsageError(f"a report is a text or a mapping with 'text', not {type(item).__name__} {str(item)[:60]!r}")
    text = item["text"]
    if looks_like_page(text):
        report = _from_page(text, item)
    else:
        report = Report(text=text, id=str(item.get("id") or content_id("r", text)))
    given: dict[str, Any] = {
        k: str(item[k]) for k in ("id", "title", "url", "byline", "publisher", "source") if item.get(k)
    }
    if item.get("published"):
        given["published"] = published_of(str(item["published"]))
    return replace(report, **given)


def published_of(value: str) -> Published:
    """The publication date that a user gives: an ISO day, with or without a time and zone.

    Raises:
        UsageError: not a date.
    """
    import datetime as dt

    try:
        moment = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(f"published {value!r} is no date; write it as 2023-05-24 or 2023-05-24T19:51+05:30") from None
    zone = None
    if moment.tzinfo is not None:
        sign = moment.strftime("%z")
        zone = f"{sign[:3]}:{sign[3:5]}"
    time = moment.strftime("%H:%M") if len(value.strip()) > len("2023-05-24") else None
    return Published(moment.date().isoformat(), time, zone, "given")


def looks_like_page(text: str) -> bool:
    """Whether ``text`` is an HTML page rather than plain text."""
    head = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html", "<head", "<body", "<article")):
        return True
    return head.startswith(("<!--", "<?xml")) and "<html" in head


def _from_page(text: str, item: Mapping[str, Any]) -> Report:
    from dragoman.ingest import report_from_html

    return report_from_html(text, url=item.get("url"), id=item.get("id"))


@functools.lru_cache(maxsize=1)
def default_reader() -> Reader:
    """The reader that ``dragoman.read`` uses."""
    return Reader()


def read(text_or_html: str, *, published: str | None = None, **given: Any) -> Report:
    """Read one report with the default settings: ``dragoman.read(text, published="2023-05-24")``."""
    return default_reader().read(text_or_html, published=published, **given)
