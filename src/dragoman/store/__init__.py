"""The store: one SQLite file, safe against being killed, readable while written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.store.results import Hit, Page, Results
    from dragoman.store.store import Store, open  # noqa: A004 - store.open("news.db") reads as it should

__all__ = ["Hit", "Page", "Results", "Store", "open"]


def __getattr__(name: str) -> Any:
    """Imported when first used: the table of filters must be had without SQLite, for the help."""
    if name not in __all__:
        raise AttributeError(f"module 'dragoman.store' has no attribute {name!r}")
    from importlib import import_module

    home = "dragoman.store.store" if name in {"Store", "open"} else "dragoman.store.results"
    return getattr(import_module(home), name)
