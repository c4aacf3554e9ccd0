"""Records in words for the pages: who did what to whom in one line, and the rest in a second."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from dragoman.records import Event, Participant, Report, Span, Statement
from dragoman.render.marks import Mark, pieces
from dragoman.render.words import VERBS, called, html_safe, one_line, why_sentence

Reason = tuple[str, str, str]
"""Slot, its value, why it has it."""
_STATUS = {"future": "to come", "hypothetical": "hypothetical", "negated": "said not to be so"}


@dataclass(frozen=True, slots=True)
class Line:
    """A record in two lines."""

    subject: str
    verb: str
    object: str
    more: tuple[str, ...]


def names(parts: tuple[Participant, ...]) -> str:
    """Names alone, without codes, with "and"."""
    found = list(dict.fromkeys(called(p) for p in parts))
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def event_line(event: Event, speakers: Mapping[str, str] | None = None, *, dated: bool = True) -> Line:
    """An event; ``speakers`` are the names of those who say so, by the id of their statement."""
    verb, link = VERBS.get(event.type, (event.type.lower(), "towards"))
    if len({p.actor.name for p in event.actors}) > 1:
        verb = plural(verb)
    said = list(dict.fromkeys(name for c in event.claims if (name := (speakers or {}).get(c))))
    more = [
        f"{event.type}/{event.mode}" if event.mode else event.type,
        day_words(event.when.value) if dated else "",
        one_line(event.where.place.name) if event.where.place else "",
        _STATUS.get(event.status, ""),
        f"said by {' and '.join(said)}" if said else "as somebody says" if event.claims and speakers is None else "",
    ]
    whom = names(event.recipients)
    return Line(
        names(event.actors) or "Somebody", f"{verb} {link}".strip() if whom else verb, whom, tuple(m for m in more if m)
    )


def plural(verb: str) -> str:
    """``threaten or warn`` for ``threatens or warns``: the first word and the one after "or" are verbs."""
    words = verb.split(" ")
    for i, word in enumerate(words):
        if word.endswith("s") and (i == 0 or words[i - 1] == "or"):
            stem = word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith("shes") else word[:-1]
            words[i] = stem
    return " ".join(words)


def statement_line(statement: Statement) -> Line:
    """A statement: speaker, cue, content."""
    content = " … ".join(one_line(span.text) for span in statement.content)
    more = [statement.kind, statement.speaker.actor.code]
    more += ["said not to have been said"] if statement.polarity == "negative" else []
    more += [statement.modality] if statement.modality != "actual" else []
    return Line(names((statement.speaker,)), f"[{one_line(statement.cue.text)}]", content, tuple(more))


def day_words(value: str | None, *, short: bool = False) -> str:
    """``24 May 2023``, ``May 2023``, ``2023``, ``3 May 2023 to 5 May 2023``; "undated" without one."""
    if not value:
        return "undated"
    return " to ".join(_day(part, "%b" if short else "%B") for part in value.split("/"))


def _day(part: str, month: str) -> str:
    try:
        if len(part) == 7:  # noqa: PLR2004 - a month
            return dt.date.fromisoformat(f"{part}-01").strftime(f"{month} %Y")
        day = dt.date.fromisoformat(part[:10])
    except ValueError:
        return part
    return f"{day.day} {day:{month}} {day.year}" + (f", {part[11:16]}" if len(part) > 10 else "")  # noqa: PLR2004


def speakers_of(report: Report) -> dict[str, str]:
    """Names of those who say something, by the id of the statement."""
    return {s.id: names((s.speaker,)) for s in report.statements}


def event_reasons(event: Event) -> list[Reason]:
    """Why each slot of an event is as it is."""
    values = {"type": event.type, "mode": event.mode or "none", "status": event.status,
              "contexts": ", ".join(event.contexts), "link": ""}  # fmt: skip
    out = [(slot, values.get(slot, ""), why_sentence(why)) for slot, why in event.whys if slot in values]
    for slot, parts in (("actor", event.actors), ("recipient", event.recipients)):
        out += _people(slot, parts)
    out.append(("date", day_words(event.when.value), why_sentence(event.when.why)))
    out.append(("place", event.where.place.name if event.where.place else "none", why_sentence(event.where.why)))
    return out


def statement_reasons(statement: Statement) -> list[Reason]:
    """Why a statement is as it is."""
    out: list[Reason] = _people("speaker", (statement.speaker,))
    return out + [(slot, "", why_sentence(why)) for slot, why in statement.whys]


def _people(slot: str, parts: tuple[Participant, ...]) -> list[Reason]:
    out: list[Reason] = []
    for part in parts:
        out.append((slot, f"“{one_line(part.text)}”", why_sentence(part.why)))
        out.append((f"code of {slot}", part.actor.code, why_sentence(part.actor.why)))
    return out


def marked(report: Report, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> Markup:
    """The text from ``start`` to ``end`` with flat, never nested marks; residue is dimmed."""
    end = len(report.text) if end is None else end
    dim = [s.span for s in report.segments if not s.carries_facts]
    out, offset = [], start
    inside = [
        Mark(max(m.start, start) - start, min(m.end, end) - start, m.role, m.record, m.says)
        for m in marks
        if m.start < end and start < m.end
    ]
    for piece in pieces(report.text[start:end], inside):
        here = Span(offset, offset + len(piece.text), piece.text)
        offset = here.end
        text = html_safe(piece.text)
        if not piece.marks:
            text = f'<span class="residue">{text}</span>' if any(s.covers(here) for s in dim) else text
            out.append(text)
            continue
        ids = " ".join(dict.fromkeys(mark.record for mark in piece.marks))
        says = "; ".join(dict.fromkeys(mark.says for mark in piece.marks if mark.says))
        hint = f' title="{html_safe(says)}"' if says else ""
        out.append(f'<mark class="{piece.marks[0].role}" data-r="{html_safe(ids)}"{hint}>{text}</mark>')
    return Markup("".join(out))  # noqa: S704 - every part of the text is escaped


__all__ = [
    "Line", "Reason", "day_words", "event_line", "event_reasons", "marked", "names", "plural", "speakers_of",
    "statement_line", "statement_reasons",
]  # fmt: skip
