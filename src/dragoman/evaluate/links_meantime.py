"""Links on MEANTIME's cross-document events (Minard et al. 2016; CC BY 4.0).

The mentions, their sentences, participants and classes are those of the annotation; dates are the program's own. Pairs
of mentions in two documents of one topic are the question; the same ``instance_id`` is the answer. Only 36 of its
events are told in more than one document, most of them acts of companies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from lxml import etree

from dragoman.errors import InputError
from dragoman.evaluate.event_dates import _NOT_YET, _NOWHERE
from dragoman.evaluate.link_fit import prf
from dragoman.evaluate.meantime import _Layout, _layout
from dragoman.extract.dating import decide, weights
from dragoman.link.across import comparable, score
from dragoman.link.across import weights as link_weights
from dragoman.link.across_sketch import Head, Sketch, sketch
from dragoman.records import Event, Published, Report, Segment, Sentence, Span
from dragoman.resolve.times import resolve_times

SIDES = {"Arg0": "actors", "Arg1": "recipients"}
"""Roles of the annotation that are sides of an event."""


def score_meantime_links(folder: Path) -> dict[str, object]:
    """Figures of links over the folder of cross-document annotation; raises ``InputError`` where there is none."""
    files = sorted(p for p in folder.rglob("*.xml") if "cross-doc" in str(p))
    if not files:
        raise InputError(f"{folder}: no cross-document annotation there; give the folder of MEANTIME")
    topics: dict[str, list[tuple[Sketch, str]]] = {}
    for path in files:
        topics.setdefault(path.parent.name, []).extend(_mentions(path))
    gold, said, alike = [], [], []
    least = link_weights()[2]
    for mentions in topics.values():
        for (a, one), (b, other) in combinations(mentions, 2):
            if a.report == b.report:
                continue
            gold.append(one == other)
            may = comparable(a, b)
            said.append(may and score(a, b) >= least)
            alike.append(bool(set(a.trigger) & set(b.trigger)))
    return {
        "documents": len(files), "mentions": sum(map(len, topics.values())), "pairs": len(gold), "same": sum(gold),
        "links": prf(gold, said), "same_trigger_only": prf(gold, alike),
        "links_with_same_trigger": prf(gold, [s and t for s, t in zip(said, alike, strict=True)]),
    }  # fmt: skip


def _mentions(path: Path) -> Iterator[tuple[Sketch, str]]:
    """(sketch, name of the event) of each mention that refers to an event of the annotation."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: cannot be read as MEANTIME ({error})") from error
    layout = _layout(root)
    created = next(
        (t.get("value") for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"), None
    )
    entities, events = _instances(root, "ENTITY"), _instances(root, "EVENT")
    sides = _sides(root, entities)
    made: dict[str, Event] = {}
    for mention in root.iter("EVENT_MENTION"):
        name = mention.get("m_id") or ""
        if name in events and (event := _event(mention, name, layout)) is not None:
            made[name] = event
    dated = _dated(layout, path.stem, created, tuple(made.values()))
    text = layout.text
    title, _, body = text.partition("\n")
    head = Head(path.stem, created[:10] if created else None, title, body)
    for event in dated:
        kind = root.find(f".//EVENT_MENTION[@m_id='{event.id}']")
        pred = "" if kind is None else kind.get("class") or kind.get("pred") or ""
        given = sides.get(event.id, {})
        yield (
            replace(
                sketch(event, head),
                id=f"{path.stem} {event.id}",
                type=pred,
                actors=tuple(sorted(given.get("actors", ()))),
                recipients=tuple(sorted(given.get("recipients", ()))),
            ),
            events[event.id],
        )


def _instances(root: etree._Element, tag: str) -> dict[str, str]:
    """Name of what each mention refers to."""
    named = {e.get("m_id"): e.get("instance_id") for e in root.iter(tag) if e.get("instance_id")}
    out: dict[str, str] = {}
    for link in root.iter("REFERS_TO"):
        target = link.find("target")
        name = named.get(target.get("m_id")) if target is not None else None
        if name:
            out |= {source.get("m_id") or "": name for source in link.findall("source")}
    return out


def _sides(root: etree._Element, entities: dict[str, str]) -> dict[str, dict[str, set[str]]]:
    out: dict[str, dict[str, set[str]]] = {}
    for link in root.iter("HAS_PARTICIPANT"):
        source, target = link.find("source"), link.find("target")
        side = SIDES.get(link.get("sem_role") or "")
        if source is None or target is None or side is None:
            continue
        name = entities.get(target.get("m_id") or "")
        if name:
            out.setdefault(source.get("m_id") or "", {}).setdefault(side, set()).add(name)
    return out


def _event(mention: etree._Element, name: str, layout: _Layout) -> Event | None:
    spans = [layout.tokens[a.get("t_id")] for a in mention.iter("token_anchor")]
    if not spans:
        return None
    trigger = Span.of(layout.text, spans[0][0], spans[-1][1])
    inside = next(((a, b) for a, b in layout.sentences if a <= trigger.start < b), None)
    evidence = (Span.of(layout.text, *inside),) if inside else ()
    return Event(name, "", None, 0, (), (), _NOT_YET, _NOWHERE, "actual", trigger, evidence, 1.0)


def _dated(layout: _Layout, name: str, created: str | None, events: tuple[Event, ...]) -> tuple[Event, ...]:
    if not created:
        return events
    text = layout.text
    report = Report(
        text, name, published=Published(created[:10], source="given"), events=events,
        sentences=tuple(Sentence(Span.of(text, a, b), (), 0) for a, b in layout.sentences),
        segments=(Segment(Span.of(text, 0, len(text)), "body"),),
    )  # fmt: skip
    return tuple(decide(resolve_times(report), weights()))
