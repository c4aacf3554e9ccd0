"""Office-holders with their dates: who held which office of which state on a day."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import resources
from typing import NamedTuple

from dragoman.data.knowledge.words import fold
from dragoman.errors import DataError

_CELLS = 9


class Spell(NamedTuple):
    """One time in one office. ``open`` says that the source ends at ``end``, not the time in office."""

    name: str
    wikidata: str
    country: str
    office: str
    sector: str
    start: str
    end: str
    open: bool
    rank: int
    """1 head of state or government or of a body, 2 foreign minister, 3 other minister, 4 the rest."""

    def on(self, date: str) -> bool:
        """Whether the office was held on the ISO day ``date``."""
        return (not self.start or self.start <= date) and (not self.end or date <= self.end)


class Person(NamedTuple):
    """Somebody with spells in office."""

    id: str
    name: str
    country: str
    wikidata: str | None
    spells: tuple[Spell, ...]

    def held(self, date: str | None) -> Spell | None:
        """The highest office held on ``date``; None where none was, or where no date is known."""
        if date is None:
            return None
        return min((s for s in self.spells if s.on(date)), key=lambda s: (s.rank, s.start), default=None)

    def past(self, date: str) -> Spell | None:
        """The last office that had ended for certain before ``date``."""
        ended = [s for s in self.spells if s.end and s.end < date and not s.open]
        return max(ended, key=lambda s: s.end, default=None)


class People:
    """Persons by full name and by last name, compared folded."""

    def __init__(self, spells: Iterable[Spell]) -> None:
        """Group ``spells`` into persons: the same name and country, or the same Wikidata id."""
        groups: dict[str, list[Spell]] = {}
        key_of: dict[tuple[str, str], str] = {}
        for spell in spells:
            names = [(fold(n), spell.country) for n in spell.name.split("|") if " " in n]
            key = next((key_of[n] for n in names if n in key_of), None)
            if key is None:
                key = spell.wikidata or f"{fold(spell.name.split('|')[0])}|{spell.country}"
            groups.setdefault(key, []).append(spell)
            for name in names:
                key_of.setdefault(name, key)
        self._by_id: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_last: dict[str, list[Person]] = {}
        for key, mine in groups.items():
            self._index(key, mine)

    def _index(self, key: str, spells: list[Spell]) -> None:
        spells = [_cut(spell, spells) for spell in spells]
        wikidata = next((s.wikidata for s in spells if s.wikidata), "")
        first = next((s for s in spells if s.wikidata), spells[0])
        ident = f"person:{wikidata or key.split('|', maxsplit=1)[0].replace(' ', '-') + '-' + first.country}"
        person = Person(ident, first.name.split("|")[0], first.country, wikidata or None, tuple(spells))
        self._by_id[ident] = person
        names = {fold(alias) for spell in spells for alias in spell.name.split("|")}
        for name in names:
            if " " in name:
                self._by_name.setdefault(name, []).append(person)
            parts = name.split()
            for last in {parts[-1], " ".join(parts[-2:]) if parts[:-2] else parts[-1]}:
                mine = self._by_last.setdefault(last, [])
                if person not in mine[-3:]:
                    mine.append(person)

    def everybody(self) -> Iterator[Person]:
        """All persons."""
        return iter(self._by_id.values())

    def aliases(self, ident: str) -> tuple[str, ...]:
        """All names of the person with this id; empty for others."""
        person = self._by_id.get(ident)
        return tuple(dict.fromkeys(n for s in person.spells for n in s.name.split("|"))) if person else ()

    def spells(self, ident: str) -> tuple[Spell, ...]:
        """The spells of the person with this id, in their order; empty for others."""
        person = self._by_id.get(ident)
        return tuple(sorted(person.spells, key=lambda s: s.start)) if person else ()

    def named(self, name: str) -> list[Person]:
        """Everybody of this full name."""
        return self._by_name.get(fold(name), [])

    def surnamed(self, name: str) -> list[Person]:
        """Everybody whose name ends in this."""
        return self._by_last.get(fold(name), [])

    def in_office(self, name: str, date: str | None, country: str | None = None) -> list[Person]:
        """Those of a full or last name who held an office on ``date`` (in ``country`` where given)."""
        if date is None:
            return []
        found = self.named(name) or self.surnamed(name) or self._by_parts(fold(name).split())
        found = found or self._by_skeleton.get(skeleton(name), [])
        return [p for p in found if p.held(date) and (country is None or p.country == country)]

    @cached_property
    def _by_skeleton(self) -> dict[str, list[Person]]:
        """Persons by what transliterations leave alike; made when it is first asked."""
        found: dict[str, list[Person]] = {}
        for name, persons in self._by_name.items():
            mine = found.setdefault(skeleton(name), [])
            mine += [p for p in persons if p not in mine]
        return found

    def _by_parts(self, parts: list[str]) -> list[Person]:
        """Somebody listed by the last name alone, or with another middle name ("Evo Morales Ayma")."""
        if len(parts) < 2:  # noqa: PLR2004
            return []
        return [
            p
            for p in self._by_last.get(parts[-1], [])
            if " " not in p.name or fold(p.name).split(maxsplit=1)[0] == parts[0]
        ]


def _cut(spell: Spell, others: list[Spell]) -> Spell:
    """An open spell, ended where a source that knows the end of the same time in office ends it."""
    if not spell.open:
        return spell
    ends = [
        o.end for o in others if not o.open and o.start <= spell.start[:7] + "-31" and spell.start <= o.end < spell.end
    ]
    same = [o for o in others if not o.open and o.end in ends and o.start[:7] == spell.start[:7]]
    return spell._replace(end=min(o.end for o in same), open=False) if same else spell


_ALIKE = str.maketrans({"q": "k", "c": "k", "w": "v", "j": "y", "z": "s"})


def skeleton(name: str) -> str:
    """What other transliterations leave alike: the consonants of each word ("Andrei", "Andrey"; "Serguei")."""
    words = fold(name).replace("ks", "x").replace("-", " ").translate(_ALIKE).split()
    kept = (word[0] + re.sub(r"[aeiouyhg']", "", word[1:]) for word in words)
    return " ".join(re.sub(r"(.)\1+", r"\1", word) for word in kept)


def read_spells(text: str) -> list[Spell | None]:
    """The spells of a table like ``people.tsv``; raises ``DataError`` on a row with too few cells."""
    return [_spell(line) for line in text.splitlines()]


def load(extra: str = "") -> People:
    """The people of the package's tables, after those of ``extra`` (text of a table like ``people.tsv``)."""
    spells: list[Spell | None] = read_spells(extra)
    folder = resources.files("dragoman.data.knowledge")
    packed = folder.joinpath("offices.tsv.gz")
    if packed.is_file():
        spells += map(_spell, gzip.decompress(packed.read_bytes()).decode("utf8").splitlines())
    own = folder.joinpath("people.tsv")
    if own.is_file():
        spells += map(_spell, own.read_text(encoding="utf8").splitlines())
    return People(s for s in spells if s is not None)


def _spell(line: str) -> Spell | None:
    if not line or line.startswith("#"):
        return None
    cells = line.split("\t")
    if len(cells) < _CELLS:
        raise DataError(f"office-holders: {line[:60]!r} has {len(cells)} cells, {_CELLS} are needed")
    name, wikidata, country, office, sector, start, end, still, rank = cells[:_CELLS]
    return Spell(name, wikidata, country, office, sector, start, end, still == "open", int(rank or 4))
