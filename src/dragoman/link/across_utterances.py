"""The same utterance told in several reports: which statements may give it, and how likely it is that they do.

Pure functions over what a statement says and who says it. Variants are linked and kept side by side, never merged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

from dragoman.link.across_words import number, stem, weight
from dragoman.link.utterances import LIGHT, likeness
from dragoman.records import Link, Why

SHINGLE = 4
"""Words in a row that are looked for in other reports."""
WINDOW = 3
"""Of so many shingles in a row the one with the least hash is kept: a shared run of six words has one in common."""
TELLING = 4
"""Weightiest words by which statements in other words are looked for."""
DAYS = 3
"""Days between reports that give one utterance in other words; the same words may come again at any time."""
LEAST_WORDS = 3
TELLING_RUN = 20.0
"""Weight of a run's words (about six that are not common) from which a longer one says no more."""
LONG_RUN = 8
"""So many words in a row are nobody else's."""
BIAS = -4.6
WEIGHTS = {
    "run": 2.5, "shared": 3.5, "whole": 2.0, "same_speaker": 1.0, "other_speaker": -1.5, "days": -0.35, "short": -1.0,
    "other_numbers": -1.0,
}  # fmt: skip
"""Set by hand before training/pairs/same_utterance.jsonl was annotated: weights fitted on half of it do worse."""
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Saying:
    """What linking compares of a statement."""

    id: str
    report: str
    day: int | None
    """Publication of its report, in days since 1970-01-01."""
    speaker: str
    """Id of the actor."""
    name: str
    kind: str
    country: str | None
    words: tuple[str, ...]
    """Of the content, in lower case, in order (``utterances.words_of``)."""


def keys(saying: Saying) -> tuple[set[int], set[int]]:
    """(keys of runs of words, keys of telling words with the speaker's country) by which fellows are looked for."""
    runs = {crc32(" ".join(run).encode()) for run in _winnowed(saying.words)}
    rare = sorted({stem(w) for w in saying.words} - LIGHT, key=lambda w: (-weight(w), w))[:TELLING]
    return runs, {crc32(f"{saying.country}|{word}".encode()) for word in rare if len(word) > 1}


def _winnowed(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Some of the shingles, the same ones of the same words wherever they stand (Schleimer and others, 2003)."""
    all_of_them = [words[i : i + SHINGLE] for i in range(len(words) - SHINGLE + 1)]
    telling = [run for run in all_of_them if sum(w not in LIGHT for w in run) > 1]
    marks = [crc32(" ".join(run).encode()) for run in telling]
    kept = {
        min(range(i, min(i + WINDOW, len(marks))), key=marks.__getitem__)
        for i in range(max(1, len(marks) - WINDOW + 1))
        if marks
    }
    return (telling[i] for i in sorted(kept))


def link(a: Saying, b: Saying) -> Link | None:
    """The link of two sayings of two reports with its reasons; None where they are not one utterance."""
    if a.report == b.report:
        return None
    if b.id < a.id:
        a, b = b, a
    found = features(a, b)
    if found is None:
        return None
    parts = [Why(f"utterance.{n}", round(WEIGHTS[n] * value, 4), note) for n, (value, note) in found.items()]
    score = 1 / (1 + math.exp(-(BIAS + sum(p.score or 0.0 for p in parts))))
    if score < THRESHOLD:
        return None
    return Link(a.id, b.id, score, tuple(sorted(parts, key=lambda p: (-abs(p.score or 0.0), p.by))))


def features(a: Saying, b: Saying) -> dict[str, tuple[float, str]] | None:
    """(value, note) of each feature that holds; None where they cannot be one utterance."""
    small = min(len(set(a.words) - LIGHT), len(set(b.words) - LIGHT))
    if small < LEAST_WORDS:
        return None
    run = longest_run(a.words, b.words)
    apart = abs(a.day - b.day) if a.day is not None and b.day is not None else None
    if len(run) < LONG_RUN and (apart is None or apart > DAYS) and len(run) < min(len(a.words), len(b.words)):
        return None
    telling = sum(weight(stem(w)) for w in run if w not in LIGHT)
    out = {"run": (min(1.0, telling / TELLING_RUN), f"“{' '.join(run)}” in both")} if telling else {}
    shared, union = _shared(a.words, b.words)
    out["shared"] = (shared, f"{shared:.0%} of the shorter one's telling words")
    out["whole"] = (union, f"{union:.0%} of all telling words")
    if (same := speakers(a, b)) != "may_be_speaker":
        out[same] = (1.0, f"{a.name}; {b.name}")
    if other_numbers(a.words, b.words):
        out["other_numbers"] = (1.0, "other numbers")
    if apart:
        out["days"] = (math.log2(1 + min(apart, 30)), f"{apart} days apart")
    if small < LEAST_WORDS + 2 and len(run) < LONG_RUN:
        out["short"] = (1.0, f"{small} telling words")
    return out


def other_numbers(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether both give numbers and none of them is the same."""
    first, second = ({n for w in words if (n := number(w)) is not None} for words in (a, b))
    return bool(first and second and not first & second)


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, float]:
    """Shares of the shorter one's words and of all words that both have, weighed by rarity."""
    first, second = {stem(w) for w in a if w not in LIGHT}, {stem(w) for w in b if w not in LIGHT}
    least = min(sum(map(weight, first)), sum(map(weight, second)))
    both = sum(map(weight, first & second))
    return (min(1.0, both / least), both / sum(map(weight, first | second))) if least else (0.0, 0.0)


def longest_run(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """The longest run of words that both have."""
    best, end = 0, 0
    row: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        places.setdefault(word, []).append(j)
    for i, word in enumerate(a):
        now = {}
        for j in places.get(word, ()):
            now[j] = row.get(j - 1, 0) + 1
            if now[j] > best:
                best, end = now[j], i + 1
        row = now
    return a[end - best : end]


def speakers(a: Saying, b: Saying) -> str:
    """Whether the speakers are one, may be one (one of them unnamed, of the same country), or are two."""
    if a.speaker == b.speaker or (a.kind == b.kind == "person" and a.name.casefold() == b.name.casefold()):
        return "same_speaker"
    if a.kind == "person" and b.kind == "person" and not _role(a) and not _role(b):
        last = a.name.split()[-1:] == b.name.split()[-1:] and 1 in {len(a.name.split()), len(b.name.split())}
        return "may_be_speaker" if last else "other_speaker"
    if a.country is None or b.country is None or a.country == b.country:
        return "may_be_speaker"
    return "other_speaker"


def _role(saying: Saying) -> bool:
    return not saying.speaker.startswith("person:")


def pairs(sayings: Iterable[Saying]) -> Iterator[Link]:
    """The links among ``sayings``, each compared only with those that share a key."""
    runs: dict[int, list[Saying]] = {}
    rare: dict[int, list[Saying]] = {}
    for one in sayings:
        same_words, like_words = keys(one)
        fellows = {o.id: o for key in same_words for o in runs.get(key, ())}
        shared: dict[str, int] = {}
        for key in like_words:
            for other in rare.get(key, ()):
                if one.day is not None and other.day is not None and abs(one.day - other.day) <= DAYS:
                    shared[other.id] = shared.get(other.id, 0) + 1
                    if shared[other.id] > 1:
                        fellows[other.id] = other
            rare.setdefault(key, []).append(one)
        for key in same_words:
            runs.setdefault(key, []).append(one)
        for other in fellows.values():
            if (made := link(one, other)) is not None:
                yield made


__all__ = ["DAYS", "THRESHOLD", "Saying", "features", "keys", "likeness", "link", "longest_run", "pairs", "speakers"]
