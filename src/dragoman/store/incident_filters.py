"""Filters of incidents and stories, as conditions of SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dragoman.errors import UsageError
from dragoman.ontology import QUADS
from dragoman.store.filters import closed_values, countries, day_range, match_query
from dragoman.store.grammar import near
from dragoman.store.sides import bodies

INCIDENT_FILTERS: Mapping[str, str] = {
    "actor": "who did it: CHN, CHN/GOV, NATO or a name",
    "recipient": "to whom it was done",
    "either": "on either side",
    "dyad": "between two, in either direction: JPN..NATO",
    "type": "event type: THREATEN",
    "mode": "mode: arrest",
    "quad": "quad class: 1 to 4",
    "status": "actual, future, hypothetical, negated",
    "place": "where it happened: a country (JPN) or a place's name",
    "since": "happened on this day or later: 2023-05-24, 2023-05, 2023",
    "until": "happened on this day or earlier",
    "published_since": "told on this day or later",
    "published_until": "first told on this day or earlier",
    "told": "told by at least so many distinct reports (copies count once)",
    "conflicts": "yes: accounts differ; no: they do not",
    "story": "id of the story",
    "report": "id of a report that tells it",
}
"""Filters of incidents; several values of one are alternatives."""
STORY_FILTERS: Mapping[str, str] = {
    "since": "has a report of this day or later",
    "until": "began on this day or earlier",
    "text": "words of its reports",
    "either": "an actor of its incidents: CHN, NATO or a name",
    "told": "at least so many distinct reports",
    "report": "id of one of its reports",
}
INCIDENT_SORTS = {"published": "last_published", "date": "date_from", "reports": '"distinct"'}
STORY_SORTS = {"published": "last", "reports": '"distinct"'}


def given(
    kind: str, known: Mapping[str, str], filters: Mapping[str, Any], sort: str, sorts: Mapping[str, str]
) -> dict[str, list[str]]:
    """Filters as lists of text, absent ones left out; raises ``UsageError`` for a name or order that is not known."""
    if sort not in sorts:
        raise UsageError(f"{kind} cannot be sorted by {sort!r}{near(sort, sorts)}")
    out: dict[str, list[str]] = {}
    for name, value in filters.items():
        key = name.replace("-", "_")
        if value in (None, "", [], ()):
            continue
        if key not in known:
            raise UsageError(f"{kind} have no filter {name!r}{near(key, known)}")
        out[key] = [str(v) for v in value] if isinstance(value, (list, tuple, set, frozenset)) else [str(value)]
    return out


Condition = tuple[str, list[Any]]


def incident_condition(name: str, values: list[str]) -> Condition:
    """The condition of a filter on ``incident t`` with its bindings; raises ``UsageError`` for a wrong value."""
    return _INCIDENT.get(name, _listed)(name, values)


def story_condition(name: str, values: list[str]) -> Condition:
    """The condition of a filter on ``story t`` with its bindings; raises ``UsageError`` for a wrong value."""
    return _STORY[name](name, values)


def _when(name: str, values: list[str]) -> Condition:
    column = {"since": "date_to", "until": "date_from", "published_since": "last_published"}
    first, last = day_range(name, values[-1])
    if name.endswith("since"):
        return f"t.{column[name]} >= ?", [first]
    return f"t.{column.get(name, 'first_published')} <= ?", [last]


def _story_when(name: str, values: list[str]) -> Condition:
    first, last = day_range(name, values[-1])
    return ("t.last >= ?", [first]) if name == "since" else ("t.first <= ?", [last])


def _told(name: str, values: list[str]) -> Condition:
    if not values[-1].isdigit():
        raise UsageError(f"filter {name}: {values[-1]!r} is no whole number")
    return 't."distinct" >= ?', [int(values[-1])]


def _conflicts(name: str, values: list[str]) -> Condition:
    if values[-1] not in {"yes", "no"}:
        raise UsageError(f"filter {name}: {values[-1]!r} is neither yes nor no")
    return ("t.conflicts > 0" if values[-1] == "yes" else "t.conflicts = 0"), []


def _of_story(_: str, values: list[str]) -> Condition:
    inside = "SELECT m.report FROM story_report m JOIN story s ON s.key = m.story WHERE s.id IN"
    return f"t.report IN ({inside} ({_marks(values)}))", [*values]


def _of_report(_: str, values: list[str]) -> Condition:
    inside = (
        "SELECT n.incident FROM report r JOIN event e ON e.report = r.key JOIN incident_event n ON n.event = e.key "
        "WHERE r.current = 1 AND r.id IN"
    )
    return f"t.key IN ({inside} ({_marks(values)}))", [*values]


def _place(_: str, values: list[str]) -> Condition:
    marks = _marks(values)
    named = [countries().get(v.casefold(), v) for v in values]
    return f"(t.place_country IN ({marks}) OR t.place_name COLLATE NOCASE IN ({marks}))", [*named, *values]


def _listed(name: str, values: list[str]) -> Condition:
    checked: list[Any] = [_quad(value) if name == "quad" else _closed(name, value) for value in values]
    return f"t.{name} IN ({_marks(values)})", checked


def _story_text(_: str, values: list[str]) -> Condition:
    found = "SELECT m.story FROM report_text x JOIN story_report m ON m.report = x.rowid WHERE report_text MATCH ?"
    return f"t.key IN ({found})", [match_query(values[-1])]


def _story_report(_: str, values: list[str]) -> Condition:
    inside = "SELECT m.story FROM story_report m JOIN report r ON r.key = m.report WHERE r.current = 1 AND r.id IN"
    return f"t.key IN ({inside} ({_marks(values)}))", [*values]


def _story_either(_: str, values: list[str]) -> Condition:
    inside = (
        "SELECT m.story FROM incident_party p JOIN incident i ON i.key = p.incident JOIN story_report m "
        "ON m.report = i.report WHERE p.value IN"
    )
    return f"t.key IN ({inside} ({_marks(values)}))", [_who(v) for v in values]


def _side(name: str, values: list[str]) -> Condition:
    sql = f"SELECT incident FROM incident_party WHERE value IN ({_marks(values)})"  # noqa: S608 - marks only
    if name == "either":
        return f"t.key IN ({sql})", [_who(v) for v in values]
    return f"t.key IN ({sql} AND side = ?)", [*(_who(v) for v in values), name]


def _pairs(_: str, values: list[str]) -> Condition:
    parts = [_dyad(value) for value in values]
    return "(" + " OR ".join(sql for sql, _ in parts) + ")", [arg for _, args in parts for arg in args]


def _dyad(value: str) -> tuple[str, list[Any]]:
    a, dots, b = value.partition("..")
    if not dots or not a.strip() or not b.strip():
        raise UsageError(f"filter dyad: {value!r} is no pair; write it as JPN..NATO")
    mine = "SELECT incident FROM incident_party WHERE value = ? AND side = ?"
    both = f"t.key IN ({mine}) AND t.key IN ({mine})"
    first, second = _who(a), _who(b)
    across = [first, "actor", second, "recipient"], [second, "actor", first, "recipient"]
    equals = [first, "actor", second, "actor"]
    return f"(({both}) OR ({both}) OR (t.recipients = '' AND {both}))", [*across[0], *across[1], *equals]


def _who(value: str) -> str:
    """A country's or body's code, or the name as it is."""
    folded = value.strip().casefold()
    return countries().get(folded) or bodies().get(folded) or value.strip()


def _closed(name: str, value: str) -> str:
    known = {v.casefold(): v for v in closed_values("event", name) or ()}
    if value.casefold() not in known:
        raise UsageError(f"filter {name}: there is no {value!r}{near(value, known.values())}")
    return known[value.casefold()]


def _quad(value: str) -> int:
    names = {str(n): n for n in QUADS} | {name: n for n, name in QUADS.items()}
    wanted = value.casefold().replace("-", " ").replace("_", " ")
    if wanted not in names:
        raise UsageError(f"filter quad: there is no {value!r}{near(value, names)}")
    return names[wanted]


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


Maker = Callable[[str, list[str]], Condition]
_INCIDENT: Mapping[str, Maker] = {
    **dict.fromkeys(("actor", "recipient", "either"), _side),
    **dict.fromkeys(("since", "until", "published_since", "published_until"), _when),
    "dyad": _pairs, "told": _told, "conflicts": _conflicts, "story": _of_story, "report": _of_report, "place": _place,
}  # fmt: skip
_STORY: Mapping[str, Maker] = {
    "since": _story_when, "until": _story_when, "told": _told, "text": _story_text, "report": _story_report,
    "either": _story_either,
}  # fmt: skip
