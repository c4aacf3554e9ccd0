"""PLOVER's contexts of an event: what it is about besides who did what.

Words of the event's sentences, of the title and of the report speak for a context, and so do the sides' sectors and
the event's type, each with a weight. What speaks for a context is in the event's reasons.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

import yaml

from dragoman.records import Event, Report, Why

MOST = 3
"""Contexts given to one event at the most; PLOVER's coders rarely gave more."""
FURTHER = 3
"""Further strong words of the report that count."""
_TOKEN = re.compile(r"\w+")
_STATES = {"GOV", "MIL", "LEG", None}
Gains = Mapping[str, Mapping[str, float]]


class _Finder:
    """Finds the words of all contexts in one pass: each word of a text is looked up by how it begins.

    Seventy patterns over a whole report took as long as a sixth of reading it.
    """

    def __init__(self, contexts: Mapping[str, Iterable[str]]) -> None:
        self.names = frozenset(contexts)
        self._by_start: dict[str, list[tuple[str, str, re.Pattern[str]]]] = {}
        for name, words in contexts.items():
            for word in words:
                start = re.match(r"[a-z0-9]*(?![a-z0-9]*[?*+{|])|[a-z0-9]*(?=[a-z0-9][?*])", word.lower())
                begins = start[0] if start else ""
                entry = (begins, name, re.compile(rf"{word}(?!\w)", re.IGNORECASE))
                self._by_start.setdefault(begins[:2], []).append(entry)

    def told_by(self, text: str) -> dict[str, set[str]]:
        """Context -> its words in ``text``, folded; of words within one another the longest."""
        out: dict[str, set[str]] = {}
        until: dict[str, int] = {}
        for token in _TOKEN.finditer(text):
            at, word = token.start(), token[0].lower()
            best: dict[str, int] = {}
            for begins, name, pattern in (*self._by_start.get(word[:2], ()), *self._by_start.get(word[:1], ())):
                if at >= until.get(name, 0) and word.startswith(begins):
                    found = pattern.match(text, at)
                    if found and found.end() > best.get(name, 0):
                        best[name] = found.end()
            for name, end in best.items():
                until[name] = end
                out.setdefault(name, set()).add(" ".join(text[at:end].lower().split()))
        return out


@dataclass(frozen=True, slots=True)
class Words:
    """What ``lexicon/contexts.yaml`` says."""

    strong: _Finder
    weak: _Finder
    weights: Mapping[str, float]
    sectors: Gains
    codes: Gains
    types: Gains
    """By type, and by type/mode."""
    abroad: Mapping[str, float]


@functools.cache
def load_words() -> Words:
    """The lexicon of contexts."""
    data: dict[str, Any] = yaml.safe_load((files("dragoman.data") / "lexicon" / "contexts.yaml").read_text("utf8"))
    found = data["contexts"]
    return Words(
        strong=_Finder({name: words["strong"] for name, words in found.items()}),
        weak=_Finder({name: words["weak"] for name, words in found.items()}),
        weights=data["weights"],
        sectors=data["sectors"],
        codes=data["codes"],
        types=data["types"],
        abroad=data["abroad"],
    )


def add_contexts(report: Report) -> Report:
    """Needs events, gives events with contexts and what speaks for them."""
    if not report.events:
        return report
    strong = load_words().strong
    title, text = strong.told_by(_head(report)), strong.told_by(report.text)
    return replace(report, events=tuple(_with_contexts(e, title, text) for e in report.events))


def _head(report: Report) -> str:
    """The title, or the first paragraph where there is none."""
    if report.title:
        return report.title
    return next((s.span.text for s in report.segments if s.carries_facts), "")


def _with_contexts(event: Event, title: Mapping[str, set[str]], text: Mapping[str, set[str]]) -> Event:
    words = load_words()
    scores = _scores(event, title, text, words)
    best = scores.best(MOST + 3)
    ranked = [name for name, score in best[:MOST] if score >= words.weights["least"]]
    if not ranked and best and best[0][1] >= words.weights["alone"]:
        ranked = [best[0][0]]
    if not ranked:
        return event
    note = "; ".join(f"{name} {scores.of[name]:.2f}: {', '.join(scores.says[name])}" for name in ranked)
    over = tuple((name, round(score, 2)) for name, score in best if name not in ranked)[:3]
    why = Why("lexicon.contexts", note=note, over=over)
    return replace(event, contexts=tuple(ranked), whys=(*event.whys, ("contexts", why)))


@dataclass(slots=True)
class _Scores:
    """What speaks for each context, summed up."""

    of: dict[str, float] = field(default_factory=dict)
    says: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, gain: float, reason: str) -> None:
        self.of[name] = self.of.get(name, 0.0) + gain
        self.says.setdefault(name, []).append(reason)

    def best(self, most: int) -> list[tuple[str, float]]:
        return sorted(self.of.items(), key=lambda item: -item[1])[:most]


def _scores(event: Event, title: Mapping[str, set[str]], text: Mapping[str, set[str]], words: Words) -> _Scores:
    out = _Scores()
    evidence = " ".join(span.text for span in event.evidence)
    strong = words.strong.told_by(evidence)
    _by_words(out, strong, words.weights["strong"], 2)
    weak = {name: found - strong.get(name, set()) for name, found in words.weak.told_by(evidence).items()}
    _by_words(out, weak, words.weights["weak"], 3)
    for name, found in title.items():
        out.add(name, words.weights["title"], f"title: {min(found)}")
    for name, found in text.items():
        further = len(found - strong.get(name, set()))
        if further:
            out.add(name, words.weights["report"] * min(further, FURTHER), "in the report")
    for reason, gains in _by_slots(event, words):
        for name, gain in gains.items():
            out.add(name, gain, reason)
    return out


def _by_words(out: _Scores, told: Mapping[str, set[str]], weight: float, most: int) -> None:
    for name, found in told.items():
        for word in sorted(found)[:most]:
            out.add(name, weight, word)


def _by_slots(event: Event, words: Words) -> Iterable[tuple[str, Mapping[str, float]]]:
    """(reason, gains) by type and mode, by the sides' sectors and codes, and by states that deal with each other."""
    for key in (event.type, f"{event.type}/{event.mode}"):
        if key in words.types:
            yield key, words.types[key]
    parts = [part.actor for part in (*event.actors, *event.recipients)]
    for sector in sorted({actor.sector for actor in parts if actor.sector}):
        if sector in words.sectors:
            yield sector, words.sectors[sector]
    for prefix, gains in words.codes.items():
        if any(actor.code.startswith(prefix) for actor in parts):
            yield prefix.rstrip(":"), gains
    states = {actor.country for actor in parts if actor.country and actor.sector in _STATES}
    if len(states) > 1 and event.quad < 4:  # noqa: PLR2004 - force is no diplomacy
        yield "states", words.abroad
