"""The same utterance told twice."""

from __future__ import annotations

from dragoman.extract.statements import extract_statements
from dragoman.link.utterances import likeness, link_utterances
from tests.extract.plain import PlainWho, plain_report


def test_standfirst_and_body_are_linked_not_merged():
    text = (
        'The port must be "extra careful on the matter of fire" from now on, Anna Berg said.\n\n'
        "The port closed in June.\n\n"
        'Port director Anna Berg said the owners must be "extra careful on the matter of fire" at night.\n\n'
        '"Nobody paid for the cranes," Berg said.'
    )
    report = link_utterances(extract_statements(plain_report(text), PlainWho()))
    first, second, third = report.statements
    assert first.same_as == (second.id,)
    assert second.same_as == (first.id,)
    assert third.same_as == ()


def test_different_speakers_are_not_linked():
    text = (
        "Anna Berg said the ferry had sunk near the old pier.\n\nJohn Holm said the ferry had sunk near the old pier."
    )
    report = link_utterances(extract_statements(plain_report(text), PlainWho()))
    assert all(s.same_as == () for s in report.statements)


def test_two_remarks_on_one_subject_are_not_the_same():
    assert (
        likeness(
            ["the", "ferry", "sank", "off", "the", "cape", "in", "heavy", "fog"],
            ["the", "ferry", "was", "built", "in", "turku"],
        )
        < 0.6
    )
