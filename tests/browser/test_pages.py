"""Each page in a real browser: nothing in the console, nothing asked of others, axe content in both themes."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.browser.made import HOSTILE_ID

PAGES = {
    "/": 200, "/events": 200, "/events?type=COERCE&status=actual": 200, "/events?type=COERC": 400, "/statements": 200,
    "/actors": 200, "/search?q=river": 200, "/about": 200, "/reports/R1": 200, "/nowhere": 404,
    "/reports/" + quote(HOSTILE_ID, safe=""): 200,
}  # fmt: skip
"""Every page, and what it answers: a new page is one more line."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_whole_and_open_to_all(visit, violations, path, dark):
    page = visit(path, dark=dark)
    assert page.status == PAGES[path]
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    if PAGES[path] >= 400:
        visit.wrong[:] = [w for w in visit.wrong if "Failed to load resource" not in w]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(visit, path):
    page = visit(path, phone=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    visit.wrong[:] = [w for w in visit.wrong if PAGES[path] < 400 or "Failed to load resource" not in w]
