"""Applies what persons decided to a reading of the report: pure, so that a new reading gets the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from dragoman.errors import UsageError
from dragoman.records import Event, Judgement, Report, Statement, StatementList, Why
from dragoman.records.ids import content_id
from dragoman.store.edits import Record, added_event, edited

KINDS = ("event", "statement", "agreement")


@dataclass(slots=True)
class Judged:
    """A report with the decisions applied. Rejected records stay in it, marked in ``decided``."""

    report: Report
    decided: dict[tuple[str, str], str] = field(default_factory=dict)
    """(kind, id) of a record: accept, reject, edit or add."""
    originals: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    """What the program had read where a person changed it; None for what a person added."""
    applied: set[str] = field(default_factory=set)
    """Ids of the judgements that found their record."""


def live(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The decisions that nobody took back, in their order."""
    listed = list(judgements)
    undone = {j.record for j in listed if j.kind == "undo"}
    return [j for j in listed if j.kind != "undo" and j.id not in undone]


def apply(report: Report, judgements: Iterable[Judgement]) -> Judged:
    """``report`` (as the program read it) with the decisions applied."""
    read = {kind: {r.id: r for r in getattr(report, f"{kind}s")} for kind in KINDS}
    now: dict[str, dict[str, Any]] = {kind: dict(records) for kind, records in read.items()}
    out = Judged(report)
    listed = live(judgements)
    for judgement in [j for j in listed if j.kind == "add"] + [j for j in listed if j.kind != "add"]:
        try:
            _one(out, read, now, judgement)
        except (UsageError, ValueError, KeyError):
            continue  # the words it rests on are gone: it is listed as no longer applying
    events = list(now["event"].values())
    if None in out.originals.values():
        events.sort(key=lambda e: e.trigger.start)
    out.report = replace(
        report, events=tuple(events), statements=StatementList(now["statement"].values()),
        agreements=tuple(now["agreement"].values()),
    )  # fmt: skip
    return out


def _one(out: Judged, read: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]], judgement: Judgement) -> None:
    why = reason(judgement)
    if judgement.kind == "add":
        _add(out, read["event"], now["event"], judgement, why)
        return
    record = target(read.get(judgement.of, {}).values(), judgement)
    if record is None:
        return
    key = (judgement.of, record.id)
    if judgement.kind == "edit":
        current = now[judgement.of]
        current[record.id] = edited(out.report, current[record.id], judgement.slot, judgement.after, why)
        out.originals.setdefault(key, record)
    kind = judgement.kind
    if kind in {"accept", "edit"} and key in out.originals:
        kind = "add" if out.originals[key] is None else "edit"
    out.decided[key] = kind
    out.applied.add(judgement.id)


def _add(out: Judged, read: dict[str, Any], now: dict[str, Any], judgement: Judgement, why: Why) -> None:
    made = added_event(out.report, json.loads(judgement.after), content_id("e", judgement.id), why)
    twin = next((e for e in read.values() if e.type == made.type and e.trigger.overlaps(made.trigger)), None)
    if twin is not None:  # the program finds it too by now: what the person told of it holds
        out.originals.setdefault(("event", twin.id), twin)
        made = replace(made, id=twin.id, mentions=twin.mentions, claims=twin.claims)
    else:
        out.originals[("event", made.id)] = None
        read[made.id] = made
    now[made.id] = made
    out.decided[("event", made.id)] = "add" if twin is None else "edit"
    out.applied.add(judgement.id)


def reason(judgement: Judgement) -> Why:
    """Why a slot has the value that a person gave it."""
    return Why("judgement", 1.0, f"{judgement.who}, {judgement.at[:10]}")


def bound_to(record: Record) -> tuple[str, str]:
    """The words that a judgement about ``record`` binds to: evidence, and the anchor within it."""
    if isinstance(record, Event):
        return record.evidence[0].text, record.trigger.text
    if isinstance(record, Statement):
        return " ".join(span.text for span in record.content), record.cue.text
    return record.name, record.mentions[0].text if record.mentions else ""


def target(records: Iterable[Any], judgement: Judgement) -> Any | None:
    """The record that a judgement is about: by its id where its words are the same, else by its words."""
    evidence, anchor = _folded(judgement.evidence), _folded(judgement.anchor)
    same: list[Any] = []
    for record in records:
        words, inner = (_folded(part) for part in bound_to(record))
        if record.id == judgement.record and evidence in {"", words}:
            return record
        if evidence and words == evidence and inner == anchor:
            same.append(record)
    return same[0] if same else None


def _folded(text: str) -> str:
    return " ".join(text.split())
