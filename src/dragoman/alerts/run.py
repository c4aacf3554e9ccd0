"""One run of an alert: what is new is queued, then the queue is delivered."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.alerts.files import append, write_feed
from dragoman.alerts.post import policy_for, post
from dragoman.errors import FetchError, UsageError
from dragoman.render.words import event_sentence
from dragoman.store import Store
from dragoman.store import alerts as book
from dragoman.store.alerts import Alert, Item
from dragoman.store.told import incidents_of

log = logging.getLogger(__name__)
BATCH = 50
"""Items of one message to a webhook."""
TRIES = 3
PAUSE = 1.0
"""Seconds before the second try of a message; twice as long before the third."""
REPORT = ("id", "version", "title", "published", "publisher", "url", "copy_of")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of an alert did."""

    alert: str
    new: int
    delivered: int
    waiting: int
    error: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


def run_alert(store: Store, name: str, *, pause: float = PAUSE) -> Outcome:
    """Queue what is new and deliver what waits, the oldest first. What cannot be delivered waits for the next run.

    Raises:
        UsageError: there is no such alert.
    """
    alert = book.alert(store, name)
    if not book.take(store, name):
        return Outcome(name, 0, 0, alert.waiting, "another run is at it; nothing was done")
    try:
        new = book.gather(store, alert, lambda event: payload_of(store, event))
        done, error = _deliver(store, alert, pause)
    finally:
        book.leave(store, name)
    return Outcome(name, new, done, book.alert(store, name).waiting, error)


def payload_of(store: Store, event: str) -> dict[str, Any] | None:
    """What is announced of an event: its sentence, record, report and incident; None where it is gone."""
    hit = store.event(event)
    if hit is None:
        return None
    incident = incidents_of(store, [event]).get(event)
    return {
        "says": event_sentence(hit.record),
        "incident": incident["id"] if incident else None,
        "event": hit.data,
        "report": {name: hit.report[name] for name in REPORT},
    }


def message_of(alert: str, item: Item) -> dict[str, Any]:
    """An item as it is announced."""
    return {"alert": alert, "number": item.number, **item.payload}


def _deliver(store: Store, alert: Alert, pause: float) -> tuple[int, str | None]:
    done = 0
    while items := book.waiting(store, alert.name, BATCH):
        book.hold(store, alert.name)
        error = _send(store, alert, items, pause)
        if error:
            log.warning("alert %s: %s", alert.name, error)
            book.failed(store, items, error)
            return done, error
        book.delivered(store, alert.name, items)
        done += len(items)
    return done, None


def _send(store: Store, alert: Alert, items: Sequence[Item], pause: float) -> str | None:
    """Deliver one batch; gives what went wrong."""
    messages = [(item.number, message_of(alert.name, item)) for item in items]
    try:
        if alert.target == "file":
            append(Path(alert.address), messages)
        elif alert.target == "atom":
            write_feed(Path(alert.address), alert.name, book.newest(store, alert.name))
        else:
            _post(alert, [message for _, message in messages], pause)
    except OSError as error:
        return f"{alert.address}: cannot be written ({error}); it is tried again at the next run"
    except (FetchError, UsageError) as error:
        return str(error)
    return None


def _post(alert: Alert, messages: list[dict[str, Any]], pause: float) -> None:
    """One message, tried three times: a repeated one has the same key, by which the receiver knows it."""
    key = f"{alert.name}:{messages[0]['number']}-{messages[-1]['number']}"
    policy = policy_for(alert.allow)
    for left in range(TRIES - 1, -1, -1):
        try:
            post(alert.address, {"alert": alert.name, "items": messages}, key, policy)
        except FetchError:
            if not left:
                raise
            time.sleep(pause * (TRIES - left))
        else:
            return
