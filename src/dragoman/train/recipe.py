"""The recipe of the shipped model, step by step: teacher, gold, thresholds, export."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from tokenizers import Tokenizer

from dragoman.model.features import Featurizer
from dragoman.model.labels import Labels
from dragoman.ontology import Ontology
from dragoman.train.data import Example, Labeller, read_gold, sentences_of, split
from dragoman.train.loop import Schedule, fit, seed_all
from dragoman.train.losses import Objective, Weights
from dragoman.train.measure import measure
from dragoman.train.network import Network, load_minilm, minilm_folder
from dragoman.train.teacher import Teacher
from dragoman.train.warm import start_from

log = logging.getLogger(__name__)
FEWEST_HELD = 20
"""Held-out passages from which on they choose the epoch; fewer say nothing, and the last one is kept."""


class Teaches(Protocol):
    """Whoever labels what the annotators do not."""

    def teach(self, text: str, examples: Iterable[Example]) -> Iterable[Example]:
        """The examples with more labels."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A folder or file of gold objects and how much each of its reports weighs."""

    path: Path
    weight: float = 1.0


def tokenizer() -> Tokenizer:
    """The encoder's tokenizer, without padding and truncation."""
    out = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    out.no_padding()
    out.no_truncation()
    return out


def labels_for(ontology: Ontology) -> Labels:
    """Labels of an ontology: its types and modes in their order."""
    modes = [f"{t.name}/{mode}" for t in ontology.types.values() for mode in t.modes]
    return Labels(tuple(ontology.types), ("none", *modes))


def silver(texts: Iterable[str], featurizer: Featurizer, teacher: Teacher) -> list[Example]:
    """Examples that carry the teacher's labels only."""
    out: list[Example] = []
    for n, text in enumerate(texts):
        _, sentences = sentences_of(text)
        examples = [Example(p, f"silver-{n}") for p in featurizer.passages(text, sentences)]
        out.extend(teacher.teach(text, examples))
    return out


def gold(
    sources: Sequence[Source], featurizer: Featurizer, labels: Labels, teacher: Teaches | None
) -> tuple[list[Example], list[Example], list[dict[str, Any]]]:
    """Examples to train on, examples held out, and the gold objects held out (of full weight only)."""
    labeller = Labeller(featurizer, labels)
    train: list[Example] = []
    held: list[Example] = []
    kept: list[dict[str, Any]] = []
    for source in sources:
        golds = list(read_gold(source.path))
        more, out = split(golds) if source.weight >= 1 else (golds, [])
        kept += out
        for objects, into in ((more, train), (out, held)):
            for each in objects:
                examples = labeller.examples(each, source.weight)
                into.extend(teacher.teach(each["text"], examples) if teacher else examples)
    log.info("%d passages to train on, %d held out", len(train), len(held))
    return train, held, kept


def pretrain(network: Network, labels: Labels, examples: list[Example], schedule: Schedule, out: Path) -> None:
    """Teach names, syntax and the words of news; the weights go to ``out``."""
    seed_all(schedule.seed)
    objective = Objective(network, labels, Weights(name=1.0, syntax=1.0, masked=1.0))
    fit(objective, examples, schedule)
    torch.save(objective.state_dict(), out)


def finetune(
    labels: Labels,
    start: Path | None,
    train: list[Example],
    held: list[Example],
    schedule: Schedule,
    out: Path,
) -> Network:
    """Train on gold from ``start``: pretrained weights, the folder of a model, or None (the encoder as it came)."""
    seed_all(schedule.seed)
    network = Network(labels)
    objective = Objective(network, labels)
    network.encoder.word.weight.requires_grad_(False)  # half of all weights; the gold files are too few to move them
    if start is None:
        load_minilm(network)
    elif start.is_dir():
        objective.load_state_dict(start_from(start, labels, objective.state_dict()))
    else:
        state = torch.load(start, weights_only=True)
        own = objective.state_dict()
        objective.load_state_dict(
            {k: state[k] if k in state and state[k].shape == own[k].shape else own[k] for k in own}
        )

    def after(epoch: int) -> float:
        figures: dict[str, float] = measure(network, labels, held)
        log.info("held out after epoch %d: %s", epoch + 1, figures)
        return figures["sum"]

    judged = after if len(held) >= FEWEST_HELD else None
    fit(objective, train, schedule, after_epoch=judged, checkpoint=out)
    return network


def save_plan(path: Path, **facts: object) -> None:
    """Write what a run was made of beside its result."""
    path.write_text(json.dumps(facts, indent=1, default=str))
