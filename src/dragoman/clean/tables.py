"""The data files of this stage, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml


def read_table(name: str) -> Any:
    """The parsed YAML file ``data/clean/NAME.yaml``."""
    text = files("dragoman.data.clean").joinpath(f"{name}.yaml").read_text("utf8")
    return yaml.safe_load(text)


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Words that a full stop may follow without ending the sentence (without that stop)."""

    titles: frozenset[str]
    numbered: frozenset[str]
    months: frozenset[str]
    open: frozenset[str]
    starters: frozenset[str]
    speech: re.Pattern[str]


@lru_cache(maxsize=1)
def abbreviations() -> Abbreviations:
    """The abbreviations of ``abbreviations.yaml``."""
    table = read_table("abbreviations")
    speech = "|".join(table.pop("speech"))
    return Abbreviations(
        **{name: frozenset(map(str, words)) for name, words in table.items()},
        # "Why?" Foreign Minister Smith asked: up to four names or words before the verb.
        speech=re.compile(rf"(?:[\w.'\u2019-]+\s+){{1,4}}(?:{speech})\b"),
    )


@dataclass(frozen=True, slots=True)
class LinePatterns:
    """Patterns that label a line; see ``residue.yaml``."""

    residue: tuple[tuple[str, re.Pattern[str]], ...]
    byline: re.Pattern[str]
    not_name: re.Pattern[str]
    desk: re.Pattern[str]
    credit: re.Pattern[str]
    credit_tail: re.Pattern[str]
    caption_lead: re.Pattern[str]
    caption_sign: re.Pattern[str]
    agencies: str
    date_label: re.Pattern[str]


@lru_cache(maxsize=1)
def line_patterns() -> LinePatterns:
    """The patterns of ``residue.yaml``, compiled."""
    table = read_table("residue")
    flags = re.IGNORECASE
    return LinePatterns(
        residue=tuple((name, re.compile(pattern, flags)) for name, pattern in table["residue"].items()),
        byline=re.compile(table["byline"], flags),
        not_name=re.compile(table["not_name"]),
        desk=re.compile(table["desk"], flags),
        credit=re.compile(table["credit"], flags),
        credit_tail=re.compile(rf"(?:{table['credit_tail']})$", flags),
        caption_lead=re.compile(table["caption_lead"], flags),
        caption_sign=re.compile(table["caption_sign"], flags),
        agencies=table["agencies"],
        date_label=re.compile(table["date_label"], flags),
    )
