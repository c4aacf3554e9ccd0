"""A phrase by its own words: who its head is, whose it is, in which sector.

"Russia's ambassador to Turkey" is Russian, "the Chinese embassy in Tokyo" Chinese, "protesters in
Okinawa" Japanese; "US-backed rebels" say nothing of whose they are. Names that mean several things
are decided by the date and, if that does not do, by the countries that the report speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.data.knowledge.lexicon import ROLE_KINDS, Entry, Lexicon
from dragoman.data.knowledge.people import People, Person
from dragoman.data.knowledge.words import Token, fold, tokens
from dragoman.resolve.wordlists import (
    AFTER_NAME,
    BASED,
    CLOSE_PREPOSITIONS,
    DEFINITE,
    DETERMINERS,
    JOINERS,
    NAME_PARTICLES,
    PREFIXES,
    QUANTITIES,
    STAYS,
    UNOWNED,
    WEAK_ROLES,
    ZONE_ENDS,
)

NAMED = frozenset({"country", "demonym", "seat", "region", "city", "body", "group", "media"})


@dataclass(frozen=True, slots=True)
class Item:
    """One unit of a phrase: a match of the lexicon, a known person, or a word."""

    first: int
    last: int
    text: str
    fold: str
    start: int = 0
    end: int = 0
    entry: Entry | None = None
    own: bool = False
    weak: bool = False
    """A country that only lies beside the head ("Gaza-based")."""
    twin: Entry | None = None
    """The second country of "US-Iraqi"."""
    person: Person | None = None

    @property
    def is_role(self) -> bool:
        """Whether it is a role noun."""
        return self.entry is not None and self.entry.kind in ROLE_KINDS

    @property
    def is_named(self) -> bool:
        """Whether it tells a country or body."""
        return self.entry is not None and self.entry.kind in NAMED


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase says of one actor."""

    country: str | None
    sector: str | None
    kind: str = "unknown"
    name: str = ""
    id: str | None = None
    by: str = "unresolved"
    note: str = ""
    person: str | None = None
    """The person's name as the phrase gives it."""
    known: Person | None = None
    head: str | None = None
    """The role noun that carries it, folded."""
    definite: bool = False
    plural: bool = False
    former: bool = False
    over: tuple[tuple[str, float], ...] = ()
    wide: bool = False
    """Whether it is of many states or of foreign ones, so that no single country may be filled in."""


