"""The one grammar of filters: command line, Python, REST and web addresses all use it.

A filter is a name and one or several values; several values mean "one of these", several filters
mean "all of these". Unknown names and values are errors that name near ones.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

import apsw

from dragoman.errors import UsageError
from dragoman.ontology import QUADS, load_ontology
from dragoman.store.grammar import ALIASES, CLOSED_KINDS, FILTERS, JUDGED, OF_STATEMENTS, filters_of, near
from dragoman.store.sql import maybe, rows
from dragoman.store.terms import bounds, dyad

WHO = {"actor", "recipient", "either", "country", "by", "about", "party", "to", "via"}
"""Filters that take a country by its name, too."""
CODE = 3
"""Letters of a country's code."""


def normalise(kind: str, given: Mapping[str, object]) -> dict[str, list[str]]:
    """Filters as lists of text; absent ones (None, empty) left out; ``type!`` is ``not_type``.

    Raises:
        UsageError: a name that ``kind`` does not know, or two values where one is meant.
    """
    out: dict[str, list[str]] = {}
    for name, value in given.items():
        if value in (None, "", [], ()):
            continue
        key = name.replace("-", "_")
        if key.endswith("!"):  # "type!=CONSULT" in a web address
            key = f"not_{key[:-1]}"
        key = ALIASES.get(key, key)
        spec = FILTERS.get(key)
        if spec is None or kind not in spec.kinds:
            raise UsageError(f"{kind}s have no filter {name!r}{near(key, (f.name for f in filters_of(kind)))}")
        if kind == "statement":
            key = OF_STATEMENTS.get(key, key)
        values = [str(v) for v in value] if isinstance(value, (list, tuple, set, frozenset)) else [str(value)]
        if spec.single and len(values) > 1:
            raise UsageError(f"filter {name}: give one value, not {len(values)}")
        out[key] = values
    return out


@functools.cache
def countries() -> dict[str, str]:
    """ISO codes of the knowledge base, and country names (folded) to codes."""
    known: dict[str, str] = {}
    path = files("dragoman.data").joinpath("knowledge", "countries.tsv")
    for line in path.read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            code, name, aliases = [*line.split("\t"), "", ""][:3]
            known |= {part.casefold(): code for part in (code, name, *aliases.split("|")) if part}
    return known


def closed_values(kind: str, name: str) -> tuple[str, ...] | None:
    """The values a filter can have, where they are a closed list."""
    ontology = load_ontology()
    lists: dict[str, tuple[str, ...] | None] = {
        "type": tuple(ontology.types),
        "quad": tuple(QUADS.values()),
        "context": tuple(ontology.contexts),
        "status": ("actual", "future", "hypothetical", "negated"),
        "sector": tuple(ontology.sectors),
        "mode": tuple({m for t in ontology.types.values() for m in t.modes})
        + tuple(f"{t.name}/{m}" for t in ontology.types.values() for m in t.modes),
        "kind": CLOSED_KINDS.get(kind),
        "judged": JUDGED,
        "copies": ("all", "one"),
        "polarity": ("positive", "negative"),
        "modality": ("actual", "hypothetical", "future"),
    }
    return lists.get(name)


def closed_value(kind: str, name: str, values: Iterable[str]) -> None:
    """Refuse values that are not of the filter's closed list.

    Raises:
        UsageError: there is no such value.
    """
    known = closed_values(kind, name) or ()
    for value in values:
        if value not in known:
            raise UsageError(f"filter {name}: there is no {value!r}{near(value, known)}")


def check_publishers(db: apsw.Connection, filters: Mapping[str, list[str]]) -> None:
    """Refuse publishers (asked for or left out) that no report of the store has.

    Raises:
        UsageError: there is no such publisher.
    """
    for name in ("publisher", "not_publisher"):
        for value in filters.get(name, ()):
            if maybe(db, "SELECT 1 FROM report WHERE publisher = ? COLLATE NOCASE LIMIT 1", (value,)) is None:
                found = rows(db, "SELECT DISTINCT publisher FROM report WHERE publisher IS NOT NULL")
                raise UsageError(f"filter {name}: this store has no {value!r}{near(value, (r[0] for r in found))}")


