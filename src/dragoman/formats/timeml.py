"""TimeML: a text with its time expressions as TIMEX3 (TimeML 1.2.1; Pustejovsky et al. 2003).

``write`` gives a document with the publication date as ``DCT``; ``read`` takes text, creation day and TIMEX3 spans of
one, and leaves events and links aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from dragoman.errors import InputError
from dragoman.records import Report, TimeExpression


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 element: ``text[start:end]`` with its type, value and modifier."""

    start: int
    end: int
    type: str
    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class TimemlDocument:
    """A TimeML document: its id, its creation day (ISO, or None), its text and its time expressions."""

    id: str
    created: str | None
    text: str
    times: tuple[Timex, ...]


def read(source: Path | bytes | str) -> TimemlDocument:
    """Read a TimeML file (or its content); raises ``InputError`` where it is none."""
    name = source.name if isinstance(source, Path) else "TimeML"
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        data = data.encode("utf8") if isinstance(data, str) else data
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except (OSError, etree.XMLSyntaxError) as error:
        raise InputError(f"{name}: cannot be read as TimeML ({error}); give a well-formed .tml file") from error
    body = root.find(".//TEXT")
    if body is None:
        raise InputError(f"{name}: has no TEXT element; give a TimeML document")
    times: list[Timex] = []
    parts: list[str] = []
    _walk(body, parts, times, 0)
    return TimemlDocument(_identity(root, name), _created(root), "".join(parts), tuple(times))


def _walk(node: etree._Element, parts: list[str], times: list[Timex], at: int) -> int:
    """Collect the text below ``node`` from offset ``at``; returns the offset at its end."""
    start = at
    if node.text:
        parts.append(node.text)
        at += len(node.text)
    for child in node:
        at = _walk(child, parts, times, at)
        if child.tail:
            parts.append(child.tail)
            at += len(child.tail)
    if node.tag == "TIMEX3":
        times.append(Timex(start, at, node.get("type", "DATE"), node.get("value", ""), node.get("mod")))
    return at


def _identity(root: etree._Element, name: str) -> str:
    found = root.find(".//DOCID")
    return (found.text or "").strip() if found is not None and found.text else name.removesuffix(".tml")


def _created(root: etree._Element) -> str | None:
    for element in root.iter("TIMEX3"):
        if element.get("functionInDocument") == "CREATION_TIME":
            return (element.get("value") or "")[:10] or None
    return None


def write(report: Report) -> str:
    """The report as a TimeML document with a TIMEX3 element for each time expression."""
    return document(report.id, report.published.date, report.text, report.times)


def document(identity: str, created: str | None, text: str, times: tuple[TimeExpression, ...]) -> str:
    """A TimeML document of a text, its creation day and its time expressions (sorted, without overlap)."""
    day = created or ""
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'
        f"<DOCID>{escape(_clean(identity))}</DOCID>\n"
        f'<DCT><TIMEX3 tid="t0" type="DATE" value={quoteattr(day or "XXXX-XX-XX")} temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{escape(day)}</TIMEX3></DCT>\n<TEXT>'
    )
    parts = [head]
    at = 0
    for number, time in enumerate(sorted(times, key=lambda t: t.span.start), 1):
        if time.span.start < at:
            continue
        parts.append(escape(_clean(text[at : time.span.start])))
        mod = f" mod={quoteattr(time.mod)}" if time.mod else ""
        parts.append(
            f'<TIMEX3 tid="t{number}" type="{time.type}" value={quoteattr(time.value)}{mod} '
            f'functionInDocument="NONE">{escape(_clean(time.span.text))}</TIMEX3>'
        )
        at = time.span.end
    parts.append(escape(_clean(text[at:])))
    parts.append("</TEXT>\n</TimeML>\n")
    return "".join(parts)


def _clean(text: str) -> str:
    """Replace each character that XML 1.0 forbids by a blank: offsets stay."""
    return "".join(
        c if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else " " for c in text
    )
