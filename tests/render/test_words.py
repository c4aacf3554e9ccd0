"""What participants are called."""

from __future__ import annotations

import pytest

from dragoman.records import Actor, Participant, Span, Why
from dragoman.render.words import called

TEXT = "The Chinese embassy protested. They left. Anna Held, the minister, stayed."


@pytest.mark.parametrize(
    ("name", "kind", "words", "expected"),
    [
        ("embassy", "body", "The Chinese embassy", "The Chinese embassy"),
        ("soldiers", "group", "They", "soldiers"),
        ("Anna Held", "person", "the minister", "Anna Held"),
        ("unknown", "unknown", "They", "They"),
    ],
)
def test_who_has_no_name_is_called_by_the_words_of_the_report(name: str, kind: str, words: str, expected: str) -> None:
    at = TEXT.index(words)
    actor = Actor("a", name, kind, "CHN")  # type: ignore[arg-type]
    part = Participant(actor, (Span.of(TEXT, at, at + len(words)),), Why("x"))
    assert called(part) == expected
