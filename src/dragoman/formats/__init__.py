"""One module a format, each with what it writes and, where it is defined, reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVENT, RECORDS = ("event",), ("event", "statement", "agreement")


@dataclass(frozen=True, slots=True)
class Format:
    """A format that records can be written in."""

    name: str
    help: str
    suffix: str
    kinds: tuple[str, ...]
    home: str
    """``module:function`` of the writer."""
    into: str = "stream"
    """What the writer takes: "stream" (text), "path" (a file) or "folder" (one or two files a report)."""


FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("jsonl", "dragoman's own records, one a line", ".jsonl", RECORDS, "dragoman.formats.lines:write"),
        Format("csv", "a table, safe against formulas", ".csv", RECORDS, "dragoman.formats.table:write"),
        Format("parquet", "the same table (extra: analytics)", ".parquet", RECORDS,
               "dragoman.formats.table:write_parquet", "path"),
        Format("plover", "PLOVER JSON lines with evidence", ".jsonl", EVENT, "dragoman.formats.plover:write"),
        Format("polecat", "POLECAT's 40 columns", ".tsv", EVENT, "dragoman.formats.polecat:write"),
        Format("gdelt-events", "GDELT 2.0 events", ".export.csv", EVENT, "dragoman.formats.gdelt:write_events"),
        Format("gdelt-mentions", "GDELT 2.0 mentions", ".mentions.csv", EVENT, "dragoman.formats.gdelt:write_mentions"),
        Format("dyads", "CAMEO-style daily dyads", ".tsv", EVENT, "dragoman.formats.cameo_dyads:write"),
        Format("annotations", "W3C Web Annotation", ".jsonld", RECORDS, "dragoman.formats.web_annotation:write"),
        Format("geojson", "places of events as GeoJSON", ".geojson", EVENT, "dragoman.formats.points:write"),
        Format("graphml", "actors and events as a graph", ".graphml", EVENT, "dragoman.formats.graph:write_graphml"),
        Format("gexf", "the same with dates, for Gephi", ".gexf", EVENT, "dragoman.formats.graph:write_gexf"),
        Format("ical", "planned events as a calendar", ".ics", EVENT, "dragoman.formats.ical:write"),
        Format("atom", "the newest 200 as a feed", ".atom", EVENT, "dragoman.formats.atom:write"),
        Format("brat", "the reports with standoff annotations", "", EVENT, "dragoman.formats.brat:write", "folder"),
        Format("gold", "the reports as gold files", "", EVENT, "dragoman.formats.gold:write", "folder"),
        Format("html", "the reports as pages", "", EVENT, "dragoman.render.page:report_page", "folder"),
    )
}  # fmt: skip

__all__ = ["FORMATS", "Format"]
