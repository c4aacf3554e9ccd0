"""What a newcomer meets: a name written wrong, nothing found, a decision listed."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.cli import make_app
from dragoman.cli.common import table
from dragoman.store.database import migrations
from dragoman.store.judgements import decide
from made_reports import GRAUSTARK, RURITANIA, sample


@pytest.fixture
def db(tmp_path):
    with dragoman.open(tmp_path / "news.db") as store:
        store.add_all([sample("R1"), sample("R2")])
        store.relink()
    return str(tmp_path / "news.db")


def run(*words):
    return CliRunner().invoke(make_app(), [*words])


@pytest.mark.parametrize(
    "words",
    [("link",), ("actors", "merge", "A", "B"), ("actors", "split", "A"), ("alerts", "run"), ("alerts", "remove", "A")],
)
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


def test_what_reports_tell_does_not_steer_the_terminal(tmp_path):
    db = str(tmp_path / "news.db")
    report = replace(sample("R1"), title="Talks \x1b]0;owned\x07 reopened", publisher="Post\x1b[2J")
    with dragoman.open(db) as store:
        store.add(report)
        store.relink()
        store.judge(decide(report, "accept", record=report.events[0].id, who="A\x1b[31mnn"))
        incident, story = next(iter(store.incidents())).id, next(iter(store.stories())).id
    for words in (["news", "--since", "2020"], ["incidents", incident], ["stories", story], ["judgements"]):
        told = run(*words, "--db", db)
        assert told.exit_code == 0
        assert told.stdout
        assert not set("\x1b\x07") & set(told.stdout), words


def test_what_a_watch_brought_is_news(tmp_path, monkeypatch):
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feed]]\nurl = "https://news.example/rss"\nname = "Example"\n')
    monkeypatch.setattr("dragoman.cli.watch._rounds", lambda *_, **__: [[sample("R1")]])
    monkeypatch.setattr("dragoman.cli.run.Run.go", lambda book, found, *_, **__: book.store.add_all(found))
    db = str(tmp_path / "news.db")
    assert run("watch", str(feeds), "--fetch", "--once", "--db", db).exit_code == 0
    assert "R1" in run("news", "--json", "--db", db).stdout


def test_a_store_that_is_not_linked_says_so(tmp_path):
    db = str(tmp_path / "news.db")
    with dragoman.open(db) as store:
        store.add(sample("R1"))
    for words in ("incidents", "stories", "news"):
        assert "dragoman link" in run(words, "--db", db).output


def test_an_old_store_says_what_brings_it_up_to_date(tmp_path):
    db = str(tmp_path / "old.db")
    with apsw.Connection(db) as old:
        old.execute(migrations()[0])
        old.execute("PRAGMA user_version = 1")
    refused = run("events", "--db", db)
    assert "dragoman link --db" in str(refused.exception) + refused.output
    assert run("link", "--db", db).exit_code == 0
    assert run("events", "--db", db).exit_code == 0


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_table_can_be_read_whatever_the_terminal(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stdout", told := Terminal())
    names = ("date", "actor", "type", "recipient", "reports", "distinct", "what", "differs", "id")
    row = (
        "2024-03-04",
        "RUR/GOV",
        "REQUEST/change",
        "GRA/GOV",
        2,
        1,
        "urged the Kingdom to reopen talks",
        "",
        "i0123456789abcdef",
    )
    table("", names, [row])
    for cell in ("2024-03-04", "RUR/GOV", "REQUEST/change", "GRA/GOV", "urged", "i0123456789abcdef"):
        assert cell in told.getvalue()


def test_what_did_not_simply_happen_is_told_as_that(tmp_path):
    db = str(tmp_path / "news.db")
    base = sample("R1")
    with dragoman.open(db) as store:
        store.add(replace(base, events=tuple(replace(e, status="negated") for e in base.events)))
        store.relink()
        name = next(iter(store.incidents())).id
    assert "(negated)" in run("incidents", name, "--db", db).output
    assert "(negated)" in run("news", "--since", "2020", "--db", db).output
