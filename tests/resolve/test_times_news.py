"""Time expressions in sentences of our own writing: words, value and interval, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dragoman.resolve.times import find_times

DATA = yaml.load((Path(__file__).parents[1] / "data" / "dates_news.yaml").read_text("utf8"), Loader=yaml.BaseLoader)  # noqa: S506 - plain strings only
CASES = [(group["published"], *case) for group in DATA for case in group["cases"]]
BAR = 0.97


def outcome(published: str, text: str) -> list[tuple[str, str, str, str | None]]:
    times = find_times(text, None if published == "null" else published)
    return [(t.span.text, t.type, t.value, t.when.value if t.when else None) for t in times]


def right(case: tuple[str, ...]) -> bool:
    published, text, words, kind, value, when, _ = case
    found = outcome(published, text)
    if not words:
        return found == []
    return (words, kind, value, None if when == "null" else when) in found


def test_there_are_two_hundred_cases_and_none_twice():
    assert len(CASES) >= 200
    assert len({(case[0], case[1], case[2]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]} {c[1][:60]}" for c in CASES])
def test_case(case):
    published, text, words, kind, value, when, why = case
    assert right(case), f"wanted {words!r} {kind} {value} {when} ({why}); found {outcome(published, text)}"


def test_share_of_exact_intervals():
    assert sum(map(right, CASES)) / len(CASES) >= BAR
