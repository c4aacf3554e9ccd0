"""Saved filters that announce what is new: their state in the store. Delivering is ``dragoman.alerts``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.errors import UsageError
from dragoman.store.filters import normalise
from dragoman.store.grammar import near
from dragoman.store.query import plan
from dragoman.store.sql import maybe, one, rows

if TYPE_CHECKING:
    from dragoman.store.store import Store

UNITS = ("incident", "event")
TARGETS = ("file", "webhook", "atom")
AT_ONCE = 200
KEPT = 200
"""Announced items that are kept for each alert: as many as a feed has entries."""
LEASE = 180.0
"""Seconds for which a run holds an alert; it takes it anew with every batch."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved filter and where its news goes."""

    name: str
    filters: dict[str, list[str]]
    unit: str
    target: str
    address: str
    allow: tuple[str, ...]
    added: str
    last_run: str | None
    waiting: int
    """Items that are still to be delivered."""
    error: str | None
    """Why the last delivery failed."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__} | {"allow": list(self.allow)}


@dataclass(frozen=True, slots=True)
class Item:
    """Something to announce."""

    number: int
    """Rises with every item of the store: a receiver tells repeated ones by it."""
    payload: dict[str, Any]


def now() -> str:
    """This second in UTC, ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def add_alert(
    store: Store, name: str, filters: dict[str, Any], *, target: str, address: str, unit: str = "incident",
    allow: Iterable[str] = (), from_start: bool = False,
) -> Alert:  # fmt: skip
    """Save a filter; what the store has already is not news, unless ``from_start``.

    Raises:
        UsageError: the name is taken or empty, or filters, unit or target are unknown.
    """
    if not name.strip():
        raise UsageError("an alert needs a name")
    for what, value, known in (("unit", unit, UNITS), ("target", target, TARGETS)):
        if value not in known:
            raise UsageError(f"{what} {value!r}: there is no such value{near(value, known)}")
    store.events(**filters)  # refuses what it does not know
    given = normalise("event", filters)
    with store.database.write() as db:
        if maybe(db, "SELECT 1 FROM alert WHERE name = ?", (name,)):
            raise UsageError(f"there is an alert {name!r} already; remove it first or take another name")
        db.execute(
            "INSERT INTO alert (name, filters, unit, target, address, allow, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, json.dumps(given), unit, target, address, json.dumps(list(allow)), now()),
        )
        if not from_start:
            for row in list(_unseen(db, name, given, limit=-1)):
                _mark(db, name, row)
    return alert(store, name)


def alerts(store: Store) -> list[Alert]:
    """All alerts by name."""
    sql = (
        "SELECT a.name, a.filters, a.unit, a.target, a.address, a.allow, a.added, a.last_run, "
        "(SELECT count(*) FROM alert_item i WHERE i.alert = a.name AND i.delivered IS NULL), "
        "(SELECT i.error FROM alert_item i WHERE i.alert = a.name AND i.delivered IS NULL ORDER BY i.number LIMIT 1) "
        "FROM alert a ORDER BY a.name"
    )
    return [
        Alert(row[0], json.loads(row[1]), row[2], row[3], row[4], tuple(json.loads(row[5])), *row[6:])
        for row in rows(store.database.reader, sql)
    ]


def alert(store: Store, name: str) -> Alert:
    """An alert by its name.

    Raises:
        UsageError: there is none.
    """
    known = {one.name: one for one in alerts(store)}
    if name not in known:
        raise UsageError(f"there is no alert {name!r}{near(name, known)}")
    return known[name]


def remove_alert(store: Store, name: str) -> None:
    """Remove an alert with what it still had to announce.

    Raises:
        UsageError: there is none.
    """
    alert(store, name)
    with store.database.write() as db:
        db.execute("DELETE FROM alert WHERE name = ?", (name,))


def gather(store: Store, one_alert: Alert, payload: Callable[[str], dict[str, Any] | None]) -> int:
    """Queue what is new for an alert; ``payload`` makes what is announced of an event's id. Gives how many.

    An event is marked as seen in the transaction that queues it: it is neither lost nor queued twice.
    """
    queued = 0
    while True:
        with store.database.write() as db:
            found = list(_unseen(db, one_alert.name, one_alert.filters, limit=AT_ONCE))
            for row in found:
                known = _known(db, one_alert, row)
                _mark(db, one_alert.name, row)
                made = None if known else payload(row[1])
                if made is not None:
                    db.execute(
                        "INSERT INTO alert_item (alert, payload) VALUES (?, ?)",
                        (one_alert.name, json.dumps(made, ensure_ascii=False)),
                    )
                    queued += 1
        if len(found) < AT_ONCE:
            return queued


