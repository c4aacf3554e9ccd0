from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.ontology import load_ontology


def test_plover_is_whole():
    o = load_ontology()
    assert len(o.types) == 16
    assert len(o.contexts) == 37
    assert o.types["SANCTION"].quad == 4
    assert all(-10 <= t.score <= 10 for t in o.types.values())
    assert all((t.score > 0) == (t.quad <= 2) for t in o.types.values())


def test_modes_are_keyed_by_type():
    o = load_ontology()
    assert o.types["REQUEST"].modes["meet"].means != o.types["REJECT"].modes["meet"].means
    assert o.score("RETREAT", "withdraw") > 0 > o.score("SANCTION", "withdraw")


def test_every_type_and_mode_has_a_cameo_code_that_is_text():
    o = load_ontology()
    for name, event_type in o.types.items():
        for mode in (None, *event_type.modes):
            code = o.cameo_code(name, mode)
            assert isinstance(code, str)
            assert code.isdigit()
            assert len(code) in {3, 4}


def test_own_types_and_modes(tmp_path: Path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "types:\n"
        "  LAUNCH: {quad: 2, means: puts a satellite into orbit}\n"
        "  AID: {modes: {medical: {means: medicine, score: 7.9}}}\n"
        "cameo: {LAUNCH: '060'}\n"
    )
    o = load_ontology(path)
    assert o.types["LAUNCH"].score == 6.0
    assert o.types["AID"].modes["medical"].score == 7.9
    assert o.types["AID"].quad == 2
    assert o.cameo_code("LAUNCH") == "060"


@pytest.mark.parametrize(
    "content", ["types: {launch: {quad: 2, means: x}}", "types: {LAUNCH: {quad: 7, means: x}}", "- x", ":"]
)
def test_a_wrong_ontology_says_what_is_wrong(tmp_path: Path, content: str):
    path = tmp_path / "own.yaml"
    path.write_text(content)
    with pytest.raises(DataError, match=r"own\.yaml"):
        load_ontology(path)
