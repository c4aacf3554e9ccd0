"""Whether one report is an edited copy of another, and why. Thresholds as measured (docs/copies.md)."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.link.copy_text import Fingerprint


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From when on two reports are copies; all but the counts are shares between 0 and 1."""

    sentence: float = 0.6
    """Share of a sentence's trigrams that must stand in the other report for the sentence to stand there."""
    covered: float = 0.5
    """Share of the shorter report's words that are in such sentences, for reports of one day."""
    covered_later: float = 0.75
    """The same for reports of different or unknown days: follow-ups repeat the background of the day before."""
    figures: float = 0.5
    """Share of the shorter report's figures that the other has: the same form filled in anew is no copy."""
    figures_later: float = 0.7
    """The same for reports of different or unknown days."""
    few_figures: int = 4
    """Below so many figures that share tells nothing."""
    corrected: int = 2
    """So many figures may differ in any case, on one day: corrections."""
    verbatim: float = 0.6
    """With this share of words in sentences that are the same to the letter, figures may differ: a form has few."""
    extract: float = 0.5
    """A report shorter than this share of the other is an extract; ``covered_later`` holds for it."""
    length: float = 0.2
    """Least length of the shorter report, as a share of the longer one's."""
    words: int = 12
    """Shorter texts are not compared."""


DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are."""

    covered: float
    sentences: int
    """Sentences of the shorter report that stand in the longer one."""
    of: int
    """Sentences of the shorter report."""
    figures: float | None
    """Share of the shorter's figures in the longer; None where it has too few."""
    differ: int
    """Figures of the shorter that the longer has not."""
    length: float
    verbatim: float
    """Share of the shorter's words in sentences all of whose trigrams the longer has."""

    def is_copy(self, limits: Thresholds = DEFAULT, *, one_day: bool) -> bool:
        """Whether that makes them copies; ``one_day``: both were published on the same, known day."""
        covered = limits.covered if one_day and self.length >= limits.extract else limits.covered_later
        figures, corrected = (limits.figures, limits.corrected) if one_day else (limits.figures_later, 0)
        same_form = self.figures is not None and self.figures < figures and self.differ > corrected
        same_form = same_form and self.verbatim < limits.verbatim
        return self.covered >= covered and self.length >= limits.length and not same_form

    @property
    def note(self) -> str:
        """The reason in words."""
        figures = "" if self.figures is None else f", {self.figures:.0%} of its figures"
        return f"{self.sentences} of {self.of} sentences of the shorter stand in the longer{figures}"


def compare(one: Fingerprint, other: Fingerprint, limits: Thresholds = DEFAULT) -> Likeness | None:
    """How much of the shorter report stands in the longer one; None where a text is too short to tell."""
    short, long = sorted((one, other), key=lambda f: f.length)
    if short.length < limits.words:
        return None
    there = long.shingles
    found = [len(s & there) >= limits.sentence * len(s) for s in short.sentences]
    words = sum(n for n, yes in zip(short.words, found, strict=True) if yes)
    verbatim = sum(n for n, s in zip(short.words, short.sentences, strict=True) if s <= there)
    enough = len(short.figures) >= limits.few_figures
    same = len(short.figures & long.figures)
    figures = same / len(short.figures) if enough else None
    differ = len(short.figures) - same
    return Likeness(
        words / short.length,
        sum(found),
        len(found),
        figures,
        differ,
        short.length / long.length,
        verbatim / short.length,
    )
