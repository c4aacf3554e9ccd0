"""Actors of the store that may be one, proposed with the sentences that speak of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.data.knowledge.words import fold
from dragoman.resolve.duplicates import LEAST, Known, Proposal, propose
from dragoman.store.identity import identity_of
from dragoman.store.sql import rows
from dragoman.store.terms import UNDATED

if TYPE_CHECKING:
    from dragoman.resolve.actors import Knowledge
    from dragoman.store.store import Store

MOST_REPORTS = 200
"""Reports noted of an actor: enough to see whether two are told of together."""
LOOK = 8
"""So many records are looked at for one sentence that is shown."""
_KEPT_APART = ("role:", "city:", "region:", "area:", "people:", "country:")
"""Ids that begin so are descriptions ("the soldiers") or places, and not to be confused."""
_USES = (
    "SELECT a.actor, r.id, k.published FROM event_actor a JOIN event k ON k.key = a.event "
    "JOIN report r ON r.key = k.report AND r.current = 1 {where} UNION "
    "SELECT k.actor, r.id, k.published FROM statement k JOIN report r ON r.key = k.report AND r.current = 1 {where}"
)
_COMPARED = "SELECT id, name, kind, country, sector, office, wikidata FROM actor WHERE "


def proposals(
    store: Store, knowledge: Knowledge, *, least: float = LEAST, country: str | None = None
) -> list[Proposal]:
    """Pairs of actors that act, receive or speak and may be one, the likeliest first.

    Pairs that a person told or took apart are not proposed again.

    Args:
        store: the store.
        knowledge: for names that are known to be one's.
        least: least score.
        country: only actors of this country (and of none).
    """
    db = store.database.reader
    return propose(known_actors(db, knowledge, country), least, told_apart(db))


def known_actors(db: apsw.Connection, knowledge: Knowledge, country: str | None = None) -> list[Known]:
    """What is compared of the store's actors."""
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for actor, report, day in rows(db, _USES.format(where="")):
        if not actor.startswith(_KEPT_APART):
            uses[actor].append((report, day))
    merged = identity_of(db).merged
    found = rows(db, f"{_COMPARED} kind IN ('person', 'body', 'group')")
    return [
        _known(row, uses[row[0]], knowledge)
        for row in found
        if row[0] in uses and row[0] not in merged and not (country and row[3] not in {None, country})
    ]


def known_actor(db: apsw.Connection, knowledge: Knowledge, ident: str) -> Known | None:
    """What is compared of one actor of the store, whatever its kind; None where there is none."""
    row = next(rows(db, f"{_COMPARED} id = ?", (ident,)), None)
    if row is None:
        return None
    sql = _USES.format(where="WHERE actor = ?1")
    return _known(row, [(report, day) for _, report, day in rows(db, sql, (ident,))], knowledge)


def _known(row: tuple[Any, ...], uses: list[tuple[str, int]], knowledge: Knowledge) -> Known:
    ident, name, kind, home, sector, office, wikidata = row
    days = [day for _, day in uses if day != UNDATED]
    names = (*knowledge.people.aliases(ident), *knowledge.lexicon.aliases(ident))
    known = frozenset(fold(n) for n in names if len(n) > 1)
    reports = frozenset(report for report, _ in uses[:MOST_REPORTS])
    return Known(
        ident, name, kind, home, sector, frozenset([office] if office else ()), wikidata, known, reports,
        min(days, default=None), max(days, default=None),
    )  # fmt: skip


def told_apart(db: apsw.Connection) -> set[frozenset[str]]:
    """Pairs (of ids, as they are merged by now) that a person said to be two, or merged once and took apart again."""
    sql = (
        "SELECT j.record, json_extract(j.after, '$.id') FROM judgement j WHERE j.kind IN ('merge', 'apart') "
        "AND (j.kind = 'merge') = EXISTS (SELECT 1 FROM judgement u WHERE u.kind = 'undo' AND u.record = j.id)"
    )
    identity = identity_of(db)
    return {frozenset(identity.last(ident) for ident in row) for row in rows(db, sql)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report that has an actor."""

    report: str
    title: str | None
    published: str | None
    record: str
    """Id of the event or statement that it stands for."""
    text: str
    words: str
    """What the report calls the actor there."""


_OF_EVENTS = (
    "SELECT r.id, r.title, r.published, k.id, k.evidence, a.text FROM event_actor a JOIN event k ON k.key = a.event "
    "JOIN report r ON r.key = k.report AND r.current = 1 WHERE a.actor = ? AND k.judged IS NOT 'reject' LIMIT ?"
)
_OF_STATEMENTS = (
    "SELECT r.id, r.title, r.published, k.id, k.speaker || ' ' || k.cue || ': ' || k.content, k.speaker "
    "FROM statement k JOIN report r ON r.key = k.report AND r.current = 1 "
    "WHERE k.actor = ? AND k.judged IS NOT 'reject' LIMIT ?"
)


def sentences(db: apsw.Connection, ident: str, most: int) -> list[Sentence]:
    """Sentences that have the actor, of its events first, at most one a report where there are enough reports."""
    every = [Sentence(*row) for sql in (_OF_EVENTS, _OF_STATEMENTS) for row in rows(db, sql, (ident, most * LOOK))]
    found = list({(one.report, one.text): one for one in reversed(every)}.values())[::-1]
    first = {one.report: one for one in reversed(found)}
    rest = [one for one in found if one is not first[one.report]]
    return [*(one for one in found if one is first[one.report]), *rest][:most]


def evidence(db: apsw.Connection, ident: str) -> Mapping[str, Any] | None:
    """A sentence that has the actor: report, day and text; None where it has none."""
    found = sentences(db, ident, 1)
    return {name: getattr(found[0], name) for name in ("report", "published", "text")} if found else None


def with_evidence(db: apsw.Connection, found: Iterable[Proposal]) -> Iterator[dict[str, Any]]:
    """Proposals as plain data with a sentence of each actor."""
    for p in found:
        yield {**p.to_dict(), "evidence": {x.id: evidence(db, x.id) for x in (p.gone, p.kept)}}
