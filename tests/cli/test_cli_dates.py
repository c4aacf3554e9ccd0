"""``dragoman dates``."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from dragoman.cli import make_app
from dragoman.formats import timeml


def run(*arguments: str):
    return CliRunner().invoke(make_app(["dates"]), ["dates", *arguments])


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("The envoy left Rome on Tuesday for two weeks.")
    return path


def test_jsonl_has_one_expression_a_line(report):
    result = run(str(report), "--published", "2023-05-24", "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["span"]["text"], row["value"]) for row in rows] == [("Tuesday", "2023-05-23"), ("two weeks", "P2W")]


def test_timeml_can_be_read(report):
    result = run(str(report), "--published", "2023-05-24", "--format", "timeml")
    assert [t.value for t in timeml.read(result.stdout).times] == ["2023-05-23", "P2W"]


def test_a_timeml_document_brings_its_own_date(report, tmp_path):
    path = tmp_path / "x.tml"
    path.write_text(run(str(report), "--published", "2023-05-24", "--format", "timeml").stdout)
    assert "2023-05-23" in run(str(path), "--format", "jsonl").stdout


def test_the_table_shows_the_meaning(report):
    assert "2023-05-23" in run(str(report), "--published", "2023-05-24").stdout


@pytest.mark.parametrize("wrong", [("--format", "pdf"), ("--published", "tomorrow")])
def test_wrong_options_are_refused(report, wrong):
    assert run(str(report), *wrong).exit_code != 0


def test_a_missing_file_is_told(tmp_path):
    assert run(str(tmp_path / "none.txt")).exit_code != 0
