"""Scores named instruments against annotations: found, name, kind, parties, states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dragoman.records import Agreement, Report

MENTIONED = "mentioned"


@dataclass(slots=True)
class Share:
    """How many of how many are right."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right, self.of = self.right + right, self.of + 1

    def to_dict(self) -> dict[str, float | int | None]:
        """``share`` in per cent."""
        return {"share": round(100 * self.right / self.of, 1) if self.of else None, "right": self.right, "of": self.of}


@dataclass(slots=True)
class AgreementScore:
    """Counts over reports."""

    gold: int = 0
    pred: int = 0
    found: int = 0
    """Annotated instruments of which some mention is found."""
    right: int = 0
    """Found instruments that are annotated."""
    name: Share = field(default_factory=Share)
    kind: Share = field(default_factory=Share)
    parties: Share = field(default_factory=Share)
    states: Share = field(default_factory=Share)
    misses: list[str] = field(default_factory=list)

    def add(self, line: dict[str, Any], report: Report) -> None:
        """Count a report; what is annotated as optional counts neither way."""
        taken: dict[str, dict[str, Any]] = {}
        for gold in line["instruments"]:
            self.gold += 1
            match = _best(gold, [a for a in report.agreements if a.id not in taken])
            if match is None:
                start, end = gold["spans"][0]
                self.misses.append(f"{report.id} missed: {report.text[start:end]!r}")
                continue
            taken[match.id] = gold
            self.found += 1
            self._slots(gold, match, report)
        for one in report.agreements:
            gold_of = [g for g in line["instruments"] if _overlaps(one, g["spans"])]
            if one.id not in taken and not gold_of and _overlaps(one, line.get("optional", [])):
                continue
            self.pred += 1
            self.right += bool(gold_of)
            if not gold_of:
                self.misses.append(f"{report.id} wrong: {one.name!r} ({one.kind})")

    def _slots(self, gold: dict[str, Any], match: Agreement, report: Report) -> None:
        spans = {tuple(span) for span in gold["spans"]}
        right = {"name": match.mentions and any((m.start, m.end) in spans for m in match.mentions)}
        right["kind"] = match.kind == gold["kind"]
        if gold["parties"] is not None:
            right["parties"] = {p.actor.code.partition("/")[0] for p in match.parties} == set(gold["parties"])
        if gold["states"] is not None:
            told = {s.state for s in match.steps} - {MENTIONED}
            right["states"] = told == set(gold["states"]) or bool(told and told <= set(gold["states"]))
        for slot, good in right.items():
            getattr(self, slot).add(bool(good))
            if not good:
                parties = [p.actor.code for p in match.parties]
                steps = [s.state for s in match.steps]
                self.misses.append(
                    f"{report.id} {slot}: {match.name!r} {match.kind} {parties} {steps}; annotated: "
                    f"{gold['kind']} {gold['parties']} {gold['states']}"
                )

    def to_dict(self) -> dict[str, Any]:
        """Precision, recall and F1 of finding, and the shares of right slots among what is found, in per cent."""
        p = self.right / self.pred if self.pred else 0.0
        r = self.found / self.gold if self.gold else 0.0
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        found: dict[str, Any] = {
            "precision": round(100 * p, 1), "recall": round(100 * r, 1), "f1": round(100 * f1, 1),
            "gold": self.gold, "pred": self.pred,
        }  # fmt: skip
        slots = ("name", "kind", "parties", "states")
        return {"found": found, **{slot: getattr(self, slot).to_dict() for slot in slots}}


def _overlaps(one: Agreement, spans: Iterable[Iterable[int]]) -> bool:
    return any(m.start < end and start < m.end for start, end in spans for m in one.mentions)


def _best(gold: dict[str, Any], candidates: list[Agreement]) -> Agreement | None:
    """The candidate with the most mentions that are annotated exactly, among those that overlap at all."""
    spans = {tuple(span) for span in gold["spans"]}
    near = [a for a in candidates if _overlaps(a, gold["spans"])]
    return max(near, key=lambda a: sum((m.start, m.end) in spans for m in a.mentions), default=None)
