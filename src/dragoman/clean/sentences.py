"""Where sentences end: full stops, abbreviations, initials, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.clean.tables import Abbreviations, abbreviations

MAX_SENTENCE = 2000
"""Longest sentence in characters: what is longer is a table or a list, and is cut at a space."""

_LOOK_BACK, _LOOK_AHEAD = 40, 120
"""Characters looked at before and after a mark."""
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
    """Ends of sentences, in order; the marks counted on the way tell whether a loose one closes a quotation."""
    quotes, counted = 0, start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end:
            return
        quotes += text.count('"', counted, stop)
        counted = stop
        loose = _LOOSE_QUOTE.match(text, stop, end)
        if loose and quotes % 2:
            stop = loose.end()
            if stop >= end:
                return
        if _ends(
            text[max(start, match.start() - _LOOK_BACK) : match.start()],
            text[match.start() : stop],
            text[stop : min(end, stop + _LOOK_AHEAD)],
        ):
            yield stop


def _ends(before: str, mark: str, after: str) -> bool:
    """Whether ``mark`` (a full stop or its like, with closing marks) ends the sentence."""
    short = abbreviations()
    following = _NEXT_WORD.match(after)
    word = (following and following.group(1)) or ""
    if not after[0].isspace() and mark[0] in ".!?":
        # No space follows: a slip of the typist, where the next word can only begin a sentence.
        return word in short.starters or mark[-1] in _CLOSERS
    if word:
        if word[0].islower():
            return False
    elif following and following.end() < len(after):
        return after[following.end()] in "•*–—-·"
    if mark[0] != ".":
        # "Why?" Foreign Minister Smith asked: the sentence goes on after the quotation.
        cue = following and word not in short.starters and short.speech.match(after, following.end() - len(word))
        return not (cue and mark[-1] in _CLOSERS)
    return mark != "." or _full_stop(before, word, short)


def _full_stop(before: str, word: str, short: Abbreviations) -> bool:
    """Whether a lone full stop after ``before`` ends the sentence, with ``word`` following."""
    match = _WORD_BEFORE.search(before)
    last = match.group(1) if match else ""
    if last in short.numbered:
        return not word[:1].isdigit()
    if last in short.titles:
        return last == "St" and word in short.starters
    if len(last) == 1 and last.isupper():
        return word in short.starters and word not in {"A", "No"}
    if "." in last or last in short.months or last in short.open:
        return word in short.starters
    return True


def _is_blank(char: str) -> bool:
    return char.isspace() or char in "\ufeff\u200b"


def _add(text: str, begin: int, stop: int, found: list[tuple[int, int]]) -> None:
    while begin < stop and _is_blank(text[begin]):
        begin += 1
    while stop > begin and _is_blank(text[stop - 1]):
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
