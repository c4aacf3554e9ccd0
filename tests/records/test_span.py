from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Span
from dragoman.records.ids import content_id


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_a_span_is_a_slice_or_an_error(text: str, start: int, length: int):
    if start + length <= len(text):
        span = Span.of(text, start, start + length)
        assert span.text == text[span.start : span.end]
    else:
        with pytest.raises(ValueError, match="outside"):
            Span.of(text, start, start + length)


def test_overlap_and_cover():
    text = "Tokyo and Brussels"
    tokyo, both = Span.of(text, 0, 5), Span.of(text, 0, 18)
    assert both.covers(tokyo)
    assert not tokyo.covers(both)
    assert tokyo.overlaps(both)
    assert not tokyo.overlaps(Span.of(text, 5, 9))


@given(st.lists(st.one_of(st.none(), st.text()), max_size=4), st.lists(st.one_of(st.none(), st.text()), max_size=4))
def test_ids_differ_where_content_differs(a: list[str | None], b: list[str | None]):
    assert (content_id("x", *a) == content_id("x", *b)) == (a == b)


def test_ids_take_lone_surrogates():
    assert content_id("r", "\ud800") == content_id("r", "\ud800")
