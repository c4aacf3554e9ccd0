from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import DataError
from dragoman.train import align, standoff
from dragoman.train.data import read_gold, split

TEXT = (
    "Chile said on Monday it would recall its envoy. Peru said it regretted the move.\n\n"
    "“We said so before,” the minister told reporters, and Peru will answer."
)
GOLD = {
    "id": "t1",
    "title": "",
    "published": "2003-02-10",
    "text": TEXT,
    "events": [
        {
            "type": "SANCTION",
            "mode": "withdraw",
            "actors": [{"text": "it", "code": "CHL/GOV"}],
            "recipients": [{"text": "Peru", "code": "PER/GOV"}],
            "date": "2003-02-10",
            "status": "future",
            "trigger": "recall",
            "evidence": ["Chile said on Monday it would recall its envoy."],
        }
    ],
    "statements": [
        {
            "speaker": "the minister",
            "who": "minister",
            "code": "PER/GOV",
            "cue": "told",
            "content": ["We said so before"],
            "kind": "direct",
        },
        {
            "speaker": "Peru",
            "who": "Peru",
            "code": "PER/GOV",
            "cue": "said",
            "content": ["it regretted the move"],
            "kind": "indirect",
        },
    ],
}


def test_words_are_found_whole():
    assert align.occurrences("US and USS and US", "US") == [(0, 2), (15, 17)]
    assert align.occurrences("unUSed", "US") == [(2, 4)]
    assert align.occurrences("abc", "") == []


def test_the_cue_is_the_one_beside_its_content():
    said = align.content(TEXT, GOLD["statements"][1])
    cue = align.cue(TEXT, GOLD["statements"][1], said)
    assert cue is not None
    assert cue[0] == TEXT.index("said it regretted")


def test_a_cue_is_never_inside_its_own_content():
    statement = {**GOLD["statements"][0], "cue": "said"}
    cue = align.cue(TEXT, statement, align.content(TEXT, statement))
    assert cue is not None
    assert TEXT[cue[0] - 3 : cue[0]] != "We "


def test_annotations_without_text_come_back_whole():
    note = json.loads(json.dumps(standoff.detach(GOLD)))
    assert "text" not in note
    assert "Chile" not in json.dumps(note)
    assert standoff.attach(note, TEXT) == GOLD


def test_another_text_is_refused():
    with pytest.raises(ValueError, match="t1"):
        standoff.attach(standoff.detach(GOLD), TEXT + " ")


def test_a_broken_gold_file_is_named(tmp_path: Path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(GOLD) + "\n{\n")
    with pytest.raises(DataError, match=r"x\.jsonl, line 2"):
        list(read_gold(tmp_path))


@given(st.lists(st.text(min_size=1), unique=True))
def test_holding_out_depends_on_the_id_alone(ids: list[str]):
    golds = [{"id": i} for i in ids if i.isascii()]
    train, held = split(golds)
    assert len(train) + len(held) == len(golds)
    assert split(reversed(held)) == ([], list(reversed(held)))
