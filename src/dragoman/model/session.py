"""The trained network under ONNX Runtime: one passage in, the heads' outputs out.

Passages run one at a time. Dynamic quantisation scales activations over whatever is in the batch,
so a batch of one is what makes a passage's result independent of its neighbours, and runs repeatable.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import MissingError
from dragoman.model.features import Featurizer, Passage
from dragoman.model.labels import DISTANCES, Labels

Floats = NDArray[np.float32]
OUTPUTS = ("name", "act", "start", "type", "mode", "status", "cue", "sector", "dating", "filled", "anchors", "words")

NOTHING = np.zeros((0, 0), np.float32)
"""The output of a head that a model does not have."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The heads over one passage of w words; logits, not probabilities."""

    name: Floats
    act: Floats
    """(w, 1): whether the word names an act."""
    start: Floats
    """(w, 1): whether a new act begins with it."""
    type: Floats
    """(w, types): which act, if it names one."""
    mode: Floats
    status: Floats
    cue: Floats
    sector: Floats
    dating: Floats
    """(w, datings): where the date of the act comes from."""
    filled: Floats
    """(w, 1): whether the act has a recipient."""
    anchors: Floats
    """(w, roles, size)."""
    words: Floats
    """(w, roles, size)."""


class Model:
    """A model folder: ``model.onnx``, ``tokenizer.json``, ``model.json`` (labels, thresholds, version)."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Open the model in ``folder``; raises ``MissingError`` where a file is not there."""
        for name in ("model.onnx", "model.json", "tokenizer.json"):
            if not (folder / name).is_file():
                raise MissingError(
                    f"{folder / name} is missing: reinstall dragoman, train a model with 'dragoman train', "
                    "or read with the lexicon alone (setting model = 'lexicon')"
                )
        self.folder = folder
        self.threads = threads
        self.card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf8"))
        self.labels = Labels.from_dict(self.card["labels"])
        self.version: str = self.card["version"]
        self.thresholds: dict[str, Any] = self.card.get("thresholds", {})
        self.distance: Floats = np.array(self.card["distance"], dtype=np.float32)

    @classmethod
    def shipped(cls, *, threads: int = 1) -> Model:
        """The model that comes with the package."""
        with as_file(files("dragoman.data") / "model") as folder:
            return cls(Path(folder), threads=threads)

    @cached_property
    def featurizer(self) -> Featurizer:
        """Turns words into passages."""
        from tokenizers import Tokenizer

        return Featurizer(Tokenizer.from_file(str(self.folder / "tokenizer.json")), self.card.get("size", 224))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self.folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _outputs(self) -> tuple[str, ...]:
        """The heads that this model has: one trained by an older release may lack the newest."""
        given = {output.name for output in self._session.get_outputs()}
        return tuple(name for name in OUTPUTS if name in given)

    def run(self, passage: Passage) -> Outputs:
        """All heads over one passage."""
        feed = {"pieces": passage.pieces[None], "shapes": passage.shapes[None], "first": passage.first[None]}
        got = self._session.run(self._outputs, feed)
        return Outputs(**dict.fromkeys(OUTPUTS, NOTHING) | {n: a[0] for n, a in zip(self._outputs, got, strict=True)})

    def pair_scores(self, out: Outputs, anchor: list[int]) -> Floats:
        """Logits (w, roles): how much each word fills each role of the words ``anchor``."""
        a = out.anchors[anchor].mean(0)
        scores = np.einsum("rd,trd->tr", a, out.words)
        steps = np.arange(len(out.words)) - anchor[0]
        bucket = np.searchsorted(np.array(DISTANCES), steps, side="left")
        return np.asarray(scores + self.distance[:, bucket].T, dtype=np.float32)
