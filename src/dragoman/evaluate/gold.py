"""Scores records against gold files by the rules of the codebook ("Scoring").

Works on plain data in the gold file's form, so that predictions of any program can be scored.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.ontology import Ontology, load_ontology

Record = Mapping[str, Any]
Pair = tuple[Record, Record]
NOBODY = "---"
SAME_BODY = {
    "IGO:UNSC": "IGO:UN", "IGO:UNO": "IGO:UN", "UNO": "IGO:UN", "EUR": "IGO:EU", "KOS": "XKX",
    "IMG:ISIS": "IMG:Islamic State", "IMG:IS": "IMG:Islamic State", "IMG:ISIL": "IMG:Islamic State",
}  # fmt: skip
"""Other names under which annotators and programs code the same country or body."""
HALF = 0.5


def country(code: str | None) -> str:
    """The country or body of a code, under its usual name."""
    head = (code or NOBODY).split("/")[0]
    return SAME_BODY.get(head, head)


def countries(side: Iterable[Record]) -> set[str]:
    """Countries and bodies of one side of an event."""
    return {country(part["code"]) for part in side}


def date_matches(gold: str | None, found: str | None) -> bool:
    """Equal, or ``found`` lies inside the gold month, year or interval and is at least as exact."""
    if gold is None or found is None:
        return gold is found
    if gold == found:
        return True
    first, _, last = gold.partition("/")
    found_first, _, found_last = found.partition("/")
    last, found_last = last or first, found_last or found_first
    return len(found) >= len(first) and found_first[: len(first)] >= first and found_last[: len(last)] <= last


def event_match(gold: Record, found: Record, kind: Callable[[str], object] = str) -> int:
    """0 where the two are not the same event, otherwise how well they agree (1 to 3)."""
    if kind(gold["type"]) != kind(found["type"]):
        return 0
    gold_actors, gold_recipients = countries(gold["actors"]), countries(gold["recipients"])
    actors, recipients = countries(found["actors"]), countries(found["recipients"])
    if not gold_recipients and len(gold_actors) > 1 and gold_actors == actors | recipients:
        return 2  # a meeting of equals that was split into actor and recipient
    if not gold_actors & actors:
        return 0
    if not gold_recipients & recipients and (gold_recipients or recipients):
        return 0
    return 1 + (gold_actors == actors) + (gold_recipients == recipients)


def dated_match(gold: Record, found: Record) -> float:
    """As ``event_match``; among equals the one with the right date comes first."""
    match = event_match(gold, found)
    return match + HALF if match and date_matches(gold["date"], found.get("date")) else match


def words(spans: Iterable[str]) -> Counter[str]:
    """The words of a content, without regard to case."""
    return Counter(re.findall(r"\w+", " ".join(spans).lower()))


def statement_match(gold: Record, found: Record) -> float:
    """Dice overlap of the contents' words, 0 where less than half of either is shared."""
    a, b = words(gold["content"]), words(found["content"])
    common = (a & b).total()
    if not a or not b or common < HALF * a.total() or common < HALF * b.total():
        return 0.0
    return 2 * common / (a.total() + b.total())


def same_speaker(gold: Record, found: Record) -> bool:
    """Same name, same last name, or the same body under one name that holds the other."""
    a, b = ((r.get("who") or r["speaker"]).lower() for r in (gold, found))
    if a == b or _last_name(a) == _last_name(b):
        return True
    here, there = country(gold.get("code")), country(found.get("code"))
    return here == there != NOBODY and (a in b or b in a)


def _last_name(name: str) -> str:
    found: list[str] = re.findall("\\w[\\w'\u2019-]*", name)
    return found[-1] if found else ""


