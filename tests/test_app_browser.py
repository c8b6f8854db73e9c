"""The exploring page's boards as a person meets them: a real Chromium, desktop and phone, Chinese and English."""

import os
import re
from pathlib import Path

import pytest

from tests.web_browser import LOADED, PHONE, TABS

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("TANFENG_SHOTS")


def shot(one, name):
    if SHOTS:
        one.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


@pytest.mark.parametrize(("lang", "word"), [("zh-CN", "政策包"), ("en-GB", "Package"), ("de-DE", "政策包")])
def test_the_page_speaks_the_browsers_language_and_can_be_switched(visit, lang, word):
    page = visit(lang=lang).page
    assert page.locator(".tf-pick").inner_text().startswith(word)
    page.locator('[data-action="lang"]').click()
    other = "Package" if word == "政策包" else "政策包"
    page.locator(".tf-pick", has_text=other).wait_for(timeout=LOADED)
    page.reload(timeout=LOADED)  # what was chosen holds in this browser
    page.locator(".tf-pick", has_text=other).wait_for(timeout=LOADED)


def test_another_board_begins_at_its_top(visit):
    one = visit()
    box = one.page.locator(".tf-right")
    assert box.evaluate("e => { e.scrollTop = 400; return e.scrollTop; }") > 50
    one.tab("places")
    one.page.locator('[data-tab="places"].tf-on').wait_for(timeout=LOADED)
    one.settled()
    assert box.evaluate("e => e.scrollTop") == 0


def test_the_band_fills_in_behind_the_first_line(visit):
    one = visit()
    one.page.locator('[data-chart="spread"] .tf-foot', has_text="highest year in").wait_for(timeout=LOADED)


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_tab_draws_and_nothing_sticks_out(visit, lang, size):
    one = visit(lang=lang, **({"size": PHONE} if size == "phone" else {}))
    if size == "phone":
        one.pane("levers")
    one.lever("publicity", 90)
    if size == "phone":
        one.pane("results")
    for tab in TABS:
        one.tab(tab)
        one.page.locator(".tf-share" if tab == "share" else ".tf-chart").first.wait_for(timeout=LOADED)
        one.page.wait_for_timeout(400)
        wide = one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{tab} sticks out by {wide} pixels"
        shot(one, f"{tab}.{lang[:2]}.{size}")


def test_hours_of_a_day_show_what_a_tariff_moves(visit):
    one = visit()
    one.lever("tou_period_set", 2)
    one.tab("power")
    assert one.chart("load").locator("path").count() >= 3
    assert one.chart("before").is_visible()
    one.page.locator('[data-select="day"]').select_option(index=0)
    one.chart("after")


def test_tabs_and_firms_are_reached_by_the_arrow_keys(visit):
    one = visit()
    one.tab("money")
    one.page.locator('[data-tab="money"]').press("ArrowRight")
    one.chart("network").locator(".tf-firm").first.focus()
    assert one.page.locator('.tf-firm[tabindex="0"]').count() == 1
    first = one.page.locator(".tf-picked").inner_text()
    one.page.keyboard.press("ArrowRight")
    one.page.wait_for_function("(text) => document.querySelector('.tf-picked').innerText !== text", arg=first)


def test_a_chart_tells_its_values_to_pointer_and_keys(visit):
    one = visit()
    drawing = one.chart("sectors").locator("svg").first
    drawing.hover(position={"x": 300, "y": 100})
    tip = one.page.locator(".tf-tip")
    tip.wait_for(timeout=LOADED)
    year = tip.locator("b").inner_text()
    drawing.focus()
    one.page.keyboard.press("ArrowRight")
    tip.locator("b", has_text=re.compile(f"^{int(year) + 1}$")).wait_for(timeout=LOADED)


def test_the_presentation_view_is_larger(visit):
    one = visit()
    small = one.page.evaluate("getComputedStyle(document.querySelector('.tf-app')).fontSize")
    one.press("present")
    one.page.locator("html.tf-present").wait_for(timeout=LOADED)
    large = one.page.evaluate("getComputedStyle(document.querySelector('.tf-app')).fontSize")
    assert float(large[:-2]) > float(small[:-2])


def test_names_on_the_map_keep_their_size_when_it_is_presented(visit):
    one = visit(size={"width": 1920, "height": 1080})
    one.tab("places")
    name = one.chart("counties").locator(".tf-place").first
    size = "e => getComputedStyle(e).fontSize"  # in units of the map, of which it is a hundred wide
    before = name.evaluate(size)
    one.press("present")
    one.page.locator("html.tf-present").wait_for(timeout=LOADED)
    assert name.evaluate(size) == before


def test_a_run_that_cannot_be_made_is_said_and_the_page_lives_on(visit):
    one = visit(query="?p=no_such_package")
    assert "unknown package" in one.page.locator(".tf-notice").inner_text()
    one.lever("publicity", 90)
    assert one.page.locator('[role="alert"]').count() == 0


def test_the_choices_stand_and_are_explained_in_both_languages(visit):
    one = visit(lang="zh-CN")
    one.page.locator("[data-select=package]").select_option("plan")
    one.settled()
    assert "方案" in one.page.locator("[data-about=package]").inner_text()
    one.page.locator('[data-action="lang"]').click()
    one.page.locator(".tf-pick", has_text="Package").wait_for(timeout=LOADED)
    assert one.page.locator("[data-select=package]").input_value() == "plan"
    assert one.page.locator("[data-about=package]").inner_text().isascii()
    assert one.page.locator("[data-select=package] optgroup").evaluate_all("all => all.map((e) => e.label)")[0] == (
        "Whole futures"
    )


