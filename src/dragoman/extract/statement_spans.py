"""From ranges of words to exact slices of the report: what is left off at the ends, and the kind."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.statement_draft import Draft, Range
from dragoman.extract.statement_text import Line
from dragoman.records import Report, Span
from dragoman.records.statement import StatementKind

MARKS = '"“”„‟«»「」『』`'
ENDS = " \t\r\n\u00a0,.;:–—-" + MARKS + "'‘’"
FRONT = " \t\r\n\u00a0,;:–—-" + MARKS + "'‘"


def span_of(report: Report, line: Line, part: Range) -> Span:
    """The slice over the words ``part``."""
    return Span.of(report.text, line.begins[part[0]], line.ends[part[1] - 1])


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave off outer quotation marks, a final full stop or comma, and space (codebook, "Content")."""
    while start < end and text[start] in FRONT:
        start += 1
    while end > start and text[end - 1] in ENDS:
        if text[end - 1] == "." and _abbreviation(text, start, end):
            break
        end -= 1
    return start, end


def _abbreviation(text: str, start: int, end: int) -> bool:
    """A final full stop that belongs to "U.S." or an ellipsis."""
    return text[end - 3 : end] == "..." or (end - 4 >= start and text[end - 3] == "." and text[end - 2].isupper())


def content_spans(report: Report, line: Line, draft: Draft) -> tuple[list[Span], StatementKind]:
    """The content as slices, with the quotations that carry it on, and how much of it is quoted."""
    ranges = [_widen(report, line, part) for part in draft.content if part[0] < part[1]]
    ranges += [_quotation(report, index) for index in draft.quotations]
    spans: list[Span] = []
    for start, end in ranges:
        for piece in _without_residue(report, start, end):
            a, b = trim(report.text, *piece)
            if a < b:
                spans.append(Span.of(report.text, a, b))
    return spans, _kind(report, ranges)


def _widen(report: Report, line: Line, part: Range) -> tuple[int, int]:
    """The slice over the words, run on to the end of a quotation that goes over paragraphs."""
    start, end = line.begins[part[0]], line.ends[part[1] - 1]
    first, last = line.quote[part[0]], line.quote[part[1] - 1]
    if last >= 0:
        quotation = report.quotations[last].span
        if quotation.end > line.end:
            end = quotation.end
    if first >= 0 and report.quotations[first].span.start < line.start and part[0] == 0:
        start = report.quotations[first].span.start
    return start, end


def _quotation(report: Report, index: int) -> tuple[int, int]:
    span = report.quotations[index].span
    return span.start, span.end


def _without_residue(report: Report, start: int, end: int) -> list[tuple[int, int]]:
    """Cut out the segments inside that carry no facts (advertisement marks within a long quotation)."""
    pieces, at = [], start
    for segment in report.segments:
        if segment.carries_facts or segment.span.end <= start or segment.span.start >= end:
            continue
        pieces.append((at, segment.span.start))
        at = segment.span.end
    pieces.append((at, end))
    return [(a, b) for a, b in pieces if a < b]


def _kind(report: Report, ranges: Sequence[tuple[int, int]]) -> StatementKind:
    """direct: all of it within quotation marks; indirect: no marks; mixed: the rest."""
    quoted = total = 0
    for start, end in ranges:
        a, b = trim(report.text, start, end)
        total += b - a
        quoted += sum(max(0, min(b, q.span.end) - max(a, q.span.start)) for q in report.quotations if q.depth == 0)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total - 1 else "mixed"
