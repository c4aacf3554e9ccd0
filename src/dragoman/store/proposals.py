"""Actors of the store that may be one, proposed with the sentences that speak of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import apsw

from dragoman.data.knowledge.words import fold
from dragoman.resolve.duplicates import LEAST, Known, Proposal, propose
from dragoman.store.identity import identity_of
from dragoman.store.sql import maybe, rows
from dragoman.store.terms import UNDATED

if TYPE_CHECKING:
    from dragoman.resolve.actors import Knowledge
    from dragoman.store.store import Store

MOST_REPORTS = 200
"""Reports noted of an actor: enough to see whether two are told of together."""
_KEPT_APART = ("role:", "city:", "region:", "area:", "people:", "country:")
"""Ids that begin so are descriptions ("the soldiers") or places, and not to be confused."""
_USES = (
    "SELECT a.actor, r.id, k.published FROM event_actor a JOIN event k ON k.key = a.event "
    "JOIN report r ON r.key = k.report AND r.current = 1 UNION "
    "SELECT k.actor, r.id, k.published FROM statement k JOIN report r ON r.key = k.report AND r.current = 1"
)


def proposals(
    store: Store, knowledge: Knowledge, *, least: float = LEAST, country: str | None = None
) -> list[Proposal]:
    """Pairs of actors that act, receive or speak and may be one, the likeliest first.

    Pairs that a person split are not proposed again.

    Args:
        store: the store.
        knowledge: for names that are known to be one's.
        least: least score.
        country: only actors of this country (and of none).
    """
    db = store.database.reader
    found = propose(known_actors(db, knowledge, country), least)
    apart = _told_apart(db)
    return [p for p in found if frozenset((p.gone.id, p.kept.id)) not in apart]


def known_actors(db: apsw.Connection, knowledge: Knowledge, country: str | None = None) -> list[Known]:
    """What is compared of the store's actors."""
    uses: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for actor, report, day in rows(db, _USES):
        if not actor.startswith(_KEPT_APART):
            uses[actor].append((report, day))
    identity = identity_of(db)
    out = []
    for ident, name, kind, home, sector, office, wikidata in rows(
        db,
        "SELECT id, name, kind, country, sector, office, wikidata FROM actor WHERE kind IN ('person', 'body', 'group')",
    ):
        if ident not in uses or ident in identity.merged or (country and home not in {None, country}):
            continue
        days = [day for _, day in uses[ident] if day != UNDATED]
        names = (*knowledge.people.aliases(ident), *knowledge.lexicon.aliases(ident))
        known = frozenset(fold(n) for n in names if len(n) > 1)
        reports = frozenset(report for report, _ in uses[ident][:MOST_REPORTS])
        out.append(
            Known(ident, name, kind, home, sector, frozenset([office] if office else ()), wikidata, known, reports,
                  min(days, default=None), max(days, default=None))
        )  # fmt: skip
    return out


def _told_apart(db: apsw.Connection) -> set[frozenset[str]]:
    """Pairs that were merged once and taken apart again by a person."""
    sql = (
        "SELECT m.record, json_extract(m.after, '$.id') FROM judgement m JOIN judgement u "
        "ON u.kind = 'undo' AND u.record = m.id WHERE m.kind = 'merge'"
    )
    return {frozenset(row) for row in rows(db, sql)}


def evidence(db: apsw.Connection, ident: str) -> Mapping[str, Any] | None:
    """A sentence that has the actor: report, day and text; None where it has none."""
    row = maybe(
        db,
        "SELECT r.id, r.published, k.evidence FROM event_actor a JOIN event k ON k.key = a.event "
        "JOIN report r ON r.key = k.report AND r.current = 1 WHERE a.actor = ? LIMIT 1",
        (ident,),
    ) or maybe(
        db,
        "SELECT r.id, r.published, k.speaker || ' ' || k.cue || ': ' || k.content FROM statement k "
        "JOIN report r ON r.key = k.report AND r.current = 1 WHERE k.actor = ? LIMIT 1",
        (ident,),
    )
    return dict(zip(("report", "published", "text"), row, strict=True)) if row else None
