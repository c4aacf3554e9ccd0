"""Pages and terminal text: every slot is marked, hostile text stays text."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman.records import Problem, Report
from dragoman.render.marks import Mark, marks_of, pieces
from dragoman.render.notebook import report_fragment
from dragoman.render.page import report_page
from dragoman.render.terminal import explanation, report_text
from dragoman.render.timeline_html import timeline_page
from dragoman.render.words import terminal_safe
from made_reports import TEXT, sample


class Page(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.depth = 0
        self.nested = False
        self.inside = False
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the parser hands them in
        self.tags.append(tag)
        if tag == "article":
            self.inside = True
        if tag == "mark":
            self.nested |= self.depth > 0
            self.depth += 1

    def handle_endtag(self, tag):
        if tag == "article":
            self.inside = False
        if tag == "mark":
            self.depth -= 1

    def handle_data(self, data):
        if self.inside:
            self.text.append(data)


def test_the_page_holds_the_text_and_marks_every_slot():
    report = sample()
    source = report_page(report)
    page = Page(source)
    assert "".join(page.text) == TEXT
    assert not page.nested
    for role in ("trigger", "actor", "recipient", "place", "speaker", "cue", "content", "agreement"):
        assert re.search(rf'<mark class="{role}" data-r=', source), role
    assert not re.search(r"https?://| src=| href=|@import|url\(", source)  # nothing is loaded from elsewhere
    assert report.to_html() == source


def test_hostile_text_stays_text():
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\x00\x1b[2J\ud800"
    report = sample(text=evil + TEXT, title=evil, publisher=evil, problems=(Problem("clean", evil),))
    source = report_page(report)
    assert Page(source).tags.count("script") == 1
    assert "img" not in Page(source).tags
    source.encode("utf8")
    assert "<script>" not in report_fragment(report)
    assert "\x1b" not in report_text(report)
    report_text(report).encode("utf8")
    assert "<script>" not in timeline_page([], evil)


def test_text_that_tells_records_with_their_words():
    text = report_text(sample())
    assert "Ruritania (RUR/GOV) asks or demands of Graustark (GRA/GOV) [REQUEST/meet], 2024-03-04." in text
    assert "recipient “Kingdom of Graustark”" in text
    assert "speaker “Foreign Minister Anna Held”, cue “said”" in text
    assert "not read: empty" in report_text(Report(text="", id="x", skipped="empty"))


def test_an_explanation_has_every_slot():
    slots = [row[0] for row in explanation(sample().events[1])]
    assert slots == [
        "type", "mode", "status", "actor", "actor's code", "recipient", "recipient's code", "date", "place", "contexts",
    ]  # fmt: skip


def test_direction_changing_characters_are_shown():
    assert terminal_safe("a\u202eb\x07") == "a\ufffdb\ufffd"


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_pieces_join_to_the_text_and_carry_the_marks_that_cover_them(text, spans):
    marks = [
        Mark(min(a, b, len(text)), min(max(a, b), len(text)), "actor", f"r{n}", "") for n, (a, b) in enumerate(spans)
    ]
    offset = 0
    for piece in pieces(text, marks):
        end = offset + len(piece.text)
        assert piece.text == text[offset:end]
        assert {m.record for m in piece.marks} == {
            m.record for m in marks if m.start <= offset and end <= m.end and m.start < m.end and piece.text
        }
        offset = end
    assert offset == len(text)


def test_all_marks_are_slices_of_the_text():
    report = sample()
    assert {m.role for m in marks_of(report)} >= {"trigger", "actor", "recipient", "place", "content"}
    assert all(0 <= m.start < m.end <= len(report.text) for m in marks_of(report))


def test_a_timeline_marks_what_is_ahead_and_what_conflicts():
    from dataclasses import replace

    from dragoman.records import When, Why
    from dragoman.render.timeline import timeline, timeline_text
    from dragoman.store import Hit

    report = sample()
    first = report.events[0]
    other = replace(first, id="e-other", when=When("2024-03-06", "day", (), Why("x")))
    ahead = replace(first, id="e-ahead", when=When("2024-09-01", "day", (), Why("x")))
    head = {"id": "R1", "published": "2024-03-05", "publisher": "Post", "title": None, "url": "javascript:alert(1)"}
    lines = timeline([Hit("event", head, e.to_dict()) for e in (ahead, other, first)], today="2024-04-01")
    assert [(x.date, x.ahead, x.conflicts) for x in lines] == [
        ("2024-03-04", False, ("also dated 2024-03-06",)), ("2024-03-06", False, ("also dated 2024-03-04",)),
        ("2024-09-01", True, ()),
    ]  # fmt: skip
    assert "! also dated 2024-03-06" in timeline_text(lines)
    assert "== Ahead ==" in timeline_text(lines)
    assert "<time>2024-09-01</time>" in lines._repr_html_()
    assert "javascript:" not in lines._repr_html_()
