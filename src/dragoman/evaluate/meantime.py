"""Event dates on MEANTIME (Minard et al. 2016; CC BY 4.0): document dates, events and the times they are tied to.

The English files are read as they come (CAT XML). An event's gold date is the DATE or TIME it is linked to by a TLINK
that holds it (INCLUDES from the time, IS_INCLUDED or SIMULTANEOUS from the event). Its sentence, words and document
date are all that the program is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from dragoman.errors import InputError
from dragoman.evaluate.event_dates import _NOT_YET, _NOWHERE, EventDateScores
from dragoman.evaluate.gold import date_matches
from dragoman.extract.dating import decide, weights
from dragoman.records import Event, Published, Report, Segment, Sentence, Span
from dragoman.resolve.time_calendar import as_interval
from dragoman.resolve.times import resolve_times

_HELD = {"IS_INCLUDED", "SIMULTANEOUS", "MEASURE"}


@dataclass(slots=True)
class _Layout:
    """The text of a document with the offsets of its tokens and sentences."""

    text: str
    tokens: dict[str, tuple[int, int]]
    sentences: list[tuple[int, int]]


def read(path: Path) -> tuple[Report, dict[str, str | None]] | None:
    """A document as a report with its dated events, and their gold dates by id; None without a document date."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: cannot be read as MEANTIME ({error})") from error
    layout = _layout(root)
    times = {t.get("m_id"): t for t in root.iter("TIMEX3")}
    created = next((t.get("value") for t in times.values() if t.get("functionInDocument") == "CREATION_TIME"), None)
    if not created:
        return None
    sentences = tuple(Sentence(Span.of(layout.text, a, b), (), 0) for a, b in layout.sentences)
    segments = (Segment(Span.of(layout.text, 0, len(layout.text)), "body"),)
    report = Report(layout.text, path.stem, published=Published(created[:10], source="given"))
    events: list[Event] = []
    dates: dict[str, str | None] = {}
    for name, value in _dated(root, times):
        mention = root.find(f".//EVENT_MENTION[@m_id='{name}']")
        spans = [layout.tokens[a.get("t_id")] for a in mention.iter("token_anchor")] if mention is not None else []
        if spans:
            trigger = Span.of(layout.text, spans[0][0], spans[-1][1])
            events.append(Event(name, "", None, 0, (), (), _NOT_YET, _NOWHERE, "actual", trigger, (), 1.0))
            dates[name] = value
    report = replace(report, sentences=sentences, segments=segments, events=tuple(events))
    return resolve_times(report), dates


def _layout(root: etree._Element) -> _Layout:
    """Tokens joined by blanks, sentences by line ends."""
    parts: list[str] = []
    tokens: dict[str, tuple[int, int]] = {}
    sentences: list[tuple[int, int]] = []
    at, last, start = 0, None, 0
    for token in root.iter("token"):
        word, sentence = token.text or "", token.get("sentence")
        if last is not None:
            parts.append("\n" if sentence != last else " ")
            if sentence != last:
                sentences.append((start, at))
                start = at + 1
            at += 1
        tokens[token.get("t_id", "")] = (at, at + len(word))
        parts.append(word)
        at += len(word)
        last = sentence
    sentences.append((start, at))
    return _Layout("".join(parts), tokens, sentences)


def _dated(root: etree._Element, times: dict[str | None, etree._Element]) -> Iterator[tuple[str, str]]:
    """(event, codebook date) for each event that a TLINK puts inside a dated expression; the first link counts."""
    seen: set[str] = set()
    for link in root.iter("TLINK"):
        source, target = link.find("source"), link.find("target")
        if source is None or target is None:
            continue
        a, b, kind = source.get("m_id"), target.get("m_id"), link.get("reltype")
        if a in times and kind in {"INCLUDES", "SIMULTANEOUS"}:
            time, event = a, b
        elif b in times and kind in _HELD:
            time, event = b, a
        else:
            continue
        interval = as_interval(times[time].get("value") or "")
        if interval and event and event not in seen and event not in times:
            seen.add(event)
            yield event, "/".join(part.split("T")[0] for part in interval[0].split("/"))


def score_meantime(folder: Path) -> EventDateScores:
    """Date the events of all documents below ``folder``; raises ``InputError`` where there are none."""
    files = sorted(folder.rglob("*.xml"))
    if not files:
        raise InputError(f"{folder}: no .xml files there; give the folder of MEANTIME's English documents")
    scores, done = EventDateScores(), set()
    for path in files:
        if path.name in done:
            continue  # the same document stands in two folders
        done.add(path.name)
        found = read(path)
        if found is None:
            continue
        report, dates = found
        for event in decide(report, weights()):
            gold = dates[event.id]
            right = date_matches(gold, event.when.value)
            scores.events += 1
            scores.right += right
            scores.kinds["publication" if gold == report.published.date else "other", right] += 1
            if not right:
                scores.misses.append(f"{report.id} {event.trigger.text!r}: {gold}, found {event.when.value}")
    return scores
