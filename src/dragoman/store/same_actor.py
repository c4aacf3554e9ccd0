"""Merging and splitting actors of a store: the decisions, and the records changed by them."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import apsw

from dragoman.errors import UsageError
from dragoman.records import Actor, Judgement
from dragoman.store.grammar import near
from dragoman.store.identity import (
    Identity,
    as_decided,
    identity_of,
    reports_of,
    stored_actor,
)
from dragoman.store.judgements import MOST_NAME, add_judgement, judgements, undo
from dragoman.store.sql import maybe, rows
from dragoman.store.writer import storable

if TYPE_CHECKING:
    from dragoman.store.store import Store

_CODE = re.compile(r"(?:[A-Z]{3}|---)(?:/[A-Z]{3})?$|(?:IGO|NGO|MNC|IMG):\S.*$")
SHOWN = 6


def find_actor(db: apsw.Connection, words: str) -> str:
    """The id of the one actor of the store that ``words`` (an id, or a whole name) names.

    Raises:
        UsageError: nobody, or several; the message lists them.
    """
    if maybe(db, "SELECT 1 FROM actor WHERE id = ?", (words,)):
        return words
    found = list(rows(db, "SELECT id FROM actor WHERE name = ? COLLATE NOCASE", (words,)))
    identity = identity_of(db)
    idents = [row[0] for row in found if row[0] not in identity.merged]
    if len(idents) == 1:
        return str(idents[0])
    if found and not idents:
        gone = str(found[0][0])
        raise UsageError(f"{words!r} ({gone}) is merged into {identity.merged[gone].actor.id}; give an id")
    if idents:
        raise UsageError(f"{words!r} is several actors: give an id, {', '.join(sorted(idents)[:SHOWN])}")
    last = (words.split() or [""])[-1]
    alike = rows(db, "SELECT name FROM actor WHERE instr(lower(name), lower(?)) LIMIT 200", (last,))
    raise UsageError(f"the store has no actor {words!r}{near(words, (row[0] for row in alike))}")


def merge(store: Store, pairs: Sequence[tuple[str, str]], who: str) -> list[Judgement]:
    """Decide that the first of each pair (ids) is the second; every record of the store tells so from then on.

    Raises:
        UsageError: no name of who decides, no such actor, or a pair that is one already.
    """
    made: list[Judgement] = []
    with store.writing() as db:
        for gone, kept in pairs:
            made.append(_merged(db, gone, kept, who))
        touched = {ident for pair in pairs for ident in pair}
        store.rewrite_reports(db, list(reports_of(db, touched)))
    return made


def tell_apart(store: Store, one: str, other: str, who: str) -> Judgement:
    """Decide that two actors (ids) are not the same: no record changes, and the pair is not proposed again.

    Raises:
        UsageError: no name of who decides, no such actor, or a pair that is one already.
    """
    with store.writing() as db:
        found = [stored_actor(db, ident) for ident in (one, other)]
        if found[0] is None or found[1] is None:
            raise UsageError(f"the store has no actor {one if found[0] is None else other!r}")
        identity = identity_of(db)
        if identity.last(one) == identity.last(other):
            raise UsageError(f"{one} and {other} are one actor: take the merge back first")
        judgement = _judgement("apart", one, "", found[0].name, one, as_decided(found[1]), who)
        add_judgement(db, judgement)
    return judgement


def _merged(db: apsw.Connection, gone: str, kept: str, who: str) -> Judgement:
    identity = identity_of(db)
    last = identity.other(kept, "")
    target = last.actor if last else stored_actor(db, kept)
    source = stored_actor(db, gone)
    if target is None or source is None:
        raise UsageError(f"the store has no actor {kept if target is None else gone!r}")
    if gone in identity.merged:
        raise UsageError(f"{gone} is merged into {identity.merged[gone].actor.id} already: split it first")
    if target.id == gone:
        raise UsageError(f"{gone} and {kept} are one actor already")
    judgement = _judgement("merge", gone, "", source.name, gone, as_decided(target), who)
    add_judgement(db, judgement)
    return judgement


def split(
    store: Store, ident: str, who: str, *, reports: Iterable[str] = (), name: str | None = None, code: str | None = None
) -> list[Judgement]:
    """Take back that ``ident`` was merged; or, with ``reports``, decide that it is somebody else there.

    Args:
        store: the store.
        ident: an actor's id.
        who: who decides.
        reports: ids of the reports in which it is somebody else.
        name: that one's name; the same as before where none is given.
        code: that one's code, such as ``USA/LEG``; the same as before where none is given.

    Raises:
        UsageError: nothing to split, or a report that does not have this actor.
    """
    listed = list(reports)
    with store.writing() as db:
        if not listed:
            made = [_unmerged(db, ident, who)]
        else:
            other = _other(db, ident, name, code)
            made = [_parted(db, ident, report, other, who) for report in listed]
        store.rewrite_reports(db, list(reports_of(db, {ident})))
    return made


def concerned(db: apsw.Connection, judgement: Judgement) -> list[tuple[int, str]]:
    """Reports (key, id) whose records a decision that is kept changes, one that takes another back, too."""
    if judgement.of != "actor":
        current = rows(db, "SELECT key, id FROM report WHERE id = ? AND current = 1", (storable(judgement.report),))
        return [(key, name) for key, name in current]
    names = {judgement.record}
    kind = judgement.kind
    if kind == "undo":
        found = list(rows(db, "SELECT record, kind FROM judgement WHERE id = ?", (judgement.record,)))
        names, kind = {row[0] for row in found}, next((row[1] for row in found), kind)
    return [] if kind == "apart" else list(reports_of(db, names))


def _unmerged(db: apsw.Connection, ident: str, who: str) -> Judgement:
    identity = identity_of(db)
    if ident not in identity.merged:
        inside = identity.members(ident)
        if inside:
            raise UsageError(f"{ident} holds {', '.join(inside[:SHOWN])}: give the one that is to be taken out")
        raise UsageError(f"{ident} is not merged; name the reports in which it is somebody else with --report")
    number = identity.merged[ident].judgement
    merged = next(j for j in judgements(db, record=ident) if j.id == number)
    taken_back = undo(merged, _name(who))
    add_judgement(db, taken_back)
    return taken_back


def _parted(db: apsw.Connection, ident: str, report: str, other: Actor, who: str) -> Judgement:
    if report not in {found for _, found in reports_of(db, {ident})}:
        raise UsageError(f"report {report!r} has no actor {ident}")
    old = stored_actor(db, ident)
    judgement = _judgement("split", ident, report, old.name if old else ident, ident, as_decided(other), who)
    add_judgement(db, judgement)
    return judgement


def _other(db: apsw.Connection, ident: str, name: str | None, code: str | None) -> Actor:
    old = stored_actor(db, ident)
    if old is None:
        raise UsageError(f"the store has no actor {ident!r}")
    country, sector = old.country, old.sector
    if code:
        if not _CODE.match(code):
            raise UsageError(f"code {code!r} is not like USA/LEG or IGO:NATO")
        country, sector = (code, None) if ":" in code else (code[:3], code[4:] or None)
        country = None if country == "---" else country
    base = re.sub(r"~\d+$", "", ident)
    number = 2
    while maybe(db, "SELECT 1 FROM actor WHERE id = ?", (f"{base}~{number}",)):
        number += 1
    kind = "body" if country and ":" in country and old.kind == "country" else old.kind
    return Actor(f"{base}~{number}", name or old.name, kind, country, sector)


def _judgement(kind: str, record: str, report: str, evidence: str, before: str, after: str, who: str) -> Judgement:
    at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    return Judgement(
        f"j{uuid.uuid4().hex[:16]}", kind, record, report, evidence, "", before, after, _name(who), at, "actor"
    )


def _name(who: str) -> str:
    who = " ".join(who.split())[:MOST_NAME]
    if not who:
        raise UsageError("who decides? give a name")
    return who


__all__ = ["Identity", "concerned", "find_actor", "merge", "split", "tell_apart"]
