"""The same utterance told twice: in the standfirst and in the body, in two wordings, in two reports.

Variants are linked and kept apart (``Statement.same_as``), never merged: each has words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.records import Actor, Report, Statement, StatementList

SHARED = 0.6
"""Share of the shorter content's weighty words that the other must hold (read off reports by eye: copies in the
standfirst and the body reach 0.7 and more, two remarks on one subject stay below 0.5)."""
LEAST_WORDS = 3
RUN = 5
"""Words in a row that two quotations share only if one repeats the other."""
LIGHT = frozenset({
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that",
    "this", "it", "its", "he", "she", "they", "his", "her", "their", "we", "our", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "will", "would", "as", "not", "there", "which", "who", "what", "i",
    "you",
})  # fmt: skip


def link_utterances(report: Report) -> Report:
    """The report with ``same_as`` filled both ways for statements that give the same utterance."""
    statements = report.statements
    same: dict[str, list[str]] = {s.id: [] for s in statements}
    prepared = [(s, words_of(s)) for s in statements]
    for place, (one, some) in enumerate(prepared):
        for other, others in prepared[place + 1 :]:
            if compatible(one, other) and likeness(some, others) >= SHARED:
                same[one.id].append(other.id)
                same[other.id].append(one.id)
    if not any(same.values()):
        return report
    linked = StatementList(replace(s, same_as=tuple(same[s.id])) if same[s.id] else s for s in statements)
    return replace(report, statements=linked)


def words_of(statement: Statement) -> tuple[str, ...]:
    """The content's words in lower case, in order."""
    return tuple(re.findall(r"\w+", " ".join(span.text for span in statement.content).lower()))


def compatible(one: Statement, other: Statement) -> bool:
    """Whether the speakers can be one: the same actor, or one unnamed and the countries do not differ."""
    a, b = one.speaker.actor, other.speaker.actor
    if a.id == b.id:
        return True
    if a.kind == "person" and b.kind == "person":
        return False
    return a.country == b.country and a.country is not None and (_unnamed(a) or _unnamed(b))


def _unnamed(actor: Actor) -> bool:
    return actor.kind in {"unknown", "group", "body", "country"}


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shorter content's weighty words found in the longer; 1 where five words in a row are shared."""
    a, b = set(one) - LIGHT, set(other) - LIGHT
    small = min(len(a), len(b))
    if small < LEAST_WORDS:
        return 1.0 if one == other and len(one) > 1 else 0.0
    if _runs(one) & _runs(other):
        return 1.0
    return len(a & b) / small


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
