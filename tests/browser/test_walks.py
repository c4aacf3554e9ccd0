"""Whole ways through the pages: by keyboard alone, without JavaScript, with hostile and huge reports."""

from __future__ import annotations

import pytest

from tests.browser.made import BIG, EMOJI, HOSTILE, HOSTILE_ID
from tests.made_reports import TEXT, sample

LIT = "[...document.querySelectorAll('article mark.lit')].map(m => m.textContent).join('|')"


def focused(page) -> str:
    return page.evaluate("(document.activeElement.textContent || document.activeElement.name).trim()")


def tab_to(page, words: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page).startswith(words):
            return
    raise AssertionError(f"no way by Tab to {words!r}")


def press(page, key: str) -> None:
    page.wait_for_load_state()  # its module has run
    page.keyboard.press(key)


def test_from_the_first_page_to_a_decision_by_keyboard_alone(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the content"
    tab_to(page, "Events")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events")
    tab_to(page, "Ruritania urges talks", 120)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    assert page.locator("li.lit").count() == 1
    page.keyboard.press("Home")
    page.locator("input[name=who]").focus()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    tab_to(page, "Ruritania asks")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("a")
    page.wait_for_selector(".told-good")
    assert "Accepted by Ada" in page.locator(".told-good").inner_text()
    assert page.locator(f"#{first} .tag").inner_text() == "accepted"
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Taken back")
    assert page.locator(f"#{first} .tag").count() == 0


def test_keys_walk_through_records_unsure_ones_and_mentions(visit):
    page = visit("/reports/R2")
    ids = page.locator("li[data-r]").evaluate_all("found => found.map(li => li.id)")
    page.locator("li[data-r]").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == ids[1]
    assert "arrested" in page.evaluate(LIT)
    assert "Anna Held" not in page.evaluate(LIT)
    page.keyboard.press("m")
    page.keyboard.press("m")
    assert page.locator("mark.here").count() == 1
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == ids[0]
    page.keyboard.press("Escape")
    assert page.evaluate(LIT) == ""
    big = visit("/reports/BIG?p=3")
    big.keyboard.press("u")
    assert big.evaluate("document.activeElement.dataset.unsure") is None, "no record of it is unsure"


def test_pointing_at_a_word_shows_the_slots_of_its_event_together(visit):
    page = visit("/reports/R2")
    page.locator("mark.trigger", has_text="arrested").hover()
    lit = page.evaluate(LIT).split("|")
    assert {"Police", "arrested", "12 protesters", "Edelweiss"} <= set(lit)
    page.locator("mark.trigger", has_text="arrested").click()
    page.mouse.move(0, 0)
    assert "arrested" in page.evaluate(LIT), "a click pins it"


def test_selected_words_become_an_event_in_their_place(visit):
    page = visit("/reports/R3")
    page.evaluate(
        """() => {
      const walk = document.createTreeWalker(document.querySelector('article.text'), NodeFilter.SHOW_TEXT);
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const at = node.data.indexOf('reopen');
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 6);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(range);
        return;
      }
    }"""
    )
    page.locator("#pick a").click()
    page.wait_for_url("**/add?**")
    assert page.input_value("[name=trigger]") == "reopen"
    assert page.input_value("[name=at]") == str(TEXT.index("reopen"))
    page.fill("[name=type]", "CONCEDE")
    page.fill("[name=who]", "Ada")
    page.click("text=Add >> nth=-1")
    page.wait_for_selector(".told-good")
    assert "Added by Ada" in page.locator(".told-good").inner_text()
    assert page.locator("mark.trigger", has_text="reopen").count() == 1


def test_the_review_queue_by_its_keys(visit):
    page = visit("/review")
    page.fill("[name=who]", "Ada")
    page.locator("h1").click()
    first = page.locator(".decision .what").inner_text()
    press(page, "a")
    page.wait_for_selector(".told-good")
    second = page.locator("[value^='accept:']").get_attribute("value")
    page.locator("h1").click()
    press(page, "r")
    page.wait_for_selector("text=Rejected by Ada")
    assert page.locator("[value^='accept:']").get_attribute("value") != second
    press(page, "u")
    page.wait_for_selector("text=Taken back")
    press(page, "s")
    page.wait_for_url("**/review?after=**")
    press(page, "e")
    page.wait_for_url("**/edit?**")
    page.fill("[name=date]", "2024-02-30")
    page.click("button.main")
    assert "write 2023-05-24" in page.locator(".wrong").inner_text()
    visit.wrong[:] = [w for w in visit.wrong if "400" not in w]
    page.fill("[name=date]", "2024-02-29")
    page.click("button.main")
    page.wait_for_selector("text=Changed by Ada")
    assert first


def test_proposals_of_one_actor_by_keys(visit):
    page = visit("/actors/proposals?least=0.3")
    page.fill("[name=who]", "Ada")
    page.locator("h1").click()
    assert "Anna Hold" in page.locator(".what").inner_text()
    press(page, "r")
    page.wait_for_selector("text=Told apart by Ada")
    assert page.locator(".what:has-text('Anna Hold')").count() == 0
    press(page, "u")
    page.wait_for_selector("text=Taken back")
    page.locator("h1").click()
    press(page, "a")
    page.wait_for_selector("text=Merged by Ada")
    press(page, "u")
    page.wait_for_selector("text=Taken back")
    assert page.locator(".what:has-text('Anna Hold')").count() == 0, "taken apart, it is not proposed again"


def test_actors_are_merged_parted_and_split_without_javascript(visit):
    page = visit("/actors/a-held", javascript=False)
    page.fill(".same [name=name]", "hold")
    page.click(".same button:has-text('Search')")
    page.click("a.button:has-text('Compare')")
    page.locator(".side").first.wait_for()
    assert page.locator(".side").count() == 2
    page.check("input[type=radio][value=a-held]")
    page.fill("[name=who]", "Bo")
    page.click("button.main")
    assert "Merged by Bo" in page.locator(".told-good").inner_text()
    assert page.locator("h1").inner_text() == "Anna Held"
    page.click("text=part again")
    assert page.locator("text=Merged from").count() == 0
    page.click("text=In some reports it is somebody else")
    page.check("input[type=checkbox][value=R1]")
    page.fill("[name=code]", "RUR/LEG")
    page.click("button.main")
    assert "RUR/LEG" in page.locator("p.told").first.inner_text()
    page.click("text=take back")
    assert "Taken back by Bo" in page.locator(".told-good").inner_text()


def test_everything_works_without_javascript(visit):
    page = visit("/", javascript=False)
    page.fill("#text", TEXT)
    page.click("button.main")
    page.locator("mark.trigger").first.wait_for()
    assert page.locator("mark.trigger", has_text="urged").count() == 1
    page.goto("/events")
    page.click("details.filter summary")
    page.select_option("[name=type]", "COERCE")
    page.click("details.filter button.main")
    page.wait_for_load_state()
    assert page.locator("tbody tr").count() >= 7
    page.goto("/reports/R4")
    page.fill("[name=who]", "Bo")
    said = sample("R4").events[1].id
    page.click(f"#{said} button:has-text('reject')")
    assert "Rejected by Bo" in page.locator(".told-good").inner_text()
    assert page.locator(f"#{said}.rejected").count() == 1
    page.click(".told-good button")
    assert page.locator(f"#{said}.rejected").count() == 0
    page.click(f"#{said} a:has-text('edit')")
    page.fill("[name=type]", "ASSAULT/beat")
    page.click("button.main")
    assert "ASSAULT/beat" in page.locator(f"#{said}").inner_text()
    page.click("#add")
    page.fill("[name=trigger]", "settlement")
    page.fill("[name=type]", "AGREE")
    page.click("button.main")
    assert "Added by Bo" in page.locator(".told-good").inner_text()
    page.goto("/judgements")
    assert page.locator("tbody tr").count() >= 4


def test_a_hostile_report_is_shown_safely_and_in_place(visit):
    page = visit("/search?q=warned")
    page.click("main a:has-text('title')")
    page.wait_for_selector("article.text")
    assert page.locator("article script, article img, article svg, article a").count() == 0
    assert page.evaluate("document.querySelectorAll('main a[href^=\"javascript\"]').length") == 0
    shown = page.evaluate("document.querySelector('article.text').textContent")
    assert shown == HOSTILE.replace("\x00", "�")
    assert page.locator("article mark.trigger").inner_text() == "warned"
    before = page.evaluate(
        """() => { const range = document.createRange(); range.setStart(document.querySelector('article.text'), 0);
        range.setEndBefore(document.querySelector("article mark.trigger")); return [...range.toString()].length; }"""
    )
    assert before == HOSTILE.index("warned"), f"{EMOJI!r} moved the mark"
    boxes = page.evaluate("[...document.querySelectorAll('article, aside')].map(n => getComputedStyle(n).unicodeBidi)")
    assert set(boxes) <= {"isolate", "normal", "plaintext"}
    assert page.evaluate("location.pathname") == "/reports/H%2F1%20%3Cb%3E"
    assert HOSTILE_ID in page.evaluate("document.querySelector('[name=report]').value")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_of_ten_thousand_events_is_paged(visit, javascript):
    page = visit(f"/reports/BIG?at=e{BIG - 1:05d}#e{BIG - 1:05d}", javascript=javascript)
    assert page.locator(f"#e{BIG - 1:05d}").count() == 1
    assert page.locator("li[data-r]").count() <= 150
    assert len(page.content()) < 600_000
