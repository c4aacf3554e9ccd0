"""Where sentences end: full stops, abbreviations, initials, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.clean.tables import Abbreviations, abbreviations

MAX_SENTENCE = 2000
"""Longest sentence in characters: what is longer is a table or a list, and is cut at a space."""

_CLOSERS = "\"'”’»)]}›"
_OPENERS = "\"'“‘«([{‹¿¡"
_END = re.compile(
    rf"[.!?…。！？]+[{re.escape(_CLOSERS)}]*(?=\s|$)|[。！？]+[」』”]*|(?<=[a-z\d])[.!?][\"”’]?(?=[A-Z“\"][a-z])"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[\"'“‘«/–—-])((?:[^\W\d_]\.)*[\w'’&]+)$")
_NEXT_WORD = re.compile(rf"\s*[{re.escape(_OPENERS)}\s]*([\w'’]+)?")
_LOOSE_QUOTE = re.compile(r"\s+[\"”](?=\s|$)")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as (start, end) offsets, without the white space around them."""
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    begin = start
    for stop in _stops(text, start, end):
        if stop > begin:
            _add(text, begin, stop, found)
            begin = stop
    _add(text, begin, end, found)
    return found


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    short = abbreviations()
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end:
            return
        loose = _LOOSE_QUOTE.match(text, stop, end)
        if loose and text.count('"', start, stop) % 2:
            stop = loose.end()
        if _ends(text, match.start(), stop, start, end, short):
            yield stop


def _ends(text: str, dot: int, stop: int, start: int, end: int, short: Abbreviations) -> bool:
    """Whether the mark at ``dot`` (with closers up to ``stop``) ends a sentence."""
    following = _NEXT_WORD.match(text, stop, end)
    word = following.group(1) or "" if following else ""
    glued = stop < end and not text[stop].isspace()
    if glued and text[dot] in ".!?":
        return word in short.starters or text[stop - 1] in _CLOSERS
    if word and word[0].islower():
        return False
    if not word and following and following.end() < end:
        # Only a dash, a bullet or another mark follows.
        return text[following.end()] in "•*–—-·"
    if text[dot] != ".":
        return not (text[stop - 1] in _CLOSERS and short.speech.match(text, following.start(1) if word else stop, end))
    if stop - dot > 1:
        return not (set(text[dot:stop]) == {"."} and not word)
    return _full_stop(text[max(start, dot - 40) : dot], word, short)


def _full_stop(before: str, word: str, short: Abbreviations) -> bool:
    """Whether a lone full stop after ``before`` ends the sentence, with ``word`` following."""
    match = _WORD_BEFORE.search(before)
    if not match:
        return True
    last = match.group(1)
    if last in short.numbered and word[:1].isdigit():
        return False
    if last in short.titles and last not in short.numbered:
        return last == "St" and word in short.starters
    dotted = "." in last
    if dotted or (len(last) == 1 and last.isupper() and not last.isdigit()):
        return word in short.starters and not (not dotted and word in {"A", "No"})
    if last in short.months:
        return not word[:1].isdigit() and word in short.starters
    if last in short.open:
        return word in short.starters
    return True


def _add(text: str, begin: int, stop: int, found: list[tuple[int, int]]) -> None:
    while begin < stop and (text[begin].isspace() or text[begin] in "\ufeff\u200b"):
        begin += 1
    while stop > begin and (text[stop - 1].isspace() or text[stop - 1] in "\ufeff\u200b"):
        stop -= 1
    while stop - begin > MAX_SENTENCE:
        cut = max(text.rfind(" ", begin, begin + MAX_SENTENCE), text.rfind("\n", begin, begin + MAX_SENTENCE))
        cut = cut if cut > begin else begin + MAX_SENTENCE
        found.append((begin, cut))
        begin = cut
        while begin < stop and text[begin].isspace():
            begin += 1
    if stop > begin:
        found.append((begin, stop))
