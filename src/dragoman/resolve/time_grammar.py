"""Loads the grammar of time expressions (``data/dates``) and finds what it matches.

Rules are written over tokens, not characters; see ``data/dates/rules.yaml`` for the notation.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from dragoman.errors import DataError
from dragoman.resolve.time_tokens import Alphabet, Tokens

_ELEMENT = re.compile(r"'[^'\s]+'|[a-z0-9]+=|@[a-z]+|[()|?*+]|[^\s()|?*+=]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a compiled pattern, the action's name, and what the action is told."""

    name: str
    pattern: re.Pattern[str]
    do: str
    rank: int
    options: dict[str, Any]
    before: str
    not_before: str
    not_after: str
    after: str
    edge: str = ""
    """The letter of the end of a sentence, which the end of the text counts as."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule: tokens ``start`` to ``end`` and the words of its named parts."""

    rule: Rule
    start: int
    end: int
    groups: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Words, rules and the alphabet that joins them."""

    alphabet: Alphabet
    rules: tuple[Rule, ...]
    words: dict[str, dict[str, Any]]
    holidays: dict[str, str]
    tense: dict[str, frozenset[str]]
    anchors: re.Pattern[str]

    def find(self, tokens: Tokens, accept: Callable[[Found], bool]) -> list[Found]:
        """Matches that do not overlap and that ``accept`` takes, in text order: the longest win, then the rank."""
        code = tokens.code
        if not self.anchors.search(code):
            return []
        all_found: list[tuple[int, int, Found]] = []
        for rule in self.rules:
            for match in rule.pattern.finditer(code):
                start, end = match.span()
                if start < end and _fits(rule, code, start, end):
                    groups = {n.split("_")[0]: match.span(n) for n in match.re.groupindex if match.start(n) >= 0}
                    all_found.append((start - end, rule.rank, Found(rule, start, end, groups)))
        all_found.sort(key=lambda item: (item[0], item[1], item[2].start))
        taken = bytearray(len(code))
        chosen: list[Found] = []
        for _, _, found in all_found:
            if not any(taken[found.start : found.end]) and accept(found):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                chosen.append(found)
        chosen.sort(key=lambda found: found.start)
        return chosen


def _fits(rule: Rule, code: str, start: int, end: int) -> bool:
    left = code[start - 1] if start else ""
    right = code[end] if end < len(code) else rule.edge
    if rule.before and (not left or left not in rule.before):
        return False
    if rule.after and right not in rule.after:
        return False
    return not (left and left in rule.not_before) and not (right and right in rule.not_after)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The grammar of the package, loaded once; raises ``DataError`` where its files are wrong."""
    folder = resources.files("dragoman.data") / "dates"
    words = yaml.safe_load((folder / "words.yaml").read_text("utf8"))
    rules = yaml.safe_load((folder / "rules.yaml").read_text("utf8"))
    classes: dict[str, dict[str, Any]] = {
        name: {str(word): value for word, value in entries.items()} for name, entries in words["classes"].items()
    }
    table = {word: frozenset(names) for word, names in _table(classes, rules).items()}
    holidays = {name.replace(" ' ", "'"): str(value) for name, value in words["holidays"].items()}
    alphabet = Alphabet(table, frozenset(words["capital"]))
    compiled = tuple(_compile(rule, rank, rules["macros"], alphabet) for rank, rule in enumerate(rules["rules"]))
    tense = {name: frozenset(map(str, forms)) for name, forms in words["tense"].items()}
    return Grammar(alphabet, compiled, classes, holidays, tense, _anchors(alphabet, classes))


def _anchors(alphabet: Alphabet, classes: dict[str, dict[str, Any]]) -> re.Pattern[str]:
    plain = {"PREP", "REL", "STRETCH", "PART", "EDGE", "NUM", "VAGUE", "TENS", "ORDW", "COUNTABLE", "ZONE"}
    names = [name for name in classes if name not in plain]
    names += ["YEAR", "OLDYEAR", "DECADE", "ISO", "SLASH", "CLOCK", "CLOCK4", "DAYORD", "DOTTED", "=9/11"]
    names += [f"={w}" for w in ("today", "yesterday", "tomorrow", "tonight", "overnight", "now", "currently", "current",
              "recently", "recent", "previously", "past", "future", "soon", "term", "o'clock", "nineteen", "thousand",
              "presently", "nowadays", "lately", "formerly", "shortly", "time", "moment")]  # fmt: skip
    return re.compile("[" + "".join(sorted({c for name in names for c in alphabet.letters(name)})) + "]")


def _table(classes: dict[str, dict[str, Any]], rules: dict[str, Any]) -> dict[str, set[str]]:
    """Classes of each word, with ``=word`` for words that rules name."""
    table: dict[str, set[str]] = {}
    for name, entries in classes.items():
        for word in entries:
            table.setdefault(word, set()).add(name)
    patterns = [*rules["macros"].values(), *(rule["pattern"] for rule in rules["rules"])]
    for pattern in patterns:
        for element in _ELEMENT.findall(pattern):
            word = element.strip("'") if len(element) > 1 and element[0] == "'" and element[-1] == "'" else element
            if word[0] != "@" and not word.isupper() and not word.endswith("=") and element not in "()|?*+":
                table.setdefault(word, set()).add(f"={word}")
    for rule in rules["rules"]:
        for key in ("before", "not_before", "not_after", "after"):
            for word in rule.get(key, ()):
                if not word.isupper():
                    table.setdefault(word, set()).add(f"={word}")
    return table


def _compile(rule: dict[str, Any], rank: int, macros: dict[str, str], alphabet: Alphabet) -> Rule:
    try:
        pattern = re.compile(_unique(_regex(rule["pattern"], macros, alphabet)))
    except (re.error, KeyError) as error:
        raise DataError(f"rules.yaml, rule {rule.get('name')}: the pattern is wrong ({error})") from error
    sides = {}
    for key in ("before", "not_before", "not_after", "after"):
        sides[key] = "".join(alphabet.letters(w if w.isupper() else f"={w}") for w in rule.get(key, ()))
    options = {k: v for k, v in rule.items() if k not in ("name", "pattern", "do", *sides)}
    return Rule(rule["name"], pattern, rule["do"], rank, options, **sides, edge=alphabet.letter("\n"))


def _unique(regex: str) -> str:
    """A part that stands in two branches has one name in the rule, but needs two in ``re``."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        seen[match[1]] = seen.get(match[1], 0) + 1
        return f"(?P<{match[1]}_{seen[match[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, regex)


def _regex(pattern: str, macros: dict[str, str], alphabet: Alphabet) -> str:
    out: list[str] = []
    name = ""
    for element in _ELEMENT.findall(pattern):
        if element.endswith("=") and len(element) > 1:
            name = element[:-1]
        elif element in "|?*+":
            out.append(element)
        elif element == ")":
            out.append(")")
        elif element == "(":
            out.append(f"(?P<{name}>" if name else "(?:")
            name = ""
        else:
            out.append(_atom(element, name, macros, alphabet))
            name = ""
    return "".join(out)


def _atom(element: str, name: str, macros: dict[str, str], alphabet: Alphabet) -> str:
    if element[0] == "@":
        body = "(?:" + _regex(macros[element[1:]], macros, alphabet) + ")"
    else:
        word = element
        if len(word) > 1 and word[0] == "'" and word[-1] == "'":
            word = word[1:-1]
        letters = alphabet.letters(word if word.isupper() else f"={word}")
        if not letters:
            raise KeyError(element)
        body = f"[{letters}]"
    return f"(?P<{name}>{body})" if name else body
