"""``dragoman train`` from end to end."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.model.features import Featurizer
from dragoman.model.labels import Labels
from dragoman.model.session import Model
from dragoman.ontology import load_ontology
from dragoman.train import recipe, standoff
from dragoman.train.data import Example, read_gold
from dragoman.train.export import agreement, export
from dragoman.train.loop import Schedule
from dragoman.train.network import Network, load_minilm
from dragoman.train.teacher import Teacher
from dragoman.train.trial import settle
from dragoman.train.warm import OwnNames

log = logging.getLogger(__name__)
WRITTEN_WEIGHT = 0.6
"""Weight of an invented report against a real one; chosen on held-out real reports."""
MOST_TEXTS = 2200
SETTLED = 100
"""Held-out events from which on thresholds and the calibration are chosen anew."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train on, and for how long."""

    data: tuple[Path, ...]
    written: tuple[Path, ...] = ()
    notes: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    skip: tuple[Path, ...] = ()
    ontology: Path | None = None
    epochs: int = 10
    pretrain_epochs: int = 3
    version: str = "own"
    start: Path | None = None
    """Folder of a model to train on from, in place of the teacher's lessons."""


def run(plan: Plan, out: Path) -> dict[str, Any]:
    """Train, export, choose thresholds; returns what was measured on the held-out part.

    Intermediate weights are kept in ``out``: a run that was stopped goes on after its pretraining.
    """
    out.mkdir(parents=True, exist_ok=True)
    labels = recipe.labels_for(load_ontology(plan.ontology))
    featurizer = Featurizer(recipe.tokenizer())
    texts = standoff.texts_of(plan.texts)
    teacher, start = _taught(plan, out, labels, featurizer, texts)
    sources = [recipe.Source(path) for path in (*plan.data, *_attached(plan, texts, out))]
    sources += [recipe.Source(path, WRITTEN_WEIGHT) for path in plan.written]
    train, held, kept = recipe.gold(sources, featurizer, labels, teacher)
    network = recipe.finetune(labels, start, train, held, _schedule(plan), out / "tuned.pt")
    export(network, labels, out, {"version": plan.version, "thresholds": _thresholds(plan, sources)})
    facts: dict[str, Any] = {"agreement": agreement(network, out, [e.passage for e in held[:40]])}
    if sum(len(gold["events"]) for gold in kept) >= SETTLED:
        facts |= settle(out, kept)
    else:
        log.warning("%d reports held out are too few to choose thresholds; those of the start are kept", len(kept))
    recipe.save_plan(out / "measured.json", **facts)
    return facts


def _thresholds(plan: Plan, sources: list[recipe.Source]) -> dict[str, Any]:
    """Those of the model that is trained on from, with the shares of types that only the new data have."""
    known: dict[str, Any] = Model(plan.start).thresholds if plan.start else {}
    return {**known, "filled": {**filled(sources), **known.get("filled", {})}}


def _taught(
    plan: Plan, out: Path, labels: Labels, featurizer: Featurizer, texts: dict[str, str]
) -> tuple[recipe.Teaches | None, Path | None]:
    """Who labels names, and the weights to start from."""
    if plan.start:
        return OwnNames(plan.start), plan.start
    if not plan.texts:
        return None, None
    teacher = Teacher(out / "teacher", _states())
    return teacher, _pretrained(plan, out, labels, featurizer, teacher, texts)


def _schedule(plan: Plan) -> Schedule:
    """A model that has learnt already is moved less."""
    return Schedule(plan.epochs, rate=4e-5, head_rate=4e-4) if plan.start else Schedule(plan.epochs)


def filled(sources: Iterable[recipe.Source]) -> dict[str, float]:
    """Type -> share of its events in real reports that have a recipient."""
    every: Counter[str] = Counter()
    having: Counter[str] = Counter()
    for source in sources:
        for gold in read_gold(source.path) if source.weight >= 1 else ():
            for event in gold["events"]:
                every[event["type"]] += 1
                having[event["type"]] += bool(event["recipients"])
    return {name: round(having[name] / count, 3) for name, count in sorted(every.items())}


def _states() -> Iterator[str]:
    """Names of states, by which the teacher's places are told apart."""
    table = (files("dragoman.data") / "knowledge" / "countries.tsv").read_text("utf8")
    for line in table.splitlines():
        if not line.startswith("#"):
            _, name, aliases, *_ = line.split("\t")
            yield name
            yield from filter(None, aliases.split("|"))


def _attached(plan: Plan, texts: dict[str, str], out: Path) -> Iterator[Path]:
    """Annotations joined with their texts, as gold files beside the model."""
    import json

    for path in plan.notes:
        golds = list(standoff.read(path, texts))
        log.info("%s: %d reports have their text", path, len(golds))
        target = out / f"{path.stem}.gold.jsonl"
        target.write_text("".join(json.dumps(g, ensure_ascii=False) + "\n" for g in golds), "utf8")
        yield target


def _pretrained(
    plan: Plan, out: Path, labels: Labels, featurizer: Featurizer, teacher: Teacher, texts: dict[str, str]
) -> Path:
    """Weights that know names and syntax; made once."""
    path = out / "pretrained.pt"
    if path.exists():
        return path
    unseen = {gold["id"] for folder in plan.skip for gold in read_gold(folder)}
    chosen = [text for key, text in sorted(texts.items()) if key not in unseen]
    random.Random(3).shuffle(chosen)
    examples: list[Example] = recipe.silver(chosen[:MOST_TEXTS], featurizer, teacher)
    network = Network(labels)
    load_minilm(network)
    recipe.pretrain(network, labels, examples, Schedule(epochs=plan.pretrain_epochs, pieces=4096, rate=1.5e-4), path)
    return path
