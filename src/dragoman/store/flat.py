"""A record as one row of plain values: for CSV, Parquet and data frames. Codes are strings everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

Data = dict[str, Any]

EVENT_COLUMNS = (
    "event_id", "type", "mode", "quad", "status", "date", "date_precision", "actor_codes", "actors", "actor_names",
    "recipient_codes", "recipients", "recipient_names", "place", "place_country", "place_precision", "latitude",
    "longitude", "contexts", "trigger", "evidence", "evidence_start", "evidence_end", "score", "claimed", "judged",
    "report_id", "report_version", "title", "published", "publisher", "url",
)  # fmt: skip
STATEMENT_COLUMNS = (
    "statement_id", "speaker", "who", "code", "cue", "content", "kind", "polarity", "modality", "content_start",
    "content_end", "score", "events", "to", "to_codes", "via", "occasion",
    "about", "judged", "report_id", "report_version", "title", "published", "publisher", "url",
)  # fmt: skip
AGREEMENT_COLUMNS = (
    "agreement_id", "name", "acronym", "kind", "parties", "party_codes", "states", "judged", "report_id",
    "report_version", "title", "published", "publisher", "url",
)  # fmt: skip
COLUMNS = {"event": EVENT_COLUMNS, "statement": STATEMENT_COLUMNS, "agreement": AGREEMENT_COLUMNS}
JOIN = "; "


def flat(kind: str, report: Data, data: Data, judged: str | None = None) -> Data:
    """The row of a record with the columns ``COLUMNS[kind]``."""
    row: Data = {"event": _event, "statement": _statement, "agreement": _agreement}[kind](data)
    row["judged"] = judged
    row["report_id"], row["report_version"] = report["id"], report["version"]
    for name in ("title", "published", "publisher", "url"):
        row[name] = report.get(name)
    return row


def html_table(columns: Iterable[str], rows: Iterable[Iterable[Any]], caption: str = "") -> str:
    """A plain HTML table; every cell is escaped."""
    head = "".join(f"<th>{escape(str(name))}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _join(values: list[str]) -> str | None:
    return JOIN.join(values) or None


def _event(data: Data) -> Data:
    place = data["where"]["place"] or {}
    pinned = place.get("precision") in {"point", "city", "district"}
    return {
        "event_id": data["id"],
        "type": data["type"],
        "mode": data["mode"],
        "quad": data["quad"],
        "status": data["status"],
        "date": data["when"]["value"],
        "date_precision": data["when"]["precision"],
        "actor_codes": _join([p["code"] for p in data["actors"]]),
        "actors": _join([p["text"] for p in data["actors"]]),
        "actor_names": _join([p["actor"]["name"] for p in data["actors"]]),
        "recipient_codes": _join([p["code"] for p in data["recipients"]]),
        "recipients": _join([p["text"] for p in data["recipients"]]),
        "recipient_names": _join([p["actor"]["name"] for p in data["recipients"]]),
        "place": place.get("name"),
        "place_country": place.get("country"),
        "place_precision": place.get("precision"),
        # A country is shaded, never pinned at its centre.
        "latitude": place.get("latitude") if pinned else None,
        "longitude": place.get("longitude") if pinned else None,
        "contexts": _join(data["contexts"]),
        "trigger": data["trigger"]["text"],
        "evidence": " ".join(s["text"] for s in data["evidence"]),
        "evidence_start": data["evidence"][0]["start"],
        "evidence_end": data["evidence"][-1]["end"],
        "score": data["score"],
        "claimed": bool(data["claims"]),
    }


def _statement(data: Data) -> Data:
    return {
        "statement_id": data["id"],
        "speaker": data["speaker"]["text"],
        "who": data["speaker"]["actor"]["name"],
        "code": data["speaker"]["code"],
        "cue": data["cue"]["text"],
        "content": " ... ".join(s["text"] for s in data["content"]),
        "kind": data["kind"],
        "polarity": data["polarity"],
        "modality": data["modality"],
        "content_start": data["content"][0]["start"],
        "content_end": data["content"][-1]["end"],
        "score": data["score"],
        "events": _join(data["events"]),
        "to": _join([p["text"] for p in data["addressees"]]),
        "to_codes": _join([p["code"] for p in data["addressees"]]),
        "via": _join([p["text"] for p in data["chain"]]),
        "occasion": " ... ".join(s["text"] for s in data["occasion"]) or None,
        "about": _join(data["about"]),
    }


def _agreement(data: Data) -> Data:
    return {
        "agreement_id": data["id"],
        "name": data["name"],
        "acronym": data["acronym"],
        "kind": data["kind"],
        "parties": _join([p["text"] for p in data["parties"]]),
        "party_codes": _join([p["code"] for p in data["parties"]]),
        "states": _join([s["state"] for s in data["steps"]]),
    }
