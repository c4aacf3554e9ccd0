"""Scores where events were, against a list of short reports with the place of one event each.

Format (YAML): ``text``, ``trigger`` (its first occurrence), ``type``, ``place`` (a name of the
gazetteer, or null where the report does not tell), ``country`` (ISO alpha-3, ``"-"`` for none).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from dragoman.clean import clean
from dragoman.errors import InputError
from dragoman.extract.locating import locate_events
from dragoman.records import Event, Published, Report, Span, When, Where, Why
from dragoman.resolve.gazetteer import Gazetteer
from dragoman.resolve.places import PlaceResolver


@dataclass(slots=True)
class EventPlaceScores:
    """Counts; ``errors`` are (text, gold, predicted, why)."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, float]:
        """Per cent right over all events, an abstention counting as right where the gold abstains."""
        c = self.counts
        share = {name: round(100 * c[name] / c["events"], 2) if c["events"] else 0.0 for name in ("country", "place")}
        told = round(100 * c["abstained_right"] / c["untold"], 2) if c["untold"] else 0.0
        return {"events": c["events"], **share, "right_abstention": told}


def score_events(path: Path, gazetteer: Gazetteer | None = None) -> EventPlaceScores:
    """Score ``path``; raises ``InputError`` where it is not in the format."""
    gazetteer = gazetteer or Gazetteer.load()
    resolver, scores = PlaceResolver(gazetteer), EventPlaceScores()
    try:
        entries = yaml.safe_load(path.read_text("utf8"))
        for entry in entries:
            _score(entry, resolver, scores)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: is no list of event places ({error!r})") from error
    return scores


def _score(entry: dict[str, str | None], resolver: PlaceResolver, scores: EventPlaceScores) -> None:
    where = locate_events(_read(entry, resolver)).events[0].where
    place, country = entry["place"], entry["country"]
    wanted = None if country in {None, "-"} else country
    c = scores.counts
    c["events"] += 1
    found = where.place
    if place is None:
        c["untold"] += 1
        right = same = found is None
        c["abstained_right"] += right
    else:
        right = found is not None and found.country == wanted
        names = {x.id for x in resolver.gazetteer.find(place) if x.country == wanted}
        same = found is not None and found.id in names
    c["country"] += right
    c["place"] += same
    if not (right and same):
        told = f"{found.name}, {found.country}" if found else "-"
        scores.errors.append((str(entry["text"]), f"{place}, {country}", told, f"{where.why.by}: {where.why.note}"))


def _read(entry: dict[str, str | None], resolver: PlaceResolver) -> Report:
    text, trigger = str(entry["text"]), str(entry["trigger"])
    report = resolver.resolve(clean(Report(text, "own", published=Published("2024-05-15"), language="en")))
    start = text.index(trigger)
    none = When(None, None, (), Why("none"))
    span = Span.of(text, start, start + len(trigger))
    event = Event("e", str(entry["type"]), None, 1, (), (), none, Where(None, (), Why("none")), "actual", span, (), 1.0)
    return Report(
        text, "own", segments=report.segments, sentences=report.sentences, places=report.places, events=(event,)
    )
