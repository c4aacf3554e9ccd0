"""Which actors are one and which are two: what persons decided, applied to every record of the store.

A ``merge`` says that one id is another actor; a ``split``, that in one report an id stands for somebody else.
Both are judgements, so that a new reading of a report gets the same. The records hold what was decided; the
reading as it was stays in ``original``.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import apsw

from dragoman.records import Actor, Agreement, Event, Participant, Report, Statement, StatementList, Why
from dragoman.store.judging import KINDS, Judged
from dragoman.store.sql import one, rows

_COLUMNS = "id, name, kind, country, sector, wikidata"
_LIVE = (
    "SELECT j.id, j.kind, j.record, j.report, j.after, j.who, j.at FROM judgement j WHERE j.kind IN ('merge', 'split') "
    "AND NOT EXISTS (SELECT 1 FROM judgement u WHERE u.kind = 'undo' AND u.record = j.id) ORDER BY j.at, j.rowid"
)


@dataclass(frozen=True, slots=True)
class Other:
    """Whom an id stands for, and the decision that says so."""

    actor: Actor
    judgement: str
    whole: bool = False
    """Whether its sector is decided, too (split), and not that of the report's day (merge)."""


@dataclass(slots=True)
class Identity:
    """The decisions in force."""

    merged: dict[str, Other] = field(default_factory=dict)
    """By the id that went."""
    parted: dict[tuple[str, str], Other] = field(default_factory=dict)
    """By report and id."""

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return bool(self.merged or self.parted)

    def other(self, ident: str, report: str) -> Other | None:
        """Whom ``ident`` stands for in ``report``; None where it stands for itself."""
        found = self.parted.get((report, ident))
        seen = {ident}
        ident = found.actor.id if found else ident
        while (then := self.merged.get(ident)) and then.actor.id not in seen:
            found, ident = then, then.actor.id
            seen.add(ident)
        return found

    def last(self, ident: str) -> str:
        """The id that ``ident`` is merged into at last; itself where it is not merged."""
        found = self.other(ident, "")
        return found.actor.id if found else ident

    def members(self, ident: str) -> list[str]:
        """The ids that are merged into ``ident``, directly or by others."""
        return [gone for gone in self.merged if self.last(gone) == ident != gone]


_known: weakref.WeakKeyDictionary[apsw.Connection, tuple[int, Identity]] = weakref.WeakKeyDictionary()


def identity_of(db: apsw.Connection) -> Identity:
    """The decisions in force in the store; read again only after a new judgement."""
    newest = one(db, "SELECT ifnull(max(rowid), 0) FROM judgement")[0]
    known = _known.get(db)
    if known is None or known[0] != newest:
        known = _known[db] = (newest, _read(db))
    return known[1]


def forget(db: apsw.Connection) -> None:
    """A transaction that decided something failed."""
    _known.pop(db, None)


def _read(db: apsw.Connection) -> Identity:
    out = Identity()
    for ident, kind, record, report, after, who, at in rows(db, _LIVE):
        data = json.loads(after)
        why = Why("judgement", 1.0, f"{who}, {at[:10]}: {kind} of {record}")
        actor = Actor(
            data["id"], data["name"], data["kind"], data.get("country"), data.get("sector"),
            data.get("office"), data.get("wikidata"), why,
        )  # fmt: skip
        if kind == "merge":
            out.merged[record] = Other(actor, ident)
        else:
            out.parted[(report, record)] = Other(actor, ident, whole=True)
    return out


def unify(db: apsw.Connection, judged: Judged) -> Judged:
    """``judged`` with the actors as persons decided; what the records were is noted in its ``originals``."""
    identity = identity_of(db)
    if not identity:
        return judged
    before = judged.report
    after = unified(before, identity, judged.applied)
    if after is before:
        return judged
    for kind in KINDS:
        for old, new in zip(getattr(before, f"{kind}s"), getattr(after, f"{kind}s"), strict=True):
            if old is not new:
                judged.originals.setdefault((kind, old.id), old)
    judged.report = after
    return judged


def unified(report: Report, identity: Identity, applied: set[str] | None = None) -> Report:
    """``report`` with every actor as decided; the same object where nothing was decided of any of them."""
    if not identity:
        return report
    swap = _Swap(identity, report.id, applied if applied is not None else set())
    events = tuple(swap.event(e) for e in report.events)
    statements = [swap.statement(s) for s in report.statements]
    agreements = tuple(swap.agreement(a) for a in report.agreements)
    entities = tuple((key, swap.actor(actor)) for key, actor in report.entities)
    if not swap.changed:
        return report
    return replace(
        report, events=events, statements=StatementList(statements), agreements=agreements, entities=entities
    )