def unseen(store: Store, one_alert: Alert) -> int:
    """How many events a run would look at."""
    return sum(1 for _ in _unseen(store.database.reader, one_alert.name, one_alert.filters, limit=-1))


def _unseen(db: apsw.Connection, name: str, filters: dict[str, list[str]], *, limit: int) -> Iterator[tuple[Any, ...]]:
    """(key, id, type, trigger, evidence, report) of events that the alert has not seen, the oldest entry first."""
    found = plan(db, "event", filters)
    if found.exact == 0:
        return
    found.where.append("NOT EXISTS (SELECT 1 FROM alert_seen s WHERE s.alert = ? AND s.item = k.id)")
    found.args.append(name)
    sql = found.sql(
        "k.key, k.id, k.type, k.trigger_text, k.evidence, r.id", " ORDER BY k.key LIMIT ?",
        " JOIN report r ON r.key = k.report",
    )  # fmt: skip
    yield from rows(db, sql, [*found.bindings, limit])


def _words(row: tuple[Any, ...]) -> str:
    """The mark of an event's words: it stays where a changed text gives the event another id."""
    _, _, kind, trigger, evidence, report = row
    return "f:" + hashlib.sha256(json.dumps([report, kind, trigger, evidence]).encode()).hexdigest()[:20]


def _mark(db: apsw.Connection, name: str, row: tuple[Any, ...]) -> None:
    for item in (row[1], _words(row)):
        db.execute("INSERT OR IGNORE INTO alert_seen VALUES (?, ?)", (name, item))


def _known(db: apsw.Connection, one_alert: Alert, row: tuple[Any, ...]) -> bool:
    """Whether the same words, or another mention of the same incident, were announced (or there before)."""
    if maybe(db, "SELECT 1 FROM alert_seen WHERE alert = ? AND item = ?", (one_alert.name, _words(row))):
        return True
    if one_alert.unit != "incident":
        return False
    sql = (
        "SELECT 1 FROM incident_event a JOIN incident_event b ON b.incident = a.incident AND b.event <> a.event "
        "JOIN event e ON e.key = b.event JOIN alert_seen s ON s.alert = ? AND s.item = e.id WHERE a.event = ? LIMIT 1"
    )
    return maybe(db, sql, (one_alert.name, row[0])) is not None


def take(store: Store, name: str) -> bool:
    """Take an alert for a run; False where another run has it. Taken again, it is held longer."""
    at = time.time()
    with store.database.write() as db:
        row = maybe(
            db,
            "UPDATE alert SET busy_until = ? WHERE name = ? AND busy_until < ? RETURNING name",
            (at + LEASE, name, at),
        )
    return row is not None


def hold(store: Store, name: str) -> None:
    """Hold a taken alert longer."""
    with store.database.write() as db:
        db.execute("UPDATE alert SET busy_until = ? WHERE name = ?", (time.time() + LEASE, name))


def leave(store: Store, name: str) -> None:
    """End a run of an alert."""
    with store.database.write() as db:
        db.execute("UPDATE alert SET busy_until = 0, last_run = ? WHERE name = ?", (now(), name))


def waiting(store: Store, name: str, limit: int) -> list[Item]:
    """The oldest items that are still to be delivered."""
    sql = "SELECT number, payload FROM alert_item WHERE alert = ? AND delivered IS NULL ORDER BY number LIMIT ?"
    return [Item(number, json.loads(text)) for number, text in rows(store.database.reader, sql, (name, limit))]


def newest(store: Store, name: str, limit: int = KEPT) -> list[Item]:
    """The newest items, delivered or not, the newest first."""
    sql = "SELECT number, payload FROM alert_item WHERE alert = ? ORDER BY number DESC LIMIT ?"
    return [Item(number, json.loads(text)) for number, text in rows(store.database.reader, sql, (name, limit))]


def delivered(store: Store, name: str, items: Iterable[Item]) -> None:
    """Mark items as delivered; of the delivered ones only the newest are kept."""
    with store.database.write() as db:
        for item in items:
            db.execute("UPDATE alert_item SET delivered = ?, error = NULL WHERE number = ?", (now(), item.number))
        last = one(db, "SELECT max(number) FROM alert_item WHERE alert = ?", (name,))[0]
        if last is not None:
            db.execute(
                "DELETE FROM alert_item WHERE alert = ?1 AND delivered IS NOT NULL AND number NOT IN "
                "(SELECT number FROM alert_item WHERE alert = ?1 ORDER BY number DESC LIMIT ?2)", (name, KEPT),
            )  # fmt: skip


def failed(store: Store, items: Iterable[Item], message: str) -> None:
    """Count an attempt that failed; the items stay for the next run."""
    with store.database.write() as db:
        for item in items:
            db.execute(
                "UPDATE alert_item SET attempts = attempts + 1, error = ? WHERE number = ?", (message, item.number)
            )
