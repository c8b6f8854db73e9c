"""What is seen from the moment a hand moves a lever until its future has come, and what tells things apart."""

import re

import pytest

from tests.web_browser import LOADED, PHONE

pytestmark = pytest.mark.slow
NARROW, PROJECTOR = {"width": 360, "height": 780}, {"width": 1366, "height": 768}
HEADLINE = ".tf-headline > span:nth-child(2) b"
# Moves three levers in one go, as quick hands do, and writes down what each frame shows: the levers, whether the page
# says that it is computing, and its figure. The frames go on until it says so no more.
QUICK = """async ([levers, selector]) => {
  const seen = [], sliders = levers.map((id) => document.querySelector(`[data-lever="${id}"] input[type=range]`));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const look = () => seen.push({
    levers: sliders.map((e) => e.value).join(), figure: document.querySelector(selector).innerText,
    waits: document.documentElement.classList.contains("tf-waits") && !!document.querySelector(".tf-spin") });
  look();
  for (const share of [0.3, 0.9, 1]) for (const e of sliders) {
    e.value = Number(e.min) + share * (e.max - e.min);
    e.dispatchEvent(new Event("input")); if (share === 1) e.dispatchEvent(new Event("change"));
    await frame(); await frame(); look();
  }
  const until = performance.now() + 120000;
  while (seen[seen.length - 1].waits && performance.now() < until) { await frame(); look(); }
  return seen; }"""  # fmt: skip
LEVERS = ["efficiency_standard", "wind_pv_quota", "clean_heating_programme"]


def test_a_move_is_seen_at_once_and_old_figures_are_never_shown_as_those_of_new_levers(visit):
    one = visit(query="?p=plan")
    one.settled()
    seen = one.page.evaluate(QUICK, [LEVERS, HEADLINE])
    first, moved = seen[0], seen[1:]
    assert not first["waits"] and moved[0]["waits"]  # in the frame after the hand, before any server has answered
    assert len({look["levers"] for look in moved}) >= 3
    one.settled()
    last = one.page.locator(HEADLINE).inner_text()
    assert last != first["figure"]
    for look in moved:  # a figure that is not said to be an old one is that of the levers as they stand
        if not look["waits"]:
            assert (look["levers"], look["figure"]) == (moved[-1]["levers"], last)
    fresh = visit(query=one.page.evaluate("location.search"))  # and it is the one that anybody gets for these levers
    fresh.settled()
    assert fresh.page.locator(HEADLINE).inner_text() == last


def test_what_is_still_shown_is_said_to_be_old_and_nothing_moves_for_it(visit):
    one = visit()
    before = one.chart("sectors").bounding_box()
    one.page.evaluate("window.dispatchEvent(new CustomEvent('tanfeng-unheard', { detail: true }))")
    one.page.locator(".tf-old", has_text="still shown: before the move").wait_for(timeout=LOADED)
    one.page.wait_for_function("getComputedStyle(document.querySelector('.tf-draw')).opacity < 0.7", timeout=LOADED)
    assert one.chart("sectors").bounding_box() == before
    one.page.evaluate("window.dispatchEvent(new CustomEvent('tanfeng-unheard', { detail: false }))")
    one.page.locator(".tf-old").wait_for(state="detached", timeout=LOADED)


def test_a_move_back_to_where_it_was_ends_waiting_too(visit):
    one = visit(query="?p=plan")
    one.page.locator('[data-select="package"]').select_option("plan")  # what is chosen already: nothing is computed
    one.lever("publicity", 90)
    box = one.page.locator('[data-lever="publicity"] .tf-value')
    box.fill("90.0")
    box.press("Enter")
    one.page.locator(".tf-spin").wait_for(state="detached", timeout=LOADED)


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("size", "tallest"), [(PHONE, 76), (NARROW, 76), (PROJECTOR, 56)])
def test_the_bar_has_two_rows_on_a_phone_and_one_on_a_projector(visit, lang, size, tallest):
    one = visit(lang=lang, size=size, query="?p=plan&l=clean_heating_programme:2027=0.4")
    one.settled()
    assert one.page.locator(".tf-bar").bounding_box()["height"] <= tallest
    assert one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_lines_are_told_apart_by_marks_and_layers_by_their_names_not_by_colour_alone(visit):
    one = visit()
    one.tab("energy")
    keys = one.chart("shares").locator(".tf-key path").evaluate_all("all => all.map((e) => e.getAttribute('d'))")
    assert len(keys) == len(set(keys)) == 4
    assert one.chart("shares").locator(".tf-dot").count() >= 2 * len(keys)
    names = one.chart("mix").locator(".tf-in")
    legend = one.chart("mix").locator(".tf-legend").inner_text()
    assert names.count() >= 1
    assert all(name in legend for name in names.all_text_contents())


@pytest.mark.parametrize(("lang", "law", "plan"), [("zh-CN", "现行政策", "方案"), ("en-GB", "current law", "plan")])
def test_a_lever_says_where_it_stands_today_in_the_plan_and_how_far_it_goes(visit, lang, law, plan):
    one = visit(lang=lang, query="?p=plan")
    lever = one.page.locator('[data-lever="wind_pv_quota"]')
    assert law in lever.locator(".tf-hint").first.inner_text()
    assert lever.locator(".tf-lunit").inner_text() == ("倍" if lang == "zh-CN" else "times")
    lever.locator(".tf-name").click()
    told = lever.locator('[data-part="values"]').inner_text()
    assert re.search(rf"2030.*{law} [\d.]+ · {plan} [\d.]+ · .*0 – 3", told)
