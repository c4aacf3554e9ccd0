"""What the day of an event is judged by: candidate dates, and the features of each.

Candidates of an event are the dated time expressions of its sentence (``expr``), the last dated expression of the
sentences before (``story``), the publication date (``pub``), and no date (``none``). Features are strings; their
weights are learnt (``tools/train_dating.py``) and shipped in ``data/dates/dating.json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.dating_forms import count_verbs, in_quotes, main_form, verb_form, word_at
from dragoman.extract.dating_scope import WORDS, Candidate, Scope, Words, bucket, plain, relation
from dragoman.extract.dating_story import from_elsewhere, from_last_event, from_lead, from_sentences_before, told_after
from dragoman.records import Event, Span, TimeExpression

_MOST = 12
"""Expressions of one sentence that are weighed, the nearest (a table may have hundreds)."""
_EARLY = 6
"""Words at the start of a sentence in which its main verb mostly stands."""
_LOOSE = frozenset({"on", "in", "since", "by", "until", "from", "of", "for", "at", "late", "early"})
"""Words between a date and what it hangs on."""
_BEHIND = frozenset({"week", "month", "year", "old"})
_MARKS = frozenset({'"', "\u201d"})
_SHARED = ("form=", "type=", "quote=", "times=", "hintleft=", "vague=")
"""What of the event also weighs on each expression."""


def candidates(scope: Scope, event: Event, before: Sequence[tuple[Event, str | None]] = ()) -> list[Candidate]:
    """The dates that ``event`` may have, each with its features.

    ``before`` are the events told before it in the text with the dates that they have got.
    """
    index = scope.index(event.trigger.start)
    words = scope.of(index)
    place = words.at(event.trigger.start)
    shared = shared_features(scope, event, index, words, place)
    nearest = sorted(scope.dated(index), key=lambda time: _distance(time.span, event.trigger))[:_MOST]
    out = [
        _expression(scope, event, words, time, (min(rank, 3), shared))
        for rank, time in sorted(enumerate(nearest), key=lambda pair: pair[1].span.start)
    ]
    elsewhere = from_elsewhere(scope, event, index, shared)
    shared.append(f"elsewhere={bool(elsewhere)}&mentions={bool(event.mentions)}")
    out += elsewhere
    out += told_after(scope, event, words, place)
    out += from_sentences_before(scope, index, shared)
    context, chained = from_last_event(scope, event, index, before, shared)
    out += chained
    lead, led = from_lead(scope, index, shared)
    out += led
    shared += [*context, *lead]
    if scope.report.published.date:
        own = bool(scope.dated(index))
        out.append(Candidate("pub", scope.report.published.date, None, _cross("pub", shared, own)))
    out.append(Candidate("none", None, None, _cross("none", shared, bool(scope.dated(index)))))
    return out


def _cross(kind: str, shared: Sequence[str], own: bool) -> tuple[str, ...]:
    return (kind, f"{kind}|own={own}", *(f"{kind}|{name}" for name in shared))


def shared_features(scope: Scope, event: Event, index: int, words: Words, place: int) -> list[str]:
    """What is known of the event whichever date it has: form of the trigger, clause, place in the report."""
    tokens = words.words
    form = verb_form(tokens, place)
    end = words.at(max(event.trigger.end - 1, event.trigger.start))
    where = "title" if _in_title(scope, event) else str(min(index, 3)) if index < 4 else "4+"  # noqa: PLR2004
    left = [t for t in tokens[:place] if t in WORDS.subordinate]
    clause = [t for t in tokens[:place] if t in WORDS.clause]
    first = main_form(tokens)
    names = [
        f"form={form}", f"type={event.type}", f"status={event.status}", f"at={where}", f"form={form}&at={where}",
        f"type={event.type}&form={form}", f"main={first}", f"main={first}&form={form}",
        f"prev={word_at(tokens, place - 1)}", f"next={word_at(tokens, end + 1)}",
        f"sub={left[-1] if left else '-'}", f"clause={clause[-1] if clause else '-'}&form={form}",
        f"quote={in_quotes(words.span.text, event.trigger.start - words.span.start)}",
        f"trigger={tokens[place]}", f"early={place < _EARLY}&form={form}",
        f"times={len(scope.dated(index))}", f"mode={event.mode}", f"suffix={tokens[place][-3:]}",
        f"verbs={min(count_verbs(tokens[:place]), 2)}&form={form}", f"form={form}&next={word_at(tokens, end + 1)}",
        f"form={form}&prev={word_at(tokens, place - 1)}", f"prevsuffix={word_at(tokens, place - 1)[-2:]}",
        f"status={event.status}&form={form}", f"status={event.status}&type={event.type}",
        f"quote={in_quotes(words.span.text, event.trigger.start - words.span.start)}&form={form}",
        f"type={event.type}&prev={word_at(tokens, place - 1)}", f"one-word={end == place}",
    ]  # fmt: skip
    near = tokens[max(place - 8, 0) : end + 9]
    names += [f"hint={t}" for t in sorted(set(near) & WORDS.hints)]
    near_left = tokens[max(place - 4, 0) : place]
    names += [f"hintleft={t}" for t in sorted(set(near_left) & WORDS.hints)]
    if any(t in WORDS.saying for t in tokens[:place]):
        names.append(f"said-before&form={form}")
    if any(t in WORDS.saying for t in tokens[end + 1 :]):
        names.append(f"said-after&form={form}")
    head = form.split("+")[0]
    reported = any(t in WORDS.saying for t in tokens[:place])
    names += [f"aux={head}&said={reported}", f"aux={head}&at={where}", f"aux={head}&said={reported}&type={event.type}"]
    for time in scope.times.get(index, ()):
        if time.when is None or time.when.value is None:
            names.append(f"vague={time.value if time.value.endswith('REF') else time.type}")
    return names


def _in_title(scope: Scope, event: Event) -> bool:
    return any(s.kind == "title" and s.span.covers(event.trigger) for s in scope.report.segments)


def _expression(
    scope: Scope, event: Event, words: Words, time: TimeExpression, known: tuple[int, Sequence[str]]
) -> Candidate:
    """An expression of the sentence; ``known`` is its rank by distance (0 to 3) and the event's features."""
    rank, shared = known
    assert time.when is not None  # noqa: S101 - dated() gives only these
    value = plain(time.when.value or "")
    tokens, place = words.words, words.at(event.trigger.start)
    a, b = words.at(time.span.start), words.at(time.span.end - 1)
    end = words.at(max(event.trigger.end - 1, event.trigger.start))
    side = "before" if b < place else "after" if a > end else "inside"
    between = tokens[b + 1 : place] if side == "before" else tokens[end + 1 : a]
    low, high = sorted((time.span.start, event.trigger.start))
    others = sum(low < t < high for t in scope.triggers)
    gap = bucket(len(between))
    rel, prep = relation(value, scope.published), word_at(tokens, a - 1)
    head = word_at(tokens, a - 2) if prep in _LOOSE else prep
    breaks = sorted({t for t in between if t in WORDS.clause})
    form = verb_form(tokens, place)
    said = head in WORDS.saying and words.at(event.trigger.start) != a - 1 and tokens[place] != head
    names = [
        "expr", f"side={side}", f"gap={side}{gap}", f"rank={rank}", f"rel={rel}", f"rel={rel}&status={event.status}",
        f"rel={rel}&type={event.type}", f"prep={prep}", f"prep={prep}&side={side}", f"head={head}",
        f"said={said}", f"said={said}&rel={rel}", f"commas={min(between.count(','), 3)}", f"others={min(others, 2)}",
        f"precision={time.when.precision}", f"precision={time.when.precision}&prep={prep}", f"form={form}&rel={rel}",
        f"first={a <= 1}", f"rule={time.when.why.by}", f"rel={rel}&gap={side}{gap}", f"said={said}&form={form}",
        *(f"break={t}" for t in breaks), f"breaks={len(breaks)}&side={side}", f"others={min(others, 2)}&rank={rank}",
        f"verbs={min(count_verbs(between), 2)}&side={side}", f"mod={time.mod}",
        f"quote-edge={bool(_MARKS & set(between))}",
    ]  # fmt: skip
    past = f"past={rel in _BEHIND}"
    alone = len(scope.dated(scope.index(event.trigger.start))) == 1
    names += [
        f"{past}&type={event.type}&side={side}", f"{past}&alone={alone}&form={form}", f"{past}&gap={side}{gap}",
        f"{past}&precision={time.when.precision}&form={form}", f"{past}&alone={alone}&breaks={len(breaks)}",
        f"{past}&prep={prep}&side={side}&breaks={min(len(breaks), 2)}",
    ]  # fmt: skip
    clean = not breaks and not said and not count_verbs([t for t in between if t != "to"])
    sure = clean and alone and form == "ed" and side == "after" and rel in _BEHIND
    names += [f"expr|{name}" for name in shared if name.startswith(_SHARED)]
    return Candidate("expr", value, time, tuple(f"e:{name}" for name in names), sure)


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
