"""Which words of a report are place names: gazetteer names in the right surroundings, without a model.

A name counts at once where it is well known or stands as a place does ("in Homs", "Vilnius,
Lithuania"); a doubtful one ("Jackson", "Reading") only where its surroundings say so, once anywhere
in the report. Parts of persons' names and of roads do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.records import Report
from dragoman.resolve.gazetteer import Candidate, Gazetteer
from dragoman.resolve.place_words import words

_WORD = re.compile(r"(?:[A-Z]\.){2,}|W\. ?Va\.|[A-Z][a-z]{1,5}\.(?=\s|,|;|$)|[^\W\d_]\w*(?:['’][^\W\d_]\w*)*|\d+|\S")
_OWN = re.compile(r"['’]s?$")
_SMALL = frozenset("of the de da do del la le les el al and upon on an ar ash es ez in e i y sur".split())
_SHORT = frozenset({"US", "UK", "EU"})
"""Two letters that are a name; others ("Al", "LA", "VA") are mostly something else."""
_LONGEST = 6
TOWN = 1_000
"""Inhabitants above which "of X" and "to X" speak for a place."""
WELL_KNOWN = 100_000
"""Inhabitants above which a name needs no surroundings that speak for it."""


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


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    low: str
    gap: bool
    """Whether it goes on from the word before: only white space or a hyphen between, and no "'s"."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def find_names(report: Report, gazetteer: Gazetteer) -> list[Found]:
    """The place names of ``report.sentences`` in the order of the text, none overlapping."""
    marked = _marked(report)
    found: list[Found] = []
    people = _surnames(report, gazetteer)
    for number, sentence in enumerate(report.sentences):
        spoken = list(_words(sentence.span.text, sentence.span.start))
        found += _in_sentence(spoken, number, report, gazetteer, people, marked)
    found += _datelines(report, gazetteer)
    found.sort(key=lambda f: f.start)
    proven = {f.name.casefold() for f in found if f.sure}
    return [f for f in found if f.sure or f.name.casefold() in proven]


def _datelines(report: Report, gazetteer: Gazetteer) -> Iterator[Found]:
    """The places of dateline segments, which are no sentences: "BAMAKO, Mali (AFP) -"."""
    for segment in report.segments:
        if segment.kind == "dateline":
            spoken = list(_words(segment.span.text, segment.span.start))
            i = 0
            while i < len(spoken):
                size = _longest(spoken, i, report.text, gazetteer)[0] if spoken[i].capital else 0
                if size:
                    start, end = spoken[i].start, spoken[i + size - 1].end
                    yield Found(start, end, report.text[start:end], "", "", False, False, 0, True, dateline=True)
                i += size or 1


def _marked(report: Report) -> dict[int, tuple[int, str]]:
    """Start of each name that the model marked, with its end and kind."""
    if report.reading is None:
        return {}
    return {n.span.start: (n.span.end, n.kind) for n in report.reading.names if n.score >= 0.5}  # noqa: PLR2004 - likelier than not


def _words(text: str, offset: int) -> Iterator[_Word]:
    """Words and marks; a hyphen inside a word joins two words and is none itself."""
    last, owned = 0, False
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word == "-" and start == last and text[end : end + 1].isalpha():
            continue
        if word[-1] == "." and word[-2:-1].islower() and word.casefold().rstrip(".") not in words("abbreviations"):
            word, end = word[:-1], end - 1
        own = _OWN.search(word) if len(word) > 2 else None  # noqa: PLR2004 - "'s" itself is no word
        if own:
            word, end = word[: own.start()], start + own.start()
        between = text[last:start]
        gap = not owned and (not between.strip() or between == "-")
        yield _Word(start + offset, end + offset, word, word.casefold().rstrip("."), gap)
        last, owned = match.end(), own is not None
        if not own:
            last = end


