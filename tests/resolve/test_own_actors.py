"""A user's own actors, and what is said of wrong files."""

from __future__ import annotations

import pytest

from dragoman.errors import DataError, MissingError
from dragoman.resolve.actors import Resolver, load_knowledge
from dragoman.resolve.single import who_is


def test_csv(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("name,code,aliases,from,to\nRed Lantern Front,MLT/REB,RLF|Lanterns,2001-01-01,2005-12-31\n")
    resolver = Resolver(load_knowledge(path))
    assert who_is(resolver, "the Red Lantern Front", "2003-01-01")[0].code == "MLT/REB"
    assert who_is(resolver, "RLF", "2003-01-01")[0].id == "own:red-lantern-front"


def test_yaml_goes_before_the_package(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("- name: Hamas\n  code: PSE/GOV\n  aliases: [the movement of Hamas]\n")
    resolver = Resolver(load_knowledge(path))
    assert who_is(resolver, "Hamas", "2006-05-01")[0].code == "PSE/GOV"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- name: X\n  code: Malta\n", "actor 1 (X)"),
        ("- code: MLT\n", "no name"),
        ("- name: X\n  code: MLT\n  from: May 2001\n", "is not a day"),
        ("name: X\n", "expected a list"),
        ("- [\n", "not YAML"),
    ],
)
def test_wrong_files_say_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(DataError, match=message.replace("(", r"\(").replace(")", r"\)")):
        load_knowledge(path)


def test_missing_file(tmp_path):
    with pytest.raises(MissingError, match="no such file"):
        load_knowledge(tmp_path / "none.csv")


def test_an_actor_is_added_to_a_file_and_nothing_in_it_is_lost(tmp_path):
    from dragoman.resolve.own import add_own

    path = tmp_path / "own.yaml"
    path.write_text("# ours\n- name: Harbour League\n  code: MLT/PTY", encoding="utf8")
    add_own(path, {"name": "Jane Roe", "code": "MLT/GOV", "kind": "person", "office": "Harbour Minister",
                   "from": "2020-01-01", "to": "2022-12-31", "aliases": ["J. Roe"]})  # fmt: skip
    assert path.read_text(encoding="utf8").startswith("# ours\n- name: Harbour League\n")
    resolver = Resolver(load_knowledge(path))
    assert who_is(resolver, "Harbour League")[0].code == "MLT/PTY"
    assert who_is(resolver, "Jane Roe", "2021-05-01")[0].office == "Harbour Minister"
    assert who_is(resolver, "Jane Roe", "2023-05-01")[0].office is None
    with pytest.raises(DataError, match="there already"):
        add_own(path, {"name": "Jane Roe", "code": "MLT/GOV", "from": "2020-01-01", "kind": "person"})


def test_what_is_exported_can_be_read_as_own(tmp_path):
    from dragoman.resolve.listing import known_rows, write_rows

    rows = [row for row in known_rows() if str(row["code"]).startswith("MLT")]
    assert {row["kind"] for row in rows} >= {"country", "person"}
    path = tmp_path / "all.csv"
    with path.open("w", encoding="utf8", newline="") as file:
        write_rows(rows, "csv", file)
    assert who_is(Resolver(load_knowledge(path)), "Malta")[0].country == "MLT"
