"""brat standoff: a report's text and its annotations in two files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.records import Report, Span


def standoff(report: Report) -> str:
    """The ``.ann`` file: T lines for words, E lines for events and statements, A lines for attributes."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    known: dict[tuple[str, int, int], str] = {}
    out: list[str] = []

    def words(kind: str, span: Span) -> str:
        key = (kind, span.start, span.end)
        if key not in known:
            known[key] = f"T{len(known) + 1}"
            out.append(f"{known[key]}\t{kind} {_fragments(span)}\t{_flat(span.text)}")
        return known[key]

    number, attribute = 0, 0
    for event in report.events:
        slots = [f"Actor:{words('Entity', p.evidence[0])}" for p in event.actors]
        slots += [f"Recipient:{words('Entity', p.evidence[0])}" for p in event.recipients]
        slots += [f"Date:{words('Date', s)}" for s in event.when.evidence]
        slots += [f"Place:{words('Place', s)}" for s in event.where.evidence]
        number += 1
        out.append(f"E{number}\t{event.type}:{words(event.type, event.trigger)} {' '.join(_numbered(slots))}".rstrip())
        for name, value in (("Status", event.status), ("Mode", event.mode), ("Day", event.when.value)):
            if value:
                attribute += 1
                out.append(f"A{attribute}\t{name} E{number} {value}")
    for statement in report.statements:
        slots = [f"Speaker:{words('Entity', statement.speaker.evidence[0])}"]
        slots += [f"Content:{words('Content', span)}" for span in statement.content]
        number += 1
        out.append(f"E{number}\tStatement:{words('Statement', statement.cue)} {' '.join(_numbered(slots))}")
        attribute += 1
        out.append(f"A{attribute}\tKind E{number} {statement.kind}")
    yield from out


def _numbered(slots: list[str]) -> Iterator[str]:
    """Brat wants a second filler of a slot as ``Actor2``."""
    seen: dict[str, int] = {}
    for slot in slots:
        name, _, value = slot.partition(":")
        seen[name] = seen.get(name, 0) + 1
        yield f"{name}{seen[name] if seen[name] > 1 else ''}:{value}"


def _fragments(span: Span) -> str:
    """Offsets; a span over a line end is split there, as brat asks."""
    parts, at = [], span.start
    for piece in re.split(r"([\r\n]+)", span.text):
        if piece.strip("\r\n") and piece:
            parts.append(f"{at} {at + len(piece)}")
        at += len(piece)
    return ";".join(parts) or f"{span.start} {span.end}"


def _flat(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text).replace("\t", " ")


def write(report: Report, folder: Path, name: str) -> None:
    """Write ``name.txt`` and ``name.ann`` into ``folder``."""
    with (folder / f"{name}.txt").open("w", encoding="utf8", errors="replace", newline="") as stream:
        stream.write(report.text)
    with (folder / f"{name}.ann").open("w", encoding="utf8", errors="replace", newline="") as stream:
        stream.write(standoff(report))


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The annotations of a ``.ann`` file: ``words``, ``events`` (with slots) with their attributes.

    Raises:
        DataError: a line that is no annotation; names file and line.
    """
    words: dict[str, dict[str, Any]] = {}
    events: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(path.read_text("utf8").split("\n"), 1):
        if not line:
            continue
        try:
            key, body, *rest = line.split("\t")
            if key[0] == "T":
                kind, offsets = body.split(" ", 1)
                spans = [tuple(map(int, part.split())) for part in offsets.split(";")]
                words[key] = {"id": key, "type": kind, "start": spans[0][0], "end": spans[-1][1], "text": rest[0]}
            elif key[0] == "E":
                head, *slots = body.split(" ")
                kind, trigger = head.split(":")
                events[key] = {"id": key, "type": kind, "trigger": trigger, "slots": dict(s.split(":") for s in slots)}
            elif key[0] == "A":
                name, target, *value = body.split(" ")
                events[target][name] = " ".join(value)
        except (ValueError, IndexError, KeyError) as error:
            raise DataError(f"{path}:{number}: no brat annotation ({line[:60]!r})") from error
    return {"words": list(words.values()), "events": list(events.values())}
