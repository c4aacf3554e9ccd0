"""Atom (RFC 4287): a saved filter as a feed, one entry an event."""

from __future__ import annotations

from itertools import islice
from typing import IO

from dragoman import __version__
from dragoman.formats.common import Hits, evidence_of, title_of, xml_text

MOST = 200
"""Entries of a feed: readers take the newest only."""


def write(hits: Hits, stream: IO[str], title: str = "dragoman", identifier: str = "urn:dragoman:feed") -> int:
    """Write the feed of the first 200 of ``hits``; gives how many."""
    found = list(islice(hits, MOST))
    newest = max((hit.report["published"] or "" for hit in found), default="") or "1970-01-01"
    stream.write(
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{xml_text(title)}</title><id>{xml_text(identifier)}</id>"
        f"<updated>{newest}T00:00:00Z</updated><author><name>dragoman</name></author>"
        f'<generator version="{__version__}">dragoman</generator>\n'
    )
    for hit in found:
        report = hit.report
        day = report["published"] or "1970-01-01"
        link = f'<link href="{xml_text(report["url"])}"/>' if report["url"] else ""
        stream.write(
            f"<entry><id>urn:dragoman:event:{hit.id}</id><title>{xml_text(title_of(hit.data))}</title>"
            f"<updated>{day}T00:00:00Z</updated>{link}"
            f'<category term="{xml_text(hit.data["type"])}"/>'
            f"<summary>{xml_text(evidence_of(hit.data))}</summary></entry>\n"
        )
    stream.write("</feed>\n")
    return len(found)
