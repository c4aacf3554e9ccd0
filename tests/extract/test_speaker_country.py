"""A speaker whose words name a country or body is nobody of another one."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader


@pytest.fixture(scope="module")
def reader():
    return Reader(model="lexicon")


def speakers(reader, text):
    report = reader.read(text, published="2006-12-27")
    return {s.cue.start: (s.speaker.text, s.speaker.actor.code) for s in report.statements}.values()


def test_the_government_of_one_is_not_that_of_another(reader):
    text = (
        "The Somali government said on Monday that its troops had left the town.\n\n"
        "Ethiopia's government said that its forces had taken the bridge."
    )
    assert list(speakers(reader, text)) == [("The Somali government", "SOM/GOV"), ("Ethiopia's government", "ETH/GOV")]


def test_the_chief_of_a_body_is_not_whoever_spoke_last(reader):
    text = (
        "Peruvian poet Rosa Quispe said that the prize was a surprise.\n\n"
        "The NATO chief said that the alliance would wait."
    )
    assert list(speakers(reader, text))[1][1] == "IGO:NATO"