class Phrases:
    """Reads phrases with a lexicon and the people; keeps no state of a report."""

    def __init__(self, lexicon: Lexicon, people: People) -> None:
        """``lexicon`` and ``people`` are only read."""
        self.lexicon = lexicon
        self.people = people

    def read(self, text: str, date: str | None, prefer: Mapping[str, float]) -> tuple[Sense, ...]:
        """The senses of ``text``, one for each actor that it names; empty for empty text.

        ``prefer`` weighs the countries that the report speaks of, for names with several meanings.
        """
        return self.read_items(self.items(text, date, prefer), date)

    def read_items(self, items: list[Item], date: str | None) -> tuple[Sense, ...]:
        """The senses of a phrase that is cut into items already."""
        items = _without_brackets(items)
        if not items:
            return ()
        chunks = _chunks(items)
        senses = [s for chunk in chunks for s in self._single(chunk, date)]
        return _share(chunks, senses) if len(chunks) > 1 else tuple(senses)

    def items(self, text: str, date: str | None, prefer: Mapping[str, float]) -> list[Item]:
        """The phrase as a list of matches, persons and words."""
        words = tokens(text)
        starts = {m.first: m for m in self.lexicon.matches(words)}
        items: list[Item] = []
        i = 0
        while i < len(words):
            if item := self._person_at(words, i, starts, date):
                items.append(item)
            elif (match := starts.get(i)) and not _side_of_a_name(match.entries, words, match.last):
                chosen, _ = choose(match.entries, date, prefer, words[i].text)
                end = words[match.last - 1].end
                form = text[words[i].start : end]
                items.append(
                    Item(i, match.last, form, fold(form), words[i].start, end, chosen, words[match.last - 1].own)
                )
            else:
                items.append(self._word(words[i], i, date, prefer))
            i = items[-1].last
        return [_unless_in_a_name(items, n) for n in range(len(items))]

    def _person_at(self, words: list[Token], i: int, starts: Mapping[int, object], date: str | None) -> Item | None:
        if not words[i].text[0].isupper():
            return None
        for size in (4, 3, 2):
            run = words[i : i + size]
            if len(run) < size or not run[-1].text[0].isalpha() or any(w.own for w in run[:-1]):
                continue
            name = " ".join(w.text for w in run)
            if found := self.people.named(name):
                known = _best_person(found, date)
                return Item(i, i + size, name, fold(name), run[0].start, run[-1].end, None, run[-1].own, person=known)
        return None

    def _word(self, word: Token, i: int, date: str | None, prefer: Mapping[str, float]) -> Item:
        item = Item(i, i + 1, word.text, word.fold, word.start, word.end, None, word.own)
        if "-" not in word.fold:
            return item
        before, _, after = word.text.rpartition("-")
        if fold(before.split("-")[0]) in PREFIXES:
            if fold(before) == "ex":
                return replace(item, entry=Entry("modifier", None, "ELI", "ex", "modifier:ex"))
            return item
        left = self._meaning(before, date, prefer)
        if fold(after) in BASED:
            return replace(item, entry=left, weak=True) if left else item
        if fold(after) in UNOWNED:
            return item
        right = self._meaning(after, date, prefer)
        if left and right and left.code != right.code:
            return replace(item, entry=left, twin=right)
        return replace(item, entry=right) if right else item

    def _meaning(self, form: str, date: str | None, prefer: Mapping[str, float]) -> Entry | None:
        entries = tuple(e for e in self.lexicon.look_up(form) if e.kind in NAMED)
        return choose(entries, date, prefer, form)[0] if entries and form[0].isupper() else None

    def _single(self, items: list[Item], date: str | None) -> list[Sense]:
        items = _unwrap(items)
        zone_end = _zone_end(items)
        zone, rest = items[:zone_end], items[zone_end:]
        facts = _Facts.of(zone)
        if grouping := next((x.entry for x in zone if x.entry and x.entry.kind == "grouping"), None):
            return _members(grouping, facts)
        sense = self._head(zone, facts, rest, date)
        definite = bool(items) and items[0].fold in DEFINITE
        former = any(x.entry and x.entry.kind == "modifier" and x.entry.sector == "ELI" for x in zone)
        sense = replace(sense, definite=definite, former=former)
        if former and sense.plural and sense.kind == "group":
            sense = replace(sense, kind="person")
        if former and sense.sector in {"GOV", "LEG", "MIL", "SPY", "JUD", "COP"} and sense.kind == "person":
            sense = replace(sense, sector="ELI")
        if sense.country is None:
            sense = _widen(sense, zone)
        if sense.country is None and not sense.wide:
            sense = _from_rest(sense, facts, rest)
        if sense.person is None and sense.head is not None and sense.kind == "person":
            sense = self._apposed_name(sense, rest, date)
        twin = next((x.twin for x in zone if x.twin), None)
        second = [replace(sense, country=twin.code, id=None)] if twin else []
        return [sense, *second]

    @staticmethod
    def _told_otherwise(told: Entry, person: Person, facts: _Facts) -> bool:
        """Whether the report gives a listed person to another state: by an office there, not by birth or by a crime."""
        code = told.code or ""
        if not code or code == person.country or ":" in code or ":" in person.country:
            return False
        return (
            facts.role is not None and facts.role.entry is not None and facts.role.entry.sector in {"GOV", "MIL", "LEG"}
        )

    def _apposed_name(self, sense: Sense, rest: list[Item], date: str | None) -> Sense:
        """A role with the name after it: "the group's leader, Hassan Nasrallah"."""
        if rest and rest[0].fold in {"to", "for"} and sense.head in STAYS and (name := _trailing_name(rest)[0]):
            return replace(sense, person=name, name=name, kind="person")
        commas = [i for i, x in enumerate(rest) if x.text in {",", ":"}]
        if not commas or commas[0] + 1 >= len(rest):
            return sense
        tail = rest[commas[0] + 1 :]
        until = next((i for i, x in enumerate(tail) if x.text == ","), len(tail))
        named = self._single(tail[:until], date)[0]
        if not named.person:
            return sense
        country = sense.country if "." not in sense.by.replace("phrase.", "") else named.country or sense.country
        return replace(named, country=country or named.country, sector=sense.sector or named.sector, head=sense.head)

    def _head(self, zone: list[Item], facts: _Facts, rest: list[Item], date: str | None) -> Sense:
        if facts.person is not None:
            return self._known_person(facts, date)
        if facts.name and (facts.role is None or facts.role.entry.kind != "body-noun"):  # type: ignore[union-attr]
            return _named_person(facts, rest)
        if facts.role is not None and (facts.last_named is None or facts.role.last >= facts.last_named.last):
            return _role(facts, rest)
        if facts.last_named is not None:
            return _named(facts.last_named, zone)
        if facts.role is not None:
            return _role(facts, rest)
        told = any(x.fold in DETERMINERS or x.fold.isdigit() for x in zone)
        sector = facts.modifier or ("CVL" if told else None)
        return Sense(None, sector, plural=_counts_many(zone), by="phrase.none", note="no known word in it")

    def _known_person(self, facts: _Facts, date: str | None) -> Sense:
        person = facts.person
        assert person is not None  # noqa: S101
        sense = person_sense(person, date)
        written = next((x.text for x in reversed(facts.zone) if x.person), person.name)
        if fold(written).split()[-1] != fold(sense.name).split()[-1]:
            sense = replace(sense, name=written)
        told = facts.owner
        if told and told.entry and self._told_otherwise(told.entry, person, facts):
            note = f"the report says {told.text}; the list's {person.name} is of {person.country}"
            sense = Sense(
                told.entry.code, facts.sector or "GOV", "person", person.name, None, "phrase.nationality", note
            )
        if facts.role is not None and facts.role.entry is not None and facts.sector:
            sense = replace(sense, sector=facts.sector)
        head = facts.role.fold if facts.role else None
        return replace(sense, person=person.name, known=person, head=head)


