"""Records as an assistant gets them: short, each with the words of the report and where they stand."""

from __future__ import annotations

from typing import Any

from dragoman.records import Agreement, Event, Statement
from dragoman.render.timeline import Line
from dragoman.render.words import agreement_sentence, event_sentence

Data = dict[str, Any]


def citation(report: Data) -> Data:
    """What to cite of a report: id, publisher, day, title and address."""
    return {
        "report": report["id"], "publisher": report.get("publisher"), "date": report.get("published"),
        "title": report.get("title"), "url": report.get("url"),
    }  # fmt: skip


def _span(span: Data) -> Data:
    return {"text": span["text"], "start": span["start"], "end": span["end"]}


def _side(parts: list[Data]) -> list[Data]:
    return [{"text": p["text"], "code": p["code"], "name": p["actor"]["name"]} for p in parts]


def event(hit: Any) -> Data:
    """An event with its evidence, word for word."""
    data, record = hit.data, hit.record
    return _event(record, data) | {"judged": hit.judged, "cite": citation(hit.report)}


def _event(record: Event, data: Data) -> Data:
    place = data["where"]["place"]
    return {
        "id": record.id, "says": event_sentence(record), "type": record.type, "mode": record.mode,
        "quad": record.quad, "status": record.status, "date": record.when.value,
        "actors": _side(data["actors"]), "recipients": _side(data["recipients"]),
        "place": place["name"] if place else None, "contexts": list(record.contexts),
        "told_in_statements": list(record.claims), "score": round(record.score, 2),
        "trigger": record.trigger.text, "evidence": [_span(s) for s in data["evidence"]],
    }  # fmt: skip


def statement(hit: Any) -> Data:
    """A statement: who says what, word for word."""
    return _statement(hit.record, hit.data) | {"judged": hit.judged, "cite": citation(hit.report)}


def _statement(record: Statement, data: Data) -> Data:
    return {
        "id": record.id, "speaker": record.speaker.text, "who": record.speaker.actor.name,
        "code": record.speaker.actor.code, "cue": record.cue.text, "kind": record.kind,
        "polarity": record.polarity, "content": [_span(s) for s in data["content"]],
        "events": list(record.events), "score": round(record.score, 2),
    }  # fmt: skip


def agreement(record: Agreement, data: Data) -> Data:
    """A named instrument of one report with its steps."""
    return {
        "id": record.id, "says": agreement_sentence(record), "name": record.name, "kind": record.kind,
        "acronym": record.acronym, "parties": _side(data["parties"]),
        "steps": [
            {"state": s["state"], "date": s["when"]["value"], "evidence": [_span(e) for e in s["evidence"]]}
            for s in data["steps"]
        ],
    }  # fmt: skip


def line(one: Line) -> Data:
    """A line of a timeline with its sources."""
    data = one.to_dict()
    data["sources"] = [
        {"words": s["evidence"], "start": s["start"], "end": s["end"],
         "cite": citation({"id": s["report"], **s})} for s in data["sources"]
    ]  # fmt: skip
    return data


def read_report(report: Any, most: int) -> Data:
    """The records of a text that was read now, the first ``most`` of each kind."""
    data = report.to_dict()
    out: Data = {
        "report": report.id, "title": report.title, "published": report.published.date, "skipped": report.skipped,
        "characters": len(report.text),
        "events": [_event(r, d) for r, d in zip(report.events, data["events"], strict=True)][:most],
        "statements": [_statement(r, d) for r, d in zip(report.statements, data["statements"], strict=True)][:most],
        "agreements": [agreement(r, d) for r, d in zip(report.agreements, data["agreements"], strict=True)][:most],
        "problems": [f"{p.stage}: {p.message}" for p in report.problems],
    }  # fmt: skip
    found = {"events": len(report.events), "statements": len(report.statements), "agreements": len(report.agreements)}
    out["left_out"] = {name: n - most for name, n in found.items() if n > most}
    return out
