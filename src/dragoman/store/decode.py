"""Plain data back into records: the inverse of the records' ``to_dict``."""

from __future__ import annotations

from typing import Any

from dragoman.records import (
    Actor,
    Agreement,
    AgreementStep,
    Event,
    Mention,
    Participant,
    Place,
    Problem,
    Published,
    Quotation,
    Report,
    Segment,
    Span,
    Statement,
    StatementList,
    TimeExpression,
    Toponym,
    When,
    Where,
    Why,
)

Data = dict[str, Any]


def span(data: Data) -> Span:
    """A span."""
    return Span(data["start"], data["end"], data["text"])


def spans(data: list[Data]) -> tuple[Span, ...]:
    """Spans."""
    return tuple(span(part) for part in data)


def why(data: Data) -> Why:
    """A reason."""
    over = tuple((str(value), float(score)) for value, score in data.get("over", ()))
    return Why(data["by"], data.get("score"), data.get("note", ""), over)


def whys(data: Data) -> tuple[tuple[str, Why], ...]:
    """Reasons by slot."""
    return tuple((slot, why(part)) for slot, part in data.items())


def actor(data: Data) -> Actor:
    """An actor; country and sector are read from the code."""
    country: str | None
    sector: str | None
    code = data["code"]
    if ":" in code:
        country, sector = code, None
    else:
        head, _, tail = code.partition("/")
        country, sector = (None if head == "---" else head), (tail or None)
    return Actor(
        data["id"], data["name"], data["kind"], country, sector, data.get("office"), data.get("wikidata"),
        why(data["why"]) if "why" in data else Why("unknown"),
    )  # fmt: skip


def participant(data: Data) -> Participant:
    """An actor in a slot."""
    return Participant(actor(data["actor"]), spans(data["evidence"]), why(data["why"]))


def participants(data: list[Data]) -> tuple[Participant, ...]:
    """Actors in a slot."""
    return tuple(participant(part) for part in data)


def when(data: Data) -> When:
    """A date."""
    return When(data["value"], data["precision"], spans(data["evidence"]), why(data["why"]))


def place(data: Data | None) -> Place | None:
    """A place, or None."""
    if data is None:
        return None
    return Place(
        data["id"], data["name"], data["country"], data["precision"], data.get("latitude"), data.get("longitude")
    )


def where(data: Data) -> Where:
    """The place of an event."""
    return Where(place(data["place"]), spans(data["evidence"]), why(data["why"]))


def event(data: Data) -> Event:
    """An event."""
    return Event(
        id=data["id"],
        type=data["type"],
        mode=data["mode"],
        quad=data["quad"],
        actors=participants(data["actors"]),
        recipients=participants(data["recipients"]),
        when=when(data["when"]),
        where=where(data["where"]),
        status=data["status"],
        trigger=span(data["trigger"]),
        evidence=spans(data["evidence"]),
        score=data["score"],
        contexts=tuple(data["contexts"]),
        claims=tuple(data["claims"]),
        mentions=spans(data["mentions"]),
        whys=whys(data["whys"]),
    )


def statement(data: Data) -> Statement:
    """A statement."""
    return Statement(
        id=data["id"],
        speaker=participant(data["speaker"]),
        cue=span(data["cue"]),
        content=spans(data["content"]),
        kind=data["kind"],
        score=data["score"],
        addressees=participants(data["addressees"]),
        occasion=spans(data["occasion"]),
        polarity=data["polarity"],
        modality=data["modality"],
        chain=participants(data["chain"]),
        about=tuple(data["about"]),
        events=tuple(data["events"]),
        same_as=tuple(data["same_as"]),
        whys=whys(data["whys"]),
    )


def agreement(data: Data) -> Agreement:
    """A named instrument."""
    steps = tuple(AgreementStep(s["state"], when(s["when"]), spans(s["evidence"])) for s in data["steps"])
    return Agreement(
        data["id"], data["name"], data["kind"], data["acronym"], participants(data["parties"]),
        spans(data["mentions"]), steps,
    )  # fmt: skip


def _quotation(data: Data) -> Quotation:
    outer = span(data["span"])
    inner = outer if outer.end - outer.start < 2 else Span(outer.start + 1, outer.end - 1, outer.text[1:-1])  # noqa: PLR2004
    return Quotation(outer, inner, data["label"], data["depth"])


def _mention(data: Data) -> Mention:
    return Mention(
        span(data["span"]),
        data["kind"],
        span(data["span"]),
        data["entity"],
        why=why(data["why"]) if "why" in data else None,
    )


def _time(data: Data) -> TimeExpression:
    found = when(data["when"]) if "when" in data else None
    return TimeExpression(span(data["span"]), data["type"], data["value"], found, data.get("mod"))


def report(data: Data) -> Report:
    """A report without its working layers (sentences, reading), from ``Report.to_dict`` or the store."""
    return Report(
        text=data["text"],
        id=data["id"],
        title=data["title"],
        published=Published(**data["published"]),
        byline=data["byline"],
        publisher=data["publisher"],
        url=data["url"],
        language=data["language"],
        source=data["source"] or "",
        fetched=data["fetched"],
        skipped=data["skipped"],
        segments=tuple(Segment(span(s["span"]), s["kind"], s.get("why", "")) for s in data["segments"]),
        quotations=tuple(_quotation(q) for q in data["quotations"]),
        mentions=tuple(_mention(m) for m in data["mentions"]),
        entities=tuple((key, actor(part)) for key, part in data.get("entities", ())),
        times=tuple(_time(t) for t in data["times"]),
        places=tuple(Toponym(span(p["span"]), p["role"], place(p["place"]), why(p["why"])) for p in data["places"]),
        events=tuple(event(e) for e in data["events"]),
        statements=StatementList(statement(s) for s in data["statements"]),
        agreements=tuple(agreement(a) for a in data["agreements"]),
        problems=tuple(Problem(p["stage"], p["message"]) for p in data["problems"]),
    )
