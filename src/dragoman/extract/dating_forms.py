"""The form of a verb in its sentence, from the words alone."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.dating_scope import WORDS


def verb_form(tokens: Sequence[str], place: int) -> str:
    """The form of the word at ``place``: ``had+ed``, ``has+ed``, ``was+ed``, ``will+base``, ``noun``, ``past``, ..."""
    word = tokens[place]
    aux, steps = "", 0
    for i in range(place - 1, max(place - 6, -1), -1):
        token = tokens[i]
        if token in WORDS.auxiliaries:
            aux = WORDS.auxiliaries[token] + ("+" + aux if aux else "")
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
        if word.endswith("ed") or word in WORDS.past
        else "ing"
        if word.endswith("ing")
        else "s"
        if word.endswith("s")
        else "x"
    )
    if aux:
        return f"{aux}+{ending}"
    before = tokens[place - 1] if place else ""
    if before in WORDS.determiners or before.endswith(("'s", "\u2019s")):
        return f"noun+{ending}"
    return ending


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
