"""Reads a report with the trained model: one pass over each passage gives all that is learnt."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import numpy as np

from dragoman.model.decode import Found, bio, peaks, runs, sigmoid, softmax, triggers
from dragoman.model.features import Passage
from dragoman.model.lexicon import LexiconReader
from dragoman.model.session import Model, Outputs
from dragoman.records import Argument, NameSpan, Reading, Report, Span, SpeechCue, Trigger
from dragoman.records.event import Status
from dragoman.records.reading import Role

LEAST_TRIGGER = 0.15
"""Acts below this probability are not even handed on; the extraction has thresholds of its own."""
LEAST_ARGUMENT = 0.04
LEAST_CUE = 0.2
LEAST_RIVAL = 0.02
"""Types below this share are not told as what an act was chosen over."""


class ModelReader:
    """The stage ``read``: fills ``report.reading``."""

    def __init__(self, model: Model) -> None:
        """``model`` may be shared by readers of one thread."""
        self.model = model
        self.lexicon = LexiconReader()

    def read(self, report: Report) -> Report:
        """Needs sentences, gives reading."""
        names: list[NameSpan] = []
        acts: list[Trigger] = []
        cues: list[SpeechCue] = []
        sentences = [sentence.tokens for sentence in report.sentences]
        for passage in self.model.featurizer.passages(report.text, sentences):
            out = self.model.run(passage)
            names += self._names(report.text, passage, out)
            acts += self._acts(report.text, passage, out)
            cues += self._cues(report.text, passage, out)
        return replace(report, reading=Reading(tuple(names), tuple(acts), tuple(cues), self.model.version))

    def _names(self, text: str, passage: Passage, out: Outputs) -> list[NameSpan]:
        kinds = self.model.labels.names
        return [
            NameSpan(_span(text, passage, f), kinds[f.label], f.score)  # type: ignore[arg-type]
            for f in bio(out.name)
            if f.begin >= passage.context
        ]

    def _acts(self, text: str, passage: Passage, out: Outputs) -> list[Trigger]:
        labels = self.model.labels
        found: list[Trigger] = []
        for f, types in triggers(out.act, out.type, out.start, LEAST_TRIGGER):
            if f.begin < passage.context:
                continue
            anchor = list(range(f.begin, f.end))
            name = labels.types[f.label]
            over = [(labels.types[k], float(types[k])) for k in np.argsort(-types)[1:4] if types[k] > LEAST_RIVAL]
            found.append(
                Trigger(
                    span=_span(text, passage, f),
                    type=name,
                    mode=self._mode(name, out.mode[anchor].mean(0)),
                    status=cast("Status", labels.statuses[int(out.status[anchor].mean(0).argmax())]),
                    score=f.score,
                    by="model",
                    over=tuple(over),
                    arguments=tuple(self._arguments(text, passage, out, anchor)),
                    lexicon=self.lexicon.type_of([text[a:b].lower() for a, b in passage.words[f.begin : f.end]]),
                    filled=float(sigmoid(out.filled[anchor].mean())) if out.filled.size else None,
                    datings=self._datings(out, anchor),
                    times=self._times(text, passage, out, anchor),
                )
            )
        return found

    def _mode(self, type_name: str, logits: np.ndarray) -> str | None:
        """The likeliest mode of the type, None where "none" is likelier than any of them."""
        p = softmax(logits)
        fitting = [(p[k], m) for k, m in enumerate(self.model.labels.modes) if m.startswith(f"{type_name}/")]
        best, mode = max(fitting, default=(0.0, ""))
        return mode.split("/", 1)[1] if mode and best > p[0] else None

    def _arguments(self, text: str, passage: Passage, out: Outputs, anchor: list[int]) -> list[Argument]:
        p = sigmoid(self.model.pair_scores(out, anchor))
        found: list[Argument] = []
        sides: tuple[Role, ...] = ("actor", "recipient")
        for role in sides:
            column = p[:, self.model.labels.roles.index(role)]
            found += [
                Argument(_span(text, passage, f), role, f.score) for f in peaks(column, 0, len(column), LEAST_ARGUMENT)
            ]
        return found

    def _datings(self, out: Outputs, anchor: list[int]) -> tuple[tuple[str, float], ...]:
        if not out.dating.size:
            return ()
        shares = softmax(out.dating[anchor].mean(0))
        return tuple((name, round(float(p), 4)) for name, p in zip(self.model.labels.datings, shares, strict=True))

    def _times(self, text: str, passage: Passage, out: Outputs, anchor: list[int]) -> tuple[tuple[Span, float], ...]:
        if "when" not in self.model.labels.roles:
            return ()
        column = sigmoid(self.model.pair_scores(out, anchor))[:, self.model.labels.roles.index("when")]
        return tuple((_span(text, passage, f), f.score) for f in peaks(column, 0, len(column), LEAST_ARGUMENT))

    def _cues(self, text: str, passage: Passage, out: Outputs) -> list[SpeechCue]:
        p = softmax(out.cue)
        said = 1 - p[:, 0]
        found: list[SpeechCue] = []
        for f in runs(said, LEAST_CUE, LEAST_CUE):
            if f.begin < passage.context:
                continue
            pairs = sigmoid(self.model.pair_scores(out, list(range(f.begin, f.end))))
            spans = {}
            for role in ("speaker", "content"):
                column = pairs[:, self.model.labels.roles.index(role)]
                spans[role] = tuple((_span(text, passage, g), g.score) for g in runs(column, 0.35, 0.5))
            found.append(SpeechCue(_span(text, passage, f), f.score, spans["speaker"], spans["content"]))
        return found


def _span(text: str, passage: Passage, f: Found) -> Span:
    """The words of ``f``; of a run over a line's end the last line: nothing is named across paragraphs."""
    start, end = passage.words[f.begin][0], passage.words[f.end - 1][1]
    cut = text.rfind("\n", start, end)
    return Span.of(text, start if cut < 0 else next(a for a, _ in passage.words if a > cut), end)
