"""What the encoder sees: word pieces, the shape of each word, whether it stands in quotation marks.

The encoder's vocabulary is lower case, so capitals reach it only through the shapes. Training and
reading share this module: they cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dragoman.errors import DataError

SHAPES = ("pad", "lower", "title", "upper", "mixed", "digit", "mixed-digit", "quote", "stop", "other")
_SHAPE = {name: index for index, name in enumerate(SHAPES)}
_QUOTES = frozenset("\"“”„«»‘’'`")
_STOPS = frozenset(".!?;:")
_OPEN, _CLOSE = frozenset("“„«"), frozenset("”»")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive words of a report, as the encoder takes them.

    ``words`` are (start, end) offsets into the report's text; the first ``context`` of them are only
    context: they are read but nothing is decided about them here.
    """

    words: tuple[tuple[int, int], ...]
    context: int
    pieces: Ints
    """(n_pieces,) word-piece ids with [CLS] and [SEP]."""
    shapes: Ints
    """(n_pieces,) index into ``SHAPES``, plus ``len(SHAPES)`` within quotation marks."""
    first: Ints
    """(n_words,) index of each word's first piece."""


def shape_of(word: str) -> int:
    """Index of the word's shape in ``SHAPES``."""
    return _SHAPE[_shape_name(word)]


def _shape_name(word: str) -> str:
    if not any(c.isalnum() for c in word):
        marks = {"quote": word in _QUOTES or word == "''", "stop": word in _STOPS}
        return next((name for name, fits in marks.items() if fits), "other")
    if re.search(r"\d", word):
        return "digit" if word.isdigit() else "mixed-digit"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "title"
    return "title" if word[0].isupper() and word[1:].islower() else "mixed"


def quoted(words: Sequence[str], *, inside: bool = False) -> list[bool]:
    """For each word, whether it stands between double quotation marks; straight marks toggle."""
    out = []
    for word in words:
        if word in _OPEN:
            inside = True
        elif word in _CLOSE:
            inside = False
        elif word == '"':
            inside = not inside
        out.append(inside and word not in _QUOTES)
    return out


class Featurizer:
    """Turns words into passages the encoder takes.

    ``size`` bounds the pieces of a passage. One very long "word" is cut to 12 pieces: base64 and
    addresses carry no news.
    """

    def __init__(self, tokenizer: Tokenizer, size: int = 224, word_pieces: int = 12) -> None:
        """Take the tokenizer of the encoder; ``size`` and ``word_pieces`` are in word pieces."""
        self.tokenizer = tokenizer
        self.size = size
        self.word_pieces = word_pieces

    def _special(self, name: str) -> int:
        number = self.tokenizer.token_to_id(name)
        if number is None:
            raise DataError(f"the tokenizer has no {name}: it is not the one of a dragoman model")
        return int(number)

    def pieces(self, words: Sequence[str]) -> list[list[int]]:
        """Piece ids of each word (at least one each)."""
        unknown = self._special("[UNK]")
        encoded = self.tokenizer.encode_batch_fast(list(words), add_special_tokens=False)
        return [encoding.ids[: self.word_pieces] or [unknown] for encoding in encoded]

    def passages(self, text: str, sentences: Sequence[Sequence[tuple[int, int]]]) -> list[Passage]:
        """Pack whole sentences into passages; each but the first repeats one sentence as context.

        Args:
            text: the report's text.
            sentences: for each sentence the (start, end) offsets of its words.
        """
        flat = [(a, b) for sentence in sentences for a, b in sentence]
        words = [text[a:b] for a, b in flat]
        ids = self.pieces(words)
        shapes = [shape_of(w) + len(SHAPES) * q for w, q in zip(words, quoted(words), strict=True)]
        units = self._units(sentences, ids)
        out: list[Passage] = []
        begin = 0
        while begin < len(units):
            end, total = begin, 2
            lead = units[begin - 1] if begin else None
            if lead is not None and self._length(lead, ids) <= self.size // 3:
                total += self._length(lead, ids)
            else:
                lead = None
            while end < len(units) and (end == begin or total + self._length(units[end], ids) <= self.size):
                total += self._length(units[end], ids)
                end += 1
            low = lead[0] if lead else units[begin][0]
            out.append(self._passage(flat, ids, shapes, low, units[end - 1][1], units[begin][0] - low))
            begin = end
        return out

    def _length(self, unit: tuple[int, int], ids: list[list[int]]) -> int:
        return sum(len(ids[k]) for k in range(*unit))

    def _units(self, sentences: Sequence[Sequence[object]], ids: list[list[int]]) -> list[tuple[int, int]]:
        """Sentences as ranges of words; one longer than a passage is cut."""
        units, start = [], 0
        limit = self.size - 2
        for sentence in sentences:
            stop = start + len(sentence)
            low, total = start, 0
            for k in range(start, stop):
                if total + len(ids[k]) > limit:
                    units.append((low, k))
                    low, total = k, 0
                total += len(ids[k])
            if stop > low:
                units.append((low, stop))
            start = stop
        return units

    def _passage(
        self,
        flat: list[tuple[int, int]],
        ids: list[list[int]],
        shapes: list[int],
        low: int,
        high: int,
        context: int,
    ) -> Passage:
        pieces, kinds = [self._special("[CLS]")], [0]
        first: list[int] = []
        for k in range(low, high):
            first.append(len(pieces))
            pieces.extend(ids[k])
            kinds.extend([shapes[k]] * len(ids[k]))
        pieces.append(self._special("[SEP]"))
        kinds.append(0)
        return Passage(
            tuple(flat[low:high]),
            context,
            np.array(pieces, dtype=np.int64),
            np.array(kinds, dtype=np.int64),
            np.array(first, dtype=np.int64),
        )
