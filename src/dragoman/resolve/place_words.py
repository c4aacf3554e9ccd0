"""The word lists around place names (``data/gazetteer/words.yaml``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from dragoman.errors import DataError

_PATH = Path(__file__).resolve().parents[1] / "data" / "gazetteer" / "words.yaml"


def _text(word: object) -> str:
    if not isinstance(word, str):  # YAML reads a bare "on" as true
        raise TypeError(f"{word!r} must stand in quotation marks")
    return word


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    try:
        found = yaml.safe_load(_PATH.read_text("utf8"))
        return {name: frozenset(map(_text, words)) for name, words in found.items()}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise DataError(f"{_PATH}: is no table of words ({error}); install the package again") from error


def words(name: str) -> frozenset[str]:
    """The list ``name``; raises ``DataError`` where the file has none."""
    try:
        return _lists()[name]
    except KeyError:
        raise DataError(f"{_PATH}: has no list {name!r}") from None
