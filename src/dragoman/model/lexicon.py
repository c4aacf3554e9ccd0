"""Reads a report with a lexicon of acts: the fallback without the model, and a check of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

import yaml

from dragoman.records import Reading, Report, Sentence, Span, Trigger
from dragoman.records.event import Status

SCORE = 0.5
"""What a word of the lexicon is worth: about half of its uses name an act (docs/accuracy.md)."""
_IRREGULAR = {
    "meet": "met", "seek": "sought", "send": "sent", "fight": "fought", "shoot": "shot", "blow": "blew blown",
    "withdraw": "withdrew withdrawn", "take": "took taken", "break": "broke broken", "give": "gave given",
    "beat": "beaten", "hold": "held", "find": "found", "fly": "flew flown", "speak": "spoke spoken", "set": "set",
    "cut": "cut", "be": "is are was were been being", "step": "stepped stepping", "plan": "planned planning",
    "ban": "banned banning", "bar": "barred barring", "commit": "committed committing", "free": "freed freeing",
    "rule": "ruled ruling", "confer": "conferred conferring",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """First word of an act -> (its other words, type, mode), longest act first; and the cues of status."""

    acts: Mapping[str, tuple[tuple[tuple[str, ...], str, str | None], ...]]
    status: Mapping[Status, re.Pattern[str]]


def forms(verb: str) -> set[str]:
    """The inflected forms of a regular verb, and what is irregular of it."""
    out = {verb, *_IRREGULAR.get(verb, "").split()}
    if verb.endswith("e"):
        out |= {f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"}
    elif verb.endswith("y") and verb[-2:-1] not in tuple("aeiou"):
        out |= {f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    elif verb.endswith(("s", "sh", "ch", "x", "z")):
        out |= {f"{verb}es", f"{verb}ed", f"{verb}ing"}
    else:
        out |= {f"{verb}s", f"{verb}ed", f"{verb}ing"}
    return out


@functools.cache
def load_lexicon() -> Lexicon:
    """The lexicon of the package."""
    data: dict[str, Any] = yaml.safe_load((files("dragoman.data") / "lexicon" / "acts.yaml").read_text("utf8"))
    acts: dict[str, list[tuple[tuple[str, ...], str, str | None]]] = {}
    for key, entries in data["acts"].items():
        name, _, mode = key.partition("/")
        for entry in entries:
            noun = entry.endswith("(n)")
            first, *rest = entry.removesuffix("(n)").split()
            for form in {first} if noun else forms(first):
                acts.setdefault(form, []).append((tuple(rest), name, mode or None))
    ordered = {k: tuple(sorted(v, key=lambda act: -len(act[0]))) for k, v in acts.items()}
    status: dict[Status, re.Pattern[str]] = {
        kind: re.compile(
            "|".join(rf"(?<!\w){re.escape(w)}(?!\w)" if w != "n't" else "n't" for w in words), re.IGNORECASE
        )
        for kind, words in data["status"].items()
    }
    return Lexicon(ordered, status)


class LexiconReader:
    """The stage ``read`` without a model: triggers only, their arguments are found by position later."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        """Use the package's lexicon unless another is given."""
        self.lexicon = lexicon or load_lexicon()

    def read(self, report: Report) -> Report:
        """Needs sentences, gives reading."""
        found = tuple(t for sentence in report.sentences for t in self._sentence(report.text, sentence))
        return replace(report, reading=Reading(triggers=found, by="lexicon"))

    def _sentence(self, text: str, sentence: Sentence) -> Iterator[Trigger]:
        words = [text[a:b].lower() for a, b in sentence.tokens]
        k = 0
        while k < len(words):
            act = self.match(words, k)
            if act is None:
                k += 1
                continue
            length, name, mode = act
            span = Span.of(text, sentence.tokens[k][0], sentence.tokens[k + length - 1][1])
            before = text[max(sentence.span.start, span.start - 40) : span.start]
            yield Trigger(span, name, mode, self.status(before), SCORE, "lexicon")
            k += length

    def match(self, words: list[str], k: int) -> tuple[int, str, str | None] | None:
        """(number of words, type, mode) of the longest act that begins at word ``k``."""
        for rest, name, mode in self.lexicon.acts.get(words[k], ()):
            if tuple(words[k + 1 : k + 1 + len(rest)]) == rest:
                return 1 + len(rest), name, mode
        return None

    def type_of(self, words: list[str]) -> str | None:
        """The type of the first act among the words of a trigger, None where the lexicon knows none of them."""
        return next((act[1] for k in range(len(words)) if (act := self.match(words, k))), None)

    def status(self, before: str) -> Status:
        """Status by the words just before the act."""
        for kind in ("negated", "hypothetical", "future"):
            if self.lexicon.status[kind].search(before):
                return kind
        return "actual"
