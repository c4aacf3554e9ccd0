"""Settings, and where each of them came from.

Later sources win: the defaults here, ``dragoman.toml`` in the user's configuration folder, then in
the working folder, variables named ``DRAGOMAN_<SETTING>``, arguments.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. ``origins`` tells where each that is no default was set."""

    model: str = "auto"
    """Folder of a trained model; "auto" is the one of the package, "lexicon" reads without one."""
    threads: int = 1
    """Threads of one model; several reports at once (jobs) use the cores better than several threads."""
    ontology: Path | None = None
    """YAML file with own event types, modes, contexts and sectors."""
    actors: Path | None = None
    """YAML or CSV file with own actors."""
    time_limit: float = 60.0
    """Seconds that one report may take in a run of several."""
    memory_limit: int = 2048
    """Megabytes that one worker may take for its data; 0 is no limit. Where the system has none (not Linux), none."""
    max_characters: int = 2_000_000
    """Longest text that is read; a longer one is refused with this reason."""
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, **arguments: object) -> Settings:
        """Settings from all sources; an argument that is None does not count."""
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for origin, found in _sources(arguments):
            for name, value in found.items():
                values[name] = _typed(name, value, origin)
                origins[name] = origin
        return cls(**values, origins=origins)


def settings_names() -> tuple[str, ...]:
    """The names of all settings."""
    return tuple(f.name for f in fields(Settings) if f.name != "origins")


def _sources(arguments: Mapping[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for path in (home / "dragoman" / "dragoman.toml", Path("dragoman.toml")):
        if path.is_file():
            try:
                yield str(path), tomllib.loads(path.read_text("utf8"))
            except (OSError, ValueError) as error:
                raise UsageError(f"{path}: the settings cannot be read ({error}); mend or remove the file") from error
    for name in settings_names():
        if (value := os.environ.get(f"DRAGOMAN_{name.upper()}")) is not None:
            yield f"DRAGOMAN_{name.upper()}", {name: value}
    yield "argument", {name: value for name, value in arguments.items() if value is not None}


def _typed(name: str, value: object, origin: str) -> object:
    makers: dict[str, Any] = {
        "model": str, "threads": int, "ontology": Path, "actors": Path, "time_limit": float,
        "memory_limit": int, "max_characters": int,
    }  # fmt: skip
    if name not in makers:
        raise UsageError(f"{origin}: there is no setting {name!r}; there are {', '.join(makers)}")
    try:
        return makers[name](value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{origin}: setting {name} cannot be {value!r}; give a {makers[name].__name__}") from error
