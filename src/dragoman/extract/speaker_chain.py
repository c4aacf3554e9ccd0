"""Who a speaker is within the report: pronouns, short names, offices and papers, backwards and forwards.

The name is the fullest that the report gives (codebook, "Speaker"); country, sector and id are those of
the resolver for the words that carry that name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dragoman.extract import speaker_words as spoken
from dragoman.extract.cue_lexicon import words
from dragoman.extract.speaker_core import core, head_at, issuer, trimmed
from dragoman.extract.speaker_names import Name, Names, collect, offices, stem
from dragoman.extract.speaker_somebody import Somebody, agrees, agrees_role, person_named
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_subject import before_cue
from dragoman.extract.statement_text import Line, is_finite
from dragoman.records import Actor, Participant, Report, Span, Why

Who = Callable[[Report, Span], tuple[Actor, ...]]
SAYS = frozenset({"said", "told", "says", "added", "warned", "noted", "insisted", "explained", "stressed", "tells"})
LONGEST_NAME = 5
POSSESSIVE = frozenset({"'s", "’s"})
RANKS = frozenset({"prime", "foreign", "defence", "defense", "deputy", "vice"})
"""Words that make another office of a minister or president."""
LAST_HEARD = frozenset({"statement", "release", "communique", "communiqué", "message", "letter"})
"""Papers that belong to whoever spoke last."""
FIRST = 2
"""Lines at the top in which an office may be named before its holder."""
WANTED = {
    "he": "person", "she": "person", "his": "person", "her": "person", "i": "person",
    "they": "many", "their": "many", "we": "many",
}  # fmt: skip
"""What a pronoun can stand for; all others stand for a body."""
BACK = 4
"""Lines that a pronoun looks back over."""


@dataclass(slots=True)
class Chain:
    """The speakers of one report so far, and the names that it holds."""

    report: Report
    cut: Sequence[Line]
    who: Who
    names: Names = field(default_factory=Names)
    said: list[Somebody] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Collect the names once."""
        self.names = collect(self.cut)
        self.names.names = [replace(n, person=True) if self._speaks(n) else n for n in self.names.names]

    def _speaks(self, name: Name) -> bool:
        """Whether a name without an office stands beside a cue and the resolver takes it for a person."""
        line, (start, stop) = self.cut[name.line], name.part
        if name.person or not 1 < stop - start < LONGEST_NAME:
            return False
        if line.low(stop) not in SAYS and line.low(start - 1) not in SAYS:
            return False
        return self.who(self.report, _span(self.report, line, name.part))[0].kind == "person"

    def speaker(self, number: int, part: Range, rule: str) -> Participant:
        """The participant for the speaker's words ``part`` in line ``number``."""
        found = self.find(number, part)
        self.said.append(found)
        line = self.cut[number]
        own = _span(self.report, line, part)
        named = _span(self.report, self.cut[found.line], found.part)
        actor = _fitting(self.who(self.report, named)[0], found, named)
        evidence = (own,) if own.covers(named) else (own, named)
        return Participant(actor, evidence, Why(f"statement.{rule}", note=found.by))

    def find(self, number: int, part: Range) -> Somebody:
        """Who the words stand for."""
        line = self.cut[number]
        a, b = core(line, part, self.names)
        low = line.low(a)
        if b - a == 1 and low in words()["personal"] | {"his", "her", "their", "its", "who", "which"}:
            return self._pronoun(number, (a, b), low)
        if named := self._ends_in_person(number, (a, b)):
            return person_named(named, (a, b), "the name beside the cue")
        if (paper := issuer(line, (a, b))) is not None and paper != (a, b):
            return replace(self.find(number, paper), by="who issued it")
        a, b = trimmed(line, (a, b))
        a, b = self._without_body(number, (a, b))
        head = head_at(line, (a, b))
        if line.capital(head) and stem(line.low(head)) not in offices():
            return self._named(number, (a, b))
        return self._role(number, (a, b))

    def _without_body(self, number: int, part: Range) -> Range:
        """The name alone of "Lu Kaiwen of the Coast Guard"."""
        line = self.cut[number]
        for name in self.names.names:
            after = line.low(name.part[1]) if name.line == number else ""
            inside = part[0] <= name.part[0] and name.part[1] < part[1] and name.part[1] - name.part[0] > 1
            if inside and after in {"of", "for", "from"} and not spoken.bodily(line, name.part):
                return part[0], name.part[1]
        return part

    def _ends_in_person(self, number: int, part: Range) -> Name | None:
        """The person of two names or more with which the phrase ends, if it is not joint."""
        if spoken.joint(self.cut[number], part):
            return None
        for name in self.names.names:
            if name.line == number and name.person and part[0] <= name.part[0] and name.part[1] == part[1]:
                return name if name.part[1] - name.part[0] > 1 else None
        return None

    def _named(self, number: int, part: Range) -> Somebody:
        line = self.cut[number]
        inner = [n for n in self.names.names if n.line == number and part[0] <= n.part[0] and n.part[1] == part[1]]
        if inner and not (joint := spoken.joint(line, part)):
            name = inner[-1]
            if len(name.text.split()) > 1:
                return person_named(name, part, "the name beside the cue")
            full = self.names.full(name.text, number)
            return (
                person_named(full, full.part, "the full name in the report")
                if full
                else person_named(name, part, "the name")
            )
        if inner and joint:
            return Somebody(spoken.text(line, part), number, part, "many", "joint speakers")
        short = spoken.text(line, part)
        if short.startswith(("The ", "the ")):
            short = short[4:]
        last = short.rpartition("'s ")[2].rpartition("’s ")[2]
        full = self.names.full(last, number)
        if full and full.text != short and full.person:
            return person_named(full, full.whole, "the full name in the report")
        long = self.names.acronyms.get(short.split()[-1])
        if long and len(short.split()) == 1:
            return Somebody(long, number, part, "body", "the acronym's long form in the report")
        return Somebody(
            spoken.bare(line, part), number, part, "body", "the words beside the cue", spoken.heads(line, part)
        )

    def _pronoun(self, number: int, part: Range, low: str) -> Somebody:
        wanted = WANTED.get(low, "body")
        near = self._near(number, part[0])
        if low in {"she", "her"} and (women := [s for s in near if s.woman and s.kind == "person"]):
            return replace(women[0], by=f'"{low}" stands for the woman named before')
        fitting = [s for s in near if agrees(s, wanted, low)]
        if fitting:
            return replace(fitting[0], by=f'"{low}" stands for the one named before')
        earlier = [s for s in self.said if agrees(s, wanted, low)]
        if earlier:
            return replace(earlier[-1], by=f'"{low}" stands for the last speaker')
        if wanted == "person" and (name := self.names.last_person(number, part[0])):
            return person_named(name, name.part, f'"{low}" stands for the last person named')
        line = self.cut[number]
        return Somebody(spoken.text(line, part), number, part, wanted, "nobody before fits")

    def _near(self, number: int, stop: int) -> list[Somebody]:
        """Who the lines just before speak of, the nearest line first."""
        found: list[Somebody] = []
        for back in range(min(BACK, number) + 1):
            found += self._before(number - back, stop if back == 0 else len(self.cut[number - back]))
        return found

    def _before(self, number: int, stop: int) -> list[Somebody]:
        """Who line ``number`` speaks of before word ``stop``: its speakers, last first, then its subject."""
        found = list(reversed(self.said_in(number, stop)))
        line = self.cut[number]
        verb = next((i for i in range(stop) if line.quoted(i) < 0 and is_finite(line, i)), -1)
        subject = before_cue(line, verb)[0] if verb > 0 else None
        if subject and subject[1] <= stop:
            a, b = core(line, subject, self.names)
            if b > a and not (b - a == 1 and line.low(a) in words()["pronoun"]):
                found.append(self.find(number, (a, b)))
        persons = [n for n in self.names.names if n.line == number and n.person and n.part[1] <= stop]
        found += [person_named(n, n.part, "named in the line") for n in persons if line.quoted(n.part[0]) < 0]
        return found

    def said_in(self, number: int, stop: int) -> list[Somebody]:
        """Speakers of a line before a word (by the line in which they spoke)."""
        return [s for at, place, s in self._spoken if at == number and place < stop]

    _spoken: list[tuple[int, int, Somebody]] = field(default_factory=list)

    def note(self, number: int, part: Range) -> None:
        """Remember where the last speaker spoke."""
        self._spoken.append((number, part[0], self.said[-1]))

    def _role(self, number: int, part: Range) -> Somebody:
        """A noun phrase without a name: whoever holds the office, the body or paper meant, or the words alone."""
        line = self.cut[number]
        owned = any(w in POSSESSIVE for w in line.lows[slice(*part)])
        definite = line.low(part[0]) in {"the", "this"} or owned
        heads, last = spoken.heads(line, part), stem(line.low(head_at(line, part)))
        kind = spoken.kind(line, part)
        name = spoken.bare(line, spoken.with_place(line, part))
        plain = Somebody(name, number, part, kind, "the words beside the cue", heads, spoken.woman(line, part))
        found = self._holder(plain, last, definite=definite) if last in offices() else None
        if found is None and definite:
            found = self._meant(plain, last)
        if found is None and kind == "person" and number <= FIRST and last in offices():
            found = self._named_later(plain)
        if found is None and definite:
            found = self._again(plain, last)
        return found or plain

    def _holder(self, plain: Somebody, last: str, *, definite: bool) -> Somebody | None:
        """The person of the report who holds the office."""
        line, number, known = self.cut[plain.line], plain.line, words()
        place = self._country(number, plain.part)
        wanted = frozenset({last, *(plain.heads & RANKS)})
        country = frozenset(
            line.lows[i] for i in range(*plain.part) if line.capital(i) and line.low(i) not in known["determiner"]
        )
        heard = [s.name for s in self.said]
        name = self.names.in_office(wanted, number, country, heard) if definite else None
        if name and self._same_country(name, place):
            return self._by_name(name, f'who holds the office of "{last}" in the report')
        if definite and last in known["leader"] and (name := self._leader(place)):
            return self._by_name(name, "who leads the country, in this report")
        if number > FIRST and (last in known["vague"] or len(plain.heads) < 2):  # noqa: PLR2004 - an office and its place
            return None
        name = self.names.in_office(plain.heads, number, frozenset())
        if name and self._same_country(name, place):
            return self._by_name(name, "who holds the office in the report")
        return None

    def _meant(self, plain: Somebody, last: str) -> Somebody | None:
        """The body named before, or the speaker for whom the same words stood."""
        if plain.kind == "body" and (body := self._body(last, plain.line)) and self._of_country(body, plain):
            return body
        earlier = [s for s in self.said if s.heads and s.kind == plain.kind and plain.heads - {"in", "at"} <= s.heads]
        return replace(earlier[-1], by="the same words before") if earlier else None

    def _named_later(self, plain: Somebody) -> Somebody | None:
        name = self._introduced(plain.line, self._country(plain.line, plain.part))
        return self._by_name(name, "named in the paragraphs after") if name else None

    def _again(self, plain: Somebody, last: str) -> Somebody | None:
        """The person or body that spoke last, or who issued the paper."""
        line, (start, stop) = self.cut[plain.line], plain.part
        recent = self._recent(plain.line, "person")
        mine = plain.kind == "person" and recent and not self._somebody_elses(plain, recent)
        if mine and recent and agrees_role(recent, plain) and self._of_country(recent, plain):
            woman = recent.woman if plain.woman is None else plain.woman
            return replace(recent, by="the person who spoke last", woman=woman)
        bare = line.low(start) == "the" and not any(line.capital(i) for i in range(start + 1, stop))
        if bare and plain.kind == "body" and (recent := self._recent(plain.line, "body")):
            return replace(recent, by="the body that spoke last")
        return self._paper(last, plain.line) if plain.kind == "paper" else None

    def _somebody_elses(self, plain: Somebody, recent: Somebody) -> bool:
        """Whether ``plain`` belongs to a person ("Mandela's spokesman") with whom ``recent`` was not named."""
        line, (start, stop) = self.cut[plain.line], plain.part
        owners = {
            line.low(i)
            for i in range(start, stop - 1)
            if line.capital(i) and line.low(i + 1) in POSSESSIVE and self.names.full(line.low(i), plain.line)
        }
        known = self.cut[recent.line].lows[slice(*recent.part)]
        return bool(owners) and not owners & set(known)

    def _by_name(self, name: Name, by: str) -> Somebody:
        full = self._fullest(name)
        return person_named(full, full.whole, by)

    def _country(self, number: int, part: Range) -> str | None:
        """The country that the words themselves name; None where they hold no capital."""
        line = self.cut[number]
        part = part[0], next((i for i in range(part[0] + 1, part[1]) if line.low(i).endswith("ing")), part[1])
        if not any((line.capital(i) and i > part[0]) or line.words[i].isupper() for i in range(*part)):
            return None
        return self.who(self.report, _span(self.report, line, part))[0].country

    def _of_country(self, found: Somebody, plain: Somebody) -> bool:
        """Whether somebody can be meant by words that may name a country or body ("Ethiopia's government")."""
        country = self._country(plain.line, plain.part)
        line = self.cut[plain.line]
        if country is None and any(line.low(i).endswith(("'s", "’s")) for i in range(*plain.part)):
            country = self.who(self.report, _span(self.report, line, plain.part))[0].country
        if country is None:
            return True
        actor = self.who(self.report, _span(self.report, self.cut[found.line], found.part))[0]
        guessed = actor.why.by.startswith("context") and ":" not in country
        return actor.country in {None, country} or guessed

    def _fullest(self, name: Name) -> Name:
        """The full name for one that is given by surname alone beside its office."""
        if name.part[1] - name.part[0] > 1:
            return name
        return self.names.full(name.text, name.line) or name

    def _same_country(self, name: Name, country: str | None) -> bool:
        """Whether the person can be of the country that the office names."""
        if country is None:
            return True
        actor = self.who(self.report, _span(self.report, self.cut[name.line], name.whole))[0]
        return actor.country in {None, country} or actor.why.by.startswith("context")

    def _leader(self, country: str | None) -> Name | None:
        """The person of that country who leads it, by the words of the report or by the knowledge of offices."""
        found: dict[str, Name] = {}
        for name in self.names.names:
            if country is None or name.text in found:
                continue
            actor = self.who(self.report, _span(self.report, self.cut[name.line], name.whole))[0]
            office = (actor.office or "").lower()
            leads = bool(name.office & words()["leader"]) or any(
                w in office for w in ("president", "prime minister", "king", "chancellor")
            )
            if actor.kind == "person" and actor.country == country and leads:
                found[name.text] = name
        return next(iter(found.values())) if len(found) == 1 else None

    def _introduced(self, number: int, country: str | None) -> Name | None:
        """The person with whom one of the next paragraphs begins or who speaks in it, not named before."""
        known = {n.text for n in self.names.names if n.line <= number}
        for at in range(number + 1, min(number + 1 + FIRST * 2, len(self.cut))):
            line = self.cut[at]
            for name in (n for n in self.names.names if n.line == at and n.text not in known):
                opens = name.whole[0] <= 1 and line.quoted(name.part[0]) < 0
                speaks = any(
                    line.low(i) in {"said", "told", "says", "added", "warned"}
                    for i in (*range(name.part[1], name.part[1] + 2), name.whole[0] - 1)
                )
                person = name.person or (
                    opens and self.who(self.report, _span(self.report, line, name.part))[0].kind == "person"
                )
                if person and (opens or speaks) and self._same_country(name, country):
                    return name
        return None

    def _recent(self, number: int, kind: str) -> Somebody | None:
        """The last speaker of a kind in the lines just before."""
        near = [s for at, _, s in self._spoken if number - BACK < at <= number and s.kind == kind]
        return near[-1] if near else None

    def _body(self, head: str, number: int) -> Somebody | None:
        """The body whose name holds the noun ("the ministry": the Ministry of Foreign Affairs)."""
        for at in range(number, -1, -1):
            line = self.cut[at]
            for place in range(len(line) - 1, -1, -1):
                if line.low(place) == head and line.quoted(place) < 0:
                    part = spoken.body_name(line, place)
                    if part:
                        return Somebody(
                            spoken.bare(line, part), at, part, "body", "the body named before", frozenset({head})
                        )
        return None

    def _paper(self, head: str, number: int) -> Somebody | None:
        """Who issued the paper that is spoken of: told where it was named first, or the one last heard."""
        for at in range(number - 1, -1, -1):
            line = self.cut[at]
            for place in (i for i in range(len(line)) if line.low(i) == head and line.quoted(i) < 0):
                start = max(place - 4, 0)
                stop = next(
                    (i for i in range(place + 1, len(line)) if not line.is_word(i) or is_finite(line, i)), len(line)
                )
                if (found := issuer(line, (start, min(stop, place + 12)))) is not None and line.low(place + 1) in {
                    "from",
                    "by",
                    "of",
                    "issued",
                    "released",
                }:
                    return replace(self.find(at, found), by="who issued it")
            if head in LAST_HEARD and (
                said := [s for where, _, s in self._spoken if where == at and s.kind in {"body", "person"}]
            ):
                return replace(said[-1], by="who issued it")
        return None


def _span(report: Report, line: Line, part: Range) -> Span:
    return Span.of(report.text, line.begins[part[0]], line.ends[part[1] - 1])


def _fitting(actor: Actor, found: Somebody, named: Span) -> Actor:
    """The resolver's actor under the name that the report gives; its own for states by demonym, seat or pronoun."""
    named_alone = len(found.name.split()) == 1 and found.name[:1].isupper()
    if actor.kind == "country" and (named_alone or actor.name.lower() in found.name.lower()):
        return actor
    if (
        actor.kind == "country"
        and found.name.lower() == named.text.lower().removeprefix("the ")
        and found.kind == "many"
    ):
        return actor
    if found.kind == "person" and found.name and actor.kind != "person" and found.name[0].isupper():
        return replace(actor, name=found.name, kind="person")
    return actor if actor.name == found.name or not found.name else replace(actor, name=found.name)
