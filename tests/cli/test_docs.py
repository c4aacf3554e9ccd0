"""Documentation that cannot lag: every command, option, filter and format is described."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from dragoman.cli import make_app
from dragoman.formats import FORMATS
from dragoman.store.grammar import FILTERS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("tool", ["build_cli_docs.py", "build_format_docs.py"])
def test_a_page_that_is_written_by_a_tool_is_up_to_date(tool):
    done = subprocess.run([sys.executable, str(ROOT / "tools" / tool), "--check"], check=False)
    assert done.returncode == 0, f"run: python tools/{tool}"


def commands(group):
    for command in group.commands.values():
        if hasattr(command, "commands"):
            yield from commands(command)
        else:
            yield command


def test_every_command_and_option_has_a_help():
    for command in commands(get_command(make_app())):
        assert command.help, command.name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{command.name} {parameter.name}"


def test_every_format_has_a_section_with_a_sample():
    page = (ROOT / "docs" / "formats.md").read_text("utf8")
    for name in FORMATS:
        assert f"## {name}\n" in page, name
        assert "```" in page.split(f"## {name}\n")[1].split("\n## ")[0], name


def test_every_filter_is_in_the_store_page():
    page = (ROOT / "docs" / "store.md").read_text("utf8")
    for name in FILTERS:
        assert f"| `{name}` |" in page, name
