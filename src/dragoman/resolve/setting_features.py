"""What speaks for a country or body as that of a phrase which names none: where and how the report names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.resolve.context import Context, Ref
from dragoman.resolve.phrases import Sense

Features = dict[str, float]
NOBODY = "---"
STATE = frozenset({"GOV", "LEG", "JUD", "SPY", "PTY", "OPP"})
ARMED = frozenset({"MIL", "REB", "UAF", "PRM"})
_BODIES = 6
_LEAD_REFS = 60
_NEAR_REFS = 80
"""So many references before a place are looked at: long reports stay linear."""
_PLACES = frozenset({"kb.city", "kb.region", "gazetteer.in"})
_WORD = re.compile(r"[^\W\d_]+")
_WORDS = 8
_DATELINE = 90
_BACK = ("same", "one", "two", "far")


def kind_of(sense: Sense) -> str:
    """Of what kind a phrase is: a bare name, an organ of a state, armed people, or people of a place."""
    if sense.person and sense.head is None:
        return "person"
    sector = sense.sector or ""
    return "organ" if sector in STATE else "armed" if sector in ARMED else "place"


def candidates(context: Context, sense: Sense, start: int, end: int) -> dict[str, Features]:
    """Code -> features, as seen from ``context.text[start:end]``; :data:`NOBODY` is always there."""
    kind = kind_of(sense)
    found = {code: _whole(context, code) for code in _codes(context)}
    _lead(context, found)
    _around(context, found, start)
    words = _words(context, sense, start, end)
    rows = {code: _named(row, kind, words, body=":" in code) for code, row in found.items()}
    rows[NOBODY] = {f"none:{w}": 1.0 for w in ("any", kind, *words)}
    return rows


def _codes(context: Context) -> Iterator[str]:
    """The states of the report and its heaviest bodies."""
    heaviest = context.main_states()
    yield from (code for code, _ in heaviest if ":" not in code)
    bodies = sorted(((w, code) for code, w in heaviest if ":" in code), reverse=True)
    yield from (code for _, code in bodies[:_BODIES])


def _whole(context: Context, code: str) -> Features:
    """What the report as a whole says for ``code``."""
    row = {"weight": context.prefer.get(code, 0.0)}
    if code == context.dominant:
        row["dominant"] = 1.0
    if code in context.in_title:
        row["title"] = 1.0
    return row


def _lead(context: Context, found: dict[str, Features]) -> None:
    first = True
    for ref in context.refs[:_LEAD_REFS]:
        row = _row(found, ref)
        if row is None:
            continue
        if first and ref.start < _DATELINE:
            row["first"] = 1.0
        first = False
        if ref.sentence <= 1:
            row["lead"] = 1.0


def _row(found: dict[str, Features], ref: Ref) -> Features | None:
    """The features of the country that ``ref`` itself names."""
    return None if ref.sense.by.startswith("context") else found.get(ref.sense.country or "")


def _around(context: Context, found: dict[str, Features], start: int) -> None:
    """Where each candidate is named before ``start``, and after it in the same sentence."""
    here = context.sentence_at(start)
    last = context.first_after(context.sentences[here][1] if context.sentences else start)
    paragraph = context.text.rfind("\n\n", 0, start)
    quoted = context.quoted(start)
    seen: set[str] = set()
    for ref in reversed(context.refs[max(0, last - _NEAR_REFS) : last]):
        row = _row(found, ref)
        if row is None:
            continue
        back = here - ref.sentence
        if back == 0 and ref.start >= start:
            row["after"] = 1.0
            continue
        row.update(_near(ref, back, seen))
        if ref.start > paragraph:
            row["paragraph"] = 1.0
        if quoted and ref.speaks and not ref.quoted and "speaker" not in seen:
            row["speaker"] = 1.0
            seen.add("speaker")


def _local(ref: Ref) -> bool:
    """Whether a reference tells where something was, not who did it."""
    return ref.sense.by in _PLACES or (ref.after_preposition and ref.sense.kind == "country")


def _near(ref: Ref, back: int, seen: set[str]) -> Iterator[tuple[str, float]]:
    """What one reference before the phrase says; ``seen``: which "nearest" are taken already."""
    if "nearest" not in seen:
        seen.add("nearest")
        yield "nearest", 1.0
    yield _BACK[min(back, 3)], 1.0
    local = _local(ref)
    if local and "local" not in seen:
        seen.add("local")
        yield "nearest place", 1.0
    if ref.sense.kind == "country" and not local and "state" not in seen:
        seen.add("state")
        yield "nearest state", 1.0
    if back > 1:
        return
    if local:
        yield "place", 1.0
    if ref.first:
        yield "subject", 1.0
    if ref.sense.head is not None and ref.sense.sector == "GOV":
        yield "official", 1.0
    if ref.speaks:
        yield "says", 1.0


def _words(context: Context, sense: Sense, start: int, end: int) -> list[str]:
    """The phrase's own common words, its sector and whether it is bare: what tells bodies and nobody apart.

    Names are left out: whose a name is was told by the reports that were learnt from, not by the name.
    """
    words = [w for w in _WORD.findall(context.text, start, end) if w.islower()]
    out = [f"word {w}" for w in dict.fromkeys((*words[: _WORDS - 1], *words[-1:]))]
    out.append(f"sector {sense.sector or 'none'}")
    out.append("definite" if sense.definite else "bare")
    if sense.plural:
        out.append("plural")
    if sense.head is None:
        out.append("no head")
    return out


def _named(row: Features, kind: str, words: list[str], *, body: bool) -> Features:
    """Features under the names that weights go by: for all kinds together and for this one."""
    prefix = "body" if body else "state"
    out = {f"{prefix}:{name}": value for name, value in row.items()}
    out |= {f"{prefix} {kind}:{name}": value for name, value in row.items()}
    if body:
        out |= {f"body:{w}": 1.0 for w in ("any", kind, *words)}
    return out
