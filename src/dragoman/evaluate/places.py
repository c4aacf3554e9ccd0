"""Scores places against LGL, TR-News and GeoWebNews: recognition, exact GeoNames id, within 161 km.

Format and measures follow Gritta, Pilehvar and Collier, "A Pragmatic Guide to Geoparsing Evaluation"
(2020): a name is recognised where a prediction has the same start and end; 161 km are 100 miles.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from lxml import etree

from dragoman.clean import clean
from dragoman.errors import InputError
from dragoman.records import Report, Toponym
from dragoman.resolve.gazetteer import Candidate, Gazetteer
from dragoman.resolve.place_spans import Found, found_at
from dragoman.resolve.places import PlaceResolver

NEAR = 161.0
"""Kilometres within which a position counts as right (100 miles)."""


@dataclass(frozen=True, slots=True)
class GoldName:
    """A toponym of the benchmark: span, GeoNames id (None where none was given), position, type."""

    start: int
    end: int
    phrase: str
    id: int | None
    latitude: float | None
    longitude: float | None
    type: str | None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its text, publisher's domain, address and toponyms."""

    id: str
    text: str
    domain: str | None
    url: str | None
    names: tuple[GoldName, ...]


@dataclass(slots=True)
class Scores:
    """Counts over all articles; ``errors`` are (article, kind, phrase, gold, predicted)."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    types: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, object]:
        """All measures in per cent, as nested plain data."""
        c = self.counts
        out: dict[str, object] = {
            "articles": c["articles"],
            "recognition_precision": _percent(c["hit"], c["predicted"]),
            "recognition_recall": _percent(c["hit"], c["gold"]),
            "recognition_f1": _f1(c["hit"], c["predicted"], c["gold"]),
            "gold_spans": {
                "count": c["with_id"],
                "exact": _percent(c["exact"], c["with_id"]),
                "at161": _percent(c["near"], c["with_id"]),
            },
            "end_to_end": {
                "id_precision": _percent(c["e2e"], c["e2e_predicted"]),
                "id_recall": _percent(c["e2e"], c["with_id"]),
                "id_f1": _f1(c["e2e"], c["e2e_predicted"], c["with_id"]),
            },
        }
        kinds = sorted({kind for kind, _ in self.types})
        if kinds:
            out["recall_by_type"] = {
                k: _percent(self.types[k, True], self.types[k, True] + self.types[k, False]) for k in kinds
            }
        return out


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 0.0


def _f1(hit: int, predicted: int, gold: int) -> float:
    return round(200 * hit / (predicted + gold), 2) if predicted + gold else 0.0


def read_articles(path: Path) -> Iterator[GoldArticle]:
    """The articles of a file; raises ``InputError`` where it is not in the format."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        root = etree.parse(str(path), parser).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: cannot be read ({error}); give LGL, TR-News or GeoWebNews as XML") from error
    for number, article in enumerate(root.iter("article")):
        text = article.findtext("text") or ""
        url = (article.findtext("url") or "").strip() or None
        domain = (article.findtext("domain") or "").strip() or None
        names = tuple(found for t in article.iter("toponym") if (found := _aligned(_name(t), text)) is not None)
        yield GoldArticle(article.get("docid") or str(number), text, domain, url, names)


def _aligned(name: GoldName, text: str) -> GoldName | None:
    """The name at the occurrence of its phrase nearest to its offsets: white space was lost in some articles."""
    if text[name.start : name.end] == name.phrase:
        return name
    starts = [m.start() for m in re.finditer(re.escape(name.phrase), text)] if name.phrase else []
    start = min(starts, key=lambda s: abs(s - name.start), default=None)
    if start is None:
        return name if 0 <= name.start < name.end <= len(text) else None
    return replace(name, start=start, end=start + len(name.phrase))


