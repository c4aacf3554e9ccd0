"""Names of instruments in a sentence: where they begin and end, and which are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.extract.agreement_words import Words
from dragoman.records import Span

MOST_WORDS = 9
"""Words of a name before its noun."""
_TOKEN = re.compile(r"[\w’'&/-]*\w[\w’'&/-]*|[^\w\s]")
_ORDINAL = re.compile(
    r"[0-9]{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_ACRONYM = re.compile(r"\s?\((?P<acronym>[A-Z][A-Za-z0-9-]{1,9})\)")
_DEMONYM = re.compile(r"(?:ese|ian|ish|ean|can|ch|ani|aqi|aeli|ttish|wiss|reek|omali|Thai|zbek|urkish)$")
_JOIN = {"of", "on", "for", "against", "and", "the"}
_BEHIND = {"of", "on", "for", "against"}
_DAYS = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|"
                   r"September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A name of an instrument."""

    span: Span
    noun: str
    kind: str
    acronym: str | None
    proper: bool
    """A name in capitals; the others are descriptions ("free trade agreement")."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def big(self) -> bool:
        return self.text[0].isupper() or bool(_ORDINAL.fullmatch(self.text)) or bool(_YEAR.fullmatch(self.text))


def names_in(text: str, sentence: Span, words: Words) -> list[Named]:
    """The names in a sentence, in order, none over another."""
    if not words.nouns.search(text, sentence.start, sentence.end):
        return []
    tokens = [_Word(m[0], *m.span()) for m in _TOKEN.finditer(text, sentence.start, sentence.end)]
    out: list[Named] = []
    for found in (*_proper(text, sentence, tokens, words), *_plain(text, sentence, words)):
        if not any(found.span.overlaps(other.span) for other in out):
            out.append(found)
    return sorted(out, key=lambda n: n.span)


def _proper(text: str, sentence: Span, tokens: list[_Word], words: Words) -> Iterator[Named]:
    starts = {token.start: number for number, token in enumerate(tokens)}
    ends = {token.end: number for number, token in enumerate(tokens)}
    taken = -1
    for m in words.nouns.finditer(text, sentence.start, sentence.end):
        noun = " ".join(m[0].lower().split())
        first, last = starts.get(m.start()), ends.get(m.end())
        if first is None or last is None or m.start() < taken:
            continue
        if m[0][0].isupper() and _names_another(tokens, last + 1, words):
            continue  # "Framework Convention"
        small = not m[0][0].isupper()
        if small and first and not tokens[first - 1].big and tokens[first - 1].text != ")":
            continue
        left = _left(text, tokens, first)
        numbered = noun == "summit" and bool(_ORDINAL.fullmatch(tokens[first - 1].text)) if first else False
        right = _right(text, tokens, last, noun, words) if numbered or not small else last
        left = _strip(tokens, left, first, words)
        end = tokens[right].end
        if small:
            complement = words.complement.match(text, end, sentence.end)
            end = complement.end() if complement and words.kinds[noun] == "treaty" else end
        span = Span.of(text, tokens[left].start, end)
        if _is_name(text, tokens, (left, first, right), m[0], noun, span, words):
            acronym = _ACRONYM.match(text, end, sentence.end)
            taken = end
            yield Named(span, noun, words.kinds[noun], acronym["acronym"] if acronym else None, True)


def _left(text: str, tokens: list[_Word], first: int) -> int:
    """The first token of the capitalised words before a noun, over joining words and an acronym in brackets."""
    at = first
    while at and first - at < MOST_WORDS + 3:
        before = tokens[at - 1]
        if "\n" in text[before.end : tokens[at].start]:
            break
        if before.big and before.text.lower() != "and":
            at -= 1
        elif before.text == ")" and (opened := _opened(tokens, at - 1)):
            at = opened
        elif before.text in _JOIN and _joined_left(tokens, at - 1, first):
            at -= 1
        else:
            break
    while at < first and not tokens[at].big:
        at += 1
    return at


def _opened(tokens: list[_Word], closing: int) -> int | None:
    """Where a bracket behind a capital word opens: "APEC (Asia-Pacific Economic Cooperation) summit"."""
    for at in range(closing - 1, max(0, closing - 8), -1):
        if tokens[at].text == "(":
            return at if tokens[at - 1].big else None
    return None


def _joined_left(tokens: list[_Word], at: int, first: int) -> bool:
    """Whether the joining word at ``at`` has a capital word before it, within this name, and no sentence's verb."""
    if at == 0 or first - at > MOST_WORDS:
        return False
    before = tokens[at - 1]
    if tokens[at].text == "the":
        return before.text in _BEHIND and at > 1 and tokens[at - 2].big
    return before.big


