"""The lexicon: every name, demonym and role noun that is known, and the longest match of them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from dragoman.data.knowledge.words import Token, fold, plural, tokens
from dragoman.errors import DataError

_QUALIFIER = re.compile(r"\s*\([^)]*\)$")
_LONG = 5
_CELLS = 5


class Entry(NamedTuple):
    """One meaning of a name or noun.

    ``kind`` is country, demonym, seat, region, city, body, group, media, person, body-noun,
    people (role nouns for a person, a body, several people) or modifier.
    """

    kind: str
    code: str | None
    sector: str | None
    name: str
    id: str
    plural: bool = False
    start: str = ""
    end: str = ""
    main: bool = True
    """False where the name has this meaning only beside others ("Socialist Party (France)")."""
    note: str = ""

    def on(self, date: str | None) -> bool:
        """Whether this meaning holds on ``date`` (ISO); always where no date is known."""
        return date is None or ((not self.start or self.start <= date) and (not self.end or date <= self.end))


class Match(NamedTuple):
    """A stretch of tokens ``[first, last)`` and what it may mean."""

    first: int
    last: int
    entries: tuple[Entry, ...]


ROLE_KINDS = frozenset({"person", "people", "body-noun", "document"})


def slug(name: str) -> str:
    """A name as part of an id: lower case, ASCII, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of a table of this folder, comments left out; raises DataError on a short row."""
    text = resources.files("dragoman.data.knowledge").joinpath(name).read_text(encoding="utf8")
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.startswith("#"):
            yield number, line.rstrip("\r").split("\t")


class Lexicon:
    """Names and nouns by their folded form. ``add`` before the first look-up; matching is read only."""

    def __init__(self) -> None:
        """An empty lexicon."""
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._exact: dict[str, set[str]] = {}
        self._longest: dict[str, int] = {}
        self._lower: set[str] = set()
        self._names: dict[str, list[str]] = {}

    def aliases(self, ident: str) -> tuple[str, ...]:
        """All forms of the entry with this id."""
        return tuple(self._names.get(ident, ()))

    def listed(self) -> Iterator[tuple[Entry, tuple[str, ...]]]:
        """Every entry once with all its names; another time of the same entry is another one."""
        seen: set[tuple[str, str]] = set()
        for entries in self._entries.values():
            for entry in entries:
                key = (entry.id, entry.start)
                if key not in seen and entry.kind not in {"demonym", "seat"}:
                    seen.add(key)
                    yield entry, self.aliases(entry.id)

    def __len__(self) -> int:
        """Number of distinct forms."""
        return len(self._entries)

    def add(self, form: str, entry: Entry, *, exact: bool = False) -> None:
        """Add one form of an entry; ``exact`` forms match only as written (acronyms, "US")."""
        key = key_of(form)
        if not key:
            return
        have = self._entries.get(key, ())
        if (exact and not have) or key in self._exact:
            self._exact.setdefault(key, set()).add(form)
        if any(e.id == entry.id and e.start == entry.start and e.kind == entry.kind for e in have):
            return
        self._entries[key] = (*have, entry)
        if form.islower():
            self._lower.add(key)
        names = self._names.setdefault(entry.id, [entry.name])
        if form not in names:
            names.append(form)
        first = key.split(" ", 1)[0]
        self._longest[first] = max(self._longest.get(first, 1), key.count(" ") + 1)

    def look_up(self, form: str) -> tuple[Entry, ...]:
        """What a form may mean, whatever its case."""
        return self._entries.get(key_of(form), ())

    def matches(self, words: Sequence[Token]) -> list[Match]:
        """The longest matches from left to right, none overlapping."""
        found: list[Match] = []
        i, n = 0, len(words)
        while i < n:
            match = self._match_at(words, i, n)
            if match:
                found.append(match)
                i = match.last
            else:
                i += 1
        return found

    def _match_at(self, words: Sequence[Token], i: int, n: int) -> Match | None:
        longest = self._longest.get(words[i].fold)
        if longest is None:
            return None
        for size in range(min(longest, n - i), 0, -1):
            if any(w.own for w in words[i : i + size - 1]) and not self._own_inside(words, i, size):
                continue
            key = words[i].fold if size == 1 else _join(words[i : i + size])
            entries = self._entries.get(key)
            if not entries or _goes_on(entries, words, i + size):
                continue
            if self._case_fits(words[i : i + size], key, entries):
                return Match(i, i + size, entries)
        return None

    def _own_inside(self, words: Sequence[Token], i: int, size: int) -> bool:
        return _join(words[i : i + size]) in self._entries

    def _case_fits(self, words: Sequence[Token], key: str, entries: tuple[Entry, ...]) -> bool:
        if key in self._lower and all(e.kind == "area" for e in entries):
            # "foreign troops" are of many states, the "Foreign Affairs Minister" is not.
            return words[0].text.islower()
        if key in self._lower or any(e.kind in ROLE_KINDS or e.kind == "modifier" for e in entries):
            return True
        first = words[0].text
        exact = self._exact.get(key)
        if exact is not None and len(words) == 1:
            return first in exact or (len(first) > _LONG and first.isupper())
        return not first.islower() or not words[-1].text.islower()


def _goes_on(entries: tuple[Entry, ...], words: Sequence[Token], after: int) -> bool:
    """Whether "the North" or "The National" is only the beginning of a longer name ("the North Koreans")."""
    begins = any(e.note == "side" or (e.kind == "media" and e.name.lower().startswith("the ")) for e in entries)
    return begins and after < len(words) and words[after].text[:1].isupper()


def _join(words: Sequence[Token]) -> str:
    return " ".join(w.fold + "'s" if w.own and n < len(words) - 1 else w.fold for n, w in enumerate(words))


@lru_cache(maxsize=200_000)
def key_of(form: str) -> str:
    """The form as tokens see it: folded, without qualifier in brackets."""
    plain = _QUALIFIER.sub("", form)
    if plain.isascii() and plain.isalpha():
        return plain.lower()
    return _join(tokens(plain))


def is_acronym(form: str) -> bool:
    """Whether a form must be matched in its own case: short and in capitals ("US", "IS", "WHO", "Fox")."""
    letters = form.replace(".", "")
    return len(letters) <= _LONG and sum(c.isupper() for c in letters) >= max(1, len(letters) - 2) and " " not in form


def _split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def countries() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of countries, demonyms and seats."""
    for number, cells in rows("countries.tsv"):
        if len(cells) != _CELLS:
            raise DataError(f"countries.tsv, line {number}: five cells are needed, {len(cells)} are there")
        code, name, aliases, demonyms, seats = cells
        entry = Entry("country", code, "GOV", name, f"country:{code}")
        for form in (name, *_split(aliases)):
            yield form, entry, is_acronym(form)
        for form in _split(demonyms):
            many = form.endswith(("s", "men"))
            main = not _QUALIFIER.search(form)
            yield form, entry._replace(kind="demonym", plural=many, main=main), is_acronym(form)
        for n, form in enumerate(_split(seats)):
            yield form, entry._replace(kind="seat", note="capital" if n == 0 else ""), False
    for _, cells in rows("regions.tsv"):
        code, names, demonyms, kind = (*cells, "", "", "")[:4]
        for form in _split(names):
            sector = "GOV"
            entry = Entry("region", code, sector, form, f"region:{slug(form)}-{code}", note=kind)
            # "the North" is a state only where the report speaks of it.
            yield form, entry._replace(main=kind != "side"), False
        for form in _split(demonyms):
            yield form, Entry("demonym", code, None, form, f"people:{slug(form)}-{code}", form.endswith("s")), False


