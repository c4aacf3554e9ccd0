"""POLECAT's tab-separated layout: forty columns, one row an event."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO

from dragoman import __version__
from dragoman.errors import DataError
from dragoman.formats.common import Data, Hits
from dragoman.ontology import QUADS, load_ontology


def _side(name: str) -> tuple[str, ...]:
    return (
        f"{name} Name", f"{name} Country", f"{name} COW", f"Primary {name} Sector", f"{name} Sectors",
        f"{name} Title", f"{name} Name Raw", f"Wikipedia {name} ID",
    )  # fmt: skip


COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *_side("Actor"), *_side("Recipient"),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations",
    "Language", "Version",
)  # fmt: skip
JOIN = "; "


def row(report: Data, data: Data) -> list[str]:
    """The forty cells of an event; what is not known is empty, never guessed."""
    ontology = load_ontology()
    known = data["type"] in ontology.types
    place = data["where"]["place"] or {}
    precision = place.get("precision")
    pinned = precision in {"point", "city", "district"}
    everybody = [p["actor"] for p in (*data["actors"], *data["recipients"])]
    return [_clean(cell) for cell in (
        data["id"], data["when"]["value"], data["type"], data["mode"],
        ontology.score(data["type"], data["mode"]) if known else None,
        QUADS[data["quad"]].upper(), JOIN.join(data["contexts"]),
        *_cells(data["actors"]), *_cells(data["recipients"]),
        place.get("name"), place.get("name") if precision == "city" else None,
        place.get("name") if precision == "district" else None,
        place.get("name") if precision == "region" else None,
        place.get("country"), place.get("latitude") if pinned else None, place.get("longitude") if pinned else None,
        _geonames(place), JOIN.join(s["text"] for s in data["where"]["evidence"]) if place else None, precision,
        report["publisher"], report["published"],
        JOIN.join(dict.fromkeys(a["name"] for a in everybody if a["kind"] == "person")),
        JOIN.join(dict.fromkeys(a["name"] for a in everybody if a["kind"] == "body")),
        place.get("name"), report["language"], f"dragoman {__version__}",
    )]  # fmt: skip


def _geonames(place: Data) -> str | None:
    identifier = str(place.get("id", ""))
    return identifier.removeprefix("geonames:") if identifier.startswith("geonames:") else None


def _cells(parts: list[Data]) -> tuple[str, ...]:
    codes = [part["code"].partition("/") for part in parts]
    sectors = list(dict.fromkeys(sector for _, _, sector in codes if sector))
    return (
        JOIN.join(p["actor"]["name"] for p in parts),
        JOIN.join(dict.fromkeys("" if head == "---" else head for head, _, _ in codes)),
        "",  # Correlates of War numbers: not in the knowledge base
        sectors[0] if sectors else "",
        JOIN.join(sectors),
        JOIN.join(p["actor"]["office"] for p in parts if p["actor"].get("office")),
        JOIN.join(p["text"] for p in parts),
        JOIN.join(p["actor"]["wikidata"] for p in parts if p["actor"].get("wikidata")),
    )


def _clean(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def write(hits: Hits, stream: IO[str]) -> int:
    """Write the header and one row an event; gives their number."""
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    count = 0
    for hit in hits:
        writer.writerow(row(hit.report, hit.data))
        count += 1
    return count


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a POLECAT file, as text.

    Raises:
        DataError: other columns.
    """
    with path.open(encoding="utf8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t")
        if lacking := [c for c in COLUMNS if c not in (reader.fieldnames or ())]:
            raise DataError(f"{path}: not in POLECAT's layout: it lacks {', '.join(lacking)}")
        return list(reader)
