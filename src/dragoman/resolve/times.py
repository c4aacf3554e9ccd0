"""Time expressions of a report: where they stand, their TIMEX3 value, and the interval that they mean.

The grammar is data (``data/dates``); here it is applied and its matches are resolved from left to right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from dragoman.records import Report, Span, TimeExpression, When, Why
from dragoman.resolve import time_actions, time_relative, time_spans
from dragoman.resolve.time_actions import Draft
from dragoman.resolve.time_calendar import as_interval
from dragoman.resolve.time_grammar import Found, grammar
from dragoman.resolve.time_guards import GUARDS
from dragoman.resolve.time_holidays import holiday, holiday_matches
from dragoman.resolve.time_scene import Scene
from dragoman.resolve.time_tokens import Tokens

ACTIONS: dict[str, Callable[[Scene, Found], Draft | None]] = {
    "iso": time_actions.iso, "slash": time_actions.slash, "dotted": time_actions.dotted,
    "month_day": time_relative.month_day,
    "calendar": time_actions.calendar,
    "rel_month": time_actions.rel_month, "year": time_actions.year, "decade": time_actions.decade,
    "century": time_actions.century, "season": time_actions.season, "clock": time_actions.clock,
    "weekday": time_relative.weekday, "shift": time_relative.shift, "rel_daypart": time_relative.rel_daypart,
    "rel_unit": time_relative.rel_unit, "the_unit": time_relative.the_unit, "ref_day": time_relative.ref_day,
    "quarter": time_relative.quarter, "half": time_relative.half, "year_ago": time_relative.year_ago,
    "week_of": time_relative.week_of, "offset": time_relative.offset, "offset_date": time_relative.offset_date,
    "duration": time_spans.length, "stretch": time_spans.stretch, "vague_units": time_spans.vague_units,
    "every": time_spans.every, "vague": time_spans.vague, "holiday": holiday, "none": lambda _scene, _found: None,
}  # fmt: skip
_BOUNDS = {"since": "lower bound", "from": "lower bound", "after": "lower bound", "by": "upper bound",
           "until": "upper bound", "till": "upper bound", "before": "upper bound"}  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1400, 2999
"""Years in which a report can have been published."""


def resolve_times(report: Report) -> Report:
    """Fill ``report.times``: every time expression of the fact-carrying sentences, in the order of the text.

    Relative ones count from ``report.published.date``; where that is None they stay without a date, and say so.
    """
    anchor = anchor_day(report.published.date)
    spans = [sentence.span for sentence in report.sentences] or None
    return replace(report, times=find_times(report.text, anchor, sentences=spans))


def anchor_day(value: str | None) -> date | None:
    """The day of an ISO date; None where there is none or it is no day."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def find_times(
    text: str, anchor_date: date | str | None, *, sentences: Iterable[Span | tuple[int, int]] | None = None
) -> tuple[TimeExpression, ...]:
    """The time expressions of ``text`` as TIMEX3, resolved against ``anchor_date`` (the local publication day).

    With ``sentences`` (spans or offsets) only those are searched; none crosses their edges.
    """
    anchor = anchor_day(anchor_date) if isinstance(anchor_date, str) else anchor_date
    if anchor is not None and not _FIRST_YEAR <= anchor.year <= _LAST_YEAR:
        anchor = None  # a broken date of publication, near the ends of the calendar
    rules = grammar()
    tokens = _tokens(text, sentences)
    scene = Scene(rules, tokens, anchor)
    found = [*rules.find(tokens, lambda match: _accepted(scene, match)), *holiday_matches(rules, tokens)]
    if not found:
        return ()
    chosen = _disjoint(found)
    return tuple(time for match in chosen if (time := _resolve(text, scene, match)) is not None)


def _tokens(text: str, sentences: Iterable[Span | tuple[int, int]] | None) -> Tokens:
    alphabet = grammar().alphabet
    if sentences is None:
        return alphabet.encode(text)
    whole = Tokens(text, [], [], [], [])
    for sentence in sentences:
        start, end = (sentence.start, sentence.end) if isinstance(sentence, Span) else sentence
        part = alphabet.encode(text, start, end)
        whole.starts += [*part.starts, end]
        whole.ends += [*part.ends, end]
        whole.words += [*part.words, "\n"]
        whole.raw += [*part.raw, "\n"]
        whole.code += part.code + alphabet.letter("\n")
    return whole


def _disjoint(found: list[Found]) -> list[Found]:
    """Holidays win over what stands within them; in the order of the text."""
    taken = {i for match in found if match.rule.do == "holiday" for i in range(match.start, match.end)}
    if not taken:
        return found
    kept = [m for m in found if m.rule.do == "holiday" or taken.isdisjoint(range(m.start, m.end))]
    return sorted(kept, key=lambda match: match.start)


def _accepted(scene: Scene, match: Found) -> bool:
    guard = match.rule.options.get("guard")
    return not guard or GUARDS[guard](scene, match)


def _resolve(text: str, scene: Scene, match: Found) -> TimeExpression | None:
    draft = ACTIONS[match.rule.do](scene, match)
    if draft is None:
        return None
    tokens = scene.tokens
    span = Span.of(text, tokens.starts[match.start], tokens.ends[match.end - 1])
    if draft.type in ("DATE", "TIME"):
        scene.remember(draft.value, match.start, match.rule.name)
    kind = draft.type if draft.type in ("TIME", "DURATION", "SET") else "DATE"
    return TimeExpression(span, kind, draft.value, _when(scene, match, draft, span), draft.mod)  # type: ignore[arg-type]


def _when(scene: Scene, match: Found, draft: Draft, span: Span) -> When | None:
    """The interval of a draft; None for durations, sets and vague references."""
    if draft.type in ("DURATION", "SET"):
        return None
    by = f"date.{match.rule.name}"
    if draft.value.startswith("XXXX"):
        return When(None, None, (span,), Why(by, note="no publication date to count from"))
    interval = as_interval(draft.value + draft.zone)
    if interval is None:
        return None
    before, _ = scene.around(match)
    note = draft.note
    if bound := _BOUNDS.get(before):
        note = f"{note}; {bound} ({before})" if note else f"{bound} ({before})"
    return When(interval[0], interval[1], (span,), Why(by, note=note))
