"""A phrase by its own words: who its head is, whose it is, in which sector.

"Russia's ambassador to Turkey" is Russian, "the Chinese embassy in Tokyo" Chinese, "protesters in
Okinawa" Japanese; "US-backed rebels" say nothing of whose they are. Names that mean several things
are decided by the date and, if that does not do, by the countries that the report speaks of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dragoman.data.knowledge.lexicon import Entry
from dragoman.data.knowledge.people import Person
from dragoman.data.knowledge.words import fold
from dragoman.resolve.facts import Facts
from dragoman.resolve.items import Cutter, Item
from dragoman.resolve.senses import (
    Sense,
    counts_many,
    from_rest,
    members,
    named_person,
    named_sense,
    person_sense,
    role_sense,
    widen,
)
from dragoman.resolve.wordlists import DEFINITE, DETERMINERS, STAYS, ZONE_ENDS
from dragoman.resolve.zones import chunks_of, trailing_name, unwrap, without_brackets, zone_end

__all__ = ["Item", "Phrases", "Sense", "person_sense"]


class Phrases(Cutter):
    """Reads phrases with a lexicon and the people; keeps no state of a report."""

    def read(self, text: str, date: str | None, prefer: Mapping[str, float]) -> tuple[Sense, ...]:
        """The senses of ``text``, one for each actor that it names; empty for empty text.

        ``prefer`` weighs the countries that the report speaks of, for names with several meanings.
        """
        return self.read_items(self.items(text, date, prefer), date)

    def read_items(self, items: list[Item], date: str | None) -> tuple[Sense, ...]:
        """The senses of a phrase that is cut into items already."""
        items = without_brackets(items)
        if not items:
            return ()
        chunks = chunks_of(items)
        senses = [s for chunk in chunks for s in self._single(chunk, date)]
        return share(chunks, senses) if len(chunks) > 1 else tuple(senses)

    def _single(self, items: list[Item], date: str | None) -> list[Sense]:
        items = unwrap(items)
        end = zone_end(items)
        zone, rest = items[:end], items[end:]
        facts = Facts.of(zone)
        if grouping := next((x.entry for x in zone if x.entry and x.entry.kind == "grouping"), None):
            return members(grouping, facts)
        sense = self._head(zone, facts, rest, date)
        definite = bool(items) and items[0].fold in DEFINITE
        former = any(x.entry and x.entry.kind == "modifier" and x.entry.sector == "ELI" for x in zone)
        sense = replace(sense, definite=definite, former=former)
        if former and sense.plural and sense.kind == "group":
            sense = replace(sense, kind="person")
        if former and sense.sector in {"GOV", "LEG", "MIL", "SPY", "JUD", "COP"} and sense.kind == "person":
            sense = replace(sense, sector="ELI")
        if sense.country is None:
            sense = widen(sense, zone, rest)
        if sense.country is None and not sense.wide:
            sense = from_rest(sense, facts, rest)
        if sense.person is None and sense.head is not None and sense.kind == "person":
            sense = self._apposed_name(sense, rest, date)
        twin = next((x.twin for x in zone if x.twin), None)
        second = [replace(sense, country=twin.code, id=None)] if twin else []
        return [sense, *second]

    def _title_of(self, facts: Facts) -> str | None:
        """The title inside a listed name: "King Gyanendra" is a king."""
        written = next((x.fold for x in facts.zone if x.person), "").split(maxsplit=1)
        if not written:
            return None
        return written[0] if any(e.kind == "person" for e in self.lexicon.look_up(written[0])) else None

    @staticmethod
    def _told_otherwise(told: Entry, person: Person, facts: Facts) -> bool:
        """Whether the report gives a listed person to another state: by an office there, not by birth or by a crime."""
        code = told.code or ""
        if not code or code == person.country or ":" in code or ":" in person.country:
            return False
        return (
            facts.role is not None and facts.role.entry is not None and facts.role.entry.sector in {"GOV", "MIL", "LEG"}
        )

    def _apposed_name(self, sense: Sense, rest: list[Item], date: str | None) -> Sense:
        """A role with the name after it: "the group's leader, Hassan Nasrallah"."""
        if rest and rest[0].fold in {"to", "for"} and sense.head in STAYS and (name := trailing_name(rest)[0]):
            return replace(sense, person=name, name=name, kind="person")
        if ends_in_holder(rest):
            known = rest[-1].person
            assert known is not None  # noqa: S101
            held = person_sense(known, date)
            return replace(held, sector=sense.sector or held.sector, person=known.name, head=sense.head)
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

    def _head(self, zone: list[Item], facts: Facts, rest: list[Item], date: str | None) -> Sense:
        if facts.person is not None:
            return self._known_person(facts, date)
        if facts.name and (facts.role is None or facts.role.entry.kind != "body-noun"):  # type: ignore[union-attr]
            return named_person(facts)
        if facts.role is not None and (facts.last_named is None or facts.role.last >= facts.last_named.last):
            return role_sense(facts, rest)
        if facts.last_named is not None:
            return named_sense(facts.last_named, zone)
        if facts.role is not None:
            return role_sense(facts, rest)
        told = any(x.fold in DETERMINERS or x.fold.isdigit() for x in zone)
        sector = facts.modifier or ("CVL" if told else None)
        return Sense(None, sector, plural=counts_many(zone), by="phrase.none", note="no known word in it")

    def _known_person(self, facts: Facts, date: str | None) -> Sense:
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
        head = facts.role.fold if facts.role else self._title_of(facts)
        return replace(sense, person=person.name, known=person, head=head)


def ends_in_holder(rest: list[Item]) -> bool:
    """Whether what follows a role ends in its holder: "head of the nuclear watchdog agency Mohamed ElBaradei".

    A name behind a preposition, a person's role or an owner is another one: "the wife of President Mubarak".
    """
    if len(rest) < 3 or rest[-1].person is None or rest[0].fold != "of":  # noqa: PLR2004 - of, a body, the name
        return False
    body = rest[-2]
    kind = body.entry.kind if body.entry else None
    return not body.own and (
        kind in {"body", "body-noun"}
        or (
            kind is None
            and body.text.islower()
            and body.text.isalpha()
            and body.fold not in DETERMINERS
            and body.fold not in ZONE_ENDS
        )
    )


def share(chunks: list[list[Item]], senses: list[Sense]) -> tuple[Sense, ...]:
    """Joint parts lend each other what they lack: "Syrian and Lebanese officials", "police and soldiers of Iraq"."""
    out: list[Sense] = []
    for i, sense in enumerate(senses):
        chunk = chunks[i] if i < len(chunks) else []
        now = sense
        bare = len(chunks) == len(senses) and all(x.is_named or x.fold in DETERMINERS or x.entry is None for x in chunk)
        if bare and chunk and sense.country and i + 1 < len(senses) and sense.by in {"kb.demonym", "kb.country"}:
            later = next((s for s in senses[i + 1 :] if s.head and s.country), None)
            adjective = (chunk[-1].entry is not None and chunk[-1].entry.kind == "demonym") or chunk[-1].fold in {
                "us",
                "uk",
            }
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
