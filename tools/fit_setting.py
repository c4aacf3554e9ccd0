"""Fit setting_weights.tsv: which country or body of a report its nameless police, ministers, crowds are of.

Usage: python tools/fit_setting.py GOLD... [--notes FILE --texts FILE...] [--write]   (gold files, see the codebook)

A softmax over the candidates of a report for each actor whose words name none, with a ridge; needs the extra train
(torch) for its optimiser. Reports are held out by the hash of their id, as in ``dragoman train``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from dragoman.clean import clean
from dragoman.records import Published, Report
from dragoman.resolve import actors, setting, setting_features
from dragoman.train import standoff
from dragoman.train.data import read_gold, split

TABLE = Path(__file__).resolve().parents[1] / "src/dragoman/data/knowledge/setting_weights.tsv"
LEAST_REPORTS = 4
"""A feature of fewer reports is not learnt."""


@dataclass
class Case:
    """One actor: the candidates' features, and which is right."""

    rows: list[setting_features.Features]
    right: int
    kind: str
    codes: list[str]
    report: str


def golds(args: argparse.Namespace) -> Iterator[dict]:
    """Gold reports of folders and JSONL files, and annotations joined with their texts."""
    for path in args.gold:
        yield from read_gold(path)
    titles = {}
    for path in args.texts:
        titles |= {r["id"]: r.get("title") for r in map(json.loads, path.read_text("utf8").splitlines())}
    texts = standoff.texts_of(args.texts)
    for path in args.notes:
        for gold in standoff.read(path, texts):
            yield {**gold, "title": titles.get(gold["id"]) or ""}


def cases(reports: Iterable[dict]) -> Iterator[Case]:
    """The cases of ``reports``; an actor whose country is not among the candidates is left out."""
    resolver = actors.Resolver(actors.load_knowledge())
    for gold in reports:
        report = clean(
            Report(gold["text"], gold["id"], title=gold.get("title") or None, published=Published(gold["published"]))
        )
        context = resolver.context(report)
        for text, code, start in slots(gold):
            end = start + len(text)
            for sense in resolver.senses(context, start, end)[:1]:
                if not sense.by.startswith("context."):
                    continue
                found = setting_features.candidates(context, sense, start, end)
                if code in found and len(found) > 1:
                    codes = list(found)
                    kind = setting_features.kind_of(sense)
                    yield Case(list(found.values()), codes.index(code), kind, codes, gold["id"])


def slots(gold: dict) -> Iterator[tuple[str, str, int]]:
    """(text, country, place) of every actor and speaker, each once."""
    seen = set()
    for slot in _slots(gold):
        if slot not in seen:
            seen.add(slot)
            yield slot


def _slots(gold: dict) -> Iterator[tuple[str, str, int]]:
    for event in gold["events"]:
        for actor in event["actors"] + event["recipients"]:
            for evidence in event["evidence"]:
                at = gold["text"].find(evidence)
                match = re.search(rf"(?<!\w){re.escape(actor['text'])}(?!\w)", evidence)
                if at >= 0 and match and actor["text"] != event["trigger"]:
                    yield actor["text"], actor["code"].split("/")[0], at + match.start()
                    break
    for statement in gold["statements"]:
        if not statement.get("code"):
            continue
        at = gold["text"].find(statement["content"][0]) if statement["content"] else 0
        places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(statement['speaker'])}(?!\w)", gold["text"])]
        if places:
            yield statement["speaker"], statement["code"].split("/")[0], min(places, key=lambda p: abs(p - at))


def fit(found: list[Case], ridge: float) -> dict[str, float]:
    """The weights that make the right candidates likeliest."""
    seen = {(name, case.report) for case in found for row in case.rows for name in row}
    counts = Counter(name for name, _ in seen)
    names = {name: k for k, name in enumerate(sorted(name for name, n in counts.items() if n >= LEAST_REPORTS))}
    columns, values, owner, of_case, right = [], [], [], [], []
    n = 0
    for number, case in enumerate(found):
        right.append(n + case.right)
        for row in case.rows:
            for name, value in row.items():
                if name in names:
                    columns.append(names[name])
                    values.append(value)
                    owner.append(n)
            of_case.append(number)
            n += 1
    columns_, owner_, of_case_, right_ = (torch.tensor(x) for x in (columns, owner, of_case, right))
    values_ = torch.tensor(values, dtype=torch.float64)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, history_size=20, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.zeros(n, dtype=torch.float64).index_add(0, owner_, weights[columns_] * values_)
        top = torch.full((len(found),), -1e9, dtype=torch.float64).scatter_reduce(0, of_case_, scores.detach(), "amax")
        total = torch.zeros(len(found), dtype=torch.float64).index_add(0, of_case_, (scores - top[of_case_]).exp())
        out = (total.log() + top - scores[right_]).sum() + ridge * (weights**2).sum() / 2
        out.backward()
        return out

    optimizer.step(loss)
    fitted = weights.detach().tolist()
    return {name: fitted[k] for name, k in names.items()}


def right(found: list[Case], weights: dict[str, float]) -> float:
    """Share of cases with the right candidate first."""
    hits = [int(np.argmax([setting.score(row, weights) for row in case.rows])) == case.right for case in found]
    return sum(hits) / max(1, len(hits))


def main() -> None:
    """Fit on all but the held-out reports and tell how often those are right; with --write fit on all and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--notes", action="append", type=Path, default=[])
    parser.add_argument("--texts", action="append", type=Path, default=[])
    parser.add_argument("--ridge", type=float, default=1.0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    more, out = split(golds(args), every=6)
    train, held = list(cases(more)), list(cases(out))
    weights = fit(train, args.ridge)
    print(f"{len(train)} cases, {len(held)} held out: right {right(train, weights):.3f}, {right(held, weights):.3f}")
    for kind in sorted({case.kind for case in held}):
        some = [case for case in held if case.kind == kind]
        print(f"  {kind}: {len(some)}, right {right(some, weights):.3f}")
    if args.write:
        everything = fit([*train, *held], args.ridge)
        rows = [f"{name}\t{value:.2f}\n" for name, value in sorted(everything.items()) if abs(value) >= 0.05]
        head = "# source: fitted by tools/fit_setting.py on annotated reports\tlicence: CC0\tdate: 2026-11\n"
        head += "# feature\tweight\n"
        TABLE.write_text(head + "".join(rows), "utf8")
        print(f"{len(rows)} weights in {TABLE}")


if __name__ == "__main__":
    main()
