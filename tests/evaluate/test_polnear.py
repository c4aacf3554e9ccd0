"""The PolNeAR scorer, on standoff of its own."""

from __future__ import annotations

import pytest
from tests.extract.plain import PlainWho, plain_report

from dragoman.errors import InputError
from dragoman.evaluate import polnear
from dragoman.extract.statements import extract_statements

TEXT = 'The mayor said that the ferry had sunk.\n\n"It is gone for good," Berg said.\n\nVoters believe in luck.'
ANN = """T1\tSource 0 9\tThe mayor
T2\tCue 10 14\tsaid
T3\tContent 15 38\tthat the ferry had sunk
E1\tAttribution:T9 Content:T3 Cue:T2 Source:T1
T4\tContent 41 63\t"It is gone for good,"
T5\tSource 64 68\tBerg
T6\tCue 69 73\tsaid
E2\tAttribution:T9 Content:T4 Cue:T6 Source:T5
T7\tSource 76 82\tVoters
T8\tCue 83 93\tbelieve in
T10\tContent 94 98\tluck
E3\tAttribution:T9 Content:T10 Cue:T8 Source:T7
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, "utf8")
    (tmp_path / "attributions" / "a_0000.ann").write_text(ANN, "utf8")
    return tmp_path


def test_speech_and_all(folder):
    found = polnear.score(folder, lambda _, text: extract_statements(plain_report(text), PlainWho()))
    assert found["speech"]["gold"] == 2
    assert found["speech"]["relation_f1"] == 100.0
    assert found["speech"]["direct_relation_f1"] == 100.0
    assert found["speech"]["content_exact_f1"] == 100.0
    assert found["all"]["gold"] == 3
    assert found["all"]["relation_f1"] == 80.0


def test_a_folder_without_the_parts_is_refused(tmp_path):
    with pytest.raises(InputError, match="text/ and attributions/"):
        polnear.score(tmp_path, lambda _, text: plain_report(text))
