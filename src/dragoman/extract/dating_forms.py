"""The form of a verb in its sentence, from the words alone."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.dating_scope import WORDS

_REACH = 5
"""Words to the left that are searched for an auxiliary."""


def verb_form(tokens: Sequence[str], place: int) -> str:
    """The form of the word at ``place``: ``had+ed``, ``has+been+ed``, ``was+ed``, ``will+x``, ``noun+x``, ``ed``, ...

    The part before the last sign is the auxiliaries to the left, adverbs skipped, or ``noun`` behind a determiner;
    the last part is the ending: ``ed`` (and irregular past forms), ``ing``, ``s``, ``x`` for any other.
    """
    aux: list[str] = []
    for token in reversed(tokens[max(place - _REACH, 0) : place]):
        if token in WORDS.auxiliaries:
            aux.insert(0, WORDS.auxiliaries[token])
            if token not in {"be", "been", "being"}:
                break
        elif not (token.endswith("ly") or token in WORDS.adverbs):
            break
    if aux:
        return "+".join([*aux, _ending(tokens[place])])
    before = tokens[place - 1] if place else ""
    noun = before in WORDS.determiners or before.endswith(("'s", "\u2019s"))
    return f"noun+{_ending(tokens[place])}" if noun else _ending(tokens[place])


def _ending(word: str) -> str:
    if word.endswith("ed") or word in WORDS.past:
        return "ed"
    return next((end for end in ("ing", "s") if word.endswith(end)), "x")


def main_form(tokens: Sequence[str]) -> str:
    """The tense of the first finite verb of the sentence."""
    for i, token in enumerate(tokens):
        if token in {"had", "has", "have", "was", "were", "is", "are", "will", "would"}:
            return WORDS.auxiliaries[token]
        if (token.endswith("ed") and i and len(token) > 4) or token in WORDS.past:  # noqa: PLR2004 - "need"
            return "past"
        if token in {"says", "wants", "warns", "remains"}:
            return "present"
    return "-"


def word_at(tokens: Sequence[str], place: int) -> str:
    """The word at ``place``, "-" outside the sentence."""
    return tokens[place] if 0 <= place < len(tokens) else "-"


def in_quotes(text: str, offset: int) -> bool:
    """Whether ``offset`` lies inside quotation marks."""
    before = text[:offset]
    return (before.count('"') % 2 == 1) or before.count("“") > before.count("”")


def count_verbs(between: Sequence[str]) -> int:
    """How many finite verbs or auxiliaries the words have."""
    return sum(t in WORDS.past or t in WORDS.auxiliaries or (t.endswith("ed") and len(t) > 4) for t in between)  # noqa: PLR2004
