"""Words and marks as offsets."""

from __future__ import annotations

import re

from dragoman.clean.tables import abbreviations

_TOKEN = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>"”’)\]]+(?<![.,;:!?])          # an address
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                            # a mail address
  | (?:[^\W\d_]\.){2,}(?:[^\W\d_](?![\w.]))?                # U.S., a.m., U.S.S.R
  | [$€£¥#@]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|[^\W\d_]{1,3}\b)?%?   # 1,800.5  19:51  24th  75km  5%
  | (?:[^\W_]|(?<=\w)[_])+(?:(?:[-‐‑&/_]|['’](?!(?:s|S|re|ve|ll|d|m|t)\b))[^\W_]+)*   # a word, with inner hyphens
  | ['’](?:s|S|re|ve|ll|d|m|t)\b                            # clitics
  | \.{2,}|-{2,}|[^\w\s]
    """,
    re.VERBOSE,
)
# "US-led", "Tehran-backed": a name and a participle, so that the name can be a mention.
_NAMED = re.compile(r"([^\W\d_][\w.]*?)([-‐‑])([a-z]+(?:ed|led|run|held|born|made|wide|sponsored|owned))")


def tokenize(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """The tokens of ``text[start:end]`` as (start, end) offsets into ``text``.

    Clitics ("China" + "'s", "did" + "n't") stand alone; abbreviations keep their full stop; hyphenated
    words stay whole but for a name with a participle ("US" + "-" + "led").
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    short = abbreviations()
    known = short.titles | short.months | short.open | short.numbered
    for match in _TOKEN.finditer(text, start, end):
        a, b = match.span()
        word = text[a:b]
        if word == "." and found and found[-1][1] == a and a + 1 < end and text[found[-1][0] : a] in known:
            found[-1] = (found[-1][0], b)
        elif word[:1] in "'’" and word[1:] in {"t", "T"} and found and text[a - 1] in "nN":
            _split_negation(found, b)
        elif word[0].isupper() and (named := _NAMED.fullmatch(word)):
            found += [(a + named.start(i), a + named.end(i)) for i in (1, 2, 3)]
        else:
            found.append((a, b))
    return tuple(found)


def _split_negation(found: list[tuple[int, int]], end: int) -> None:
    """Turn "didn" + "'t" into "did" + "n't" ("can" + "'t" stays "ca" + "n't", as treebanks have it)."""
    a, b = found.pop()
    if b - a > 1:
        found.append((a, b - 1))
        found.append((b - 1, end))
    else:
        found.append((a, end))
