"""What a pronoun or an epithet stands for: "he", "it", "the two countries", "the ministry", "both sides"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from dragoman.data.knowledge.words import fold
from dragoman.resolve.context import Context, Ref, says_after
from dragoman.resolve.senses import Sense
from dragoman.resolve.wordlists import ANY_BODY, BODY_WORDS, ONE_STATE, STATES

PERSONAL = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
NEUTER = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves", "both", "two", "the two", "both of them"})
SPEAKING = frozenset({"we", "us", "our", "ours", "i", "my", "me", "ourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
PRONOUNS = frozenset(PERSONAL) | NEUTER | PLURAL | SPEAKING | RELATIVE
TWO = frozenset({"both", "two"})
_WINDOW = 8
_DATELINE = 2.0
_ACRONYM = 5
_SPEAKER = 1.6
_QUOTED = 2.0
_HEAD_WINDOW = 8
_DATELINE = 2.0
_ACRONYM = 5
_TOLD_WINDOW = 15
_STATE_WINDOW = 3
_PAIR = 2
COUNTERPARTS = frozenset({"counterpart", "counterparts", "opposite number"})
_SHORT = 3
POSSESSIVE = frozenset({"its", "his", "her", "their", "our", "my"})
_YEAR_OLD = re.compile(r"(?:the )?\d+-year-old$")


def is_pronoun(phrase: str) -> bool:
    """Whether the phrase is a single pronoun."""
    low = fold(phrase)
    return (low in PRONOUNS and phrase != "US") or _YEAR_OLD.match(low) is not None


def two_of(phrase: str) -> bool:
    """Whether the phrase means two states named before ("the two countries", "both sides")."""
    words = fold(phrase).split()
    if fold(phrase) in {"the other", "each other", "one another"}:
        return True
    if words and words[0] == "each":
        return words[-1] in ONE_STATE | {"side", "government", "party"} and len(words) <= _SHORT
    return len(words) > 1 and words[-1] in STATES and any(w in TWO for w in words[:-1])


def resolve_pronoun(context: Context, start: int, word: str) -> tuple[Sense, ...]:
    """The senses that a pronoun at ``start`` stands for; empty where nobody fits."""
    low = fold(word)
    if low in PERSONAL or _YEAR_OLD.match(low):
        return _one(context, start, _is_person, "coref.person", quoted=low)
    if low in NEUTER:
        return _one(context, start, _is_body, "coref.body", quoted=low)
    if low in RELATIVE:
        return _nearest(context, start)
    if low in SPEAKING:
        return _one(context, start, _can_speak, "coref.speaker", quoted=low)
    if low in {"both", "two", "the two"}:
        return two_states(context, start)
    return _one(context, start, _is_many, "coref.plural", quoted=low)


def _is_person(ref: Ref) -> bool:
    return ref.sense.kind == "person" and not ref.sense.plural


def _is_body(ref: Ref) -> bool:
    return ref.sense.kind in {"country", "body"} or (ref.sense.kind == "group" and not ref.sense.plural)


def _can_speak(ref: Ref) -> bool:
    return ref.sense.kind in {"person", "body", "country", "group"}


def _is_many(ref: Ref) -> bool:
    return ref.sense.plural or ref.sense.kind in {"group", "body", "country"}


def _one(context: Context, start: int, fits: Callable[[Ref], bool], by: str, *, quoted: str) -> tuple[Sense, ...]:
    """The best reference before: near sentences first, subjects before objects, persons named before roles."""
    here = context.sentence_at(start)
    scored: list[tuple[float, int, Ref]] = []
    inside = context.quoted(start)
    says = quoted == "issuer" or says_after(context.text, start)
    for ref in context.before(start):
        back = here - ref.sentence
        if back > _WINDOW:
            break
        if not fits(ref):
            continue
        score = score_of(ref, back, quoted)
        score -= _DATELINE * (context.text[ref.start : ref.end].isupper() and ref.end - ref.start > _ACRONYM)
        score += _SPEAKER * (says and ref.speaks) - _QUOTED * (ref.quoted and not inside)
        scored.append((score, ref.start, ref))
    if not scored:
        return ()
    scored.sort(key=lambda x: (-x[0], -x[1]))
    best = scored[0]
    over = tuple((context.text[r.start : r.end], round(s, 2)) for s, _, r in scored[1:4])
    words = context.text[best[2].start : best[2].end]
    return (replace(best[2].sense, by=by, note=f"stands for “{words}”", over=over),)


def score_of(ref: Ref, back: int, pronoun: str) -> float:
    """How well a reference fits; weights tuned on gold/train (tools: ``dragoman eval actors --coreference``)."""
    score = 3.0 - 1.0 * back
    score += 1.2 if ref.first else 0.0
    score -= 0.8 if ref.after_preposition else 0.0
    if pronoun in PLURAL:
        score += 1.0 if ref.sense.plural else -0.3 if ref.sense.kind == "country" else 0.2
    elif pronoun in PERSONAL:
        score += 0.6 if ref.sense.person else 0.0
        gender = PERSONAL.get(pronoun, "")
        if ref.gender and gender:
            score += 0.4 if ref.gender == gender else -3.0
        elif gender == "f":
            score -= 0.5
    elif pronoun in NEUTER:
        score -= 1.5 if ref.sense.sector == "UNK" else 0.0
        score += 0.3 if ref.sense.kind == "country" else 0.0
    elif pronoun in SPEAKING:
        score += 1.0 if ref.sense.kind == "person" else 0.0
    return score


def _nearest(context: Context, start: int) -> tuple[Sense, ...]:
    for ref in context.before(start):
        return (replace(ref.sense, by="coref.relative"),)
    return ()


def body_before(context: Context, start: int, head: str) -> Sense | None:
    """The named body that "the bank", "the group", "the bloc" stands for."""
    last = head.rsplit(maxsplit=1)[-1]
    if last not in BODY_WORDS:
        return None
    here = context.sentence_at(start)
    for ref in context.before(start):
        if here - ref.sentence > _WINDOW:
            return None
        sense = ref.sense
        if not sense.by.startswith(("kb.body", "kb.group", "phrase.body")):
            continue
        code = sense.country or ""
        if last in {"company", "firm"} and not (code.startswith("MNC:") or sense.sector == "BUS"):
            continue
        if last in {"party", "movement", "front", "army", "militia", "faction"} and code.startswith("IGO:"):
            continue
        if last in fold(sense.name) or (last in ANY_BODY and (sense.by == "kb.body" or last in {"group", "movement"})):
            return replace(sense, by="coref.body", note=f"the {head} named before it")
    return None


def issuer(context: Context, start: int) -> Sense | None:
    """Who "the statement" is by: as "it" would be read, a person's word counting too."""
    found = _one(context, start, _can_speak, "coref.issuer", quoted="issuer")
    return found[0] if found else None


