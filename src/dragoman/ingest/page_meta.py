"""Metadata of a page: JSON-LD, meta tags, time elements, and htmldate, each with where it was read."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from dragoman.ingest.page_dates import choose_date

_ARTICLES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "blogposting",
    "liveblogposting", "opinionnewsarticle", "askpublicnewsarticle", "report", "socialmediaposting",
})  # fmt: skip
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "twitter:creator")
_SHORT = 300
_DEPTH = 6


def read_meta(tree: Any, url: str | None) -> dict[str, Any]:
    """title, byline, publisher, url, language, published (see ``choose_date``) and body (of JSON-LD)."""
    ld = _article_node(tree)
    metas = _metas(tree)
    title = _clean(ld.get("headline")) or metas.get("og:title") or metas.get("twitter:title") or _title(tree)
    publisher = _name(ld.get("publisher")) or metas.get("og:site_name") or metas.get("application-name")
    link = _link(tree) or metas.get("og:url") or _clean(ld.get("url")) or url
    language = _clean(ld.get("inLanguage")) or tree.get("lang") or tree.get("xml:lang") or metas.get("og:locale")
    body = ld.get("articleBody")
    return {
        "title": _without_site(title, publisher),
        "byline": _name(ld.get("author")) or _author(metas),
        "publisher": publisher or (urlsplit(link).netloc.removeprefix("www.") if link else None) or None,
        "url": url or link,
        "declared_language": str(language)[:2].lower() if language else None,
        "published": choose_date(tree, ld, metas, url),
        "body": html.unescape(body) if isinstance(body, str) else None,
    }


def _article_node(tree: Any) -> dict[str, Any]:
    """The JSON-LD node of the article; the one with a headline and a date where there are several."""
    best: tuple[int, dict[str, Any]] = (0, {})
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        for node in _nodes(_load(script.text_content() or ""), 0):
            kinds = node.get("@type")
            names = {str(kind).lower().rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])}
            if names & _ARTICLES:
                worth = 1 + sum(key in node for key in ("headline", "datePublished", "author", "articleBody"))
                best = max(best, (worth, node), key=lambda pair: pair[0])
    return best[1]


def _load(text: str) -> Any:
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>)\s*;?\s*$", "", text.strip())
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    if isinstance(found, list):
        for item in found:
            yield from _nodes(item, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _nodes(found.get(key), depth + 1)


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), " ".join(content.split()))
    return found


def _title(tree: Any) -> str | None:
    heads = tree.findall(".//h1")
    if len(heads) == 1 and (text := _clean(heads[0].text_content())):
        return text
    title = tree.find(".//title")
    return _clean(title.text_content()) if title is not None else None


def _link(tree: Any) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return str(link.get("href")).strip()
    return None


def _author(metas: dict[str, str]) -> str | None:
    for key in _AUTHORS:
        value = metas.get(key)
        if value and not value.startswith(("http", "@")) and len(value) < _SHORT:
            return re.sub(r"^by\s+", "", value, flags=re.IGNORECASE)
    return None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [name for item in value if (name := _name(item))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    text = _clean(value)
    return text if text and not text.startswith("http") else None


def _clean(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    text = re.sub(r"<[^<>]{0,200}>", "", html.unescape(value))
    return " ".join(text.split())[: _SHORT * 2] or None


def _without_site(title: str | None, publisher: str | None) -> str | None:
    """The title without " | Site": only where what follows the bar is the publisher's name."""
    if not title or not publisher:
        return title
    head, bar, tail = title.rpartition(" | ")
    if not bar:
        head, bar, tail = title.rpartition(" - ")
    return head.strip() if bar and tail.strip().casefold() == publisher.casefold() else title
