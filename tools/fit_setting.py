"""Fit the weights of resolve/setting.py: which country of a report its nameless police, ministers, crowds are of.

Usage: python tools/fit_setting.py FOLDER_OR_JSONL... [--write]   (gold files, see the codebook)

A softmax over the countries of a report for each actor whose words name none; full-batch gradient
ascent with a ridge, which is deterministic.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from dragoman.records import Published, Report
from dragoman.resolve import actors, setting

Case = tuple[np.ndarray, int]


def reports(paths: list[str]) -> Iterator[dict]:
    """Gold reports of folders of JSON files and of JSONL files."""
    for path in map(Path, paths):
        if path.is_dir():
            for file in sorted(path.glob("*.json")):
                yield json.loads(file.read_text())
        else:
            for line in path.open():
                yield json.loads(line)


def cases(paths: list[str]) -> dict[str, list[Case]]:
    """(features of the candidates, index of the right one) by kind."""
    resolver = actors.Resolver(actors.load_knowledge())
    found: dict[str, list[Case]] = defaultdict(list)
    for gold in reports(paths):
        report = Report(gold["text"], gold["id"], title=gold.get("title"), published=Published(gold.get("published")))
        context = resolver.context(report)
        for text, code, start in slots(gold):
            for sense in resolver.senses(context, start, start + len(text))[:1]:
                table = setting.candidates(context, start)
                if sense.by == "context.country" and code in table and len(table) > 1:
                    found[setting.kind_of(sense)].append((np.array(list(table.values())), list(table).index(code)))
    return found


def slots(gold: dict) -> Iterator[tuple[str, str, int]]:
    """(text, country, place) of every actor and speaker."""
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


def fit(found: list[Case], ridge: float = 2.0) -> np.ndarray:
    """The weights that make the right countries likeliest."""
    weights = np.zeros(len(setting.FEATURES))
    for step in range(3000):
        gradient = -ridge * weights
        for table, right in found:
            scores = table @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            gradient += table[right] - likely @ table
        weights += 0.5 / (10 + len(found)) / (1 + step / 1500) * gradient
    return weights


def right(found: list[Case], weights: np.ndarray) -> float:
    """Share of cases with the right country first."""
    return sum(int(np.argmax(t @ weights)) == r for t, r in found) / max(1, len(found))


def main() -> None:
    """Fit each kind; print accuracy in five-fold cross-validation and the weights."""
    for kind, found in sorted(cases(sys.argv[1:]).items()):
        folds = [right(found[n::5], fit([c for m, c in enumerate(found) if m % 5 != n])) for n in range(5)]
        weights = fit(found)
        old = right(found, np.array(setting.WEIGHTS[kind]))
        print(
            kind,
            len(found),
            f"before {old:.3f}, cross-validated {sum(folds) / 5:.3f}, fitted {right(found, weights):.3f}",
        )
        print(f'    "{kind}": ({", ".join(f"{w:.2f}" for w in weights)}),')


if __name__ == "__main__":
    main()
