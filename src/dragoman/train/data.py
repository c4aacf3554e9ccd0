"""From gold files to training examples: passages with a label for each word and each pair of words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.clean import clean
from dragoman.errors import DataError
from dragoman.model.features import Featurizer, Passage
from dragoman.model.labels import ROLES, Labels
from dragoman.records import Report
from dragoman.train import align
from dragoman.train.align import IGNORE, Range, words_in
from dragoman.train.days import Days, teach
from dragoman.train.sentences import read_sentences

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Anchor:
    """A trigger or cue: its words, what it is, and for each word and role 1, 0 or -1 (do not learn)."""

    words: list[int]
    roles: NDArray[np.int8]
    """(n_words, n_roles)."""
    mode: int = IGNORE
    status: int = IGNORE
    dating: int = IGNORE
    filled: int = IGNORE
    """Whether the act has a recipient: 1 or 0."""


@dataclass(slots=True)
class Example:
    """A passage with what is to be learnt about it; arrays are (n_words,)."""

    passage: Passage
    report: str
    weight: float = 1.0
    name: NDArray[np.int64] | None = None
    trigger: NDArray[np.int64] | None = None
    start: NDArray[np.int64] | None = None
    cue: NDArray[np.int64] | None = None
    sector: NDArray[np.int64] | None = None
    anchors: list[Anchor] = field(default_factory=list)
    syntax: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None = None
    """(part of speech, relation, head as a word index or IGNORE) by the teacher."""


def read_gold(path: Path) -> Iterator[dict[str, Any]]:
    """Gold objects of a folder of ``*.json``, ``*.jsonl`` or marked sentences (``*.txt``), or of one ``*.jsonl``."""
    if path.is_dir():
        yield from read_sentences(path)
        for inner in sorted((*path.glob("*.json"), *path.glob("*.jsonl"))):
            yield from read_gold(inner)
        return
    number = 1
    try:
        lines = path.read_text("utf8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf8")]
        for number, line in enumerate(lines, 1):  # noqa: B007 - told in the error
            if line.strip():
                yield json.loads(line)
    except (OSError, ValueError) as error:
        raise DataError(f"{path}, line {number}: not a gold file ({error}); see docs/codebook.md") from error


def sentences_of(text: str) -> tuple[str, list[list[Range]]]:
    """The words of each sentence, cut as they are cut when a report is read."""
    report = clean(Report(text=text, id="train"))
    return text, [list(s.tokens) for s in report.sentences]


class Labeller:
    """Makes examples of gold objects."""

    def __init__(self, featurizer: Featurizer, labels: Labels) -> None:
        """``labels`` fixes the order of types, modes and the rest."""
        self.featurizer = featurizer
        self.labels = labels
        self.type_of = {name: n + 1 for n, name in enumerate(labels.types)}
        self.mode_of = {name: n for n, name in enumerate(labels.modes)}
        self.status_of = {name: n for n, name in enumerate(labels.statuses)}
        self.sector_of = {name: n for n, name in enumerate(labels.sectors)}

    def examples(self, gold: dict[str, Any], weight: float = 1.0) -> list[Example]:
        """One example a passage of the report."""
        text, sentences = sentences_of(gold["text"])
        days = Days.of(gold)
        return [
            self._example(text, gold, passage, weight, days) for passage in self.featurizer.passages(text, sentences)
        ]

    def _example(self, text: str, gold: dict[str, Any], passage: Passage, weight: float, days: Days | None) -> Example:
        n = len(passage.words)
        ex = Example(passage, gold["id"], weight)
        ex.trigger, ex.start = np.zeros(n, np.int64), np.zeros(n, np.int64)
        ex.cue, ex.sector = np.zeros(n, np.int64), np.full(n, IGNORE)
        ex.trigger[: passage.context] = ex.cue[: passage.context] = ex.start[: passage.context] = IGNORE
        placed = [(e, r) for e in gold["events"] if (r := align.trigger(text, e, align.evidence(text, e)))]
        self._ignore_repeats(text, ex, [r for _, r in placed])
        for event, where in placed:
            self._event(text, event, where, ex, days)
        for statement in gold["statements"]:
            self._statement(text, statement, ex)
        return ex

    def _ignore_repeats(self, text: str, ex: Example, triggers: Sequence[Range]) -> None:
        """The annotators mark one mention an event: the same words elsewhere may be its repetition."""
        assert ex.trigger is not None  # noqa: S101 - set by the caller
        assert ex.start is not None  # noqa: S101
        heads = {text[a:b].lower() for a, b in triggers} | {text[a:b].lower().split()[0] for a, b in triggers}
        for k, (a, b) in enumerate(ex.passage.words):
            if text[a:b].lower() in heads and b - a > 3:
                ex.trigger[k] = ex.start[k] = IGNORE

    def _event(self, text: str, event: dict[str, Any], where: Range, ex: Example, days: Days | None) -> None:
        words = words_in(ex.passage, where)
        if not words or event["type"] not in self.type_of:
            return
        own = [k for k in words if k >= ex.passage.context]
        if own and ex.trigger is not None and ex.start is not None:
            free = [k for k in own if ex.trigger[k] <= 0]
            ex.trigger[free] = self.type_of[event["type"]]
            ex.start[own] = 0
            ex.start[own[0]] = 1
        if not own:
            return
        anchor = self._anchor(ex, words)
        mode = f"{event['type']}/{event['mode']}" if event.get("mode") else "none"
        anchor.mode = self.mode_of.get(mode, IGNORE)
        anchor.status = self.status_of[event["status"]]
        within = align.evidence(text, event)
        anchor.roles[:, ROLES.index("speaker") :] = -1
        anchor.filled = int(bool(event["recipients"]))
        anchor.dating = teach(days, event, where, ex.passage, anchor.roles, ROLES.index("when"))
        for role, parts in (("actor", event["actors"]), ("recipient", event["recipients"])):
            for part in parts:
                self._argument(text, part, ROLES.index(role), anchor, ex, where, within)

    def _argument(
        self,
        text: str,
        part: dict[str, Any],
        role: int,
        anchor: Anchor,
        ex: Example,
        where: Range,
        within: Sequence[Range],
    ) -> None:
        found = align.occurrences(text, part["text"])
        best = align.nearest(found, where, within=within)
        for other in found:
            for k in words_in(ex.passage, other):
                if anchor.roles[k, role] == 0:
                    anchor.roles[k, role] = -1
        if best is None:
            return
        sector = [*part["code"].split("/"), "---"][1]
        for k in words_in(ex.passage, best):
            anchor.roles[k, role] = 1
            if ex.sector is not None and k not in anchor.words:
                ex.sector[k] = self.sector_of.get(sector, IGNORE)

    def _statement(self, text: str, statement: dict[str, Any], ex: Example) -> None:
        said = align.content(text, statement)
        where = align.cue(text, statement, said)
        words = words_in(ex.passage, where) if where else []
        own = [k for k in words if k >= ex.passage.context]
        if not own or where is None or ex.cue is None:
            return
        ex.cue[own] = 2
        ex.cue[own[0]] = 1
        anchor = self._anchor(ex, words)
        anchor.roles[:, : ROLES.index("speaker")] = -1
        anchor.roles[:, ROLES.index("when")] = -1
        speaker = align.nearest(align.occurrences(text, statement["speaker"]), where)
        for role, spans in (("speaker", [speaker] if speaker else []), ("content", said)):
            for span in spans:
                anchor.roles[words_in(ex.passage, span), ROLES.index(role)] = 1

    @staticmethod
    def _anchor(ex: Example, words: list[int]) -> Anchor:
        anchor = Anchor(words, np.zeros((len(ex.passage.words), len(ROLES)), np.int8))
        ex.anchors.append(anchor)
        return anchor


def split(golds: Iterable[dict[str, Any]], every: int = 12) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hold out each ``every``-th report by its id's hash: (to train on, held out)."""
    import zlib

    train: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for gold in golds:
        (held if zlib.crc32(gold["id"].encode()) % every == 0 else train).append(gold)
    return train, held
