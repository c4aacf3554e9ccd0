"""The commands that link and show incidents, stories and news."""

from __future__ import annotations

import json

import pytest
from tests.made_reports import TEXT
from tests.store.test_incidents import AGAIN, raid
from typer.testing import CliRunner

import dragoman
from dragoman import reader as reader_module
from dragoman.cli import make_app


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(reader_module, "PIPELINE", "tests.made_reports:fake")
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)
    runner = CliRunner()
    return lambda *given: runner.invoke(make_app([str(g) for g in given]), [str(g) for g in given])


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "news.db"
    with dragoman.open(path) as store:
        store.add_all([raid("R1"), raid("R2", AGAIN, "2024-03-06")])
    return path


def rows(result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_link_then_ask(run, db):
    (done,) = rows(run("link", "--db", db, "--json"))
    assert (done["reports"], done["links"], done["incidents"], done["stories"]) == (2, 1, 1, 1)
    assert "0 reports linked" in run("link", "--db", db).stdout
    (one,) = rows(run("incidents", "--db", db, "--told", 2, "--conflicts", "yes", "--either", "RUR", "--json"))
    assert one["reports"] == ["R1", "R2"]
    (whole,) = rows(run("incidents", one["events"][0], "--db", db, "--json"))
    assert [a["report"]["id"] for a in whole["accounts"]] == ["R1", "R2"]
    assert whole["links"][0]["reasons"]
    shown = run("incidents", one["id"], "--db", db).stdout
    assert "Post of R2" in shown
    assert "differs, how many killed: 7 (R1); 9 (R2)" in shown
    (story,) = rows(run("stories", "--db", db, "--json"))
    assert story["incidents"] == [one["id"]]
    assert "2024-03-05 to 2024-03-06, 2 reports" in run("stories", story["id"], "--db", db).stdout


def test_news(run, db):
    run("link", "--db", db)
    (news,) = rows(run("news", "--db", db, "--since", "2024-03-06", "--json"))
    assert (news["begun"], news["reports"], len(news["changed"])) == (False, ["R2"], 1)
    told = run("news", "--db", db, "--since", "2024-03-05").stdout
    assert "(new; 2 new of 2 reports" in told
    assert "+ 2024-03-04  ASSAULT" in told
    assert "~ 2024-03-04  ASSAULT" in run("news", "--db", db, "--since", "2024-03-06").stdout


def test_what_is_not_there_is_told(run, db):
    for command in ("incidents", "stories"):
        result = run(command, "nobody", "--db", db)
        assert result.exit_code == 2
        assert "nobody" in result.output


def test_runs_link_at_their_end_unless_told_not_to(run, tmp_path):
    inputs = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": f"R{n}", "text": TEXT, "published": "2024-03-05"}) for n in range(2)]
    inputs.write_text("\n".join(lines), "utf8")
    (summary,) = rows(run("run", inputs, "--db", tmp_path / "a.db", "--json"))
    assert summary["linked"]["reports"] == 2
    (summary,) = rows(run("run", inputs, "--db", tmp_path / "b.db", "--json", "--no-link"))
    assert "linked" not in summary
    assert rows(run("incidents", "--db", tmp_path / "b.db", "--json")) == []
    assert len(rows(run("incidents", "--db", tmp_path / "a.db", "--told", 1, "--json"))) == 2
