"""Dated office-holders: nobody is given an office that he or she did not hold on that day."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.resolve.actors import Resolver, load_knowledge
from dragoman.resolve.single import who_is

TABLE = Path(__file__).with_name("office_holders.tsv")


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(load_knowledge())


def rows() -> list[list[str]]:
    return [line.split("\t") for line in TABLE.read_text("utf8").splitlines() if line and line[0] != "#"]


def test_table_is_large_and_half_of_it_lies_beside_a_change():
    table = rows()
    assert len(table) >= 300
    assert sum(row[4] == "out" for row in table) >= 120


def test_no_stale_facts(resolver):
    stale = []
    for name, country, office, day, state in rows():
        actor = who_is(resolver, name, day)[0]
        if state == "out" and actor.office is not None:
            stale.append((name, country, office, day, actor.office))
    assert stale == []


def test_offices_held_are_found(resolver):
    table = [row for row in rows() if row[4] == "in"]
    missed = [row for row in table if (a := who_is(resolver, row[0], row[3])[0]).country != row[1] or not a.office]
    assert len(missed) <= 0.05 * len(table), missed[:20]


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Angela Merkel", "2017-04-01", "DEU/GOV"),
        ("Angela Merkel", "2022-01-10", "DEU/ELI"),
        ("Tony Blair", "2003-01-01", "GBR/GOV"),
        ("Tony Blair", "2022-06-01", "GBR/ELI"),
        ("Jens Stoltenberg", "2023-05-24", "IGO:NATO"),
        ("Jens Stoltenberg", "2010-05-24", "NOR/GOV"),
    ],
)
def test_offices_by_day(resolver, name, day, code):
    assert who_is(resolver, name, day)[0].code == code


def test_open_spells_end_where_the_source_ends(resolver):
    actor = who_is(resolver, "Jens Stoltenberg", "2024-09-30")[0]
    assert actor.office == "Secretary General of NATO"
    assert who_is(resolver, "Mark Rutte", "2040-01-01")[0].office is None


def test_a_surname_that_two_hold_is_not_guessed(resolver):
    actor = who_is(resolver, "Kim", "2006-01-01")[0]
    assert actor.office is None


@pytest.mark.parametrize("name", ["Sergej Lavrov", "Serguei Lavrov", "Vladimir Puttin"])
def test_other_transliterations(resolver, name):
    actor = who_is(resolver, f"President {name}", "2015-06-01")[0]
    assert actor.country == "RUS"
