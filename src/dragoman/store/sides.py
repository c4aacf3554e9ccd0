"""Names of countries and bodies as users write them: JPN, Japan, NATO, the European Union."""

from __future__ import annotations

import functools
from importlib.resources import files

import apsw

from dragoman.errors import UsageError
from dragoman.store.filters import countries
from dragoman.store.grammar import near
from dragoman.store.sql import maybe, rows


@functools.cache
def bodies() -> dict[str, str]:
    """Names, acronyms and codes of international bodies (folded) to their codes."""
    known: dict[str, str] = {}
    path = files("dragoman.data").joinpath("knowledge", "bodies.tsv")
    for line in path.read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            code, name, aliases = [*line.split("\t"), "", ""][:3]
            for part in (code, code.partition(":")[2], name, *aliases.split("|")):
                if part:
                    known.setdefault(part.casefold(), code)
    return known


def side(db: apsw.Connection, value: str, name: str = "side") -> str:
    """The code of a country or body: ``JPN`` for Japan, ``IGO:NATO`` for NATO.

    Raises:
        UsageError: neither the knowledge nor the store knows it; says what is near.
    """
    wanted = value.strip().removeprefix("the ").removeprefix("The ")
    found = countries().get(wanted.casefold()) or bodies().get(wanted.casefold())
    if found:
        return found
    row = maybe(
        db,
        "SELECT country FROM actor WHERE country IN (?1, 'IGO:' || ?1, 'NGO:' || ?1, 'IMG:' || ?1, 'MNC:' || ?1) "
        "OR (kind IN ('country', 'body') AND name = ?1 COLLATE NOCASE AND country IS NOT NULL) LIMIT 1",
        (wanted,),
    )
    if row is not None:
        return str(row[0])
    seen = [str(r[0]) for r in rows(db, "SELECT DISTINCT country FROM actor WHERE country IS NOT NULL LIMIT 2000")]
    names = [*seen, *(alias.title() for alias in (*countries(), *bodies()) if len(alias) > 3)]  # noqa: PLR2004 - no codes
    raise UsageError(f"{name}: no country or body {value!r} is known{near(wanted, names)}")
