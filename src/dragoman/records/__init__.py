"""The records: frozen, slotted, standard library only."""

from dragoman.records.actor import Actor, Participant
from dragoman.records.agreement import Agreement, AgreementStep
from dragoman.records.event import Event
from dragoman.records.incident import Account, Conflict, Incident, Link, Story
from dragoman.records.judgement import Judgement
from dragoman.records.mention import Mention
from dragoman.records.place import Place, Toponym, Where
from dragoman.records.reading import Argument, NameSpan, Reading, SpeechCue, Trigger
from dragoman.records.report import Problem, Published, Report, Segment, Sentence, StatementList
from dragoman.records.span import Span
from dragoman.records.statement import Quotation, Statement
from dragoman.records.when import TimeExpression, When
from dragoman.records.why import Why

__all__ = [
    "Account", "Actor", "Agreement", "AgreementStep", "Argument", "Conflict", "Event", "Incident", "Judgement", "Link",
    "Mention", "NameSpan", "Participant", "Place", "Problem", "Published", "Quotation", "Reading", "Report", "Segment",
    "Sentence", "Span", "SpeechCue", "Statement", "StatementList", "Story", "TimeExpression", "Toponym", "Trigger",
    "When", "Where", "Why",
]  # fmt: skip
