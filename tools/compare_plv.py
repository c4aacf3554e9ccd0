"""The encoder fine-tuned on part of the PLV sentences, beside the shipped model, which never saw them.

    python tools/compare_plv.py ../shared/benchmarks/plv/train.tsv [--epochs 8]

Every fifth row (by its number) is held out; the encoder (all-MiniLM-L6-v2) with one linear layer over its mean state
learns the root types of the other rows, source and target marked in the text. Both are measured on the rows held out.
Nothing of this goes into the shipped model.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from dragoman.clean import clean
from dragoman.evaluate.classes import accuracy, macro_f1
from dragoman.evaluate.plv import QUAD, evaluate_plv
from dragoman.model.session import Model
from dragoman.model.sides import rank_types
from dragoman.ontology import load_ontology
from dragoman.train.network import Network, load_minilm
from dragoman.train.recipe import labels_for, tokenizer

BATCH, RATE, HEAD_RATE = 16, 1e-4, 1e-3
Row = dict[str, str]


def marked(row: Row) -> str:
    """The sentence with its source between stars and its target between hashes."""
    text = row["sentence"].replace(row["source"], f"* {row['source']} *", 1)
    return text.replace(row["target"], f"# {row['target']} #", 1)


class Classifier(nn.Module):
    """Encoder, mean over pieces, one linear layer."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        network = Network(labels_for(load_ontology()))
        load_minilm(network)
        self.encoder = network.encoder
        self.out = nn.Linear(384, classes)

    def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """(batch, pieces) to (batch, classes)."""
        x = self.encoder(pieces, torch.zeros_like(pieces), mask)
        return self.out((x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))


def padded(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces and mask of a batch."""
    size = max(map(len, rows))
    pieces = torch.tensor([row + [0] * (size - len(row)) for row in rows])
    return pieces, torch.tensor([[True] * len(row) + [False] * (size - len(row)) for row in rows])


def tuned(train: list[Row], test: list[Row], epochs: int) -> list[str]:
    """Predicted roots of ``test`` after learning ``train``."""
    random.seed(7)
    torch.manual_seed(7)
    tokens = tokenizer()
    names = sorted({row["gold_root"] for row in train})
    data = [(tokens.encode(marked(row)).ids[:160], names.index(row["gold_root"])) for row in train]
    model = Classifier(len(names))
    groups = [
        {"params": model.encoder.parameters(), "lr": RATE},
        {"params": model.out.parameters(), "lr": HEAD_RATE},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(data) // BATCH)
    planner = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: max(0.02, 1 - k / steps))
    for _ in range(epochs):
        random.shuffle(data)
        for k in range(0, len(data), BATCH):
            part = data[k : k + BATCH]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(*padded([ids for ids, _ in part]))
            loss = F.cross_entropy(logits.float(), torch.tensor([label for _, label in part]))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            planner.step()
    model.eval()
    with torch.no_grad():
        return [names[int(model(*padded([tokens.encode(marked(row)).ids[:160]])).argmax())] for row in test]


def report(name: str, gold: list[str], found: list[str]) -> None:
    """One line of figures."""
    quads = [QUAD[g] for g in gold], [QUAD.get(f, "0") for f in found]
    print(f"{name}: root macro-F1 {macro_f1(gold, found)}, root accuracy {accuracy(gold, found)}, "
          f"quad macro-F1 {macro_f1(*quads)}")  # fmt: skip


def main() -> None:
    """Split, learn, measure both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    args = parser.parse_args()
    with args.file.open(encoding="utf8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        fields, rows = list(reader.fieldnames or ()), list(reader)
    test = rows[::5]
    train = [row for k, row in enumerate(rows) if k % 5]
    gold = [row["gold_root"] for row in test]
    model = Model.shipped()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf8") as part:
        part.write("\n".join("\t".join(values) for values in (fields, *(row.values() for row in test))) + "\n")
        part.flush()
        ours = evaluate_plv(Path(part.name), lambda r, a, b: rank_types(model, clean(r), a, b))
    report(f"shipped model, not trained on the file ({len(test)} rows)", gold, ours.predicted)
    report(f"encoder fine-tuned on {len(train)} rows of the file", gold, tuned(train, test, args.epochs))


if __name__ == "__main__":
    main()
