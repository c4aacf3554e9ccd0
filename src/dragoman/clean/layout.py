"""How the paragraphs of a report hang together: which is the title, the standfirst, a caption, a sub-headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.clean.datelines import dateline_end
from dragoman.clean.labels import META, Label, label_line, looks_like_name
from dragoman.clean.paragraphs import paragraphs, strip_span
from dragoman.clean.stamps import Stamp
from dragoman.clean.tables import line_patterns
from dragoman.records.report import SegmentKind

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_LEAD_MARK = re.compile(r"\s*[:|]\s*(?=\S)|\s+[-–]\s+(?=\S)")
_CAPTION_STARTS = ("in this ", "this ", "from left", "a file", "a handout")
_MAX_HEADLINE = 220
_MAX_SUBHEAD = 90
_MIN_CAPTION, _MAX_CAPTION = 15, 600
_MAX_STANDFIRST = 400
_MAX_NAME = 80
_HEADLINE_WORDS = (3, 32)
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "or",
        "nor",
        "at",
        "by",
        "with",
        "from",
        "as",
        "but",
        "vs",
        "via",
        "over",
        "into",
        "than",
        "per",
        "is",
        "are",
        "up",
        "off",
    ]
)
"""What a title in capitals writes small; a sentence has verbs in small letters besides."""
_LONG_LINE = 120
_MOST_PULLED = 100
"""Paragraphs looked up as pulled quotations: each costs a pass over the text."""
_PULLED = (30, 400)
"""Characters of a pulled quotation."""
_DATELINE_PARAGRAPHS = 3
"""Paragraphs of the body that may begin with a dateline: some reports set a byline or summary before it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of the text with what it tells."""

    start: int
    end: int
    kind: SegmentKind
    why: str
    stamp: Stamp | None = None
    name: str | None = None


def lay_out(text: str, *, title: str | None = None, domain: str = "") -> list[Piece]:
    """Every paragraph of ``text`` as one or several pieces, in order, never overlapping.

    ``title`` is the title that was given beside the text; without one, a first line that reads like a
    headline becomes the title.
    """
    pieces: list[Piece] = []
    for start, end in paragraphs(text):
        parts = label_line(text[start:end], domain=domain)
        if parts is None:
            pieces.append(Piece(start, end, "body", "paragraph"))
        else:
            pieces += [_piece(start, part) for part in parts]
    pieces = _head(text, pieces, title)
    pieces = _names_beside_dates(text, pieces)
    pieces = [part for piece in pieces for part in _caption(text, piece)]
    pieces = _subheads(text, pieces)
    pieces = _quotes(text, pieces)
    pieces = _datelines(text, pieces)
    return _agency_tail(text, pieces)


def _piece(offset: int, part: tuple[int, int, Label]) -> Piece:
    start, end, label = part
    return Piece(offset + start, offset + end, label.kind, label.why, label.stamp, label.name)


def _flat(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_headline(line: str) -> bool:
    """Few words, more than a name, and no full stop at the end unless the words are capitalised as in a title."""
    if len(line) > _MAX_HEADLINE or line[-1] in ":;,":
        return False
    words = line.split()
    if not _HEADLINE_WORDS[0] <= len(words) <= _HEADLINE_WORDS[1]:
        return False
    if not _SENTENCE_END.search(line):
        return True
    if ". " in line:
        return False
    return line[-1] == "?" or (line[-1] in "'’\"”" and line[-2:-1] not in {".", ","}) or _title_case(words)


def _title_case(words: list[str]) -> bool:
    """Whether the words are capitalised as in a title: all but articles, prepositions and the like."""
    small = [word for word in words if word[0].islower()]
    big = sum(word[0].isupper() for word in words)
    return big >= _HEADLINE_WORDS[0] and all(word.casefold() in _SMALL_WORDS for word in small)


def _head(text: str, pieces: list[Piece], title: str | None) -> list[Piece]:
    """Label the title and the standfirst."""
    body = [i for i, piece in enumerate(pieces) if piece.kind == "body"]
    if not body:
        return pieces
    out = list(pieces)
    first = body[0]
    line = text[pieces[first].start : pieces[first].end]
    at = None
    if title and _flat(line) == _flat(title):
        at, why = first, "the title given"
    elif not title and _is_headline(line) and len(body) > 1 and _longer_follows(text, pieces, body):
        at, why = first, "first line, a headline"
    if at is None:
        return out
    out[at] = replace(out[at], kind="title", why=why)
    for number in _standfirst(text, pieces, at):
        out[number] = replace(out[number], kind="standfirst", why="between title and byline")
    return out


def _longer_follows(text: str, pieces: list[Piece], body: list[int]) -> bool:
    """Whether a sentence follows among the next paragraphs: a list of short lines has no title."""
    rest = [text[pieces[i].start : pieces[i].end] for i in body[1:4]]
    return any(_SENTENCE_END.search(line) or len(line) > _LONG_LINE for line in rest)


def _standfirst(text: str, pieces: list[Piece], at: int) -> list[int]:
    """The one or two paragraphs between the title and a line of byline, date or credit."""
    found: list[int] = []
    for number in range(at + 1, min(at + 4, len(pieces))):
        if pieces[number].kind != "body":
            after = any(piece.kind == "body" for piece in pieces[number:])
            kinds = {piece.kind for piece in pieces[number : number + 3]}
            return found if after and kinds & {"byline", "date"} else []
        line = text[pieces[number].start : pieces[number].end]
        if dateline_end(line, first=True) or len(line) > _MAX_STANDFIRST:
            return []
        if not looks_like_name(line):
            found.append(number)
    return []


def _names_beside_dates(text: str, pieces: list[Piece]) -> list[Piece]:
    """A line that is only a name, next to a date line or under the title, is a byline."""
    out = list(pieces)
    for number, piece in enumerate(pieces):
        if piece.kind not in {"body", "standfirst"} or piece.end - piece.start > _MAX_NAME:
            continue
        line = text[piece.start : piece.end]
        beside = {pieces[i].kind for i in (number - 1, number + 1) if 0 <= i < len(pieces)}
        desk = line_patterns().desk.fullmatch(line)
        if ("date" in beside and (looks_like_name(line) or desk)) or (desk and "title" in beside):
            out[number] = replace(piece, kind="byline", why="name beside a date", name=line)
    return out


def _caption(text: str, piece: Piece) -> list[Piece]:
    """Split the credit off a caption; leave everything else as it is."""
    if piece.kind not in {"body", "standfirst"} or piece.end - piece.start > _MAX_CAPTION:
        return [piece]
    rules = line_patterns()
    line = text[piece.start : piece.end]
    tail = rules.credit_tail.search(line)
    if tail and "://" not in line:
        start, end = strip_span(text, piece.start, piece.start + tail.start())
        credit_start, credit_end = strip_span(text, piece.start + tail.start(), piece.end)
        if end - start >= _MIN_CAPTION:
            caption = replace(piece, start=start, end=end, kind="caption", why="before a picture credit")
            credit = replace(piece, start=credit_start, end=credit_end, kind="credit", why="credit at the end")
            return [*(_without_label(text, caption) or [caption]), credit]
    if labelled := _without_label(text, piece):
        return labelled
    lead = rules.caption_lead.match(line)
    if lead and lead.group().lower().lstrip("[(").startswith(_CAPTION_STARTS):
        return [replace(piece, kind="caption", why="words that open a caption")]
    if rules.caption_sign.search(line) and piece.end - piece.start < _MAX_CAPTION // 2:
        return [replace(piece, kind="caption", why="people shown by their place in the picture")]
    return [piece]


def _without_label(text: str, piece: Piece) -> list[Piece] | None:
    """A label such as "Photo:", which is no part of the sentence, and the caption after it; None without one."""
    lead = line_patterns().caption_lead.match(text, piece.start, piece.end)
    mark = _LEAD_MARK.match(text, lead.end(), piece.end) if lead else None
    if not mark:
        return None
    end = strip_span(text, piece.start, mark.end())[1]
    label = replace(piece, end=end, kind="credit", why="a caption's label")
    return [label, replace(piece, start=mark.end(), kind="caption", why="words that open a caption")]


def _subheads(text: str, pieces: list[Piece]) -> list[Piece]:
    """Short lines without a full stop between paragraphs of the body."""
    out = list(pieces)
    bodies = [i for i, piece in enumerate(pieces) if piece.kind == "body"]
    long = [i for i in bodies if _SENTENCE_END.search(text[pieces[i].start : pieces[i].end])]
    if not long:
        return out
    for number in bodies:
        piece = pieces[number]
        line = text[piece.start : piece.end]
        if number <= long[0] or number >= long[-1] or len(line) > _MAX_SUBHEAD or _SENTENCE_END.search(line):
            continue
        if line[-1] in ",;:-–—" or not (line[0].isupper() or line[0] in "'‘\"“" or line[0].isdigit()):
            continue
        out[number] = replace(piece, kind="subhead", why="short line without a full stop")
    return out


def _quotes(text: str, pieces: list[Piece]) -> list[Piece]:
    """A paragraph within quotation marks whose words stand elsewhere in the text is a pulled quotation."""
    out = list(pieces)
    checked = 0
    for number, piece in enumerate(pieces):
        if checked > _MOST_PULLED:
            break
        line = text[piece.start : piece.end]
        if piece.kind not in {"body", "subhead"} or not _PULLED[0] <= len(line) <= _PULLED[1] or line[0] not in "\"“'‘":
            continue
        checked += 1
        inner = line.strip("\"“”'‘’.,")
        if line[-1] in "\"”'’" and text.count(inner) > 1:
            out[number] = replace(piece, kind="quote", why="pulled quotation")
    return out


def _datelines(text: str, pieces: list[Piece]) -> list[Piece]:
    """Split the dateline off the first paragraphs of the body."""
    out: list[Piece] = []
    bodies = 0
    for piece in pieces:
        if piece.kind != "body" or bodies >= _DATELINE_PARAGRAPHS:
            out.append(piece)
            continue
        bodies += 1
        cut = dateline_end(text[piece.start : piece.end], first=bodies == 1)
        if not cut:
            out.append(piece)
            continue
        start, end = strip_span(text, piece.start, piece.start + cut)
        out.append(replace(piece, start=start, end=end, kind="dateline", why="place, day or agency before a dash"))
        out.append(replace(piece, start=strip_span(text, piece.start + cut, piece.end)[0]))
    return out


def _agency_tail(text: str, pieces: list[Piece]) -> list[Piece]:
    """Split "(ANI)" or "-- AFP" off the last paragraph."""
    last = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].kind not in META), None)
    if last is None or pieces[last].kind != "body":
        return pieces
    piece = pieces[last]
    agencies = line_patterns().agencies
    tail = re.search(
        rf"(?<=[.!?\"”’])\s*(?:\({agencies}\)|\[{agencies}\]|[-–—]+\s*{agencies}|Enditem)\.?$",
        text[piece.start : piece.end],
    )
    if not tail:
        return pieces
    start, end = strip_span(text, piece.start, piece.start + tail.start())
    credit = strip_span(text, piece.start + tail.start(), piece.end)
    if end <= start:
        return pieces
    split = [replace(piece, end=end), Piece(credit[0], credit[1], "credit", "agency at the end")]
    return [*pieces[:last], *split, *pieces[last + 1 :]]