def bodies() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of international bodies, groups and parties, and news media."""
    seen: set[str] = set()
    for _, cells in rows("bodies.tsv"):
        code, name, aliases, sector = (*cells, "", "", "")[:4]
        kind, _, short = code.partition(":")
        own = f"{kind.lower()}:{slug(short)}"
        ident = own if code not in seen else f"{own}/{slug(name)}"
        seen.add(code)
        entry = Entry("body", code, sector or None, name, ident)
        for form in (name, *_split(aliases)):
            yield form, entry, is_acronym(form)
    for _, cells in rows("groups.tsv"):
        code, name, aliases, start, end = (*cells, "", "", "")[:5]
        country, _, sector = code.partition("/")
        plain = _QUALIFIER.sub("", name)
        entry = Entry("group", country, sector, plain, f"group:{slug(plain)}-{country}", start=start, end=end)
        for form in (name, *_split(aliases)):
            yield form, entry._replace(main=not _QUALIFIER.search(form)), is_acronym(form)
    for _, cells in rows("media.tsv"):
        for names in _split(cells[1]):
            forms = names.split("=")
            ident = f"media:{slug(_QUALIFIER.sub('', forms[0]))}-{cells[0]}"
            for form in forms:
                main = not _QUALIFIER.search(form)
                entry = Entry("media", cells[0], "JRN", _QUALIFIER.sub("", form), ident, main=main)
                yield form, entry, is_acronym(form)


def hardware() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of classes of warships that one navy alone has: they stand for it."""
    for _, cells in rows("hardware.tsv"):
        country, _, sector = cells[0].partition("/")
        for form in _split(cells[1]):
            yield form, Entry("group", country, sector, form, f"hardware:{slug(form)}-{country}"), False


