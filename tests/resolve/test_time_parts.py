"""Calendar arithmetic, numbers, tokens, and promises that hold for any text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Published, Report
from dragoman.resolve import time_calendar as cal
from dragoman.resolve.time_grammar import grammar
from dragoman.resolve.time_numbers import count, duration
from dragoman.resolve.time_tokens import numeric_classes
from dragoman.resolve.times import ACTIONS, GUARDS, find_times, resolve_times

WEDNESDAY = date(2023, 5, 24)


@pytest.mark.parametrize(
    ("value", "interval", "precision"),
    [
        ("2023-05-24", "2023-05-24", "day"),
        ("2023-05", "2023-05", "month"),
        ("2014", "2014", "year"),
        ("2023-W21", "2023-05-22/2023-05-28", "week"),
        ("2023-W21-WE", "2023-05-27/2023-05-28", "interval"),
        ("2023-Q2", "2023-04/2023-06", "quarter"),
        ("2023-H2", "2023-07/2023-12", "interval"),
        ("2023-WI", "2023-12/2024-02", "interval"),
        ("199", "1990/1999", "decade"),
        ("17", "1700/1799", "interval"),
        ("2023-05-24TMO", "2023-05-24", "day"),
        ("2023-05-24T19:15+00:00", "2023-05-24T19:15+00:00", "minute"),
    ],
)
def test_values_as_intervals(value, interval, precision):
    assert cal.as_interval(value) == (interval, precision)


@pytest.mark.parametrize("value", ["P2W", "PRESENT_REF", "XXXX-WXX-3", "2023-02-30", "2023-W60", "", "2023-13"])
def test_values_that_name_no_time(value):
    assert cal.as_interval(value) is None


def test_shifts_keep_within_the_calendar():
    assert cal.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert cal.add_days(date.max, 5) == date.max
    assert cal.shift(date(2, 1, 1), -50, "Y") == "0001"
    assert cal.shift(date(2024, 12, 30), 0, "W") == "2025-W01"


@pytest.mark.parametrize(("year", "day"), [(1998, (4, 12)), (2000, (4, 23)), (2023, (4, 9)), (2038, (4, 25))])
def test_easter(year, day):
    assert cal.easter(year) == date(year, *day)


@pytest.mark.parametrize(("tense", "year"), [("past", 2022), ("future", 2023)])
def test_a_month_without_a_year_fits_the_tense(tense, year):
    assert cal.nearest_year(12, None, WEDNESDAY, tense) == year


@pytest.mark.parametrize(
    ("words", "number", "unit", "value"),
    [
        ("twenty - five", Fraction(25), "MIN", "PT25M"),
        ("two and a half", Fraction(5, 2), "Y", "P2Y6M"),
        ("a hundred", Fraction(100), "Y", "P100Y"),
        ("two thousand", Fraction(2000), "Y", "P2000Y"),
        ("a few", None, "D", "PXD"),
        ("a couple of", Fraction(2), "W", "P2W"),
        ("2 1/2", Fraction(5, 2), "H", "PT2H30M"),
        ("12 to 18", Fraction(12), "M", "P12M"),
        ("three", Fraction(3), "E", "P30Y"),
    ],
)
def test_numbers_and_durations(words, number, unit, value):
    assert count(words.split(), grammar().words["NUM"]) == number
    assert duration(number, unit) == value


@pytest.mark.parametrize(
    ("token", "kinds"),
    [
        ("24", {"INT", "DAY", "HOUR", "YY"}),
        ("2014", {"INT", "YEAR", "CLOCK4"}),
        ("1644", {"INT", "OLDYEAR", "CLOCK4"}),
        ("23rd", {"ORDN", "DAYORD"}),
        ("32nd", {"ORDN"}),
        ("1990s", {"DECADE"}),
        ("1,500", {"BIG"}),
    ],
)
def test_kinds_of_number(token, kinds):
    assert numeric_classes(token) == kinds


def test_rules_name_actions_and_guards_that_exist():
    for rule in grammar().rules:
        assert rule.do in ACTIONS, rule.name
        assert rule.options.get("guard") in {None, *GUARDS}, rule.name
    names = [rule.name for rule in grammar().rules]
    assert len(set(names)) == len(names)


WORDS = st.sampled_from(
    [
        "on",
        "in",
        "the",
        "of",
        "last",
        "next",
        "this",
        "two",
        "three",
        "4",
        "31",
        "30",
        "2014",
        "1644",
        "12:30",
        "Feb",
        "May",
        "Monday",
        "week",
        "days",
        "ago",
        "later",
        "a",
        ".",
        ",",
        "-",
        "and",
        "to",
        "quarter",
        "first",
        "half",
        "year",
        "1990s",
        "'80s",
        "century",
        "noon",
        "p.m.",
        "GMT",
        "Easter",
        "Day",
        "early",
        "end",
        "until",
        "will",
        "said",
        "\n\n",
        "”",
        "—",
        "٣",
        "½",
        "²",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25), st.sampled_from([None, WEDNESDAY, date(1, 1, 1), date.max]))
def test_any_words_give_slices_in_order(words, anchor):
    text = " ".join(words)
    at = 0
    for time in find_times(text, anchor):
        assert time.span.text == text[time.span.start : time.span.end]
        assert time.span.start >= at
        at = time.span.end
        assert time.value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    find_times(text, WEDNESDAY)


@pytest.mark.parametrize("word", ["9", "one ", "Easter ", "May 1 ", "last ", "March 1-", "first quarter of "])
def test_a_word_without_end_is_read(word):
    find_times(word * 5000, WEDNESDAY)


def test_nothing_crosses_a_sentence():
    text = "They met on May\n\n24 people died."
    assert [t.span.text for t in find_times(text, WEDNESDAY)] == ["May"]
    text = "It began in May. 24 people died."
    assert [t.span.text for t in find_times(text, WEDNESDAY, sentences=[(0, 16), (17, len(text))])] == ["May"]


def test_a_report_gets_its_times_and_their_reasons():
    report = Report("He left on Tuesday.", "r1", published=Published("2023-05-24"))
    time = resolve_times(report).times[0]
    assert time.when is not None
    assert (time.when.value, time.when.why.by) == ("2023-05-23", "date.weekday")
    assert "publication" in time.when.why.note


def test_a_bound_is_told():
    time = find_times("It has held since 2006.", WEDNESDAY)[0]
    assert time.when is not None
    assert "lower bound" in time.when.why.note


def test_a_publication_date_that_is_no_date_is_none():
    report = Report("He left on Tuesday.", "r1", published=Published("soon"))
    assert resolve_times(report).times == ()
