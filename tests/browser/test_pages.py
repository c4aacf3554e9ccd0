"""Each page in a real browser: nothing in the console, nothing asked of others, axe content in both themes."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.browser.made import EVENT, HOSTILE_ID, OTHER, SAID

PAGES = {
    "/": 200, "/events": 200, "/events?type=COERCE&status=actual": 200, "/events?type=COERC": 400, "/statements": 200,
    "/actors": 200, "/search?q=river": 200, "/about": 200, "/reports/R1": 200, "/nowhere": 404,
    "/reports/" + quote(HOSTILE_ID, safe=""): 200, "/review": 200, "/review?of=statement": 200, "/judgements": 200, "/map": 200, "/map?type=COERCE": 200,
    "/actors/a-rur": 200, "/search?q=river&sort=published": 200,
    f"/edit?report=R1&record={EVENT}": 200, "/add?report=R1": 200,
    "/timeline": 200, "/timeline?on=report&by=day&type=COERCE": 200, "/timeline?by=hour": 400, "/dyads": 200,
    "/dyads?a=RUR&b=GRA": 200, "/dyads?a=RUR": 400, "/incidents": 200, "/incidents?conflicts=perhaps": 400,
    f"/incidents/{EVENT}": 200, "/incidents/none": 404, "/stories": 200, "/stories?told=1": 200, "/stories/R1": 200,
    "/news": 200, "/news?since=yesteryear": 400, "/agreements": 200, "/agreements?state=lost": 400, "/accuracy": 200,
    "/actors/proposals": 200, "/actors/proposals?least=0": 200, "/actors/proposals?least=2": 400, "/merge?actor=a-held": 200,
    "/merge?actor=a-held&name=hold": 200, f"/merge?actor=a-held&other={OTHER.id}": 200, "/merge?actor=none": 404,
    "/split?actor=a-held": 200, "/actors/a-held": 200, "/accuracy?kind=links": 200, f"/statements/{SAID}": 200, "/statements?by=Anna+Held&about=Graustark": 200,
}  # fmt: skip
"""Every page, and what it answers: a new page is one more line."""


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_whole_open_to_all_and_fits_a_phone(visit, violations, path):
    page = visit(path)
    assert page.status == PAGES[path]
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "wider than a phone"
    if PAGES[path] >= 400:
        visit.wrong[:] = [w for w in visit.wrong if "Failed to load resource" not in w]
