"""A report cut into lines of words for the statement rules: sentences, joined where a quotation runs across them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.extract.cue_lexicon import words
from dragoman.records import Quotation, Report, Sentence

WORD = re.compile(
    r"(?:[A-Z]\.){2,}(?:-\w+)*"  # U.S., U.S.-led
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Del|Sens|Reps|Atty|Supt|Insp|Sgt|Maj|Capt|Sen|Rep|Gov|St|Prof|Rev|Hon|Jr|Sr|No|vs|Adm|Cmdr|Brig)\."
    r"|[A-Z]\.(?=\s?[A-Z])"  # initials
    r"|\w+?(?=n['’]t\b)|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m|S)\b"
    r"|\d[\d,.:]*\d(?:-\w+)*|\w+(?:[-&]\w+)*(?:-(?=\s\w)|['’](?=\s)(?<=s['’]))?"  # "Turkish- German" of the wires
    r"|``|''|--+|\.\.\.|[^\w\s]"
)
QUOTE_MARKS = frozenset([*"\"“”„‟«»「」‘’'", "``", "''"])
END_MARKS = frozenset([".", "!", "?", "…", "...", ";"])
DASHES = frozenset(["--", "—", "–", "―", "-", "---"])
TITLE_HEADS = frozenset({
    "book", "film", "movie", "show", "song", "novel", "the", "and", "series", "program", "programme", "'s", "’s",
    "album", "play", "magazine", "article", "essay",
})  # fmt: skip


@dataclass(slots=True)
class Line:
    """Words of one or more sentences. ``quote[i]`` is the outermost quotation over word i, or -1."""

    start: int
    end: int
    segment: int
    begins: list[int]
    ends: list[int]
    words: list[str]
    lows: list[str]
    quote: list[int]

    def __len__(self) -> int:
        """The number of words."""
        return len(self.words)

    def low(self, at: int) -> str:
        """The word at ``at`` in lower case; "" beyond either end."""
        return self.lows[at] if 0 <= at < len(self.lows) else ""

    def quoted(self, at: int) -> int:
        """The outermost quotation over word ``at``, or -1 (also beyond either end)."""
        return self.quote[at] if 0 <= at < len(self.quote) else -1

    def capital(self, at: int) -> bool:
        """Whether word ``at`` begins with a capital."""
        return 0 <= at < len(self.words) and self.words[at][:1].isupper()

    def is_word(self, at: int) -> bool:
        """Whether ``at`` is a word or number, not a mark."""
        return 0 <= at < len(self.words) and self.words[at][:1].isalnum()


def outermost(quotations: Sequence[Quotation]) -> list[int]:
    """Indices of the quotations that no other one holds, in order."""
    return [i for i, q in enumerate(quotations) if q.depth == 0 and q.label != "nickname"]


def lines(report: Report) -> list[Line]:
    """The report's lines in order, without the title."""
    marks = [i for i in outermost(report.quotations) if not _named_work(report, report.quotations[i])]
    begins = [report.quotations[i].span.start for i in marks]
    return [
        _line(report, group, marks, begins)
        for group in _groups(report)
        if not report.segments or report.segments[group[0].segment].kind not in {"title", "subhead"}
    ]


def _named_work(report: Report, quotation: Quotation) -> bool:
    """A title inside a phrase ("on "The Morning Show""): its words are a name, not speech."""
    if quotation.label != "title":
        return False
    before = re.findall(r"[\w'’]+", report.text[max(0, quotation.span.start - 24) : quotation.span.start])
    return bool(before) and (before[-1].lower() in words()["preposition"] or before[-1].lower() in TITLE_HEADS)


def _groups(report: Report) -> Iterator[list[Sentence]]:
    """Sentences that belong together: a quotation of one paragraph runs over them, or the next begins small."""
    spans = [(q.span.start, q.span.end) for q in report.quotations if q.depth == 0]
    group: list[Sentence] = []
    for sentence in report.sentences:
        if group and not (sentence.segment == group[0].segment and _joined(report.text, group[-1], sentence, spans)):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _joined(text: str, left: Sentence, right: Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    place = right.span.start
    first = text[place : place + 1]
    if first.islower() or first in "”»":
        return True
    return any(start < left.span.end and place < end - 1 for start, end in spans)


def _line(report: Report, group: Sequence[Sentence], marks: Sequence[int], begins: Sequence[int]) -> Line:
    text, start, end = report.text, group[0].span.start, group[-1].span.end
    line = Line(start, end, group[0].segment, [], [], [], [], [])
    for match in WORD.finditer(text, start, end):
        line.begins.append(match.start())
        line.ends.append(match.end())
        line.words.append(match.group())
        line.lows.append(match.group().lower())
        place = bisect_right(begins, match.start()) - 1
        inside = place >= 0 and match.start() < report.quotations[marks[place]].span.end
        line.quote.append(marks[place] if inside else -1)
    return line


def is_adverb(line: Line, at: int) -> bool:
    """Whether the word is an adverb by its ending ("reportedly"), not a noun in -ly ("family", "the daily")."""
    low = line.low(at)
    return low.endswith("ly") and low not in words()["no_adverb"] and not line.capital(at)


def is_time(line: Line, at: int) -> bool:
    """Whether the word is a weekday, a month, a time noun, a year or a clock time."""
    known, low = words(), line.low(at)
    if low in known["weekday"] or low in known["time_noun"]:
        return True
    return (low in known["month"] and line.capital(at)) or bool(re.fullmatch(r"(?:19|20)\d\d|\d\d?(?::\d\d)?", low))


def is_finite(line: Line, at: int) -> bool:
    """Whether the word can be a finite verb: by lists and by its ending; a noun may be taken for one."""
    known, low = words(), line.low(at)
    if line.low(at - 1) == "to":
        return False
    if low in known["auxiliary"] and low not in {"being", "having", "be", "'s", "’s"}:
        return True
    if low in {"'s", "’s"}:
        return line.low(at - 1) in known["personal"] or line.low(at - 1) in {"there", "that", "who", "what", "here"}
    if low in known["irregular_past"] or low in known["present_verb"]:
        return line.low(at - 1) not in known["determiner"]
    return low.endswith("ed") and len(low) > 3 and _past_verb(line, at)  # noqa: PLR2004 - "red"


def _past_verb(line: Line, at: int) -> bool:
    """An -ed word that is no adjective or reduced relative: nothing before it says so."""
    known = words()
    if at == 0 or line.low(at - 1) in QUOTE_MARKS:
        return False
    before, after = line.low(at - 1), line.low(at + 1)
    if before in known["determiner"] or before in known["possessive"] or before in known["preposition"]:
        return False
    if line.words[at][:1].isupper() or after == "by":
        return False
    return after not in {"man", "men", "people", "woman", "women"}


def sure_finite(line: Line, start: int, stop: int) -> bool:
    """Like :func:`has_finite`, without -ed words that may be a reduced relative ("a statement issued after ...")."""
    known = words()
    return any(
        is_finite(line, i) and not (line.low(i).endswith("ed") and line.low(i + 1) in known["preposition"])
        for i in range(max(start, 0), min(stop, len(line)))
    )


def has_finite(line: Line, start: int, stop: int) -> bool:
    """Whether a finite verb stands between ``start`` and ``stop``."""
    return any(is_finite(line, i) for i in range(max(start, 0), min(stop, len(line))))
