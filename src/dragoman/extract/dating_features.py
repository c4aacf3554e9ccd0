"""What the day of an event is judged by: candidate dates, and the features of each.

Candidates of an event are the dated time expressions of its sentence (``expr``), the last dated expression of the
sentences before (``story``), the publication date (``pub``), and no date (``none``). Features are strings; their
weights are learnt (``tools/train_dating.py``) and shipped in ``data/dates/dating.json``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dragoman.records import Event, Report, Span, TimeExpression

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|[^\w\s]")
_AUX = {
    "had": "had", "has": "has", "have": "has", "having": "having", "was": "was", "were": "was", "is": "is", "are": "is",
    "am": "is", "be": "be", "been": "been", "being": "being", "will": "will", "shall": "will", "would": "would",
    "could": "modal", "may": "modal", "might": "modal", "should": "modal", "must": "modal", "can": "modal",
    "did": "did", "does": "does", "do": "does", "to": "to", "'s": "is", "’s": "is",
}  # fmt: skip
_DETERMINERS = frozenset(
    "a an the his her its their this that these those any all no each every such our my some".split()
)
_SUBORDINATE = frozenset(
    "who which that after before since when while as following over despite during if because although whose where "
    "until amid for by in on against of to from with under without about".split()
)
_CLAUSE_WORDS = frozenset(
    "who which that after before since when while as if because although whose where until and but".split()
)
_SAYING = frozenset(
    "said says say told announced added reported stated told according warned confirmed denied declared noted quoted "
    "claimed saying".split()
)
_HINTS = frozenset(
    "since ago long previously already last recent recently earlier first never once repeatedly often always ever "
    "traditionally years history former still again now currently past years-long decades decade months weeks year "
    "previous ongoing continued continuing so-called late early next future planned would-be subsequent then later "
    "meanwhile today yesterday also new another second third ever-since when over-the-years few several many "
    "regularly routinely frequently sometimes initially originally eventually finally".split()
)
_PAST = frozenset(
    "came went took made gave got met held left became began rose fell lost won sent saw found brought kept put cut hit "
    "led ran sold bought paid spoke broke drew drove fought flew wrote shot struck stood threw grew said told sought "
    "withdrew swore forbade overthrew quit split shut spread set hurt burst cast beat bid".split()
)
_RUN_ON = frozenset("he she they it the during this that those these his her their at both in and but also as".split())
_NEAR, _MIDDLE, _FAR = 2, 6, 12
"""Token distances that part the buckets."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One date an event may have: its codebook value (None: no date), where it comes from, and its features."""

    kind: str
    value: str | None
    time: TimeExpression | None = None
    features: tuple[str, ...] = ()


@dataclass(slots=True)
class Words:
    """Words of one sentence with their offsets into the report."""

    span: Span
    starts: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, span: Span) -> Words:
        """Split a sentence."""
        out = cls(span)
        for match in WORD.finditer(span.text):
            out.starts.append(span.start + match.start())
            out.words.append(match.group().lower())
        return out

    def at(self, offset: int) -> int:
        """Index of the word that holds ``offset`` (or the one before)."""
        return max(bisect_right(self.starts, offset) - 1, 0)


