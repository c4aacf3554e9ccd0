"""Why a value was chosen: the rule or model, its score, and what it was chosen over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Why:
    """The reason for one value.

    ``by`` names the rule or model part (``"kb.leader"``, ``"model.trigger"``, ``"date.weekday"``),
    ``score`` is between 0 and 1 or None where the rule has none, ``note`` is one plain sentence,
    ``over`` lists the rejected candidates as (value, score), best first.
    """

    by: str
    score: float | None = None
    note: str = ""
    over: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain data, empty parts left out."""
        out: dict[str, object] = {"by": self.by}
        if self.score is not None:
            out["score"] = round(self.score, 4)
        if self.note:
            out["note"] = self.note
        if self.over:
            out["over"] = [[value, round(score, 4)] for value, score in self.over]
        return out
