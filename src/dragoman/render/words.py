"""Records as plain sentences, and text made safe for where it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape as _escape
from types import MappingProxyType

from dragoman.ontology import QUADS
from dragoman.records import Agreement, Event, Participant, Report, Statement, Why

VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AGREE": ("agrees or offers to cooperate", "with"),
        "CONSULT": ("meets or talks", "with"),
        "SUPPORT": ("supports", ""),
        "CONCEDE": ("yields", "to"),
        "COOPERATE": ("cooperates", "with"),
        "AID": ("aids", ""),
        "RETREAT": ("retreats or releases", "towards"),
        "REQUEST": ("asks or demands", "of"),
        "ACCUSE": ("criticises or accuses", ""),
        "REJECT": ("refuses", "towards"),
        "THREATEN": ("threatens or warns", ""),
        "PROTEST": ("protests", "against"),
        "SANCTION": ("reduces relations or punishes", "with"),
        "MOBILIZE": ("readies forces", "towards"),
        "COERCE": ("coerces", ""),
        "ASSAULT": ("attacks", ""),
    }
)
_STATUS = {"actual": "", "future": " (to come)", "hypothetical": " (hypothetical)", "negated": " (said not to be so)"}
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BAD_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def terminal_safe(text: str) -> str:
    """``text`` with control and direction-changing characters shown as U+FFFD: it cannot steer a terminal."""
    return _UNSEEN.sub("\ufffd", text).encode("utf8", "replace").decode("utf8")


def one_line(text: str) -> str:
    """``text`` on one line, safe for a terminal."""
    return terminal_safe(" ".join(text.split()))


def html_safe(text: str) -> str:
    """``text`` escaped for HTML text and quoted attributes; characters that HTML cannot hold become U+FFFD."""
    return _escape(_BAD_IN_HTML.sub("\ufffd", text), quote=True)


def who(part: Participant) -> str:
    """``Anna Held (RUR/GOV)``."""
    return f"{called(part)} ({part.actor.code})"


def called(part: Participant) -> str:
    """What to call a participant: by name; somebody who has none by the report's words ("the Chinese embassy")."""
    name, words = part.actor.name, part.text
    noun = name[:1].islower() and name.rsplit(" ", 1)[-1].lower() in words.lower()
    return one_line(words if part.actor.kind == "unknown" or noun else name)


def joined(parts: tuple[Participant, ...]) -> str:
    """Names with "and"."""
    names = list(dict.fromkeys(who(part) for part in parts))
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def event_sentence(event: Event) -> str:
    """Who did what to whom, when and where, in one sentence."""
    verb, link = VERBS.get(event.type, (event.type.lower(), "towards"))
    out = f"{joined(event.actors) or 'Somebody'} {verb}"
    if event.recipients:
        out += f" {link} {joined(event.recipients)}".replace("  ", " ")
    out += f" [{event.type}{'/' + event.mode if event.mode else ''}]"
    out += f", {event.when.value}" if event.when.value else ", undated"
    if event.where.place:
        out += f", {one_line(event.where.place.name)}"
    return out + _STATUS[event.status] + "."


def statement_sentence(statement: Statement) -> str:
    """Who says what."""
    content = " … ".join(one_line(span.text) for span in statement.content)
    denied = " (said not to have been said)" if statement.polarity == "negative" else ""
    return f"{who(statement.speaker)} [{one_line(statement.cue.text)}]: {content}{denied}"


def agreement_sentence(agreement: Agreement) -> str:
    """Which instrument, whose, and what is said of it."""
    states = ", ".join(step.state + (f" {step.when.value}" if step.when.value else "") for step in agreement.steps)
    parties = f" of {joined(agreement.parties)}" if agreement.parties else ""
    return f"{one_line(agreement.name)} [{agreement.kind}]{parties}{': ' + states if states else ''}."


def why_sentence(why: Why) -> str:
    """The reason for a value, with what it was chosen over."""
    out = why.by
    if why.score is not None:
        out += f" {why.score:.2f}"
    if why.note:
        out += f" ({one_line(why.note)})"
    if why.over:
        out += "; over " + ", ".join(f"{one_line(value)} {score:.2f}" for value, score in why.over[:4])
    return out


def quad_name(event: Event) -> str:
    """``verbal conflict`` and so on."""
    return QUADS.get(event.quad, str(event.quad))


def head_line(report: Report) -> str:
    """Where and when the report is from."""
    published = report.published
    parts = [report.publisher, report.byline, published.date or "no date", published.time, published.zone]
    out = ", ".join(one_line(part) for part in parts if part)
    if published.date:
        out += f" (date: {published.source}{'; conflict: ' + published.conflict if published.conflict else ''})"
    return out
