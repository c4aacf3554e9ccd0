"""What the tools do, without the protocol: plain arguments in, plain data out, errors as ``DragomanError``."""

from __future__ import annotations

import functools
import re
import threading
from typing import TYPE_CHECKING, Any

from dragoman.errors import InputError, UsageError
from dragoman.mcp import shape
from dragoman.render.timeline_ask import ask, side
from dragoman.store import Store
from dragoman.store.series import series

if TYPE_CHECKING:
    from dragoman.reader import Reader

PAGE = 50
"""Records of one answer at the most."""
LINES = 100
TEXT = 100_000
"""Characters of a text to be read."""
PIECE = 20_000
"""Characters of a report given at once."""
PERIODS = 600
Data = dict[str, Any]


class Tools:
    """The tools over one store; safe to be called from several threads."""

    def __init__(self, store: Store, model: str | None = None) -> None:
        """``model`` is for reading texts: a folder, or 'lexicon'."""
        self.store, self.model = store, model
        self._reading = threading.Lock()

    @functools.cached_property
    def reader(self) -> Reader:
        """Made when a text is first read: the models take a second."""
        from dragoman.reader import Reader

        return Reader(model=self.model) if self.model else Reader()

    def search(self, kind: str, filters: Data, limit: int, cursor: str | None) -> Data:
        """A page of events or statements."""
        _within("limit", limit, PAGE)
        for name in ("actor", "recipient", "either", "by", "about"):
            if filters.get(name):
                filters[name] = [side(self.store, value, kind, name) for value in _many(filters[name])]
        results = self.store.events(**filters) if kind == "event" else self.store.statements(**filters)
        page = results.page(limit, cursor)
        made = shape.event if kind == "event" else shape.statement
        return {"count": results.count(), "items": [made(hit) for hit in page.items], "next": page.next}

    def dyad(self, a: str, b: str, by: str, since: str | None, until: str | None, examples: int) -> Data:
        """Counts by period in both directions, with the newest events as examples."""
        _within("examples", examples, PAGE, least=0)
        pair = side(self.store, a), side(self.store, b)
        given: Data = {"since": since, "until": until}
        periods = [p.to_dict() for p in series(self.store, *pair, by=by, copies="one", **given)]
        if len(periods) > PERIODS:
            raise UsageError(f"{len(periods)} periods are more than {PERIODS}; take a larger unit or a shorter time")
        newest = self.store.events(dyad="..".join(pair), copies="one", sort="date", **given)
        shown = newest.page(examples).items if examples else ()
        return {"a": pair[0], "b": pair[1], "by": by, "periods": periods, "events": newest.count(),
                "newest": [shape.event(hit) for hit in shown]}  # fmt: skip

    def timeline(self, given: Data, limit: int, offset: int) -> Data:
        """Lines of a timeline from ``offset`` on."""
        _within("limit", limit, LINES)
        if offset < 0:
            raise UsageError("offset cannot be less than 0")
        if not any(given.get(name) for name in ("actor", "a", "b", "story", "text")):
            raise UsageError("a timeline needs an actor, a and b, a story or text")
        lines, title = ask(self.store, **given)
        after = offset + limit
        return {
            "title": title, "lines": len(lines), "items": [shape.line(x) for x in lines[offset:after]],
            "next_offset": after if after < len(lines) else None,
        }  # fmt: skip

    def actor(self, name: str, limit: int) -> Data:
        """Actors of the store whose name holds ``name`` (or with that code), and who it is by the knowledge base."""
        _within("limit", limit, PAGE)
        if not name.strip():
            raise UsageError("name is empty; give a name such as 'Stoltenberg' or a code such as JPN/GOV")
        found = self.store.actors(code=name.strip(), limit=limit) if "/" in name or ":" in name else []
        found = found or self.store.actors(name=name.strip(), limit=limit * 10)
        whole = re.compile(rf"\b{re.escape(name.strip())}\b", re.IGNORECASE)
        found = sorted(found, key=lambda row: not whole.search(row.name))[:limit]
        return {"in_store": [row.to_dict() for row in found], "known": self._known(name.strip())}

    def _known(self, name: str) -> list[Data]:
        from dragoman.resolve.actors import Resolver, load_knowledge
        from dragoman.resolve.single import who_is

        return [
            {"id": one.id, "name": one.name, "code": one.code, "kind": one.kind, "office": one.office,
             "why": one.why.note or one.why.by}
            for one in who_is(Resolver(load_knowledge(None)), name, None, "") if one.kind != "unknown"
        ]  # fmt: skip

    def agreements(self, filters: Data, limit: int) -> Data:
        """Named instruments, each once over all reports, with their steps in order."""
        from dragoman.store.instruments import merged

        _within("limit", limit, PAGE)
        if filters.get("party"):
            filters["party"] = [side(self.store, value) for value in _many(filters["party"])]
        found = merged(self.store.agreements(**filters))
        return {"count": len(found), "items": [one.to_dict() for one in found[:limit]]}

    def report(self, report: str, start: int, length: int) -> Data:
        """A piece of a report's text: to check words against it."""
        _within("length", length, PIECE)
        found = self.store.report(report)
        if found is None:
            raise UsageError(f"there is no report {report!r} in this store; take the id from 'cite' of a record")
        if not 0 <= start <= len(found.text):
            raise UsageError(f"start {start} lies outside the report, which has {len(found.text)} characters")
        end = min(len(found.text), start + length)
        head = {"id": found.id, "publisher": found.publisher, "published": found.published.date,
                "title": found.title, "url": found.url}  # fmt: skip
        return {"cite": shape.citation(head), "characters": len(found.text), "start": start,
                "end": end, "text": found.text[start:end]}  # fmt: skip

    def read(self, text: str, published: str | None, title: str | None, most: int) -> Data:
        """The records of a text given by the assistant; nothing is stored."""
        _within("most", most, PAGE)
        if not text.strip():
            raise UsageError("text is empty; give the text of a report")
        if len(text) > TEXT:
            raise InputError(f"the text has {len(text)} characters, more than {TEXT}; give it in parts")
        with self._reading:
            return shape.read_report(self.reader.read(text, published=published, title=title), most)


def _within(name: str, value: int, most: int, least: int = 1) -> None:
    if not least <= value <= most:
        raise UsageError(f"{name} {value} is not within {least} to {most}")


def _many(value: Any) -> list[str]:
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
