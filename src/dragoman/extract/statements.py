"""Every attributed stretch of a report, as statements: who says what, in which words (codebook, "Statement").

Words that mark an attribution are found first (:mod:`cue_finder`), then what stands beside each of
them (:mod:`statement_layout`), then the contents of one sentence are fitted together
(:mod:`statement_merge`). A trained reading, where there is one, proposes and weighs; the rules guard
the boundaries and work alone where there is none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dragoman.extract.cue_finder import find_cues
from dragoman.extract.cue_lexicon import Cue
from dragoman.extract.cue_weights import probability
from dragoman.extract.speaker_chain import Chain
from dragoman.extract.statement_draft import CueAt, Draft, Range
from dragoman.extract.statement_layout import lay_out
from dragoman.extract.statement_merge import settle
from dragoman.extract.statement_model import weigh
from dragoman.extract.statement_relay import relayed
from dragoman.extract.statement_spans import content_spans, span_of
from dragoman.extract.statement_status import status_of
from dragoman.extract.statement_subject import of_clause
from dragoman.extract.statement_text import DASHES, Line, has_finite, lines
from dragoman.records import (
    Actor,
    Participant,
    Problem,
    Quotation,
    Reading,
    Report,
    Span,
    Statement,
    StatementList,
    Why,
)
from dragoman.records.ids import content_id

log = logging.getLogger(__name__)
LIKELY = 0.25
"""Probability from which a later verb may share the subject of an earlier cue."""
QUOTED = 0.7
LONG = 5
"""Words from which a quotation is speech, not a term."""
CLAUSES = frozenset({"after.that", "after.question", "after.clause"})
SHORT = 12
"""Words of a noun phrase beside a colon or dash."""
LEAST = 0.4
"""Probability from which a draft is kept: the best F1 over five folds of the annotated reports."""
Who = Callable[[Report, Span], tuple[Actor, ...]]


@dataclass(frozen=True, slots=True)
class _Built:
    statement: Statement
    draft: Draft


def extract_statements(report: Report, who: Who) -> Report:
    """The report with ``statements`` filled and ``quotations`` labelled.

    ``who`` names the actors of any span. A sentence on which the rules fail is left out and told
    in ``report.problems``.
    """
    cut = lines(report)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for number, line in enumerate(cut):
        try:
            drafts += read_line(line, number, report.reading)
        except (IndexError, ValueError) as error:
            log.warning("statements: %s in %r", error, report.text[line.start : line.end])
            problems.append(Problem("state", f"a sentence was left out at character {line.start}: {error}"))
    carry_on(cut, drafts)
    chain = Chain(report, cut, who)
    ordered = sorted(drafts, key=lambda d: (d.line, d.at.start))
    built: list[_Built] = []
    for draft in ordered:
        try:
            built += [b for b in [build(report, cut[draft.line], draft, chain)] if b is not None]
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            log.warning("statements: %r at %s", error, cut[draft.line].start, exc_info=True)
            problems.append(Problem("state", f"a statement was left out at {cut[draft.line].start}: {error!r}"))
    statements = _in_order(built)
    return replace(
        report,
        statements=StatementList(statements),
        quotations=_labelled(report, statements),
        problems=(*report.problems, *problems),
    )


def read_line(line: Line, number: int, reading: Reading | None = None) -> list[Draft]:
    """The settled drafts of one line, weighed with the trained reading where there is one."""
    drafts: list[Draft] = []
    for cue in find_cues(line):
        draft = lay_out(line, number, cue, [d for d in drafts if d.score >= LIKELY])
        if draft:
            draft.score = probability(line, draft, drafts)
            drafts.append(draft)
    if marked := verbless(line, number, drafts):
        drafts.append(marked)
    for draft in drafts:
        draft.score = probability(line, draft, drafts)
        if "q" in draft.at.cue.frames and _wholly_quoted(line, draft):
            draft.score = max(draft.score, QUOTED)
        elif draft.rule in CLAUSES and draft.subject and "c" in draft.at.cue.frames and _unmade(line, draft):
            draft.score = max(draft.score, LEAST)
    settled = settle(line, _likely(weigh(line, number, drafts, reading)))
    return [relayed(line, draft) or draft for draft in settled]


def _unmade(line: Line, draft: Draft) -> bool:
    """Whether the clause says of a statement that it was not made, or will or may be: kept, with that status."""
    polarity, modality, _ = status_of(line, draft.at, draft.subject[1] if draft.subject else 0)
    return draft.at.cue.speech and draft.shared is None and (polarity, modality) != ("positive", "actual")


def _wholly_quoted(line: Line, draft: Draft) -> bool:
    """Whether the content is one quotation of five words or more: with a cue beside it, there is no doubt."""
    words_in = [line.quoted(i) >= 0 for a, b in draft.content for i in range(a, b) if line.is_word(i)]
    return len(words_in) >= LONG and all(words_in)


def _likely(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are probable enough; what shared the subject of one left out keeps that subject."""
    return [d for d in drafts if d.score >= LEAST]


def verbless(line: Line, number: int, drafts: Sequence[Draft]) -> Draft | None:
    """A quotation with a mark for a cue: "Mao: "..."", ""..." - Mao"; None where a cue claims it."""
    claimed = {line.quoted(i) for d in drafts for a, b in d.content for i in range(a, b)}
    return _colon(line, number, claimed) or _dash(line, number, claimed)


def _mark(at: int, mark: str) -> CueAt:
    return CueAt(at, at + 1, Cue(mark, frozenset({"colon"}), (mark,), frozenset("q")), "colon")


