"""The lever panel as a person meets it, in a real Chromium."""

import pytest

from policies.registry import all_levers
from tests.web_browser import LOADED, PHONE

pytestmark = pytest.mark.slow


def paths(one):
    return one.chart("sectors").locator("path").evaluate_all("all => all.map((path) => path.getAttribute('d'))")


def test_a_lever_moved_by_the_keyboard_redraws_with_a_ghost(visit):
    one = visit()
    assert "total, before the move" not in one.chart("sectors").locator(".tf-legend").inner_text()
    before = paths(one)
    slider = one.page.locator('[data-lever="efficiency_standard"] input[type=range]')
    slider.focus()
    slider.press("End")
    one.page.locator('[data-chart="sectors"] .tf-legend', has_text="total, before the move").wait_for(timeout=LOADED)
    one.settled()
    assert paths(one) != before


@pytest.mark.parametrize("size", [PHONE, {"width": 683, "height": 450}], ids=["phone", "twice_its_size"])
def test_on_a_narrow_screen_levers_are_one_tap_away_and_their_effect_stays_in_sight(visit, size):
    one = visit(size=size)
    lever, change = one.page.locator('[data-lever="efficiency_standard"]'), one.page.locator("[data-trace=change]")
    assert not lever.is_visible()
    one.pane("levers")
    assert one.page.locator('[data-pane="levers"]').get_attribute("aria-pressed") == "true"
    assert not one.page.locator('[data-chart="sectors"]').is_visible()
    assert change.locator("path").count() == 0
    lever.scroll_into_view_if_needed()
    one.lever("efficiency_standard", 100)
    assert change.locator("path").count() == 1 and "vs before" in change.get_attribute("aria-label")
    one.page.locator('[data-action="assumptions"]').scroll_into_view_if_needed()
    box = change.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] < size["height"] / 2
    assert one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    left = one.page.evaluate("window.scrollY")
    one.pane("results")
    assert one.chart("sectors").is_visible() and not change.is_visible()
    one.pane("levers")  # where they were left
    assert one.page.evaluate("window.scrollY") == left > 0
    one.page.locator('[data-action="skip"]').focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_function("document.activeElement.dataset.tab === 'emissions'", timeout=LOADED)


def test_undo_redo_and_the_keys_for_them(visit):
    one = visit()
    one.lever("publicity", 90)
    one.press("undo")
    one.page.locator('[data-lever="publicity"]:not(.tf-changed)').wait_for(timeout=LOADED)
    one.page.keyboard.press("Control+y")
    one.page.locator('[data-lever="publicity"].tf-changed').wait_for(timeout=LOADED)
    one.page.keyboard.press("Control+z")
    one.page.locator('[data-lever="publicity"]:not(.tf-changed)').wait_for(timeout=LOADED)
    one.press("redo")
    one.settled()
    one.press("replay")
    one.page.locator('[data-lever="publicity"].tf-changed').wait_for(timeout=LOADED)


def test_resets_ask_first_and_leave_each_other_alone(visit):
    one = visit()
    one.page.locator('[data-select="storyline"]').select_option("fast")
    one.lever("publicity", 90)
    one.press("reset-levers")
    one.page.locator(".tf-confirm").get_by_text("No").click()
    assert one.page.locator('[data-lever="publicity"].tf-changed').count() == 1
    one.press("reset-levers")
    one.press("confirm")
    one.page.locator('[data-lever="publicity"]:not(.tf-changed)').wait_for(timeout=LOADED)
    assert one.page.locator('[data-select="storyline"]').input_value() == "fast"
    one.press("reset-assumptions")
    one.press("confirm")
    one.page.wait_for_function("document.querySelector('[data-select=storyline]').value === 'steady'", timeout=LOADED)


