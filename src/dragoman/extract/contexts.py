"""PLOVER's contexts of an event: what it is about besides who did what, by the words around it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files

import yaml

from dragoman.records import Event, Report, Why

MOST = 3
"""Contexts given to one event at the most; PLOVER's coders rarely gave more."""


@functools.cache
def load_words() -> Mapping[str, re.Pattern[str]]:
    """Context -> pattern of the words that speak for it."""
    data = yaml.safe_load((files("dragoman.data") / "lexicon" / "contexts.yaml").read_text("utf8"))
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
        for name, words in data["contexts"].items()
    }


def add_contexts(report: Report) -> Report:
    """Needs events, gives events with contexts and the words that speak for them."""
    return replace(report, events=tuple(_with_contexts(e) for e in report.events))


def _with_contexts(event: Event) -> Event:
    words = load_words()
    text = " ".join(span.text for span in event.evidence)
    hits = {name: {m.lower() for m in pattern.findall(text)} for name, pattern in words.items()}
    ranked = sorted((name for name in hits if hits[name]), key=lambda name: -len(hits[name]))[:MOST]
    if not ranked:
        return event
    note = "; ".join(f"{name}: {', '.join(sorted(hits[name]))}" for name in ranked)
    return replace(event, contexts=tuple(ranked), whys=(*event.whys, ("contexts", Why("lexicon.contexts", note=note))))
