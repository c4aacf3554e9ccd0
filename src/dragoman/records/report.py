"""The report: the text as it came, what was found in it, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from dragoman.records.actor import Actor
from dragoman.records.agreement import Agreement
from dragoman.records.event import Event
from dragoman.records.ids import content_id
from dragoman.records.mention import Mention
from dragoman.records.place import Toponym
from dragoman.records.reading import Reading
from dragoman.records.span import Span
from dragoman.records.statement import Quotation, Statement
from dragoman.records.when import TimeExpression

SegmentKind = Literal[
    "title", "standfirst", "byline", "dateline", "date", "body", "caption", "credit", "subhead", "quote", "residue"
]
"""Only title, standfirst, body, quote, subhead and caption carry facts (codebook, "The document")."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A labelled stretch of the text, a paragraph or a line. Segments never overlap."""

    span: Span
    kind: SegmentKind
    why: str = ""
    """The rule that labelled it."""

    @property
    def carries_facts(self) -> bool:
        """Whether the later stages read it."""
        return self.kind in {"title", "standfirst", "body", "caption", "subhead", "quote"}

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"span": self.span.to_dict(), "kind": self.kind, "why": self.why}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a fact-carrying segment; ``tokens`` are (start, end) offsets into the report's text."""

    span: Span
    tokens: tuple[tuple[int, int], ...]
    segment: int
    """Index into ``report.segments``."""


@dataclass(frozen=True, slots=True)
class Published:
    """When the report was published.

    ``date`` is the local day (ISO) or None; ``time`` is ``HH:MM`` local or None, ``zone`` as an
    offset ``+05:30`` or None. ``source`` says where it was read (``"given"``, ``"json-ld"``,
    ``"text"``); ``conflict`` holds another date that a second source gave.
    """

    date: str | None
    time: str | None = None
    zone: str | None = None
    source: str = "unknown"
    conflict: str | None = None

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "date": self.date,
            "time": self.time,
            "zone": self.zone,
            "source": self.source,
            "conflict": self.conflict,
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong or was left out, and what to do about it."""

    stage: str
    message: str

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"stage": self.stage, "message": self.message}


class StatementList(tuple[Statement, ...]):
    """The statements of a report, in the order of the text."""

    __slots__ = ()

    def by(self, name: str) -> StatementList:
        """Those whose speaker's name, words or code contain ``name`` (case ignored)."""
        wanted = name.casefold()
        return StatementList(
            s
            for s in self
            if any(wanted in part.casefold() for part in (s.speaker.actor.name, s.speaker.text, s.speaker.actor.code))
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A report and its records.

    ``text`` is the original text, never changed: every span of every record is a slice of it.
    A stage takes a report and gives a report with more of it filled in
    (``dataclasses.replace``); what has not been filled in yet is empty.
    """

    text: str
    id: str
    """The id given with the report, or a hash of its text."""
    title: str | None = None
    published: Published = field(default_factory=lambda: Published(None))
    byline: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    source: str = ""
    """The file, address or archive record that it came from."""
    fetched: str | None = None
    skipped: str | None = None
    """Why the report was recorded but not read (another language, empty, ...)."""
    segments: tuple[Segment, ...] = ()
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)
    quotations: tuple[Quotation, ...] = ()
    reading: Reading | None = field(default=None, repr=False)
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    entities: tuple[tuple[str, Actor], ...] = field(default=(), repr=False)
    """(entity key of ``mentions``, actor) for each chain that was resolved."""
    times: tuple[TimeExpression, ...] = ()
    places: tuple[Toponym, ...] = ()
    events: tuple[Event, ...] = ()
    statements: StatementList = field(default_factory=StatementList)
    agreements: tuple[Agreement, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def version(self) -> str:
        """Hash of the text: a changed text is another version of the same report."""
        return content_id("v", self.text)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The distinct actors of all events and statements, in order of first appearance."""
        return tuple(self._actors())

    def _actors(self) -> Iterator[Actor]:
        seen: set[str] = set()
        parts = [p for e in self.events for p in (*e.actors, *e.recipients)]
        parts += [s.speaker for s in self.statements]
        for part in parts:
            if part.actor.id not in seen:
                seen.add(part.actor.id)
                yield part.actor

    def actor_of(self, entity: str) -> Actor | None:
        """The actor of a mention's ``entity`` key."""
        return dict(self.entities).get(entity)

    def to_dict(self) -> dict[str, object]:
        """Plain data: everything but the working layers (sentences, reading)."""
        return {
            "id": self.id,
            "version": self.version,
            "title": self.title,
            "published": self.published.to_dict(),
            "byline": self.byline,
            "publisher": self.publisher,
            "url": self.url,
            "language": self.language,
            "source": self.source,
            "fetched": self.fetched,
            "skipped": self.skipped,
            "text": self.text,
            "segments": [s.to_dict() for s in self.segments],
            "quotations": [q.to_dict() for q in self.quotations],
            "mentions": [m.to_dict() for m in self.mentions],
            "actors": [a.to_dict() for a in self.actors],
            "events": [e.to_dict() for e in self.events],
            "statements": [s.to_dict() for s in self.statements],
            "agreements": [a.to_dict() for a in self.agreements],
            "times": [t.to_dict() for t in self.times],
            "places": [p.to_dict() for p in self.places],
            "problems": [p.to_dict() for p in self.problems],
        }

    def to_html(self) -> str:
        """One self-contained page: the text with every slot highlighted, and the records beside it."""
        from dragoman.render.page import report_page

        return report_page(self)

    def _repr_html_(self) -> str:
        from dragoman.render.notebook import report_fragment

        return report_fragment(self)
