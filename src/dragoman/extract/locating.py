"""Where each event happened: from the place names of its own sentence, else from the report's scene.

Each place name with a fitting role is weighed by where it stands to the trigger; what belongs to
somebody ("officials in Ankara") or stands in another clause loses. A government's stand-in, a demonym
or a topic is never a place of an event. ``docs/places.md`` has the rules, ``data/gazetteer/locating.yaml``
the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import yaml

from dragoman.errors import DataError
from dragoman.records import Event, Place, Report, Sentence, Span, Toponym, Where, Why

_PATH = Path(__file__).resolve().parents[1] / "data" / "gazetteer" / "locating.yaml"
_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d+|[^\w\s]")
_VISIT = re.compile(r"visit|tour|trip|travel|arriv|flew|fly|head|went", re.IGNORECASE)
_DIRECT = re.compile(
    r"\s+(?:(?:on|at|of|over|into|against|to|through|out|up|in|near|the|a|an|its|rebel-held|central|northern|southern|eastern|western"
    r"|town|city|village|port|province|region|airport|\w+ed)\s+){0,5}"
)
_OWNS = re.compile(r"['’]s? (?:\w+ern )?")
_HERE = re.compile(r"(?<!from )\bhere\b(?! [a-z]+ing\b)")
_SUBJECT = 3
"""Words before a name at most where it belongs to the sentence's subject."""
LEAST = 3.0
"""Weight below which a name in the sentence does not tell where the event was."""
_WIDE = ("country", "area", "region", "district", "city", "sea", "point")


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    try:
        return {k: frozenset(map(str, v)) for k, v in yaml.safe_load(_PATH.read_text("utf8")).items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise DataError(f"{_PATH}: is no table of words ({error}); install the package again") from error


@dataclass(frozen=True, slots=True)
class _Choice:
    """A place name that may tell where the event was, with its weight and the reason."""

    toponym: Toponym
    weight: float
    by: str
    note: str


def locate_events(report: Report) -> Report:
    """Fill ``where`` of every event of ``report.events``; None with the reason where the report does not tell."""
    return replace(report, events=tuple(replace(e, where=where_of(report, e)) for e in report.events))


def where_of(report: Report, event: Event) -> Where:
    """Where ``event`` happened, with its precision (``place.precision``) and why."""
    number = next((n for n, s in enumerate(report.sentences) if s.span.covers(event.trigger)), None)
    if number is None:
        return Where(None, (), Why("where.none", note="its words are in no sentence of the report"))
    sentence = report.sentences[number]
    choices = _in_sentence(report, event, sentence)
    if choices and choices[0].weight >= LEAST:
        return _where(report, choices)
    lists = _lists()
    told_here = _HERE.search(sentence.span.text) is not None
    on_the_spot = told_here or event.type in lists["on-the-spot"]
    if on_the_spot and (scene := _scene(report, number, here=told_here)) is not None:
        return scene
    if event.type in lists["at-home"] and (home := _at_home(report, event, sentence)) is not None:
        return home
    over = tuple((c.toponym.span.text, round(c.weight, 2)) for c in choices[:3])
    return Where(None, (), Why("where.none", note="no place name says where it was", over=over))


def _where(report: Report, choices: list[_Choice]) -> Where:
    inner = (c for c in choices[1:] if c.weight >= LEAST + 1 and _within(c.toponym, choices[0].toponym))
    best = next(inner, choices[0])
    toponym = _narrower(report, best.toponym)
    over = tuple((c.toponym.span.text, round(c.weight, 2)) for c in choices[1:4] if c.toponym is not toponym)
    score = min(1.0, best.weight / 12)
    return Where(toponym.place, (toponym.span,), Why(best.by, score, best.note, over))


def _in_sentence(report: Report, event: Event, sentence: Sentence) -> list[_Choice]:
    """The place names of the sentence that may tell where the event was, best first."""
    choices = []
    for toponym in report.places:
        if toponym.place is None or not sentence.span.covers(toponym.span) or toponym.span.overlaps(event.trigger):
            continue
        if (choice := _weigh(report, event, sentence, toponym)) is not None:
            choices.append(choice)
    return sorted(choices, key=lambda c: (-c.weight, c.toponym.span.start))


def _weigh(report: Report, event: Event, sentence: Sentence, toponym: Toponym) -> _Choice | None:
    trigger, span = event.trigger, toponym.span
    after = span.start >= trigger.end
    between = report.text[trigger.end : span.start] if after else report.text[span.end : trigger.start]
    apart = [w.casefold() for w in _WORD.findall(between)]
    if after and toponym.role != "demonym" and _acted_on(event, between):
        return _Choice(toponym, 11.0 - 0.1 * len(apart), "where.object", f"what {trigger.text!r} acts on")
    if not after and (at_home := _seat(report, event, toponym)):
        return _Choice(toponym, 5.0 - 0.1 * len(apart), "where.seat", at_home)
    if not _fits(event, toponym, after=after):
        return None
    if not after and _opens(report, sentence, toponym):
        return _Choice(toponym, 9.0 - 0.05 * len(apart), "where.opening", "opens its sentence")
    weight = (9.0 if after else 6.0) - 0.2 * len(apart) - _against(report, event, sentence, toponym, apart)
    return _Choice(toponym, weight, "where.sentence", f"{toponym.why.note or toponym.role}, in its sentence")


def _acted_on(event: Event, between: str) -> bool:
    """Whether a place so far behind the trigger is its object: "shelled the town of X", "a visit to X"."""
    if event.type not in _lists()["object"] or not _DIRECT.fullmatch(between):
        return False
    return event.type != "CONSULT" or (bool(_VISIT.search(event.trigger.text)) and " on " not in between)


def _fits(event: Event, toponym: Toponym, *, after: bool) -> bool:
    """Whether a name of this role can be where an event of this type was."""
    lists = _lists()
    if toponym.role == "destination":
        return event.type in lists["goal"] and (after or event.type == "CONSULT")
    if toponym.role == "origin":
        return event.type in lists["source"] and after
    return toponym.role == "location"


def _against(report: Report, event: Event, sentence: Sentence, toponym: Toponym, apart: list[str]) -> float:
    """What speaks against a name: another clause, somebody it belongs to, an act of words."""
    lists = _lists()
    after = toponym.span.start >= event.trigger.end
    said_there = event.type not in lists["material"] and _occasion(report, sentence, toponym)
    crossed = lists["boundaries"].intersection(apart) - ({"that", "said"} if said_there else set())
    minus = 5.5 if crossed else 0.0
    if _held(report, sentence, toponym, after=after):
        minus += 6.0
    if event.type not in lists["material"] and not said_there:
        minus += 6.0
    return minus + (1.0 if toponym.role == "destination" else 0.0)


def _seat(report: Report, event: Event, toponym: Toponym) -> str:
    """Why an authority or a crowd named by a place acts there: "a Ugandan court", "residents of Cairo"."""
    lists = _lists()
    between = _WORD.findall(report.text[toponym.span.end : event.trigger.start])
    if lists["boundaries"].intersection(w.casefold() for w in between):
        return ""
    right = _WORD.findall(report.text[toponym.span.end : toponym.span.end + 30])[:1]
    nouns = lists["courts"] if event.type == "ACCUSE" else lists["powers"]
    if event.type in lists["court-types"] and right and right[0].casefold() in nouns:
        return f"{right[0]} acts where it belongs"
    left = _WORD.findall(report.text[max(0, toponym.span.start - 40) : toponym.span.start])[-2:]
    if event.type == "PROTEST" and len(left) > 1 and left[1] == "of" and left[0].casefold() in lists["crowd"]:
        return f"{left[0].lower()} protest where they are"
    return ""


def _before(report: Report, sentence: Sentence, span: Span) -> list[str]:
    """The words before a name within its sentence, in lower case."""
    return [w.casefold() for w in _WORD.findall(report.text[sentence.span.start : span.start])]


def _opens(report: Report, sentence: Sentence, toponym: Toponym) -> bool:
    """Whether the name belongs to the phrase that opens the sentence and ends in a comma ("In Homs, ...")."""
    head = report.text[sentence.span.start : toponym.span.start]
    tail = report.text[toponym.span.end : toponym.span.end + 30]
    first = _WORD.findall(head)[:1]
    return bool(first and first[0] in {"In", "At", "Near", "Outside", "On", "Across"} and len(head) < 60 and  # noqa: PLR2004
                "," in tail[:25] and "," not in head)  # fmt: skip


def _held(report: Report, sentence: Sentence, toponym: Toponym, *, after: bool) -> bool:
    """Whether the name belongs to somebody ("officials in Ankara"), not to the act."""
    left = _before(report, sentence, toponym.span)[-6:]
    for n in range(len(left) - 1, 0, -1):
        if left[n] in {"in", "at", "of", "near", "from", "inside", "outside", "with"}:
            return left[n - 1] in _lists()["kept" if after and left[n] != "from" else "holders"]
    return False


def _occasion(report: Report, sentence: Sentence, toponym: Toponym) -> bool:
    """Whether the name tells where something was said: "told reporters in Brussels"."""
    return bool(_lists()["occasions"].intersection(_before(report, sentence, toponym.span)[-6:]))


def _within(inner: Toponym, outer: Toponym) -> bool:
    """Whether ``outer`` is a country and ``inner`` a place in it."""
    a, b = inner.place, outer.place
    return bool(a and b and b.precision == "country" and a.precision != "country" and a.country == b.country)


def _narrower(report: Report, toponym: Toponym) -> Toponym:
    """The narrower of two names that go on from each other: "Syria's Homs", "Puebla, Mexico"."""
    place = toponym.place
    for other in report.places:
        if not (place and other.place and other.place.country == place.country):
            continue
        if other.span.end <= toponym.span.start:
            goes_on = report.text[other.span.end : toponym.span.start] == ", "
        else:
            goes_on = bool(_OWNS.fullmatch(report.text[toponym.span.end : other.span.start]))
        if goes_on and _WIDE.index(other.place.precision) > _WIDE.index(place.precision):
            return other
    return toponym


def _scene(report: Report, number: int, *, here: bool) -> Where | None:
    """The place of the sentences before in the same paragraph, else of the report's dateline.

    Nothing is taken over where the sentence speaks of other countries only.
    """
    sentence = report.sentences[number]
    own = {t.place.country for t in report.places if t.place and t.role != "name-part" and sentence.span.covers(t.span)}
    for back in report.sentences[max(0, number - 2) : number][::-1]:
        if back.segment != sentence.segment or here:
            break
        near = [t for t in report.places if t.place and t.role == "location" and back.span.covers(t.span)]
        if near and near[0].place and (not own or near[0].place.country in own):
            return _taken(_narrower(report, near[0]), "where.before", "where the sentences before are")
    for toponym in report.places:
        if toponym.place and toponym.why.note == "dateline" and (here or not own or toponym.place.country in own):
            return _taken(toponym, "where.dateline", "told on the spot under this dateline")
    return None


def _taken(toponym: Toponym, by: str, note: str) -> Where:
    return Where(toponym.place, (toponym.span,), Why(by, 0.5, note))


def _at_home(report: Report, event: Event, sentence: Sentence) -> Where | None:
    """The country of those who act at home: "Zimbabwean police banned a march"."""
    found: dict[str, tuple[Place, Span]] = {}
    for toponym in report.places:
        if toponym.place and sentence.span.covers(toponym.span) and toponym.role != "name-part":
            found.setdefault(toponym.place.country or "", (toponym.place, toponym.span))
    if len(found) != 1:
        return None
    place, span = next(iter(found.values()))
    subject = span.end <= event.trigger.start and len(_before(report, sentence, span)) <= _SUBJECT
    if place.precision != "country" or not subject:
        return None
    return Where(
        place, (span,), Why("where.home", 0.4, "its authorities or its people act, and no other country is named")
    )
