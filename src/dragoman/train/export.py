"""Writes the trained network as int8 ONNX, with its labels, tokenizer and card; checks that they agree."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dragoman.model.features import Passage
from dragoman.model.labels import Labels
from dragoman.model.session import OUTPUTS, Model
from dragoman.train.network import Network, minilm_folder

log = logging.getLogger(__name__)


def export(network: Network, labels: Labels, folder: Path, card: dict[str, Any]) -> None:
    """Write ``model.onnx`` (weights int8, a scale for each output channel), ``model.json``, ``tokenizer.json``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    pieces = torch.randint(1000, 20000, (1, 40))
    first = torch.arange(1, 30)[None]
    names = ("pieces", "shapes", "first")
    full = folder / "full.onnx"
    torch.onnx.export(
        network,
        (pieces, torch.ones_like(pieces), first),
        str(full),
        input_names=list(names),
        output_names=list(OUTPUTS),
        dynamic_axes={
            "pieces": {1: "pieces"}, "shapes": {1: "pieces"}, "first": {1: "words"},
            **{o: {1: "words"} for o in OUTPUTS},
        },
        opset_version=17,
        dynamo=False,
    )  # fmt: skip
    quantize_dynamic(
        str(full),
        str(folder / "model.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    full.unlink()
    shutil.copyfile(minilm_folder() / "tokenizer.json", folder / "tokenizer.json")
    _plain_tokenizer(folder / "tokenizer.json")
    facts = {"labels": labels.to_dict(), "distance": network.pairs.distance.detach().round(decimals=4).tolist(), **card}
    (folder / "model.json").write_text(json.dumps(facts, indent=1) + "\n")


def _plain_tokenizer(path: Path) -> None:
    """Switch padding and truncation off in the file: passages are cut before they get there."""
    data = json.loads(path.read_text("utf8"))
    data["padding"] = data["truncation"] = None
    path.write_text(json.dumps(data, ensure_ascii=False), "utf8")


@torch.no_grad()
def agreement(network: Network, folder: Path, passages: list[Passage]) -> dict[str, float]:
    """Share of words for which the int8 model's likeliest label is the full network's, by head."""
    model = Model(folder, threads=2)
    same: dict[str, list[float]] = {}
    for p in passages:
        full = network(*(torch.tensor(a)[None] for a in (p.pieces, p.shapes, p.first)))
        small = model.run(p)
        for name, value in zip(OUTPUTS, full, strict=True):
            if name in {"name", "type", "cue"}:
                equal = value[0].argmax(-1).numpy() == getattr(small, name).argmax(-1)
                same.setdefault(name, []).append(float(np.mean(equal)))
    return {name: round(100 * float(np.mean(values)), 2) for name, values in same.items()}
