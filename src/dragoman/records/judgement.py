"""What a person decided about a record, kept with the evidence it was made on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision. It binds to ``report`` and ``evidence`` (text), not to a run's ids.

    A decision is never changed: an ``undo`` takes back an earlier one, whose id stands in ``record``.
    """

    id: str
    kind: str
    """accept, reject, edit, add, undo, merge, split, apart (two actors are not one)."""
    record: str
    """Id of the record judged; of the judgement, for ``undo``; empty for ``add``."""
    report: str
    evidence: str
    """The words that the record rests on: the sentence of an event, the content of a statement."""
    slot: str
    before: str
    after: str
    """For ``edit`` the new value of ``slot``, for ``add`` the record, for ``merge`` and the like the actor, as JSON."""
    who: str
    at: str
    """ISO time with zone."""
    of: str = "event"
    """event, statement, agreement or actor."""
    anchor: str = ""
    """The trigger or cue within the evidence: a sentence can hold several records."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}
