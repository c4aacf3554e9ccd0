"""What a person decided about a record, kept with the evidence it was made on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. It binds to ``report`` and ``evidence`` (text), not to a run's ids."""

    id: str
    kind: str
    """accept, reject, edit, add, merge, split."""
    record: str
    """Id of the record judged (empty for ``add``)."""
    report: str
    evidence: str
    slot: str
    before: str
    after: str
    who: str
    at: str
    """ISO time with zone."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}
