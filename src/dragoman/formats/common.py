"""What the formats share."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.records import Report
from dragoman.store import Hit

Data = dict[str, Any]
Hits = Iterable[Hit[Any]]
CAMEO_SECTORS = {"JRN": "MED", "MED": "HLH", "SOC": "CVL", "REL": "CVL", "PRM": "UAF", "UNK": ""}
"""PLOVER sectors whose CAMEO role code is another one."""
_NO_XML = re.compile("[^\t\n\r !#-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
as_json = json.JSONEncoder(ensure_ascii=False).encode
"""JSON of a value; made once, because making an encoder takes as long as a small record does."""


class ReportJson:
    """Reports as JSON, without what is unknown. Records of one report follow each other: the last is remembered."""

    def __init__(self, *, whole: bool = False) -> None:
        """``whole`` keeps what is unknown as null."""
        self._whole = whole
        self._report: Data = {}
        self._text = "{}"

    def __call__(self, report: Data) -> str:
        """The report's head as JSON."""
        if report != self._report:
            kept = report if self._whole else {k: v for k, v in report.items() if v is not None}
            self._report, self._text = report, as_json(kept)
        return self._text


def record_json(hit: Hit[Any]) -> str:
    """The record as JSON: as the store has it, where it comes from one."""
    return hit.raw if hit.raw is not None else as_json(hit.data)


def hits_of(report: Report, kind: str = "event") -> Iterator[Hit[Any]]:
    """The records of a report that is in no store, as the formats take them."""
    published = report.published
    head = {
        "id": report.id, "version": report.version, "title": report.title, "published": published.date,
        "published_time": published.time, "zone": published.zone, "publisher": report.publisher, "url": report.url,
        "language": report.language, "source": report.source, "copy_of": None,
    }  # fmt: skip
    for record in getattr(report, f"{kind}s"):
        yield Hit(kind, head, record.to_dict())


def heads(parts: list[Data]) -> list[str]:
    """Countries and bodies of a side, each once; ``---`` where none can be told."""
    return list(dict.fromkeys(part["code"].split("/")[0] for part in parts))


def names(parts: list[Data]) -> list[str]:
    """Names of a side, each once."""
    return list(dict.fromkeys(part["actor"]["name"] for part in parts))


def title_of(data: Data) -> str:
    """``China THREATEN NATO`` for feeds and calendars."""
    kind = data["type"] + (f"/{data['mode']}" if data["mode"] else "")
    sides = [" and ".join(names(data[side])) for side in ("actors", "recipients")]
    return " ".join(" ".join(part for part in (sides[0], kind, sides[1]) if part).split())


def evidence_of(data: Data) -> str:
    """The sentences of an event."""
    return " ".join(span["text"] for span in data["evidence"])


def number_of(identifier: str) -> int:
    """A number below 2**60 that is the same wherever the id is: for formats whose ids are numbers."""
    return int(hashlib.sha256(identifier.encode("utf8", "replace")).hexdigest()[:15], 16)


def cameo_actor(code: str) -> str:
    """``CHN/GOV`` as ``CHNGOV``, ``IGO:NATO`` as ``IGONATO``, nobody as an empty text."""
    if ":" in code:
        return "".join(ch for ch in code if ch.isalnum()).upper()
    country, _, sector = code.partition("/")
    return ("" if country == "---" else country) + CAMEO_SECTORS.get(sector, sector)


def days(value: str | None) -> tuple[str, str] | None:
    """First and last day of a date that is exact to the day; None for any other."""
    if not value:
        return None
    first, _, last = value.partition("/")
    last = last or first
    return (first[:10], last[:10]) if len(first) >= 10 and len(last) >= 10 else None  # noqa: PLR2004 - an ISO day


def xml_text(text: str) -> str:
    """Escaped for XML text and attributes, without the characters that XML cannot hold."""
    if _NO_XML.search(text) is None:
        return text
    return _NO_XML.sub(lambda found: _XML.get(found[0], "\ufffd"), text)
