from __future__ import annotations

from dataclasses import replace

from dragoman.link.within import fold_titles
from dragoman.records import Actor, Event, Participant, Span, When, Where, Why

TEXT = "Peru recalls envoy\n\nPeru recalled its envoy to Chile on Monday. Chile regretted it."


def event(words: str, kind: str, actor: str) -> Event:
    start = TEXT.index(words)
    span = Span.of(TEXT, start, start + len(words))
    who = Participant(Actor(actor, actor, "country", actor, "GOV"), (span,), Why("test"))
    nothing = Why("test")
    return Event(
        words, kind, None, 4, (who,), (), When(None, None, (), nothing), Where(None, (), nothing), "actual", span, (span,), 0.5
    )  # fmt: skip


def test_a_title_that_repeats_the_body_is_a_mention_of_it():
    title, body, other = (
        event("recalls", "SANCTION", "PER"),
        event("recalled", "SANCTION", "PER"),
        event("regretted", "ACCUSE", "CHL"),
    )
    folded = fold_titles((title, body, other), (Span.of(TEXT, 0, 18),))
    assert [e.trigger.text for e in folded] == ["recalled", "regretted"]
    assert [m.text for m in folded[0].mentions] == ["recalls"]


def test_a_title_that_says_more_stays():
    title, body = event("recalls", "SANCTION", "PER"), event("regretted", "ACCUSE", "CHL")
    folded = fold_titles((title, body), (Span.of(TEXT, 0, 18),))
    assert len(folded) == 2


def test_other_sides_are_other_events():
    title, body = event("recalls", "SANCTION", "ECU"), replace(event("recalled", "SANCTION", "PER"), status="negated")
    assert len(fold_titles((title, body), (Span.of(TEXT, 0, 18),))) == 2
