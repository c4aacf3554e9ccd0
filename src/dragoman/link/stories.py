"""Stories: reports on the same affair, grouped over time."""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from dragoman.link.across_cluster import cluster
from dragoman.link.across_sketch import Head, day_number
from dragoman.link.across_words import cosine, names, stem, telling, weight, words
from dragoman.records import Link, Story, Why
from dragoman.records.ids import content_id

OPENING = 1500
"""Characters that tell what a report is about: background comes later."""
KEYS = 10
"""Words of a report that it is looked for by."""
SHARED_KEYS = 2
"""Of which a candidate must share so many."""
DAYS = 10
"""Days between two reports within which one follows the other."""
LEAST = 0.5
AVERAGE = 0.3
"""Mean probability that groups of reports must have to become one story: lower than a link's, for affairs move on."""
STYLE = 4.0
"""Most weight of a word that is no name."""
BIAS, LEAD, TITLE, NAMES, APART, EVENTS, COPY = -2.5, 9.0, 2.0, 2.5, -1.2, 2.0, 6.0
"""Log odds of one affair: set by hand by reading what came out, and on training/pairs/same_story.jsonl."""
MOST_READ = 20
"""Reports of a story whose words are read for its description."""
TITLED = 12
"""Letters that a title must have to be one: agencies put notes to editors in its place."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report is about, ready to be compared."""

    report: str
    published: int | None
    lead: tuple[str, ...]
    """Telling stems of title and opening."""
    title: tuple[str, ...]
    names: tuple[str, ...]
    origin: str | None = None

    def to_json(self) -> str:
        """A line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """The inverse of :meth:`to_json`."""
        data: dict[str, Any] = json.loads(line)
        for name in ("lead", "title", "names"):
            data[name] = tuple(data[name])
        return cls(**data)


def outline(head: Head) -> Outline:
    """The outline of a report."""
    opening = head.text[:OPENING]
    return Outline(
        head.id, day_number(head.published), telling(f"{head.title}\n{opening}", 40, figures=False),
        tuple(sorted({w for w in words(head.title) if weight(w) > 1})), telling(" ".join(sorted(names(opening))), 20),
        head.origin,
    )  # fmt: skip


def keys(report: Outline) -> Iterator[tuple[str, int]]:
    """(word, day) under which a report is filed: its rarest telling words."""
    named = set(report.names)
    best = sorted({*report.lead, *report.names}, key=lambda w: (-_telling(w, named) - (w in named), w))[:KEYS]
    for word in best:
        yield word, report.published if report.published is not None else -1


def link_reports(a: Outline, b: Outline, shared: int = 0) -> Link:
    """How likely it is that two reports are on one affair, and why.

    Args:
        a: one of them.
        b: the other.
        shared: how many events of late both tell.
    """
    if b.report < a.report:
        a, b = b, a
    days = abs(a.published - b.published) if a.published is not None and b.published is not None else DAYS
    best = sorted(set(a.lead) & set(b.lead), key=lambda w: (-weight(w), w))[:5]
    parts = [
        Why("story.words", LEAD * _alike(a, b), f"both tell of {', '.join(best) or 'nothing'}"),
        Why("story.title", TITLE * cosine(a.title, b.title), "like titles"),
        Why("story.names", NAMES * cosine(a.names, b.names), "like names"),
        Why("story.days", APART * math.log1p(days) / math.log1p(DAYS), f"{days} days apart"),
    ]
    if shared:
        parts.append(Why("story.events", EVENTS * math.log2(1 + min(shared, 3)), f"{shared} events told by both"))
    if (a.origin or a.report) == (b.origin or b.report):
        parts.append(Why("story.copy", COPY, "one is a copy of the other"))
    odds = BIAS + sum(part.score or 0.0 for part in parts)
    told = sorted((p for p in parts if p.score), key=lambda p: -abs(p.score or 0.0))
    return Link(a.report, b.report, 1 / (1 + math.exp(-odds)), tuple(told))


def _telling(word: str, named: set[str]) -> float:
    """What a word tells of the affair: a rare word that is no name is a matter of style more often than not."""
    return weight(word) if word in named else min(weight(word), STYLE)


def _alike(a: Outline, b: Outline) -> float:
    named = {*a.names, *b.names}
    mine, theirs = ({w: _telling(w, named) ** 2 for w in part.lead} for part in (a, b))
    both = sum(value for w, value in mine.items() if w in theirs)
    return both / math.sqrt(sum(mine.values()) * sum(theirs.values())) if both else 0.0


def stories_of(reports: Mapping[int, Outline], links: Iterable[tuple[int, int, float]]) -> list[list[int]]:
    """The reports in groups, each one story."""
    given = list(links)
    known = {(min(a, b), max(a, b)): value for a, b, value in given}

    @functools.lru_cache(100_000)
    def affinity(a: int, b: int) -> float:
        return known.get((a, b)) or link_reports(reports[a], reports[b]).score

    return cluster(
        reports, given, may_join=lambda *_: True, affinity=lambda a, b: affinity(min(a, b), max(a, b)), least=AVERAGE
    )


def story_of(reports: Sequence[tuple[Head, Outline]]) -> Story:
    """The story of reports (one at least): its title is that of the report that has most in common with the others."""
    told = sorted(reports, key=lambda part: (part[0].published or "9999", part[0].id))
    counts = Counter(w for _, o in told for w in o.lead)
    central = [w for w, n in counts.items() if n > 1 or len(told) == 1]
    ranked = sorted(central, key=lambda w: (-counts[w] * weight(w), w))[:10]
    days = [head.published for head, _ in told if head.published]

    def fit(part: tuple[Head, Outline]) -> tuple[bool, float]:
        head, about = part
        return not good_title(head.title), -round(cosine(about.lead, ranked), 3)

    best = min(told, key=fit)[0]
    return Story(
        id=content_id("y", told[0][0].id), title=headline(best), first=min(days, default=None),
        last=max(days, default=None), reports=tuple(head.id for head, _ in told),
        distinct=len({head.origin or head.id for head, _ in told}), words=_as_written(ranked, told),
    )  # fmt: skip


def _as_written(stems: Sequence[str], told: Sequence[tuple[Head, Outline]]) -> tuple[str, ...]:
    """Each stem in the form that the reports have it in most often."""
    forms: dict[str, Counter[str]] = {one: Counter() for one in stems}
    for head, _ in told[:MOST_READ]:
        for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", f"{head.title} {head.text[:OPENING]}"):
            if (found := stem(word)) in forms:
                forms[found][word] += 1
    return tuple(min(forms[one], key=lambda w: (-forms[one][w], w), default=one) for one in stems)


def good_title(title: str) -> bool:
    """Whether a title tells something: not an agency's note ("ATTENTION - ADDS quotes"), not the rest of a line."""
    letters = [c for c in title if c.isalpha()]
    shouted = title.strip().startswith(("ATTENTION", "=", "<", "-", "by ", "By ", "xxx", "("))
    whole = title.strip()
    return len(letters) >= TITLED and " " in whole and not shouted and not whole[0].islower() and whole[-3:] != "///"


def headline(head: Head) -> str:
    """The report's title, or its first sentence."""
    if good_title(head.title):
        return head.title.strip()
    text = " ".join(head.text[:400].split())
    end = text.find(". ", 40)
    return text[: end + 1] if 0 < end < 240 else (text[:160].rsplit(" ", 1)[0] + " ...")  # noqa: PLR2004 - a line or two
