"""The scanner for quotation marks."""

from __future__ import annotations

import pytest

from dragoman.mentions.quotes import find_quotations
from dragoman.records import Report, Segment, Span


def found(text: str) -> list[str]:
    return [q.span.text for q in find_quotations(Report(text, "t")).quotations]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"No," he said.', ['"No,"']),
        ('“Asia does not want it," she said.', ['“Asia does not want it,"']),
        ("``We go,'' he said.", ["``We go,''"]),
        ("„Wir gehen“, sagte er.", ["„Wir gehen“"]),
        ("«Oui», dit-il. »Ja«, sagte sie.", ["«Oui»", "»Ja«"]),
        ("「そうだ」と言った。", ["「そうだ」"]),
        ("'We will go,' he said.", ["'We will go,'"]),
        ("“He said ‘no way’ to me,” she said.", ["“He said ‘no way’ to me,”", "‘no way’"]),
        ("The students' plan isn't Anna's.", []),
        ("He is 6'2\" tall.", []),
        ("In the '90s rock 'n' roll was loud.", []),
        ('He was " unequivocally" against it.', ['" unequivocally"']),
        ('"We won\'t go, he said. "Or will we?"', ["\"We won't go,", '"Or will we?"']),
    ],
)
def test_marks(text, wanted):
    assert found(text) == wanted


def test_paragraphs_that_reopen_are_one():
    text = '"One.\n\n"Two.\n\n"Three," he said. "Four," she said.'
    assert found(text) == ['"One.\n\n"Two.\n\n"Three,"', '"Four,"']


def test_a_missing_end_does_not_swallow_the_report():
    text = '"One is lost, he said.\n\nTwo came.\n\n"Three," she said.'
    assert found(text) == ['"One is lost,', '"Three,"']


def test_inner_leaves_the_marks_out():
    (quotation,) = find_quotations(Report("``We go,'' he said.", "t")).quotations
    assert quotation.inner.text == "We go,"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('John "Jack" Smith came.', "nickname"),
        ('He wrote the book "a long way down" in May.', "title"),
        ('She saw "Gone With the Wind" twice.', "title"),
        ('A "security zone" was set up.', "scare"),
        ('He is "tired of the long road to peace" now.', "unattributed"),
    ],
)
def test_labels(text, label):
    (quotation,) = find_quotations(Report(text, "t")).quotations
    assert quotation.label == label


def test_a_subhead_is_a_headline():
    text = "'No partner closer than Japan': chief"
    report = Report(text, "t", segments=(Segment(Span.of(text, 0, len(text)), "subhead"),))
    assert [q.label for q in find_quotations(report).quotations] == ["headline"]


def test_residue_is_not_scanned():
    text = 'He came.\n\nShare "this" now'
    segments = (Segment(Span.of(text, 0, 8), "body"), Segment(Span.of(text, 10, len(text)), "residue"))
    assert find_quotations(Report(text, "t", segments=segments)).quotations == ()
