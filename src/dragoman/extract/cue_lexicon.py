"""The cue words and closed word classes of ``data/statements``, inflected and indexed by their first word."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from dragoman.errors import DataError

Form = Literal["base", "third", "past", "participle", "ing", "noun"]
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Cue:
    """One reading of a word (or words) as a cue: its lemma, form, the frames it takes (see cues.yaml)."""

    lemma: str
    forms: frozenset[str]
    words: tuple[str, ...]
    """All words of it in lower case, the first one inflected."""
    frames: frozenset[str]
    speech: bool = True

    @property
    def noun(self) -> bool:
        """Whether it is a noun ("the demand that")."""
        return "noun" in self.forms


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes of words.yaml, as sets of lower-case words."""

    classes: dict[str, frozenset[str]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> frozenset[str]:
        """The class ``name``; raises ``KeyError`` where words.yaml lacks it."""
        return self.classes[name]


def _load(name: str) -> dict[str, Any]:
    """A YAML file of the package; all scalars stay text ("no" and "on" are words here)."""
    text = (files("dragoman") / "data" / "statements" / name).read_text("utf8")
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds strings only
    if not isinstance(data, dict):
        raise DataError(f"{name}: expected a mapping at the top; reinstall the package")
    return data


@cache
def words() -> Words:
    """The closed classes."""
    return Words({name: frozenset(values) for name, values in _load("words.yaml").items()})


@cache
def cues() -> dict[str, tuple[Cue, ...]]:
    """First word in lower case -> its cues, the longest first."""
    data = _load("cues.yaml")
    index: dict[str, list[Cue]] = {}
    for name, entry in [*data["verbs"].items(), *data["phrases"].items()]:
        frames, speech = _entry(entry)
        head, *rest = name.split()
        for word, forms in inflect(head, data["irregular"].get(head)).items():
            index.setdefault(word, []).append(Cue(name, forms, (word, *rest), frames, speech))
    for name, entry in data["nouns"].items():
        frames, speech = _entry(entry)
        for word in (name, _plural(name)):
            index.setdefault(word, []).append(Cue(name, frozenset({"noun"}), (word,), frames, speech))
    return {word: tuple(sorted(found, key=lambda c: -len(c.words))) for word, found in index.items()}


def _entry(entry: Any) -> tuple[frozenset[str], bool]:
    if isinstance(entry, dict):
        return frozenset(entry["frames"]), entry.get("speech") != "false"
    return frozenset(entry), True


def inflect(verb: str, irregular: list[str] | None = None) -> dict[str, frozenset[str]]:
    """The forms of a verb: word -> the forms it can be."""
    if irregular:
        third, past, participle, ing = irregular
    else:
        third, past, participle, ing = _plural(verb), _past(verb), _past(verb), _ing(verb)
    out: dict[str, set[str]] = {}
    for form, word in (("base", verb), ("third", third), ("past", past), ("participle", participle), ("ing", ing)):
        out.setdefault(word, set()).add(form)
    return {word: frozenset(forms) for word, forms in out.items()}


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def _ing(verb: str) -> str:
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"