class _Swap:
    """Puts actors in the place of others within one report."""

    def __init__(self, identity: Identity, report: str, applied: set[str]) -> None:
        self.identity, self.report, self.applied = identity, report, applied
        self.changed = False

    def actor(self, actor: Actor) -> Actor:
        found = self.identity.other(actor.id, self.report)
        if found is None:
            return actor
        self.changed = True
        parted = self.identity.parted.get((self.report, actor.id))
        self.applied |= {found.judgement, parted.judgement if parted else found.judgement}
        return found.actor if found.whole else become(actor, found.actor)

    def ident(self, ident: str) -> str:
        found = self.identity.other(ident, self.report)
        self.changed = self.changed or found is not None
        return found.actor.id if found else ident

    def part(self, part: Participant) -> Participant:
        actor = self.actor(part.actor)
        return part if actor is part.actor else replace(part, actor=actor)

    def parts(self, parts: tuple[Participant, ...]) -> tuple[Participant, ...]:
        new = tuple(self.part(p) for p in parts)
        return new if any(a is not b for a, b in zip(new, parts, strict=True)) else parts

    def event(self, event: Event) -> Event:
        actors, recipients = self.parts(event.actors), self.parts(event.recipients)
        if actors is event.actors and recipients is event.recipients:
            return event
        return replace(event, actors=actors, recipients=recipients)

    def statement(self, statement: Statement) -> Statement:
        new = {
            "speaker": self.part(statement.speaker), "addressees": self.parts(statement.addressees),
            "chain": self.parts(statement.chain),
            "about": tuple(dict.fromkeys(self.ident(one) for one in statement.about)),
        }  # fmt: skip
        same = new["about"] == statement.about and all(
            new[name] is getattr(statement, name) for name in ("speaker", "addressees", "chain")
        )
        return statement if same else replace(statement, **new)  # type: ignore[arg-type]

    def agreement(self, agreement: Agreement) -> Agreement:
        parties = self.parts(agreement.parties)
        return agreement if parties is agreement.parties else replace(agreement, parties=parties)


def become(actor: Actor, other: Actor) -> Actor:
    """``other`` where the report had ``actor``: office and sector stay those of the report's day where it told them."""
    same_state = actor.country in {None, other.country}
    office = actor.office if same_state and actor.kind == other.kind else None
    told = actor.sector if same_state and ":" not in (other.country or "") else None
    return replace(other, sector=told or other.sector, office=office or other.office)


def stored_actor(db: apsw.Connection, ident: str) -> Actor | None:
    """An actor of the store by its id."""
    found = next(rows(db, f"SELECT {_COLUMNS} FROM actor WHERE id = ?", (ident,)), None)  # noqa: S608 - fixed names
    if found is None:
        return None
    ident, name, kind, country, sector, wikidata = found
    return Actor(ident, name, kind, country, sector, wikidata=wikidata)


def as_decided(actor: Actor) -> str:
    """An actor as a judgement keeps it."""
    names = ("id", "name", "kind", "country", "sector", "office", "wikidata")
    return json.dumps({n: getattr(actor, n) for n in names if getattr(actor, n) is not None}, ensure_ascii=False)


def reports_of(db: apsw.Connection, idents: Iterable[str]) -> Iterator[tuple[int, str]]:
    """(key, id) of the current reports that have one of ``idents`` in any slot of a record."""
    wanted = set(idents)
    found: set[int] = set()
    for ident in wanted:
        sql = "SELECT e.report FROM event_actor a JOIN event e ON e.key = a.event WHERE a.actor = ?"
        found |= {row[0] for row in rows(db, sql, (ident,))}
    # Those addressed, relayed or spoken of have no index: deciding is rare, a look at every record is borne.
    likes = " OR ".join(["instr(j.record, ?)"] * len(wanted))
    marks = [json.dumps(ident, ensure_ascii=False) for ident in wanted]
    for kind in ("event", "statement", "agreement"):
        sql = f"SELECT k.report FROM {kind}_record j JOIN {kind} k ON k.key = j.{kind} WHERE {likes}"  # noqa: S608
        found |= {row[0] for row in rows(db, sql, marks)}
    # What was changed before is found by what it was.
    sql = f"SELECT j.report FROM original j WHERE {likes}"  # noqa: S608 - fixed names
    found |= {row[0] for row in rows(db, sql, marks)}
    for key in sorted(found):
        row = next(rows(db, "SELECT id FROM report WHERE key = ? AND current = 1", (key,)), None)
        if row is not None:
            yield key, row[0]


__all__ = [
    "Identity", "Other", "as_decided", "become", "forget", "identity_of", "reports_of", "stored_actor",
    "unified", "unify",
]  # fmt: skip
