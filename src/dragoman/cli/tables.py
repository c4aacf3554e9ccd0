"""Tables of records on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.cli.common import table

if TYPE_CHECKING:
    from dragoman.records import Report

EVENT_HEAD = ("published", "date", "actor", "type", "recipient", "status", "words", "score", "id")
STATEMENT_HEAD = ("published", "who", "cue", "content", "kind", "id")


def event_cells(report: dict[str, Any], data: dict[str, Any], judged: str | None = None) -> tuple[object, ...]:
    """The cells of an event's row."""
    mode = f"/{data['mode']}" if data["mode"] else ""
    return (
        report.get("published"), data["when"]["value"] or "?", _codes(data["actors"]), data["type"] + mode,
        _codes(data["recipients"]), data["status"] + (f" [{judged}]" if judged else ""), data["trigger"]["text"],
        f"{data['score']:.2f}", data["id"],
    )  # fmt: skip


def statement_cells(report: dict[str, Any], data: dict[str, Any]) -> tuple[object, ...]:
    """The cells of a statement's row."""
    content = " … ".join(s["text"] for s in data["content"])
    who = f"{data['speaker']['actor']['name']} ({data['speaker']['code']})"
    return report.get("published"), who, data["cue"]["text"], content, data["kind"], data["id"]


def _codes(parts: list[dict[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(p["code"] for p in parts))


def report_tables(report: Report) -> None:
    """The records of one report as tables."""
    head = {"published": report.published.date}
    table(f"{report.id}: {report.title or ''}", EVENT_HEAD, (event_cells(head, e.to_dict()) for e in report.events))
    table("Statements", STATEMENT_HEAD, (statement_cells(head, s.to_dict()) for s in report.statements))
    table("Actors", ("name", "code", "office"), ((a.name, a.code, a.office) for a in report.actors))
    dates = ((t.span.text, t.type, t.value, t.when and t.when.value) for t in report.times)
    table("Dates", ("words", "type", "value", "means"), dates)
    places = ((p.span.text, p.place and p.place.name, p.place and p.place.country, p.role) for p in report.places)
    table("Places", ("words", "place", "country", "role"), places)
