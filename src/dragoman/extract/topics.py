"""Tells reports about sport, markets, weather and science from those about politics, by their words.

"Attack", "defence", "strike" and "rally" are acts in one kind and none in the other. No report is left out: in one that
is not about politics an act has to be likelier to be told (``Limits.unpolitical``).
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

import yaml

from dragoman.records import Report

FEW = 4
"""Words of the other kind that a report must have before it is taken for it."""


@functools.cache
def load_topics() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of (unpolitical, political) words."""
    data = yaml.safe_load((files("dragoman.data") / "lexicon" / "topics.yaml").read_text("utf8"))
    kinds = (data["unpolitical"], data["political"])
    first, second = (re.compile(rf"(?<!\w)(?:{'|'.join(k)})(?!\w)", re.IGNORECASE) for k in kinds)
    return first, second


def is_unpolitical(report: Report) -> bool:
    """Whether the words of sport, markets and the like are many and outweigh those of politics by far."""
    other, political = load_topics()
    text = "\n".join(sentence.span.text for sentence in report.sentences)
    count = len(other.findall(text))
    return count >= FEW and count > 2 * len(political.findall(text))