_OF_THEIR_GROUP = frozenset({"MIL", "REL", "GOV", "ELI"})
"""Sectors of role nouns that give way to the group's own: Taliban soldiers, a Hamas minister."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stands in the head zone of a phrase."""

    role: Item | None
    """The last role noun."""
    owner: Item | None
    """The nearest country or body before the head."""
    last_named: Item | None
    name: str | None
    """Capitalised words at the end: a name that no list has."""
    person: Person | None
    modifier: str | None
    """Sector of a modifier or of a role noun before the head."""
    weak: Item | None
    zone: tuple[Item, ...] = ()

    @property
    def sector(self) -> str | None:
        """The role's sector, with weak roles taking that of what they belong to."""
        if self.role is None or self.role.entry is None:
            return self.modifier
        if self.role.fold in WEAK_ROLES:
            owner = self.owner.entry if self.owner else None
            held = owner.sector if owner and owner.kind in {"group", "media"} else None
            return self.modifier or held or self.role.entry.sector
        owner = self.owner.entry if self.owner else None
        if owner and owner.kind == "group" and self.role.entry.sector in _OF_THEIR_GROUP:
            return owner.sector
        return self.role.entry.sector

    @classmethod
    def of(cls, zone: list[Item]) -> _Facts:
        name, until = _trailing_name(zone)
        person = next((x.person for x in reversed(zone) if x.person), None)
        body = zone[:until]
        roles = [x for x in body if x.is_role]
        named = [x for x in body if x.is_named and not x.weak]
        role = roles[-1] if roles else None
        last = named[-1] if named else None
        before = [x for x in named if role is None or x.last <= role.first or name or person]
        owner = before[-1] if before else None
        if owner is last and role is None and not name and not person:
            owner = named[-2] if len(named) > 1 else None
        modifier = _modifier(body, role)
        return cls(role, owner, last, name, person, modifier, next((x for x in zone if x.weak), None), tuple(zone))


