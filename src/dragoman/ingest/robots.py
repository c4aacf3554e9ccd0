"""robots.txt by RFC 9309: the longest rule counts, ``*`` and ``$`` are wildcards."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MOST_BYTES = 500_000
"""What of a robots.txt is read; RFC 9309 asks for at least 500 kibibytes."""
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one agent."""

    rules: tuple[tuple[str, bool], ...] = ()
    """(path pattern, allowed)."""
    delay: float = 0.0
    """Seconds between two requests."""

    def allows(self, path: str) -> bool:
        """Whether ``path`` (with its query) may be fetched."""
        best: tuple[int, bool] = (-1, True)
        for pattern, allowed in self.rules:
            if _matches(pattern, path):
                best = max(best, (len(pattern), allowed))
        return best[1]


ALL = Robots()
NONE = Robots((("/", False),))


def read_robots(data: bytes, agent: str) -> Robots:
    """The rules of ``data`` for ``agent`` (its first word), or those for ``*``."""
    name = agent.split(maxsplit=1)[0].split("/", maxsplit=1)[0].lower() if agent.split() else "*"
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    agents: list[str] = []
    open_group = False
    for line in data[:_MOST_BYTES].decode("utf-8", "replace").splitlines():
        key, colon, value = (part.strip() for part in line.split("#")[0].partition(":"))
        if not colon:
            continue
        key = key.lower()
        if key == "user-agent":
            agents = [*agents, value.lower()] if open_group else [value.lower()]
            open_group = True
            groups.setdefault(value.lower(), ([], []))
            continue
        if key in {"allow", "disallow", "crawl-delay"}:
            open_group = False
            for one in agents:
                _add(groups[one], key, value)
    rules, delays = groups.get(name) or groups.get("*") or ([], [])
    return Robots(tuple(rules), max(delays, default=0.0))


def _add(group: tuple[list[tuple[str, bool]], list[float]], key: str, value: str) -> None:
    if key == "crawl-delay":
        if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value):
            group[1].append(min(float(value), _LONGEST_DELAY))
    elif value:
        group[0].append((value, key == "allow"))


def _matches(pattern: str, path: str) -> bool:
    """Whether ``path`` begins with ``pattern``; without backtracking, so that no pattern costs much."""
    ends = pattern.endswith("$")
    parts = (pattern[:-1] if ends else pattern).split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1] if len(parts) > 1 else ():
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if len(parts) == 1:
        return at == len(path) or not ends
    last = parts[-1]
    if ends:
        return path.endswith(last) and len(path) - len(last) >= at
    return path.find(last, at) >= 0
