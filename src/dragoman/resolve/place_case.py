"""What speaks for and against one name being a place where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from dragoman.resolve.gazetteer import Candidate, Gazetteer
from dragoman.resolve.place_tokens import SHORT, Word, longest
from dragoman.resolve.place_words import words

TOWN = 1_000
"""Inhabitants above which "of X" and "to X" speak for a place."""
WELL_KNOWN = 100_000
"""Inhabitants above which a name needs no surroundings that speak for it."""
_NO_PLACE = frozenset({"person", "role", "work"})
_PLACE = frozenset({"place", "country"})
_PARTIES = frozenset({"r", "d", "dfl", "gop"})
_DOTTED = frozenset({"D.C.", "N.Y.", "N.J.", "N.H.", "N.C.", "S.C.", "B.C."})
_ACRONYM = (3, 5)
"""Letters of a word in capitals that is an acronym rather than a place ("SWAT")."""


class Case:
    """The words ``i`` to ``end`` of a sentence as a name of the gazetteer."""

    def __init__(
        self, spoken: Sequence[Word], i: int, end: int, text: str, gazetteer: Gazetteer, mark: str,
        last_names: AbstractSet[str], first_names: AbstractSet[str],
    ) -> None:  # fmt: skip
        """``mark`` is the kind a model gave the words ("" for none); the sets hold persons' names of the report."""
        self.spoken, self.i, self.end, self.text, self.gazetteer, self.mark = spoken, i, end, text, gazetteer, mark
        self.last_names, self.first_names = last_names, first_names
        self.name = text[spoken[i].start : spoken[end - 1].end]
        self.low = self.name.casefold()
        self.one = end == i + 1
        self.candidates: tuple[Candidate, ...] = gazetteer.find(self.name)
        self.hows = {c.how for c in self.candidates}
        self.demonym = "d" in self.hows
        self.before = spoken[i - 1].low if i else ""
        self.joined = i > 0 and spoken[i].gap and spoken[i - 1].letters
        self.next = spoken[end] if end < len(spoken) else None
        self.follows = self.next.low if self.next else ""
        goes_on = bool(self.next and self.next.gap and self.next.letters)
        self.runs_on = bool(goes_on and self.next and self.next.capital and self.follows not in words("functions"))
        """Whether a further capitalised word follows."""
        self.short = "a" in self.hows and (self.before == "," or self.name.count(".") > 1)
        """Whether it is an abbreviation where one is to be expected: "Glasgow, Ky."."""
        final = spoken[end - 1].low
        self.division = (final in words("division") and not self.one) or (goes_on and self.follows in words("division"))
        self.weak = self.low in words("weak") and self.name not in SHORT

    @cached_property
    def comma(self) -> bool:
        """Whether a comma and a division or country follow: "Cottonport, La.", "Vilnius, Lithuania"."""
        at = self.end
        if at + 1 >= len(self.spoken) or self.spoken[at].text != "," or not self.spoken[at + 1].capital:
            return False
        size, found = longest(self.spoken, at + 1, self.text, self.gazetteer)
        wide = any(c.kind in {"country", "region"} and c.how in "na" for c in found)
        return bool(size) and (wide or (size > 1 and any(c.kind == "district" for c in found)))

    @property
    def part(self) -> bool:
        """Whether it is a part of a longer name."""
        return self.runs_on and not self.comma

    @cached_property
    def known(self) -> bool:
        """Whether a place of this name is so well known that the name alone suggests it."""
        return any(_well_known(c) for c in self.candidates)

    @cached_property
    def great(self) -> bool:
        """Whether it is a country or a large division by its own name."""
        return any(
            c.kind in {"country", "region"} and c.how == "n" and c.population > 2 * WELL_KNOWN for c in self.candidates
        )

    @cached_property
    def own_name(self) -> bool:
        """Whether it is the own name of more than a hamlet, or another name of a town."""
        return any(
            (c.how == "n" and (c.population >= TOWN or c.kind != "city"))
            or (c.how == "o" and c.population >= 20 * TOWN)
            for c in self.candidates
        )

    @cached_property
    def firm(self) -> bool:
        """Whether what stands around it stands around hardly anything but a place."""
        lower = self.i > 0 and (self.spoken[self.i - 1].text[0].islower() or self.i == 1)
        behind = self.joined and lower and self.before in words("strong")
        lives = self.before == "of" and self.i > 1 and self.spoken[self.i - 2].text == ","  # "Vance, 57, of Fresno"
        return behind or lives or self.serves or self.comma or self.division or self.short

    @property
    def serves(self) -> bool:
        """Whether it is a member's seat: "R-Westfield"."""
        return self.joined and self.before in _PARTIES and self.spoken[self.i - 1].text.isupper()

    @cached_property
    def strong(self) -> bool:
        """Whether its surroundings speak for a place."""
        if self.firm or self.mark in _PLACE:
            return True
        lower = self.i > 0 and (self.spoken[self.i - 1].text[0].islower() or self.i == 1)
        loose = self.joined and lower and self.before in words("before")
        people = bool(self.next and self.next.gap and self.next.text.islower() and self.follows in words("inhabitants"))
        body = self.part and self.follows in words("body") and not self.weak
        return self.own_name and (loose or people or body)

    @cached_property
    def behind_name(self) -> bool:
        """Whether a title or a word that looks like a first name stands before it."""
        if not self.joined:
            return False
        if self.before in words("persons"):
            return not (self.demonym and self.before in {"president", "minister"})
        word = self.spoken[self.i - 1]
        other = words("functions") | words("before") | words("strong") | words("directions") | words("body")
        return word.capital and self.before not in other and not self.gazetteer.find(word.text)

    def possible(self) -> bool:
        """Whether nothing rules out that it is a place."""
        if self.hows == {"a"} and not (self.before == "," or (self.name in _DOTTED and self.before)):
            return False
        road = self.follows in words("road") and self.next and self.next.gap and self.next.capital
        if road or (self.mark in _NO_PLACE and not self.demonym) or (self.weak and self.demonym):
            return False
        if self.low in words("functions") | words("never") and not self.comma and self.name not in SHORT:
            return False
        if self.weak and not self.known and (self.follows in words("says") or not self.firm):
            return False
        return self.demonym or not (self._of_person() or self._of_name() or self._of_nobody())

    def _of_person(self) -> bool:
        """Whether it is rather a person's name."""
        if self.behind_name and not (self.comma or self.division or self.serves or self.short):
            return True
        if not self.one or self.comma or self.great:
            return False
        if self.low in self.last_names:
            return not (self.strong and self.before in {"in", "at", "near"})
        return self.low in self.first_names and not self.known and not self.firm

    def _of_name(self) -> bool:
        """Whether it is rather the beginning of a longer name of something else."""
        if not self.runs_on or self.follows in words("body"):
            return False
        return not (self.division or self.great or self.short or (self.known and "n" in self.hows and not self.weak))

    def _of_nobody(self) -> bool:
        """Whether it is a word that only few would know as a place."""
        if not self.one or self.short:
            return False
        if not (self.own_name or self.comma or self.known):
            return True
        acronym = self.name.isupper() and _ACRONYM[0] <= len(self.name) <= _ACRONYM[1]
        shouted = all(w.text.isupper() for w in self.spoken[:8] if w.letters)
        return acronym and not any(c.kind == "country" for c in self.candidates) and not shouted

    def sure(self) -> bool:
        """Whether it is a place even if no other mention speaks for it."""
        whole = not self.one and "n" in self.hows
        sure = self.strong or (self.known and not self.weak) or whole
        return sure and (self.one or self.mark != "body" or self.known)


def _well_known(place: Candidate) -> bool:
    if place.how == "d" or place.label is not None:
        return True
    if place.kind == "region":
        return place.how == "n" and place.population > 2 * WELL_KNOWN
    if place.kind in {"country", "sea", "area"}:
        return place.how == "n"
    least = WELL_KNOWN if place.how == "n" else 5 * WELL_KNOWN
    return place.kind == "city" and place.how in "no" and place.population >= least
