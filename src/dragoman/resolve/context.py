"""What a report speaks of: its countries with their weight, its persons, and every reference in order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from dragoman.data.knowledge.lexicon import gender_words, slug
from dragoman.data.knowledge.words import fold
from dragoman.records import Report
from dragoman.resolve.phrases import Item, Phrases, Sense
from dragoman.resolve.towns import PREPOSITIONS, state_of
from dragoman.resolve.wordlists import ALSO_ADJECTIVES, DETERMINERS, NAME_PARTICLES, STAYS, TAIL_ENDS, ZONE_ENDS

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?][\"'”’)]*(?=\s+[\"'“‘(]?[A-Z0-9])|\n|$)", re.DOTALL)
_QUOTE = re.compile(r"\"[^\"\n]{2,600}\"|“[^”\n]{2,600}”")
_SPEECH = (
    "said|told|says|added|noted|stressed|announced|warned|declared|explained|stated|argued|insisted|asked|wrote"
    "|called|urged"
)
_SAYS_AFTER = re.compile(rf"[,\s]*(?:who |has |also |had )?(?:{_SPEECH})\b")
_SAYS_BEFORE = re.compile(rf"(?:\b(?:{_SPEECH}|according to) )$")
_PARTICLE = 3
_MANY = 30
_LEAD = 2
_TITLE_WEIGHT = 3.0
_LEAD_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Ref:
    """One reference of the report to somebody."""

    start: int
    end: int
    sentence: int
    sense: Sense
    first: bool
    """Whether it is the first reference of its sentence (mostly the subject)."""
    after_preposition: bool = False
    speaks: bool = False
    """Whether a verb of speech stands beside it."""
    quoted: bool = False
    gender: str = ""
    """"f" or "m" where a title, a role noun or a given name tells."""


@dataclass(slots=True)
class Context:
    """All that resolving needs to know of one report; built once."""

    text: str
    date: str | None
    sentences: list[tuple[int, int]]
    prefer: dict[str, float] = field(default_factory=dict)
    refs: list[Ref] = field(default_factory=list)
    persons: dict[str, Sense] = field(default_factory=dict)
    dominant: str | None = None
    in_title: frozenset[str] = frozenset()
    quotes: list[tuple[int, int]] = field(default_factory=list)
    towns: dict[str, Sense] = field(default_factory=dict)
    """Names that stand behind "in" or "near" and are towns of the gazetteer."""
    _starts: list[int] = field(default_factory=list)

    def sentence_at(self, place: int) -> int:
        """Index of the sentence that ``place`` lies in (or the one before)."""
        if len(self._starts) != len(self.sentences):
            self._starts = [start for start, _ in self.sentences]
        return max(0, bisect_right(self._starts, place) - 1)

    def main_states(self) -> list[tuple[str, float]]:
        """The states of the report with their weight, at most the thirty heaviest."""
        if len(self.prefer) <= _MANY:
            return list(self.prefer.items())
        return sorted(self.prefer.items(), key=lambda x: -x[1])[:_MANY]

    def quoted(self, place: int) -> bool:
        """Whether ``place`` lies between quotation marks."""
        n = bisect_left(self.quotes, (place, 0)) - 1
        return n >= 0 and place < self.quotes[n][1]

    def before(self, place: int) -> Iterator[Ref]:
        """References that end at or before ``place``, nearest first."""
        for n in range(self.first_after(place) - 1, -1, -1):
            if self.refs[n].end <= place:
                yield self.refs[n]

    def first_after(self, place: int) -> int:
        """Index of the first reference that starts at or after ``place`` (they stand in the order of the text)."""
        return bisect_left(self.refs, place, key=_start_of)

    def settle_person(self, before: Sense, after: Sense) -> None:
        """Keep what was found out about a person for the other mentions of the name."""
        for word, sense in self.persons.items():
            if sense.country is None and (sense is before or sense.person == after.person):
                self.persons[word] = replace(after, head=sense.head or after.head)


def name_words(name: str) -> list[str]:
    """The words of a person's name that tell him apart, folded: without "al", "bin", "de"."""
    return [w for w in fold(name).split() if w not in NAME_PARTICLES or len(w) > _PARTICLE]


def says_after(text: str, start: int) -> bool:
    """Whether the word at ``start`` is followed by a verb of speech, or follows one."""
    end = start
    while end < len(text) and text[end].isalnum():
        end += 1
    return bool(_SAYS_AFTER.match(text, end) or _SAYS_BEFORE.search(text[max(0, start - 14) : start]))


