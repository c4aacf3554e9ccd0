"""The file that says which feeds are watched, and the state kept between rounds."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import StoreError, UsageError
from dragoman.ingest.fetch import USER_AGENT

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LEAST = 60.0
"""Seconds between two looks at a feed, whatever is asked for."""
_REMEMBERED = 5000
"""Entries of a feed that are remembered as seen; feeds list some 10 to 100."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed: its address, how often it is looked at, and whether the articles' pages are fetched."""

    url: str
    name: str | None = None
    every: float = 900.0
    full_text: bool = True


@dataclass(frozen=True, slots=True)
class WatchConfig:
    """All feeds and who we say we are."""

    feeds: tuple[Feed, ...]
    user_agent: str = USER_AGENT


@dataclass(slots=True)
class FeedState:
    """What is known of a feed: validators for conditional requests, failures, entries seen."""

    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    """Time (seconds since 1970) of the next look."""
    failures: int = 0
    gone: bool = False
    moved: str | None = None
    seen: list[str] = field(default_factory=list)

    def remember(self, keys: list[str]) -> None:
        """Add entries as seen; the oldest are forgotten."""
        self.seen = [*self.seen, *keys][-_REMEMBERED:]


def read_config(path: Path) -> WatchConfig:
    """The feeds of a TOML file with ``[[feed]]`` tables and an optional ``[watch]``.

    Raises:
        UsageError: the file cannot be read, or an entry in it is wrong.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the feeds cannot be read ({error}); mend the file") from error
    common = found.get("watch", {})
    feeds = tuple(
        _feed({**common, **entry}, f"{path}: feed {number}") for number, entry in enumerate(found.get("feed", []), 1)
    )
    if not feeds:
        raise UsageError(f'{path}: no feeds; write a table [[feed]] with url = "https://..." for each')
    return WatchConfig(feeds, str(common.get("user_agent", USER_AGENT)))


def _feed(entry: dict[str, Any], where: str) -> Feed:
    url = entry.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise UsageError(f"{where}: url {url!r} is no http or https address")
    if unknown := sorted(set(entry) - {"url", "name", "every", "full_text", "user_agent"}):
        raise UsageError(f"{where}: there is no setting {unknown[0]!r}; there are url, name, every, full_text")
    name = entry.get("name")
    return Feed(
        url, str(name) if name else None, _seconds(entry.get("every", 900), where), bool(entry.get("full_text", True))
    )


def _seconds(value: Any, where: str) -> float:
    match = re.fullmatch(r"(\d+)\s*([smhd]?)", str(value).strip())
    if not match:
        raise UsageError(f"{where}: every {value!r} is no time; write seconds, or 15m, 2h, 1d")
    return max(_LEAST, float(match[1]) * _UNITS[match[2] or "s"])


def read_state(path: Path) -> dict[str, FeedState]:
    """The state by the feeds' addresses; empty where there is none yet.

    Raises:
        UsageError: the file is damaged.
    """
    if not path.exists():
        return {}
    try:
        return {url: FeedState(**fields) for url, fields in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path}: the state of the watch is damaged ({error}); remove the file to begin anew"
        ) from error


def write_state(path: Path, state: dict[str, FeedState]) -> None:
    """Replace the state in one step: a kill leaves the old or the new, never half.

    Raises:
        StoreError: the file cannot be written.
    """
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump({url: asdict(fields) for url, fields in state.items()}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: the state of the watch cannot be written ({error}); free the disk or give --state"
        ) from error
