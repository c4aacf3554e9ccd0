"""How likely a cue found by the rules is an attribution: a logistic regression over plain features.

The weights stand in ``data/statements/weights.json`` (name of the feature -> weight) and were fitted by
``tools/weigh_cues.py`` on annotated reports. They decide what lists cannot: "condemned the attack" is
mostly a statement, "found the bodies" is mostly none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_draft import Draft
from dragoman.extract.statement_text import Line, has_finite

WHOLE = frozenset({"before", "inverted", "according", "quoted", "colon", "inside"})
"""Rules that need a whole clause or quotation beside the cue, and so say more than the cue's lemma."""


@cache
def weights() -> dict[str, float]:
    """Feature -> weight; empty where none were fitted yet."""
    path = files("dragoman") / "data" / "statements" / "weights.json"
    if not path.is_file():
        return {}
    data = json.loads(path.read_text("utf8"))
    return {str(name): float(value) for name, value in data["weights"].items()}


def probability(line: Line, draft: Draft, drafts: Sequence[Draft]) -> float:
    """Probability that the draft is a statement; 0.5 without weights."""
    known = weights()
    total = sum(known.get(name, 0.0) for name in features(line, draft, drafts))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def features(line: Line, draft: Draft, drafts: Sequence[Draft]) -> Iterator[str]:
    """The names of the features that hold."""
    cue, kind = draft.at.cue, draft.rule.split(".")[0]
    yield "bias"
    yield f"rule={draft.rule}"
    yield f"lemma={cue.lemma}"
    yield f"lemma={cue.lemma}|{draft.rule}" if kind not in WHOLE else f"lemma={cue.lemma}|{kind}"
    yield f"form={draft.at.form}|{kind}"
    if not cue.speech:
        yield "thought"
    yield from _content(line, draft)
    yield from _subject(line, draft)
    yield from _around(line, draft, drafts)


def _content(line: Line, draft: Draft) -> Iterator[str]:
    count = sum(line.is_word(i) for a, b in draft.content for i in range(a, b))
    yield f"length={'1' if count < 2 else '2-3' if count < 4 else '4-7' if count < 8 else '8'}"  # noqa: PLR2004
    marked = [line.quoted(i) >= 0 for a, b in draft.content for i in range(a, b)]
    if all(marked):
        yield "quoted=all"
    elif any(marked):
        yield "quoted=part"
    first = draft.content[0][0]
    if draft.layout == "post" and draft.rule == "after.phrase":
        yield f"begins={'det' if line.low(first) in words()['determiner'] else 'cap' if line.capital(first) else 'low'}"
    if not has_finite(line, *draft.content[0]):
        yield "verbless"


def _subject(line: Line, draft: Draft) -> Iterator[str]:
    if draft.subject is None:
        yield "subject=none"
        return
    start, stop = draft.subject
    low = line.low(stop - 1)
    if stop - start == 1 and low in words()["personal"]:
        yield "subject=pronoun"
    elif line.capital(stop - 1):
        yield "subject=name"
    else:
        yield "subject=noun"
        yield f"subject={low}" if low in DOCUMENTS else "subject=other"
    if has_finite(line, start, stop):
        yield "subject.verb"
    if line.low(start) in words()["preposition"] or line.low(start) == "to":
        yield "subject.preposition"
    if draft.shared is not None:
        yield "subject.shared"


DOCUMENTS = frozenset({
    "report", "reports", "study", "poll", "survey", "statement", "agreement", "law", "resolution", "figures", "data",
    "investigation", "article", "document", "letter", "sources", "plan", "deal", "ruling", "budget", "information",
})  # fmt: skip


def _around(line: Line, draft: Draft, drafts: Sequence[Draft]) -> Iterator[str]:
    known, start = words(), draft.at.start
    before = line.low(start - 1)
    if before in known["relative"]:
        yield "after.relative"
    if before in known["preposition"]:
        yield "after.preposition"
    if draft.at.form == "ing":
        place = "comma" if before == "," else "be" if before in known["be"] else "start" if start <= 1 else "word"
        yield f"ing.after={place}"
    if before in known["modal"] or line.low(start - 2) in known["modal"]:
        yield "modal"
    if any(low in known["negation"] for low in line.lows[max(start - 3, 0) : start]):
        yield "negated"
    for other in drafts:
        if other is not draft and any(a <= start < b for a, b in other.content):
            yield "nested"
            yield f"nested|{draft.rule}"
            break
