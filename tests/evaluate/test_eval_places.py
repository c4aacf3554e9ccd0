"""The scorer on a file of our own, and the level on the benchmarks where they are."""

from __future__ import annotations

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.places import read_articles, score_file

XML = """<?xml version="1.0" encoding="utf-8"?>
<articles><article docid="1"><text><![CDATA[Two men were held in Vilnius. A Turkish envoy left  for Ankara.]]></text>
<toponyms>
<toponym><start>21</start><end>28</end><phrase>Vilnius</phrase><gaztag geonameid="593116"><lat>54.69</lat><lon>25.28</lon></gaztag></toponym>
<toponym><start>32</start><end>39</end><phrase>Turkish</phrase><gaztag geonameid="298795"><lat>39</lat><lon>35</lon></gaztag></toponym>
<toponym><start>55</start><end>61</end><phrase>Ankara</phrase><type>Literal</type><gaztag geonameid="1"><lat>39.9</lat><lon>32.9</lon></gaztag></toponym>
<toponym><start>0</start><end>3</end><phrase>Two</phrase></toponym>
</toponyms></article></articles>"""


def test_counts(tmp_path):
    (tmp_path / "gold.xml").write_text(XML)
    scores = score_file(tmp_path / "gold.xml")
    found = scores.to_dict()
    assert found["recognition_recall"] == 75.0
    assert found["recognition_precision"] == 100.0
    assert found["gold_spans"] == {"count": 3, "exact": 66.67, "at161": 100.0}
    assert found["end_to_end"]["id_f1"] == 66.67
    assert found["recall_by_type"] == {"Literal": 100.0}
    assert [e[1] for e in scores.errors] == ["missed", "wrong"]


def test_names_are_aligned_by_their_phrase(tmp_path):
    (tmp_path / "gold.xml").write_text(XML)
    article = next(read_articles(tmp_path / "gold.xml"))
    for name in article.names:
        assert article.text[name.start : name.end] == name.phrase


def test_other_files_are_refused(tmp_path):
    (tmp_path / "bad.xml").write_text("no xml")
    with pytest.raises(InputError, match="give LGL"):
        list(read_articles(tmp_path / "bad.xml"))
    with pytest.raises(InputError):
        list(read_articles(tmp_path / "missing.xml"))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "exact", "recognition"), [("lgl", 85, 78), ("TR-News", 87, 86)])
def test_benchmarks_keep_their_level(shared, name, exact, recognition):
    found = score_file(shared / "benchmarks" / "places" / f"{name}.xml").to_dict()
    assert found["gold_spans"]["exact"] >= exact
    assert found["recognition_f1"] >= recognition
