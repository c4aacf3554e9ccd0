"""What a quotation is before anybody is known to have said it: a scare quote, a title, a nickname, a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dragoman.records import Quotation, Report

SHORT = 4
"""Words up to which a quotation with no cue is a scare quote or a term."""
LONG = 9
"""Words up to which words in capitals can be the title of a work."""
WORK = re.compile(
    r"\b(?:book|film|movie|novel|song|album|play|show|series|programme|program|documentary|essay|article|paper|poem|"
    r"entitled|titled|headlined|dubbed|named|codenamed|code-named|opera|painting|exhibition|magazine|newspaper|"
    r"theme|slogan|motto|campaign|operation|project)[,:]?\s*$",
    re.IGNORECASE,
)
SMALL = {"a", "an", "the", "of", "in", "on", "and", "or", "for", "to", "at", "by", "with", "from", "vs", "de", "la"}


def label_quotations(report: Report, quotations: Sequence[Quotation]) -> tuple[Quotation, ...]:
    """Give each quotation the label that its form alone tells; ``"unattributed"`` where it tells none."""
    heads = [(s.span.start, s.span.end) for s in report.segments if s.kind in {"title", "subhead"}]
    return tuple(replace(q, label=_label(report.text, q, heads)) for q in quotations)


def _label(text: str, quotation: Quotation, heads: Sequence[tuple[int, int]]) -> str:
    if any(start <= quotation.span.start < end for start, end in heads):
        return "headline"
    inner = quotation.inner.text.strip()
    words = re.findall(r"\w[\w'’-]*", inner)
    before, after = text[max(0, quotation.span.start - 40) : quotation.span.start], text[quotation.span.end :][:40]
    if len(words) <= 3 and inner[:1].isupper() and inner[-1:].isalnum() and _between_names(before, after):  # noqa: PLR2004 - "Ironside", "The Blade"
        return "nickname"
    if 1 < len(words) <= LONG and WORK.search(before):
        return "title"
    if 1 < len(words) <= LONG and inner[-1:] not in ".?!" and all(w in SMALL or not w[0].islower() for w in words):
        return "title"
    return "scare" if len(words) <= SHORT else "unattributed"


def _between_names(before: str, after: str) -> bool:
    return bool(re.search(r"[A-Z][\w.-]*(?<!['’]s)\s$", before)) and bool(re.match(r"\s[A-Z][a-z]", after))
