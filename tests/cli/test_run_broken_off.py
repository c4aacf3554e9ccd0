"""A run that is killed, or finds the disk full, while it groups copies or links: the same command again ends as if not."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman import reader as reader_module
from dragoman.cli import make_app
from made_reports import TEXT

DRIVER = """
import os, sys
sys.path.insert(0, sys.argv[1])
module, _, name = sys.argv[2].partition(":")
owner = __import__(module, fromlist=["x"])
for part in name.split(".")[:-1]:
    owner = getattr(owner, part)
last, left = name.split(".")[-1], int(sys.argv[3])
whole = getattr(owner, last)

def killed(*given, **more):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), 9)
    return whole(*given, **more)

setattr(owner, last, killed)
from dragoman.store import linking, relink, retell, variants
linking.BATCH = relink.BATCH = retell.BATCH = variants.BATCH = 4
import dragoman.cli.run
dragoman.cli.run.GROUPED = 4
from dragoman import reader
reader.PIPELINE = "made_reports:fake"
sys.argv = ["dragoman", *sys.argv[4:]]
from dragoman.cli import main
main()
"""
POINTS = (
    ("dragoman.link.copies:CopyIndex._link", 2),  # in the middle of a transaction of the index
    ("dragoman.store.copies:CopyKeeper._mark", 1),  # grouped, and not marked
    ("dragoman.store.store:Store.set_copies", 0),  # what is missing is made up for, and not marked
    ("dragoman.store.relink:_link_event", 9),
    ("dragoman.store.relink:_write_incident", 1),
    ("dragoman.store.retell:_retell", 0),
    ("dragoman.store.variants:_link_one", 7),
)
"""Where the parent is killed, and at which call."""


def inputs(folder: Path) -> Path:
    """Twelve reports; three of them are copies of others, and all tell the same two events."""
    rows = [
        {"id": f"R{n}", "published": f"2024-03-0{5 + n % 3}", "text": f"{TEXT}\n\n{rest(n % 9)}"} for n in range(12)
    ]
    path = folder / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf8")
    return path


def rest(number: int) -> str:
    """More of a report that no other one has."""
    draw = random.Random(number)  # noqa: S311
    words = ["".join(draw.choices("bdfglmnprst", k=2) + draw.choices("aeiou", k=2)) for _ in range(60)]
    return " ".join(f"{' '.join(draw.sample(words, 12)).capitalize()}." for _ in range(10))


def told(db: Path) -> dict[str, list[object]]:
    """What a store holds, by names instead of numbers."""
    with dragoman.open(db, readonly=True) as store:
        connection = store.database.reader
        links = (
            "SELECT x.id, y.id, l.score, l.reasons FROM {0} l JOIN {1} a ON a.{2} = l.a JOIN {1} b ON b.{2} = l.b "
            "JOIN {3} x ON x.key = l.a JOIN {3} y ON y.key = l.b"
        )
        pairs = [
            sorted((min(a, b), max(a, b), score, why) for a, b, score, why in connection.execute(sql))
            for sql in (
                links.format("link", "sighting", "event", "event"),
                links.format("report_link", "report_sighting", "report", "report"),
                links.format("utterance_link", "statement", "key", "statement"),
            )
        ]
        return {
            "reports": sorted(json.dumps(store.report(head["id"]).to_dict()) for head in store.reports()),
            "versions": list(connection.execute("SELECT count(*), count(DISTINCT id) FROM report")),
            "copies": sorted((head["id"], head["copy_of"]) for head in store.reports()),
            "marked": sorted(hit.id for hit in store.events(copies="one")),
            "incidents": sorted(json.dumps(one.to_dict()) for one in store.incidents()),
            "stories": sorted(json.dumps(one.to_dict()) for one in store.stories()),
            "links": pairs,
            "left": list(connection.execute("SELECT report FROM unlinked UNION ALL SELECT report FROM unsaid")),
            "attempts": sorted(connection.execute("SELECT input, state FROM attempt")),
        }


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(reader_module, "PIPELINE", "made_reports:fake")
    monkeypatch.delenv("DRAGOMAN_DB", raising=False)

    def go(*given):
        arguments = ["run", *map(str, given)]
        return CliRunner().invoke(make_app(arguments), arguments)

    return go


def test_killed_while_it_groups_and_links_a_run_goes_on_and_ends_as_an_undisturbed_one(run, tmp_path):
    path = inputs(tmp_path)
    assert run(path, "--db", tmp_path / "whole.db").exit_code == 0
    db = tmp_path / "killed.db"
    for point, calls in POINTS:
        command = [sys.executable, "-c", DRIVER, str(Path(__file__).parents[1]), point, str(calls)]
        child = subprocess.run([*command, "run", str(path), "--db", str(db)], capture_output=True, check=False)
        assert child.returncode == -signal.SIGKILL, (point, child.stderr.decode()[-2000:])
    done = run(path, "--db", db, "--json")
    assert done.exit_code == 0, done.output
    whole, killed = told(tmp_path / "whole.db"), told(db)
    assert sum(origin is not None for _, origin in whole["copies"]) == 3
    assert whole["incidents"]
    assert all(whole["links"])
    for name, value in whole.items():
        assert killed[name] == value, name