def _surnames(report: Report, gazetteer: Gazetteer) -> frozenset[str]:
    """Last words of capitalised runs that are no place: "Chiquita Raquel Henry" makes "Henry" a person."""
    out: set[str] = set()
    titles, small = words("persons"), words("functions")
    for sentence in report.sentences:
        run: list[_Word] = []
        for word in [*_words(sentence.span.text, sentence.span.start), _Word(0, 0, ".", ".", False)]:
            name = word.capital and word.text[0].isalpha() and word.low not in small
            if name and not (run and run[-1].text == run[-1].text.upper() and len(run[-1].text) > 3):  # noqa: PLR2004
                run.append(word)
                continue
            if len(run) in {2, 3} and _person_like(run, gazetteer, titles):
                out.add(run[-1].low)
            run = [word] if name else []
    return frozenset(out)


def _person_like(run: list[_Word], gazetteer: Gazetteer, titles: frozenset[str]) -> bool:
    if run[0].low in titles:
        return True
    whole = " ".join(w.text for w in run)
    if gazetteer.find(whole) or run[-1].low in words("body") | words("road") | words("division"):
        return False
    return not any(c.kind in {"country", "region"} or c.how == "d" for c in gazetteer.find(run[0].text))


def _in_sentence(
    spoken: list[_Word], number: int, report: Report, gazetteer: Gazetteer, people: frozenset[str],
    marked: dict[int, tuple[int, str]],
) -> Iterator[Found]:  # fmt: skip
    i = 0
    while i < len(spoken):
        word = spoken[i]
        if not (word.capital and word.text[0].isalpha()):
            i += 1
            continue
        size, candidates = _longest(spoken, i, report.text, gazetteer)
        if not size:
            i += 1
            continue
        made = _judge(spoken, i, i + size, candidates, number, report, gazetteer, people, marked)
        if made is not None:
            yield made
        i += size


def _longest(spoken: list[_Word], i: int, text: str, gazetteer: Gazetteer) -> tuple[int, tuple[Candidate, ...]]:
    last = i + 1
    while last < min(len(spoken), i + _LONGEST) and spoken[last].gap and (
        spoken[last].capital or spoken[last].low in _SMALL or spoken[last].low in words("division")
        or text[spoken[last].start - 1] == "-"
    ):
        last += 1
    for end in range(last, i, -1):
        final = spoken[end - 1]
        if end > i + 1 and not final.capital and final.low not in words("division"):
            continue
        name = text[spoken[i].start : final.end]
        if found := gazetteer.find(name):
            if end == i + 1 and len(name) < 3 and name not in _SHORT:
                return 0, ()
            return end - i, found
    return 0, ()


