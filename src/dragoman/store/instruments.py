"""Named instruments over many reports: one entry for one treaty, with its steps in the order of time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dragoman.records.ids import content_id
from dragoman.store.flat import html_table

MENTIONED = "mentioned"
SOURCES = 3
"""Reports kept for one step; the others are counted."""
SMALL = {"the", "a", "an", "of", "for", "on", "and", "in", "to", "between"}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "10th")
_SAME = {
    **dict(zip(_ORDINALS, _NUMBERS, strict=True)), "program": "programme", "defense": "defence", "pact": "agreement",
    "accord": "agreement", "accords": "agreement", "deal": "agreement", "agreements": "agreement",
}  # fmt: skip
"""Words that names of one instrument have for one another."""


@dataclass(slots=True)
class Step:
    """A state with its day, as one or more reports tell it."""

    state: str
    date: str | None
    told: int = 0
    """How many reports tell it."""
    sources: list[dict[str, Any]] = field(default_factory=list)
    """report, publisher, published, url, words, start and end; at most three."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"state": self.state, "date": self.date, "told": self.told, "sources": self.sources}


@dataclass(slots=True)
class Instrument:
    """One named instrument."""

    id: str
    name: str
    kind: str
    acronym: str | None
    names: list[str]
    """Other forms of its name, the most frequent first."""
    parties: list[dict[str, Any]]
    """code, name, and how many reports name it beside the instrument; the most frequent first."""
    steps: list[Step]
    """In order of time, undated last; what is only mentioned is no step."""
    reports: list[str]
    first: str | None
    last: str | None

    @property
    def state(self) -> str:
        """The state of the last dated step."""
        return self.steps[-1].state if self.steps else MENTIONED

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "id": self.id, "name": self.name, "kind": self.kind, "acronym": self.acronym, "names": self.names,
            "state": self.state, "parties": self.parties, "steps": [s.to_dict() for s in self.steps],
            "reports": self.reports, "first": self.first, "last": self.last,
        }  # fmt: skip


class Instruments(list[Instrument]):
    """The instruments, those told by most reports first."""

    def _repr_html_(self) -> str:
        rows = [
            (i.name, i.kind, ", ".join(p["code"] for p in i.parties), history(i), len(i.reports)) for i in self[:20]
        ]
        return html_table(
            ("name", "kind", "parties", "history", "reports"), rows, f"{len(self)} agreements and bodies of work"
        )


def history(instrument: Instrument) -> str:
    """``proposed 2023-05, signed 2023-07-12``."""
    return ", ".join(f"{step.state} {step.date or ''}".strip() for step in instrument.steps) or MENTIONED


def merged(hits: Iterable[Any]) -> Instruments:
    """One entry for one instrument, those told by most reports first.

    Two mentions are of one instrument where their acronyms or their names (but for small words, years of its text and
    such pairs as program and programme) are the same; summits without a number only within a year. A name in lower case
    ("trade agreement") says which instrument it is by its parties alone: they must be the same.
    """
    groups: dict[tuple[str, ...], list[Any]] = {}
    acronyms: dict[str, tuple[str, ...]] = {}
    for hit in hits:
        key = _key(hit.data, hit.report["published"])
        acronym = hit.data["acronym"]
        if acronym:
            key = acronyms.setdefault(acronym.upper(), key)
        groups.setdefault(key, []).append(hit)
    for acronym, key in acronyms.items():  # reports that have the acronym alone as the name
        alone = (acronym.casefold(),)
        if alone in groups and alone != key:
            groups[key] += groups.pop(alone)
    made = [_instrument(key, group) for key, group in groups.items()]
    return Instruments(sorted(made, key=lambda i: (-len(i.reports), i.name)))


def words_of(name: str) -> tuple[str, ...]:
    """Words of a name that tell it from others, without acronyms in brackets behind what they stand for."""
    name = re.sub(r"(?<=\w) ?\([A-Z][\w-]*\)", "", name)
    words = [w for w in re.findall(r"[\w-]+", name.casefold()) if w not in SMALL]
    return tuple(_SAME.get(word, word) for word in words)


def _key(data: dict[str, Any], published: str | None) -> tuple[str, ...]:
    words = words_of(data["name"])
    if data["kind"] == "summit":
        return _summit(words, data, published)
    if any(part[:1].isupper() for part in data["name"].split()):
        return words
    parties = sorted({p["code"].partition("/")[0] for p in data["parties"]})
    return (*words, "|", *(parties or [data["id"]]))


def _summit(words: tuple[str, ...], data: dict[str, Any], published: str | None) -> tuple[str, ...]:
    """Summits come again: one without its number is that of its year. "13th summit of X" is "13th X summit"."""
    numbered = any(word[0].isdigit() for word in words)
    told = next((s["when"]["value"] for s in data["steps"] if s["state"] != MENTIONED and s["when"]["value"]), None)
    year = () if numbered else ((told or published or "")[:4],)
    return (*sorted(words), *year)


def _instrument(key: tuple[str, ...], group: list[Any]) -> Instrument:
    group = sorted(group, key=lambda hit: (hit.report["published"] or "9999", hit.report["id"]))
    names = Counter(hit.data["name"] for hit in group)
    order = [name for name, _ in names.most_common()]
    days = sorted(hit.report["published"] for hit in group if hit.report["published"])
    return Instrument(
        id=content_id("i", *key), name=order[0], names=order[1:],
        kind=Counter(hit.data["kind"] for hit in group).most_common(1)[0][0],
        acronym=next((hit.data["acronym"] for hit in group if hit.data["acronym"]), None),
        parties=_parties(group), steps=_steps(group),
        reports=list(dict.fromkeys(hit.report["id"] for hit in group)),
        first=days[0] if days else None, last=days[-1] if days else None,
    )  # fmt: skip


def _parties(group: list[Any]) -> list[dict[str, Any]]:
    """By country or body; a country's name rather than that of the person who acts for it."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for hit in group:
        for code in dict.fromkeys(p["code"].partition("/")[0] for p in hit.data["parties"]):
            counts[code] += 1
        for party in hit.data["parties"]:
            code = party["code"].partition("/")[0]
            if code not in names or party["actor"]["kind"] in {"country", "body"}:
                names[code] = party["actor"]["name"]
    return [{"code": code, "name": names[code], "reports": n} for code, n in counts.most_common()]


def _steps(group: list[Any]) -> list[Step]:
    steps: dict[tuple[str, str | None], Step] = {}
    for hit in group:
        seen: set[tuple[str, str | None]] = set()
        for told in hit.data["steps"]:
            key = (told["state"], told["when"]["value"])
            if told["state"] == MENTIONED or key in seen:
                continue
            seen.add(key)
            step = steps.setdefault(key, Step(*key))
            step.told += 1
            if len(step.sources) < SOURCES:
                step.sources.append(_source(hit.report, told["evidence"][0]))
    return sorted(steps.values(), key=lambda s: (s.date is None, s.date or "", s.state))


def _source(report: dict[str, Any], span: dict[str, Any]) -> dict[str, Any]:
    return {
        "report": report["id"], "publisher": report["publisher"], "published": report["published"],
        "url": report["url"], "words": span["text"], "start": span["start"], "end": span["end"],
    }  # fmt: skip
