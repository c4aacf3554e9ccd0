"""``dragoman actors ...`` and ``actor --db``: what a user types, and what the messages say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.made_reports import HELD, sample
from typer.testing import CliRunner

import dragoman
from dragoman.cli import make_app
from dragoman.records import StatementList

OTHER = replace(HELD, id="person:anna-hold-RUR", name="Anna Hold", office=None)


@pytest.fixture
def run(monkeypatch):
    for name in ("DRAGOMAN_DB", "DRAGOMAN_ACTORS"):
        monkeypatch.delenv(name, raising=False)

    def go(*arguments):
        given = [str(a) for a in arguments]
        return CliRunner().invoke(make_app(given), given)

    return go


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "news.db"
    second = sample("R2", "2024-03-06")
    said = [replace(s, id="s-other", speaker=replace(s.speaker, actor=OTHER)) for s in second.statements]
    with dragoman.open(path) as store:
        store.add_all([sample("R1"), replace(second, statements=StatementList(said))])
    return path


def names(done):
    return {row["name"]: row["statements"] for row in map(json.loads, done.stdout.splitlines())}


def test_merge_and_split(run, db):
    assert names(run("actors", "--db", db, "--kind", "person")) == {"Anna Held": 1, "Anna Hold": 1}
    done = run("actors", "merge", "Anna Hold", "Anna Held", "--db", db, "--who", "Eva")
    assert done.exit_code == 0, done.output
    assert "dragoman actors split person:anna-hold-RUR" in done.stdout
    assert names(run("actors", "--db", db, "--kind", "person")) == {"Anna Held": 2}
    assert run("actors", "split", OTHER.id, "--db", db, "--who", "Eva").exit_code == 0
    assert names(run("actors", "--db", db, "--kind", "person")) == {"Anna Held": 1, "Anna Hold": 1}


def test_the_list_without_a_store_says_what_there_is(run):
    done = run("actors")
    assert done.exit_code == 2
    assert "--db FILE" in done.output
    assert "proposals" in done.output


def test_a_wrong_name_names_near_ones(run, db):
    done = run("actors", "merge", "Ana Held", "Anna Held", "--db", db, "--who", "Eva")
    assert done.exit_code == 2
    assert "Anna Held" in done.output


def test_proposals_have_reasons_and_sentences(run, db):
    row = json.loads(run("actors", "proposals", "--db", db, "--least", "0.3").stdout.splitlines()[0])
    assert {row["gone"]["name"], row["kept"]["name"]} == {"Anna Held", "Anna Hold"}
    assert row["reasons"]
    assert row["evidence"][OTHER.id]["report"] == "R2"


def test_what_was_told_apart_is_not_proposed(run, db):
    done = run("actors", "apart", "Anna Hold", "Anna Held", "--db", db, "--who", "Eva")
    assert done.exit_code == 0, done.output
    assert not run("actors", "proposals", "--db", db, "--least", "0.3").stdout
    assert "-> a-held" in run("judgements", "--db", db).stdout


def test_an_actor_page(run, db):
    page = run("actor", "Anna Held", "--db", db).stdout
    assert "1 statements" in page
    assert "We want a <fair> settlement" in page
    data = json.loads(run("actor", "Ruritania", "--db", db, "--json").stdout)
    assert data["events"] == 2
    assert {w["name"] for w in data["with"]} == {"Graustark"}


def test_an_own_actor_is_added_and_a_wrong_one_is_refused(run, tmp_path):
    path = tmp_path / "own.yaml"
    assert run("actors", "add", "Red Lantern Front", "MLT/REB", "--alias", "RLF", "--file", path).exit_code == 0
    assert "MLT/REB" in run("actor", "RLF", "--own", path).stdout
    refused = run("actors", "add", "Red Lantern Front", "rebels", "--file", path)
    assert refused.exit_code != 0
    assert "LBN/PTY" in refused.output
    assert "--file" in run("actors", "add", "X", "MLT/REB").output


def test_the_actors_of_a_store_are_exported(run, db, tmp_path):
    run("actors", "merge", OTHER.id, HELD.id, "--db", db, "--who", "Eva")
    out = tmp_path / "actors.jsonl"
    assert run("actors", "export", "--db", db, "--format", "jsonl", "-o", out).exit_code == 0
    rows = {row["id"]: row for row in map(json.loads, out.read_text("utf8").splitlines())}
    assert rows[HELD.id]["merged"] == [OTHER.id]
    assert OTHER.id not in rows


def test_variants_stand_under_a_statement(run, db):
    with dragoman.open(db) as store:
        store.relink()
    rows = [json.loads(line) for line in run("statements", "--db", db, "--variants").stdout.splitlines()]
    assert [[v["id"] for v in row["variants"]] for row in rows] == [["s-other"]] or [row["id"] for row in rows] == [
        "s-other"
    ]
