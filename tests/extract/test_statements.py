"""Statements by rules alone: what is said, by whom, with which cue."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.extract.statements import extract_statements
from dragoman.records import Reading, Report, Span, SpeechCue, Statement
from tests.extract.plain import PlainWho, plain_report


def read(text: str) -> list[Statement]:
    return list(extract_statements(plain_report(text), PlainWho()).statements)


def short(statement: Statement) -> tuple[str, str, list[str], str]:
    return (statement.speaker.text, statement.cue.text, [s.text for s in statement.content], statement.kind)


CASES = [
    # after, before, in the middle
    ("The mayor said that the ferry had sunk.", ("The mayor", "said", ["the ferry had sunk"], "indirect")),
    ("The ferry had sunk, the mayor said on Monday.", ("the mayor", "said", ["The ferry had sunk"], "indirect")),
    (
        "The ferry, which was built in 1962, had sunk, said the mayor.",
        ("the mayor", "said", ["The ferry, which was built in 1962, had sunk"], "indirect"),
    ),
    (
        '"We are tired," the general said, "but we hold."',
        ("the general", "said", ["We are tired", "but we hold"], "direct"),
    ),
    (
        '"We are tired," the general said. "We hold."',
        ("the general", "said", ["We are tired", "We hold"], "direct"),
    ),
    ('The general said: "We hold the hill."', ("The general", "said", ["We hold the hill"], "direct")),
    ('Anna Berg: "We hold the hill."', ("Anna Berg", ":", ["We hold the hill"], "direct")),
    # addressees, times and places are no content
    (
        "The envoy told reporters in Oslo on Friday that the talks had failed.",
        ("The envoy", "told", ["the talks had failed"], "indirect"),
    ),
    (
        "The envoy said in an interview with state radio the talks had failed.",
        ("The envoy", "said", ["the talks had failed"], "indirect"),
    ),
    ("Ruritania urged Graustark to free the crew.", ("Ruritania", "urged", ["to free the crew"], "indirect")),
    ("Ruritania called on Graustark not to fire.", ("Ruritania", "called on", ["not to fire"], "indirect")),
    (
        "The minister accused Graustark of hiding the ships.",
        ("The minister", "accused", ["Graustark of hiding the ships"], "indirect"),
    ),
    # according to
    ("According to the port, nine ships wait.", ("the port", "According to", ["nine ships wait"], "indirect")),
    (
        "Nine ships are waiting, according to the port.",
        ("the port", "according to", ["Nine ships are waiting"], "indirect"),
    ),
    # partly quoted; marks at the ends are left out
    (
        'The clerk said the plan was "a castle of cards".',
        ("The clerk", "said", ['the plan was "a castle of cards'], "mixed"),
    ),
    # appositions
    (
        "Anna Berg, the head of the port, said the quay was empty.",
        ("Anna Berg, the head of the port", "said", ["the quay was empty"], "indirect"),
    ),
    (
        "Anna Berg was quoted by the daily Posten as saying the quay was empty.",
        ("Anna Berg", "was quoted by the daily Posten as saying", ["the quay was empty"], "indirect"),
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0][:40] for c in CASES])
def test_one_statement(text, wanted):
    assert [short(s) for s in read(text)] == [wanted]


def test_each_cue_is_a_statement():
    found = read("The mayor said the ferry had sunk, adding that nobody was hurt.")
    assert [short(s)[1:3] for s in found] == [("said", ["the ferry had sunk"]), ("adding", ["nobody was hurt"])]
    assert found[1].speaker.text == "The mayor"


def test_a_relay_is_one_statement_of_the_innermost_source():
    found = read("The mayor said the ferry had sunk, the Posten daily reported.")
    assert [short(s)[:3] for s in found] == [("The mayor", "said", ["the ferry had sunk"])]
    assert [p.text for p in found[0].chain] == ["the Posten daily"]


def test_a_quotation_that_hands_on_is_the_inner_sources():
    found = read('"The rebels said that they would free the crew," the mayor told state radio.')
    assert [short(s)[:3] for s in found] == [("The rebels", "said", ["they would free the crew"])]
    assert [p.text for p in found[0].chain] == ["the mayor"]
    assert read('"I said that we would leave," the mayor said.')[0].speaker.text == "the mayor"


def test_a_quotation_over_paragraphs_is_one_statement():
    text = '"The quay is empty," Anna Berg said.\n\n"It was full in May."\n\nThe port closed in June.'
    found = read(text)
    assert [[s.text for s in x.content] for x in found] == [["The quay is empty", "It was full in May"]]


def test_paragraphs_that_reopen_the_quotation():
    text = 'Anna Berg said: "The quay is empty.\n\n"It was full in May."\n\nThe port closed in June.'
    found = read(text)
    assert found[0].content[0].text.endswith("It was full in May")
    assert found[0].content[0].text.startswith("The quay")


def test_a_cue_before_a_paragraph_of_quotation():
    found = read('The mayor was asked about the ferry. She added:\n\n"I saw it sink from my window."')
    assert [[s.text for s in x.content] for x in found] == [["I saw it sink from my window"]]


def test_occasion_and_addressee():
    (found,) = read('"The quay is empty," Anna Berg told the Posten daily at a news conference on Wednesday.')
    assert [p.text for p in found.addressees] == ["the Posten daily"]
    assert any("news conference" in span.text for span in found.occasion)


def test_short_names_and_pronouns_have_the_full_name():
    text = (
        "Port director Anna Berg said the quay was empty.\n\nBerg said the cranes were sold.\n\n"
        '"We start again," she said.'
    )
    assert [s.speaker.actor.name for s in read(text)] == ["Anna Berg"] * 3


def test_somebody_else_s_spokesman_is_not_the_one_who_spoke_last():
    found = read(
        "President Nelson Mandela wrote to Zaire. Mobutu's aide, Honore Ngbanda, told a news conference that it was "
        "late. Mandela's spokesman said that the two could meet in Cape Town."
    )
    assert [s.speaker.actor.name for s in found][-1] != "Honore Ngbanda"


def test_an_office_in_the_lead_gets_its_holder_from_further_on():
    text = (
        "The quay is empty, a port spokeswoman said Monday.\n\n"
        'Port spokeswoman Anna Berg spoke after a fire.\n\n"We start again," she said.'
    )
    assert {s.speaker.actor.name for s in read(text)} == {"Anna Berg"}


@pytest.mark.parametrize(
    "text",
    [
        "The police report is 40 pages long.",
        "She was told of the fire.",
        "The so-called ferry sank.",
        "Asked about the fire, he left.",
        "The United States is large.",
    ],
)
def test_no_statement(text):
    assert read(text) == []


def test_long_quotations_are_accounted_for():
    report = extract_statements(
        plain_report('"We saw the fire from here," she said.\n\nHe felt "tired of all the long roads" by then.'),
        PlainWho(),
    )
    assert [q.label for q in report.quotations] == ["statement", "fragment"]


def test_the_model_adds_what_no_rule_knows_and_weighs_what_both_see():
    text = "Anna Berg semaphored that the quay was empty."
    report = plain_report(text)
    cue = SpeechCue(
        Span.of(text, 10, 20), 0.9, ((Span.of(text, 0, 9), 0.9),), ((Span.of(text, 26, 44), 0.9),)
    )  # fmt: skip
    assert not extract_statements(report, PlainWho()).statements
    read_by_model = Report(
        **{f: getattr(report, f) for f in report.__slots__} | {"reading": Reading(cues=(cue,), by="model")}
    )
    (found,) = extract_statements(read_by_model, PlainWho()).statements
    assert (found.speaker.text, found.cue.text, found.content[0].text) == (
        "Anna Berg",
        "semaphored",
        "the quay was empty",
    )


PIECES = ["he said", '"', "“", "”", "‘", "’", "'", ", ", ". ", "\n\n", "The ship sank", "told AFP", ": ", "according to", "Anna Berg",
          "that", "--", "(", ")", "«", "»", "「", "」", "said", "\u00a0", "\U0001f600", "asked", "X", ""]  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=80))
def test_every_span_is_a_slice(text):
    report = extract_statements(plain_report(text), PlainWho())
    assert not report.problems
    for statement in report.statements:
        spans = [*statement.content, statement.cue, *statement.speaker.evidence, *statement.occasion]
        spans += [e for p in (*statement.addressees, *statement.chain) for e in p.evidence]
        assert all(span.text == text[span.start : span.end] for span in spans)
        assert statement.content
    for quotation in report.quotations:
        assert quotation.span.text == text[quotation.span.start : quotation.span.end]
        assert quotation.span.covers(quotation.inner)


def test_news_is_verbatim_and_accounted_for(shared):
    paths = [shared / "news" / "agency.jsonl", shared / "news" / "guardian.jsonl"]
    rows = [json.loads(line) for path in paths for line in path.read_text("utf8").splitlines()]
    long = attributed = 0
    for row in rows[::25]:
        report = extract_statements(plain_report(row["text"]), PlainWho())
        assert not report.problems
        for statement in report.statements:
            assert all(s.text == row["text"][s.start : s.end] for s in (*statement.content, statement.cue))
        for quotation in report.quotations:
            if quotation.depth == 0 and len(quotation.inner.text.split()) >= 5:
                long += 1
                attributed += quotation.label == "statement"
                assert quotation.label
    assert attributed >= 0.9 * long
