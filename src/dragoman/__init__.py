"""dragoman reads news reports and tells who did what to whom, when and where, who says so, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.reader import Reader, read
    from dragoman.records import Actor, Event, Report, Span, Statement
    from dragoman.store import Store, open  # noqa: A004 - dragoman.open("news.db") reads as it should

__version__ = "0.1.0"
__all__ = ["Actor", "Event", "Reader", "Report", "Span", "Statement", "Store", "__version__", "open", "read"]

_HOMES = {
    "Reader": "dragoman.reader",
    "read": "dragoman.reader",
    "Store": "dragoman.store",
    "open": "dragoman.store",
    "Actor": "dragoman.records",
    "Event": "dragoman.records",
    "Report": "dragoman.records",
    "Span": "dragoman.records",
    "Statement": "dragoman.records",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when first used: ``import dragoman`` stays fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
