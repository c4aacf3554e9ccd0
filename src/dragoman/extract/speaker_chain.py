"""Who a speaker is within the report: pronouns, short names, offices and papers, backwards and forwards.

The name is the fullest that the report gives (codebook, "Speaker"); country, sector and id are those of
the resolver for the words that carry that name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dragoman.extract.cue_lexicon import words
from dragoman.extract.speaker_core import core, head_at, issuer, trimmed
from dragoman.extract.speaker_names import Name, Names, collect, offices, stem
from dragoman.extract.statement_draft import Range
from dragoman.extract.statement_subject import before_cue
from dragoman.extract.statement_text import Line, is_finite
from dragoman.records import Actor, Participant, Report, Span, Why

Who = Callable[[Report, Span], tuple[Actor, ...]]
SAYS = frozenset({"said", "told", "says", "added", "warned", "noted", "insisted", "explained", "stressed", "tells"})
LONGEST_NAME = 5
BACK = 4
"""Lines that a pronoun looks back over."""


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
            return _person(named, (a, b), "the name beside the cue")
        if (paper := issuer(line, (a, b))) is not None and paper != (a, b):
            return replace(self.find(number, paper), by="who issued it")
        a, b = trimmed(line, (a, b))
        a, b = self._without_body(number, (a, b))
        head = head_at(line, (a, b))
        if line.capital(head) and stem(line.low(head)) not in offices():
            return self._named(number, (a, b))
        return self._role(number, (a, b))

    def _without_body(self, number: int, part: Range) -> Range:
        """ "Lu Kaiwen of the Coast Guard": the name alone."""
        line = self.cut[number]
        for name in self.names.names:
            after = line.low(name.part[1]) if name.line == number else ""
            if after in {"of", "for", "from"} and part[0] <= name.part[0] and name.part[1] < part[1]:
                if name.part[1] - name.part[0] > 1 and not _bodily(line, name.part):
                    return part[0], name.part[1]
        return part

    def _ends_in_person(self, number: int, part: Range) -> Name | None:
        """The person of two names or more with which the phrase ends, if it is not joint."""
        if _joint(self.cut[number], part):
            return None
        for name in self.names.names:
            if name.line == number and name.person and part[0] <= name.part[0] and name.part[1] == part[1]:
                return name if name.part[1] - name.part[0] > 1 else None
        return None

    def _named(self, number: int, part: Range) -> Somebody:
        line = self.cut[number]
        inner = [n for n in self.names.names if n.line == number and part[0] <= n.part[0] and n.part[1] == part[1]]
        if inner and not (joint := _joint(line, part)):
            name = inner[-1]
            if len(name.text.split()) > 1:
                return _person(name, part if name.person else part, "the name beside the cue")
            full = self.names.full(name.text, number)
            return _person(full, full.part, "the full name in the report") if full else _person(name, part, "the name")
        elif inner and joint:
            return Somebody(_text(line, part), number, part, "many", "joint speakers")
        short = _text(line, part)
        if short.startswith(("The ", "the ")):
            short = short[4:]
        last = short.rpartition("'s ")[2].rpartition("’s ")[2]
        full = self.names.full(last, number)
        if full and full.text != short and full.person:
            return _person(full, full.whole, "the full name in the report")
        long = self.names.acronyms.get(short.split()[-1])
        if long and len(short.split()) == 1:
            return Somebody(long, number, part, "body", "the acronym's long form in the report")
        return Somebody(_bare(line, part), number, part, "body", "the words beside the cue", _heads(line, part))

    def _pronoun(self, number: int, part: Range, low: str) -> Somebody:
        wanted = {
            "he": "person",
            "she": "person",
            "his": "person",
            "her": "person",
            "i": "person",
            "they": "many",
            "their": "many",
            "we": "many",
        }.get(low, "body")
        for back in range(BACK + 1):
            if number - back < 0:
                break
            for found in self._before(number - back, part[0] if back == 0 else len(self.cut[number - back])):
                if _agrees(found, wanted, low):
                    return replace(found, by=f'"{low}" stands for the one named before')
        earlier = [s for s in self.said if _agrees(s, wanted, low)]
        if earlier:
            return replace(earlier[-1], by=f'"{low}" stands for the last speaker')
        if wanted == "person" and (name := self.names.last_person(number, part[0])):
            return _person(name, name.part, f'"{low}" stands for the last person named')
        line = self.cut[number]
        return Somebody(_text(line, part), number, part, wanted, "nobody before fits")

    def _before(self, number: int, stop: int) -> list[Somebody]:
        """Who line ``number`` speaks of before word ``stop``: its speakers, last first, then its subject."""
        found = [s for s in reversed(self.said_in(number, stop))]
        line = self.cut[number]
        verb = next((i for i in range(stop) if line.quoted(i) < 0 and is_finite(line, i)), -1)
        subject = before_cue(line, verb)[0] if verb > 0 else None
        if subject and subject[1] <= stop:
            a, b = core(line, subject, self.names)
            if b > a and not (b - a == 1 and line.low(a) in words()["pronoun"]):
                found.append(self.find(number, (a, b)))
        return found

    def said_in(self, number: int, stop: int) -> list[Somebody]:
        """Speakers of a line before a word (by the line in which they spoke)."""
        return [s for at, place, s in self._spoken if at == number and place < stop]

    _spoken: list[tuple[int, int, Somebody]] = field(default_factory=list)

    def note(self, number: int, part: Range) -> None:
        """Remember where the last speaker spoke."""
        self._spoken.append((number, part[0], self.said[-1]))

    def _role(self, number: int, part: Range) -> Somebody:
        line = self.cut[number]
        heads, known = _heads(line, part), words()
        owned = any(w in {"'s", "’s"} for w in line.lows[slice(*part)])
        definite = line.low(part[0]) in {"the", "this"} or owned
        kind = _kind(line, part)
        plain = Somebody(
            _bare(line, _with_place(line, part)),
            number,
            part,
            kind,
            "the words beside the cue",
            heads,
            _woman(line, part),
        )
        last = stem(line.low(head_at(line, part)))
        if last in offices():
            place = self._country(number, part)
            wanted = frozenset(
                {last, *(h for h in heads if h in {"prime", "foreign", "defence", "defense", "deputy", "vice"})}
            )
            country = frozenset(
                line.lows[i] for i in range(*part) if line.capital(i) and line.low(i) not in known["determiner"]
            )
            spoken = [s.name for s in self.said]
            if (
                definite
                and (name := self.names.in_office(wanted, number, country, spoken))
                and self._same_country(name, place)
            ):
                return _person(self._fullest(name), self._fullest(name).whole, f'who holds the office of "{last}" in the report')
            if definite and last in known["leader"] and (name := self._leader(place, number)):
                return _person(self._fullest(name), self._fullest(name).whole, "who leads the country, in this report")
            if (
                (number <= FIRST or (last not in known["vague"] and len(heads) > 1))
                and (name := self.names.in_office(heads, number, frozenset()))
                and self._same_country(name, place)
            ):
                return _person(self._fullest(name), self._fullest(name).whole, "who holds the office in the report")
        if definite and kind == "body" and (body := self._body(last, number)):
            return body
        earlier = [s for s in self.said if s.heads and s.kind == kind and heads - {"in", "at"} <= s.heads]
        if earlier and definite:
            return replace(earlier[-1], by="the same words before")
        if (
            kind == "person"
            and number <= FIRST
            and last in known["title"]
            and (name := self._introduced(number, place))
        ):
            return _person(self._fullest(name), self._fullest(name).whole, "named in the paragraphs after")
        if definite and kind == "person" and (recent := self._recent(number, "person")) and _agrees_role(recent, plain):
            return replace(recent, by="the person who spoke last")
        bare = not any(line.capital(i) for i in range(part[0] + 1, part[1]))
        if (
            definite
            and bare
            and kind == "body"
            and line.low(part[0]) == "the"
            and (recent := self._recent(number, "body"))
        ):
            return replace(recent, by="the body that spoke last")
        if definite and kind == "paper" and (paper := self._paper(last, number)):
            return paper
        return plain

    def _country(self, number: int, part: Range) -> str | None:
        """The country that the words themselves name; None where they hold no capital."""
        line = self.cut[number]
        if not any(line.capital(i) and i > part[0] or line.words[i].isupper() for i in range(*part)):
            return None
        return self.who(self.report, _span(self.report, line, part))[0].country

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

    def _leader(self, country: str | None, number: int) -> Name | None:
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
                person = name.person or (opens and self.who(self.report, _span(self.report, line, name.part))[0].kind == "person")
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
                    part = _body_name(line, place)
                    if part:
                        return Somebody(_bare(line, part), at, part, "body", "the body named before", frozenset({head}))
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


def _agrees_role(recent: Somebody, role: Somebody) -> bool:
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


def _bodily(line: Line, part: Range) -> bool:
    return any(line.low(i) in words()["bodyword"] or line.low(i) in words()["title"] for i in range(*part))


LAST_HEARD = frozenset({"statement", "release", "communique", "communiqué", "message", "letter"})
"""Papers that belong to whoever spoke last."""
FIRST = 2
"""Lines at the top in which an office may be named before its holder."""


def _body_name(line: Line, place: int) -> Range | None:
    """The capitals around a noun: "Foreign Ministry", "Ministry of Foreign Affairs", "Media daily"."""
    start, stop = place, place + 1
    while start > 0 and (line.capital(start - 1) or line.low(start - 1) in {"'s", "’s"}) and line.is_word(start - 1):
        start -= 1
    while start < place and line.low(start).endswith("-based"):
        start += 1
    if line.low(stop) in {"of", "for"} and line.capital(stop + 1):
        stop += 2
        while (
            stop < len(line)
            and (line.capital(stop) or (line.low(stop) in {"and", "of"} and line.capital(stop + 1)))
            and line.is_word(stop)
        ):
            stop += 1
    while start < place and line.low(start) in words()["determiner"]:
        start += 1
    capitals = sum(line.capital(i) for i in range(start, stop))
    return (start, stop) if capitals and stop - start > 1 else None


def _person(name: Name, part: Range, by: str) -> Somebody:
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


def _agrees(found: Somebody, wanted: str, low: str) -> bool:
    if (
        found.kind != wanted
        and not (wanted == "many" and found.kind == "body")
        and not (wanted == "body" and found.kind == "paper")
    ):
        return False
    if low in {"she", "her"}:
        return found.woman is not False
    return not (low in {"he", "his"} and found.woman is True)


def _kind(line: Line, part: Range) -> str:
    known, word = words(), line.low(head_at(line, part))
    if word in known["paper"]:
        return "paper"
    if word in known["bodyword"]:
        return "body"
    if word in known["plural"] or (word.endswith("s") and word[:-1] in known["title"]):
        return "many"
    if word in known["title"] or word in known["woman"] or word in known["man"]:
        return "person"
    return "many" if word.endswith("s") and line.capital(part[1] - 1) else "thing"


def _woman(line: Line, part: Range) -> bool | None:
    lows = set(line.lows[slice(*part)])
    return True if lows & words()["woman"] else False if lows & words()["man"] else None


def _heads(line: Line, part: Range) -> frozenset[str]:
    known = words()
    return frozenset(
        stem(w)
        for w in line.lows[slice(*part)]
        if w[:1].isalpha() and w not in known["determiner"] and w not in {"of", "for", "and", "the", "to"}
    )


def _with_place(line: Line, part: Range) -> Range:
    """Take back in a short place after a common noun ("officials in Dakar")."""
    stop = part[1]
    if line.low(stop) not in {"in", "at"} or line.capital(stop - 1):
        return part
    end = stop + 1
    while (
        end < len(line)
        and end < stop + 4
        and (line.capital(end) or line.low(end) == "the")
        and line.low(end) not in words()["weekday"]
    ):
        end += 1
    return (part[0], end) if end > stop + 1 and line.capital(end - 1) and not line.capital(end) else part


def _joint(line: Line, part: Range) -> bool:
    return "and" in line.lows[slice(*part)] and any(line.capital(i) for i in range(part[0], part[0] + 1))


def _text(line: Line, part: Range) -> str:
    out = ""
    for at in range(*part):
        glued = at == part[0] or line.begins[at] == line.ends[at - 1]
        out += line.words[at] if glued else " " + line.words[at]
    return out


def _bare(line: Line, part: Range) -> str:
    """The words without an article and without an acronym in brackets."""
    start = part[0]
    if line.low(start) in {"the", "a", "an"} and part[1] - start > 1:
        start += 1
    return _text(line, (start, part[1]))


def _span(report: Report, line: Line, part: Range) -> Span:
    return Span.of(report.text, line.begins[part[0]], line.ends[part[1] - 1])


def _fitting(actor: Actor, found: Somebody, named: Span) -> Actor:
    """The resolver's actor under the name that the report gives; its own for states by demonym, seat or pronoun."""
    if actor.kind == "country" and len(found.name.split()) == 1 and found.name[:1].isupper():
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
