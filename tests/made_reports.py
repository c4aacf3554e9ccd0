"""Hand-made reports and a stand-in pipeline for tests of what comes after the stages."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from dragoman.records import (
    Actor,
    Agreement,
    AgreementStep,
    Event,
    Participant,
    Place,
    Published,
    Report,
    Segment,
    Sentence,
    Span,
    Statement,
    StatementList,
    When,
    Where,
    Why,
)
from dragoman.records.ids import content_id

TEXT = (
    "Ruritania on Monday urged the Kingdom of Graustark to reopen talks on the river treaty.\n\n"
    "“We want a <fair> settlement,” Foreign Minister Anna Held said in Streslau.\n\n"
    "Police in Edelweiss arrested 12 protesters."
)
RURITANIA = Actor("a-rur", "Ruritania", "country", "RUR", "GOV", why=Why("kb.country", 1.0, "a name"))
GRAUSTARK = Actor("a-gra", "Graustark", "country", "GRA", "GOV", why=Why("kb.country", 1.0))
HELD = Actor("a-held", "Anna Held", "person", "RUR", "GOV", office="Foreign Minister of Ruritania")
POLICE = Actor("a-police", "police", "group", "GRA", "COP")
CROWD = Actor("a-crowd", "protesters", "group", "GRA", "CVL")
LEAGUE = Actor("a-league", "River League", "body", "IGO:RL")
CITY = Place("geonames:1", "Edelweiss", "GRA", "city", 48.5, 11.25)


def cut(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def part(text: str, words: str, actor: Actor) -> Participant:
    return Participant(actor, (cut(text, words),), Why("model.argument", 0.9, over=(("nobody", 0.1),)))


def make_event(report_id: str, text: str, kind: str, trigger: str, sentence: str, **given) -> Event:
    values = {
        "mode": None, "quad": 3, "actors": (), "recipients": (), "status": "actual", "score": 0.9,
        "when": When("2024-03-04", "day", (), Why("date.published", 0.8, "present news")),
        "where": Where(None, (), Why("place.none", note="the report does not tell")),
        "whys": (("type", Why("model.trigger", 0.9, over=(("ACCUSE", 0.05),))),),
    } | given  # fmt: skip
    return Event(
        id=content_id("e", report_id, text.index(trigger), kind), type=kind, trigger=cut(text, trigger),
        evidence=(cut(text, sentence),), **values,
    )  # fmt: skip


def sample(report_id: str = "R1", published: str | None = "2024-03-05", text: str = TEXT, **given) -> Report:
    first = text.partition("\n\n")[0]
    statement = Statement(
        id=content_id("s", report_id, 1), speaker=part(text, "Foreign Minister Anna Held", HELD),
        cue=cut(text, "said"), content=(cut(text, "We want a <fair> settlement"),), kind="direct", score=0.95,
        about=("a-gra",),
    )  # fmt: skip
    events = (
        make_event(
            report_id, text, "REQUEST", "urged", first, mode="meet", contexts=("diplomatic",),
            actors=(part(text, "Ruritania", RURITANIA),), recipients=(part(text, "Kingdom of Graustark", GRAUSTARK),),
            claims=(statement.id,),
        ),
        make_event(
            report_id, text, "COERCE", "arrested", "Police in Edelweiss arrested 12 protesters.", mode="arrest", quad=4,
            actors=(part(text, "Police", POLICE),), recipients=(part(text, "12 protesters", CROWD),), score=0.6,
            where=Where(CITY, (cut(text, "Edelweiss"),), Why("place.clause", 0.9)),
            when=When("2024-03", "month", (), Why("date.month", 0.7)),
        ),
    )  # fmt: skip
    treaty = Agreement(
        content_id("g", report_id), "river treaty", "treaty", None, (part(text, "Ruritania", RURITANIA),),
        (cut(text, "river treaty"),),
        (AgreementStep("proposed", When(None, None, (), Why("date.none")), (cut(text, first),)),),
    )  # fmt: skip
    segments = tuple(Segment(cut(text, part_), "body", "line") for part_ in text.split("\n\n"))
    report = Report(
        text=text, id=report_id, title="Ruritania urges talks", published=Published(published, source="given"),
        publisher="Streslau Post", language="en", segments=segments, events=events,
        statements=StatementList((statement,)), agreements=(treaty,),
        entities=(("e1", RURITANIA), ("e2", GRAUSTARK)), url="https://post.example/1",
    )  # fmt: skip
    return replace(report, **given)


class Fake:
    """A pipeline that finds what ``sample`` has, and fails, hangs or dies where the text says so."""

    def __init__(self, settings) -> None:
        self.settings = settings

    def run(self, report: Report) -> Report:
        if "DIE" in report.text:
            os._exit(7)
        if "HANG" in report.text:
            time.sleep(60)
        if "GREEDY" in report.text:
            _ = bytearray(2**30)
        if "ABORT" in report.text:
            os.abort()
        if "FAIL" in report.text:
            raise ValueError("made to fail")
        if "SLOW" in report.text:
            time.sleep(0.2)
        if report.text.startswith(TEXT):
            made = sample(report.id, report.published.date, report.text)
            return replace(report, events=made.events, statements=made.statements, segments=made.segments)
        sentence = Sentence(Span.of(report.text, 0, len(report.text)), (), 0)
        return replace(report, sentences=(sentence,), language="en")


def fake(settings) -> Fake:
    return Fake(settings)
