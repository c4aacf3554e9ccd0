"""Which states belonged to a body on a day ("its 31 members")."""

from __future__ import annotations

from functools import lru_cache

from dragoman.data.knowledge.lexicon import rows


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[str, str, str, frozenset[str]], ...]:
    return tuple((cells[0], cells[1], cells[2], frozenset(cells[3].split())) for _, cells in rows("members.tsv"))


def members(body: str, day: str) -> frozenset[str]:
    """The members (ISO alpha-3) of a body by its code (``IGO:NATO``) on an ISO day; empty where none is known.

    Suspensions are not told apart: a suspended state is a member.
    """
    found = [
        states for code, start, end, states in _table() if code == body and start <= day and (not end or day <= end)
    ]
    return frozenset().union(*found)
