"""What kind of input something is, by its name and its first bytes."""

from __future__ import annotations

import re

FORMATS = ("text", "html", "jsonl", "json", "parquet", "warc", "feed", "newsml", "nitf")
"""Names that ``format`` takes."""
_SUFFIXES = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl",
    ".ndjson": "jsonl", ".jsonlines": "jsonl", ".parquet": "parquet", ".pq": "parquet", ".warc": "warc", ".rss": "feed",
    ".atom": "feed", ".nitf": "nitf",
}  # fmt: skip
SUFFIXES = frozenset({*_SUFFIXES, ".json", ".xml", ".md"})
"""Suffixes that are read in a folder (with or without a further ``.gz``)."""
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]", re.IGNORECASE)


def detect(head: bytes, name: str = "") -> str:
    """The format of an input that begins with ``head`` (2,000 bytes will do) and is called ``name``."""
    suffix = suffix_of(name)
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    text = head.decode("utf-8", "replace").lstrip("\ufeff\x1e \t\r\n")
    if suffix == ".json":
        return "jsonl" if re.match(r"\{.*\}\s*\n\s*\{", text) else "json"
    if text.startswith(("{", "[{", "[\n")) and suffix == "":
        return "jsonl" if text.startswith("{") else "json"
    return _markup(text) if text.startswith("<") else "text"


def suffix_of(name: str) -> str:
    """The suffix in lower case, without a final ``.gz``."""
    base = name.lower().replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".gz")
    dot = base.rfind(".")
    return base[dot:] if dot > 0 else ""


def looks_like_page(text: str) -> bool:
    """Whether ``text`` is an HTML page."""
    return text.lstrip("\ufeff \t\r\n").startswith("<") and bool(_PAGE.search(text[:2000]))


def _markup(text: str) -> str:
    head = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", text, flags=re.DOTALL).lstrip()
    if re.match(r"(?:<!DOCTYPE nitf[^>]*>\s*)?<(?:\w+:)?nitf[\s>]", head):
        return "nitf"
    if re.match(r"<(?:\w+:)?(?:newsMessage|newsItem|packageItem|NewsML)[\s>]", head):
        return "newsml"
    if re.match(r"<(?:rss|feed|rdf:RDF)[\s>]", head, re.IGNORECASE):
        return "feed"
    return (
        "html" if looks_like_page(text) or re.match(r"<(?:p|div|h1|section|main)[\s>]", head, re.IGNORECASE) else "text"
    )