def term_numbers(db: apsw.Connection, kind: str, name: str, values: Iterable[str]) -> list[tuple[int, int]]:
    """(term, how many records) of each of ``values``; a right value that nothing has gives none.

    Raises:
        UsageError: a value that is neither known to the ontology or knowledge nor to this store.
    """
    out: list[tuple[int, int]] = []
    asked, name = name, FILTERS[name].negates or name
    for value in values:
        wanted = _canonical(name, value)
        found = list(
            rows(
                db,
                "SELECT id, n FROM term WHERE record = ? AND field = ? AND value = ? COLLATE NOCASE",
                (kind, FILTERS[name].field, wanted),
            )
        )
        if not found:
            _check_known(db, kind, asked, value, wanted)
        out += [(int(term), int(n)) for term, n in found]
    return out


def _canonical(name: str, value: str) -> str:
    value = value.strip()
    if name == "quad" and value in {"1", "2", "3", "4"}:
        return QUADS[int(value)]
    if name == "quad":
        return value.replace("-", " ").replace("_", " ").lower()
    if name == "dyad":
        a, dots, b = value.partition("..")
        if not dots or not a or not b:
            raise UsageError(f"filter dyad: {value!r} is no pair; write it as JPN..IGO:NATO")
        return dyad(_code(a), _code(b))
    if name in WHO or name == "place":
        return countries().get(value.casefold(), value) if name != "place" or len(value) > CODE else value.upper()
    return value


def _code(value: str) -> str:
    value = value.strip()
    return countries().get(value.casefold(), value if ":" in value else value.upper())


def _check_known(db: apsw.Connection, kind: str, asked: str, value: str, wanted: str) -> None:
    name = FILTERS[asked].negates or asked
    closed = closed_values(kind, name)
    if closed is not None:
        if wanted.casefold() in {c.casefold() for c in closed}:
            return
        raise UsageError(f"filter {asked}: there is no {value!r}{near(wanted, closed)}")
    if name == "dyad" or _valid_code(wanted):
        return
    if maybe(db, "SELECT 1 FROM actor WHERE ?1 IN (country, code) OR name = ?1 COLLATE NOCASE LIMIT 1", (wanted,)):
        return  # an actor of the store, only not in this slot
    found = list(
        rows(
            db,
            "SELECT value FROM term WHERE record = ? AND field = ? AND n > 0 ORDER BY n DESC LIMIT 20000",
            (kind, FILTERS[name].field),
        )
    )
    known = [str(row[0]) for row in found]
    if name in WHO:
        known += [alias.title() for alias in countries() if len(alias) > CODE]
    raise UsageError(f"filter {asked}: this store has no {value!r}{near(wanted, known)}")


def _valid_code(value: str) -> bool:
    head, _, sector = value.partition("/")
    if sector and sector.upper() not in load_ontology().sectors:
        return False
    return head == "---" or head.upper() in set(countries().values())


def day_range(name: str, value: str) -> tuple[str, str]:
    """First and last day of ``value``.

    Raises:
        UsageError: not a date.
    """
    if value.lower() == "today":
        value = dt.datetime.now().astimezone().date().isoformat()
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", value):
        try:
            first, last = bounds(value)
            dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        except ValueError:
            pass
        else:
            return first, last
    raise UsageError(f"filter {name}: {value!r} is no date; write 2023-05-24, 2023-05 or 2023")


def year_of(value: str) -> str:
    """The year that ``value`` names.

    Raises:
        UsageError: not a year.
    """
    if not re.fullmatch(r"[0-9]{4}", value):
        raise UsageError(f"filter year: {value!r} is no year; write 2023")
    return value


def numbers(name: str, value: str, shape: str) -> list[float]:
    """Numbers parted by commas, as many as ``shape`` names."""
    try:
        found = [float(part) for part in value.split(",")]
    except ValueError:
        found = []
    if len(found) != len(shape.split(",")) or not all(abs(x) <= 50_000 for x in found):  # noqa: PLR2004 - no such degree or distance
        raise UsageError(f"filter {name}: {value!r} is not {shape}")
    return found


def fraction(value: str) -> float:
    """A score from 0 to 1.

    Raises:
        UsageError: not such a number.
    """
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise UsageError(f"filter confidence: {value!r} is not a number from 0 to 1")
    return found


def match_query(value: str) -> str:
    """A safe full-text query: every word is a literal, words in double quotes stay a phrase.

    Raises:
        UsageError: no word in it.
    """
    parts = [(phrase or word).replace('"', " ").strip() for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', value)]
    parts = [part for part in parts if re.search(r"\w", part)]
    if not parts:
        raise UsageError(f"filter text: {value!r} holds no word to look for")
    return " ".join('"' + part.replace("\x00", " ") + '"' for part in parts)
