"""Score statements against PolNeAR: attributions in political news, in a standoff format like brat's.

Newell, Margolin, Ruths: "An Attribution Relations Corpus for Political News", LREC 2018. About half of
its attributions are beliefs and attitudes, which the codebook leaves out: figures are given for all, and
for speech cues only, by the same test of the cue on both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.errors import InputError
from dragoman.extract.cue_lexicon import cues
from dragoman.records import Report, Span, Statement

ENOUGH = 0.8
"""Dice of the words of two contents from which a relation can count as found."""
Read = Callable[[str, str], Report]
"""From id and text to a report with statements."""
SPANS = re.compile(r"(\d+) (\d+)")
MARKS = '"“”„«»'


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as sets of word starts, with its cue's words and how much of it is quoted."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    words: str
    kind: str

    @property
    def speech(self) -> bool:
        """Whether its cue is one of speech or writing."""
        return is_speech(self.words)


@dataclass(slots=True)
class Tally:
    """Counts of one kind of figure."""

    gold: int = 0
    predicted: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float | int]:
        """F1 in percent of each part, and the two totals."""
        out: dict[str, float | int] = {"gold": self.gold, "predicted": self.predicted}
        for name in PARTS:
            total = self.gold + self.predicted
            out[f"{name}_f1"] = round(200 * self.right[name] / total, 1) if total else 0.0
        return out


PARTS = ("source_exact", "source_overlap", "cue_exact", "cue_overlap", "content_exact", "content_overlap", "relation")


def is_speech(cue: str) -> bool:
    """Whether the words of a cue hold a word of speech or writing, or are a mark ("Mao: ...")."""
    low = cue.lower().replace("’", "'")
    if re.search(r"according to|in the words of", low) or not re.search(r"\w", low):
        return True
    return any(
        entry.speech for word in re.findall(r"[\w-]+", low) for entry in cues().get(word, ()) if len(entry.words) == 1
    )


def score(folder: Path, read: Read) -> dict[str, object]:
    """Figures over a folder with ``text/`` and ``attributions/``; raises ``InputError`` where they are missing."""
    tallies: dict[str, Tally] = {}
    reports = 0
    for name, text, gold in load(folder):
        reports += 1
        report = read(name, text)
        found = [of_statement(text, s) for s in report.statements]
        _count(tallies, gold, found)
    out: dict[str, object] = {"reports": reports}
    for name in ("all", "speech"):
        out[name] = _figures(tallies, name)
    return out


def _figures(tallies: dict[str, Tally], name: str) -> dict[str, float | int]:
    figures = tallies.get(name, Tally()).figures()
    for kind in ("direct", "mixed", "indirect"):
        tally = tallies.get(f"{name}.{kind}", Tally())
        figures[f"{kind}_relation_f1"] = tally.figures()["relation_f1"]
        figures[f"{kind}_gold"] = tally.gold
    return figures


def load(folder: Path) -> Iterator[tuple[str, str, list[Attribution]]]:
    """(name, text, attributions) of each report; where two people annotated one, the first file."""
    texts, files = folder / "text", folder / "attributions"
    if not texts.is_dir() or not files.is_dir():
        raise InputError(f"{folder}: no folders text/ and attributions/ in it; name PolNeAR's dev folder")
    for path in sorted(texts.glob("*.txt")):
        annotated = sorted(files.glob(f"{path.stem}_????.ann"))
        if annotated:
            text = path.read_text("utf8")
            yield path.stem, text, parse(text, annotated[0].read_text("utf8"))


def parse(text: str, annotation: str) -> list[Attribution]:
    """The attributions of one standoff file."""
    spans: dict[str, list[tuple[int, int]]] = {}
    out = []
    for line in annotation.splitlines():
        parts = line.split("\t")
        if parts[0].startswith("T") and len(parts) > 1:
            spans[parts[0]] = [(int(a), int(b)) for a, b in SPANS.findall(parts[1])]
        elif parts[0].startswith("E") and len(parts) > 1:
            roles: dict[str, list[tuple[int, int]]] = {}
            for role in parts[1].split():
                name, _, key = role.partition(":")
                roles.setdefault(name.rstrip("0123456789"), []).extend(spans.get(key, []))
            if roles.get("Content"):
                cue = " ".join(text[a:b] for a, b in roles.get("Cue", []))
                out.append(attribution(text, roles.get("Source", []), roles.get("Cue", []), roles["Content"], cue))
    return out


def of_statement(text: str, statement: Statement) -> Attribution:
    """A statement of this program in the same terms."""
    return attribution(
        text,
        _pairs(statement.speaker.evidence[:1]),
        _pairs([statement.cue]),
        _pairs(statement.content),
        statement.cue.text,
    )


def _pairs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in spans]


def attribution(
    text: str,
    source: list[tuple[int, int]],
    cue: list[tuple[int, int]],
    content: list[tuple[int, int]],
    words: str,
) -> Attribution:
    """An attribution from ranges of characters; ``words`` are those of the cue."""
    return Attribution(
        _words(text, source), _words(text, cue), _words(text, _bare(text, content)), words, _kind(text, content)
    )


def _bare(text: str, content: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """PolNeAR counts "that" to the content, the codebook does not: leave it off on both sides."""
    out = []
    for start, end in content:
        match = re.compile(r"\s*that\b", re.IGNORECASE).match(text, start, end)
        out.append((match.end() if match else start, end))
    return out


def _words(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(m.start() + a for a, b in spans for m in re.finditer(r"\w+", text[a:b]))


def _kind(text: str, content: list[tuple[int, int]]) -> str:
    """direct, mixed or indirect, by the quotation marks in and beside the content."""
    whole = [_quoted(text, a, b) for a, b in content]
    if whole and all(whole):
        return "direct"
    return "mixed" if any(mark in text[a:b] for a, b in content for mark in MARKS) else "indirect"


def _quoted(text: str, start: int, end: int) -> bool:
    inside = text[start:end].strip(" ,.\n")
    opened = inside[:1] in MARKS or text[start - 1 : start] in set(MARKS)
    closed = inside[-1:] in MARKS or any(mark in text[end : end + 2] for mark in MARKS)
    middle = inside.strip(MARKS)
    return opened and closed and not re.search(r"[\"”][^\"“”\n]+[\"“]", middle)


def _count(tallies: dict[str, Tally], gold: list[Attribution], found: list[Attribution]) -> None:
    for name, some, others in (
        ("all", gold, found),
        ("speech", [g for g in gold if g.speech], [f for f in found if f.speech]),
    ):
        pairs = pair(some, others)
        _add(tallies.setdefault(name, Tally()), len(some), len(others), pairs)
        for kind in ("direct", "mixed", "indirect"):
            chosen = [(g, f) for g, f in pairs if g.kind == kind]
            paired = {id(f) for g, f in pairs if g.kind != kind}
            predicted = len(chosen) + sum(
                f.kind == kind and id(f) not in paired for f in others if not any(f is p for _, p in chosen)
            )
            _add(tallies.setdefault(f"{name}.{kind}", Tally()), sum(g.kind == kind for g in some), predicted, chosen)


def _add(tally: Tally, gold: int, predicted: int, pairs: list[tuple[Attribution, Attribution]]) -> None:
    tally.gold += gold
    tally.predicted += predicted
    for one, other in pairs:
        tally.right["source_exact"] += one.source == other.source
        tally.right["source_overlap"] += same_source(one, other)
        tally.right["cue_exact"] += one.cue == other.cue
        tally.right["cue_overlap"] += bool(one.cue & other.cue)
        tally.right["content_exact"] += one.content == other.content
        tally.right["content_overlap"] += bool(one.content & other.content)
        tally.right["relation"] += dice(one.content, other.content) >= ENOUGH and same_source(one, other)


def same_source(one: Attribution, other: Attribution) -> bool:
    """Overlap of the sources; where the gold attribution has none, none is asked for."""
    return bool(one.source & other.source) or not one.source


def dice(one: frozenset[int], other: frozenset[int]) -> float:
    """Twice the shared words over the words of both."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def pair(gold: list[Attribution], found: list[Attribution]) -> list[tuple[Attribution, Attribution]]:
    """One-to-one, the best content first, a shared cue deciding between equals."""
    cells = sorted(
        (
            (-dice(g.content, f.content), not g.cue & f.cue, not g.source & f.source, i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g.content & f.content
        ),
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for *_, i, j in cells:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((gold[i], found[j]))
    return pairs