def test_a_question_has_the_keyboard_and_escape_says_no(visit):
    one = visit()
    one.lever("publicity", 90)
    reset = one.page.locator('[data-action="reset-levers"]')
    reset.focus()
    reset.press("Enter")
    one.page.wait_for_function("document.activeElement.dataset.action === 'unask'", timeout=LOADED)
    one.page.keyboard.press("Escape")
    one.page.locator(".tf-confirm").wait_for(state="detached", timeout=LOADED)
    assert one.page.evaluate("document.activeElement.dataset.action") == "reset-levers"
    assert one.page.locator('[data-lever="publicity"].tf-changed').count() == 1
    name = one.page.locator('[data-lever="publicity"] .tf-name')
    name.press("Enter")
    one.page.locator('[data-lever="publicity"] .tf-edit').wait_for(timeout=LOADED)
    one.page.keyboard.press("Tab")  # somewhere within the card
    one.page.keyboard.press("Escape")
    assert name.get_attribute("aria-expanded") == "false"
    assert name.evaluate("e => document.activeElement === e")


def test_an_assumption_says_its_value_while_it_is_moved(visit):
    one = visit()
    one.press("assumptions")
    row = one.page.locator("[data-assumption]").first
    slider, value = row.locator("input"), row.locator(".tf-head small")
    middle = value.inner_text()
    slider.evaluate("e => { e.value = 1; e.dispatchEvent(new Event('input')); }")  # a hand that has not let go
    one.page.wait_for_timeout(200)
    assert value.inner_text() != middle and slider.get_attribute("aria-valuetext") == value.inner_text()
    slider.evaluate("e => e.dispatchEvent(new Event('change'))")
    one.page.locator("[data-assumption].tf-changed").first.wait_for(timeout=LOADED)
    one.press("reset-assumptions")
    one.press("confirm")
    one.page.locator("[data-assumption].tf-changed").first.wait_for(state="detached", timeout=LOADED)
    assert value.inner_text() == middle


def test_what_is_typed_into_a_schedule_stays_within_bounds_or_changes_nothing(visit):
    one = visit(query="?p=current&l=publicity:2030=0.4,2060=0.8")
    lever = one.page.locator('[data-lever="publicity"]')
    lever.locator(".tf-name").click()
    year, value = (lever.locator(".tf-points input").nth(n) for n in (0, 1))

    def typed(box, text):
        box.fill(text)
        box.press("Enter")
        one.settled()
        return year.input_value(), value.input_value()

    assert typed(value, "") == ("2030", "40")
    assert typed(year, "") == ("2030", "40")
    assert typed(value, "199") == ("2030", "100")
    assert typed(year, "1999") == ("2027", "100")
    assert typed(year, "2060") == ("2060", "100")  # it takes the place of the point that stood there
    assert lever.locator(".tf-point").count() == 1
    lever.locator('[data-action="add-point"]').click()  # the years end here: the widest gap is filled
    lever.locator(".tf-point").nth(1).wait_for(timeout=LOADED)
    one.settled()
    assert 2027 < int(year.input_value()) < 2060
    one.page.locator('[data-action="assumptions"]').click()
    seed = one.page.locator(".tf-assume .tf-value")
    seed.fill("-5")
    seed.press("Enter")
    one.settled()
    assert seed.input_value() == "0"


def test_what_is_no_number_is_said_to_be_none_and_a_good_one_ends_the_warning(visit):
    one = visit(query="?p=plan")
    lever = one.page.locator('[data-lever="clean_heating_programme"]')
    box, hint = lever.locator(".tf-value"), lever.locator(".tf-hint").first

    def typed(text):
        box.fill(text)
        box.press("Enter")
        one.settled()
        return box.input_value(), hint.inner_text()

    first = box.input_value()
    for nonsense in ("abc", "12.3.4", "0x10", "Infinity"):
        value, told = typed(nonsense)
        assert (value, "no number" in told) == (first, True), nonsense
    value, told = typed("1e9")
    assert value == "60" and "out of bounds" in told
    value, told = typed("12.3456")  # kept as it was written
    assert value == "12.3456" and "out of bounds" not in told


