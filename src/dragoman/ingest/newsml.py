"""NewsML-G2 (news messages, items, with inline XHTML or NITF) and NITF documents of news agencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from dragoman.errors import InputError
from dragoman.ingest.limits import Options
from dragoman.ingest.make import make_report
from dragoman.ingest.moments import read_moment
from dragoman.ingest.problem import InputProblem
from dragoman.records import Published, Report

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "li", "hl2", "blockquote", "br", "div", "td", "block", "dateline"})


def read_news_xml(data: bytes, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report a NewsML-G2 item with text, or one a NITF document.

    External entities and document types are not loaded; text beyond the limits is refused.

    Raises:
        InputError: no well-formed XML, or none of the two formats.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"no well-formed XML ({str(error)[:100]}); fetch it again") from error
    if _name(root) == "nitf":
        yield _made(_nitf(root), source, options)
        return
    items = [item for item in root.iter() if _name(item) in {"newsItem", "NewsItem"}]
    if not items:
        raise InputError("neither NITF nor NewsML-G2 with news items; give the text or page itself")
    for number, item in enumerate(items, 1):
        where = f"{source}:{number}" if len(items) > 1 else source
        fields = _item(item)
        if fields["text"]:
            yield _made(fields, where, options)
        elif _has_text_kind(item):
            yield InputProblem(where, "the news item has no text (inlineXML or inlineData); leave it out")


def _made(fields: dict[str, Any], where: str, options: Options) -> Report | InputProblem:
    try:
        return make_report(fields, where, options)
    except InputError as error:
        return InputProblem(where, str(error))


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _first(element: Any, *names: str) -> Any:
    return next((child for child in element.iter() if _name(child) in names), None)


def _text(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _has_text_kind(item: Any) -> bool:
    kind = _first(item, "itemClass")
    return kind is None or str(kind.get("qcode", "text")).endswith("text")


def _item(item: Any) -> dict[str, Any]:
    """The fields of a NewsML-G2 item."""
    content = _first(item, "contentSet")
    inline = _first(content, "inlineXML") if content is not None else None
    text, inner = None, {}
    if inline is not None:
        nitf = _first(inline, "nitf")
        inner = _nitf(nitf) if nitf is not None else {}
        text = inner.get("text") or _paragraphs(
            _first(inline, "body") if _first(inline, "body") is not None else inline
        )
    elif content is not None and (data := _first(content, "inlineData")) is not None:
        text = "".join(data.itertext())
    meta = _first(item, "contentMeta")
    return {
        "id": item.get("guid") or inner.get("id"),
        "title": _text(_first(meta, "headline")) if meta is not None else inner.get("title"),
        "byline": (_text(_first(meta, "by")) if meta is not None else None) or inner.get("byline"),
        "published": _item_date(item, meta) or inner.get("published"),
        "publisher": _publisher(item) or inner.get("publisher"),
        "language": _language(meta),
        "text": text.strip() if text else None,
    }


def _item_date(item: Any, meta: Any) -> Published | None:
    for where, names in ((meta, ("contentCreated",)), (item, ("firstCreated", "versionCreated", "contentModified"))):
        element = _first(where, *names) if where is not None else None
        if element is not None and (found := read_moment(_text(element), f"newsml {_name(element)}")):
            return found
    return None


def _publisher(item: Any) -> str | None:
    element = _first(item, "provider")
    if element is None:
        return None
    return _text(_first(element, "name")) or element.get("literal") or str(element.get("qcode", "")).rsplit(":", 1)[-1]


def _language(meta: Any) -> str | None:
    element = _first(meta, "language") if meta is not None else None
    return element.get("tag") if element is not None else None


def _nitf(root: Any) -> dict[str, Any]:
    """The fields of a NITF document."""
    body = _first(root, "body.content")
    dateline = _text(_first(root, "dateline"))
    text = _paragraphs(body) if body is not None else ""
    if dateline and text and not text.startswith(dateline):
        text = f"{dateline} -- {text}" if "--" not in dateline else f"{dateline} {text}"
    name = _first(root, "doc-id")
    title = _first(root, "hl1") if _first(root, "hl1") is not None else _first(root, "title")
    return {
        "id": name.get("id-string") if name is not None else None,
        "title": _text(title),
        "byline": _text(_first(root, "byline")),
        "published": _nitf_date(root),
        "publisher": _text(_first(root, "distributor")),
        "text": text or None,
    }


def _nitf_date(root: Any) -> Published | None:
    for name in ("date.issue", "date.release", "story.date"):
        element = _first(root, name)
        if element is not None and (found := read_moment(element.get("norm"), f"nitf {name}")):
            return found
    return None


def _paragraphs(body: Any) -> str:
    """The blocks of ``body``, parted by blank lines; media and tables' captions stay as their own blocks."""
    parts: list[str] = [""]

    def walk(element: Any) -> None:
        block = _name(element) in _BLOCKS
        if block:
            parts.append("")
        parts[-1] += element.text or ""
        for child in element:
            if isinstance(child.tag, str) and _name(child) not in {
                "media-reference",
                "media-metadata",
                "script",
                "style",
            }:
                walk(child)
            parts[-1] += child.tail or ""
        if block:
            parts.append("")

    walk(body)
    return "\n\n".join(line for part in parts if (line := " ".join(part.split())))
