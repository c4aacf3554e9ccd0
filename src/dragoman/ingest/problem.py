"""What could not be read, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One input, or one report of it, that could not be read."""

    source: str
    """The file, line, address or archive record: ``news.jsonl:17``."""
    message: str
    """What happened and what to do, in one sentence."""
    error: str = "InputError"
    """Name of the exception behind it."""

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"source": self.source, "message": self.message, "error": self.error}

    def __str__(self) -> str:
        """``source: message``."""
        return f"{self.source}: {self.message}"
