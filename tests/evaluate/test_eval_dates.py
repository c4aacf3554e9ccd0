"""The scorer of time expressions, of event dates, and the command."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from dragoman.cli import make_app
from dragoman.errors import InputError
from dragoman.evaluate.dates import days_of, match_spans, overlap, score_folder
from dragoman.evaluate.event_dates import as_report, score_events
from dragoman.evaluate.meantime import read, score_meantime

TML = """<?xml version="1.0"?><TimeML><DOCID>d</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2023-05-24" functionInDocument="CREATION_TIME">x</TIMEX3></DCT>
<TEXT>He left <TIMEX3 type="DATE" value="2023-05-23">Tuesday</TIMEX3> for <TIMEX3 type="DURATION" value="P3W">two weeks</TIMEX3>.
It was <TIMEX3 type="DATE" value="2022">in 2022</TIMEX3> and <TIMEX3 type="DATE" value="PAST_REF">once</TIMEX3>.</TEXT></TimeML>"""
GOLD = {
    "id": "g1", "title": "Envoy leaves", "published": "2023-05-24",
    "text": "The envoy left Rome on Monday, officials said.\n\nHis office has long accused the rebels of theft.",
    "events": [
        {"type": "CONSULT", "mode": None, "actors": [], "recipients": [], "date": "2023-05-22", "status": "actual",
         "trigger": "left", "evidence": ["The envoy left Rome on Monday, officials said."]},
        {"type": "ACCUSE", "mode": None, "actors": [], "recipients": [], "date": None, "status": "actual",
         "trigger": "accused", "evidence": ["His office has long accused the rebels of theft."]},
    ],
    "statements": [],
}  # fmt: skip
MEANTIME = """<Document doc_id="1" lang="en">
<token t_id="1" sentence="0">March</token><token t_id="2" sentence="0">3</token><token t_id="3" sentence="0">,</token>
<token t_id="4" sentence="0">2008</token><token t_id="5" sentence="1">The</token><token t_id="6" sentence="1">firm</token>
<token t_id="7" sentence="1">signed</token><token t_id="8" sentence="1">on</token><token t_id="9" sentence="1">Sunday</token>
<Markables><EVENT_MENTION m_id="20"><token_anchor t_id="7"/></EVENT_MENTION>
<TIMEX3 m_id="30" type="DATE" value="2008-03-03" functionInDocument="CREATION_TIME"><token_anchor t_id="1"/></TIMEX3>
<TIMEX3 m_id="31" type="DATE" value="2008-03-02" functionInDocument="NONE"><token_anchor t_id="9"/></TIMEX3></Markables>
<Relations><TLINK r_id="1" reltype="IS_INCLUDED"><source m_id="20"/><target m_id="31"/></TLINK></Relations></Document>"""


def test_scores_by_hand(tmp_path):
    (tmp_path / "d.tml").write_text(TML)
    scores = score_folder(tmp_path, tmp_path / "out")
    assert (scores.gold, scores.predicted, scores.relaxed, scores.strict, scores.value) == (4, 3, 3, 2, 2)
    found = scores.to_dict()
    assert found["relaxed_f1"] == pytest.approx(100 * 6 / 7, abs=0.01)
    assert found["value_f1"] == pytest.approx(100 * 4 / 7, abs=0.01)
    assert found["interval_score"] == 100.0
    assert {kind for _, kind, _, _ in scores.errors} == {"missed", "value", "extent"}
    assert "TIMEX3" in (tmp_path / "out" / "d.tml").read_text()


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.tml").write_text("<TimeML>")
    (tmp_path / "d.tml").write_text(TML)
    scores = score_folder(tmp_path)
    assert scores.documents == 1
    assert scores.errors[0][:2] == ("a.tml", "unreadable")


def test_an_empty_folder_is_an_error(tmp_path):
    for score in (score_folder, score_events, score_meantime):
        with pytest.raises(InputError):
            score(tmp_path)


def test_equal_spans_are_paired_first():
    assert match_spans([(0, 5), (6, 9)], [(0, 9), (6, 9)]) == [(1, 1), (0, 0)]


def test_overlap_of_intervals():
    assert overlap("2023-05-24", "2023-05-24") == 1
    assert overlap("2023-05-22/2023-05-28", "2023-05-24") == pytest.approx(1 / 7)
    assert overlap("2023", "2022") == 0
    assert days_of("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))


def test_gold_events_are_found_in_their_evidence(tmp_path):
    report, dates = as_report(GOLD)
    assert [e.trigger.text for e in report.events] == ["left", "accused"]
    assert list(dates.values()) == ["2023-05-22", None]
    path = tmp_path / "g1.json"
    path.write_text(json.dumps(GOLD))
    scores = score_events(tmp_path)
    assert (scores.events, scores.right) == (2, 2)


def test_meantime_ties_events_to_times(tmp_path):
    path = tmp_path / "1.xml"
    path.write_text(MEANTIME)
    report, dates = read(path)
    assert report.published.date == "2008-03-03"
    assert [(e.trigger.text, dates[e.id]) for e in report.events] == [("signed", "2008-03-02")]
    assert score_meantime(tmp_path).to_dict()["accuracy"] == 100.0


@pytest.mark.parametrize(
    ("name", "content", "figure"),
    [("d.tml", TML, "value_f1"), ("g.json", json.dumps(GOLD), "accuracy"), ("m.xml", MEANTIME, "accuracy")],
)
def test_the_command_measures_each_kind(tmp_path, name, content, figure):
    (tmp_path / name).write_text(content)
    result = CliRunner().invoke(make_app(["eval", "dates"]), ["eval", "dates", str(tmp_path), "--json"])
    assert result.exit_code == 0, result.output
    assert figure in json.loads(result.stdout)


def test_timebank_keeps_its_bars(shared):
    found = score_folder(shared / "benchmarks" / "dates" / "timebank").to_dict()
    assert found["value_f1"] >= 80
    assert found["strict_f1"] >= 86
    assert found["relaxed_f1"] >= 92