class Scope:
    """A report prepared for dating: its sentences, their words, and the dated expressions of each."""

    def __init__(self, report: Report) -> None:
        """Sort the time expressions into the sentences; a report without sentences is split at paragraphs."""
        self.report = report
        spans = [s.span for s in report.sentences] or list(_paragraphs(report.text))
        self.sentences = spans
        self.starts = [span.start for span in spans]
        self.words: dict[int, Words] = {}
        self.times: dict[int, list[TimeExpression]] = {}
        for time in report.times:
            self.times.setdefault(self.index(time.span.start), []).append(time)
        self.triggers = sorted(e.trigger.start for e in report.events)
        self.published = _day(report.published.date)

    def index(self, offset: int) -> int:
        """Index of the sentence that ``offset`` lies in (or the one before it)."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def of(self, index: int) -> Words:
        """The words of a sentence."""
        if index not in self.words:
            self.words[index] = Words.of(self.sentences[index])
        return self.words[index]

    def dated(self, index: int) -> list[TimeExpression]:
        """The expressions of a sentence that have a date."""
        return [t for t in self.times.get(index, ()) if t.when is not None and t.when.value is not None]


def _paragraphs(text: str) -> Iterable[Span]:
    for match in re.finditer(r"[^\n.!?]+(?:[.!?](?!\s)[^\n.!?]*)*[.!?]?", text):
        if match.group().strip():
            yield Span.of(text, match.start(), match.end())


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def plain(value: str) -> str:
    """A codebook date without time of day: ``2023-05-24T10:00`` is ``2023-05-24``."""
    return "/".join(part.split("T")[0] for part in value.split("/"))


def candidates(scope: Scope, event: Event, before: Sequence[tuple[Event, str | None]] = ()) -> list[Candidate]:
    """The dates that ``event`` may have, each with its features.

    ``before`` are the events told before it in the text with the dates that they have got.
    """
    index = scope.index(event.trigger.start)
    words = scope.of(index)
    place = words.at(event.trigger.start)
    shared = shared_features(scope, event, index, words, place)
    out = [_expression(scope, event, words, place, time, shared) for time in scope.dated(index)]
    out += _after(scope, event, words, place)
    out += _story(scope, index, shared)
    context, chained = _chain(scope, event, index, before, shared)
    out += chained
    lead, led = _lead(scope, index, shared)
    out += led
    shared += [*context, *lead]
    if scope.report.published.date:
        own = bool(out and out[0].kind == "expr")
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
    left = [t for t in tokens[:place] if t in _SUBORDINATE]
    clause = [t for t in tokens[:place] if t in _CLAUSE_WORDS]
    first = main_form(tokens)
    names = [
        f"form={form}", f"type={event.type}", f"status={event.status}", f"at={where}", f"form={form}&at={where}",
        f"type={event.type}&form={form}", f"main={first}", f"main={first}&form={form}",
        f"prev={_word(tokens, place - 1)}", f"next={_word(tokens, end + 1)}",
        f"sub={left[-1] if left else '-'}", f"clause={clause[-1] if clause else '-'}&form={form}",
        f"quote={_in_quotes(words.span.text, event.trigger.start - words.span.start)}",
        f"trigger={tokens[place]}", f"early={place < 6}&form={form}",
        f"times={len(scope.dated(index))}", f"mode={event.mode}", f"suffix={tokens[place][-3:]}",
        f"verbs={min(_verbs(tokens[:place]), 2)}&form={form}", f"form={form}&next={_word(tokens, end + 1)}",
        f"form={form}&prev={_word(tokens, place - 1)}", f"prevsuffix={_word(tokens, place - 1)[-2:]}",
        f"status={event.status}&form={form}", f"status={event.status}&type={event.type}",
        f"quote={_in_quotes(words.span.text, event.trigger.start - words.span.start)}&form={form}",
        f"type={event.type}&prev={_word(tokens, place - 1)}", f"one-word={end == place}",
    ]  # fmt: skip
    near = tokens[max(place - 8, 0) : end + 9]
    names += [f"hint={t}" for t in sorted(set(near) & _HINTS)]
    near_left = tokens[max(place - 4, 0) : place]
    names += [f"hintleft={t}" for t in sorted(set(near_left) & _HINTS)]
    if any(t in _SAYING for t in tokens[:place]):
        names.append(f"said-before&form={form}")
    if any(t in _SAYING for t in tokens[end + 1 :]):
        names.append(f"said-after&form={form}")
    head = form.split("+")[0]
    reported = any(t in _SAYING for t in tokens[:place])
    names += [f"aux={head}&said={reported}", f"aux={head}&at={where}", f"aux={head}&said={reported}&type={event.type}"]
    for time in scope.times.get(index, ()):
        if time.when is None or time.when.value is None:
            names.append(f"vague={time.value if time.value.endswith('REF') else time.type}")
    return names


def verb_form(tokens: Sequence[str], place: int) -> str:
    """The form of the word at ``place``: ``had+ed``, ``has+ed``, ``was+ed``, ``will+base``, ``noun``, ``past``, ..."""
    word = tokens[place]
    aux, steps = "", 0
    for i in range(place - 1, max(place - 6, -1), -1):
        token = tokens[i]
        if token in _AUX:
            aux = _AUX[token] + ("+" + aux if aux else "")
            if token not in {"be", "been", "being"}:
                break
            continue
        if not (
            token.endswith("ly")
            or token
            in {
                "not",
                "also",
                "already",
                "never",
                "n't",
                "now",
                "just",
                "yet",
                "since",
                "long",
                "once",
                "ever",
                "repeatedly",
                "again",
                "still",
                "reportedly",
            }
        ):
            break
        steps += 1
    ending = (
        "ed"
        if word.endswith("ed") or word in _PAST
        else "ing"
        if word.endswith("ing")
        else "s"
        if word.endswith("s")
        else "x"
    )
    if aux:
        return f"{aux}+{ending}"
    before = tokens[place - 1] if place else ""
    if before in _DETERMINERS or before.endswith(("'s", "’s")):
        return f"noun+{ending}"
    return ending


def main_form(tokens: Sequence[str]) -> str:
    """The tense of the first finite verb of the sentence."""
    for i, token in enumerate(tokens):
        if token in {"had", "has", "have", "was", "were", "is", "are", "will", "would"}:
            return _AUX[token]
        if (token.endswith("ed") and i and len(token) > 4) or token in _PAST:  # noqa: PLR2004 - "need"
            return "past"
        if token in {"says", "wants", "warns", "remains"}:
            return "present"
    return "-"


def _word(tokens: Sequence[str], place: int) -> str:
    return tokens[place] if 0 <= place < len(tokens) else "-"


def _in_quotes(text: str, offset: int) -> bool:
    before = text[:offset]
    return (before.count('"') % 2 == 1) or before.count("“") > before.count("”")


def _in_title(scope: Scope, event: Event) -> bool:
    return any(s.kind == "title" and s.span.covers(event.trigger) for s in scope.report.segments)


def relation(value: str, published: date | None) -> str:
    """How a date lies to publication: same, future, week, month, year, old, span."""
    first = _day((value.split("/")[0] + "-01-01")[:10])
    if published is None or first is None:
        return "?"
    last = value.split("/")[-1]
    if (
        last > published.isoformat()[: len(last)]
        and value.split("/")[0] > published.isoformat()[: len(value.split("/")[0])]
    ):
        return "future"
    if published.isoformat().startswith(value):
        return "same" if len(value) == len("2023-05-24") else "within"
    days = (published - first).days
    if days < 0:
        return "future"
    return "week" if days <= 7 else "month" if days <= 31 else "year" if days <= 366 else "old"  # noqa: PLR2004


def _bucket(distance: int) -> str:
    return "0" if distance <= _NEAR else "1" if distance <= _MIDDLE else "2" if distance <= _FAR else "3"


def _expression(
    scope: Scope, event: Event, words: Words, place: int, time: TimeExpression, shared: Sequence[str]
) -> Candidate:
    assert time.when is not None  # noqa: S101 - dated() gives only these
    value = plain(time.when.value or "")
    tokens = words.words
    a, b = words.at(time.span.start), words.at(time.span.end - 1)
    end = words.at(max(event.trigger.end - 1, event.trigger.start))
    side = "before" if b < place else "after" if a > end else "inside"
    between = tokens[b + 1 : place] if side == "before" else tokens[end + 1 : a]
    low, high = sorted((time.span.start, event.trigger.start))
    others = sum(low < t < high for t in scope.triggers)
    rank = _rank(scope, event, time)
    gap = _bucket(len(between))
    rel, prep = relation(value, scope.published), _word(tokens, a - 1)
    head = (
        _word(tokens, a - 2)
        if prep in {"on", "in", "since", "by", "until", "from", "of", "for", "at", "late", "early"}
        else prep
    )
    breaks = sorted({t for t in between if t in _CLAUSE_WORDS})
    form = verb_form(tokens, place)
    said = head in _SAYING and words.at(event.trigger.start) != a - 1 and tokens[place] != head
    names = [
        "expr", f"side={side}", f"gap={side}{gap}", f"rank={rank}", f"rel={rel}", f"rel={rel}&status={event.status}",
        f"rel={rel}&type={event.type}", f"prep={prep}", f"prep={prep}&side={side}", f"head={head}",
        f"said={said}", f"said={said}&rel={rel}", f"commas={min(between.count(','), 3)}", f"others={min(others, 2)}",
        f"precision={time.when.precision}", f"precision={time.when.precision}&prep={prep}", f"form={form}&rel={rel}",
        f"first={a <= 1}", f"rule={time.when.why.by}", f"rel={rel}&gap={side}{gap}", f"said={said}&form={form}",
        *(f"break={t}" for t in breaks), f"breaks={len(breaks)}&side={side}", f"others={min(others, 2)}&rank={rank}",
        f"verbs={min(_verbs(between), 2)}&side={side}", f"mod={time.mod}", f"quote-edge={'”' in between or chr(34) in between}",
    ]  # fmt: skip
    names += [
        f"expr|{name}"
        for name in shared
        if name.startswith(("form=", "type=", "quote=", "times=", "hintleft=", "vague="))
    ]
    return Candidate("expr", value, time, tuple(f"e:{name}" for name in names))


def _verbs(between: Sequence[str]) -> int:
    return sum(t in _PAST or t in _AUX or (t.endswith("ed") and len(t) > 4) for t in between)  # noqa: PLR2004


def _rank(scope: Scope, event: Event, time: TimeExpression) -> int:
    """0 for the expression nearest to the trigger, 1 for the next, and so on (at most 3)."""
    index = scope.index(event.trigger.start)
    order = sorted(scope.dated(index), key=lambda t: _distance(t.span, event.trigger))
    return min(order.index(time), 3)


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


_AFTER = re.compile(
    r"\b(a|an|one|the|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})[ -](day|week|month|year)s? (?:after|since)\b",
    re.IGNORECASE,
)
_NUMBERS = {word: n for n, word in enumerate("the one two three four five six seven eight nine ten".split())}


def _after(scope: Scope, event: Event, words: Words, place: int) -> list[Candidate]:
    """Five days after a court ruled: what stands behind "after" was so long before the day of the rest."""
    out = []
    for match in _AFTER.finditer(words.span.text):
        end = words.span.start + match.end()
        if end > event.trigger.start or scope.published is None:
            continue
        first = match[1].lower()
        count = int(first) if first.isdigit() else (_NUMBERS.get(first, 1) or 1)
        value = _earlier(scope.published, count, match[2].lower())
        gap = place - words.at(end)
        names = ["after", f"gap={_bucket(gap)}", f"form={verb_form(words.words, place)}", f"unit={match[2]}"]
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


def _lead(scope: Scope, index: int, shared: Sequence[str]) -> tuple[list[str], list[Candidate]]:
    """The day that the first sentences name: where it is not the publication day, the report's news is of that day."""
    for i in range(min(3, len(scope.sentences))):
        days = [t for t in scope.dated(i) if t.when is not None and t.when.precision in {"day", "minute"}]
        days = [t for t in days if relation(plain(t.when.value or ""), scope.published) in {"same", "week"}]  # type: ignore[union-attr]
        if not days or i > index:
            continue
        time = days[0]
        value = plain(time.when.value or "") if time.when else ""
        rel = relation(value, scope.published)
        context = [f"lead={rel}", f"lead={rel}&late={index > 2}"]  # noqa: PLR2004 - behind the lead
        if rel == "same" or i == index:
            return context, []
        days_back = str((scope.published - _day(value)).days) if scope.published and _day(value) else "?"  # type: ignore[operator]
        names = [
            "lead", f"days={days_back}", f"at={min(index, 6)}", f"own={bool(scope.dated(index))}",
            *(n for n in shared if n.startswith(("form=", "type=", "quote=", "main=", "hint=", "suffix=", "verbs="))),
        ]  # fmt: skip
        return context, [Candidate("story", value, time, tuple(f"l:{n}" for n in names))]
    return ["lead=-"], []


def _chain(
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
    starts = words[0] if words and words[0] in _RUN_ON else "-"
    own = bool(scope.dated(index))
    context = [f"chain={gap}{rel}", f"chain={gap}{rel}&own={own}"]
    if value is None or rel == "same":
        return context, []
    names = [
        "chain", f"gap={gap}", f"rel={rel}", f"gap={gap}&rel={rel}", f"own={own}&gap={gap}", f"starts={starts}",
        f"same-type={last.type == event.type}", f"length={len(value)}",
        *(f"gap={gap > 0}&{n}" for n in shared if n.startswith(("form=", "status=", "quote=", "sub=", "main=", "prev="))),
        *(n for n in shared if n.startswith(("type=", "hint=", "suffix="))),
    ]  # fmt: skip
    return context, [Candidate("story", value, None, tuple(f"c:{n}" for n in names))]


def _story(scope: Scope, index: int, shared: Sequence[str]) -> list[Candidate]:
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
