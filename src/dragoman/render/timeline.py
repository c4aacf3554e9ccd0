"""The timeline of an affair, an actor or a pair: dated lines with evidence and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dragoman.records import Event
from dragoman.render.page import asset
from dragoman.render.words import event_sentence, html_safe, one_line


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. ``planned`` is ahead; ``conflict`` names other dates given for the same act."""

    date: str | None
    sentence: str
    evidence: str
    report: str
    published: str | None
    publisher: str | None
    event: str
    status: str
    planned: bool
    conflict: str | None
    told: int
    """How many reports tell it."""

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


class Timeline(list[Line]):
    """The lines, in order of time."""

    def _repr_html_(self) -> str:
        style = asset("page.css").replace("body{margin:0}\n", "")
        items = "".join(_item(line) for line in self)
        return f'<style>{style}</style><div class="dragoman">{timeline_fragment_items(items)}</div>'


def timeline(hits: Iterable[Any], today: str | None = None) -> Timeline:
    """Lines in the order of time, undated last. The same act on the same day is one line.

    A conflict is marked where reports put the same act of the same sides within a week on other days.
    """
    today = today or dt.datetime.now().astimezone().date().isoformat()
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for hit in hits:
        groups.setdefault(_same(hit.record), []).append(hit)
    days: dict[tuple[Any, ...], set[str]] = {}
    for key in groups:
        if key[-1]:
            days.setdefault(key[:-1], set()).add(key[-1])
    out = [_line(key, group, days, today) for key, group in groups.items()]
    order = sorted(out, key=lambda line: (line.date is None, line.date or "", line.published or "", line.event))
    return Timeline(order)


def _same(event: Event) -> tuple[Any, ...]:
    sides = tuple(tuple(sorted({p.actor.code for p in side})) for side in (event.actors, event.recipients))
    return (event.type, event.mode, *sides, event.status, event.when.value)


def _line(key: tuple[Any, ...], group: list[Any], days: dict[tuple[Any, ...], set[str]], today: str) -> Line:
    first = min(group, key=lambda hit: (hit.report["published"] or "9999", hit.id))
    event, date = first.record, key[-1]
    others = sorted(day for day in days.get(key[:-1], ()) if date and day != date and _near(day, date))
    ahead = bool(date and date[:10] > today[: len(date[:10])])
    return Line(
        date, event_sentence(event), " ".join(event.evidence[0].text.split()), first.report["id"],
        first.report["published"], first.report["publisher"], event.id, event.status,
        ahead or event.status == "future", ", ".join(others) or None, len({hit.report["id"] for hit in group}),
    )  # fmt: skip


def _near(a: str, b: str) -> bool:
    try:
        return abs((dt.date.fromisoformat(a) - dt.date.fromisoformat(b)).days) <= 7  # noqa: PLR2004 - a week
    except ValueError:
        return False


def timeline_text(lines: Iterable[Line]) -> str:
    """The timeline as text for a terminal."""
    out = []
    for line in lines:
        mark = " (planned)" if line.planned else ""
        out.append(f"{line.date or 'undated':22} {line.sentence}{mark}")
        if line.conflict:
            out.append(f"{'':22}   ! also dated {line.conflict}")
        source = ", ".join(x for x in (line.publisher, line.published, line.report) if x)
        more = f", told by {line.told} reports" if line.told > 1 else ""
        out.append(f"{'':22}   “{one_line(line.evidence)}” [{one_line(source)}{more}]")
    return "\n".join(out) + "\n"


def timeline_page(lines: Iterable[Line], title: str) -> str:
    """The timeline as one self-contained page."""
    items = "".join(_item(line) for line in lines)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html_safe(title)}</title><style>{asset('page.css')}</style></head>"
        f'<body><div class="dragoman"><h1>{html_safe(title)}</h1>{timeline_fragment_items(items)}</div></body></html>\n'
    )


def timeline_fragment_items(items: str) -> str:
    """The list around the items."""
    return f'<ol class="timeline">{items}</ol>' if items else "<p>Nothing found.</p>"


def _item(line: Line) -> str:
    source = ", ".join(x for x in (line.publisher, line.published, line.report) if x)
    planned = ' <small class="planned">planned</small>' if line.planned else ""
    conflict = f'<p class="note">also dated {html_safe(line.conflict)}</p>' if line.conflict else ""
    return (
        f"<li><p><strong><time>{html_safe(line.date or 'undated')}</time></strong> "
        f"{html_safe(line.sentence)}{planned}</p>{conflict}<p><q>{html_safe(line.evidence)}</q> "
        f"<small>{html_safe(source)}; told by {line.told}</small></p></li>"
    )
