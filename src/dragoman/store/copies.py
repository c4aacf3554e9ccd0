"""Keeps the marks of copies in step with the reports of a store."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from dragoman.link.copies import CopyIndex
from dragoman.store.sql import rows

if TYPE_CHECKING:
    from dragoman.records import Report
    from dragoman.store.store import Store

log = logging.getLogger(__name__)
BATCH = 200
"""Reports of one transaction of the index."""
LISTED = 10_000
"""Reports that are not grouped, listed at once."""


def mark_copies(store: Store, reports: Sequence[Report] = ()) -> None:
    """Group ``reports``, which are in the store, or without any all that are not grouped yet, and mark the copies.

    A store in memory has no index of copies and is left as it is.
    """
    if store.database.path == ":memory:":
        return
    keeper = CopyKeeper(store)
    try:
        given = [report for report in reports if not report.skipped]
        if given:
            keeper.add(given)
        elif not reports:
            keeper.catch_up()
    finally:
        keeper.close()


class CopyKeeper:
    """The index of copies inside a store's file, and the marks that follow from it.

    What is in the store and not in the index (a run was killed between the two, or the store is older than the index)
    is made up for by :meth:`catch_up`, so a report is never left out for good.
    """

    def __init__(self, store: Store) -> None:
        """``store`` must be writable."""
        self.store = store
        self.index = CopyIndex(store.database.path)
        with store.database.write() as db:
            db.execute(_INDEX)

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
        """Group the reports that the index lacks, forget those that are gone; gives how many reports were added.

        Marks that do not fit the index (a run was killed before it wrote them) are set right.
        """
        gone = [row[0] for row in self._rows(_GONE)]
        for report in gone:
            rest = self._family(report)
            self.index.remove(report)
            self._mark(rest)
        added, last = 0, ""
        while found := list(self._rows(_MISSING, last, LISTED)):
            last = found[-1][0]
            found.sort(key=lambda row: row[1])  # as they came, which decides between reports of one moment
            self.add(report for name, _ in found if (report := self._stored(name)) is not None)
            added += len(found)
        self._mark(row[0] for row in list(self._rows(_UNFIT)))
        return added

    def _stored(self, name: str) -> Report | None:
        try:
            return self.store.report(name)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            log.warning("report %s of the store cannot be looked at for copies: %r", name, error)
            return None

    def _rows(self, sql: str, *args: object) -> Iterator[tuple[Any, ...]]:
        return rows(self.store.database.reader, sql, args)

    def _family(self, report_id: str) -> set[str]:
        """The reports of its group; none where it stands alone."""
        group = self.index.group(report_id)
        return {member.report for member in group.members} if group else set()

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


_INDEX = (
    "CREATE INDEX IF NOT EXISTS report_to_group ON report (id, version, copy_of, key) "
    "WHERE current = 1 AND skipped IS NULL"
)
"""What a run asks at its start stands in it: the reports themselves, most of a store, need not be read."""
_GONE = (
    "SELECT c.id FROM copy_report c WHERE NOT EXISTS (SELECT 1 FROM report r INDEXED BY report_to_group "
    "WHERE r.id = c.id AND r.current = 1 AND r.skipped IS NULL)"
)
_MISSING = (
    "SELECT r.id, r.key FROM report r INDEXED BY report_to_group "
    "LEFT JOIN copy_report c ON c.id = r.id AND c.version = r.version "
    "WHERE r.current = 1 AND r.skipped IS NULL AND c.key IS NULL AND r.id > ? ORDER BY r.id LIMIT ?"
)
_UNFIT = """
WITH several AS MATERIALIZED (SELECT family FROM copy_report GROUP BY family HAVING count(*) > 1),
meant AS (
  SELECT id, first_value(id) OVER (PARTITION BY family ORDER BY published IS NULL, published, key) AS origin
  FROM copy_report WHERE family IN several)
SELECT r.id FROM meant m JOIN report r INDEXED BY report_to_group ON r.id = m.id AND r.current = 1
WHERE r.skipped IS NULL AND r.copy_of IS NOT nullif(m.origin, m.id)
UNION
SELECT r.id FROM report r INDEXED BY report_copy LEFT JOIN report o ON o.id = r.copy_of AND o.current = 1
WHERE r.current = 1 AND r.copy_of IS NOT NULL AND o.key IS NULL"""
_MARK = "SELECT copy_of FROM report WHERE id = ? AND current = 1"
