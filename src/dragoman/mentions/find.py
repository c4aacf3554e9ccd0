"""Mentions: the stretches of a report that speak of somebody or something.

Two sources: the names that a model marked (``report.reading``), and rules that need no model: the
longest known names and role nouns with what belongs to them, capitalised words, pronouns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dragoman.data.knowledge.lexicon import ROLE_KINDS, Entry, Lexicon, build, rows
from dragoman.data.knowledge.words import Token, fold, tokens
from dragoman.records import Mention, Report, Span
from dragoman.records.mention import MentionKind

_LISTS = {cells[0]: frozenset(cells[1].split("|")) for _, cells in rows("wordlists.tsv")}
PRONOUNS = _LISTS["pronouns_of_mentions"]
_LEANING = _LISTS["leaning"]
_PARTICLES = _LISTS["particles"]
_NOT_NAMES = _LISTS["not_names"]
_KINDS: dict[str, MentionKind] = {
    "country": "country", "demonym": "people", "seat": "place", "region": "place", "city": "place", "body": "body",
    "group": "body", "media": "body", "person": "role", "people": "role", "body-noun": "role",
}  # fmt: skip
_ORDER = ("country", "body", "demonym", "group", "seat", "region", "media", "person", "people", "body-noun", "city")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A match of the lexicon or a word: offsets, folded form, kind and whether it is in the plural."""

    start: int
    end: int
    text: str
    fold: str
    entry: Entry | None


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The package's lexicon, loaded once."""
    return build()


def find_mentions(report: Report, lexicon: Lexicon | None = None) -> Report:
    """The report with ``mentions`` filled, in the order of the text, none overlapping.

    Each has its own entity key until they are linked (``resolve.actors``). Without ``lexicon`` the
    package's own is used.
    """
    lexicon = lexicon or default_lexicon()
    found: list[Mention] = []
    cut = [_units(s.span.text, s.span.start, lexicon) for s in report.sentences]
    known = {u.fold for units in cut for n, u in enumerate(units) if n and _name_inside(units, n)}
    for units in cut:
        found += _in_sentence(report, units, known)
    if report.reading is not None:
        found = _with_names(report, found)
    found.sort(key=lambda m: (m.span.start, -m.span.end))
    keyed = tuple(replace(m, entity=f"m{n}") for n, m in enumerate(found, 1))
    return replace(report, mentions=keyed)


def _name_inside(units: Sequence[_Unit], i: int) -> bool:
    """Whether a word inside a sentence is written as a name: it is one at the start of a sentence too."""
    unit = units[i]
    return unit.entry is None and unit.text[0].isupper() and unit.fold not in _NOT_NAMES and units[i - 1].text.isalnum()


def _in_sentence(report: Report, units: Sequence[_Unit], known: Collection[str]) -> Iterator[Mention]:
    i = 0
    while i < len(units):
        unit = units[i]
        if unit.fold in PRONOUNS and unit.text != "US" and unit.entry is None:
            whole = Span.of(report.text, unit.start, unit.end)
            yield Mention(whole, "pronoun", whole, "")
            i += 1
        elif _carries(units, i, known):
            lo, hi = _stretch(units, i, known)
            yield _mention(report, units[lo:hi])
            i = hi
        else:
            i += 1


def _units(text: str, offset: int, lexicon: Lexicon) -> list[_Unit]:
    words = tokens(text, offset)
    starts = {m.first: m for m in lexicon.matches(words)}
    units: list[_Unit] = []
    i = 0
    while i < len(words):
        match = starts.get(i)
        last = match.last if match else i + 1
        entry = _main_entry(match.entries, words[i]) if match else None
        form = text[words[i].start - offset : words[last - 1].end - offset]
        units.append(_Unit(words[i].start, words[last - 1].end, form, fold(form), entry))
        i = last
    return units


def _main_entry(entries: Sequence[Entry], word: Token) -> Entry | None:
    known = [e for e in entries if e.kind in _ORDER]
    if not word.text[0].isupper() and any(e.kind in ROLE_KINDS for e in known):
        known = [e for e in known if e.kind in ROLE_KINDS]
    return min(known, key=lambda e: _ORDER.index(e.kind), default=entries[0])


