"""Groups out of links: agglomerative, by average affinity, with pairs that must not meet: no chain runs away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product
from typing import TypeVar

N = TypeVar("N", bound=int | str)
LOOKED = 8
"""Members of each of two groups whose affinities are averaged: those with most links first would favour hubs, so the
earliest are taken."""


def cluster(
    nodes: Iterable[N],
    links: Iterable[tuple[N, N, float]],
    *,
    may_join: Callable[[Sequence[N], Sequence[N]], bool],
    affinity: Callable[[N, N], float],
    least: float,
) -> list[list[N]]:
    """Groups of ``nodes``, each sorted, in the order of their first members.

    The strongest link is tried first. Two groups become one where ``may_join`` allows it and the mean affinity of
    their members is at least ``least``: one link between many strangers is not enough. The result depends on the
    links alone, not on the order in which they come.
    """
    home: dict[N, int] = {}
    groups: list[list[N]] = []
    for node in sorted(set(nodes)):
        home[node] = len(groups)
        groups.append([node])
    for a, b, _ in sorted(links, key=lambda part: (-part[2], min(part[0], part[1]), max(part[0], part[1]))):
        x, y = home[a], home[b]
        if x == y or not may_join(groups[x], groups[y]) or _mean(groups[x], groups[y], affinity) < least:
            continue
        small, large = sorted((x, y), key=lambda k: (len(groups[k]), groups[k][0]))
        groups[large] = sorted(groups[large] + groups[small])
        for node in groups[small]:
            home[node] = large
        groups[small] = []
    return sorted((group for group in groups if group), key=lambda group: group[0])


def _mean(a: Sequence[N], b: Sequence[N], affinity: Callable[[N, N], float]) -> float:
    pairs = list(product(islice(a, LOOKED), islice(b, LOOKED)))
    return sum(affinity(x, y) for x, y in pairs) / len(pairs)
