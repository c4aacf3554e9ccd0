"""The weights of an exported model, to train on from: its int8 values times their scales."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from dragoman.errors import DataError, MissingError
from dragoman.model.features import Passage
from dragoman.model.labels import NAME_KINDS, Labels
from dragoman.model.session import Model
from dragoman.train.data import Example

_PAIRS = {"anchor", "word"}


def weights_of(folder: Path) -> dict[str, Tensor]:
    """Tensors by their name in :class:`~dragoman.train.network.Network`; raises ``DataError`` for another's model."""
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise MissingError("training needs onnx: pip install 'dragoman[train]'") from error
    graph = onnx.load(str(folder / "model.onnx")).graph
    held = {i.name: np.array(numpy_helper.to_array(i)) for i in graph.initializer}
    out = {name: torch.tensor(value) for name, value in held.items() if name.endswith((".bias", ".weight"))}
    for name, value in held.items():
        if name.endswith(".weight_quantized"):
            stem = name.removesuffix("_quantized")
            shifted = value.astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
            out[stem] = torch.tensor(shifted * held[f"{stem}_scale"])
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            stem = node.input[1].removesuffix("_quantized")
            shifted = held[node.input[1]].astype(np.float32) - held[f"{stem}_zero_point"].astype(np.float32)
            out[_named(node.name)] = torch.tensor((shifted * held[f"{stem}_scale"]).T.copy())
    if "encoder.word.weight" not in out:
        raise DataError(f"{folder}: not a model that 'dragoman train' exported; give one of its folders")
    out["pairs.distance"] = torch.tensor(json.loads((folder / "model.json").read_text("utf8"))["distance"])
    return out


def _named(node: str) -> str:
    """``/encoder/layers.0/qkv/MatMul_quant`` is ``encoder.layers.0.qkv.weight``; heads stand at the top."""
    parts = node.strip("/").split("/")[:-1]
    if len(parts) == 1:
        return f"{'pairs' if parts[0] in _PAIRS else 'heads'}.{parts[0]}.weight"
    return ".".join(parts) + ".weight"


def start_from(folder: Path, labels: Labels, fresh: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``fresh`` (an objective's state) with what the model in ``folder`` knows.

    Types, modes and roles that it has keep their weights whatever their new place; new ones start fresh.
    """
    old = Labels.from_dict(json.loads((folder / "model.json").read_text("utf8"))["labels"])
    out = dict(fresh)
    moves: dict[str, tuple[Sequence[Any], Sequence[Any]]] = {
        "heads.kind": (old.types, labels.types),
        "heads.mode": (old.modes, labels.modes),
        "pairs": (old.roles, labels.roles),
    }
    for name, value in weights_of(folder).items():
        key = f"network.{name}"
        if key not in out:
            continue
        move = next((pair for prefix, pair in moves.items() if name.startswith(prefix)), None)
        if move is not None and move[0] != move[1]:
            out[key] = _moved(value, out[key].clone(), *move)
        elif value.shape == out[key].shape:
            out[key] = value
    return out


def _moved(old: Tensor, new: Tensor, before: Sequence[Any], after: Sequence[Any]) -> Tensor:
    """``new`` with the rows (or blocks of rows) of ``old`` whose label it has too."""
    size = len(old) // len(before)
    for k, label in enumerate(after):
        if label in before:
            at = before.index(label)
            new[k * size : (k + 1) * size] = old[at * size : (at + 1) * size]
    return new


class OwnNames:
    """Teaches names as the model in ``folder`` reads them, so that training on events does not unlearn them."""

    def __init__(self, folder: Path) -> None:
        self.model = Model(folder)

    def teach(self, text: str, examples: Iterable[Example]) -> Iterable[Example]:  # noqa: ARG002 - a teacher's signature
        """Fill ``name`` of each example."""
        for example in examples:
            if self.model.labels.names == NAME_KINDS:
                example.name = self._names(example.passage)
            yield example

    def _names(self, passage: Passage) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.asarray(self.model.run(passage).name.argmax(-1), dtype=np.int64)
