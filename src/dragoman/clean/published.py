"""The publication date, from what was given and from the time stamps of the text."""

from __future__ import annotations

import datetime as dt

from dragoman.clean.layout import Piece
from dragoman.clean.stamps import Stamp
from dragoman.records import Published

_MINUTE = 60


def find_published(given: Published, pieces: list[Piece]) -> Published:
    """``given`` where it has a date, completed or contradicted by the text; otherwise the text's own.

    Of the stamps in the text one that says "published" (or nothing) counts before one that says
    "updated". Another day in a second stamp is a conflict only where neither is an update.
    """
    stamps = [piece.stamp for piece in pieces if piece.stamp]
    if not stamps:
        return given
    first = [stamp for stamp in stamps if not stamp.updated] or stamps
    best = next((stamp for stamp in first if stamp.time), first[0])
    others = [stamp.date for stamp in first if stamp.date != best.date]
    if given.date is None:
        return Published(best.date, best.time, best.zone, "text", others[0] if others else None)
    if _same_moment(given, best):
        # Told in UTC and in local time: the local day is the one that "on Wednesday" counts from.
        return Published(best.date, best.time, best.zone, f"{given.source}, text", given.conflict)
    if given.date == best.date:
        return _completed(given, best)
    if given.conflict or any(stamp.date == given.date for stamp in stamps):
        return given
    return Published(given.date, given.time, given.zone, given.source, best.date)


def _same_moment(given: Published, stamp: Stamp) -> bool:
    """Whether ``given``, in UTC, is the minute that ``stamp`` tells in local time."""
    if given.zone != "+00:00" or not given.time or not stamp.time or stamp.zone in {None, "+00:00"}:
        return False
    first = dt.datetime.fromisoformat(f"{given.date}T{given.time}{given.zone}")
    second = dt.datetime.fromisoformat(f"{stamp.date}T{stamp.time}{stamp.zone}")
    return abs((first - second).total_seconds()) <= _MINUTE


def _completed(given: Published, stamp: Stamp) -> Published:
    """The given day with the text's time and zone, where the given date had no time of its own."""
    if given.time is not None:
        same = given.time == stamp.time
        return Published(
            given.date, given.time, given.zone or (stamp.zone if same else None), given.source, given.conflict
        )
    return Published(given.date, stamp.time, stamp.zone or given.zone, given.source, given.conflict)
