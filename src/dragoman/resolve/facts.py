"""What stands in the head zone of a phrase: role, owner, name."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.data.knowledge.lexicon import ROLE_KINDS
from dragoman.data.knowledge.people import Person
from dragoman.resolve.items import Item
from dragoman.resolve.wordlists import WEAK_ROLES
from dragoman.resolve.zones import trailing_name

_OF_THEIR_GROUP = frozenset({"MIL", "REL", "GOV", "ELI"})
"""Sectors of role nouns that give way to the group's own: Taliban soldiers, a Hamas minister."""


@dataclass(frozen=True, slots=True)
class Facts:
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
    def of(cls, zone: list[Item]) -> Facts:
        """The facts of a head zone."""
        name, until = trailing_name(zone)
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
        modifier = modifier_of(body, role)
        return cls(role, owner, last, name, person, modifier, next((x for x in zone if x.weak), None), tuple(zone))


def modifier_of(body: list[Item], role: Item | None) -> str | None:
    """The sector that a modifier or a role noun before the head gives ("opposition", "police" chief)."""
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
