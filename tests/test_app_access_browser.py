"""Whoever cannot see, point or read small print: names, headings, contrast, sizes, zoom, motion, on every board."""

import pytest

from tests.web_access import wrongs
from tests.web_browser import DESKTOP, LOADED, PHONE, TABS, Visit, chromium, serving

pytestmark = pytest.mark.slow
SMALL = ("--region", "tiny", "--scale", "0.02", "--days", "6")


@pytest.fixture(scope="module")
def address():
    with serving("app", *SMALL) as found:
        yield found


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.mark.parametrize(("size", "lang"), [(DESKTOP, "en-GB"), (PHONE, "zh-CN")])
def test_nothing_on_any_board_stands_in_the_way(browser, address, size, lang):
    one = Visit(browser, address, lang=lang, size=size)
    one.chart("sectors")
    if size is PHONE:
        one.pane("levers")
    one.page.locator('[data-depth="2"]').click()
    one.page.locator(".tf-name").nth(2).click()
    one.lever("publicity", 90)
    found = {"levers": wrongs(one.page)}
    if size is PHONE:
        one.pane("results")
    for tab in ("emissions", *TABS):
        one.tab(tab)
        one.page.locator(".tf-share" if tab == "share" else ".tf-chart").first.wait_for(timeout=LOADED)
        one.settled()
        found[tab] = wrongs(one.page)
    assert {tab: wrong for tab, wrong in found.items() if wrong} == {}
    one.close()


def test_a_chart_says_where_its_lines_begin_and_end_and_how_to_read_on(browser, address):
    one = Visit(browser, address)
    picture = one.chart("accountings").locator("svg").first
    name = picture.get_attribute("aria-label")
    assert "CO2 from energy 2020 " in name and ", 2060 " in name and "arrow keys" in name
    picture.focus()
    one.page.keyboard.press("ArrowRight")
    one.page.keyboard.press("ArrowRight")
    assert one.chart("accountings").locator(".tf-tip[role=status]").inner_text().startswith("2021")
    one.close()


def test_who_wants_no_motion_sees_none(browser, address):
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.goto(address, timeout=LOADED)
    page.locator('[data-chart="sectors"] path').first.wait_for(timeout=LOADED)
    moving = page.evaluate(
        """() => [...document.querySelectorAll(".tf-app *")].filter((e) => {
          const s = getComputedStyle(e);
          return s.transitionDuration.split(",").some((d) => parseFloat(d) > 0.01) && s.transitionProperty !== "none"
            && !e.closest("input, button, select"); }).map((e) => e.outerHTML.slice(0, 90)).slice(0, 5)"""
    )
    assert moving == []
    context.close()
