"""A report that is read now and not kept shows its first records, and says that there are more."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from tests.made_reports import TEXT, sample

from dragoman.reader import Reader
from dragoman.store import open as open_store
from dragoman.store.judging import KINDS
from dragoman.web import make_app, pages_report

NOTE = "Only the first"


@pytest.mark.parametrize("most", [0, 1, 2, 100])
def test_first_records_in_order(most):
    report = sample("R1", "2024-03-01")
    every = [one for kind in KINDS for one in getattr(report, f"{kind}s")]
    part = pages_report.first_of(report, most)
    assert [one for kind in KINDS for one in getattr(part, f"{kind}s")] == every[:most]


def posted(app) -> httpx.Response:
    async def ask() -> httpx.Response:
        wire = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=wire, base_url="http://localhost") as client:
            return await client.post("/read", data={"text": TEXT})

    return asyncio.run(ask())


def test_the_page_says_that_it_is_cut(tmp_path, monkeypatch):
    with open_store(tmp_path / "news.db") as store:
        app = make_app(store, Reader(pipeline="tests.made_reports:fake"))
        whole = posted(app)
        assert whole.status_code == 200
        assert NOTE not in whole.text
        assert whole.text.count("<li id=") > 1
        monkeypatch.setattr(pages_report, "MOST", 1)
        cut = posted(app)
        assert NOTE in cut.text
        assert cut.text.count("<li id=") == 1
