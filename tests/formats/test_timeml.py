"""TimeML is read as it is written, and hostile files are refused."""

from __future__ import annotations

import pytest

from dragoman.errors import InputError
from dragoman.formats import timeml
from dragoman.records import Published, Report
from dragoman.resolve.times import resolve_times


def test_written_and_read_again():
    text = "AT&T left <Rome> on Tuesday.\n\nIt will be back in two weeks, in June 2024."
    report = resolve_times(Report(text, 'a "b" & c', published=Published("2023-05-24")))
    document = timeml.read(timeml.write(report))
    assert (document.id, document.created, document.text) == ('a "b" & c', "2023-05-24", text)
    wanted = [(t.span.start, t.span.end, t.type, t.value, t.mod) for t in report.times]
    assert [(t.start, t.end, t.type, t.value, t.mod) for t in document.times] == wanted
    assert len(wanted) == 3


def test_characters_that_xml_forbids_keep_the_offsets():
    report = resolve_times(Report("\x00 on Tuesday \x0b", "r", published=Published("2023-05-24")))
    document = timeml.read(timeml.write(report))
    assert len(document.text) == len(report.text)
    assert document.text[document.times[0].start : document.times[0].end] == "Tuesday"


def test_events_inside_are_text():
    source = "<TimeML><DOCID>x</DOCID><TEXT>He <EVENT>left</EVENT> <TIMEX3 type='DATE' value='2023-05-23'>on <B>Tuesday</B></TIMEX3>.</TEXT></TimeML>"
    document = timeml.read(source)
    assert document.text == "He left on Tuesday."
    assert [(t.start, t.end, t.value) for t in document.times] == [(8, 18, "2023-05-23")]
    assert document.created is None


@pytest.mark.parametrize("source", ["", "<TimeML>", "<TimeML></TimeML>", "no xml"])
def test_what_is_no_timeml_is_refused(source):
    with pytest.raises(InputError):
        timeml.read(source)


def test_entities_are_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    path = tmp_path / "x.tml"
    path.write_text(f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]><TimeML><TEXT>a&s;b</TEXT></TimeML>')
    assert "secret" not in timeml.read(path).text
