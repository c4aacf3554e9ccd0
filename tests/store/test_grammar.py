"""One grammar everywhere: page, command line, Python, REST."""

from __future__ import annotations

import importlib
import inspect
import time
from pathlib import Path

import pytest

from dragoman.store.grammar import FILTERS, filters_of, near

PAGE = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf8")
PLAIN = [f for f in FILTERS.values() if not f.negates]


@pytest.mark.parametrize("spec", PLAIN, ids=lambda f: f.name)
def test_the_page_says_what_the_grammar_says(spec):
    no = f"`not_{spec.name}`" if f"not_{spec.name}" in FILTERS else ""
    assert f"| `{spec.name}` | {no} | {spec.help} | {', '.join(k + 's' for k in spec.kinds)} |" in PAGE


def test_every_list_can_be_turned_round():
    assert {f.negates for f in FILTERS.values() if f.negates} >= {f.name for f in PLAIN if f.field}


@pytest.mark.parametrize("kind", ["event", "statement", "agreement"])
def test_every_filter_is_an_option_of_its_command(kind):
    command = getattr(importlib.import_module(f"dragoman.cli.{kind}s"), f"{kind}s")
    assert {f.name for f in filters_of(kind)} <= set(inspect.signature(command).parameters)


@pytest.mark.parametrize("kind", ["event", "statement", "agreement", "report"])
def test_every_filter_is_a_parameter_of_its_route(kind):
    pytest.importorskip("fastapi")
    from dragoman.web.api_common import documented

    named = {p["name"] for p in documented(kind)["parameters"]}
    assert named == {f.name for f in filters_of(kind)}


def test_near_names_are_found_quickly_among_many():
    many = [f"Minister number {n} of the realm" for n in range(20_000)]
    began = time.process_time()
    assert "number 17 " in near("Minister numbr 17 of the realm", many)
    assert time.process_time() - began < 5
