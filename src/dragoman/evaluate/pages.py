"""How much of an article's text is found on a page, and how much beside it.

The measure of the article extraction benchmark (Scrapinghub, 2019): shingles of four words as
multisets; a page's true and false positives and false negatives are divided by their sum, so that
every page counts the same; precision, recall and F1 are those of the sums over the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class PageScore:
    """Precision, recall and F1 (0 to 1) over ``pages`` pages, and how many were found exactly."""

    precision: float
    recall: float
    f1: float
    exact: float
    pages: int

    def to_dict(self) -> dict[str, float]:
        """In percent, one decimal; ``pages`` as it is."""
        percent = {name: round(getattr(self, name) * 100, 1) for name in ("precision", "recall", "f1", "exact")}
        return {**percent, "pages": self.pages}


def score_pages(pairs: list[tuple[str, str]]) -> PageScore:
    """Score (expected, found) texts."""
    hit = extra = missed = 0.0
    exact = 0
    for expected, found in pairs:
        want, have = shingles(expected), shingles(found)
        both = (want & have).total()
        everything = want.total() + have.total() - both
        exact += want == have
        if everything:
            hit += both / everything
            extra += (have.total() - both) / everything
            missed += (want.total() - both) / everything
    precision = hit / (hit + extra) if hit + extra else 0.0
    recall = hit / (hit + missed) if hit + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return PageScore(precision, recall, f1, exact / len(pairs) if pairs else 0.0, len(pairs))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The four-word shingles of ``text``; a shorter text is one shingle."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    last = max(1, len(words) - _SHINGLE + 1)
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(last))
