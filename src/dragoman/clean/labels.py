"""What a line is on its own: date, byline, credit, residue, or something that is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.clean.stamps import Stamp, read_stamp
from dragoman.clean.tables import line_patterns
from dragoman.records.report import SegmentKind

_SEPARATOR = re.compile(r"\s*[|•·]\s*")
_NAME = re.compile(r"(?:[A-Z][\w.'’-]*|[A-Z]\.|de|van|von|al|bin|el|da|and|in|for|,|&|the|of|at)(?:\s+|(?=,)|$)")
_LETTERS = re.compile(r"[^\W\d_]")
_TABLE_GAP = re.compile(r"\S(?:\t| {2,})\s*(?=\S)")
_LONGEST_LINE, _LONGEST_ROW, _LONGEST_NAME = 160, 300, 80
"""Characters of a line of one kind, of a row of parts, of a name: what is longer is text."""
_NAME_WORDS = (2, 10)
_BYLINE_WORDS = 14
_CREDIT_WORDS = 8
_LONGEST_CELL = 100
"""Characters of a table's cell between bars; longer ones are text."""
_COLUMN = 40
"""Characters of a table's column at most."""
META: frozenset[SegmentKind] = frozenset({"date", "byline", "credit", "residue"})


@dataclass(frozen=True, slots=True)
class Label:
    """The kind of a line, the rule that says so, and what it tells (a stamp, a name)."""

    kind: SegmentKind
    why: str
    stamp: Stamp | None = None
    name: str | None = None


def label_line(line: str, *, domain: str = "") -> list[tuple[int, int, Label]] | None:
    """The labelled parts (start, end in ``line``) of a line that is not read; None for one that is."""
    if not _LETTERS.search(line):
        stamp = read_stamp(line, domain=domain)
        return [(0, len(line), Label("date", "time stamp", stamp) if stamp else Label("residue", "no words"))]
    if label := _label(line, domain):
        return [(0, len(line), label)]
    if len(line) > _LONGEST_ROW or not _SEPARATOR.search(line):
        return _byline_and_date(line, domain)
    parts: list[tuple[int, int, Label]] = []
    for start, end in _split(line):
        label = _label(line[start:end], domain) or _bare_name(line[start:end], parts)
        if label is None:
            return None
        parts.append((start, end, label))
    return parts or None


def looks_like_name(line: str) -> bool:
    """Whether ``line`` could be one or several persons' names: two to ten capitalised words."""
    words = line.split()
    if (
        not _NAME_WORDS[0] <= len(words) <= _NAME_WORDS[1]
        or line[-1] in '.!?:"”'
        or any(char.isdigit() for char in line)
    ):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= _NAME_WORDS[0] and "".join(match.group() for match in _NAME.finditer(line)) == line


def is_table_row(line: str) -> bool:
    """Columns parted by bars, or by tabs or runs of spaces with figures: nothing that a reader of sentences reads."""
    if line.startswith("|") and line.count("|") > 1:
        # A cell as long as a paragraph is layout, and holds the text itself.
        return max(map(len, line.split("|"))) <= _LONGEST_CELL
    gaps = len(_TABLE_GAP.findall(line))
    return gaps > 1 and any(char.isdigit() for char in line) and gaps * _COLUMN >= len(line)


def _label(line: str, domain: str) -> Label | None:
    rules = line_patterns()
    if stamp := read_stamp(line, domain=domain):
        return Label("date", "time stamp" + (f"; {stamp.note}" if stamp.note else ""), stamp)
    if len(line) <= _LONGEST_LINE and (match := rules.byline.fullmatch(line)) and _is_byline(line, match["name"]):
        return Label("byline", "byline words", name=_clean_name(match["name"]))
    if len(line) <= _LONGEST_LINE and (match := rules.credit.fullmatch(line)) and _is_credit(line, match["who"]):
        return Label("credit", "credit words")
    for name, pattern in rules.residue:
        if pattern.fullmatch(line):
            return Label("residue", name)
    if is_table_row(line):
        return Label("residue", "table row")
    return None


def _is_byline(line: str, name: str) -> bool:
    rules = line_patterns()
    if rules.desk.search(name):
        return len(name) < _LONGEST_NAME
    if rules.not_name.search(name) or len(name.split()) > _BYLINE_WORDS:
        return False
    if line[:1] == "(" or ";" in line:
        return True
    words = re.findall(r"[^\W\d_][\w.'’-]*", name)
    small = [word for word in words if word[0].islower()]
    return bool(words) and name[0].isupper() and len(small) <= max(1, len(words) // 2) and line[-1] not in "?!:"


def _is_credit(line: str, who: str | None) -> bool:
    """Whether "Photo: ..." names somebody rather than tells what is to be seen."""
    words = len((who or "").split())
    return words < (_CREDIT_WORDS if not line.endswith(".") else _CREDIT_WORDS // 2)


def _clean_name(name: str) -> str:
    return re.split(r"\s*[;|(]|,\s+(?=[A-Z][\w ]*\b(?:Editor|Correspondent|Writer|Reporter|in [A-Z]))", name)[0].strip(
        " .,)"
    )


def _bare_name(part: str, before: list[tuple[int, int, Label]]) -> Label | None:
    """A name or desk without "By" beside labelled parts of the same line."""
    if line_patterns().desk.search(part) and len(part) < _LONGEST_NAME:
        return Label("byline", "desk beside a date or credit", name=part)
    return Label("byline", "name beside a date or credit", name=part) if before and looks_like_name(part) else None


def _split(line: str) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    start = 0
    for match in _SEPARATOR.finditer(line):
        if match.start() > start:
            out.append((start, match.start()))
        start = match.end()
    if start < len(line):
        out.append((start, len(line)))
    return out


def _byline_and_date(line: str, domain: str) -> list[tuple[int, int, Label]] | None:
    """A byline and a stamp without a separator: "By Ann Lee, Published 24 May 2023, 19:51"."""
    if len(line) > _LONGEST_LINE:
        return None
    for match in re.finditer(r"[,–—-]?\s+", line):
        left, right = line[: match.start()], line[match.end() :]
        stamp = read_stamp(right, domain=domain)
        if stamp and (label := _label(left, domain)) and label.kind == "byline":
            return [(0, match.start(), label), (match.end(), len(line), Label("date", "time stamp", stamp))]
    return None
