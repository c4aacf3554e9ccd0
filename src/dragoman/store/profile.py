"""What the store knows of one actor: its names, whom it acts with, when, and what it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.store.actors import ActorRow
from dragoman.store.sql import maybe, rows

if TYPE_CHECKING:
    from dragoman.store.results import Hit
    from dragoman.store.store import Store

NEWEST = 5000
"""So many of an actor's events are looked at, the newest first."""
SHOWN, MOST_NAMES = 8, 16
PRONOUNS = frozenset(
    [
        "he",
        "him",
        "his",
        "she",
        "her",
        "hers",
        "it",
        "its",
        "they",
        "them",
        "their",
        "theirs",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "you",
        "who",
        "whom",
        "which",
        "that",
        "this",
        "these",
        "those",
        "both",
        "others",
        "himself",
        "herself",
        "itself",
        "themselves",
    ]
)
"""Words for anybody: no names."""
_CURRENT = "JOIN report r ON r.key = k.report AND r.current = 1 WHERE k.judged IS NOT 'reject'"


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor of the store."""

    actor: ActorRow
    names: tuple[tuple[str, int], ...]
    """The words that reports have for it, with how often, the commonest first."""
    partners: tuple[tuple[str, str, str, int, int], ...]
    """Id, name and code of others, with how many events it acts in towards them, and they towards it."""
    months: tuple[tuple[str, tuple[int, int, int, int]], ...]
    """Month (ISO) and events of each quad class; undated ones left out."""
    types: tuple[tuple[str, int, int], ...]
    """Event type, how often it acts, how often it is the recipient."""
    events: tuple[Hit[Any], ...]
    said: tuple[Hit[Any], ...]
    looked_at: int
    """How many of its events the counts are of."""


def profile(store: Store, actor_id: str) -> Profile | None:
    """What is known of an actor, or None."""
    db = store.database.reader
    row = maybe(
        db, "SELECT id, name, kind, code, country, sector, office, wikidata FROM actor WHERE id = ?", (actor_id,)
    )
    if row is None:
        return None
    counts = {
        kind: next((r[0] for r in rows(db, "SELECT n FROM term WHERE record = ? AND field = ? AND value = ?", key)), 0)
        for kind, key in (("event", ("event", "actor-id", row[0])), ("statement", ("statement", "speaker-id", row[0])))
    }
    found = list(
        rows(
            db,
            f"SELECT k.key, k.id, k.type, k.quad, k.date_from, a.side, a.text FROM event_actor a "  # noqa: S608
            f"JOIN event k ON k.key = a.event {_CURRENT} AND a.actor = ? ORDER BY k.published DESC, k.key DESC LIMIT ?",
            (actor_id, NEWEST),
        )
    )
    speaking = list(
        rows(
            db,
            f"SELECT k.id, k.speaker FROM statement k {_CURRENT} AND k.actor = ? "  # noqa: S608 - fixed words
            "ORDER BY k.published DESC, k.key DESC LIMIT ?",
            (actor_id, NEWEST),
        )
    )
    names = _names([text for *_, text in found] + [text for _, text in speaking])
    return Profile(
        ActorRow(*(*row, counts["event"], counts["statement"])),
        names,
        _partners(store, actor_id, [r[0] for r in found]),
        _months(found),
        _types(found),
        tuple(filter(None, map(store.event, list(dict.fromkeys(r[1] for r in found))[:SHOWN]))),
        tuple(filter(None, (store.statement(r[0]) for r in speaking[:SHOWN]))),
        len(found),
    )


def _names(texts: list[str]) -> tuple[tuple[str, int], ...]:
    """Words for an actor with counts; an article or capitals make no other name, and pronouns are none."""
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        words = " ".join(text.split())
        bare = words[4:] if words[:4].casefold() == "the " else words
        if bare.casefold() not in PRONOUNS:
            counts[bare.casefold()] += 1
            forms.setdefault(bare.casefold(), Counter())[bare] += 1
    return tuple((forms[folded].most_common(1)[0][0], n) for folded, n in counts.most_common(MOST_NAMES))


def _months(found: list[tuple[Any, ...]]) -> tuple[tuple[str, tuple[int, int, int, int]], ...]:
    months: dict[str, list[int]] = {}
    for _, _, _, quad, date, *_ in found:
        if date:
            months.setdefault(date[:7], [0, 0, 0, 0])[quad - 1] += 1
    return tuple((m, (n[0], n[1], n[2], n[3])) for m, n in sorted(months.items()))


def _types(found: list[tuple[Any, ...]]) -> tuple[tuple[str, int, int], ...]:
    acts: Counter[str] = Counter(r[2] for r in found if r[5] == "actor")
    gets: Counter[str] = Counter(r[2] for r in found if r[5] == "recipient")
    order = sorted({*acts, *gets}, key=lambda t: (-(acts[t] + gets[t]), t))
    return tuple((t, acts[t], gets[t]) for t in order)


def _partners(store: Store, actor_id: str, events: list[int]) -> tuple[tuple[str, str, str, int, int], ...]:
    acts: Counter[tuple[str, str, str]] = Counter()
    gets: Counter[tuple[str, str, str]] = Counter()
    for start in range(0, len(events), 500):
        part = events[start : start + 500]
        sql = (
            "SELECT b.actor, o.name, o.code, a.side FROM event_actor a JOIN event_actor b ON b.event = a.event "  # noqa: S608
            f"AND b.actor <> a.actor JOIN actor o ON o.id = b.actor WHERE a.event IN ({', '.join('?' * len(part))}) "
            "AND a.actor = ? AND (a.side <> b.side OR a.side = 'actor')"
        )
        for other, name, code, side in rows(store.database.reader, sql, [*part, actor_id]):
            (acts if side == "actor" else gets)[other, name, code] += 1
    order = sorted({*acts, *gets}, key=lambda o: (-(acts[o] + gets[o]), o))[:15]
    return tuple((*o, acts[o], gets[o]) for o in order)
