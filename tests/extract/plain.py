"""Small stand-ins for the stages around the statements: paragraphs, sentences, words, and who is who."""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.mentions.quotes import find_quotations
from dragoman.records import Actor, Report, Segment, Sentence, Span

BREAK = re.compile(
    r"(?<![A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bCol\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\bGov\.)"
    r"(?<!\bLt\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bJr\.)(?<!\b[A-Z]\.)(?<!\bNov\.)(?<!\bDec\.)(?<!\bOct\.)(?<!\bFeb\.)(?<!\bJan\.)(?<!\bAug\.)(?<!\bSept\.)(?<=[.!?…”\"'’])(?<=[.!?][”\"'’]|.[.!?…])\s+(?=[\"“‘'(\[]*[A-Z0-9])"
)
NAME = re.compile(r"[A-Z][\w'’.-]+(?: (?:al|bin|de|van|von|wa|el|da)\b| [A-Z][\w'’.-]*)+")
PRONOUNS = {"he", "she", "it", "they", "him", "her", "his", "their", "its"}


def plain_report(text: str, **given: object) -> Report:
    """A report with segments, sentences and quotations."""
    report = Report(text, "test", **given)
    segments, sentences = [], []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text):
        segments.append(Segment(Span.of(text, *match.span()), "body"))
        at = match.start()
        for piece in BREAK.split(match.group()):
            start = text.index(piece, at)
            at = start + len(piece)
            words = tuple((m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text[start:at]))
            sentences.append(
                Sentence(Span.of(text, start, at), tuple((a + start, b + start) for a, b in words), len(segments) - 1)
            )
    return find_quotations(replace(report, segments=tuple(segments), sentences=tuple(sentences)))


class PlainWho:
    """The longest name of the report with the same last word; a pronoun is the last one asked for."""

    def __init__(self) -> None:
        self.report = ""
        self.last = ""
        self.names: list[str] = []

    def __call__(self, report: Report, span: Span) -> tuple[Actor, ...]:
        if self.report != report.text:
            self.report, self.last = report.text, ""
            self.names = [m.group() for m in NAME.finditer(report.text)]
        name = self.name(span.text.strip())
        self.last = name
        return (Actor(f"x:{name.lower()}", name, "unknown", None),)

    def name(self, words: str) -> str:
        if words.lower() in PRONOUNS and self.last:
            return self.last
        parts = [p.strip() for p in words.split(",")]
        named = [p for p in parts if NAME.search(p)] or parts
        words = named[0] if named else words
        found = list(NAME.finditer(words))
        if found and found[-1].end() == len(words):
            return found[-1].group()
        last = re.findall(r"\w[\w'’-]*", words)
        if last and last[-1][0].isupper():
            full = [n for n in self.names if n.split()[-1] == last[-1] and len(n.split()) > 1]
            if full:
                return max(full, key=lambda n: (min(len(n.split()), 3), -self.names.index(n)))
        return words
