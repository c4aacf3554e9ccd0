"""The lexicon of named instruments, compiled."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

States = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What ``lexicon/agreements.yaml`` says."""

    kinds: Mapping[str, str]
    """Noun -> kind, for names in capitals."""
    weak: frozenset[str]
    small_nouns: frozenset[str]
    needs_place: frozenset[str]
    plain_kinds: Mapping[str, str]
    nouns: re.Pattern[str]
    """Any noun, in any case."""
    plain: re.Pattern[str]
    """A described instrument: modifiers and a noun in small letters, with groups ``name`` and ``noun``."""
    leading: frozenset[str]
    following: frozenset[str]
    bodies: re.Pattern[str]
    complement: re.Pattern[str]
    states: States
    summit_states: frozenset[str]
    summit_words: States
    office_words: States


@functools.cache
def load_words() -> Words:
    """The lexicon of instruments."""
    data: dict[str, Any] = yaml.safe_load((files("dragoman.data") / "lexicon" / "agreements.yaml").read_text("utf8"))
    kinds = {noun: kind for kind, nouns in data["kinds"].items() for noun in nouns}
    plain = {noun: kind for kind, nouns in data["plain"].items() for noun in nouns}
    bare = {noun: kinds[noun] for noun in data["bare"]}
    modifiers = f"(?:{_either(data['modifiers'])}|[a-z]+-point|[0-9]+-point)"
    quoted = r"[\"“][\w -]{3,30}[\"”]"
    needing = [noun for noun in plain if noun not in data["plain"]["summit"] + data["plain"]["office"]]
    alone = [*data["plain"]["summit"], *data["plain"]["office"], *data["plain"]["plan"], *bare]
    # Two modifiers may be joined: "economic and technical cooperation agreement".
    name = (
        rf"(?:(?:(?:{modifiers}(?: and)? ){{1,3}}|{quoted} )(?:{_either(needing)})|(?:national )?(?:{_either(alone)}))"
    )
    return Words(
        kinds=kinds,
        weak=frozenset(data["weak"]),
        small_nouns=frozenset(data["small_nouns"]),
        needs_place=frozenset(data["needs_place"]),
        plain_kinds=plain | bare,
        nouns=_compiled(rf"(?<![\w-])(?:{_either(kinds)})(?![\w-])", re.IGNORECASE),
        plain=_compiled(rf"(?<![\w-])(?P<name>{name})(?![\w-])"),
        leading=frozenset(data["leading"]),
        following=frozenset(data["following"]),
        bodies=_compiled(rf"\b(?:{_either(data['bodies'])})", re.IGNORECASE),
        complement=_compiled(rf" (?:on|against|for) (?:{_either(data['complements'])})(?!\w)", re.IGNORECASE),
        states=_states(data["states"]),
        summit_states=frozenset(data["summit_states"]),
        summit_words=_states(data["summit_words"]),
        office_words=_states(data["office_words"]),
    )


def _states(data: Mapping[str, list[str]]) -> States:
    return tuple((state, re.compile(rf"\b(?:{'|'.join(p)})\b", re.IGNORECASE)) for state, p in data.items())


def _either(words: Iterable[str]) -> str:
    """The words as alternatives, the longest first."""
    return "|".join(sorted((re.escape(w).replace(r"\ ", " ") for w in words), key=len, reverse=True))


def _compiled(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """With any single white space for a blank: dumps of pages have no-break spaces."""
    return re.compile(pattern.replace(" ", r"\s"), flags)