def _modifier(body: list[Item], role: Item | None) -> str | None:
    for item in reversed(body):
        if role is not None and item.last > role.first:
            continue
        if (
            item.entry
            and item.entry.kind in {"modifier", *ROLE_KINDS}
            and item.entry.sector not in {None, "ELI", "STU"}
        ):
            if item.is_role and item.fold in WEAK_ROLES:
                continue
            return item.entry.sector
        if item.entry and item.entry.sector == "STU":
            return "EDU"
    return None


def _members(grouping: Entry, facts: _Facts) -> list[Sense]:
    """One sense for each state of a grouping ("the two Koreas")."""
    note = f"a member of {grouping.name}"
    sector = facts.sector or "GOV"
    return [
        Sense(code, sector, "country", code, f"country:{code}", "kb.grouping", note) for code in grouping.note.split()
    ]


def _widen(sense: Sense, zone: list[Item]) -> Sense:
    """Words of many states: "African leaders", "23 countries", "foreign troops"; European leaders act for the EU."""
    area = next((x for x in zone if x.entry and x.entry.kind == "area"), None)
    if area is not None:
        if area.fold in {"european", "europeans", "europe"} and (sense.head or "") in _FOR_EUROPE:
            return replace(
                sense, country="IGO:EU", sector=None, by="phrase.area", note="European leaders act for the EU"
            )
        if area.fold in {"arab", "arabs"} and (sense.head or "") in _FOR_ARABS:
            return replace(
                sense, country="IGO:Arab League", sector=None, by="phrase.area", note="Arab ministers meet in it"
            )
        sector = sense.sector if sense.head else "GOV"
        return replace(
            sense, sector=sector, wide=True, kind="group", by="phrase.area", note=f"{area.text}: many states"
        )
    counted = any(x.fold.isdigit() or x.fold in _COUNTS for x in zone)
    if counted and sense.head in _STATES and sense.plural:
        return replace(sense, wide=True, kind="group", by="phrase.area", note="a number of states")
    return sense


_FOR_EUROPE = frozenset(
    {"leaders", "heads of state", "foreign ministers", "ministers", "finance ministers", "commissioner"}
)
_FOR_ARABS = frozenset({"foreign ministers", "ministers", "heads of state"})
_STATES = frozenset(
    {"countries", "nations", "states", "governments", "delegations", "economies", "neighbors", "neighbours"}
)
_COUNTS = frozenset(
    "several many most other some various dozens three four five six seven eight nine ten eleven twelve".split()
)


def choose(
    entries: tuple[Entry, ...], date: str | None, prefer: Mapping[str, float], form: str
) -> tuple[Entry, tuple[tuple[str, float], ...]]:
    """The meaning that the date and the report's countries ask for, and the rejected ones."""
    if len(entries) == 1:
        return entries[0], ()
    fit = [e for e in entries if e.on(date)] or list(entries)
    upper = form[:1].isupper()

    def weight(entry: Entry) -> float:
        score = (9.0 if entry.note == "own" else 0.0) + 2.0 * prefer.get(entry.code or "", 0.0) + (0.3 if entry.main else 0.0)
        if entry.kind in ROLE_KINDS or entry.kind == "modifier":
            score += 0.0 if upper else 5.0
            score += 0.2 if entry.kind != "modifier" else 0.1
        score += {"country": 0.25, "body": 0.2, "demonym": 0.15, "group": 0.1, "city": -0.2}.get(entry.kind, 0.0)
        return score

    ranked = sorted(fit, key=weight, reverse=True)
    best = ranked[0]
    if date is None and best.kind == "group":
        # Without a date the last spell of a group is meant.
        best = max((e for e in ranked if e.id == best.id or e.name == best.name), key=lambda e: e.start)
    others = {e.id: (e.id, round(weight(e), 2)) for e in ranked if e.id != best.id}
    return best, tuple(others.values())


