"""The store: one SQLite file, safe against being killed, readable while written."""

from dragoman.store.results import Hit, Page, Results
from dragoman.store.store import Store, open  # noqa: A004 - store.open("news.db") reads as it should

__all__ = ["Hit", "Page", "Results", "Store", "open"]
