"""The codebook's scoring: the same figures as the reference scorer, and the gate."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman import reader as reader_module
from dragoman.errors import DataError, UsageError
from dragoman.evaluate import gate
from dragoman.evaluate.gold import GoldScore, date_matches, event_match, same_speaker, statement_match
from dragoman.evaluate.run_gold import score_folders
from dragoman.formats.gold import read, to_gold, write
from made_reports import sample

SIDE = ({"text": "a", "code": "FRA/GOV"},), ({"text": "b", "code": "DEU/GOV"},)


def event(kind="CONSULT", actors=SIDE[0], recipients=SIDE[1], **more):
    return {"type": kind, "actors": actors, "recipients": recipients, "date": None, "status": "actual"} | more


def test_a_match_needs_type_actor_and_recipient():
    assert event_match(event(), event()) == 3
    assert event_match(event(), event("AGREE")) == 0
    assert event_match(event(), event(recipients=())) == 0
    assert event_match(event(recipients=()), event(recipients=())) == 3
    both = (*SIDE[0], *SIDE[1])
    assert event_match(event(actors=both, recipients=()), event()) == 2
    assert event_match(event(), event(actors=both, recipients=())) == 0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        (None, None, True), (None, "2024", False), ("2024", None, False), ("2024-03", "2024-03-05", True),
        ("2024-03-05", "2024-03", False), ("2024-03-01/2024-03-07", "2024-03-05", True), ("2024", "2025-01-01", False),
        ("2024-03-01/2024-03-07", "2024-03-08", False),
    ],
)  # fmt: skip
def test_a_date_is_right_inside_the_gold_one(gold, found, right):
    assert date_matches(gold, found) is right


def test_statements_match_by_half_of_the_words_and_speakers_by_last_name():
    gold = {"content": ["a b c d"], "speaker": "he", "who": "Anna Held", "code": "RUR/GOV"}
    assert statement_match(gold, {"content": ["c d"]})
    assert not statement_match(gold, {"content": ["d"]})
    assert not statement_match(gold, {"content": ["a b c d e f g h i"]})
    assert same_speaker(gold, {"speaker": "Minister Held"})
    assert not same_speaker(gold, {"speaker": "Bert"})


def spoil(gold, rng):  # noqa: C901 - a list of mischief
    """A prediction with the kinds of error that programs make."""
    made = copy.deepcopy(gold)
    for record in made["events"]:
        roll = rng.random()
        if roll < 0.15:
            record["type"] = rng.choice(["ACCUSE", "CONSULT", "AGREE", "ASSAULT"])
        elif roll < 0.3:
            record["recipients"] = []
        elif roll < 0.4 and len(record["actors"]) > 1:
            record["recipients"], record["actors"] = record["actors"][1:], record["actors"][:1]
        elif roll < 0.5:
            record["date"] = rng.choice([None, "2006-11", "2005-12-01"])
        elif roll < 0.6:
            record["status"], record["mode"] = "future", rng.choice([None, "visit", "arrest"])
        elif roll < 0.7:
            record["evidence"] = ["never written"]
        elif roll < 0.8:
            record["actors"] = [{"text": "x", "code": rng.choice(["EUR", "KOS/GOV", "---/UNK", "IGO:UNSC"])}]
    for record in made["statements"]:
        roll = rng.random()
        if roll < 0.3:
            words = " ".join(record["content"]).split()
            record["content"] = [" ".join(words[: rng.randint(1, len(words))])]
        elif roll < 0.5:
            record["who"] = rng.choice([None, "sources", str(record.get("who")).split()[-1]])
        elif roll < 0.6:
            record["kind"] = "mixed"
    rng.shuffle(made["events"])
    made["events"] = [r for r in made["events"] if rng.random() < 0.9] + made["events"][:1]
    made["statements"] = [r for r in made["statements"] if rng.random() < 0.9]
    return made


def test_the_figures_are_those_of_the_reference_scorer(shared, tmp_path):
    rng = random.Random(7)  # noqa: S311 - repeatable mischief
    folder = shared / "gold" / "dev"
    for number, path in enumerate(sorted(folder.glob("*.json"))):
        if number != 3:  # one report without a prediction
            made = spoil(json.loads(path.read_text("utf8")), rng)
            (tmp_path / path.name).write_text(json.dumps(made), "utf8")
    command = [sys.executable, str(shared / "score_gold.py"), str(folder), str(tmp_path), "--json", "--by-type"]
    wanted = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert score_folders(folder, tmp_path).to_dict(by_type=True) == wanted
    assert wanted["ungrounded_events"] > 0
    assert 0 < wanted["who_did_what_to_whom"]["f1"] < 100


def test_a_report_scores_full_against_itself_and_files_are_checked(tmp_path):
    path = tmp_path / "R1.json"
    write(sample(), path)
    score = GoldScore()
    score.add("R1", read(path), to_gold(sample()))
    assert score.to_dict()["who_did_what_to_whom"]["f1"] == 100.0
    assert score.to_dict()["ungrounded_events"] == 0
    assert not score.misses
    data = json.loads(path.read_text("utf8"))
    del data["events"][0]["date"]
    path.write_text(json.dumps(data), "utf8")
    with pytest.raises(DataError, match=r"R1.json: events\[0\] lacks date"):
        read(path)
    path.write_text("{", "utf8")
    with pytest.raises(DataError, match="not a gold file"):
        read(path)


def test_misses_are_told_in_one_line():
    score = GoldScore()
    gold = {"text": "", "events": [event(trigger="met")], "statements": []}
    score.add("R1", gold, {"events": [event("ACCUSE", trigger="met")], "statements": []})
    assert [str(m) for m in score.misses] == [
        "missed R1 CONSULT FRA -> DEU None | met", "wrong  R1 ACCUSE FRA -> DEU None | met",
    ]  # fmt: skip
    assert score.to_dict()["quad"]["f1"] == 0


def test_the_gate_does_not_lower_a_floor(tmp_path):
    path = tmp_path / "floors.json"
    reached = dict.fromkeys(gate.PINNED, 50.0)
    gate.pin(path, "abc", reached)
    assert gate.check(gate.read_floors(path)["floors"], reached, 0) == []
    worse = reached | {"statements": 49.9}
    assert gate.check(reached, worse, 0) == ["statements is 49.9, its floor 50.0"]
    assert gate.check(reached, reached, 2)[0].startswith("2 events have evidence")
    with pytest.raises(UsageError, match="statements would be lowered"):
        gate.pin(path, "abc", worse)
    with pytest.raises(UsageError, match="not those of the floors"):
        gate.pin(path, "abd", reached)
    gate.pin(path, "abc", worse, lower=True)
    assert gate.read_floors(path)["floors"]["statements"] == 49.9
    with pytest.raises(DataError, match="--pin"):
        gate.read_floors(tmp_path / "none.json")


def test_the_gate_reads_scores_and_compares(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reader_module, "PIPELINE", "made_reports:fake")
    gold = tmp_path / "gold"
    gold.mkdir()
    write(sample(), gold / "R1.json")
    floors = str(tmp_path / "floors.json")
    assert gate.main([floors, str(gold), "--pin"]) == 0
    assert gate.read_floors(tmp_path / "floors.json")["floors"]["statements"] == 100.0
    assert gate.main([floors, str(gold)]) == 0
    data = json.loads((gold / "R1.json").read_text("utf8"))
    data["events"].append(data["events"][0])
    (gold / "R1.json").write_text(json.dumps(data), "utf8")
    assert gate.main([floors, str(gold)]) == 1
    told = capsys.readouterr().err
    assert "not those that the floors were pinned on" in told
    assert "who_did_what_to_whom is 80.0, its floor 100.0" in told


@pytest.mark.parametrize(("name", "model"), [("floors.json", None), ("floors-lexicon.json", "lexicon")])
def test_no_figure_is_below_its_floor(shared, name, model):
    floors = Path(__file__).parents[1] / "gold" / name
    if not floors.is_file():
        pytest.skip(f"no {name}: python -m dragoman.evaluate.gate tests/gold/{name} ../shared/gold/dev --pin")
    more = ["--model", model] if model else []
    assert gate.main([str(floors), str(shared / "gold" / "dev"), *more]) == 0
