"""Dates that an event gets from outside its own sentence: the lead, the event before, "five days after"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dragoman.extract.dating_forms import verb_form
from dragoman.extract.dating_scope import WORDS, Candidate, Scope, Words, bucket, day_of, plain, relation
from dragoman.records import Event

_AFTER = re.compile(
    r"\b(an?|one|the|two|three|four|five|six|seven|eight|nine|ten|\d\d?)[ -](day|week|month|year)s? (?:after|since)\b",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
"""Every other word of the pattern stands for one."""
_NEWS = frozenset({"same", "week"})
_LEAD = 3
"""Sentences that a lead has."""
_FAR = 3
"""Sentences apart beyond which the distance does not matter."""
_WITH_GAP = ("form=", "status=", "quote=", "sub=", "main=", "prev=")
"""What of the event weighs by whether the one before stands in the same sentence."""


def told_after(scope: Scope, event: Event, words: Words, place: int) -> list[Candidate]:
    """Five days after a court ruled: what stands behind "after" was so long before the day of the rest."""
    out = []
    for match in _AFTER.finditer(words.span.text):
        end = words.span.start + match.end()
        if end > event.trigger.start or scope.published is None:
            continue
        first = match[1].lower()
        count = int(first) if first.isdigit() else (_NUMBERS.get(first, 1))
        value = _earlier(scope.published, count, match[2].lower())
        gap = place - words.at(end)
        names = ["after", f"gap={bucket(gap)}", f"form={verb_form(words.words, place)}", f"unit={match[2]}"]
        out.append(Candidate("after", value, None, tuple(f"a:{n}" for n in names)))
    return out[-1:]


def _earlier(of: date, count: int, unit: str) -> str:
    """The day, week (as an interval), month or year so long before."""
    if unit == "day":
        return (of - timedelta(count)).isoformat()
    if unit == "week":
        monday = of - timedelta(of.weekday() + 7 * count)
        return f"{monday}/{monday + timedelta(6)}"
    if unit == "month":
        index = of.year * 12 + of.month - 1 - count
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    return f"{of.year - count:04d}"


def from_elsewhere(scope: Scope, event: Event, index: int, shared: Sequence[str]) -> list[Candidate]:
    """The dates of other sentences that tell the same event (``mentions``) or complete it (``evidence``)."""
    out: list[Candidate] = []
    for other in dict.fromkeys(scope.index(mention.start) for mention in (*event.mentions, *event.evidence)):
        if other == index:
            continue
        gap = max(min(other - index, _FAR), -_FAR)
        dated = scope.dated(other)
        for rank, time in enumerate(dated):
            value = plain(time.when.value or "") if time.when else ""
            rel = relation(value, scope.published)
            names = [
                "there", f"gap={gap}", f"rel={rel}", f"rank={min(rank, 2)}", f"many={len(dated) > 1}",
                f"own={bool(scope.dated(index))}", f"precision={time.when.precision if time.when else None}",
                f"rel={rel}&gap={gap > 0}", *(f"rel={rel}&{n}" for n in shared if n.startswith(("form=", "type="))),
                *(n for n in shared if n.startswith(("form=", "hint=", "type="))),
            ]  # fmt: skip
            out.append(Candidate("elsewhere", value, time, tuple(f"m:{n}" for n in names)))
    return out


def from_lead(scope: Scope, index: int, shared: Sequence[str]) -> tuple[list[str], list[Candidate]]:
    """The day that the first sentences name: where it is not the publication day, the report's news is of that day."""
    for i in range(min(_LEAD, len(scope.sentences))):
        days = [t for t in scope.dated(i) if t.when is not None and t.when.precision in {"day", "minute"}]
        days = [t for t in days if t.when and relation(plain(t.when.value or ""), scope.published) in _NEWS]
        if not days or i > index:
            continue
        time = days[0]
        value = plain(time.when.value or "") if time.when else ""
        rel = relation(value, scope.published)
        context = [f"lead={rel}", f"lead={rel}&late={index >= _LEAD}"]
        if rel == "same" or i == index:
            return context, []
        days_back = str((scope.published - day_of(value)).days) if scope.published and day_of(value) else "?"  # type: ignore[operator]
        names = [
            "lead", f"days={days_back}", f"at={min(index, 6)}", f"own={bool(scope.dated(index))}",
            *(n for n in shared if n.startswith(("form=", "type=", "quote=", "main=", "hint=", "suffix=", "verbs="))),
        ]  # fmt: skip
        return context, [Candidate("story", value, time, tuple(f"l:{n}" for n in names))]
    return ["lead=-"], []


def from_last_event(
    scope: Scope, event: Event, index: int, before: Sequence[tuple[Event, str | None]], shared: Sequence[str]
) -> tuple[list[str], list[Candidate]]:
    """The date of the event told last before this one, and what the others' dates say of this one."""
    earlier = [(e, v) for e, v in before if e.trigger.start < event.trigger.start]
    if not earlier:
        return ["chain=-"], []
    last, value = max(earlier, key=lambda pair: pair[0].trigger.start)
    gap = min(index - scope.index(last.trigger.start), 4)
    rel = relation(value, scope.published) if value else "none"
    words = scope.of(index).words
    starts = words[0] if words and words[0] in WORDS.run_on else "-"
    own = bool(scope.dated(index))
    context = [f"chain={gap}{rel}", f"chain={gap}{rel}&own={own}"]
    if value is None or rel == "same":
        return context, []
    names = [
        "chain", f"gap={gap}", f"rel={rel}", f"gap={gap}&rel={rel}", f"own={own}&gap={gap}", f"starts={starts}",
        f"same-type={last.type == event.type}", f"length={len(value)}",
        *(f"gap={gap > 0}&{n}" for n in shared if n.startswith(_WITH_GAP)),
        *(n for n in shared if n.startswith(("type=", "hint=", "suffix="))),
    ]  # fmt: skip
    return context, [Candidate("story", value, None, tuple(f"c:{n}" for n in names))]


def from_sentences_before(scope: Scope, index: int, shared: Sequence[str]) -> list[Candidate]:
    """The last dated expressions of the three sentences before: the day a story may run on from."""
    for back in range(1, 4):
        if index - back < 0:
            break
        dated = scope.dated(index - back)
        if not dated:
            continue
        time = dated[-1]
        assert time.when is not None  # noqa: S101 - dated() gives only these
        value = plain(time.when.value or "")
        rel = relation(value, scope.published)
        names = [
            "story", f"back={back}", f"rel={rel}", f"back={back}&rel={rel}", f"precision={time.when.precision}",
            f"own={bool(scope.dated(index))}", f"rel={rel}&precision={time.when.precision}", f"many={len(dated) > 1}",
            *(f"rel={rel}&{n}" for n in shared if n.startswith(("form=", "status=", "hintleft=", "quote="))),
            *(n for n in shared if n.startswith(("form=", "type=", "main=", "hint=", "prev=", "clause="))),
        ]  # fmt: skip
        first = dated[0]
        out = [Candidate("story", value, time, tuple(f"s:{n}" for n in names))]
        if first is not time and first.when is not None:
            other = plain(first.when.value or "")
            features = ["story1", f"back={back}", f"rel={relation(other, scope.published)}"]
            out.append(Candidate("story", other, first, tuple(f"t:{n}" for n in features)))
        return out
    return []
