"""What a newcomer meets: a name written wrong, nothing found, a decision listed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.cli import make_app
from made_reports import GRAUSTARK, RURITANIA, sample


@pytest.fixture
def db(tmp_path):
    with dragoman.open(tmp_path / "news.db") as store:
        store.add_all([sample("R1"), sample("R2")])
        store.relink()
    return str(tmp_path / "news.db")


def run(*words):
    return CliRunner().invoke(make_app(), [*words])


@pytest.mark.parametrize("words", [("link",), ("actors", "merge", "A", "B"), ("actors", "split", "A")])
def test_a_name_written_wrong_makes_no_empty_store(tmp_path, words):
    missing = tmp_path / "mising.db"
    answer = run(*words, "--db", str(missing))
    assert answer.exit_code
    assert "there is no store" in str(answer.exception) + answer.output
    assert not missing.exists()


def test_a_merge_is_listed_with_what_it_made(db):
    assert run("actors", "merge", RURITANIA.id, GRAUSTARK.id, "--who", "Ann", "--db", db).exit_code == 0
    listed = run("judgements", "--db", db).stdout
    assert f"{RURITANIA.id} -> {GRAUSTARK.id}" in listed
    assert "[]" not in listed
    assert "nothing decided" not in run("judgements", "--lost", "--db", db).output


def test_news_say_nothing_of_no_more(db, monkeypatch):
    monkeypatch.setattr("dragoman.cli.news._fresh", lambda _: False)
    told = run("news", "--since", "2020-01-01", "--db", db).output
    assert "of the background or undated" in told
    assert "0 more" not in told