def _judge(  # noqa: C901, PLR0911, PLR0912 - the list of what speaks for and against a name
    spoken: list[_Word], i: int, end: int, candidates: tuple[Candidate, ...], number: int, report: Report,
    gazetteer: Gazetteer, people: frozenset[str], marked: dict[int, tuple[int, str]],
) -> Found | None:  # fmt: skip
    first, final = spoken[i], spoken[end - 1]
    if i and first.gap and spoken[i - 1].low in words("directions") and spoken[i - 1].text.islower():
        wider = gazetteer.find(f"{spoken[i - 1].text} {report.text[first.start : final.end]}")
        if any(c.label for c in wider):
            return _judge(spoken, i - 1, end, wider, number, report, gazetteer, people, marked)
    name = report.text[first.start : final.end]
    before = spoken[i - 1].low if i else ""
    joined = i > 0 and first.gap and spoken[i - 1].text[0].isalpha()
    after = spoken[end] if end < len(spoken) else None
    follows = after.low if after else ""
    follows_name = bool(after and after.gap and after.capital and after.text[0].isalpha() and follows not in words("functions"))
    low = name.casefold()
    hows = {c.how for c in candidates}
    short = "a" in hows and (before == "," or name.count(".") > 1)
    if hows == {"a"} and not (before == "," or name in {"D.C.", "N.Y.", "N.J.", "N.H.", "N.C.", "S.C.", "B.C."} and before):
        return None
    if follows in words("road") and after and after.gap and after.capital:
        return None
    division = final.low in words("division") or bool(after and after.gap and follows in words("division"))
    known = any(
        (c.kind in {"country", "region", "sea", "area"} and c.how in "nd" and c.kind != "region" or
         c.kind == "region" and c.how == "n" and c.population > 200_000 or c.how == "d" or
         c.population >= (WELL_KNOWN if c.how == "n" else 5 * WELL_KNOWN) and c.how in "no" and c.kind != "district" or c.label is not None)
        for c in candidates
    )  # fmt: skip
    person_before = joined and (
        before in words("persons") and not (before in {"president", "minister"} and "d" in hows)
        or (spoken[i - 1].capital and before not in words("functions") and before not in words("before") | words("strong")
            and before not in words("directions") and before not in words("body") and i - 1 >= 0
            and not gazetteer.find(spoken[i - 1].text))
    )  # fmt: skip
    mark = _mark(marked, first.start, final.end)
    if mark in {"person", "role", "work"} and "d" not in hows:
        return None
    comma = _contained(spoken, end, report.text, gazetteer)
    part = follows_name and not comma
    firm = joined and before in words("strong") and (spoken[i - 1].text[0].islower() or i == 1)
    loose = joined and before in words("before") and (spoken[i - 1].text[0].islower() or i == 1)
    own_name = any(
        c.how == "n" and (c.population >= TOWN or c.kind != "city") or c.how == "o" and c.population >= 20 * TOWN
        for c in candidates
    )
    lives = before == "of" and i > 1 and spoken[i - 2].text == ","
    serves = joined and before in {"r", "d", "dfl", "gop"} and spoken[i - 1].text.isupper()
    people_of = bool(after and after.gap and after.text.islower() and follows in words("inhabitants"))
    strong = comma or division or firm or lives or serves or short or (people_of and own_name) or (loose and own_name) or mark in {"place", "country"} or (
        part and follows in words("body") and own_name and not low in words("weak"))
    if person_before and not (comma or division or serves or short) and "d" not in hows:
        return None
    great = any(c.kind in {"country", "region"} and c.how == "n" and c.population > 2 * WELL_KNOWN for c in candidates)
    if follows_name and follows not in words("body") and "d" not in hows and not (
        division or great or short or (known and "n" in hows and low not in words("weak"))
    ):
        return None
    if not own_name and not short and not comma and "d" not in hows and end == i + 1 and not known:
        return None
    if end == i + 1 and name.isupper() and len(name) in {3, 4, 5} and not (known and "n" in hows) and not short and not (
        report.sentences[number].span.text[:60].isupper()
    ):
        return None
    if low in people and end == i + 1 and not comma and not great and not (strong and before in {"in", "at", "near"}):
        return None
    if low in words("functions") and not comma and name not in _SHORT:
        return None
    weak = low in words("weak") and name not in _SHORT
    if weak and not known and (follows in words("says") or not (firm or comma or division or lives or serves or short)):
        return None
    sure = strong or (known and not weak) or (end > i + 1 and "n" in hows)
    if end > i + 1 and mark == "body":
        sure = sure and known
    return Found(first.start, final.end, name, before if first.gap or before == "," else "", follows, division, part, number, sure)


def _mark(marked: dict[int, tuple[int, str]], start: int, end: int) -> str:
    return next((kind for a, (b, kind) in marked.items() if a <= start and end <= b), "")


def _contained(spoken: list[_Word], end: int, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a comma and a division or country follow: "Cottonport, La.", "Vilnius, Lithuania"."""
    if end + 1 >= len(spoken) or spoken[end].text != "," or not spoken[end + 1].capital:
        return False
    size, found = _longest(spoken, end + 1, text, gazetteer)
    return bool(size) and any(c.kind in {"country", "region"} and c.how in "na" or c.kind == "district" and size > 1 for c in found)


def found_at(report: Report, start: int, end: int) -> Found:
    """The words at ``start`` to ``end`` as a name, whoever says that they are one (a benchmark, a model)."""
    name = report.text[start:end]
    left = list(_words(report.text[max(0, start - 60) : start], max(0, start - 60)))
    right = list(_words(report.text[end : end + 60], end))
    after = right[0] if right else None
    division = name.split()[-1].casefold() in words("division") if name.split() else False
    division = division or bool(after and after.low in words("division") and after.gap and after.start - end < 2)  # noqa: PLR2004
    number = next((n for n, s in enumerate(report.sentences) if s.span.start <= start < s.span.end), 0)
    return Found(start, end, name, left[-1].low if left else "", after.low if after else "", division, False, number, True)
