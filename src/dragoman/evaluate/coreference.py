"""Pronouns and epithets of gold reports: is the country or body right that they stand for?

An actor of the gold counts as a pronoun where his words are one ("he", "its", "they"), and as an
epithet where they begin with a determiner or number and hold no capital ("the ministry", "both
sides", "the two countries"). Right is a resolution whose countries share one with the gold's.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.clean import clean
from dragoman.errors import DataError
from dragoman.records import Published, Report, Span
from dragoman.resolve.actors import Resolver

PRONOUN = re.compile(
    r"(?:he|she|it|they|him|her|them|his|its|their|we|us|our|i|himself|itself|themselves|both)$", re.IGNORECASE
)
EPITHET = re.compile(r"(?:the|both|this|these|its|his|her|their|each) [^A-Z]+$|(?:The|Both|Its|Their|Each) [^A-Z]+$")


@dataclass(slots=True)
class CoreferenceResult:
    """Counts by kind ("pronoun", "epithet"); ``errors`` holds (report, words, expected, given, why)."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """Percent right and how many, by kind and in all."""
        out: dict[str, object] = {}
        for kind in ("pronoun", "epithet"):
            out[kind] = round(100 * self.counts[f"{kind} right"] / max(1, self.counts[kind]), 1)
            out[f"{kind}_n"] = self.counts[kind]
        total = self.counts["pronoun"] + self.counts["epithet"]
        right = self.counts["pronoun right"] + self.counts["epithet right"]
        return {**out, "all": round(100 * right / max(1, total), 1), "n": total}


def evaluate_coreference(folder: Path, resolver: Resolver) -> CoreferenceResult:
    """Resolve the pronoun and epithet actors and recipients of the gold reports in ``folder``."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(f"{folder}: no gold reports (*.json) there")
    result = CoreferenceResult()
    for path in paths:
        gold = json.loads(path.read_text(encoding="utf8"))
        published = Published(gold.get("published"))
        report = clean(Report(gold["text"], gold["id"], title=gold.get("title"), published=published))
        for words, codes, start in slots(gold):
            kind = "pronoun" if PRONOUN.match(words) else "epithet" if EPITHET.match(words) else None
            if kind is not None:
                _judge(result, kind, report, Span.of(report.text, start, start + len(words)), codes, resolver)
    return result


def _judge(
    result: CoreferenceResult, kind: str, report: Report, span: Span, codes: set[str], resolver: Resolver
) -> None:
    actors = resolver.who(report, span)
    given = {a.country or "---" for a in actors}
    result.counts[kind] += 1
    if given & codes:
        result.counts[f"{kind} right"] += 1
    else:
        result.errors.append((report.id, span.text, ",".join(codes), ",".join(sorted(given)), actors[0].why.note))


def slots(gold: dict[str, object]) -> Iterator[tuple[str, set[str], int]]:
    """(words, countries, place) of the actors and recipients whose words stand in their evidence."""
    text = str(gold["text"])
    events = gold["events"]
    assert isinstance(events, list)  # noqa: S101
    for event in events:
        for side in ("actors", "recipients"):
            by_words: dict[str, set[str]] = defaultdict(set)
            for actor in event[side]:
                by_words[actor["text"]].add(actor["code"].split("/")[0])
            for words, codes in by_words.items():
                for evidence in event["evidence"]:
                    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", evidence)
                    at = text.find(evidence)
                    if found and at >= 0 and words != event["trigger"]:
                        yield words, codes, at + found.start()
                        break