def areas() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of areas of many states and of groupings of states (``note``: the members' codes)."""
    for _, cells in rows("areas.tsv"):
        for form in _split(cells[0]):
            yield form, Entry("area", None, "GOV", form, f"area:{slug(form)}", form.endswith("s")), False
    for _, cells in rows("groupings.tsv"):
        names, members, start, end = (*cells, "", "", "")[:4]
        name = _split(names)[0]
        entry = Entry("grouping", None, "GOV", name, f"grouping:{slug(name)}", True, start, end, note=members)
        for form in _split(names):
            yield form, entry, is_acronym(form)


def roles() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of role nouns and of modifiers."""
    for _, cells in rows("roles.tsv"):
        sector, kind, words = cells[0] or None, cells[1], cells[2]
        kind = "body-noun" if kind == "body" else kind
        for form in _split(words):
            entry = Entry(kind, None, sector, form, f"role:{slug(form)}")
            many = plural(form)
            yield form, entry._replace(plural=many == form and form != "police"), False
            if many != form:
                yield many, entry._replace(plural=True), False
    for _, cells in rows("modifiers.tsv"):
        for form in _split(cells[1]):
            yield form, Entry("modifier", None, cells[0], form, f"modifier:{form}"), False


def cities() -> Iterator[tuple[str, Entry, bool]]:
    """(form, entry, exact) of large cities."""
    for _, cells in rows("cities.tsv"):
        for form in _split(cells[1]):
            yield form, Entry("city", cells[0], "CVL", form, f"city:{slug(form)}-{cells[0]}"), False


@lru_cache(maxsize=1)
def gender_words() -> dict[str, str]:
    """Role nouns, titles and given names that tell a gender, folded."""
    return {fold(word): cells[0] for _, cells in rows("gender.tsv") for word in _split(cells[1])}


def build(extra: Iterable[tuple[str, Entry, bool]] = ()) -> Lexicon:
    """The lexicon of the package's tables, and of ``extra`` forms that go before them."""
    lexicon = Lexicon()
    for form, entry, exact in extra:
        lexicon.add(form, entry, exact=exact)
    for source in (countries, bodies, hardware, areas, roles, cities):
        for form, entry, exact in source():
            lexicon.add(form, entry, exact=exact)
    return lexicon