def _best_person(found: list[Person], date: str | None) -> Person:
    if date is None or len(found) == 1:
        return found[0]
    return next((p for p in found if p.held(date)), found[0])


def person_sense(person: Person, date: str | None) -> Sense:
    """A listed person on a day: in office, out of it, or (no date) by the country alone."""
    base = Sense(person.country, None, "person", person.name.split("|")[0], person.id, known=person)
    if date is None:
        last = max(person.spells, key=lambda s: (s.open, s.end))
        sector = last.sector if last.open else "ELI"
        return replace(base, sector=sector, by="kb.person", note=f"no date: {last.office} until {last.end} at least")
    if spell := person.held(date):
        until = "until at least" if spell.open else "to"
        note = f"{spell.office}, {spell.start or '?'} {until} {spell.end}"
        return replace(base, country=spell.country, sector=spell.sector, by="kb.office", note=note)
    if spell := person.past(date):
        return replace(base, sector="ELI", by="kb.former", note=f"{spell.office} until {spell.end}")
    if any(s.open and s.end < date for s in person.spells):
        return replace(base, by="kb.person", note="the source ends before this date: no office can be told")
    return replace(base, by="kb.person", note="took office only later")


def _trailing_name(zone: list[Item]) -> tuple[str | None, int]:
    """Capitalised words at the end of the zone that no list has, and where they begin."""
    until = len(zone)
    while until and _is_name_part(zone[until - 1], until < len(zone)):
        until -= 1
    while until < len(zone) and zone[until].fold in NAME_PARTICLES - {"al"} and zone[until].text.islower():
        until += 1
    words = [x.text for x in zone[until:]]
    if not words or all(len(w.strip(".")) < 2 for w in words):
        return None, len(zone)
    return " ".join(words), until


def _is_name_part(item: Item, inside: bool) -> bool:
    if item.entry is None and item.person is None and _capital(item.text):
        return item.fold not in AFTER_NAME and item.fold not in DETERMINERS
    if not inside:
        return False
    return item.fold in NAME_PARTICLES or item.text == "."


def _unless_in_a_name(items: list[Item], n: int) -> Item:
    """A city or paper whose name stands beside other capitalised words is a part of theirs ("Hassan Outman")."""
    item = items[n]
    if item.entry is None or item.entry.kind not in {"city", "media"} or item.own:
        return item
    after = items[n + 1] if n + 1 < len(items) else None
    before = items[n - 1] if n else None
    if after is not None and item.entry.kind == "media" and _capital(after.text) and not after.is_named:
        return replace(item, entry=None)
    if item.entry.kind == "city" or " " not in item.text:
        for beside in (before, after):
            if beside is not None and beside.entry is None and beside.person is None and len(beside.text) > 1:
                if (
                    _capital(beside.text)
                    and beside.fold not in DETERMINERS
                    and beside.fold not in ZONE_ENDS
                    and not beside.own
                ):
                    return replace(item, entry=None)
    return item


def _side_of_a_name(entries: tuple[Entry, ...], words: list[Token], after: int) -> bool:
    """Whether "the North" goes on ("the North Koreans", "the South China Sea")."""
    names = any(e.note == "side" or (e.kind == "media" and e.name.lower().startswith("the ")) for e in entries)
    return names and after < len(words) and _capital(words[after].text)