def _name(element: etree._Element) -> GoldName:
    tag = element.find("gaztag")
    box = element if tag is None else tag
    inner = element.findtext("geonameID") or element.findtext("geonamesID")
    number = (tag.get("geonameid") if tag is not None else None) or inner
    north = box.findtext("lat") or box.findtext("latitude")
    east = box.findtext("lon") or box.findtext("longitude")
    return GoldName(
        int(element.findtext("start") or 0), int(element.findtext("end") or 0),
        element.findtext("phrase") or element.findtext("extractedName") or "",
        int(number) if number and number.strip().isdigit() else None,
        float(north) if north else None, float(east) if east else None,
        element.findtext("type"),
    )  # fmt: skip


def score_file(path: Path, gazetteer: Gazetteer | None = None, *, homes: bool = True) -> Scores:
    """Score the package's places on ``path``.

    With ``homes``, where publishers are at home is first learnt from the texts of the file (never from
    its annotation), as a user with many reports of one paper would.
    """
    gazetteer = gazetteer or Gazetteer.load()
    articles = list(read_articles(path))
    reports = [as_report(article) for article in articles]
    resolver = PlaceResolver(gazetteer)
    if homes:
        for _ in range(2):
            resolver = PlaceResolver(gazetteer, resolver.learn_homes(reports))
    scores = Scores()
    for article, report in zip(articles, reports, strict=True):
        _score(article, report, resolver, scores)
    return scores


def as_report(article: GoldArticle) -> Report:
    """The article as a cleaned report; every line of it is read."""
    report = Report(article.text, article.id, url=article.url, publisher=article.domain, language="en")
    return clean(report)


def _score(article: GoldArticle, report: Report, resolver: PlaceResolver, scores: Scores) -> None:
    counts = scores.counts
    counts["articles"] += 1
    gold = {(g.start, g.end): g for g in article.names}
    predicted = {(t.span.start, t.span.end): t for t in resolver.resolve(report).places}
    counts["gold"] += len(gold)
    counts["predicted"] += len(predicted)
    without = {span for span, name in gold.items() if name.id is None}
    counts["e2e_predicted"] += sum(1 for span, t in predicted.items() if t.place and span not in without)
    for span, toponym in predicted.items():
        if span not in gold:
            told = toponym.place.name if toponym.place else ""
            scores.errors.append((article.id, "extra", toponym.span.text, "", told))
    for span, name in gold.items():
        counts["hit"] += span in predicted
        if name.type:
            scores.types[name.type, span in predicted] += 1
        if span not in predicted:
            scores.errors.append((article.id, "missed", name.phrase, str(name.id), ""))
        elif name.id is not None and number_of(predicted[span]) == name.id:
            counts["e2e"] += 1
    _score_gold_spans(article, report, resolver, scores)


def _score_gold_spans(article: GoldArticle, report: Report, resolver: PlaceResolver, scores: Scores) -> None:
    found: list[Found] = [found_at(report, n.start, n.end) for n in article.names]
    for name, toponym in zip(article.names, resolver.toponyms(report, found), strict=True):
        if name.id is None:
            continue
        scores.counts["with_id"] += 1
        exact = number_of(toponym) == name.id
        scores.counts["exact"] += exact
        scores.counts["near"] += exact or _near(resolver.gazetteer, toponym, name)
        if not exact:
            told = f"{toponym.place.name} {toponym.place.id}" if toponym.place else "-"
            scores.errors.append((article.id, "wrong", name.phrase, str(name.id), told))


def number_of(toponym: Toponym) -> int | None:
    """The GeoNames number of a toponym's place."""
    if toponym.place is None or not toponym.place.id.startswith("geonames:"):
        return None
    return int(toponym.place.id.removeprefix("geonames:"))


def _near(gazetteer: Gazetteer, toponym: Toponym, name: GoldName) -> bool:
    if toponym.place is None or name.latitude is None or name.longitude is None:
        return False
    place = gazetteer.get(toponym.place.id)
    return place is not None and _arc(place, name.latitude, name.longitude) <= NEAR


def _arc(place: Candidate, latitude: float, longitude: float) -> float:
    """Great-circle distance in kilometres (haversine)."""
    a, b = math.radians(place.latitude), math.radians(latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(longitude - place.longitude) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(half)))
