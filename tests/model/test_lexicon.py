from __future__ import annotations

import pytest

from dragoman.clean import clean
from dragoman.model.lexicon import LexiconReader, forms
from dragoman.records import Report


def acts(text: str) -> list[tuple[str, str | None, str]]:
    report = LexiconReader().read(clean(Report(text=text, id="x", published=Report(text="", id="").published)))
    assert report.reading is not None
    return [(t.type, t.mode, t.status) for t in report.reading.triggers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway condemned the raid by Chad on Monday.", ("ACCUSE", "disapprove", "actual")),
        ("Norway will not reject the offer of the two sides.", ("REJECT", None, "negated")),
        ("Police arrested forty miners in Lusaka on Friday.", ("COERCE", "arrest", "actual")),
        ("The two armies withdrew from the town on Friday.", ("RETREAT", "withdraw", "actual")),
        ("Peru might expel the envoy of Chile next week.", ("SANCTION", "expel", "hypothetical")),
    ],
)
def test_acts_with_their_status(text: str, expected: tuple[str, str | None, str]):
    assert expected in acts(text)


def test_no_act_in_plain_news():
    assert acts("The library in Oslo opens its new wing, with seats for two hundred readers.") == []


@pytest.mark.parametrize(
    ("verb", "form"),
    [("deny", "denied"), ("urge", "urging"), ("attack", "attacked"), ("meet", "met"), ("bless", "blesses")],
)
def test_forms(verb: str, form: str):
    assert form in forms(verb)


def test_the_type_of_a_trigger_is_that_of_the_first_act_in_it():
    reader = LexiconReader()
    assert reader.type_of(["has", "condemned"]) == "ACCUSE"
    assert reader.type_of(["weather"]) is None