def _capital(word: str) -> bool:
    """Whether a word is written as a name: "Gul", "al-Muzini"."""
    before, hyphen, after = word.partition("-")
    return word[0].isupper() or (bool(hyphen) and before.lower() in NAME_PARTICLES and after[:1].isupper())


def _named_person(facts: _Facts, rest: list[Item]) -> Sense:
    owner = facts.owner.entry if facts.owner else None
    country = owner.code if owner else None
    sector = facts.sector
    if owner and sector is None and owner.kind != "area":
        # "South Africa's Thabo Mbeki": a name that goes with a state's speaks for it.
        sector = owner.sector if owner.kind in {"group", "media"} else "GOV"
    by = "phrase.title" if facts.role else "phrase.name"
    name = facts.name or ""
    head = facts.role.fold if facts.role else None
    note = f"{facts.owner.text} goes with the name" if facts.owner else ""
    return Sense(country, sector, "person", name, None, by, note, person=name, head=head)


def _role(facts: _Facts, rest: list[Item]) -> Sense:
    role = facts.role
    assert role is not None and role.entry is not None  # noqa: S101, PT018
    sector = facts.sector
    if role.fold in WEAK_ROLES and facts.modifier is None and facts.owner is None:
        sector = _sector_after(rest) or sector
    owner = facts.owner.entry if facts.owner else None
    kind = (
        "document"
        if role.entry.kind == "document"
        else "body"
        if role.entry.kind == "body-noun"
        else "group"
        if role.entry.plural
        else "person"
    )
    note = f"{facts.owner.text} stands before {role.text}" if facts.owner else ""
    name, ident = role.text, None
    if owner is not None and owner.kind in {"group", "body"} and role.fold in _GROUP_NOUNS:
        name, ident, sector = owner.name, owner.id, owner.sector
    elif kind == "body" and role.text[0].isupper():
        name = _full_name(facts.zone, rest)
    return Sense(
        owner.code if owner else None,
        sector,
        kind,
        name,
        ident,
        "phrase.role",
        note,
        head=role.fold,
        plural=role.entry.plural,
    )


_GROUP_NOUNS = frozenset(
    {"group", "force", "movement", "organization", "organisation", "network", "militia", "faction", "party", "army"}
)
"""Nouns that add nothing to a named group: "the rebel FDLR force", "the Hezbollah movement"."""


def _full_name(zone: tuple[Item, ...], rest: list[Item]) -> str:
    """The capitalised words around a body's noun: "Massachusetts Institute of Technology"."""
    words = [x.text for x in zone if x.fold not in DETERMINERS and not x.text.islower()]
    if len(rest) > 1 and rest[0].fold in {"of", "for"}:
        words.append(rest[0].text)
        for item in rest[1:]:
            if not _capital(item.text) and item.fold not in {"and", "of", "the"}:
                break
            words.append(item.text)
    return " ".join(words)


def _sector_after(rest: list[Item]) -> str | None:
    if not rest or rest[0].fold not in {"of", "for", "from", "at", "in"}:
        return None
    for item in rest[1:]:
        if item.fold in ZONE_ENDS:
            break
        if item.entry and item.entry.kind in {"group", "media", *ROLE_KINDS} and item.fold not in WEAK_ROLES:
            return item.entry.sector
    return None