def _right(text: str, tokens: list[_Word], last: int, noun: str, words: Words) -> int:
    """The last token of a phrase behind a capitalised noun: "on the Rights of the Child", "in Vilnius", "2005"."""
    at = last
    ends = {*_BEHIND, "in"} if words.kinds[noun] in {"summit", "office"} else _BEHIND
    while at + 1 < len(tokens):
        nxt = tokens[at + 1]
        if "\n" in text[tokens[at].end : nxt.start]:
            break
        step = 1
        if nxt.text in ends or (nxt.text == "and" and at > last) or nxt.text in {"Against", "On", "For", "Of"}:
            step = 2
            if at + 2 < len(tokens) and tokens[at + 2].text == "the" and nxt.text != "in":
                step = 3
            if nxt.text == "and" and _names_another(tokens, at + step, words):
                break
        elif not (at > last or _YEAR.fullmatch(nxt.text)):
            break
        if at + step >= len(tokens) or not tokens[at + step].text[0].isalnum():
            break
        target = tokens[at + step]
        if not target.big or _DAYS.fullmatch(target.text) or (step > 1 and _YEAR.fullmatch(target.text)):
            break
        at += step
    return at


def _names_another(tokens: list[_Word], at: int, words: Words) -> bool:
    """Whether the capitals from ``at`` on end in a noun of an instrument: another one begins there."""
    while at < len(tokens) and tokens[at].big:
        if tokens[at].text.lower() in words.kinds:
            return True
        at += 1
    return False


def _strip(tokens: list[_Word], left: int, first: int, words: Words) -> int:
    """Leave out what only stands before a name: articles, months, titles, an owner ("APEC's CEO Summit")."""
    for at in range(left, first):
        if tokens[at].text.endswith(("’s", "'s")) and not tokens[at].text.lower().startswith("people"):
            left = at + 1
    strong = {noun for noun, kind in words.kinds.items() if kind != "programme"}
    inner = [at for at in range(left, first) if tokens[at].text.lower() in strong and tokens[at + 1].text == "and"]
    if inner:  # "Non-Proliferation Treaty and Kyoto Protocol"
        left = inner[-1] + 2
    while left < first and _leads(tokens[left], words):
        left += 1
    return left


def _leads(word: _Word, words: Words) -> bool:
    return word.text.lower() in words.leading or not word.big or bool(_YEAR.fullmatch(word.text))


def _is_name(
    text: str, tokens: list[_Word], at: tuple[int, int, int], shown: str, noun: str, span: Span, words: Words
) -> bool:
    left, first, right = at
    nxt = tokens[right + 1] if right + 1 < len(tokens) else None
    part = nxt is not None and nxt.text.lower() in words.following and "\n" not in text[tokens[right].end : nxt.start]
    if part or span.text.isupper() or words.bodies.search(text[span.start : span.end]):
        return False
    before = [token for token in tokens[left:first] if token.text not in _JOIN]
    behind = right > first + shown.count(" ")
    if not shown[0].isupper():
        return (behind and noun == "summit") or _small(before, noun, words)
    quoted = span.start > 0 and text[span.start - 1] in '"“' and text[span.end : span.end + 1] in {'"', "”", ","}
    if noun in words.weak and not behind and not quoted:
        marked = any(_ORDINAL.fullmatch(t.text) or _YEAR.fullmatch(t.text) or "-" in t.text for t in before)
        strong = marked or words.kinds[noun] in {"plan", "treaty", "agreement"}
        return len(before) > 1 or (bool(before) and strong)
    return bool(before or behind)


def _small(before: list[_Word], noun: str, words: Words) -> bool:
    """Whether capitals before a noun in small letters make a name: "Riyadh agreement", not "French deal"."""
    if noun not in words.small_nouns or not any(token.text[0].isupper() for token in before):
        return False
    if noun in words.needs_place:
        last = before[-1].text
        return (not _DEMONYM.search(last) and "-" not in last.rstrip("-")[:-1]) or bool(
            re.search(r"[A-Z]\w+-[A-Z]", last)
        )
    return True


def _plain(text: str, sentence: Span, words: Words) -> Iterator[Named]:
    for m in words.plain.finditer(text, sentence.start, sentence.end):
        noun = next(
            n for n in sorted(words.plain_kinds, key=len, reverse=True) if " ".join(m["name"].split()).endswith(n)
        )
        acronym = _ACRONYM.match(text, m.end(), sentence.end)
        start = m.start("name")
        # "Darfur peace agreement": a name in capitals before the modifiers belongs to it.
        head = re.compile(r"(?:[A-Z][\w’'&-]*\s){1,4}$").search(text, sentence.start, start)
        if head:
            parts = head[0].split()
            while parts and (parts[0].lower() in words.leading or parts[0].endswith(("’s", "'s"))):
                parts.pop(0)
            kind = words.plain_kinds[noun]
            if parts and (kind == "summit" or not _DEMONYM.search(parts[-1])):
                start = text.index(parts[0], head.start())
        yield Named(Span.of(text, start, m.end("name")), noun, words.plain_kinds[noun],
                    acronym["acronym"] if acronym else None, start != m.start("name"))  # fmt: skip
