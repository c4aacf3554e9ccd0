"""The command line: forms of output, exit codes, resuming, being killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman import reader as reader_module
from dragoman.cli import COMMANDS, make_app, present
from made_reports import TEXT, sample

DRIVER = (
    "import signal, sys; sys.path.insert(0, sys.argv.pop(1))\n"
    # tests that run in the background of a shell would hand down that the interrupt is ignored
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from dragoman import reader; reader.PIPELINE = 'made_reports:fake'\n"
    "from dragoman.cli import main; main()\n"
)


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(reader_module, "PIPELINE", "made_reports:fake")
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)
    runner = CliRunner()

    def go(*arguments, text=None):
        given = [str(a) for a in arguments]
        return runner.invoke(make_app(given), given, input=text)

    return go


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "news.db"
    with dragoman.open(path) as store:
        store.add_all([sample("R1"), sample("R2", "2024-03-06")])
    return path


def test_read_prints_each_record_with_its_words(run, tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, "utf8")
    done = run("read", tmp_path / "one.txt", "--published", "2024-03-05")
    assert done.exit_code == 0, done.output
    for words in (
        "Ruritania (RUR/GOV) asks or demands of Graustark",
        "act “urged”",
        "We want a <fair> settlement",
        "arrested 12",
    ):
        assert words in done.stdout


def test_read_standard_input_as_jsonl_and_tables():
    for form, says in (("jsonl", '"type": "REQUEST"'), ("table", "REQUEST")):
        command = [sys.executable, "-c", DRIVER, str(Path(__file__).parents[1]), "read", "-", "--format", form]
        done = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=True)
        assert says in done.stdout.decode()


def test_read_writes_one_file_a_report(run, tmp_path):
    rows = [{"id": "a/b", "body": TEXT, "published": "2024-03-05"}, {"id": "c", "body": "plain"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)) + '\n{"id": "cut', "utf8")
    out = tmp_path / "out"
    done = run("read", tmp_path / "in.jsonl", "--map", "text=body", "--format", "gold", "-o", out)
    assert done.exit_code == 1  # the truncated line is told, the rest is written
    assert "in.jsonl" in done.stderr
    assert sorted(p.name for p in out.iterdir()) == ["a_b.json", "c.json"]
    gold = json.loads((out / "a_b.json").read_text("utf8"))
    assert gold["id"] == "a/b"
    assert gold["statements"][0]["who"] == "Anna Held"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read", "nothing-there.txt"], 1, "no such file"),
        (["read", "-", "--format", "xml"], 2, "no such format"),
        (["read", "-", "--map", "text"], 2, "OURS=THEIRS"),
        (["events", "--db", "none.db"], 1, "dragoman run"),
        (["codebook", "AGREEE"], 2, "AGREE"),
        (["frobnicate"], 2, "No such command"),
        (["eval", "gold", "no-folder"], 1, "no gold files"),
    ],
)
def test_mistakes_are_told_with_their_exit_code(run, arguments, code, says):
    done = run(*arguments, text=TEXT)
    assert done.exit_code == code, done.output
    assert says in done.output


def test_lists_are_json_lines_in_a_pipe(run, db):
    rows = [json.loads(line) for line in run("events", "--db", db, "--actor", "RUR").stdout.splitlines()]
    assert [r["report"]["id"] for r in rows] == ["R2", "R1"]
    assert rows[0]["actors"][0]["evidence"][0]["text"] == "Ruritania"
    said = run("statements", "--db", db, "--by", "Anna Held", "--limit", "1").stdout.splitlines()
    assert json.loads(said[0])["content"][0]["text"] == "We want a <fair> settlement"
    assert json.loads(run("actors", "--db", db, "--name", "held").stdout)["statements"] == 2
    assert json.loads(run("agreements", "--db", db, "--party", "RUR").stdout.splitlines()[0])["name"] == "river treaty"


def test_an_unknown_filter_value_names_near_ones(run, db):
    done = run("events", "--db", db, "--type", "REQEST")
    assert done.exit_code == 2
    assert "did you mean REQUEST" in done.stderr


def test_show_and_explain(run, db):
    event = json.loads(run("events", "--db", db, "--type", "REQUEST").stdout.splitlines()[0])
    shown = run("show", event["id"], "--db", db)
    assert "act “urged”" in shown.stdout
    why = json.loads(run("explain", event["id"], "--db", db, "--json").stdout)
    assert ["type", "REQUEST (verbal conflict)", "urged", "model.trigger 0.90; over ACCUSE 0.05"] in [
        list(r.values()) for r in why
    ]
    assert "model.argument" in run("explain", event["id"], "--db", db).stdout
    assert "<!doctype html>" in run("show", "R1", "--db", db, "--format", "html").stdout
    assert run("show", "nobody", "--db", db).exit_code == 1


def test_facets_dyads_and_timeline(run, db):
    counts = json.loads(run("facets", "--db", db, "--facet", "type", "--json").stdout)
    assert counts == {"type": [{"value": "COERCE", "count": 2}, {"value": "REQUEST", "count": 2}]}
    dyad = [json.loads(line) for line in run("dyads", "--db", db, "--a", "RUR", "--b", "GRA").stdout.splitlines()]
    assert [(d["period"], d["source"], d["events"], d["reports"]) for d in dyad] == [("2024-03", "RUR", 1, 2)]
    assert (
        run("dyads", "--db", db, "--a", "RUR", "--b", "GRA", "--dedup", "none", "--csv").stdout.count("RUR,GRA,2") == 1
    )
    lines = json.loads(run("timeline", "--db", db, "--either", "GRA", "--format", "json").stdout)
    assert [(x["date"], x["told"]) for x in lines] == [("2024-03", 2), ("2024-03-04", 2)]
    assert "told by 2 reports" in run("timeline", "--db", db, "--either", "RUR").stdout


def test_codebook_and_version(run):
    assert "COERCE/arrest" in run("codebook", "coerce").stdout
    assert any(row["cameo"] == "042" for row in json.loads(run("codebook", "--json").stdout))
    assert run("--version").stdout.startswith("dragoman ")


def test_run_codes_into_the_store_once(run, tmp_path):
    rows = [{"id": str(n), "published": "2024-03-05", "text": TEXT + f" {n}"} for n in range(5)]
    rows[2]["text"] = "FAIL"
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    db = tmp_path / "x.db"
    first = run("run", tmp_path / "in.jsonl", "--db", db, "--json")
    assert first.exit_code == 1, first.output
    summary = json.loads(first.stdout)
    assert (summary["done"], summary["failed"], summary["store"]["events"]) == (4, 1, 8)
    second = json.loads(run("run", tmp_path / "in.jsonl", "--db", db, "--json").stdout)
    assert (second["done"], second["already"], second["failed"]) == (0, 4, 1)
    third = run("run", tmp_path / "in.jsonl", "--db", db)  # twice failed: put aside
    assert "put aside" in third.stderr
    again = json.loads(run("run", tmp_path / "in.jsonl", "--db", db, "--retry-failed", "--json").stdout)
    assert again["failed"] == 1
    assert again["store"]["events"] == 8


def start(tmp_path, db, *more):
    command = [
        sys.executable,
        "-c",
        DRIVER,
        str(Path(__file__).parents[1]),
        "run",
        str(tmp_path / "in.jsonl"),
        "--db",
        str(db),
        *more,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


SLOW_REPORTS = 36
"""Enough that a busy machine cannot read them all before the signal comes."""


def stop(tmp_path, db, number, least):
    """Start a run, stop it by a signal once the store has ``least`` reports, and tell how many it has then."""
    child = start(tmp_path, db)
    for _ in range(200):
        time.sleep(0.05)
        if db.is_file():
            try:
                with dragoman.open(db, readonly=True) as store:
                    if store.counts()["reports"] >= least:
                        break
            except dragoman.errors.StoreError:
                continue  # not made yet
    os.kill(child.pid, number)
    child.communicate()
    with dragoman.open(db) as store:
        reached = store.counts()
    assert least <= reached["reports"] < SLOW_REPORTS
    assert reached["events"] == 2 * reached["reports"]
    return child.returncode, reached["reports"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_is_stopped_again_and_again_loses_and_doubles_nothing(tmp_path, number, code):
    rows = [{"id": str(n), "published": "2024-03-05", "text": TEXT + f" SLOW {n}"} for n in range(SLOW_REPORTS)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    db = tmp_path / "x.db"
    reached = 0
    for least in (2, 4, 6):
        status, reached = stop(tmp_path, db, number, max(least, reached))
        assert status == code
    child = start(tmp_path, db, "--json")
    out, err = child.communicate()
    assert child.returncode == 0, err
    summary = json.loads(out)
    assert summary["already"] == reached
    assert summary["done"] == SLOW_REPORTS - reached
    assert summary["store"]["events"] == 2 * SLOW_REPORTS
    assert summary["aside"] == 0


def test_the_number_of_reports_is_told_beforehand_where_it_is_plain(tmp_path):
    from dragoman.cli.progress import expected

    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.jsonl").write_text("{}\n{}\n")
    assert expected([str(tmp_path)]) == 3
    assert expected(["-"]) is None
    assert expected([str(tmp_path / "none.txt")]) == 0


def test_every_command_of_the_table_has_a_module_and_a_help():
    for name, module, function, _ in present():
        made = getattr(__import__(module, fromlist=[function]), function)
        assert (made.__doc__ or "").strip(), name
    assert len({row[0] for row in COMMANDS}) == len(COMMANDS)


def test_help_is_quick_and_imports_nothing_heavy():
    code = (
        "import sys, time; from dragoman.cli import make_app\n"
        "sys.argv = ['dragoman', '--help']\n"
        "try:\n    make_app(['--help'])()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'onnxruntime', 'apsw', 'trafilatura', 'lxml', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy\nassert time.process_time() < 0.5, time.process_time()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