def _start_of(ref: Ref) -> int:
    return ref.start


def build_context(report: Report, phrases: Phrases) -> Context:
    """Read the whole report once for its references."""
    spans = [(s.span.start, s.span.end) for s in report.sentences] or list(_split(report.text))
    context = Context(report.text, report.published.date, spans)
    context.quotes = [m.span() for m in _QUOTE.finditer(report.text)]
    cut = _Cut(context, phrases, report)
    cut.weigh()
    cut.refer()
    return context


def _split(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield match.span()


def _gender(phrase: str) -> str:
    """What the words of a reference tell of the gender: the last that tells wins over the first."""
    known = gender_words()
    words = fold(phrase).split()
    pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)]
    return next((known[w] for w in (*pairs, *words) if w in known), "")


class _Cut:
    """The two passes over a report: countries first, then references in the light of them."""

    def __init__(self, context: Context, phrases: Phrases, report: Report) -> None:
        self.context, self.phrases, self.report = context, phrases, report
        self.rows: list[list[Item]] = []

    def weigh(self) -> None:
        weights: defaultdict[str, float] = defaultdict(float)
        title = self.report.title or ""
        if title and not self.context.text.startswith(title):
            self._count(self.phrases.items(title, self.context.date, {}), _TITLE_WEIGHT, weights)
            self.context.in_title = frozenset(weights)
        for n, (start, end) in enumerate(self.context.sentences):
            items = self.phrases.items(self.context.text[start:end], self.context.date, {})
            self.rows.append(items)
            self._count(items, _LEAD_WEIGHT if n < _LEAD else 1.0, weights)
        total = max(weights.values(), default=1.0)
        self.context.prefer = {code: w / total for code, w in weights.items()}
        states = sorted((c for c in weights if ":" not in c), key=lambda c: -weights[c])
        self.context.dominant = states[0] if states else None

    @staticmethod
    def _count(items: list[Item], weight: float, weights: defaultdict[str, float]) -> None:
        for item in items:
            if item.person:
                weights[item.person.country] += 0.5 * weight
            elif item.is_named and item.entry and item.entry.code:
                share = {"media": 0.3, "city": 0.7}.get(item.entry.kind, 1.0)
                weights[item.entry.code] += share * weight
                if item.twin and item.twin.code:
                    weights[item.twin.code] += weight

    def refer(self) -> None:
        for n, (start, end) in enumerate(self.context.sentences):
            items = self.rows[n]
            if any(x.several or x.person or "-" in x.fold for x in items):
                items = self.phrases.items(self.context.text[start:end], self.context.date, self.context.prefer)
            first = True
            for lo, hi in _noun_phrases(items, self.context.persons):
                run = items[lo:hi]
                senses = self.phrases.read_items(run, self.context.date)
                for sense in senses[:1] if run[0].twin is None else senses:
                    now = self._apposed(sense, items, hi) if sense.person else sense
                    now = self._town(now, items, lo)
                    preposition = lo > 0 and items[lo - 1].fold in {
                        "of",
                        "in",
                        "on",
                        "to",
                        "with",
                        "for",
                        "by",
                        "from",
                        "at",
                        "against",
                    }
                    ref = Ref(start + run[0].start, start + run[-1].end, n, now, first, preposition)
                    self.context.refs.append(self._dressed(ref))
                    if now.person:
                        self._note_person(now)
                first = False

    def _town(self, sense: Sense, items: list[Item], lo: int) -> Sense:
        """A bare unknown name behind "in" or "near" as the town that it is."""
        if not sense.person or sense.head or sense.known or sense.country or not lo:
            return sense
        if items[lo - 1].fold not in PREPOSITIONS or fold(sense.person) in self.context.persons:
            return sense
        state = state_of(sense.person, self.context.prefer)
        if state is None:
            return sense
        town = Sense(
            state, "CVL", "group", sense.name, f"city:{slug(sense.name)}-{state}", "kb.city", "by the gazetteer"
        )
        self.context.towns[fold(sense.person)] = town
        return town

    def _dressed(self, ref: Ref) -> Ref:
        text = self.context.text
        says = _SAYS_AFTER.match(text, ref.end) or _SAYS_BEFORE.search(text[max(0, ref.start - 14) : ref.start])
        return replace(
            ref, speaks=bool(says), quoted=self.context.quoted(ref.start), gender=_gender(text[ref.start : ref.end])
        )

    def _apposed(self, sense: Sense, items: list[Item], after: int) -> Sense:
        """A name with what follows it in commas: "Khan, chairman of Pakistan's joint chiefs of staff,"."""
        if after >= len(items) or items[after].text != ",":
            return sense
        tail: list[Item] = []
        if after + 2 < len(items) and items[after + 1].fold.isdigit() and items[after + 2].text == ",":
            after += 2  # the age: "Khan, 58, chairman of ..."
        for item in items[after + 1 : after + 14]:
            if item.text == "," or item.fold in TAIL_ENDS:
                break
            tail.append(item)
        if not tail or not any(x.is_role for x in tail[:7]):
            return sense
        told = self.phrases.read_items(tail, self.context.date)
        if not told or told[0].head is None or told[0].person or told[0].kind == "body":
            return sense
        return replace(
            sense,
            country=sense.country or told[0].country,
            sector=told[0].sector if sense.head is None else sense.sector,
            head=sense.head or told[0].head,
            by="report.apposition",
            note=f"the report calls him or her {' '.join(x.text for x in tail)}",
        )

    def _note_person(self, sense: Sense) -> None:
        name = sense.person or ""
        words = name_words(name)
        if not words:
            return
        known = next((self.context.persons[w] for w in (words[-1], words[0]) if w in self.context.persons), None)
        if known is not None and len(words) == 1:
            self._merge(words, known, sense)
            return
        if known is not None and fold(known.person or "").split()[-1] == words[-1]:
            self._merge(words, known, sense)
            return
        for word in {words[-1], words[0]} if len(words) > 1 else {words[-1]}:
            if word == words[-1] or word not in self.context.persons:
                self.context.persons[word] = sense

    def _merge(self, words: list[str], known: Sense, new: Sense) -> None:
        longer = new if len(new.person or "") > len(known.person or "") else known
        better = known if known.country or not new.country else new
        merged = replace(
            better,
            name=longer.name,
            person=longer.person,
            id=known.id or new.id,
            known=known.known or new.known,
            sector=known.sector or new.sector,
            head=known.head or new.head,
        )
        for word, sense in list(self.context.persons.items()):
            if sense is known:
                self.context.persons[word] = merged
        self.context.persons[words[-1]] = merged


