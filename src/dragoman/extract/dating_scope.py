"""What the dating of events works on: sentences, their words, and the dated expressions in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources

import yaml

from dragoman.records import Report, Span, TimeExpression

WORD = re.compile(r"[^\W_]+(?:[\u2019'][^\W_]+)?|[^\w\s]")
_NEAR, _MIDDLE, _FAR = 2, 6, 12
"""Token distances that part the buckets."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists of ``data/dates/dating_words.yaml``."""

    determiners: frozenset[str]
    subordinate: frozenset[str]
    clause: frozenset[str]
    saying: frozenset[str]
    hints: frozenset[str]
    past: frozenset[str]
    run_on: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: dict[str, str]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """The word lists, loaded once."""
    path = resources.files("dragoman.data") / "dates" / "dating_words.yaml"
    data = yaml.safe_load(path.read_text("utf8"))
    auxiliaries = {str(k): str(v) for k, v in data.pop("auxiliaries").items()}
    return Lists(auxiliaries=auxiliaries, **{name: frozenset(map(str, words)) for name, words in data.items()})


WORDS = lists()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date an event may have: its codebook value (None: no date), where it comes from, and its features."""

    kind: str
    value: str | None
    time: TimeExpression | None = None
    features: tuple[str, ...] = ()
    sure: bool = False
    """Whether the clause alone settles it: the one date of the sentence, in the past, right behind a past verb."""


@dataclass(slots=True)
class Words:
    """Words of one sentence with their offsets into the report."""

    span: Span
    starts: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, span: Span) -> Words:
        """Split a sentence."""
        out = cls(span)
        for match in WORD.finditer(span.text):
            out.starts.append(span.start + match.start())
            out.words.append(match.group().lower())
        return out

    def at(self, offset: int) -> int:
        """Index of the word that holds ``offset`` (or the one before)."""
        return max(bisect_right(self.starts, offset) - 1, 0)


class Scope:
    """A report prepared for dating: its sentences, their words, and the dated expressions of each."""

    def __init__(self, report: Report) -> None:
        """Sort the time expressions into the sentences; a report without sentences is split at paragraphs."""
        self.report = report
        spans = [s.span for s in report.sentences] or list(_paragraphs(report.text))
        self.sentences = spans
        self.starts = [span.start for span in spans]
        self.words: dict[int, Words] = {}
        self._dated: dict[int, list[TimeExpression]] = {}
        self.times: dict[int, list[TimeExpression]] = {}
        for time in report.times:
            self.times.setdefault(self.index(time.span.start), []).append(time)
        self.triggers = sorted(e.trigger.start for e in report.events)
        self.published = day_of(report.published.date)

    def index(self, offset: int) -> int:
        """Index of the sentence that ``offset`` lies in (or the one before it)."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def of(self, index: int) -> Words:
        """The words of a sentence."""
        if index not in self.words:
            self.words[index] = Words.of(self.sentences[index])
        return self.words[index]

    def dated(self, index: int) -> list[TimeExpression]:
        """The expressions of a sentence that have a date."""
        if index not in self._dated:
            known = self.times.get(index, ())
            self._dated[index] = [t for t in known if t.when is not None and t.when.value is not None]
        return self._dated[index]


def _paragraphs(text: str) -> Iterable[Span]:
    for match in re.finditer(r"[^\n.!?]+(?:[.!?](?!\s)[^\n.!?]*)*[.!?]?", text):
        if match.group().strip():
            yield Span.of(text, match.start(), match.end())


def day_of(value: str | None) -> date | None:
    """The day of an ISO date; None where it is none."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def plain(value: str) -> str:
    """A codebook date without time of day: ``2023-05-24T10:00`` is ``2023-05-24``."""
    return "/".join(part.split("T")[0] for part in value.split("/"))


def relation(value: str, published: date | None) -> str:
    """How a date lies to publication: same, future, week, month, year, old, span."""
    first = day_of((value.split("/", maxsplit=1)[0] + "-01-01")[:10])
    if published is None or first is None:
        return "?"
    last = value.rsplit("/", maxsplit=1)[-1]
    if (
        last > published.isoformat()[: len(last)]
        and value.split("/", maxsplit=1)[0] > published.isoformat()[: len(value.split("/", maxsplit=1)[0])]
    ):
        return "future"
    if published.isoformat().startswith(value):
        return "same" if len(value) == len("2023-05-24") else "within"
    days = (published - first).days
    if days < 0:
        return "future"
    return "week" if days <= 7 else "month" if days <= 31 else "year" if days <= 366 else "old"  # noqa: PLR2004


def bucket(distance: int) -> str:
    """How far apart two words stand, in four steps."""
    return "0" if distance <= _NEAR else "1" if distance <= _MIDDLE else "2" if distance <= _FAR else "3"
