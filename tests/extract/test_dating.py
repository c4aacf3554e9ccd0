"""Days of events: the clause, the lead, background, promises; and what a report without a date gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.evaluate.event_dates import as_report
from dragoman.extract.dating import date_events, decide, weights
from dragoman.extract.dating_forms import main_form, verb_form
from dragoman.extract.dating_scope import relation
from dragoman.extract.dating_story import from_last_event
from dragoman.records import Published, When

WEDNESDAY = "2023-05-24"
LEAD = "Ministers of the two states met in Rome on Wednesday."


def dated(*sentences: str, events: list[tuple[str, str]], published: str = WEDNESDAY) -> list[When]:
    text = "\n\n".join(sentences)
    gold = {
        "id": "r", "title": "A report", "published": published, "text": text, "statements": [],
        "events": [
            {"type": kind, "mode": None, "actors": [], "recipients": [], "date": None, "status": "actual",
             "trigger": trigger, "evidence": [next(s for s in sentences if trigger in s)]}
            for kind, trigger in events
        ],
    }  # fmt: skip
    report, _ = as_report(gold)
    return [event.when for event in date_events(report).events]


@pytest.mark.parametrize(
    ("sentence", "kind", "trigger", "value"),
    [
        ("Rebels attacked a convoy on Monday, the army said.", "ASSAULT", "attacked", "2023-05-22"),
        ("Rebels attacked a convoy on Tuesday in the north of the country.", "ASSAULT", "attacked", "2023-05-23"),
        ("The United States imposed sanctions on Iran in 2018.", "SANCTION", "imposed sanctions", "2018"),
        ("Police arrested two editors last week, the union said.", "COERCE", "arrested", "2023-05-15/2023-05-21"),
        ("The two sides signed a peace accord in April.", "SUPPORT", "signed", "2023-04"),
        ("The foreign minister condemned the raid.", "ACCUSE", "condemned", WEDNESDAY),
        ("Turkey urged Greece to withdraw its ships.", "REQUEST", "urged", WEDNESDAY),
        ("The president will visit Tokyo on July 11, his office said.", "AGREE", "will visit", WEDNESDAY),
        ("Japan plans to open an office there next year.", "AGREE", "plans", WEDNESDAY),
    ],
)
def test_the_day_of_an_event(sentence, kind, trigger, value):
    assert dated(sentence, events=[(kind, trigger)])[0].value == value


def test_background_in_the_perfect_has_no_day_and_says_so():
    when = dated(
        LEAD,
        "Officials spoke of trade.",
        "They spoke of fish.",
        "Beijing has long accused Taipei of theft.",
        events=[("ACCUSE", "accused")],
    )[0]
    assert (when.value, when.precision, when.evidence) == (None, None, ())
    assert when.why.by == "date.none"
    assert "background" in when.why.note


def test_the_evidence_is_the_expression_and_the_reason_names_it():
    when = dated("Rebels attacked a convoy on Monday.", events=[("ASSAULT", "attacked")])[0]
    assert [span.text for span in when.evidence] == ["Monday"]
    assert "Monday" in when.why.note
    assert 0 < (when.why.score or 0) <= 1
    assert any(value == WEDNESDAY for value, _ in when.why.over)


def test_the_publication_date_has_no_evidence():
    when = dated("The foreign minister condemned the raid.", events=[("ACCUSE", "condemned")])[0]
    assert (when.evidence, when.precision, when.why.by) == ((), "day", "date.pub")


def test_without_a_publication_date_nothing_is_guessed():
    gold = {"id": "r", "title": None, "published": WEDNESDAY, "text": "He condemned the raid.", "statements": [],
            "events": [{"type": "ACCUSE", "status": "actual", "date": None, "trigger": "condemned",
                        "evidence": ["He condemned the raid."]}]}  # fmt: skip
    report, _ = as_report(gold)
    event = date_events(replace(report, published=Published(None))).events[0]
    assert event.when.value is None


def test_events_keep_their_order_and_the_run_repeats():
    sentences = ("It ended in 2014.", "Rebels attacked on Monday and the army struck back.")
    whens = dated(*sentences, events=[("ASSAULT", "struck back"), ("ASSAULT", "attacked"), ("RETREAT", "ended")])
    assert whens[2].value == "2014"
    assert whens == dated(
        *sentences, events=[("ASSAULT", "struck back"), ("ASSAULT", "attacked"), ("RETREAT", "ended")]
    )


def test_a_report_without_events_is_left_alone():
    report, _ = as_report({"id": "r", "published": WEDNESDAY, "text": "Rain fell.", "events": []})
    assert decide(report, weights()) == ()
    assert from_last_event is not None


@pytest.mark.parametrize(
    ("words", "place", "form"),
    [
        ("he had often criticised it", 3, "had+ed"),
        ("it has long accused them", 3, "has+ed"),
        ("they were arrested", 2, "was+ed"),
        ("it will not attack", 3, "will+x"),
        ("the attack failed", 1, "noun+x"),
        ("rebels attacked it", 1, "ed"),
        ("rebels fought back", 1, "ed"),
    ],
)
def test_verb_forms(words, place, form):
    assert verb_form(words.split(), place) == form


def test_the_main_verb():
    assert main_form(["the", "army", "said", "it", "will", "leave"]) == "past"
    assert main_form(["the", "army", "has", "left"]) == "has"


@pytest.mark.parametrize(
    ("value", "name"),
    [("2023-05-24", "same"), ("2023-05", "within"), ("2023-07-11", "future"), ("2023-05-20", "week"),
     ("2023-05-02", "month"), ("2022-11", "year"), ("2014", "old"), ("2023-05-15/2023-05-21", "month")],
)  # fmt: skip
def test_how_a_date_lies_to_publication(value, name):
    from datetime import date

    assert relation(value, date(2023, 5, 24)) == name
