"""One self-contained HTML page for a report: the text with every slot highlighted, the records beside it."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from dragoman.records import Event, Participant, Report, Statement, Why
from dragoman.render.marks import marks_of, pieces
from dragoman.render.words import (
    agreement_sentence,
    event_sentence,
    head_line,
    html_safe,
    quad_name,
    statement_sentence,
    why_sentence,
)


def asset(name: str) -> str:
    """The text of a style sheet or script beside this module."""
    return files("dragoman.render").joinpath(name).read_text("utf8")


def report_page(report: Report) -> str:
    """The page, without anything loaded from elsewhere. Hostile text in the report stays text."""
    style, script = asset("page.css"), asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    title = html_safe(report.title or f"Report {report.id}")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'"
    return (
        f'<!doctype html>\n<html lang="{html_safe(report.language or "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<div class="dragoman">{body(report)}</div>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def body(report: Report) -> str:
    """The heading, the text and the records, for a page or a notebook."""
    return (
        f"<header><h1>{html_safe(report.title or f'Report {report.id}')}</h1>"
        f'<p class="head">{html_safe(head_line(report))}</p>{_notes(report)}{_legend()}</header>'
        f'<div class="both"><article class="text" dir="auto">{marked_text(report)}</article>'
        f'<aside class="records">{records(report)}</aside></div>'
    )


def marked_text(report: Report) -> str:
    """The text with flat, never nested marks; residue is dimmed."""
    residue = [s.span for s in report.segments if not s.carries_facts]
    out, offset = [], 0
    for piece in pieces(report.text, marks_of(report)):
        dim = any(span.start <= offset and offset + len(piece.text) <= span.end for span in residue)
        offset += len(piece.text)
        text = html_safe(piece.text)
        if not piece.marks:
            out.append(f'<span class="residue">{text}</span>' if dim else text)
            continue
        ids = " ".join(dict.fromkeys(mark.record for mark in piece.marks))
        says = "; ".join(dict.fromkeys(mark.says for mark in piece.marks if mark.says))
        hint = f' title="{html_safe(says)}"' if says else ""
        out.append(f'<mark class="{piece.marks[0].role}" data-r="{html_safe(ids)}"{hint}>{text}</mark>')
    return "".join(out)


def records(report: Report) -> str:
    """The records as sentences, each with the reasons behind it."""
    out = [_section("Events", [event_item(e) for e in report.events])]
    out.append(_section("Statements", [statement_item(s) for s in report.statements]))
    if report.agreements:
        items = [_item(a.id, agreement_sentence(a), "", []) for a in report.agreements]
        out.append(_section("Agreements and bodies of work", items))
    actors = [
        f"<li>{html_safe(a.name)} <code>{html_safe(a.code)}</code>{_office(a.office)}</li>" for a in report.actors
    ]
    out.append(_section("Actors", actors))
    return "".join(out)


def _office(office: str | None) -> str:
    return f", {html_safe(office)}" if office else ""


def event_item(event: Event) -> str:
    """One event as a list item."""
    whys: list[tuple[str, str, Why]] = [("", slot, why) for slot, why in event.whys]
    whys += _person_whys("actor", event.actors) + _person_whys("recipient", event.recipients)
    whys += [(event.when.value or "undated", "date", event.when.why)]
    whys += [(event.where.place.name if event.where.place else "none", "place", event.where.why)]
    claimed = ", as somebody says" if event.claims else ""
    small = f"{quad_name(event)}, {event.status}{claimed}, score {event.score:.2f}"
    return _item(event.id, event_sentence(event), small, whys)


def statement_item(statement: Statement) -> str:
    """One statement as a list item."""
    whys: list[tuple[str, str, Why]] = [("", slot, why) for slot, why in statement.whys]
    whys += _person_whys("speaker", (statement.speaker,))
    return _item(statement.id, statement_sentence(statement), f"{statement.kind}, score {statement.score:.2f}", whys)


def _person_whys(slot: str, parts: tuple[Participant, ...]) -> list[tuple[str, str, Why]]:
    out = []
    for part in parts:
        out += [(f"“{part.text}”", slot, part.why), (part.actor.code, f"code of {slot}", part.actor.why)]
    return out


def _item(record: str, sentence: str, small: str, whys: list[tuple[str, str, Why]]) -> str:
    rows = "".join(
        f"<tr><th>{html_safe(slot)}</th><td>{html_safe(value)}</td><td>{html_safe(why_sentence(why))}</td></tr>"
        for value, slot, why in whys
    )
    details = f"<details><summary>why</summary><table>{rows}</table></details>" if rows else ""
    small = f"<small>{html_safe(small)}</small>" if small else ""
    return f'<li data-r="{html_safe(record)}" tabindex="0"><p>{html_safe(sentence)}</p>{small}{details}</li>'


def _section(name: str, items: list[str]) -> str:
    inside = f"<ol>{''.join(items)}</ol>" if items else "<p>None found.</p>"
    return f"<section><h2>{name} <small>({len(items)})</small></h2>{inside}</section>"


def _notes(report: Report) -> str:
    notes = [f"not read: {report.skipped}"] if report.skipped else []
    notes += [f"{problem.stage}: {problem.message}" for problem in report.problems]
    return "".join(f'<p class="note">{html_safe(note)}</p>' for note in notes)


def _legend() -> str:
    names = ("trigger", "actor", "recipient", "date", "place", "speaker", "cue", "content", "agreement")
    return '<p class="legend">' + " ".join(f'<mark class="{n}">{n}</mark>' for n in names) + "</p>"
