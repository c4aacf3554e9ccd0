"""Events inside a statement's content have claims."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.claims import attach_claims
from dragoman.extract.statements import extract_statements
from dragoman.records import Actor, Event, Mention, Report, Span, When, Where, Why
from tests.extract.plain import PlainWho, plain_report

TEXT = "The mayor said the guards had shot two men in Narva.\n\nGuards burnt the market."


def event(report: Report, word: str) -> Event:
    start = report.text.index(word)
    why = Why("test")
    return Event(
        word, "ASSAULT", None, 4, (), (), When(None, None, (), why), Where(None, (), why), "actual",
        Span.of(report.text, start, start + len(word)), (), 0.9,
    )  # fmt: skip


def test_claims_events_and_about():
    report = extract_statements(plain_report(TEXT), PlainWho())
    narva = report.text.index("Narva")
    span = Span.of(TEXT, narva, narva + 5)
    report = replace(
        report,
        events=(event(report, "shot"), event(report, "burnt")),
        mentions=(Mention(span, "place", span, "e1"),),
        entities=(("e1", Actor("place:narva", "Narva", "unknown", "EST")),),
    )
    report = attach_claims(report)
    (statement,) = report.statements
    assert [e.claims for e in report.events] == [(statement.id,), ()]
    assert statement.events == ("shot",)
    assert statement.about == ("place:narva",)


def test_what_the_reporter_tells_too_is_no_claim():
    report = extract_statements(plain_report(TEXT), PlainWho())
    told = replace(event(report, "shot"), mentions=(event(report, "burnt").trigger,))
    report = attach_claims(replace(report, events=(told,)))
    assert report.events[0].claims == ()
    assert report.statements[0].events == ("shot",)
