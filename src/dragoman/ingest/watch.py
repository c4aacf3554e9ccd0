"""Watches feeds: what is new in them as raw reports, by polite requests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urlsplit

from dragoman.errors import FetchError, InputError
from dragoman.ingest.decode import decode
from dragoman.ingest.feeds import Entry, parse_feed
from dragoman.ingest.fetch import Fetched
from dragoman.ingest.limits import Options
from dragoman.ingest.make import make_report
from dragoman.ingest.pages import report_from_html
from dragoman.ingest.problem import InputProblem
from dragoman.ingest.robots import ALL, NONE, Robots, read_robots
from dragoman.ingest.watch_config import Feed, FeedState, WatchConfig
from dragoman.records import Report
from dragoman.records.ids import content_id

_OK, _SAME, _GONE, _ERRORS = 200, 304, 410, range(500, 600)
_BUSY = frozenset({429, 503})
_LONGEST_WAIT = 86_400.0
_POLITE = 1.0
"""Seconds between two requests to one site, where it asks for no more."""


class Fetch(Protocol):
    """What asks the network: ``fetch.fetch`` with a policy, or a stand-in of a test."""

    def __call__(self, url: str, headers: dict[str, str]) -> Fetched:
        """The answer; raises ``FetchError``."""


class Watcher:
    """Looks at the feeds that are due. ``state`` is changed in place; whoever keeps it writes it."""

    def __init__(
        self,
        config: WatchConfig,
        state: dict[str, FeedState],
        fetch: Fetch,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """``fetch`` is all that touches the network."""
        self.config, self.state = config, state
        self._fetch, self._clock, self._sleep = fetch, clock, sleep
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}

    def next_due(self) -> float | None:
        """Seconds until the next feed is due (0 or more); None where all are gone."""
        due = [state.due for feed in self.config.feeds if not (state := self._state(feed)).gone]
        return max(0.0, min(due) - self._clock()) if due else None

    def poll(self) -> Iterator[Report | InputProblem]:
        """What is new in the feeds that are due."""
        self._robots.clear()  # a site's rules may change between rounds
        for feed in self.config.feeds:
            state = self._state(feed)
            if not state.gone and state.due <= self._clock():
                yield from self._look(feed, state)

    def _state(self, feed: Feed) -> FeedState:
        return self.state.setdefault(feed.url, FeedState())

    def _look(self, feed: Feed, state: FeedState) -> Iterator[Report | InputProblem]:
        headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
        if state.etag:
            headers["If-None-Match"] = state.etag
        if state.modified:
            headers["If-Modified-Since"] = state.modified
        try:
            answer = self._ask(state.moved or feed.url, headers)
            if problem := self._settle(feed, state, answer):
                yield problem
            if answer.status == _OK:
                yield from self._entries(feed, state, answer)
        except InputError as error:
            self._wait_longer(feed, state, None)
            yield InputProblem(feed.url, _about(error, feed.url), type(error).__name__)

    def _settle(self, feed: Feed, state: FeedState, answer: Fetched) -> InputProblem | None:
        """Note when to look again; the problem where the answer is none."""
        if answer.moved:
            state.moved = answer.moved
        if answer.status in {_OK, _SAME}:
            state.failures, state.due = 0, self._clock() + feed.every
            return None
        if answer.status == _GONE:
            state.gone = True
            return InputProblem(feed.url, "the feed is gone (410) and is no longer watched; remove it", "FetchError")
        self._wait_longer(feed, state, answer)
        minutes = max(1, round((state.due - self._clock()) / 60))
        return InputProblem(feed.url, f"the server answers {answer.status}; asked again in {minutes} min", "FetchError")

    def _wait_longer(self, feed: Feed, state: FeedState, answer: Fetched | None) -> None:
        """Double the wait with each failure, up to a day, and no less than the server asks for."""
        state.failures += 1
        wait = min(_LONGEST_WAIT, feed.every * 2 ** min(state.failures, 20))
        asked = _retry_after(answer, self._clock()) if answer is not None and answer.status in _BUSY else 0.0
        state.due = self._clock() + min(_LONGEST_WAIT, max(wait, asked))

    def _entries(self, feed: Feed, state: FeedState, answer: Fetched) -> Iterator[Report | InputProblem]:
        known = set(state.seen)
        for entry in parse_feed(answer.body):
            key = content_id("e", entry.id, entry.url, entry.title)
            if key in known:
                continue
            known.add(key)
            state.remember([key])
            yield self._read(feed, entry)
        state.etag, state.modified = answer.headers.get("etag"), answer.headers.get("last-modified")

    def _read(self, feed: Feed, entry: Entry) -> Report | InputProblem:
        where = entry.url or f"{feed.url}#{entry.id}"
        try:
            if feed.full_text and entry.url:
                return self._page(feed, entry, entry.url)
            return make_report({**_fields(entry, feed), "text": entry.text or entry.title}, where, Options())
        except InputError as error:
            return InputProblem(where, _about(error, where), type(error).__name__)

    def _page(self, feed: Feed, entry: Entry, url: str) -> Report:
        """The article's page; its own metadata count before the feed's, but the id is the feed's."""
        parts = urlsplit(url)
        robots = self._rules(f"{parts.scheme}://{parts.netloc}")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not robots.allows(path):
            raise FetchError("robots.txt of the site forbids it; set full_text = false to keep the feed's own text")
        answer = self._ask(url, {}, robots.delay)
        if answer.status != _OK:
            raise FetchError(f"the server answers {answer.status}")
        report = report_from_html(decode(answer.body, _charset(answer)), url=answer.url, source=url)
        fields = _fields(entry, feed)
        published = report.published if report.published.date else entry.published or report.published
        return replace(
            report,
            id=str(fields["id"] or report.id),
            title=report.title or entry.title,
            byline=report.byline or entry.byline,
            publisher=_publisher(report, entry, feed),
            published=published,
            fetched=_iso(self._clock()),
        )

    def _rules(self, site: str) -> Robots:
        """The site's robots.txt: none (4xx) allows all, a server that fails forbids all (RFC 9309)."""
        if site not in self._robots:
            try:
                answer = self._ask(f"{site}/robots.txt", {})
                forbidden = answer.status in _ERRORS
                rules = read_robots(answer.body, self.config.user_agent) if answer.status == _OK else ALL
                self._robots[site] = NONE if forbidden else rules
            except FetchError:
                self._robots[site] = NONE
        return self._robots[site]

    def _ask(self, url: str, headers: dict[str, str], delay: float = 0.0) -> Fetched:
        """Ask, but not sooner after the last request to the same site than it likes."""
        site = urlsplit(url).netloc
        wait = self._asked.get(site, 0.0) + max(delay, _POLITE) - self._clock()
        if wait > 0:
            self._sleep(wait)
        try:
            return self._fetch(url, headers)
        finally:
            self._asked[site] = self._clock()


def _fields(entry: Entry, feed: Feed) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(entry, name) for name in Entry.__slots__}
    fields["publisher"] = feed.name or entry.publisher
    return fields


def _publisher(report: Report, entry: Entry, feed: Feed) -> str | None:
    """The user's name for the feed, the page's own name, the feed's; the mere domain of the page last."""
    domain = urlsplit(report.url or "").netloc.removeprefix("www.")
    own = report.publisher if report.publisher != domain else None
    return feed.name or own or entry.publisher or report.publisher


def _about(error: Exception, where: str) -> str:
    return str(error).removeprefix(f"{where}: ")


def _charset(answer: Fetched) -> str | None:
    return answer.headers.get("content-type", "").partition("charset=")[2].split(";")[0].strip(" \"'") or None


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _retry_after(answer: Fetched, now: float) -> float:
    value = answer.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value[:8])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now) if value else 0.0
    except (ValueError, TypeError, OverflowError):
        return 0.0
