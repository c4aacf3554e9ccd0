"""What of a report's text is compared to find copies: sentences as sets of word trigrams, figures, MinHash bands.

MinHash is rensa's with a fixed seed, 28 bands of 4: two texts that share half of their trigrams meet in a band with
probability 0.84, at three quarters with 0.99996. Texts of very different length share fewer, so whole sentences are
looked up as well.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from rensa import RMinHash

from dragoman.records import Report

BANDS, ROWS, SEED = 28, 4, 20231
WORDS = 3
"""Words in a shingle."""
LOOKED_UP = 8
"""Words from which on a sentence is long enough to be looked up by itself."""
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text as numbers: what is kept of a report in the index."""

    sentences: tuple[frozenset[int], ...]
    """Hashes (32 bits) of the word trigrams of each sentence."""
    words: tuple[int, ...]
    """Words of each sentence."""
    figures: frozenset[int]
    """Hashes of the distinct numbers."""
    bands: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()
    """Hashes of the sentences of at least ``LOOKED_UP`` words."""

    @property
    def length(self) -> int:
        """Words in all."""
        return sum(self.words)

    @property
    def shingles(self) -> frozenset[int]:
        """The trigrams of all sentences."""
        return frozenset().union(*self.sentences)

    def pack(self) -> bytes:
        """The parts that a comparison needs, as bytes."""
        flat = array("I", [len(self.sentences), len(self.figures), *sorted(self.figures), *self.words])
        for sentence in self.sentences:
            flat.append(len(sentence))
            flat.extend(sorted(sentence))
        return flat.tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> Fingerprint:
        """What :meth:`pack` made."""
        flat = array("I")
        flat.frombytes(data)
        count, numbers = flat[0], flat[1]
        at = 2 + numbers
        figures, words = frozenset(flat[2:at]), tuple(flat[at : at + count])
        at += count
        sentences = []
        for _ in range(count):
            size = flat[at]
            sentences.append(frozenset(flat[at + 1 : at + 1 + size]))
            at += 1 + size
        return cls(tuple(sentences), words, figures)


def fingerprint(report: Report) -> Fingerprint:
    """The fingerprint of a report, read or not; of a read one, without what carries no facts (residue, credits)."""
    sentences, words, keys, seen = [], [], [], set()
    figures: set[int] = set()
    for sentence in _sentences(report):
        found = [word.casefold() for word in _WORD.findall(sentence)]
        line = " ".join(found)
        if not found or line in seen:
            continue
        seen.add(line)
        width = min(WORDS, len(found))
        grams = (" ".join(found[i : i + width]) for i in range(len(found) - width + 1))
        sentences.append(frozenset(zlib.crc32(gram.encode()) for gram in grams))
        words.append(len(found))
        figures.update(zlib.crc32(word.encode()) for word in found if _FIGURE.search(word))
        if len(found) >= LOOKED_UP:
            keys.append(_number(line.encode()))
    out = Fingerprint(tuple(sentences), tuple(words), frozenset(figures))
    return Fingerprint(out.sentences, out.words, out.figures, _bands(out.shingles), tuple(keys))


def _sentences(report: Report) -> Iterator[str]:
    parts = [s.span.text for s in report.segments if s.carries_facts and s.kind != "title"] or [report.text]
    for part in parts:
        yield from _END.split(part)


def _bands(shingles: frozenset[int]) -> tuple[int, ...]:
    if not shingles:
        return ()
    made = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update([str(shingle) for shingle in sorted(shingles)])
    digest = array("I", made.digest())
    return tuple(_number(bytes([band]) + digest[band * ROWS : (band + 1) * ROWS].tobytes()) for band in range(BANDS))


def _number(data: bytes) -> int:
    """A hash that fits an integer of SQLite."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