def two_states(context: Context, start: int) -> tuple[Sense, ...]:
    """The two states (or parties) that were named last together, or the report's two main ones."""
    here = context.sentence_at(start)
    found: list[Sense] = []
    for back in range(4):
        row = [r for r in context.refs if r.sentence == here - back and r.end <= start]
        for ref in sorted(row, key=lambda r: r.start):
            code = ref.sense.country
            if code and all(code != f.country for f in found):
                found.append(ref.sense)
        if len(found) >= _PAIR:
            break
    main = sorted(found, key=lambda s: -context.prefer.get(s.country or "", 0.0))[:_PAIR]
    return tuple(replace(s, id=None, name=s.country or "", kind="country", person=None, head=None,
                         sector="GOV" if ":" not in (s.country or "") else None, by="coref.pair",
                         note="the two named last before it") for s in main)  # fmt: skip


def state_before(context: Context, start: int) -> Sense | None:
    """The state that "the country" stands for: the one named last in the sentences before, the main one first."""
    here = context.sentence_at(start)
    best: tuple[float, Sense] | None = None
    for ref in context.before(start):
        back = here - ref.sentence
        if back > _STATE_WINDOW:
            break
        code = ref.sense.country
        if not code or ":" in code:
            continue
        score = 1.5 * context.prefer.get(code, 0.0) - 0.5 * back + (0.4 if ref.first else 0.0)
        if best is None or score > best[0]:
            best = (score, ref.sense)
    return best[1] if best else None


def bearer(context: Context, start: int, sense: Sense) -> Sense:
    """The named person whom "the NATO spokesman" or "the Turkish minister" means, if one was named with that role."""
    if sense.kind != "person" or sense.plural or sense.person or not sense.head or sense.former:
        return sense
    last = sense.head.split()[-1]
    here = context.sentence_at(start)
    for ref in context.before(start):
        if here - ref.sentence > _WINDOW:
            break
        told = ref.sense
        called = (told.head or "").split()[-1:]
        if told.person and told.country == sense.country and (called == [last] or (last == "leader" and _leads(told))):
            return replace(told, by="coref.head", note=f"{told.person} was called {told.head} before")
    return sense


def _leads(told: Sense) -> bool:
    """Whether a named person heads a state: he may be called its leader."""
    return (told.head or "").split()[-1:] in (["president"], ["premier"], ["king"], ["chancellor"]) or (
        told.head == "prime minister"
    )


def owner(context: Context, start: int, phrase: str, head: str) -> Sense | None:
    """Whose "its parliament", "their commander", "his army" is."""
    word = fold(phrase.split(maxsplit=1)[0]) if phrase.split() else ""
    if word not in POSSESSIVE or head in COUNTERPARTS | {"opponent", "rival", "predecessor"}:
        return None
    found = resolve_pronoun(context, start, word)
    return found[0] if found and found[0].country else None


def same_head(context: Context, start: int, head: str) -> Sense | None:
    """The earlier reference with the same role noun and a known country.

    One whose own words told the country counts before one whose country was filled in; among
    several the report's main country and the nearer one.
    """
    stem = head.rstrip("s")
    here = context.sentence_at(start)
    best: tuple[float, Sense] | None = None
    for ref in context.before(start):
        sense = ref.sense
        back = here - ref.sentence
        if back > _TOLD_WINDOW:
            break
        if not sense.country or not sense.head or sense.head.rstrip("s") != stem:
            continue
        told = not sense.by.startswith("context")
        if back > (_TOLD_WINDOW if told else _HEAD_WINDOW):
            continue
        score = 1.0 * told + 1.5 * bool(sense.person) + context.prefer.get(sense.country, 0.0) - 0.15 * back
        if best is None or score > best[0]:
            best = (score, sense)
    return best[1] if best else None


def counterpart(context: Context, start: int, phrase: str) -> str | None:
    """The country of "his counterpart": not his own, but the other that the report speaks of there."""
    word = fold(phrase.split(maxsplit=1)[0]) if phrase.split() else ""
    found = resolve_pronoun(context, start, word) if word in POSSESSIVE else ()
    mine = found[0].country if found else None
    here = context.sentence_at(start)
    near = [r.sense.country for r in context.before(start) if here - r.sentence <= 1]
    codes = [c for c in near if c and c != mine and ":" not in c]
    others = sorted((c for c in context.prefer if c != mine and ":" not in c), key=lambda c: -context.prefer[c])
    return codes[0] if codes else others[0] if others else None
