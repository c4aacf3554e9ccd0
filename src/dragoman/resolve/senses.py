"""What a phrase says of one actor, by the kind of its head."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.data.knowledge.lexicon import ROLE_KINDS, Entry
from dragoman.data.knowledge.people import Person
from dragoman.resolve.facts import Facts
from dragoman.resolve.items import Item, capital
from dragoman.resolve.wordlists import (
    CLOSE_PREPOSITIONS,
    COUNTS,
    DETERMINERS,
    FOR_ARABS,
    FOR_EUROPE,
    GROUP_NOUNS,
    MANY_STATES,
    QUANTITIES,
    STAYS,
    UNPLACED,
    WEAK_ROLES,
    ZONE_ENDS,
)


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
    # Who comes to head a body years later is not of it yet.
    home = None if ":" in person.country else person.country
    return replace(base, country=home, by="kb.person", note="took office only later")


def named_person(facts: Facts) -> Sense:
    """A name that no list has, with the role and the country that stand before it."""
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


def role_sense(facts: Facts, rest: list[Item]) -> Sense:
    """A role noun, with whom it belongs to."""
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
    if owner is not None and owner.kind in {"group", "body"} and role.fold in GROUP_NOUNS:
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


def _full_name(zone: tuple[Item, ...], rest: list[Item]) -> str:
    """The capitalised words around a body's noun: "Massachusetts Institute of Technology"."""
    words = [x.text for x in zone if x.fold not in DETERMINERS and not x.text.islower()]
    if len(rest) > 1 and rest[0].fold in {"of", "for"}:
        words.append(rest[0].text)
        for item in rest[1:]:
            if not capital(item.text) and item.fold not in {"and", "of", "the"}:
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


def named_sense(item: Item, zone: list[Item]) -> Sense:
    """A country, body, group or people by name."""
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
    written = item.text[4:] if item.fold.startswith("the ") else item.text
    # Bodies keep the name that the report gives them; the id says which body it is.
    name = written if after or entry.kind in {"body", "group"} else entry.name
    return Sense(
        entry.code, sector, kind, name, ident, by, entry.note if entry.kind == "region" else "", plural=entry.plural
    )


def _counts(before: list[Item]) -> bool:
    """Whether a number or an article before a demonym makes it people ("a Palestinian", "six Israelis")."""
    return any(x.fold in {"a", "an", "one", "young"} or x.fold in QUANTITIES or x.fold.isdigit() for x in before)


def counts_many(zone: list[Item]) -> bool:
    """Whether a number or a quantity stands in the zone."""
    return any(x.fold in QUANTITIES or x.fold.isdigit() for x in zone)


def members(grouping: Entry, facts: Facts) -> list[Sense]:
    """One sense for each state of a grouping ("the two Koreas")."""
    note = f"a member of {grouping.name}"
    sector = facts.sector or "GOV"
    return [
        Sense(code, sector, "country", code, f"country:{code}", "kb.grouping", note) for code in grouping.note.split()
    ]


def widen(sense: Sense, zone: list[Item], rest: list[Item]) -> Sense:
    """Words of many states: "African leaders", "23 countries", "foreign troops"; European leaders act for the EU."""
    area = next((x for n, x in enumerate(zone) if x.entry and x.entry.kind == "area" and not _in_name(zone, n)), None)
    if area is not None:
        if area.fold in {"european", "europeans", "europe"} and (sense.head or "") in FOR_EUROPE:
            return replace(
                sense, country="IGO:EU", sector=None, by="phrase.area", note="European leaders act for the EU"
            )
        if area.fold in {"arab", "arabs"} and (sense.head or "") in FOR_ARABS:
            return replace(
                sense, country="IGO:Arab League", sector=None, by="phrase.area", note="Arab ministers meet in it"
            )
        sector = sense.sector if sense.head else "GOV"
        return replace(
            sense, sector=sector, wide=True, kind="group", by="phrase.area", note=f"{area.text}: many states"
        )
    bare = not any(x.fold in DETERMINERS or x.is_named for x in zone)
    if bare and sense.head in UNPLACED and not (rest and rest[0].fold in {"from", "of", "in", "at"}):
        return replace(sense, wide=True, by="phrase.unplaced", note="such sources are of no country that is told")
    counted = any(x.fold.isdigit() or x.fold in COUNTS for x in zone)
    if counted and sense.head in MANY_STATES and sense.plural:
        return replace(sense, wide=True, kind="group", by="phrase.area", note="a number of states")
    return sense


def _in_name(zone: list[Item], at: int) -> bool:
    """Whether an area's word is a part of a longer name: "the Gulf News Agency", "Free North Brigades"."""
    after = zone[at + 1] if at + 1 < len(zone) else None
    return after is not None and zone[at].text[0].isupper() and after.text[0].isupper()


def from_rest(sense: Sense, facts: Facts, rest: list[Item]) -> Sense:
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
