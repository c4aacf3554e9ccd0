"""The labels that the model's heads give, in the order of their outputs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

NAME_KINDS = ("person", "body", "country", "place", "people", "work", "time", "number")
STATUSES = ("actual", "future", "hypothetical", "negated")
ROLES = ("actor", "recipient", "speaker", "content", "when")
DATINGS = ("none", "publication", "expression", "other")
"""Where an act's date comes from: nowhere, the day of publication, words near it, or elsewhere in the report."""
SECTORS = (
    "GOV", "MIL", "COP", "LEG", "JUD", "SPY", "PTY", "OPP", "REB", "PRM", "UAF", "CVL", "BUS", "JRN", "EDU", "MED",
    "REF", "REL", "LAB", "AGR", "CRM", "ELI", "SOC", "UNK", "---",
)  # fmt: skip
DISTANCES = (-64, -32, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 32, 64)
"""Edges (in words) of the buckets of signed distance from anchor to word."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Label sets of one trained model; types and modes come from the ontology it was trained on."""

    types: tuple[str, ...]
    modes: tuple[str, ...]
    """``TYPE/mode``; index 0 is "none"."""
    names: tuple[str, ...] = NAME_KINDS
    statuses: tuple[str, ...] = STATUSES
    roles: tuple[str, ...] = ROLES
    sectors: tuple[str, ...] = SECTORS
    datings: tuple[str, ...] = DATINGS

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as stored beside the model."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Labels:
        """Read what :meth:`to_dict` wrote."""
        return cls(**{key: tuple(value) for key, value in data.items()})
