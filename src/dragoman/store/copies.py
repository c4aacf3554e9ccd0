"""Keeps the marks of copies in step with the reports of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from dragoman.link.copies import CopyIndex
from dragoman.store.sql import rows

if TYPE_CHECKING:
    from dragoman.records import Report
    from dragoman.store.store import Store

BATCH = 200
"""Reports of one transaction of the index."""


class CopyKeeper:
    """The index of copies inside a store's file, and the marks that follow from it.

    What is in the store and not in the index (a run was killed between the two, or the store is older than the index)
    is made up for by :meth:`catch_up`, so a report is never left out for good.
    """

    def __init__(self, store: Store) -> None:
        """``store`` must be writable."""
        self.store = store
        self.index = CopyIndex(store.database.path)

    def close(self) -> None:
        """Close the index."""
        self.index.close()

    def add(self, reports: Iterable[Report]) -> None:
        """Group ``reports``, which are in the store, and mark what has changed."""
        left = iter(reports)
        while batch := list(islice(left, BATCH)):
            touched = {member for report in batch for member in self._family(report.id)}
            self.index.add_all(batch)
            touched |= {member for report in batch for member in self._family(report.id)}
            self._mark(touched)

    def catch_up(self) -> int:
        """Group the reports that the index lacks, forget those that are gone; gives how many reports were added."""
        gone = [row[0] for row in self._rows(_GONE)]
        for report in gone:
            rest = self._family(report)
            self.index.remove(report)
            self._mark(rest)
        added = 0
        while reports := [
            r for row in list(self._rows(_MISSING, BATCH)) if (r := self.store.report(row[0])) is not None
        ]:
            self.add(reports)
            added += len(reports)
        return added

    def _rows(self, sql: str, *args: object) -> Iterator[tuple[Any, ...]]:
        return rows(self.store.database.reader, sql, args)

    def _family(self, report_id: str) -> set[str]:
        group = self.index.group(report_id)
        return {member.report for member in group.members} if group else {report_id}

    def _mark(self, touched: Iterable[str]) -> None:
        """Write the marks that are not what they should be."""
        changed = []
        for report_id in sorted(touched):
            group = self.index.group(report_id)
            origin = group.origin if group and group.origin != report_id else None
            known = next(self._rows(_MARK, report_id), None)
            if known is not None and known[0] != origin:
                changed.append((report_id, origin))
        if changed:
            self.store.set_copies(changed)


_GONE = "SELECT id FROM copy_report WHERE id NOT IN (SELECT id FROM report WHERE current = 1)"
_MISSING = (
    "SELECT r.id FROM report r LEFT JOIN copy_report c ON c.id = r.id AND c.version = r.version "
    "WHERE r.current = 1 AND r.skipped IS NULL AND c.key IS NULL ORDER BY r.key LIMIT ?"
)
_MARK = "SELECT copy_of FROM report WHERE id = ? AND current = 1"
