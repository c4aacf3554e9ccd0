"""Writes docs/formats.md: what each format holds, with a sample of a made-up report; ``--check`` only compares."""

# ruff: noqa: E501 - prose

from __future__ import annotations

import io
import sys
import tempfile
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from dragoman.formats import FORMATS, Format  # noqa: E402
from dragoman.formats.common import hits_of  # noqa: E402

TARGET = ROOT / "docs" / "formats.md"
WIDE = 600
HEAD = """# Formats

This page is written by `python tools/build_format_docs.py`; a test checks that it is up to date and that every format
has its section. The samples are of a made-up report (Ruritania and Graustark are in no atlas); long lines are cut.

    dragoman export --db news.db --format plover --actor CHN --since 2023-05 -o china.jsonl

takes every filter of `dragoman events`. Files appear under their name only when they are whole. Streams (all formats
but the folders) are written as the records are read: memory does not grow with them; only `dyads`, `graphml` and `gexf`
keep their distinct rows or actors. Codes are strings everywhere: CAMEO's leading zeros stay. Text that cannot be UTF-8
(lone surrogates) is written as `?` or U+FFFD.

In Python, each module of `dragoman.formats` has `write(hits, stream)` and, where the format defines it, `read(path)`;
`hits` is what `store.events(...)` gives, or `dragoman.formats.common.hits_of(report)` without a store.
"""
TEXT = {
    "jsonl": "Everything that is known of a record, with its evidence and reasons, and its report under `report`. "
    "`dragoman.formats.lines.read` gives the records back whole. Also for statements and agreements (`--records`).",
    "csv": "One row a record, UTF-8, RFC 4180. Several actors stand in one cell, joined by `; `. A text that begins with "
    "`=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe, so that no spreadsheet runs it (so `---/UNK` is "
    "written `'---/UNK`); `dragoman.formats.table.read` takes it off again. Latitude and longitude are empty for "
    "countries and regions: those are shaded, not pinned. Also for statements and agreements.",
    "parquet": "The same columns as `csv`, typed, zstd. Needs the extra `analytics`. No apostrophes: nothing runs here.",
    "plover": "One JSON object a line with the names of PLOVER's manual (type, mode, contexts, actors and recipients with "
    "country and sector, date, location). What PLOVER has no field for, evidence, status, scores, reasons, stands in the "
    "object `dragoman`, from which `dragoman.formats.plover.read` gives the records back whole.",
    "polecat": "Tab-separated, a header and the forty columns of POLECAT, one row an event. Intensity is the score of this "
    "project's ontology, not POLECAT's. Empty, never guessed: Correlates of War numbers; City, District and Province "
    "beyond the one that the place itself is; Wikipedia ids hold Wikidata ids where the knowledge base has them.",
    "gdelt-events": "GDELT 2.0's 61 tab-separated columns, without a header, as their codebook has them. Only events that "
    "happened and have a day (GDELT knows no other); one row for each pair of actor and recipient. GLOBALEVENTID is a "
    "hash of the event's id. EventCode comes from this project's CAMEO map; an organisation's code is its kind and short "
    "name (`IGONATO`), not CAMEO's alphabetical abbreviation. Empty: AvgTone, ethnic and religious codes, actors' places, "
    "and ActionGeo_CountryCode, which GDELT writes in FIPS 10-4 (the name tells the country).",
    "gdelt-mentions": "GDELT 2.0's 16 columns, one row for each row of `gdelt-events`. Offsets are characters of the "
    "report's text; Confidence is the score in per cent; Extras holds the event's id.",
    "dyads": "Counts by day, source, target and CAMEO code, tab-separated, in order of the day. Only acts that happened and "
    "have one day. `events` counts each report's own mention, `reports` the distinct reports. For a monthly series in both "
    "directions with one act a day see `dragoman dyads`.",
    "annotations": "One AnnotationPage of the W3C Web Annotation Data Model. Each record is an annotation whose targets are "
    "its words, by position (characters) and by quotation. The second body holds the record, from which "
    "`dragoman.formats.web_annotation.read` gives it back. Also for statements and agreements.",
    "geojson": "A FeatureCollection (RFC 7946) of the events that have a place: a point for a city or a spot, "
    '`"geometry": null` for a country or region, whose code is in `place_country`. Longitude comes first.',
    "graphml": "Actors as nodes, one directed edge for each pair of actor and recipient of each event (a meeting of equals "
    "gives one edge a pair). Read by networkx, igraph, Gephi.",
    "gexf": "The same for Gephi's timeline: an edge has `start` and `end` where its event has days. GEXF 1.2, as networkx and Gephi read it.",
    "ical": "Events that are to come, as their report tells it (status `future`, or a date after publication), as all-day "
    "entries. `TENTATIVE` unless the event is told as a fact. A month or a year spans all its days.",
    "atom": "A feed (RFC 4287) of the newest 200 events that the filters find; its id is the same for the same filters.",
    "brat": "A folder with two files for each report that has an event found: the text, and standoff annotations of all its "
    "events and statements. Offsets are characters; a span over a line end is split as brat wants it.",
    "gold": "A folder with one file for each report that has an event found, in the codebook's gold format, which "
    "`dragoman eval gold` scores. The same as `dragoman read --format gold -o DIR`.",
    "html": "A folder with one self-contained page for each report that has an event found: every slot highlighted, the "
    "records beside the text. Nothing is loaded from elsewhere; a content security policy forbids it.",
}
HOME = {"parquet": "| event_id | type | mode | quad | ... |\n(as csv)"}


def sample(form: Format) -> str:
    """The beginning of a file in that format."""
    from made_reports import sample as made  # type: ignore[import-not-found] # beside the tests

    report = made()
    if form.into == "folder":
        return _folder(form, report)
    if form.name in HOME:
        return HOME[form.name]
    module, _, function = form.home.partition(":")
    stream = io.StringIO(newline="")
    hits = list(hits_of(report))
    if form.name == "ical":
        hits[0].data["status"] = "future"
    getattr(import_module(module), function)(hits, stream)
    return stream.getvalue()


def _folder(form: Format, report: Any) -> str:
    from dragoman.formats import brat, gold

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if form.name == "brat":
            brat.write(report, folder, report.id)
            return (folder / f"{report.id}.ann").read_text("utf8")
        if form.name == "gold":
            gold.write(report, folder / "R1.json")
            return (folder / "R1.json").read_text("utf8")
    return str(report.to_html())[:400] + "\n..."


def cut(text: str) -> str:
    """At most twelve lines of at most 600 characters."""
    lines = [line if len(line) <= WIDE else line[:WIDE] + " ..." for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join([*lines[:12], "..."] if len(lines) > 13 else lines).rstrip().replace("```", "'''")


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, form in FORMATS.items():
        kinds = ", ".join(f"{kind}s" for kind in form.kinds) if form.into != "folder" else "whole reports"
        parts.append(
            f"## {name}\n\n{textwrap.fill(TEXT[name], 118, break_long_words=False, break_on_hyphens=False)}\n\nHolds: {kinds}.\n\n```\n{cut(sample(form))}\n```\n"
        )
    parts.append(
        "## TimeML\n\n`dragoman dates FILE --format timeml` writes the time expressions of a text as TimeML; see "
        "`docs/dates.md`.\n"
    )
    return "\n".join(parts)


def main() -> int:
    """Write or check the page."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        return int(not TARGET.is_file() or TARGET.read_text("utf8") != wanted)
    TARGET.write_text(wanted, "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
