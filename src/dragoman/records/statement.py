"""An attributed stretch of speech or writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.records.actor import Participant
from dragoman.records.span import Span
from dragoman.records.why import Why

StatementKind = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what, in the report's own words (codebook, "Statement")."""

    id: str
    speaker: Participant
    cue: Span
    content: tuple[Span, ...]
    """Exact slices; two where the cue splits the quotation."""
    kind: StatementKind
    score: float
    addressees: tuple[Participant, ...] = ()
    occasion: tuple[Span, ...] = ()
    """Where or when it was said, in words: "at a press briefing held on Wednesday"."""
    polarity: Literal["positive", "negative"] = "positive"
    """negative: said not to have been said ("did not say that")."""
    modality: Literal["actual", "hypothetical", "future"] = "actual"
    chain: tuple[Participant, ...] = ()
    """Those who relay it, nearest to the reporter first: "sources told Nikkei" has Nikkei."""
    about: tuple[str, ...] = ()
    """Ids of the actors named in the content."""
    events: tuple[str, ...] = ()
    """Ids of the events told in the content."""
    same_as: tuple[str, ...] = ()
    """Ids of other statements of the report that give the same utterance."""
    whys: tuple[tuple[str, Why], ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {
            "id": self.id,
            "speaker": self.speaker.to_dict(),
            "cue": self.cue.to_dict(),
            "content": [span.to_dict() for span in self.content],
            "kind": self.kind,
            "score": round(self.score, 4),
            "addressees": [p.to_dict() for p in self.addressees],
            "occasion": [span.to_dict() for span in self.occasion],
            "polarity": self.polarity,
            "modality": self.modality,
            "chain": [p.to_dict() for p in self.chain],
            "about": list(self.about),
            "events": list(self.events),
            "same_as": list(self.same_as),
            "whys": {slot: why.to_dict() for slot, why in self.whys},
        }

    def _repr_html_(self) -> str:
        from dragoman.render.notebook import records_fragment

        return records_fragment([self])


@dataclass(frozen=True, slots=True)
class Quotation:
    """A region between quotation marks; ``inner`` leaves the marks out.

    ``label`` says what it is: ``"statement"`` once attributed, otherwise the reason why not
    (``"scare"``, ``"title"``, ``"nickname"``, ``"headline"``, ``"fragment"``: words of a sentence with
    no source beside it, ``"unattributed"``: a sentence of its own without one).
    """

    span: Span
    inner: Span
    label: str = "unattributed"
    depth: int = 0
    """0 for the outermost marks."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"span": self.span.to_dict(), "label": self.label, "depth": self.depth}
