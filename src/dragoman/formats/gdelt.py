"""GDELT 2.0: the events table (61 columns) and the mentions table (16), tab-separated, without a header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dragoman.errors import DataError
from dragoman.formats.common import Data, Hits, cameo_actor, number_of
from dragoman.ontology import load_ontology


def _actor_columns(name: str) -> tuple[str, ...]:
    parts = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
             "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
    return tuple(f"{name}{part}" for part in parts)


def _geo_columns(name: str) -> tuple[str, ...]:
    parts = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return tuple(f"{name}Geo_{part}" for part in parts)


EVENTS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_actor_columns("Actor1"),
    *_actor_columns("Actor2"), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *_geo_columns("Actor1"),
    *_geo_columns("Actor2"), *_geo_columns("Action"), "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_GEO_TYPE = {"country": "1", "region": "5", "city": "4", "point": "4", "district": "4"}


def dyads(data: Data) -> Iterator[tuple[Data | None, Data | None]]:
    """GDELT has one actor on each side: an event with several gives one row a pair."""
    actors = data["actors"] or [None]
    recipients = data["recipients"] or [None]
    if len(actors) > 1 and not data["recipients"]:  # a meeting of equals
        yield from ((a, b) for i, a in enumerate(actors) for b in actors[i + 1 :])
        return
    yield from ((a, b) for a in actors for b in recipients)


def event_rows(report: Data, data: Data) -> Iterator[list[str]]:
    """The rows of an event that happened and has a day; GDELT knows no other."""
    day = _day(data)
    if data["status"] != "actual" or day is None:
        return
    ontology = load_ontology()
    code = ontology.cameo_code(data["type"], data["mode"]) or ""
    score = f"{ontology.score(data['type'], data['mode']):.1f}" if data["type"] in ontology.types else ""
    moment = dt.date.fromisoformat(day)
    fraction = f"{moment.year + (moment.timetuple().tm_yday - 1) / 365:.4f}"
    for position, (a, b) in enumerate(dyads(data)):
        yield [
            str(number_of(f"{data['id']}:{position}")), day.replace("-", ""), day[:4] + day[5:7], day[:4], fraction,
            *_actor(a), *_actor(b), "1", code, code[:3], code[:2], str(data["quad"]), score,
            str(1 + len(data["mentions"])), "1", "1", "", *[""] * 16, *_geo(data["where"]["place"]),
            _stamp(report["published"]), report["url"] or "",
        ]  # fmt: skip


def mention_rows(report: Data, data: Data) -> Iterator[list[str]]:
    """A mention for each event row."""
    day = _day(data)
    if data["status"] != "actual" or day is None:
        return
    for position, (a, b) in enumerate(dyads(data)):
        yield [
            str(number_of(f"{data['id']}:{position}")), _stamp(day), _stamp(report["published"]), "1",
            _cell(report["publisher"]), _cell(report["url"] or report["id"]), "", _offset(a), _offset(b),
            str(data["trigger"]["start"]), "1", str(round(100 * data["score"])), "", "", "", data["id"],
        ]  # fmt: skip


def _day(data: Data) -> str | None:
    value = (data["when"]["value"] or "").split("/")[0]
    return value[:10] if len(value) >= 10 else None  # noqa: PLR2004 - exact to the day


def _stamp(day: str | None) -> str:
    return day[:10].replace("-", "") + "000000" if day else ""


def _offset(part: Data | None) -> str:
    return str(part["evidence"][0]["start"]) if part else "-1"


def _actor(part: Data | None) -> list[str]:
    if part is None:
        return [""] * 10
    code = part["code"]
    country, _, sector = code.partition("/")
    known = country.partition(":")[2] if ":" in country else ""
    nation = "" if ":" in country or country == "---" else country
    kind = country.partition(":")[0] if known else cameo_actor(f"---/{sector}")
    return [cameo_actor(code), _cell(part["actor"]["name"]).upper(), nation, _cell(known), "", "", "", kind, "", ""]


def _geo(place: Data | None) -> list[str]:
    """GDELT wants FIPS 10-4 country codes, which the gazetteer has not: the name tells the country."""
    if place is None:
        return ["0", *[""] * 7]
    pinned = place["precision"] in {"point", "city", "district"} and place["latitude"] is not None
    name = ", ".join(dict.fromkeys(x for x in (place["name"], place["country"]) if x))
    spot = [f"{place['latitude']:.4f}", f"{place['longitude']:.4f}"] if pinned else ["", ""]
    feature = place["id"].removeprefix("geonames:") if place["id"].startswith("geonames:") else ""
    return [_GEO_TYPE.get(place["precision"], "0"), _cell(name), "", "", "", *spot, feature]


def _cell(text: str | None) -> str:
    return " ".join((text or "").split())


def write_events(hits: Hits, stream: IO[str]) -> int:
    """Write the events table; gives the number of events read."""
    return _write(hits, stream, event_rows)


def write_mentions(hits: Hits, stream: IO[str]) -> int:
    """Write the mentions table."""
    return _write(hits, stream, mention_rows)


def _write(hits: Hits, stream: IO[str], rows: object) -> int:
    count = 0
    for hit in hits:
        for row in rows(hit.report, hit.data):  # type: ignore[operator]
            stream.write("\t".join(row) + "\n")
        count += 1
    return count


def read(path: Path) -> list[dict[str, str]]:
    """The rows of an events or mentions table, told apart by their width.

    Raises:
        DataError: a row of another width; names file and line.
    """
    widths = {len(EVENTS): EVENTS, len(MENTIONS): MENTIONS}
    out = []
    with path.open(encoding="utf8", newline="") as stream:
        for number, line in enumerate(stream, 1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) not in widths:
                raise DataError(f"{path}:{number}: {len(cells)} columns; GDELT 2.0 has 61 (events) or 16 (mentions)")
            out.append(dict(zip(widths[len(cells)], cells, strict=True)))
    return out
