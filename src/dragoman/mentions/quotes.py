"""Find every stretch between quotation marks, in the original text, before anything else is read.

One pass over the marks with a stack. Straight, curly, German, French, Japanese and single marks are
known, in mixed pairs too (opened curly, closed straight). A mark is read by its flanks, as in
Markdown: an opening one touches the word after it, a closing one the word before it; the stack
decides where the flanks do not. A quotation that reopens at each paragraph is one quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.mentions.quote_labels import label_quotations
from dragoman.records import Quotation, Report, Span

MARK = re.compile("``|''|[\"“”„‟«»「」『』‘’‚'`]")
OPENING_PUNCTUATION = set("([{<—–-/:“„«「『‘‚`\"'")
CLOSING_PUNCTUATION = set(")]}>—–-/.,;:!?…”»」』’\"'")
DOUBLE = {'"': "", "“": "open", "”": "close", "„": "open", "‟": "open", "``": "open", "''": ""}
PAIRS = {"«": "»", "「": "」", "『": "』"}
CLOSERS = {"»", "」", "』"}
CLIPPED = re.compile(r"(?:\d0s|em|tis|twas|til|cause|bout|n|round|cos)\b", re.IGNORECASE)
SAYS = re.compile(r"\b(?:said|says|told|added|asked|wrote|according to)\b")
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s|$)")
MAX_SINGLE = 1500
"""Characters that a quotation in single marks may span: beyond it the mark was an apostrophe."""


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    close_at: int = -1
    """Where a single mark closes, looked up when it opened."""


def find_quotations(report: Report) -> Report:
    """The report with ``quotations`` filled, in the order of the text, the outer before the inner."""
    blocks = _blocks(report)
    scanner = _Scanner(report.text, blocks)
    return replace(report, quotations=label_quotations(report, scanner.scan()))


def _blocks(report: Report) -> list[tuple[int, int]]:
    """Character ranges of the paragraphs that carry facts; of all lines where nothing is segmented."""
    if report.segments:
        return [(s.span.start, s.span.end) for s in report.segments if s.carries_facts]
    return [m.span() for m in re.finditer(r"[^\n]*\S[^\n]*", report.text)]


class _Scanner:
    """The stack of open marks over one text."""

    def __init__(self, text: str, blocks: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.blocks = blocks
        self.stack: list[_Open] = []
        self.found: list[tuple[int, int, int, int, int]] = []
        self.block = (0, len(text))

    def scan(self) -> tuple[Quotation, ...]:
        for number, block in enumerate(self.blocks):
            self.block = block
            for match in MARK.finditer(self.text, *block):
                self._mark(match.group(), match.start(), match.end())
            self._end_block(number)
        quotations = [
            Quotation(Span.of(self.text, start, end), Span.of(self.text, inner, inner_end), depth=depth)
            for start, end, inner, inner_end, depth in self.found
            if self.text[inner:inner_end].strip()
        ]
        return tuple(sorted(quotations, key=lambda q: (q.span.start, -q.span.end)))

    def _mark(self, mark: str, start: int, end: int) -> None:
        if mark in DOUBLE and not (mark == "''" and self._possessive(start, end)):
            self._double(mark, start, end)
        elif mark in PAIRS or mark in CLOSERS:
            self._paired(mark, start, end)
        else:
            self._single(mark, start, end)

    def _possessive(self, start: int, end: int) -> bool:
        """Two apostrophes that belong to the words beside them, not a pair of marks."""
        return self._is_word(start - 1) and self._is_word(end)

    def _double(self, mark: str, start: int, end: int) -> None:
        opened = self._innermost(DOUBLE)
        if opened is None:
            self._open_double(mark, start, end)
        elif self._closes(mark, opened, start, end):
            self._close(opened, start, end)
        else:
            self._reopen(opened, mark, start)

    def _open_double(self, mark: str, start: int, end: int) -> None:
        left, right = self._left(start, end), self._right(start, end)
        if DOUBLE[mark] == "close" and not (left and not right):
            return
        if DOUBLE[mark] != "open" and right and not left:
            return
        if mark == '"' and start and self.text[start - 1].isdigit() and not left:
            return
        self.stack.append(_Open(mark, start))

    def _closes(self, mark: str, opened: _Open, start: int, end: int) -> bool:
        if mark in {"“", "‟"}:
            # Also an opening mark set by mistake where a closing one belongs ("... in Europe.“ The island").
            return self._right(start, end) and (opened.mark == "„" or not self._left(start, end))
        if DOUBLE[mark] == "open":
            return False
        return not (DOUBLE[mark] == "" and self._left(start, end) and not self._right(start, end))

    def _reopen(self, opened: _Open, mark: str, start: int) -> None:
        """An opening mark while one is open: a new paragraph of it, a missing end, or one inside it."""
        if not self.text[self.block[0] : start].strip():
            return
        before = self.text[opened.start : start].rstrip()
        if before[-1:] not in ".!?…,:" or len(before) < 2:  # noqa: PLR2004 - the mark alone
            self.stack.append(_Open(mark, start))
        elif SAYS.search(before[max(before.rfind(","), 0) :]):
            self._close_missing(opened, start)
            self.stack.append(_Open(mark, start))

    def _paired(self, mark: str, start: int, end: int) -> None:
        opened = self._innermost({mark, *PAIRS, *CLOSERS})
        if opened and mark in {PAIRS.get(opened.mark), "«" if opened.mark == "»" else None}:
            self._close(opened, start, end)
        elif mark in PAIRS or (mark == "»" and self._left(start, end)):
            self.stack.append(_Open(mark, start))

    def _single(self, mark: str, start: int, end: int) -> None:
        for opened in self.stack:
            if opened.close_at == start:
                self._close(opened, start, end)
                return
        if any(o.close_at >= 0 for o in self.stack) or mark == "’" or self._is_word(start - 1):
            return
        if not self._left(start, end) or CLIPPED.match(self.text, end):
            return
        close_at = self._single_end(end)
        if close_at > 0:
            self.stack.append(_Open(mark, start, close_at))

    def _single_end(self, start: int) -> int:
        """Where a single mark that opened before ``start`` closes; -1 where nowhere: an apostrophe."""
        stop = min(self.block[1], start + MAX_SINGLE)
        if self._innermost(DOUBLE):
            after = re.compile("[\"”]|(?<=[.,!?])''").search(self.text, start, stop)
            stop = after.start() if after else stop
        candidates = [
            m.start()
            for m in re.compile("['’‘]").finditer(self.text, start, stop)
            if not self._is_word(m.end()) and not self.text[m.start() - 1].isspace()
        ]
        for place, candidate in enumerate(candidates):
            plural = self.text[candidate - 1] == "s" and re.compile(r" [a-z]").match(self.text, candidate + 1)
            if candidate > start and not (plural and candidates[place + 1 :]):
                return candidate
        return -1

    def _end_block(self, number: int) -> None:
        if not self.stack:
            return
        outer = self.stack[0]
        start = self.blocks[number + 1][0] if number + 1 < len(self.blocks) else -1
        if outer.mark in DOUBLE and start >= 0:
            following = self.text[start : self.blocks[number + 1][1]].lstrip()
            wrapped = "\n" not in self.text[self.block[1] : start].strip(" \t").replace("\n", "", 1)
            if MARK.match(following) and (MARK.match(following) or [""])[0] in DOUBLE:
                del self.stack[1:]
                return
            if wrapped and self.text[: self.block[1]].rstrip()[-1:] not in ".!?…:":
                return
        for opened in reversed(list(self.stack)):
            if opened in self.stack:
                self._close_missing(opened, self.block[1])

    def _close_missing(self, opened: _Open, stop: int) -> None:
        """Close where the mark was forgotten: before "..., he said", or at the end of the paragraph."""
        if opened.mark not in DOUBLE:
            self.stack.remove(opened)
            return
        begin = max(opened.start, self.block[0])
        end = stop
        said = SAYS.search(self.text, begin, stop)
        if said:
            cut = max(self.text.rfind(", ", begin, said.start()), self.text.rfind(". ", begin, said.start()))
            if cut < 0:
                self.stack.remove(opened)
                return
            end = cut + 1
        elif (first := SENTENCE_END.search(self.text, begin, stop)) is not None and stop - begin > 300:  # noqa: PLR2004
            end = first.end()
        end = begin + len(self.text[begin:end].rstrip())
        self._close(opened, end, end)

    def _close(self, opened: _Open, start: int, end: int) -> None:
        place = self.stack.index(opened)
        del self.stack[place:]
        inner = opened.start + len(opened.mark)
        if start >= inner:
            self.found.append((opened.start, end, inner, start, place))

    def _innermost(self, marks: object) -> _Open | None:
        for opened in reversed(self.stack):
            if opened.close_at < 0 and opened.mark in marks:  # type: ignore[operator]
                return opened
        return None

    def _is_word(self, at: int) -> bool:
        return 0 <= at < len(self.text) and self.text[at].isalnum()

    def _left(self, start: int, end: int) -> bool:
        """Whether the mark touches what follows and not what goes before: it can open."""
        after = self.text[end : end + 1]
        before = self.text[start - 1 : start] if start > self.block[0] else ""
        return bool(after) and not after.isspace() and (not before or before.isspace() or before in OPENING_PUNCTUATION)

    def _right(self, start: int, end: int) -> bool:
        """Whether the mark touches what goes before and not what follows: it can close."""
        after = self.text[end : end + 1] if end < self.block[1] else ""
        before = self.text[start - 1 : start]
        return bool(before) and not before.isspace() and (not after or after.isspace() or after in CLOSING_PUNCTUATION)
