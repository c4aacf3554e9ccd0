"""``dragoman places`` and ``dragoman eval places``."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from dragoman.cli.eval_places import eval_places
from dragoman.cli.places import places
from dragoman.errors import InputError, UsageError

TEXT = "Talks in Geneva\n\nMinisters of the two countries met in Geneva, Switzerland, on Monday.\n"
XML = """<articles><article docid="1"><text>Two men were held in Vilnius.</text><toponyms><toponym><start>21</start>
<end>28</end><phrase>Vilnius</phrase><gaztag geonameid="593116"/></toponym></toponyms></article></articles>"""


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("DRAGOMAN_MODEL", "lexicon")
    app = typer.Typer()
    app.command("places")(places)
    app.command("eval-places")(eval_places)

    def call(*arguments):
        return CliRunner().invoke(app, [str(a) for a in arguments])

    return call


def test_formats(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    found = json.loads(run("places", tmp_path / "a.txt", "--format", "geojson").stdout)
    assert {"Geneva", "Switzerland"} <= {
        f["properties"]["text"] for f in found["features"] if "text" in f["properties"]
    }
    lines = [json.loads(line) for line in run("places", tmp_path / "a.txt", "--format", "jsonl").stdout.splitlines()]
    assert {line["record"] for line in lines} >= {"toponym"}
    assert "Geneva" in run("places", tmp_path / "a.txt").stdout


def test_errors_say_what_to_do(run, tmp_path):
    assert isinstance(run("places", tmp_path / "none.txt").exception, InputError)
    (tmp_path / "a.txt").write_text(TEXT)
    assert isinstance(run("places", tmp_path / "a.txt", "--format", "kml").exception, UsageError)


def test_eval(run, tmp_path):
    (tmp_path / "gold.xml").write_text(XML)
    found = json.loads(run("eval-places", tmp_path / "gold.xml", "--json").stdout)
    assert found["gold_spans"]["exact"] == 100.0
    assert found["recognition_f1"] == 100.0
    assert "recognition_f1" in run("eval-places", tmp_path / "gold.xml", "--errors", "3").stdout
