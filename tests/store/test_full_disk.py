"""A disk that is full while copies are grouped or events are linked: told, nothing half written, made up for later."""

from __future__ import annotations

import pytest
from tests.store.test_copies import other, report
from tests.store.test_incidents import AGAIN, raid

import dragoman
from dragoman.errors import StoreError
from dragoman.store.copies import CopyKeeper

ROOM = "PRAGMA max_page_count = 1073741823"


def fill(connection, more: int) -> None:
    """Leave room for ``more`` pages; a connection that is refused one finds the disk full."""
    pages = next(connection.execute("PRAGMA page_count"))[0]
    connection.execute(f"PRAGMA max_page_count = {pages + more}")


def raids(number: int) -> list:
    return [raid(f"R{n}", AGAIN if n % 2 else raid("x").text, f"2024-03-{1 + n % 28:02}") for n in range(number)]


def told(store) -> list[object]:
    links = "SELECT x.id, y.id, l.score FROM link l JOIN event x ON x.key = l.a JOIN event y ON y.key = l.b"
    return [
        sorted(tuple(sorted(pair[:2])) for pair in store.database.reader.execute(links)),
        sorted(repr(one.to_dict()) for one in store.incidents()),
        sorted(repr(one.to_dict()) for one in store.stories()),
        sorted((head["id"], head["copy_of"]) for head in store.reports()),
    ]


@pytest.mark.parametrize("room", [1, 4, 12, 30])
def test_linking_stops_at_a_full_disk_and_goes_on_later(tmp_path, room):
    with dragoman.open(tmp_path / "whole.db") as whole, dragoman.open(tmp_path / "full.db") as store:
        for one in (whole, store):
            one.add_all(raids(60))
            CopyKeeper(one).catch_up()
        whole.relink()
        fill(store.database.writer, room)
        with pytest.raises(StoreError, match="disk is full; make room"):
            store.relink()
        assert not store.database.writer.in_transaction
        store.database.writer.execute(ROOM)
        store.relink()
        assert told(store) == told(whole)


def test_grouping_stops_at_a_full_disk_and_goes_on_later(tmp_path):
    reports = [report(f"C{n}", day=f"2024-03-{1 + n:02}", cut=n % 2, extra=f" Mark {n}.") for n in range(20)]
    with dragoman.open(tmp_path / "s.db") as store:
        store.add_all([*reports, other("choir")])
        keeper = CopyKeeper(store)
        fill(keeper.index._db, 2)
        with pytest.raises(StoreError, match="disk is full; make room"):
            keeper.add(reports)
        assert store.counts()["copies"] == 0
        keeper.index._db.execute(ROOM)
        assert keeper.catch_up() == 21
        keeper.close()
        assert store.counts()["copies"] == 19
