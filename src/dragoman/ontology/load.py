"""Loads the ontology and what a user adds to it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from dragoman.errors import DataError

QUADS: Mapping[int, str] = MappingProxyType(
    {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
)


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of one type: the same name means something else under another type."""

    name: str
    means: str
    score: float


@dataclass(frozen=True, slots=True)
class EventType:
    """An event type. ``score`` runs from -10 (conflict) to 10 (cooperation)."""

    name: str
    quad: int
    means: str
    score: float
    recipient: Literal["required", "usual", "optional"] = "usual"
    becomes: str | None = None
    """The type that an act of this type has while it is still to come."""
    mutual: bool = False
    """Whether all sides are actors where none leads."""
    modes: Mapping[str, Mode] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """What it is, in a line."""
        return self.means


@dataclass(frozen=True, slots=True)
class Ontology:
    """Types with their modes, sectors, contexts and the CAMEO code of each type and mode."""

    types: Mapping[str, EventType]
    sectors: Mapping[str, str]
    contexts: Mapping[str, str]
    cameo: Mapping[str, str]

    def quad(self, type_name: str) -> int:
        """Quad class (1 to 4) of a type."""
        return self.types[type_name].quad

    def score(self, type_name: str, mode: str | None = None) -> float:
        """Conflict-cooperation score of a type or of its mode."""
        event_type = self.types[type_name]
        known = event_type.modes.get(mode) if mode else None
        return known.score if known else event_type.score

    def cameo_code(self, type_name: str, mode: str | None = None) -> str | None:
        """CAMEO code, as text (leading zeros matter); None for a user's own type without one."""
        return self.cameo.get(f"{type_name}/{mode}") or self.cameo.get(type_name)


@functools.lru_cache(maxsize=8)
def load_ontology(extra: Path | None = None) -> Ontology:
    """PLOVER, and with it the types, modes, contexts and sectors of a user's YAML file (same layout).

    Raises:
        DataError: the file cannot be read or a type in it lacks what a type needs.
    """
    base = files("dragoman.ontology")
    plover = yaml.safe_load(base.joinpath("plover.yaml").read_text("utf8"))
    cameo = {k: v for k, v in yaml.safe_load(base.joinpath("cameo.yaml").read_text("utf8")).items() if k != "source"}
    types = {name: _type(name, row, "plover.yaml") for name, row in plover["types"].items()}
    sectors, contexts = dict(plover["sectors"]), dict(plover["contexts"])
    if extra is not None:
        own = _read(extra)
        for name, row in (own.get("types") or {}).items():
            types[name] = _extend(types[name], row) if name in types else _type(name, row, str(extra))
        sectors |= own.get("sectors") or {}
        contexts |= own.get("contexts") or {}
        cameo |= {key: str(value) for key, value in (own.get("cameo") or {}).items()}
    return Ontology(
        MappingProxyType(types), MappingProxyType(sectors), MappingProxyType(contexts), MappingProxyType(cameo)
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text("utf8"))
    except (OSError, yaml.YAMLError) as error:
        raise DataError(
            f"{path}: the ontology cannot be read ({error}); see docs/ontology.md for its layout"
        ) from error
    if not isinstance(data, dict):
        raise DataError(f"{path}: expected a mapping with 'types'; see docs/ontology.md for its layout")
    return data


def _modes(row: Mapping[str, Any], score: float) -> dict[str, Mode]:
    return {
        name: Mode(name, str(mode.get("means", "")), float(mode.get("score", score)))
        for name, mode in (row.get("modes") or {}).items()
    }


def _type(name: str, row: Any, path: str) -> EventType:
    if not isinstance(row, dict) or row.get("quad") not in QUADS or "means" not in row:
        raise DataError(f"{path}: type {name} needs 'quad' (1 to 4) and 'means'; see docs/ontology.md")
    if not name.isupper():
        raise DataError(f"{path}: type {name}: names of types are upper case, such as {name.upper()}")
    default = {1: 3.0, 2: 6.0, 3: -3.0, 4: -7.0}[row["quad"]]
    score = float(row.get("score", default))
    return EventType(
        name=name,
        quad=row["quad"],
        means=str(row["means"]),
        score=score,
        recipient=row.get("recipient", "usual"),
        becomes=row.get("becomes"),
        mutual=bool(row.get("mutual", False)),
        modes=MappingProxyType(_modes(row, score)),
    )


def _extend(known: EventType, row: Any) -> EventType:
    return replace(known, modes=MappingProxyType({**known.modes, **_modes(row or {}, known.score)}))