@pytest.mark.parametrize(("lang", "never"), [("zh-CN", "从不"), ("en-GB", "never")])
def test_a_year_that_never_comes_is_said_and_typed_in_words(visit, lang, never):
    one = visit(lang=lang, query="?p=current")
    one.page.locator('[data-depth="3"]').click()
    lever = one.page.locator('[data-lever="equipment_standard_year"]')
    box, slider = lever.locator(".tf-value"), lever.locator("input[type=range]")
    one.lever("equipment_standard_year", 2035)
    box.fill(never)
    box.press("Enter")
    one.page.wait_for_function("location.search.includes('equipment_standard_year:2027=2061')", timeout=LOADED)
    one.settled()
    assert (box.input_value(), slider.get_attribute("aria-valuetext")) == (never, never)
    lever.locator(".tf-name").click()
    assert "2061" not in lever.inner_text()
    box.fill("2031")
    box.press("Enter")
    one.settled()
    assert box.input_value() == "2031"


def test_a_lever_is_found_by_words_that_are_not_its_name(visit):
    one = visit(lang="zh-CN")
    shown = one.page.locator("[data-lever]")

    def found(words):
        one.page.locator(".tf-search").fill(words)
        one.page.wait_for_timeout(300)
        return [lever.get_attribute("data-lever") for lever in shown.all()]

    assert "coal_to_electricity_running_subsidy" in found("取暖补贴")
    assert "ev_truck_subsidy" in found("重卡 补贴")
    of_17 = [lever.id for lever in all_levers().values() if "17" in lever.projects]
    assert sorted(found("项目17")) == sorted(found("project 17")) == sorted(of_17)
    assert found("qqq") == []


def test_what_was_moved_is_set_against_the_package(visit):
    one = visit(query="?p=plan")
    button = one.page.locator('[data-action="against-package"]')
    assert button.is_disabled()  # nothing was moved
    one.lever("publicity", 90)
    one.lever("efficiency_standard", 40)
    one.page.locator('[data-depth="0"]').click()  # a look over what was moved
    shown = [lever.get_attribute("data-lever") for lever in one.page.locator("[data-lever]").all()]
    assert sorted(shown) == ["efficiency_standard", "publicity"]
    one.page.locator('[data-depth="1"]').click()
    button.click()
    legend = one.chart("sectors").locator(".tf-legend", has_text="total, the unchanged package")
    legend.wait_for(timeout=LOADED)
    one.tab("money")
    one.chart("purses").locator(".tf-how", has_text="Against the unchanged package").wait_for(timeout=LOADED)
    one.tab("compare")
    one.chart("results").locator("th", has_text="unchanged").wait_for(timeout=LOADED)
    one.tab("share")
    one.page.locator('[data-about="base"]', has_text="against the unchanged package").wait_for(timeout=LOADED)
    one.press("reset-levers")
    one.press("confirm")
    one.page.locator('[data-lever="publicity"]:not(.tf-changed)').wait_for(timeout=LOADED)
    one.tab("money")
    one.chart("purses").locator(".tf-how", has_text="the unchanged package itself").wait_for(timeout=LOADED)


def test_arrows_after_a_drag_are_a_step_of_undo_of_their_own(visit):
    one = visit(query="?p=current&l=publicity:2030=0.4")
    lever = one.page.locator('[data-lever="publicity"]')
    lever.locator(".tf-name").click()
    point = lever.locator(".tf-point").first
    box = point.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    one.page.mouse.move(x, y)
    one.page.mouse.down()
    one.page.mouse.move(x + 40, y - 15, steps=4)
    one.page.mouse.up()
    one.settled()
    dragged = [box.input_value() for box in lever.locator(".tf-points input").all()]
    lever.locator(".tf-value").focus()
    point.focus()
    point.press("ArrowLeft")
    point.press("ArrowDown")
    one.settled()
    assert [box.input_value() for box in lever.locator(".tf-points input").all()] != dragged
    one.press("undo")
    one.settled()
    assert [box.input_value() for box in lever.locator(".tf-points input").all()] == dragged


