"""What is seen from the last row of a room, and by whoever has set the system to high contrast."""

import pytest

from tests.web_browser import LOADED, Visit, chromium, serving

pytestmark = pytest.mark.slow
SMALL = ("--region", "tiny", "--scale", "0.02", "--days", "6")
WALL = {"width": 1920, "height": 1080}
COLOURS = """found => found.map((e) => getComputedStyle(e).backgroundColor)"""
OVERLAPS = """svg => {
  const boxes = [...svg.querySelectorAll("text")].map((e) => [e.textContent, e.getBoundingClientRect()]);
  const meet = (p, q) => p.left < q.right - 1 && q.left < p.right - 1
    && p.top + 4 < q.bottom - 4 && q.top + 4 < p.bottom - 4;
  return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) => a && b && meet(p, q))
    .map(([b]) => a + " " + b)); }"""


@pytest.fixture(scope="module")
def address():
    with serving("app", *SMALL) as found:
        yield found


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_on_a_projector_one_large_chart_comes_first_in_letters_that_are_read_far_away(address, lang):
    with chromium() as browser:
        one = Visit(browser, address, lang=lang, size=WALL)
        one.chart("sectors")
        one.press("present")
        one.page.locator("html.tf-present").wait_for(timeout=LOADED)
        one.page.wait_for_timeout(500)
        picture = one.chart("sectors").locator("svg").bounding_box()
        assert picture["height"] >= 0.45 * WALL["height"] and picture["y"] + picture["height"] <= WALL["height"]
        assert picture["y"] < one.chart("headline").bounding_box()["y"]
        letters = one.chart("sectors").locator("svg text").first
        assert letters.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= WALL["height"] / 62
        for tab, chart in (("emissions", "sectors"), ("power", "load"), ("energy", "mix")):
            one.tab(tab)
            assert one.chart(chart).locator("svg").evaluate(OVERLAPS) == []
        bar = one.page.locator(".tf-bar").bounding_box()
        assert bar["height"] < 70  # one row
        assert not one.wrong
        one.close()


def test_a_dark_system_changes_no_colour_of_a_chart(address):
    """The page is explicitly light: a browser that darkens pages by itself would make other colours of its charts."""
    with chromium() as browser:
        looks = []
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=WALL, locale="zh-CN", color_scheme=scheme)
            page.goto(address, timeout=LOADED)
            page.locator('[data-chart="sectors"] path').first.wait_for(timeout=LOADED)
            looks.append(page.locator(".tf-chart, .tf-value, .tf-tabs button, [data-chart] path").evaluate_all(
                "all => all.map((e) => getComputedStyle(e)).map((s) => [s.backgroundColor, s.color, s.fill])"
            ))  # fmt: skip
            assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light only"
            page.close()
        assert looks[0] == looks[1]


def test_high_contrast_keeps_the_colours_that_mean_something_and_shows_what_is_chosen(address):
    with chromium() as browser:
        page = browser.new_page(viewport=WALL, locale="zh-CN", forced_colors="active", color_scheme="dark")
        page.goto(address, timeout=LOADED)
        page.locator('[data-chart="sectors"]').wait_for(timeout=LOADED)
        keys = page.locator('[data-chart="sectors"] .tf-legend i').evaluate_all(COLOURS)
        assert len(set(keys)) == len(keys)  # a key without its colour explains nothing
        chosen, other = (
            page.locator(f".tf-tabs [role=tab][aria-selected={value}]").first.evaluate(
                "e => getComputedStyle(e).backgroundColor"
            )
            for value in ("true", "false")
        )
        assert chosen != other
        paper, ink = page.locator('[data-chart="sectors"] .tf-draw').evaluate(
            """e => [getComputedStyle(e).backgroundColor, getComputedStyle(e.querySelector(".tf-axis text")).fill]"""
        )
        assert paper == "rgb(255, 255, 255)" and ink == "rgb(91, 110, 106)"  # dark on white, whatever the system has
        page.locator('[data-tab="share"]').click()
        page.locator(".tf-qr path").wait_for(timeout=LOADED)
        assert page.locator(".tf-qr").evaluate_all(COLOURS) == ["rgb(255, 255, 255)"]  # black on black is no code
        page.close()