def _named(item: Item, zone: list[Item]) -> Sense:
    entry = item.entry
    assert entry is not None  # noqa: S101
    at = zone.index(item)
    after = zone[at + 1 :]
    sector = entry.sector
    kind = {"body": "body", "group": "group", "media": "body", "country": "country", "seat": "country"}.get(
        entry.kind, "group"
    )
    by = f"kb.{entry.kind}"
    ident: str | None = entry.id
    branch = zone[at - 1].entry if at else None
    if (entry.code or "").startswith("NGO:") and branch and branch.kind == "demonym" and not zone[at - 1].twin:
        # "the Lebanese Red Cross" is a body of one country.
        return Sense(
            branch.code, "SOC", "body", f"{zone[at - 1].text} {item.text}", None, "phrase.branch", "a national branch"
        )
    if entry.kind == "demonym":
        people = not after and (entry.plural or _counts(zone[:at]))
        definite = bool(zone) and zone[0].fold == "the" and at == 1
        sector = "CVL" if people and not definite else entry.sector or "CVL"
        ident = entry.id if not people else None
        kind = "group" if people else "country"
    if after:
        ident = None
    name = entry.name if not after else item.text
    return Sense(
        entry.code, sector, kind, name, ident, by, entry.note if entry.kind == "region" else "", plural=entry.plural
    )


def _counts(before: list[Item]) -> bool:
    """Whether a number or an article before a demonym makes it people ("a Palestinian", "six Israelis")."""
    return any(x.fold in {"a", "an", "one", "young"} or x.fold in QUANTITIES or x.fold.isdigit() for x in before)


def _counts_many(zone: list[Item]) -> bool:
    return any(x.fold in QUANTITIES or x.fold.isdigit() for x in zone)


def _from_rest(sense: Sense, facts: _Facts, rest: list[Item]) -> Sense:
    """The country out of what follows the head: "government of Sudan", "protesters in Okinawa"."""
    best: tuple[int, Item, str] | None = None
    preposition = ""
    for item in rest:
        if item.entry is None and item.text.islower() and item.text.endswith("ing"):
            preposition = "beside"
        if item.fold in CLOSE_PREPOSITIONS or item.fold in {",", "led", "who", "by", "to", "against", "with"}:
            preposition = item.fold
        if (item.is_named or item.person) and not item.weak and _allowed(preposition, sense.head):
            order = CLOSE_PREPOSITIONS.get(preposition, 9)
            if best is None or order < best[0]:
                best = (order, item, preposition)
    if best is None and facts.weak is not None:
        best = (8, facts.weak, "based")
    if best is None:
        return sense
    _, item, preposition = best
    code = item.person.country if item.person else item.entry.code if item.entry else None
    note = f"{item.text} follows the head"
    sector = sense.sector
    if sector is None and item.entry is not None and item.entry.kind in {"group", "media"}:
        sector = item.entry.sector
    return replace(sense, country=code, sector=sector, by=f"{sense.by}.{preposition or 'beside'}", note=note)


def _allowed(preposition: str, head: str | None) -> bool:
    if preposition in {"to", "against", "with", "for"}:
        return False
    return not (head in STAYS and preposition in {"in", "at", "to", "on", "near"})


def _unwrap(items: list[Item]) -> list[Item]:
    """ "dozens of Iraqi prisoners" without "dozens of"; "a group of", "some of" and the like."""
    for i, item in enumerate(items[:6]):
        if item.fold in {"of", "among"} and i and items[i - 1].fold in QUANTITIES and not items[i - 1].own:
            if any(x.is_named for x in items[:i]):
                return items
            return _unwrap(items[i + 1 :])
    return items


_ALWAYS_ENDS = frozenset({"who", "whom", "that", "which", "is", "was", "were", "are"})
_BEFORE_NOUNS = DETERMINERS | ZONE_ENDS | QUANTITIES | frozenset("more most fewer least about nearly almost".split())


def _zone_end(items: list[Item]) -> int:
    started = False
    for i, item in enumerate(items):
        if (
            item.entry is None
            and item.person is None
            and item.fold in ZONE_ENDS
            and (started or item.fold in _ALWAYS_ENDS)
        ):
            if i:
                return i
        started = started or item.entry is not None or item.person is not None or _capital(item.text) and i > 0
        started = started or (item.text.islower() and item.text.isalpha() and item.fold not in _BEFORE_NOUNS)
    return len(items)


