"""A speaker as found in the report, and whether two of them can be one."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.cue_lexicon import words
from dragoman.extract.speaker_names import Name, offices
from dragoman.extract.statement_draft import Range


@dataclass(frozen=True, slots=True)
class Somebody:
    """One speaker as found: his name, the words that carry it, and what he is."""

    name: str
    line: int
    part: Range
    kind: str
    """person, body, many, paper."""
    by: str
    heads: frozenset[str] = frozenset()
    woman: bool | None = None


def agrees(found: Somebody, wanted: str, low: str) -> bool:
    """Whether somebody can be what the pronoun ``low`` asks for."""
    if (
        found.kind != wanted
        and not (wanted == "many" and found.kind == "body")
        and not (wanted == "body" and found.kind == "paper")
    ):
        return False
    if low in {"she", "her"}:
        return found.woman is not False
    return not (low in {"he", "his"} and found.woman is True)


def agrees_role(recent: Somebody, role: Somebody) -> bool:
    """Whether an office-only phrase can mean the last speaker: no other office of his is known, the sexes fit."""
    if recent.woman is not None and role.woman is not None and recent.woman != role.woman:
        return False
    held = recent.heads & offices()
    return (
        not held
        or bool(held & role.heads)
        or bool(role.heads & {"politician", "leader", "official", "man", "woman"})
        or len(recent.name.split()) > 1
    )


def person_named(name: Name, part: Range, by: str) -> Somebody:
    """The person of a name."""
    woman = bool(name.office & words()["woman"])
    man = bool(name.office & words()["man"])
    return Somebody(
        name.text,
        name.line,
        part if part[1] == name.part[1] else name.whole,
        "person",
        by,
        name.office,
        True if woman else False if man else None,
    )
