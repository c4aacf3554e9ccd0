"""The reader and its workers: order, failures that cost one report, hangs, deaths."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import dragoman
from dragoman.config import Settings
from dragoman.errors import InputError, UsageError
from dragoman.pipeline import Pipeline
from dragoman.reader import Reader, failure, looks_like_page, published_of
from made_reports import TEXT

FAKE = "made_reports:fake"


@pytest.fixture
def reader() -> Reader:
    return Reader(Settings(time_limit=1.5, max_characters=5000), pipeline=FAKE)


def test_read_gives_records_and_given_fields(reader):
    report = reader.read(TEXT, published="2024-03-05", title="Talks")
    assert [e.type for e in report.events] == ["REQUEST", "COERCE"]
    assert report.published.date == "2024-03-05"
    assert report.title == "Talks"
    assert report.statements.by("anna held")[0].content[0].text == "We want a <fair> settlement"


def test_read_refuses_what_is_too_long_and_skips_what_is_empty(reader):
    with pytest.raises(InputError, match="5,001 characters"):
        reader.read("x" * 5001)
    assert reader.read(" \n").skipped.startswith("empty")


@pytest.mark.parametrize("value", ["yesterday", "24.05.2023", "2023-13-01", "0000-01-01"])
def test_a_date_that_is_none_is_a_usage_error(value):
    with pytest.raises(UsageError, match="no date"):
        published_of(value)


def test_a_date_keeps_time_and_zone():
    found = published_of("2023-05-24T19:51+05:30")
    assert (found.date, found.time, found.zone) == ("2023-05-24", "19:51", "+05:30")
    assert published_of("2023-05-24").time is None


def test_pipe_here_collects_failures_in_order(reader):
    found = list(reader.pipe([TEXT, "FAIL", {"text": "third", "id": "c"}, 5], on_error="collect"))
    assert [bool(failure(r)) for r in found] == [False, True, False, True]
    assert found[2].id == "c"
    with pytest.raises(InputError, match="made to fail"):
        list(reader.pipe(["FAIL"]))


def test_pipe_refuses_odd_arguments(reader):
    with pytest.raises(UsageError):
        list(reader.pipe([], jobs=0))
    with pytest.raises(UsageError):
        list(reader.pipe([], on_error="ignore"))


def test_workers_keep_order_and_a_death_a_hang_and_a_fault_cost_one_report_each(reader):
    texts = [f"report {n}" for n in range(20)]
    texts[3], texts[8], texts[11] = "DIE", "HANG", "FAIL"
    texts[5] = "x" * 200_000  # more than a pipe holds
    reader = Reader(Settings(time_limit=1.5), pipeline=FAKE)
    found = list(reader.pipe(({"text": t, "id": str(n)} for n, t in enumerate(texts)), jobs=2, on_error="collect"))
    assert [r.id for r in found] == [str(n) for n in range(20)]
    lost = {r.id: failure(r).message for r in found if failure(r)}
    assert set(lost) == {"3", "8", "11"}
    assert "died" in lost["3"]
    assert "more than 1.5 s" in lost["8"]
    assert "made to fail" in lost["11"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits what a process may write to")
def test_a_report_that_needs_too_much_memory_fails_with_its_reason_and_the_worker_goes_on():
    texts = ["one", "GREEDY", "ABORT", "four"]
    items = [{"text": t, "id": str(n)} for n, t in enumerate(texts)]
    found = list(Reader(Settings(memory_limit=600), pipeline=FAKE).pipe(items, on_error="collect", isolate=True))
    lost = {r.id: failure(r).message for r in found if failure(r)}
    assert set(lost) == {"1", "2"}
    assert lost["1"] == "needs more than 600 MB of memory; raise DRAGOMAN_MEMORY_LIMIT to allow more"
    assert "died (status -6)" in lost["2"]
    assert "600 MB" in lost["2"]
    free = list(Reader(Settings(memory_limit=0), pipeline=FAKE).pipe(items[:2], on_error="collect", isolate=True))
    assert not any(failure(r) for r in free)


def test_no_memory_fails_a_report_while_another_fault_costs_one_stage(monkeypatch):
    class Faulty:
        name, needs, gives = "faulty", frozenset(), frozenset()

        def run(self, report):
            raise MemoryError if "GREEDY" in report.text else ValueError("odd")

    monkeypatch.setattr("dragoman.reader.build", lambda *_: Pipeline((Faulty(),)))
    greedy, odd = Reader().pipe(["GREEDY", "odd"], on_error="collect")
    assert failure(greedy).message.startswith("MemoryError")
    assert failure(odd) is None
    assert "records of this stage are missing" in odd.problems[0].message


def test_workers_that_cannot_load_say_why():
    with pytest.raises(Exception, match=r"worker|cannot"):
        list(Reader(pipeline="made_reports:nothing").pipe(["a"], jobs=2))


def test_pages_are_told_from_texts():
    assert looks_like_page("\ufeff<!DOCTYPE html><p>x")
    assert not looks_like_page("a < b and <html> later")


def test_public_names_are_what_they_should_be():
    assert sorted(dragoman.__all__) == [
        "Actor", "Event", "Reader", "Report", "Span", "Statement", "Store", "__version__", "open", "read",
    ]  # fmt: skip
    assert all(getattr(dragoman, name) for name in dragoman.__all__)
    with pytest.raises(AttributeError):
        dragoman.nothing  # noqa: B018


def test_workers_give_what_one_process_gives(reader):
    items = [{"text": TEXT + f" {n}", "id": str(n), "published": "2024-03-05"} for n in range(6)]
    assert [r.to_dict() for r in reader.pipe(items, jobs=2)] == [r.to_dict() for r in reader.pipe(items)]
