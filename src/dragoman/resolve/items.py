"""A phrase cut into items: matches of the lexicon, known persons, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.data.knowledge.lexicon import ROLE_KINDS, Entry, Lexicon
from dragoman.data.knowledge.people import People, Person
from dragoman.data.knowledge.words import Token, fold, tokens
from dragoman.resolve.wordlists import BASED, DETERMINERS, NAME_PARTICLES, PREFIXES, UNOWNED, ZONE_ENDS

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
    several: bool = False
    """Whether the report's countries may change its meaning."""

    @property
    def is_role(self) -> bool:
        """Whether it is a role noun."""
        return self.entry is not None and self.entry.kind in ROLE_KINDS

    @property
    def is_named(self) -> bool:
        """Whether it tells a country or body."""
        return self.entry is not None and self.entry.kind in NAMED


class Cutter:
    """Cuts phrases into items with a lexicon and the people; both are only read."""

    def __init__(self, lexicon: Lexicon, people: People) -> None:
        """Keep the lexicon and the people."""
        self.lexicon = lexicon
        self.people = people

    def items(self, text: str, date: str | None, prefer: Mapping[str, float]) -> list[Item]:
        """The phrase as a list of matches, persons and words."""
        words = tokens(text)
        starts = {m.first: m for m in self.lexicon.matches(words)}
        items: list[Item] = []
        i = 0
        while i < len(words):
            if item := self._person_at(words, i, date):
                items.append(item)
            elif match := starts.get(i):
                chosen, _ = choose(match.entries, date, prefer, words[i].text)
                end = words[match.last - 1].end
                form = text[words[i].start : end]
                several = len(match.entries) > 1 and len({e.code for e in match.entries}) > 1
                own = words[match.last - 1].own
                meant = self._of_no_state(chosen, items)
                item = Item(i, match.last, form, fold(form), words[i].start, end, meant, own, several=several)
                items.append(item)
            else:
                items.append(self._word(words[i], i, date, prefer))
            i = items[-1].last
        return [unless_in_a_name(items, n) for n in range(len(items))]

    def _of_no_state(self, match: Entry, before: list[Item]) -> Entry | None:
        """An ethnic Albanian is a person, and of the country that the report tells."""
        if match.kind != "demonym" or not before or before[-1].fold != "ethnic":
            return match
        return next((e for e in self.lexicon.look_up("people") if e.kind in ROLE_KINDS), None)

    def _person_at(self, words: list[Token], i: int, date: str | None) -> Item | None:
        if not words[i].text[0].isupper():
            return None
        for size in (4, 3, 2):
            run = words[i : i + size]
            if len(run) < size or not run[-1].text[0].isalpha() or any(w.own for w in run[:-1]):
                continue
            name = " ".join(w.text for w in run)
            if found := self.people.named(name):
                known = best_person(found, date)
                return Item(i, i + size, name, fold(name), run[0].start, run[-1].end, None, run[-1].own, person=known)
        return None

    def _word(  # noqa: PLR0911 (a list of cases)
        self, word: Token, i: int, date: str | None, prefer: Mapping[str, float]
    ) -> Item:
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
        if fold(after) in UNOWNED or fold(before) == "ethnic":
            return item
        right = self._meaning(after, date, prefer)
        if left and right and left.code != right.code:
            return replace(item, entry=left, twin=right)
        return replace(item, entry=right) if right else item

    def _meaning(self, form: str, date: str | None, prefer: Mapping[str, float]) -> Entry | None:
        entries = tuple(e for e in self.lexicon.look_up(form) if e.kind in NAMED)
        return choose(entries, date, prefer, form)[0] if entries and form[0].isupper() else None


def choose(
    entries: tuple[Entry, ...], date: str | None, prefer: Mapping[str, float], form: str
) -> tuple[Entry, tuple[tuple[str, float], ...]]:
    """The meaning that the date and the report's countries ask for, and the rejected ones."""
    if len(entries) == 1:
        return entries[0], ()
    fit = [e for e in entries if e.on(date)] or list(entries)
    upper = form[:1].isupper()

    def weight(entry: Entry) -> float:
        score = (
            (9.0 if entry.note == "own" else 0.0)
            + 2.0 * prefer.get(entry.code or "", 0.0)
            + (0.3 if entry.main else 0.0)
        )
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


def best_person(found: list[Person], date: str | None) -> Person:
    """Of several with one name, the one in office on ``date``."""
    if date is None or len(found) == 1:
        return found[0]
    return next((p for p in found if p.held(date)), found[0])


def unless_in_a_name(items: list[Item], n: int) -> Item:
    """A city or paper whose name stands beside other capitalised words is a part of theirs ("Hassan Outman")."""
    item = items[n]
    if item.entry is None or item.entry.kind not in {"city", "media"} or item.own:
        return item
    after = items[n + 1] if n + 1 < len(items) else None
    before = items[n - 1] if n else None
    if after is not None and item.entry.kind == "media" and capital(after.text) and not after.is_named:
        return replace(item, entry=None)
    if item.entry.kind == "city" or " " not in item.text:
        for beside in (before, after):
            if beside is not None and _part_of_a_name(beside):
                return replace(item, entry=None)
    return item


def _part_of_a_name(word: Item) -> bool:
    """Whether a neighbour of a city's name is a capitalised word that no list has."""
    plain = word.entry is None and word.person is None and not word.own and len(word.text) > 1
    return plain and capital(word.text) and word.fold not in DETERMINERS and word.fold not in ZONE_ENDS


def capital(word: str) -> bool:
    """Whether a word is written as a name: "Gul", "al-Muzini"."""
    before, hyphen, after = word.partition("-")
    return word[0].isupper() or (bool(hyphen) and before.lower() in NAME_PARTICLES and after[:1].isupper())
