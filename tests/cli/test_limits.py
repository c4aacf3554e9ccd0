"""A number that no database can count to is refused in words."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dragoman.cli import make_app


@pytest.mark.parametrize("command", ["events", "statements", "news"])
def test_a_limit_out_of_range_is_told(command, tmp_path):
    answer = CliRunner().invoke(make_app(), [command, "--db", str(tmp_path / "a.db"), "-n", "1" * 23])
    assert answer.exit_code == 2
    assert "1000000000" in answer.output
    assert "Traceback" not in answer.output
