"""Writes docs/cli.md from the help of every command; ``--check`` only tells whether it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from dragoman.cli import make_app

TARGET = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
HEAD = """# Command line

This page is written from the help by `python tools/build_cli_docs.py`; a test checks that it is up to date.

Exit codes: 0 ok; 1 some inputs failed (they are listed, the rest is written); 2 wrong usage; 3 something is missing
(the message gives the command that mends it); 130 interrupted. Lists are tables on a terminal and JSON lines in a
pipe. All filters must hold; a filter given several times means "one of these". Unknown filter values are errors that
name near ones.
"""


def page() -> str:
    """The whole page."""
    root = get_command(make_app())
    parts = [HEAD, "## dragoman\n", _options(root)]
    parts += [part for name, command in sorted(_commands(root)) for part in _section(name, command)]
    return "\n".join(parts).rstrip() + "\n"


def _commands(group: Any, prefix: str = "dragoman") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        path = f"{prefix} {name}"
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield path, command
            yield from _commands(command, path)
        else:
            yield path, command


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = " ".join(_metavar(p) for p in command.params if p.param_type_name == "argument")
    yield f"## {name}\n"
    yield " ".join((command.help or "").split()) + "\n"
    yield f"    {name} [OPTIONS] {arguments}".rstrip() + "\n"
    for parameter in command.params:
        if parameter.param_type_name == "argument" and getattr(parameter, "help", None):
            yield f"- `{_metavar(parameter)}`: {parameter.help}"
    yield _options(command)


def _metavar(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    return name if parameter.required else f"[{name.strip('[]')}]"


def _options(command: Any) -> str:
    lines = []
    for parameter in command.params:
        if parameter.param_type_name == "option" and not parameter.hidden:
            names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
            default = (
                ""
                if parameter.default in (None, False, ()) or callable(parameter.default)
                else f" (default: {parameter.default})"
            )
            needed = " (needed)" if parameter.required else ""
            lines.append(f"- {names}{needed}: {' '.join((parameter.help or '').split())}{default}")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write or check the page."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        return int(not TARGET.is_file() or TARGET.read_text("utf8") != wanted)
    TARGET.write_text(wanted, "utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
