"""The commands that list reports, count and write statements and agreements, and show what any id names."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.made_reports import sample
from tests.store.test_incidents import AGAIN, raid
from typer.testing import CliRunner

import dragoman
from dragoman.cli import make_app


@pytest.fixture
def run(monkeypatch):
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)
    runner = CliRunner()
    return lambda *given: runner.invoke(make_app([str(g) for g in given]), [str(g) for g in given])


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "news.db"
    with dragoman.open(path) as store:
        store.add_all([sample("S1"), sample("S2", "2024-03-06"), raid("R1"), raid("R2", AGAIN, "2024-03-06")])
        store.relink()
    return path


def rows(result) -> list[dict]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_reports_are_listed_newest_first_and_searched_with_their_words(run, db):
    assert [r["id"] for r in rows(run("reports", "--db", db, "--json"))][-2:] == ["R1", "S1"]
    found = rows(run("reports", "--db", db, "--text", "protesters", "--json"))
    assert {r["id"] for r in found} == {"S1", "S2"}
    assert [p["text"] for p in found[0]["snippet"] if p["found"]] == ["protesters"]
    assert len(rows(run("reports", "--db", db, "--limit", 3))) == 3
    assert [r["id"] for r in rows(run("reports", "--db", db, "--copies", "one", "--publisher", "Streslau Post"))] == [
        "S1"
    ]


def test_reports_as_a_table_mark_the_words(run, db, monkeypatch):
    monkeypatch.setattr("dragoman.cli.common.is_terminal", lambda: True)
    shown = run("reports", "--db", db, "--text", "protesters", "--limit", 1)
    assert "[protesters]" in shown.stdout
    assert "1 of 2" in shown.stderr


def test_an_order_that_reports_lack_is_told(run, db):
    done = run("reports", "--db", db, "--sort", "score")
    assert (done.exit_code, "relevance" in done.stderr) == (2, True)


def test_pages_of_reports_follow_each_other(run, db, monkeypatch):
    monkeypatch.setattr("dragoman.cli.reports.PAGE", 1)
    for more in ((), ("--text", "the"), ("--limit", 3)):
        found = [r["id"] for r in rows(run("reports", "--db", db, *more))]
        assert len(found) == len(set(found)) == (3 if "--limit" in more else 4)


def test_facets_of_statements_and_agreements(run, db):
    (found,) = rows(run("facets", "--db", db, "--records", "statement", "--by", "Anna Held", "--json"))
    assert found["kind"] == [{"value": "direct", "count": 2}]
    (found,) = rows(run("facets", "--db", db, "--records", "agreement", "--facet", "party", "--json"))
    assert found == {"party": [{"value": "RUR", "count": 2}]}
    assert "agreements" in run("facets", "--db", db, "--records", "agreement").stdout
    nothing = run("facets", "--db", db, "--records", "statement", "--kind", "mixed")
    assert (nothing.stdout, "no statements" in nothing.stderr) == ("", True)


def test_exports_take_the_filters_of_their_records(run, db):
    def ids(*given):
        return [
            r["report_id"] for r in csv.DictReader(io.StringIO(run("export", "--db", db, "-f", "csv", *given).stdout))
        ]

    statement, agreement = ("--records", "statement"), ("--records", "agreement")
    assert ids(*statement, "--kind", "direct", "--by", "RUR", "--modality", "actual", "--report", "S1") == ["S1"]
    assert ids(*statement, "--not-kind", "direct", "--by", "Anna Held") == []
    assert ids(*agreement, "--party", "RUR", "--state", "proposed") == ["S2", "S1"]
    assert ids(*agreement, "--name", "river treaty", "--not-state", "proposed") == []


@pytest.mark.parametrize("command", ["facets", "export"])
def test_a_filter_or_record_that_is_none_is_told(run, db, command):
    done = run(command, "--db", db, "--records", "statement", "--actor", "RUR")
    assert (done.exit_code, "statements have no filter 'actor'" in done.stderr) == (2, True)
    done = run(command, "--db", db, "--records", "statements")
    assert (done.exit_code, "did you mean statement" in done.stderr) == (2, True)


def test_show_knows_every_kind_of_id(run, db):
    with dragoman.open(db, readonly=True) as store:
        treaty = next(iter(store.agreements())).id
        incident = next(iter(store.incidents(told=2)))
    shown = run("show", treaty, "--db", db).stdout
    assert "river treaty, treaty; parties: Ruritania (RUR/GOV)" in shown
    assert "proposed, date unknown: Ruritania on Monday" in shown
    assert "told by 2 reports" in run("show", incident.id, "--db", db).stdout
    assert rows(run("show", incident.id, "--db", db, "-f", "json"))[0]["accounts"]
    assert "2024-03-05 to 2024-03-06, 4 reports" in run("show", incident.story, "--db", db).stdout
    done = run("show", "nobody", "--db", db)
    assert "no report, event, statement, agreement, incident or story of that id" in done.stderr