def test_a_schedule_is_drawn_point_by_point(visit):
    one = visit()
    lever = one.page.locator('[data-lever="publicity"]')
    lever.locator(".tf-name").click()
    assert lever.locator(".tf-data").inner_text().count("\n") >= 4
    curve = lever.locator(".tf-edit")
    curve.click(position={"x": 140, "y": 20})
    lever.locator(".tf-point").first.wait_for(timeout=LOADED)
    curve.click(position={"x": 240, "y": 80})
    lever.locator(".tf-point").nth(1).wait_for(timeout=LOADED)
    lever.get_by_label("straight between points").check()
    one.settled()
    year = lever.locator(".tf-points input").first
    before = int(year.input_value())
    lever.locator(".tf-point").first.press("ArrowRight")
    assert int(year.input_value()) == before + 1
    lever.locator(".tf-point").first.press("Delete")
    assert lever.locator(".tf-point").count() == 1
    curve.click(position={"x": 140, "y": 20})
    one.settled()
    one.page.wait_for_function("location.search.includes('~')", timeout=LOADED)


def test_levers_come_in_three_depths_and_can_be_searched(visit):
    page = visit().page
    counts = []
    for depth in (1, 2, 3):
        page.locator(f'[data-depth="{depth}"]').click()
        page.locator(f'[data-depth="{depth}"].tf-on').wait_for(timeout=LOADED)
        counts.append(page.locator(".tf-list [data-lever]").count())
    assert counts[0] <= 8 < counts[1] <= 25 < counts[2]
    page.locator(".tf-search").fill("straw")
    page.locator('[data-lever="publicity"]').wait_for(state="detached", timeout=LOADED)
    assert 0 < page.locator(".tf-list [data-lever]").count() < counts[2]


def test_a_hint_is_not_taken_for_the_value_and_what_is_out_of_bounds_is_said(visit):
    one = visit()
    lever = one.page.locator('[data-lever="publicity"]')
    one.lever("publicity", 60)
    assert lever.locator(".tf-hint").inner_text().startswith("nearest mark 50 %:")
    one.lever("publicity", 100)
    assert lever.locator(".tf-hint").inner_text().startswith("100 %:")
    box = lever.locator(".tf-value")
    box.fill("199")
    box.press("Enter")
    assert lever.locator("[role=status]").inner_text().endswith("allowed 0 – 100 %")
    assert box.input_value() == "100"


@pytest.mark.parametrize("text", ["30", "30 %", "３０％"])
def test_a_share_is_typed_in_per_cent_and_kept_as_a_share(visit, text):
    one = visit()
    box = one.page.locator('[data-lever="publicity"] .tf-value')
    box.fill(text)
    box.press("Enter")
    one.page.wait_for_function("location.search.includes('publicity:2027=0.3')", timeout=LOADED)
    one.settled()
    assert box.input_value() == "30"
    assert one.page.locator('[data-lever="publicity"] .tf-lunit').inner_text() == "%"
    slider = one.page.locator('[data-lever="publicity"] input[type=range]')
    assert slider.get_attribute("aria-valuetext") == "30 %"
    box.press("ArrowUp")
    one.settled()
    assert float(box.input_value()) == 30 + 100 * float(slider.get_attribute("step"))


def test_a_multiplier_and_an_amount_are_typed_as_they_are(visit):
    one = visit()
    one.lever("wind_pv_quota", 1.5)
    box = one.page.locator('[data-lever="ev_truck_subsidy"] .tf-value')
    box.fill("20,000")
    box.press("Enter")
    one.page.wait_for_function(
        "location.search.includes('wind_pv_quota:2027=1.5') && location.search.includes('ev_truck_subsidy:2027=20000')",
        timeout=LOADED,
    )
