"""The stage itself: labels every paragraph, cuts sentences, and reads date, byline, title and language."""

from __future__ import annotations

from dataclasses import replace

from dragoman.clean.language import detect_language
from dragoman.clean.layout import Piece, lay_out
from dragoman.clean.published import find_published
from dragoman.clean.sentences import split_sentences
from dragoman.clean.tokens import tokenize
from dragoman.records import Report, Segment, Sentence, Span

MAX_CHARACTERS = 2_000_000
"""Longest text that is read; the longest news reports have about 100,000 characters."""
_BINARY_SHARE = 0.02
"""Share of control and replacement characters above which a text is none."""


def clean(report: Report) -> Report:
    """Fill ``segments``, ``sentences``, ``published``, ``byline``, ``title``, ``language`` and ``skipped``.

    Nothing is cut out of the text: what is not the report (advertisement marks, credits, time stamps)
    becomes a segment that is not read. Values given with the report are kept.
    """
    if reason := _unreadable(report.text):
        return replace(report, skipped=reason)
    pieces = lay_out(report.text, title=report.title, domain=_domain(report.url))
    read = " ".join(report.text[p.start : p.end] for p in pieces if p.kind in {"title", "standfirst", "body", "quote"})
    language = report.language or detect_language(read or report.text)
    report = replace(
        report,
        segments=tuple(Segment(Span.of(report.text, p.start, p.end), p.kind, p.why) for p in pieces),
        published=find_published(report.published, pieces),
        byline=report.byline or next((p.name for p in pieces if p.name), None),
        title=report.title or _title(report.text, pieces),
        language=language,
    )
    if language not in {None, "en"}:
        return replace(report, skipped=f"language: {language}; only English is read")
    if not any(segment.carries_facts for segment in report.segments):
        return replace(report, skipped="empty: no sentence is left beside time stamps, credits and residue")
    return replace(report, sentences=_sentences(report))


def _unreadable(text: str) -> str | None:
    if not text.strip("\ufeff\u200b\x00 \t\r\n\xa0"):
        return "empty: the report has no text"
    if len(text) > MAX_CHARACTERS:
        return f"too long: {len(text)} characters, at most {MAX_CHARACTERS} are read; split it into its reports"
    head = text[:20_000]
    odd = sum(1 for char in head if (char < " " and char not in "\t\n\r\v\f") or char == "\ufffd")
    if odd > max(3, len(head) * _BINARY_SHARE):
        return "binary: the input is no text; give the report as text, HTML or JSONL"
    return None


def _domain(url: str | None) -> str:
    return url.split("//")[-1].split("/")[0].split(":")[0].lower() if url else ""


def _title(text: str, pieces: list[Piece]) -> str | None:
    first = next((piece for piece in pieces if piece.kind == "title"), None)
    return " ".join(text[first.start : first.end].split()) if first else None


def _sentences(report: Report) -> tuple[Sentence, ...]:
    out: list[Sentence] = []
    for number, segment in enumerate(report.segments):
        if not segment.carries_facts:
            continue
        if segment.kind in {"title", "subhead"}:
            spans = [(segment.span.start, segment.span.end)]
        else:
            spans = split_sentences(report.text, segment.span.start, segment.span.end)
        for start, end in spans:
            if tokens := tokenize(report.text, start, end):
                out.append(Sentence(Span.of(report.text, start, end), tokens, number))
    return tuple(out)
