from __future__ import annotations

from dataclasses import replace

from dragoman.clean import clean
from dragoman.extract.events import Limits, extract_events
from dragoman.link.within import link_events, stem
from dragoman.ontology import load_ontology
from dragoman.records import Actor, Argument, NameSpan, Published, Reading, Report, Span, Trigger

TEXT = "Norway condemned Chad on Monday. Forty miners were arrested in Lusaka. Norway will visit Chad in May."
CODES = {"Norway": "NOR", "Chad": "TCD"}


def who(report: Report, span: Span) -> tuple[Actor, ...]:
    code = CODES.get(span.text)
    return (Actor(f"country:{code}", span.text, "country" if code else "unknown", code, "GOV" if code else None),)


def span(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span.of(TEXT, start, start + len(words))


def trigger(
    words: str,
    kind: str,
    *arguments: tuple[str, str, float],
    status: str = "actual",
    score: float = 0.9,
    after: int = 0,
):
    return Trigger(
        span(words, after), kind, None, status, score, "model", (),  # type: ignore[arg-type]
        tuple(Argument(span(w, after), role, p) for w, role, p in arguments),  # type: ignore[arg-type]
    )  # fmt: skip


def events(*triggers: Trigger):
    report = clean(Report(text=TEXT, id="r", published=Published("2011-03-07")))
    return extract_events(replace(report, reading=Reading(triggers=triggers)), who, load_ontology(), Limits()).events


def test_slots_and_evidence():
    (e,) = events(trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9), ("Chad", "recipient", 0.8)))
    assert [p.actor.code for p in e.actors] == ["NOR/GOV"]
    assert [p.actor.code for p in e.recipients] == ["TCD/GOV"]
    assert [s.text for s in e.evidence] == ["Norway condemned Chad on Monday."]
    assert dict(e.whys)["type"].by == "model.trigger"


def test_where_the_lexicon_has_another_type_the_why_says_so():
    act = trigger("condemned", "THREATEN", ("Norway", "actor", 0.9))
    assert "which the lexicon has as ACCUSE" in dict(events(replace(act, lexicon="ACCUSE"))[0].whys)["type"].note
    assert "lexicon" not in dict(events(replace(act, lexicon="THREATEN"))[0].whys)["type"].note


def test_nobody_does_a_thing_to_himself():
    (e,) = events(trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9)))
    later = Argument(span("Norway", 40), "recipient", 0.8)
    act = replace(
        trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9)),
        arguments=(Argument(span("Norway"), "actor", 0.9), later),
    )
    (both,) = events(act)
    assert [p.actor.id for p in both.actors] == [p.actor.id for p in e.actors]
    assert both.recipients == ()


def test_a_word_that_joins_clauses_is_no_part_of_a_participant():
    text = "Chad said that Norway condemned it."
    report = clean(Report(text=text, id="r", published=Published("2011-03-07")))
    at = text.index("that Norway")
    act = Trigger(
        Span.of(text, text.index("condemned"), text.index("condemned") + 9), "ACCUSE", None, "actual", 0.9, "model",
        arguments=(Argument(Span.of(text, at, at + 11), "actor", 0.9),),
    )  # fmt: skip
    (event,) = extract_events(replace(report, reading=Reading(triggers=(act,))), who, load_ontology(), Limits()).events
    assert [p.text for p in event.actors] == ["Norway"]


def test_a_sum_is_no_participant():
    act = trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9), ("Chad", "recipient", 0.9))
    report = clean(Report(text=TEXT, id="r", published=Published("2011-03-07")))
    name = NameSpan(span("Chad"), "number", 0.9)
    read = replace(report, reading=Reading(names=(name,), triggers=(act,)))
    (event,) = extract_events(read, who, load_ontology(), Limits()).events
    assert event.recipients == ()


def test_whether_an_act_has_a_recipient_weighs_with_who_it_may_be():
    act = trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9), ("Chad", "recipient", 0.15))
    report = clean(Report(text=TEXT, id="r", published=Published("2011-03-07")))

    def recipients(filled: float | None, trust: float) -> list[str]:
        read = replace(report, reading=Reading(triggers=(replace(act, filled=filled),)))
        limits = Limits(trust=trust, recipient_least=0.3)
        (event,) = extract_events(read, who, load_ontology(), limits).events
        return [p.text for p in event.recipients]

    assert recipients(0.9, 0.5) == ["Chad"]
    assert recipients(0.1, 0.5) == []
    assert recipients(None, 0.5) == []
    assert recipients(0.9, 0.0) == []


def test_an_act_of_cooperation_to_come_is_an_agreement():
    (e,) = events(trigger("visit", "CONSULT", ("Norway", "actor", 0.9), status="future", after=70))
    assert (e.type, e.status) == ("AGREE", "actual")
    assert "CONSULT" in dict(e.whys)["type"].note


def test_an_unlikely_act_and_one_without_anybody_are_left_out():
    assert events(trigger("condemned", "ACCUSE", ("Norway", "actor", 0.9), score=0.2)) == ()
    assert events(trigger("condemned", "ACCUSE", ("Norway", "actor", 0.05))) == ()


def test_repeated_mentions_are_one_event():
    text = "Norway condemned Chad. Norway again condemned Chad in a note."
    report = clean(Report(text=text, id="r"))
    found = [0, text.index("condemned", 20)]
    triggers = []
    for at in found:
        t, a, b = text.index("condemned", at), text.index("Norway", max(0, at - 20)), text.index("Chad", at)
        triggers.append(
            Trigger(Span.of(text, t, t + 9), "ACCUSE", None, "actual", 0.9, "model", (), (
                Argument(Span.of(text, a, a + 6), "actor", 0.9), Argument(Span.of(text, b, b + 4), "recipient", 0.9)))
        )  # fmt: skip
    report = extract_events(replace(report, reading=Reading(triggers=tuple(triggers))), who, load_ontology())
    assert len(report.events) == 2
    (one,) = link_events(report).events
    assert [m.text for m in one.mentions] == ["condemned"]


def test_stems_hold_verb_and_noun_together():
    assert stem("agreed") == stem("agreement")
    assert stem("met") != stem("visited")
