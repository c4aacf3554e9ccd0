"""``dragoman judgements``: a list, JSON, and gold that training can read."""

from __future__ import annotations

import json

import pytest
from tests.made_reports import sample
from typer.testing import CliRunner

from dragoman.cli import make_app
from dragoman.formats.gold import read_folder
from dragoman.store import open as open_store
from dragoman.store.judgements import decide


@pytest.fixture
def db(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        store.add_all([sample("R1"), sample("R2")])
        for name, whole in (("R1", True), ("R2", False)):
            report = store.report(name)
            first, second = report.events
            store.judge(decide(report, "reject", who="Ada", record=first.id))
            store.judge(decide(report, "edit", who="Ada", record=second.id, slot="date", after="2024-03-02"))
            if whole:
                said = report.statements[0].id
                store.judge(decide(report, "accept", who="Ada", of="statement", record=said))
    return tmp_path / "a.db"


def run(*arguments: object):
    return CliRunner().invoke(make_app(), ["judgements", *map(str, arguments)])


def test_a_list_and_json(db):
    done = run("--db", db)
    assert done.exit_code == 0
    assert "Ada  edit event" in done.stdout
    assert "'2024-03' -> '2024-03-02'" in done.stdout
    assert len(json.loads(run("--db", db, "--json", "--report", "R1").stdout)) == 3
    assert json.loads(run("--db", db, "--json", "--lost").stdout) == []


def test_gold_has_the_judged_records_of_reports_judged_to_the_end(db, tmp_path):
    assert run("--db", db, "--export", "gold", "-o", tmp_path / "gold").exit_code == 0
    found = [data for _, data in read_folder(tmp_path / "gold")]
    assert [data["id"] for data in found] == ["R1"]
    assert [(e["type"], e["date"]) for e in found[0]["events"]] == [("COERCE", "2024-03-02")]
    for event in found[0]["events"]:
        assert all(words in found[0]["text"] for words in (event["trigger"], *event["evidence"]))
    assert run("--db", db, "--export", "gold", "--partly", "-o", tmp_path / "more").exit_code == 0
    assert len(list(read_folder(tmp_path / "more"))) == 2


def test_wrong_options_say_what_is_right(db):
    for options in (("--export", "csv"), ("--export", "gold")):
        assert run("--db", db, *options).exit_code != 0
