"""The paragraphs of a text, as offsets: by blank lines, by lines, or hard-wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK = " \t\xa0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u3000\u2002\u2003\u2009\u202f\x00"
_WRAP_LEAST, _WRAP_MOST = 45, 110
_WRAP_SPREAD = 25
"""Line lengths of hard-wrapped text: shorter last words make 45 of a 60-column line."""


def strip_span(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` and ``end`` moved inwards past white space, no-break spaces and invisible marks."""
    while start < end and (text[start] in _BLANK or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _BLANK or text[end - 1].isspace()):
        end -= 1
    return start, end


def paragraphs(text: str) -> list[tuple[int, int]]:
    """(start, end) of each paragraph, without the white space around it."""
    out: list[tuple[int, int]] = []
    for block in _blocks(text):
        out += [(block[0][0], block[-1][1])] if _wrapped(text, block) else block
    return out


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines without a blank line between them."""
    block: list[tuple[int, int]] = []
    last = 0
    for match in _LINE.finditer(text):
        start, end = strip_span(text, match.start(), match.end())
        if start == end:
            continue
        if block and len(_BREAK.findall(text, last, match.start())) > 1:
            yield block
            block = []
        block.append((start, end))
        last = match.end()
    if block:
        yield block


def _wrapped(text: str, block: list[tuple[int, int]]) -> bool:
    """Whether the lines of ``block`` are one paragraph that was wrapped at a fixed width."""
    if len(block) == 1:
        return False
    full = block[:-1]
    if not all(_WRAP_LEAST <= end - start <= _WRAP_MOST for start, end in full):
        return False
    lengths = [end - start for start, end in full]
    if len(full) > 1 and max(lengths) - min(lengths) > _WRAP_SPREAD:
        return False
    return sum(text[end - 1] in '.!?:"”' for _, end in full) <= len(full) / 2
