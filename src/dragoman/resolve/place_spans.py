"""Which words of a report are place names: gazetteer names in the right surroundings, without a model.

A name counts at once where it is well known or stands as a place does ("in Homs", "Vilnius,
Lithuania"); a doubtful one ("Jackson", "Reading") only where its surroundings say so, once anywhere
in the report. Parts of persons' names and of roads do not count. Names that a model marked as a
person, role or work are left out, those marked as a place or country are taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.records import Report
from dragoman.resolve.gazetteer import Gazetteer
from dragoman.resolve.place_case import Case
from dragoman.resolve.place_tokens import Word, longest, split
from dragoman.resolve.place_words import words

_LIKELY = 0.5
"""Score from which a model's mark counts: likelier than not."""
_SHARE = 0.25
"""Share of a name's mentions that must be a place by their own surroundings for all of them to be one."""
_LIST = frozenset({", ", " and ", ", and ", " or "})
_NAME = 3
"""Words of the longest run that is taken for a person's name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place name at ``start`` to ``end``, with what stands around it."""

    start: int
    end: int
    name: str
    before: str
    """The word before, in lower case ("" at the start of a sentence)."""
    after: str
    division: bool
    """Whether the name says that it is a division ("Rapides Parish", "Homs province")."""
    part: bool
    """Whether it is a part of a longer name ("Ankara University")."""
    sentence: int
    sure: bool
    """Whether its own surroundings say that it is a place."""
    dateline: bool = False
    """Whether it stands in the report's dateline."""


def find_names(report: Report, gazetteer: Gazetteer) -> list[Found]:
    """The place names of ``report.sentences`` in the order of the text, none overlapping."""
    finder = _Finder(report, gazetteer)
    found = [f for number in range(len(report.sentences)) for f in finder.in_sentence(number)]
    found += _datelines(report, gazetteer)
    found.sort(key=lambda f: f.start)
    found = _listed(report.text, found)
    uses, sure = Counter(f.name.casefold() for f in found), Counter(f.name.casefold() for f in found if f.sure)
    return [f for f in found if sure[name := f.name.casefold()] >= _SHARE * uses[name] and sure[name]]


def _listed(text: str, found: list[Found]) -> list[Found]:
    """Names in a list with a sure one are sure: "in Homs, Hama and Aleppo"."""
    out: list[Found] = []
    for one in found:
        listed = out and out[-1].sure and text[out[-1].end : one.start] in _LIST and not one.part
        out.append(replace(one, sure=True) if listed else one)
    return out


def found_at(report: Report, start: int, end: int) -> Found:
    """The words at ``start`` to ``end`` as a name, whoever says that they are one (a benchmark, a model)."""
    name = report.text[start:end]
    head = max(0, start - 60)
    left, right = list(split(report.text[head:start], head)), list(split(report.text[end : end + 60], end))
    after = right[0] if right else None
    final = name.split()[-1].casefold() if name.split() else ""
    follows = bool(after and after.gap and after.start - end <= 1 and after.low in words("division"))
    division = final in words("division") or follows
    number = next((n for n, s in enumerate(report.sentences) if s.span.start <= start < s.span.end), 0)
    before = left[-1].low if left else ""
    return Found(start, end, name, before, after.low if after else "", division, part=False, sentence=number, sure=True)


class _Finder:
    """The search in one report, with who is a person in it and what a model marked."""

    def __init__(self, report: Report, gazetteer: Gazetteer) -> None:
        self.report, self.gazetteer = report, gazetteer
        self.spoken = [list(split(s.span.text, s.span.start)) for s in report.sentences]
        names = report.reading.names if report.reading else ()
        self.marks = {n.span.start: (n.span.end, str(n.kind)) for n in names if n.score >= _LIKELY}
        self.last_names: set[str] = set()
        self.first_names: set[str] = set()
        for sentence in self.spoken:
            self._persons(sentence)

    def in_sentence(self, number: int) -> Iterator[Found]:
        spoken, i = self.spoken[number], 0
        while i < len(spoken):
            size = 1
            if spoken[i].capital and spoken[i].letters:
                size, _ = longest(spoken, i, self.report.text, self.gazetteer)
                found = self._judged(number, i, i + size) if size else None
                if found is not None:
                    yield found
            i += size or 1

    def _judged(self, number: int, i: int, end: int) -> Found | None:
        spoken, text = self.spoken[number], self.report.text
        i = self._wider(spoken, i, end)
        start, stop = spoken[i].start, spoken[end - 1].end
        mark = next((kind for a, (b, kind) in self.marks.items() if a <= start and stop <= b), "")
        case = Case(spoken, i, end, text, self.gazetteer, mark, self.last_names, self.first_names)
        if not case.possible():
            return None
        before = case.before if spoken[i].gap or case.before == "," else ""
        return Found(start, stop, text[start:stop], before, case.follows, case.division, case.part, number, case.sure())

    def _wider(self, spoken: list[Word], i: int, end: int) -> int:
        """The word before where it belongs to a name of our own list: "northern Kosovo"."""
        if i and spoken[i].gap and spoken[i - 1].text.islower() and spoken[i - 1].low in words("directions"):
            name = self.report.text[spoken[i - 1].start : spoken[end - 1].end]
            if any(c.label for c in self.gazetteer.find(name)):
                return i - 1
        return i

    def _persons(self, sentence: list[Word]) -> None:
        """Runs of capitalised words that are no place: "Chiquita Raquel Henry" makes "Henry" a person."""
        run: list[Word] = []
        for word in [*sentence, Word(0, 0, ".", ".", gap=False, touch=False)]:
            name = word.capital and word.letters and word.low not in words("functions") | words("never")
            if name and (not run or word.gap):
                run.append(word)
                continue
            if 1 < len(run) <= _NAME and self._person_like(run):
                self.last_names.add(run[-1].low)
                self.first_names.add(run[0].low)
            run = [word] if name else []

    def _person_like(self, run: list[Word]) -> bool:
        if run[0].low in words("persons"):
            return True
        places = words("body") | words("road") | words("division")
        if run[-1].low in places or self.gazetteer.find(" ".join(w.text for w in run)):
            return False
        first = self.gazetteer.find(run[0].text)
        return not any(c.kind in {"country", "region"} or c.how == "d" for c in first)


def _datelines(report: Report, gazetteer: Gazetteer) -> Iterator[Found]:
    """The places of dateline segments, which are no sentences: "BAMAKO, Mali (AFP) -"."""
    for segment in report.segments:
        if segment.kind != "dateline":
            continue
        spoken, i = list(split(segment.span.text, segment.span.start)), 0
        while i < len(spoken):
            size = longest(spoken, i, report.text, gazetteer)[0] if spoken[i].capital else 0
            if size:
                start, end = spoken[i].start, spoken[i + size - 1].end
                name = report.text[start:end]
                yield Found(start, end, name, "", "", division=False, part=False, sentence=0, sure=True, dateline=True)
            i += size or 1