def _dash(line: Line, number: int, claimed: set[int]) -> Draft | None:
    """A quotation, a dash, a name, and nothing more."""
    at = next((i for i in range(1, len(line)) if line.low(i) in DASHES and line.quoted(i) < 0), -1)
    if at < 1 or line.quoted(at - 1) < 0 or line.quoted(at - 1) in claimed or not line.capital(at + 1):
        return None
    if len(line) - at > SHORT or not all(
        line.is_word(i) or line.low(i) in {",", "."} for i in range(at + 1, len(line))
    ):
        return None
    stop = len(line) - (line.low(len(line) - 1) == ".")
    return Draft(_mark(at, line.words[at]), number, "pre", (at + 1, stop), [(0, at)], "dash")


def _colon(line: Line, number: int, claimed: set[int]) -> Draft | None:
    at = next((i for i in range(len(line)) if line.low(i) == ":" and line.quoted(i) < 0), -1)
    if at < 1 or (at + 1 < len(line) and (line.quoted(at + 1) < 0 or line.quoted(at + 1) in claimed)):
        return None
    named = at <= SHORT and line.capital(at - 1) and not has_finite(line, 0, at)
    subject = (0, at) if named else of_clause(line, at)
    if subject is None:
        return None
    draft = Draft(_mark(at, ":"), number, "post", subject, [(at + 1, len(line))], "colon" if named else "colon.clause")
    draft.open = at + 1 >= len(line)
    return draft


def carry_on(cut: Sequence[Line], drafts: list[Draft]) -> None:
    """Give quotations that stand alone to the statement that they carry on (codebook: one statement)."""
    by_line = {
        number: _leader(cut[number], [d for d in drafts if d.line == number]) for number in {d.line for d in drafts}
    }
    current: Draft | None = None
    previous = -1
    for number, line in enumerate(cut):
        if number in by_line:
            current, previous = by_line[number], number
            continue
        alone = _alone(line)
        if not alone or current is None or number - previous > 1:
            if not alone:
                current = None
            continue
        previous = number
        current.quotations += [q for q in alone if q not in _covered(cut, current)]


def _leader(line: Line, drafts: list[Draft]) -> Draft:
    """The statement of a line that a following quotation goes on: an open one, one in quotation marks, or the last."""
    ordered = sorted(drafts, key=lambda d: d.at.start)
    opened = [d for d in ordered if d.open]
    quoted = [d for d in ordered if any(line.quoted(b - 1) >= 0 for _, b in d.content)]
    return (opened or quoted or ordered)[-1]


def _covered(cut: Sequence[Line], draft: Draft) -> set[int]:
    line = cut[draft.line]
    return {line.quote[i] for a, b in draft.content for i in range(a, b)} | set(draft.quotations)


def _alone(line: Line) -> list[int]:
    """The quotations of a line that has hardly a word outside them."""
    outside = sum(q < 0 and line.is_word(i) for i, q in enumerate(line.quote))
    if outside > 1 or not any(q >= 0 for q in line.quote):
        return []
    return list(dict.fromkeys(q for q in line.quote if q >= 0))


def build(report: Report, line: Line, draft: Draft, chain: Chain) -> _Built | None:
    """The record of one draft; None where no word is left of its content."""
    spans, kind = content_spans(report, line, draft)
    if not spans or draft.subject is None or draft.subject[0] >= draft.subject[1]:
        return None
    cue = span_of(report, line, (draft.at.start, draft.at.stop))
    polarity, modality, note = status_of(line, draft.at, draft.subject[1])
    speaker = chain.speaker(draft.line, draft.subject, draft.rule)
    chain.note(draft.line, draft.subject)
    who = chain.who
    whys = [("content", Why(f"statement.{draft.rule}", draft.score))]
    if note:
        whys.append(("status", Why("statement.status", note=f'decided by "{note}"')))
    statement = Statement(
        id=content_id("s", report.id, cue.start, *(f"{s.start}:{s.end}" for s in spans)),
        speaker=speaker,
        cue=cue,
        content=tuple(spans),
        kind=kind,
        score=draft.score,
        addressees=(_participant(report, line, draft.addressee, who, "addressee"),) if draft.addressee else (),
        occasion=tuple(span_of(report, line, part) for part in draft.occasion if part[0] < part[1]),
        polarity=polarity,
        modality=modality,
        chain=tuple(_participant(report, line, part, who, "relay") for part in draft.relays if part[0] < part[1]),
        whys=tuple(whys),
    )
    return _Built(statement, draft)


def _participant(report: Report, line: Line, part: Range, who: Who, rule: str) -> Participant:
    span = span_of(report, line, part)
    actors = who(report, span)
    return Participant(actors[0], (span,), Why(f"statement.{rule}"))


def _in_order(built: Sequence[_Built]) -> tuple[Statement, ...]:
    unique = {b.statement.id: b.statement for b in built}
    return tuple(sorted(unique.values(), key=lambda s: (min(c.start for c in s.content), s.cue.start)))


def _labelled(report: Report, statements: Sequence[Statement]) -> tuple[Quotation, ...]:
    spans = [span for s in statements for span in s.content]
    out = []
    for quotation in report.quotations:
        held = any(span.start < quotation.inner.end and quotation.inner.start < span.end for span in spans)
        label = quotation.label
        if held:
            label = "statement"
        elif label == "unattributed" and quotation.inner.text.strip()[:1].islower():
            label = "fragment"
        out.append(replace(quotation, label=label))
    return tuple(out)
