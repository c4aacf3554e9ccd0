"""The builder for a Wikidata dump, on a small dump of our own making."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.resolve.actors import Resolver, load_knowledge
from dragoman.resolve.single import who_is

TOOL = Path(__file__).resolve().parents[2] / "tools/build_from_wikidata.py"


def item(ident, label, **claims):
    made = {
        claim: [{"rank": "normal", "mainsnak": {"datavalue": {"value": v}}, "qualifiers": q} for v, q in rows]
        for claim, rows in claims.items()
    }
    return {"id": ident, "labels": {"en": {"value": label}}, "claims": made}


def when(time):
    return [{"datavalue": {"value": {"time": f"+{time}T00:00:00Z"}}}]


@pytest.fixture
def dump(tmp_path):
    people = [
        item("Q900001", "Malta", P298=[("MLT", {})]),
        item("Q900002", "Minister for Lighthouses", P1001=[({"id": "Q900001"}, {})]),
        item(
            "Q900003",
            "Zebedee Examplewright",
            P31=[({"id": "Q5"}, {})],
            P39=[({"id": "Q900002"}, {"P580": when("2001-03-04"), "P582": when("2003-05-00")})],
        ),
        item("Q900004", "Not A Person", P39=[({"id": "Q900002"}, {"P580": when("2001-03-04")})]),
    ]
    path = tmp_path / "dump.json.gz"
    text = "[\n" + ",\n".join(map(json.dumps, people)) + ",\n{broken\n]\n"
    path.write_bytes(gzip.compress(text.encode()))
    return path


def build(dump, out, *more):
    subprocess.run([sys.executable, str(TOOL), str(dump), str(out), *more], check=True, capture_output=True)


def test_a_dump_becomes_a_table(dump, tmp_path):
    out = tmp_path / "own.tsv"
    build(dump, out)
    rows = [line for line in out.read_text("utf8").splitlines() if line[0] != "#"]
    assert len(rows) == 1
    resolver = Resolver(load_knowledge(out))
    actor = who_is(resolver, "Zebedee Examplewright", "2002-01-01")[0]
    assert (actor.code, actor.office, actor.wikidata) == ("MLT/GOV", "Minister for Lighthouses", "Q900003")
    assert who_is(resolver, "Zebedee Examplewright", "2003-05-20")[0].office is None


def test_it_goes_on_where_it_stopped(dump, tmp_path):
    whole, halved = tmp_path / "whole.tsv", tmp_path / "halved.tsv"
    build(dump, whole)
    first = whole.read_text("utf8").splitlines(keepends=True)[0]
    halved.write_text(first + "half a row that was being writ", "utf8")
    halved.with_name("halved.tsv.state").write_text(f"3 {len(first.encode())}")
    build(dump, halved, "--resume")
    assert halved.read_text("utf8") == whole.read_text("utf8")


def test_short_rows_are_named(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text("Somebody\tQ1\tMLT\n")
    with pytest.raises(DataError, match="9 are needed"):
        load_knowledge(path)