def test_an_axis_that_is_cut_says_so_and_hours_are_told_as_hours(visit):
    one = visit()
    one.tab("power")
    load = one.chart("load")
    lowest = load.locator(".tf-axis g text").first.text_content()
    assert load.locator(".tf-unit").text_content() == f"GW, the axis begins not at 0 but at {lowest}"
    assert load.locator(".tf-cutmark").count() == 1
    assert load.locator("text", has_text=re.compile(r"^12:00$")).count() == 1
    assert one.chart("after").locator(".tf-cutnote").count() == 0


def test_what_a_move_changed_stands_beside_the_line_with_its_reason(visit):
    one = visit()
    one.chart("changed").locator(".tf-foot", has_text="Move a lever").wait_for(timeout=LOADED)
    one.lever("efficiency_standard", 100)
    told = one.chart("changed")
    told.locator('[data-select="changed_year"]').select_option("2035")  # works take years to build
    told.locator(".tf-foot", has_text="CO2 for each unit made").wait_for(timeout=LOADED)
    assert told.locator(".tf-label", has_text="with outside").count() == 1


def test_tabs_beyond_the_edge_are_hinted_at(visit):
    one = visit(size=PHONE)
    tabs = one.page.locator(".tf-tabs")
    assert "tf-after-this" in tabs.get_attribute("class") and "tf-before-this" not in tabs.get_attribute("class")
    one.tab("share")
    one.page.locator(".tf-tabs.tf-before-this:not(.tf-after-this)").wait_for(timeout=LOADED)


def test_the_keyboard_skips_the_levers(visit):
    one = visit()
    one.page.keyboard.press("Tab")
    skip = one.page.locator('[data-action="skip"]')
    assert skip.evaluate("e => document.activeElement === e && e.getBoundingClientRect().left > 0")
    one.page.keyboard.press("Enter")
    assert one.page.evaluate("document.activeElement.dataset.tab") == "emissions"


def test_a_printed_board_is_neither_cut_nor_without_its_colours(visit):
    one = visit(lang="zh-CN")
    one.lever("efficiency_standard", 100)
    one.chart("changed")
    one.page.emulate_media(media="print")
    beyond = one.page.evaluate(
        """() => { document.querySelector('.tf-grid').style.width = '560px';  // a sheet, before anything is drawn anew
        const right = (e) => e.getBoundingClientRect().right;
        return [...document.querySelectorAll('.tf-draw svg')].map(
            (e) => Math.max(...[...e.querySelectorAll('text, path')].map(right)) - right(e.closest('article'))); }"""
    )
    assert beyond and max(beyond) <= 0
    legend = one.page.locator('[data-chart="sectors"] .tf-legend i').first
    assert legend.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"


def test_the_names_of_firms_are_large_enough_on_a_phone(visit):
    one = visit(size=PHONE)
    one.tab("firms")
    one.chart("network").locator(".tf-place").first.wait_for(timeout=LOADED)
    tall = one.page.locator('[data-chart="network"] .tf-place').first.evaluate("e => e.getBoundingClientRect().height")
    assert tall >= 12
    assert one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_full_detail_is_one_button_away_and_stands_beside_the_quick_numbers(visit):
    one = visit()
    headline = one.chart("headline")
    assert "This page is quick (scale 0.02, 6 representative days)" in headline.locator(".tf-foot").inner_text()
    one.press("detailed")
    card = headline.locator(".tf-card-exact")
    card.wait_for(timeout=3 * LOADED)
    assert re.search(r"\d{4}\n.* Mt CO2; 2030: .* \(this page [+-]\d", card.inner_text())
    one.chart("spread").locator(".tf-legend", has_text="full detail").wait_for(timeout=LOADED)
    one.lever("publicity", 90)  # it was of the future that has been left
    one.page.locator('[data-action="detailed"]').first.wait_for(timeout=LOADED)
    assert card.count() == 0


def test_on_a_phone_the_year_of_a_target_is_in_sight_and_more_is_hinted_at(visit):
    one = visit(size={"width": 360, "height": 780})
    one.tab("targets")
    table = one.chart("targets")
    year = table.locator("th", has_text=re.compile("^year$"))
    assert year.evaluate("e => e.getBoundingClientRect().right") < 360
    shadow = table.locator(".tf-scroll").evaluate("e => getComputedStyle(e).backgroundImage")
    assert shadow.count("gradient") == 4


CUT = """svg => [...svg.querySelectorAll(".tf-label")]
  .filter((e) => e.getBoundingClientRect().left < svg.getBoundingClientRect().left - 1).map((e) => e.textContent)"""


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_on_a_phone_no_name_beside_a_bar_is_cut(visit, lang):
    one = visit(lang=lang, size=PHONE)
    one.pane("levers")
    one.page.locator('[data-select="package"]').select_option("plan")
    one.settled()
    one.pane("results")
    two_lines = 0
    for tab in ("emissions", "money", "places", "trust"):
        one.tab(tab)
        one.page.locator(".tf-kind-bars svg").first.wait_for(timeout=LOADED)
        bars = one.page.locator(".tf-kind-bars svg")
        assert bars.evaluate_all(f"all => all.flatMap({CUT})") == [], tab  # at once: a board may be drawn anew
        two_lines += one.page.locator(".tf-label tspan:nth-child(2)").count()
    assert two_lines or lang != "en-GB"  # the longest are broken, not shortened


def test_on_a_phone_the_bureaus_of_a_project_have_room_for_their_names(visit):
    one = visit(lang="en-GB", size=PHONE)
    one.tab("projects")
    cell = one.chart("projects").locator("td:nth-child(4)").first
    assert cell.evaluate("e => e.clientWidth") >= 170
    assert one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
