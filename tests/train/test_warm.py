"""Training on from an exported model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dragoman.model.labels import Labels
from dragoman.model.session import Model
from dragoman.train.data import sentences_of

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
TEXT = "Chad expelled two Libyan diplomats on Monday. Tripoli said it would answer in kind."


@pytest.fixture(scope="module")
def shipped() -> Model:
    return Model.shipped()


def started(shipped: Model, labels: Labels):
    from dragoman.train.losses import Objective
    from dragoman.train.network import Network
    from dragoman.train.warm import start_from

    objective = Objective(Network(labels), labels)
    objective.load_state_dict(start_from(shipped.folder, labels, objective.state_dict()))
    return objective.network.eval()


@torch.no_grad()
def test_the_weights_are_those_of_the_exported_model(shipped: Model) -> None:
    labels = Labels(shipped.labels.types, shipped.labels.modes)
    network = started(shipped, labels)
    (p,) = shipped.featurizer.passages(TEXT, sentences_of(TEXT)[1])
    name, act, start, kind, *_ = network(*(torch.tensor(a)[None] for a in (p.pieces, p.shapes, p.first)))
    small = shipped.run(p)
    assert np.mean(name[0].argmax(-1).numpy() == small.name.argmax(-1)) > 0.9
    assert np.corrcoef(act[0, :, 0].numpy(), small.act[:, 0])[0, 1] > 0.97
    assert np.corrcoef(kind[0].numpy().ravel(), small.type.ravel())[0, 1] > 0.97
    assert start.shape[-1] == 1


def test_types_keep_what_they_know_in_a_new_order_and_new_ones_are_added(shipped: Model) -> None:
    from dragoman.train.warm import weights_of

    types = ("PIRACY", *reversed(shipped.labels.types))
    network = started(shipped, replace(Labels(types, shipped.labels.modes)))
    old = weights_of(shipped.folder)["heads.kind.weight"]
    new = network.heads["kind"].weight.detach()
    at = types.index("THREATEN")
    assert torch.allclose(new[at], old[shipped.labels.types.index("THREATEN")])
    assert not torch.allclose(new[0], old[0])


def test_names_are_taught_as_the_model_reads_them(shipped: Model) -> None:
    from dragoman.train.data import Example
    from dragoman.train.warm import OwnNames

    (p,) = shipped.featurizer.passages(TEXT, sentences_of(TEXT)[1])
    (example,) = OwnNames(shipped.folder).teach(TEXT, [Example(p, "r")])
    assert example.name is not None
    assert (example.name > 0).sum() >= 3