def _without_brackets(items: list[Item]) -> list[Item]:
    """The phrase without a short bracket inside it: "Arab League (AL) Secretary General Amr Moussa"."""
    for i, item in enumerate(items):
        if item.text == "(":
            close = next((j for j in range(i + 1, min(i + 5, len(items))) if items[j].text == ")"), None)
            if close is not None and 0 < i and close + 1 < len(items):
                return _without_brackets(items[:i] + items[close + 1 :])
    return items


def _chunks(items: list[Item]) -> list[list[Item]]:
    """The parts of a joint phrase: "Egypt, Syria and Jordan", "Syrian and Lebanese officials"."""
    joins = [i for i, x in enumerate(items) if x.entry is None and x.fold in JOINERS and not _inside_a_title(items, i)]
    if not joins or joins[0] == 0 and len(joins) == 1:
        return [items]
    cuts = set(joins)
    cuts |= {i for i, x in enumerate(items) if x.text == "," and i < joins[-1] and _lists(items, i)}
    chunks: list[list[Item]] = [[]]
    for i, item in enumerate(items):
        if i in cuts:
            chunks.append([])
        else:
            chunks[-1].append(item)
    return [c for c in chunks if any(x.fold not in DETERMINERS for x in c)]


def _inside_a_title(items: list[Item], join: int) -> bool:
    """Whether "and" joins the parts of one portfolio: "Minister of Labour and Social Security"."""
    if not 0 < join < len(items) - 1:
        return False
    left, right = items[join - 1], items[join + 1]
    titled = any(x.is_role and _PORTFOLIO.search(x.fold) for x in items)
    plain = all(x.person is None and (x.entry is None or x.is_role) and x.text[0].isupper() for x in (left, right))
    return titled and plain and not (left.is_role and right.is_role) and not _PORTFOLIO.search(left.fold)


_PORTFOLIO = re.compile(r"minister|ministry|secretary|department|committee|commission")


def _lists(items: list[Item], comma: int) -> bool:
    """Whether a comma stands in a list, not before an apposition."""
    after = [x for x in items[comma + 1 : comma + 4] if x.fold not in DETERMINERS]
    return bool(after) and (after[0].is_named or after[0].person is not None or after[0].text[0].isupper())


def _share(chunks: list[list[Item]], senses: list[Sense]) -> tuple[Sense, ...]:
    """Joint parts lend each other what they lack: "Syrian and Lebanese officials", "police and soldiers of Iraq"."""
    out: list[Sense] = []
    for i, sense in enumerate(senses):
        chunk = chunks[i] if i < len(chunks) else []
        now = sense
        bare = len(chunks) == len(senses) and all(x.is_named or x.fold in DETERMINERS or x.entry is None for x in chunk)
        if bare and chunk and sense.country and i + 1 < len(senses) and sense.by in {"kb.demonym", "kb.country"}:
            later = next((s for s in senses[i + 1 :] if s.head and s.country), None)
            adjective = (
                chunk[-1].entry is not None and chunk[-1].entry.kind == "demonym" or chunk[-1].fold in {"us", "uk"}
            )
            if later and adjective:
                now = replace(sense, sector=later.sector, head=later.head, kind=later.kind, id=None, name=later.name)
        earlier = out[-1] if out else None
        if now.country is None and earlier and earlier.country and (now.head or now.person):
            now = replace(
                now, country=earlier.country, by=f"{now.by}.joint", note="shares the country of the part before"
            )
        if bare and earlier and earlier.head and "." in earlier.by and earlier.by.endswith((".of", ".from")):
            now = replace(now, sector=earlier.sector, head=earlier.head, id=None, kind=earlier.kind)
        out.append(now)
    told = [s for s in out if s.country or s.head or s.person]
    later_country = next((s.country for s in told if s.country), None)
    filled = [replace(s, country=later_country) if s.country is None and s.head else s for s in told]
    return tuple(filled or out[:1])