def _noun_phrases(items: list[Item], known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Stretches of items that name somebody: modifiers, role, name, and "of" or "in" with a name behind it."""
    i = 0
    while i < len(items):
        if not _carries(items, i, known):
            i += 1
            continue
        lo = i
        while lo > 0 and _leans(items[lo - 1]):
            lo -= 1
        hi = i + 1
        while hi < len(items) and (_carries(items, hi, known) or _bridges(items, hi, known)):
            hi += 1
        hi = _with_of(items, hi, known)
        yield lo, hi
        i = hi


def _carries(items: list[Item], i: int, known: Collection[str]) -> bool:
    item = items[i]
    if item.entry is not None and item.text.islower() and item.fold in ALSO_ADJECTIVES:
        after = items[i + 1] if i + 1 < len(items) else None
        return (
            after is None
            or not after.text.isalpha()
            or after.entry is not None
            or after.fold in ZONE_ENDS
            or after.fold.endswith("ed")
        )
    if item.entry is not None or item.person is not None:
        return True
    if not item.text[0].isupper() or item.fold in DETERMINERS:
        return False
    if i == 0 or items[i - 1].text in {'"', "“", "."}:
        two = i + 1 < len(items) and items[i + 1].text[:1].isupper() and items[i + 1].entry is None
        return two or item.fold in known
    return len(item.fold) > 1


def _bridges(items: list[Item], i: int, known: Collection[str]) -> bool:
    """A small word inside a name or between modifiers: "Abdel bin Ali", "Palestinian armed groups"."""
    if i + 1 >= len(items) or not _carries(items, i + 1, known):
        return False
    item = items[i]
    if item.fold in NAME_PARTICLES or item.text == ".":
        return True
    return items[i - 1].is_named and item.text.isalpha() and item.text.islower() and items[i + 1].is_role


def _leans(item: Item) -> bool:
    return item.fold in DETERMINERS or item.fold.isdigit() or "-" in item.fold


def _with_of(items: list[Item], hi: int, known: Collection[str]) -> int:
    if hi + 1 < len(items) and (
        items[hi].fold in {"of", "from", "in"} or (items[hi].fold in {"to", "for"} and items[hi - 1].fold in STAYS)
    ):
        end = hi + 1
        while end < len(items) and (items[end].fold in DETERMINERS or _carries(items, end, known)):
            end += 1
        if any(x.is_named or x.is_role or x.person for x in items[hi + 1 : end]):
            return end
    return hi