def pair_up(
    gold: list[Record], found: list[Record], weight: Callable[[Record, Record], float]
) -> list[tuple[int, int]]:
    """One-to-one pairs (index of gold, index of found), the best match first."""
    cells = [(weight(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    taken_gold, taken_found, pairs = set(), set(), []
    for match, i, j in sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[2])):
        if match > 0 and i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


@dataclass(slots=True)
class Miss:
    """An event that was missed, or one that is wrong."""

    kind: str
    report: str
    event: Record

    def __str__(self) -> str:
        """One line."""
        event = self.event
        sides = " -> ".join(",".join(sorted(countries(event[side]))) or "-" for side in ("actors", "recipients"))
        return f"{self.kind:6} {self.report} {event['type']} {sides} {event.get('date')} | {event.get('trigger')}"


@dataclass(slots=True)
class GoldScore:
    """Counts over reports; ``to_dict`` gives the figures."""

    ontology: Ontology = field(default_factory=load_ontology)
    counts: Counter[str] = field(default_factory=Counter)
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[Miss] = field(default_factory=list)

    def add(self, report: str, gold: Record, found: Record) -> None:
        """Count one report; both in the form of a gold file."""
        n = self.counts
        n["reports"] += 1
        self._events(report, gold, found)
        gold_said, said = gold["statements"], found["statements"]
        n["gold_statements"] += len(gold_said)
        n["found_statements"] += len(said)
        for i, j in pair_up(gold_said, said, statement_match):
            n["statements"] += 1
            n["speakers"] += same_speaker(gold_said[i], said[j])
            n["kinds"] += gold_said[i]["kind"] == said[j].get("kind")

    def _events(self, report: str, gold: Record, found: Record) -> None:
        n, wanted, given = self.counts, gold["events"], found["events"]
        n["gold_events"] += len(wanted)
        n["found_events"] += len(given)
        for event in given:
            self.types[event["type"]]["found"] += 1
            whole = gold["text"], gold.get("title") or ""
            n["ungrounded"] += any(not any(words in text for text in whole) for words in event.get("evidence", ()))
        for event in wanted:
            self.types[event["type"]]["gold"] += 1
        pairs = pair_up(wanted, given, dated_match)
        for i, j in pairs:
            self._pair(wanted[i], given[j])
        n["quads"] += len(pair_up(wanted, given, lambda g, f: event_match(g, f, self._quad)))
        n["types"] += (Counter(e["type"] for e in wanted) & Counter(e["type"] for e in given)).total()
        hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
        self.misses += [Miss("missed", report, e) for i, e in enumerate(wanted) if i not in hit_gold]
        self.misses += [Miss("wrong", report, e) for j, e in enumerate(given) if j not in hit_found]

    def _quad(self, name: str) -> object:
        known = self.ontology.types.get(name)
        return known.quad if known else None

    def _pair(self, gold: Record, found: Record) -> None:
        n = self.counts
        self.types[gold["type"]]["both"] += 1
        n["events"] += 1
        n["dates"] += date_matches(gold["date"], found.get("date"))
        n["statuses"] += gold["status"] == found.get("status", "actual")
        if gold.get("mode"):
            n["gold_modes"] += 1
            n["modes"] += gold["mode"] == found.get("mode")
        n["sectors"] += bool(_coded(gold["actors"]) & _coded(found["actors"]))

    def to_dict(self, *, by_type: bool = False) -> dict[str, Any]:
        """The figures, named and rounded as the reference scorer does."""
        n = self.counts
        events, said = (n["gold_events"], n["found_events"]), (n["gold_statements"], n["found_statements"])
        out: dict[str, Any] = {
            "reports": n["reports"],
            "who_did_what_to_whom": prf(n["events"], *events),
            "with_date": prf(n["dates"], *events),
            "with_status": prf(n["statuses"], *events),
            "quad": prf(n["quads"], *events),
            "type_only": prf(n["types"], *events),
            "mode_recall_on_matched": _share(n["modes"], n["gold_modes"]),
            "sector_on_matched": _share(n["sectors"], n["events"]),
            "statements": prf(n["statements"], *said),
            "speaker_on_matched": _share(n["speakers"], n["statements"]),
            "kind_on_matched": _share(n["kinds"], n["statements"]),
            "ungrounded_events": n["ungrounded"],
        }
        if by_type:
            out["by_type"] = {t: prf(c["both"], c["gold"], c["found"]) for t, c in sorted(self.types.items())}
        return out


def _coded(side: Iterable[Record]) -> set[tuple[str, str]]:
    return {(country(part["code"]), part["code"].partition("/")[2].partition("/")[0]) for part in side}


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def prf(both: int, gold: int, found: int) -> dict[str, float | int]:
    """Precision, recall and F1 in percent, with the counts."""
    p, r = both / found if found else 0.0, both / gold if gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(100 * f1, 1), "gold": gold, "pred": found}
