"""The stages in their order: the only file that knows it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.config import Settings
from dragoman.errors import DataError
from dragoman.records import Problem, Report

if TYPE_CHECKING:
    from dragoman.extract.events import Limits
    from dragoman.ontology import Ontology
    from dragoman.resolve.actors import Resolver
    from dragoman.resolve.places import PlaceResolver

log = logging.getLogger(__name__)
Run = Callable[[Report], Report]


@dataclass(frozen=True, slots=True)
class Stage:
    """A function from report to report, with the fields of the report that it needs and gives."""

    name: str
    needs: frozenset[str]
    gives: frozenset[str]
    run: Run


class Pipeline:
    """Runs the stages; what one cannot do is told in ``report.problems``, and the others go on."""

    def __init__(self, stages: tuple[Stage, ...], *, parts: Parts | None = None) -> None:
        """Check that every stage finds what it needs; raises ``DataError`` where one does not."""
        have = {"text"}
        for stage in stages:
            if missing := stage.needs - have:
                raise DataError(
                    f"stage {stage.name} needs {', '.join(sorted(missing))}, which no stage before it gives"
                )
            have |= stage.gives
        self.stages = stages
        self._parts = parts

    @property
    def parts(self) -> Parts:
        """What the stages are made of; only a pipeline made by :func:`build` has them."""
        if self._parts is None:
            raise DataError("this pipeline was not made by build()")
        return self._parts

    def before(self, name: str) -> tuple[Stage, ...]:
        """The stages that come before stage ``name``."""
        return self.stages[: [stage.name for stage in self.stages].index(name)]

    def run(self, report: Report) -> Report:
        """All stages over one report; a report that is skipped goes no further than the stage that skipped it."""
        for stage in self.stages:
            if report.skipped:
                break
            try:
                report = stage.run(report)
            except MemoryError:
                raise  # the report failed: no other stage has more room, and a later run may
            except Exception as error:
                log.warning("report %s: stage %s failed", report.id, stage.name, exc_info=True)
                problem = Problem(stage.name, f"{type(error).__name__}: {error}; the records of this stage are missing")
                report = replace(report, problems=(*report.problems, problem))
        return report


def build(settings: Settings | None = None) -> Pipeline:
    """The pipeline of ``settings``: loads the model and the knowledge, which takes about a second."""
    parts = Parts.load(settings or Settings.load())
    return Pipeline((*parts.reading(), *parts.after_reading(parts.limits)), parts=parts)


def stage(name: str, needs: str, gives: str, run: Run) -> Stage:
    """A stage; ``needs`` and ``gives`` are names of the report's fields, separated by spaces."""
    return Stage(name, frozenset(needs.split()), frozenset(gives.split()), run)


@dataclass(frozen=True, slots=True)
class Parts:
    """The models and the knowledge that the stages work with."""

    read: Run
    resolver: Resolver
    places: PlaceResolver
    ontology: Ontology
    limits: Limits

    @classmethod
    def load(cls, settings: Settings) -> Parts:
        """Load what ``settings`` name."""
        from dragoman.extract.events import Limits
        from dragoman.ontology import load_ontology
        from dragoman.resolve.actors import Resolver, load_knowledge
        from dragoman.resolve.gazetteer import Gazetteer
        from dragoman.resolve.places import PlaceResolver

        read, card = _reader(settings)
        return cls(
            read=read,
            resolver=Resolver(load_knowledge(settings.actors)),
            places=PlaceResolver(Gazetteer.load()),
            ontology=load_ontology(settings.ontology),
            limits=Limits.of(card),
        )

    def reading(self) -> tuple[Stage, ...]:
        """From the text to mentions, times, places and statements."""
        from dragoman.clean import clean
        from dragoman.extract.statements import extract_statements
        from dragoman.mentions.find import find_mentions
        from dragoman.mentions.quotes import find_quotations
        from dragoman.resolve.times import resolve_times

        who = self.resolver.who
        return (
            stage("clean", "text", "segments sentences published", clean),
            stage("quote", "text segments", "quotations", find_quotations),
            stage("read", "sentences", "reading", self.read),
            stage("mention", "sentences reading", "mentions", find_mentions),
            stage("resolve", "mentions published", "mentions entities", self.resolver.resolve),
            stage("when", "sentences published", "times", resolve_times),
            stage("place", "sentences mentions", "places", self.places.resolve),
            stage("state", "quotations mentions", "statements", lambda r: extract_statements(r, who)),
        )

    def after_reading(self, limits: Limits) -> tuple[Stage, ...]:
        """From there to events, agreements and what hangs together."""
        from dragoman.extract.agreements import extract_agreements
        from dragoman.extract.claims import attach_claims
        from dragoman.extract.contexts import add_contexts
        from dragoman.extract.dating import date_events
        from dragoman.extract.events import extract_events
        from dragoman.extract.locating import locate_events
        from dragoman.extract.sifting import sift
        from dragoman.link.utterances import link_utterances
        from dragoman.link.within import link_events

        who, ontology = self.resolver.who, self.ontology
        return (
            stage("act", "reading mentions", "events", lambda r: extract_events(r, who, ontology, limits)),
            stage("link", "events", "events", link_events),
            stage("sift", "events statements reading", "events", lambda r: sift(r, limits)),
            stage("date", "events times", "events", date_events),
            stage("locate", "events places", "events", locate_events),
            stage("context", "events", "events", add_contexts),
            stage("utter", "statements", "statements", link_utterances),
            stage("claim", "events statements", "events statements", attach_claims),
            stage("agree", "mentions times events", "agreements", lambda r: extract_agreements(r, who)),
        )


def _reader(settings: Settings) -> tuple[Run, dict[str, Any]]:
    """The reading stage and the thresholds that belong to it."""
    from dragoman.model.lexicon import LexiconReader

    if settings.model == "lexicon":
        return LexiconReader().read, {}
    from pathlib import Path

    from dragoman.model.reader import ModelReader
    from dragoman.model.session import Model

    if settings.model == "auto":
        model = Model.shipped(threads=settings.threads)
    else:
        model = Model(Path(settings.model), threads=settings.threads)
    return ModelReader(model).read, model.thresholds