def _carries(units: Sequence[_Unit], i: int, known: Collection[str]) -> bool:
    unit = units[i]
    if unit.entry is not None:
        return unit.entry.kind in _KINDS
    if not unit.text[0].isupper() or unit.fold in _NOT_NAMES or len(unit.fold) <= 1:
        return False
    opens = i == 0 or not units[i - 1].text[-1].isalnum()
    return (
        not opens
        or unit.fold in known
        or (i + 1 < len(units) and units[i + 1].text[0].isupper() and units[i + 1].entry is None)
    )


def _stretch(units: Sequence[_Unit], i: int, known: Collection[str]) -> tuple[int, int]:
    lo = i
    while lo and (units[lo - 1].fold in _LEANING or units[lo - 1].fold.isdigit() or _modifies(units[lo - 1])):
        lo -= 1
    hi = i + 1
    while hi < len(units) and (_carries(units, hi, known) or _names_on(units, hi) or _bridges(units, hi, known)):
        hi += 1
    return lo, _with_of(units, hi, known)


def _modifies(unit: _Unit) -> bool:
    return "-" in unit.fold or (unit.entry is not None and unit.entry.kind == "modifier")


def _names_on(units: Sequence[_Unit], i: int) -> bool:
    return units[i].entry is None and units[i].text[0].isupper() and units[i].fold not in _NOT_NAMES


def _bridges(units: Sequence[_Unit], i: int, known: Collection[str]) -> bool:
    if i + 1 >= len(units):
        return False
    unit, after = units[i], units[i + 1]
    if unit.fold in _PARTICLES or (unit.text == "." and len(units[i - 1].fold) == 1) or _modifies(unit):
        return _carries(units, i + 1, known) or _names_on(units, i + 1)
    before = units[i - 1].entry
    named = before is not None and before.kind not in ROLE_KINDS
    return (
        named
        and unit.text.isalpha()
        and unit.text.islower()
        and after.entry is not None
        and after.entry.kind in ROLE_KINDS
    )


def _with_of(units: Sequence[_Unit], hi: int, known: Collection[str]) -> int:
    if hi + 1 >= len(units) or units[hi].fold != "of":
        return hi
    end = hi + 1
    while end < len(units) and (units[end].fold in _LEANING or _carries(units, end, known)):
        end += 1
    return end if any(u.entry is not None for u in units[hi + 1 : end]) else hi


def _mention(report: Report, units: Sequence[_Unit]) -> Mention:
    head = _head(units)
    kind: MentionKind = "other"
    if head.entry is not None:
        kind = _KINDS.get(head.entry.kind, "other")
    elif head.text[0].isupper():
        kind = "person" if len(units) > 1 or head.entry is None else "other"
    span = Span.of(report.text, units[0].start, units[-1].end)
    return Mention(span, kind, Span.of(report.text, head.start, head.end), "", score=0.8)


def _head(units: Sequence[_Unit]) -> _Unit:
    """The last unit before "of": the name after a title, or the noun after its modifiers."""
    before = list(units)
    for n, unit in enumerate(units):
        if n and unit.fold == "of" and unit.entry is None:
            before = list(units[:n])
            break
    return before[-1]


def _with_names(report: Report, found: list[Mention]) -> list[Mention]:
    """Rule mentions with the model's names: the model tells the kind, and adds what no rule found."""
    kept = list(found)
    names = report.reading.names if report.reading is not None else ()
    for name in names:
        if name.kind == "time" or name.kind == "number":  # noqa: PLR1714 (for the type checker)
            continue
        kind: MentionKind = name.kind
        for n, mention in enumerate(kept):
            if mention.span.overlaps(name.span):
                ends_alike = mention.span.end == name.span.end and mention.kind in {"person", "body", "other", "role"}
                if ends_alike and kind in {"person", "body", "work"}:
                    kept[n] = replace(mention, kind=kind, head=name.span, score=max(mention.score, name.score))
                break
        else:
            kept.append(Mention(name.span, kind, name.span, "", score=name.score))
    return kept
