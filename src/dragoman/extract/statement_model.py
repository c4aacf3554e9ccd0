"""Join what the trained reading proposes with what the rules found: the model weighs and adds, the rules bound."""

from __future__ import annotations

import math
from bisect import bisect_left

from dragoman.extract.cue_lexicon import Cue
from dragoman.extract.statement_draft import CueAt, Draft, Range
from dragoman.extract.statement_text import Line
from dragoman.records import Reading, Span, SpeechCue

MODEL_WEIGHT = 0.6
"""Share of the model's log-odds in a cue that both propose; the rest is the rules' own."""
UNSEEN = 0.12
"""Probability that stands for the model where it proposes nothing (it hands on from 0.2)."""
ALONE = 0.6
"""Probability from which the model's cue counts where the rules found nothing."""
PROPOSED = Cue("model", frozenset({"model"}), (), frozenset())


def weigh(line: Line, number: int, drafts: list[Draft], reading: Reading | None) -> list[Draft]:
    """The rules' drafts with joined scores, and the model's own where it stands alone and is sure."""
    if reading is None or not reading.cues:
        return drafts
    near = [c for c in reading.cues if line.start <= c.span.start < line.end]
    used: set[int] = set()
    for draft in drafts:
        place = next((n for n, c in enumerate(near) if _same(line, draft, c)), -1)
        used.add(place)
        draft.score = join(draft.score, near[place].score if place >= 0 else UNSEEN)
        draft.model = place >= 0
    added = [d for n, c in enumerate(near) if n not in used and c.score >= ALONE and (d := _draft(line, number, c))]
    return sorted([*drafts, *added], key=lambda d: d.at.start)


def join(rules: float, model: float) -> float:
    """One probability from two, on the scale of log-odds."""
    return 1 / (1 + math.exp(-((1 - MODEL_WEIGHT) * _odds(rules) + MODEL_WEIGHT * _odds(model))))


def _odds(p: float) -> float:
    p = min(max(p, 0.001), 0.999)
    return math.log(p / (1 - p))


def _same(line: Line, draft: Draft, cue: SpeechCue) -> bool:
    return line.begins[draft.at.start] < cue.span.end and cue.span.start < line.ends[draft.at.stop - 1]


def _draft(line: Line, number: int, cue: SpeechCue) -> Draft | None:
    """A draft from the model's spans; None where it has no speaker or no content in this line."""
    at = _range(line, cue.span)
    speaker = max(cue.speakers, key=lambda s: s[1], default=None)
    subject = _range(line, speaker[0]) if speaker else None
    content = [r for span, _ in sorted(cue.contents) if (r := _range(line, span)) is not None]
    if at is None or subject is None or not content or line.quoted(at[0]) >= 0:
        return None
    layout = "post" if content[0][0] >= at[1] else "pre"
    found = CueAt(at[0], at[1], PROPOSED, "model")
    return Draft(found, number, layout, subject, content, "model", score=cue.score, model=True)


def _range(line: Line, span: Span) -> Range | None:
    """The words that a span covers in this line."""
    start = bisect_left(line.ends, span.start + 1)
    stop = bisect_left(line.begins, span.end)
    return (start, stop) if start < stop else None
