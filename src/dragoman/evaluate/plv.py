"""Root and quad of sentences whose source and target are given (the PLV sentences, tab-separated).

The file's YIELD is CONCEDE or RETREAT, in its material cooperation: both of ours count as it. What the codebook calls
CONCEDE, a yielding that is promised and still to come ("agreed to withdraw", "will lift the curfew"), the file has as
AGREE (CAMEO's "express intent to yield"): such an answer counts as AGREE. A row whose target is the placeholder
"a recipient" counts like the others, with no words for its target.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.errors import DataError
from dragoman.evaluate.classes import accuracy, class_f1, macro_f1
from dragoman.model.lexicon import LexiconReader, forms
from dragoman.model.sides import Between
from dragoman.records import Report, Span

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
PLACEHOLDER = "a recipient"
NEAR = 40
"""Characters before an act in which words of promise belong to it."""
PROMISES = {"willing", "ready"}.union(
    *(forms(verb) for verb in ("agree", "promise", "pledge", "offer", "vow", "commit"))
)
WORD = re.compile(r"\w+")
Rank = Callable[[Report, tuple[Span, ...], tuple[Span, ...]], Between]


@dataclass(slots=True)
class PlvResult:
    """Gold and predicted labels, row by row."""

    gold: list[str] = field(default_factory=list)
    predicted: list[str] = field(default_factory=list)
    quad_gold: list[str] = field(default_factory=list)
    quad_predicted: list[str] = field(default_factory=list)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(sentence, source, target, "gold > predicted") of the wrong ones."""

    def to_dict(self) -> dict[str, object]:
        """Figures in percent."""
        return {
            "n": len(self.gold),
            "root_macro_f1": macro_f1(self.gold, self.predicted),
            "root_accuracy": accuracy(self.gold, self.predicted),
            "quad_macro_f1": macro_f1(self.quad_gold, self.quad_predicted),
            "quad_accuracy": accuracy(self.quad_gold, self.quad_predicted),
            "by_root": {
                label: round(100 * class_f1(self.gold, self.predicted, label), 1) for label in sorted(set(self.gold))
            },
        }


def evaluate_plv(path: Path, rank: Rank) -> PlvResult:
    """Code each row of ``path`` with ``rank`` and compare; raises ``DataError`` where a column is missing."""
    result = PlvResult()
    with path.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        wanted = {"sentence", "source", "target", "gold_root"}
        if not wanted <= set(reader.fieldnames or ()):
            raise DataError(f"{path}: expected tab-separated columns {', '.join(sorted(wanted))}")
        for row in reader:
            _row(row, rank, result)
    return result


def _row(row: dict[str, str], rank: Rank, result: PlvResult) -> None:
    text = row["sentence"]
    report = Report(text=text, id="plv")
    target = () if row["target"] == PLACEHOLDER else spans_of(text, row["target"])
    guess = _in_their_terms(text, rank(report, spans_of(text, row["source"]), target))
    gold = row["gold_root"]
    result.gold.append(gold)
    result.predicted.append(guess)
    result.quad_gold.append(QUAD[gold])
    result.quad_predicted.append(QUAD.get(guess, "0"))
    if gold != guess:
        result.rows.append((text, row["source"], row["target"], f"{gold} > {guess}"))


def _in_their_terms(text: str, act: Between) -> str:
    best = act.types[0][0]
    if best == "CONCEDE" and act.word is not None and (act.status == "future" or _promised(text, act.word)):
        return "AGREE"
    return "YIELD" if best in {"CONCEDE", "RETREAT"} else best


def _promised(text: str, word: Span) -> bool:
    """Whether words of promise or of the future lead up to the act ("was willing to withdraw")."""
    before = text[max(0, word.start - NEAR) : word.start].lower()
    words = {*WORD.findall(before), word.text.lower()}
    return LexiconReader().status(before) == "future" or bool(words & PROMISES)


def spans_of(text: str, words: str) -> tuple[Span, ...]:
    """Where ``words`` stand in ``text`` (first occurrence); nothing where they do not."""
    at = text.find(words.strip())
    return (Span.of(text, at, at + len(words.strip())),) if at >= 0 and words.strip() else ()
