"""The exploring page as a person meets it: a real Chromium, desktop and phone, Chinese and English."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.web_browser import LOADED, PHONE, ROOT, Visit, chromium, serving

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("TANFENG_SHOTS")
TABS = ("targets", "energy", "power", "choices", "places", "money", "firms", "lives", "compare", "trust", "share")


@pytest.fixture(scope="module")
def address():
    with serving("app", "--region", "tiny", "--scale", "0.02", "--days", "6") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser, address):
    made = []

    def start(**how):
        made.append(Visit(browser, address, **how))
        made[-1].chart("sectors")
        return made[-1]

    yield start
    for one in made:
        assert one.wrong == []
        assert one.outside == []
        one.close()


def paths(one):
    return one.chart("sectors").locator("path").evaluate_all("all => all.map((path) => path.getAttribute('d'))")


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
    one.lever("publicity", 0.9)
    for tab in TABS:
        one.tab(tab)
        one.page.locator(".tf-share" if tab == "share" else ".tf-chart").first.wait_for(timeout=LOADED)
        one.page.wait_for_timeout(400)
        wide = one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{tab} sticks out by {wide} pixels"
        shot(one, f"{tab}.{lang[:2]}.{size}")


def test_undo_redo_and_the_keys_for_them(visit):
    one = visit()
    one.lever("publicity", 0.9)
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
    one.lever("publicity", 0.9)
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

    assert typed(value, "") == ("2030", "0.4")
    assert typed(year, "") == ("2030", "0.4")
    assert typed(value, "99") == ("2030", "1")
    assert typed(year, "1999") == ("2027", "1")
    assert typed(year, "2060") == ("2060", "1")  # it takes the place of the point that stood there
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
        page.wait_for_timeout(100)
        counts.append(page.locator(".tf-list [data-lever]").count())
    assert counts[0] <= 8 < counts[1] <= 25 < counts[2]
    page.locator(".tf-search").fill("straw")
    page.wait_for_timeout(100)
    assert 0 < page.locator(".tf-list [data-lever]").count() < counts[2]


def test_a_link_opened_fresh_is_the_same_future(visit):
    one = visit()
    one.page.locator('[data-select="package"]').select_option("plan")
    one.settled()
    one.lever("publicity", 0.75)
    one.tab("share")
    link = one.page.locator(".tf-url").input_value()
    headline = one.page.locator(".tf-headline b").nth(1).inner_text()
    other = visit(query="?" + link.partition("?")[2])
    assert other.page.locator('[data-select="package"]').input_value() == "plan"
    assert other.page.locator('[data-lever="publicity"] .tf-value').input_value() == "0.75"
    assert other.page.locator(".tf-headline b").nth(1).inner_text() == headline
    assert other.page.locator(".tf-notice").count() == 0


def test_an_old_link_is_read_as_far_as_it_goes(visit):
    one = visit(query="?p=plan&l=horse_subsidy:2027=1;publicity:2027=0.5&h=old.link")
    notice = one.page.locator(".tf-notice").inner_text()
    assert "horse_subsidy" in notice
    assert "results may differ" in notice
    one.lever("publicity", 0.9)


def test_script_in_a_link_is_text(visit):
    one = visit(query="?p=%3Cimg%20src=x%20onerror=window.hacked=1%3E&l=%3Cscript%3E:2027=1")
    one.page.wait_for_timeout(300)
    assert one.page.evaluate("window.hacked") is None


def test_scenarios_are_saved_and_compared_with_their_inputs(visit):
    one = visit()
    one.tab("compare")
    one.press("save")
    one.page.locator('[data-action="go"]').first.wait_for(timeout=LOADED)
    one.lever("tou_period_set", 2)
    one.page.locator('[data-chart="inputs"]', has_text="Hours of the tariff").wait_for(timeout=LOADED)
    one.page.locator('[data-chart="results"] .tf-cell-clear').first.wait_for(timeout=3 * LOADED)
    one.page.locator('[data-chart="effects"] svg').wait_for(timeout=3 * LOADED)
    assert "interaction" in one.chart("effects").inner_text()


def test_effects_by_action_are_offered_with_their_time_and_the_next_move_cancels_them(visit):
    one = visit()
    one.page.locator('[data-select="package"]').select_option("plan")
    one.settled()
    one.tab("compare")
    chart, button = one.chart("effects"), one.page.locator('[data-action="effects"]')
    assert chart.locator('[data-select="effect_by"] option').first.inner_text().startswith("the plan's actions (")
    assert re.fullmatch(r"compute \(\d{2,3} runs, about \d+ s\)", button.inner_text())
    button.click()
    chart.locator(".tf-foot", has_text=" done. The next move cancels it.").wait_for(timeout=LOADED)
    one.page.locator('[data-action="effects"][disabled]').wait_for(timeout=LOADED)
    one.lever("publicity", 0.9)
    one.page.locator('[data-action="effects"]:not([disabled])').wait_for(timeout=LOADED)
    assert chart.locator(".tf-foot").inner_text() == "The next move cancels it."


def test_effects_are_shown_by_action_and_then_by_lever(visit):
    one = visit()
    one.page.locator('[data-select="package"]').select_option("action_08_circular")
    one.settled()
    one.tab("compare")
    drawn = one.page.locator('[data-chart="effects"] .tf-label')
    for by in ("action", "lever"):
        before = drawn.all_text_contents()
        one.page.locator('[data-select="effect_by"]').select_option(by)
        if before:  # the answer is there when the bars of the other way are gone
            drawn.get_by_text(before[0], exact=True).wait_for(state="detached", timeout=LOADED)
        one.page.locator('[data-action="effects"]:not([disabled]), [data-chart="effects"] svg').first.wait_for()
        if one.page.locator('[data-action="effects"]').count():
            one.press("effects")
        one.page.locator('[data-chart="effects"] svg').wait_for(timeout=3 * LOADED)
        labels = one.chart("effects").locator(".tf-label").all_text_contents()
        assert labels[-2:] == ["interaction", "together"]
        offered = one.page.locator(f'[data-select="effect_by"] option[value="{by}"]').inner_text()
        assert len(labels) == int(re.search(r"\((\d+)", offered)[1]) + 2 >= 4  # each part, and the two sums
        assert one.chart("effects").locator(".tf-interval").count() == len(labels)


def test_saved_scenarios_outlive_the_page_and_travel_as_a_file(visit, tmp_path):
    one = visit()
    one.page.locator('[data-select="package"]').select_option("plan")
    one.settled()
    one.tab("compare")
    name = one.page.get_by_label("Name", exact=True)
    name.fill("mine <b>")
    name.press("Enter")
    one.page.locator('[data-action="go"]').wait_for(timeout=LOADED)
    one.page.wait_for_function("Object.values(localStorage).some((text) => text.includes('mine'))", timeout=LOADED)
    with one.page.expect_download() as coming:
        one.press("download")
    coming.value.save_as(tmp_path / "mine.json")
    one.page.reload()
    one.tab("compare")
    one.page.locator(".tf-items", has_text="mine <b>").wait_for(timeout=LOADED)
    one.press("forget")
    one.page.locator('[data-action="go"]').wait_for(state="detached", timeout=LOADED)
    one.chart("saved").locator('input[type="file"]').set_input_files(tmp_path / "mine.json")
    one.page.locator(".tf-items", has_text="mine <b>").wait_for(timeout=LOADED)


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
    one.page.wait_for_timeout(100)
    assert tip.locator("b").inner_text() == str(int(year) + 1)


def test_a_scenario_file_goes_out_and_comes_back(visit, tmp_path):
    one = visit()
    one.lever("publicity", 0.65)
    one.tab("share")
    with one.page.expect_download() as coming:
        one.press("save-scenario")
    path = tmp_path / "scenario.json"
    coming.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["levers"]["publicity"]["points"] == [[2027, 0.65]]
    other = visit()
    other.tab("share")
    other.page.locator('input[type="file"]').set_input_files(path)
    other.page.locator('[data-lever="publicity"].tf-changed').wait_for(timeout=LOADED)
    (tmp_path / "bad.json").write_text("{" * 1000)
    other.page.locator('input[type="file"]').set_input_files(tmp_path / "bad.json")
    other.page.locator(".tf-notice", has_text="no JSON").wait_for(timeout=LOADED)


def test_pictures_tables_and_the_report_are_downloaded_and_print(visit, tmp_path):
    one = visit()
    with one.page.expect_download() as coming:
        one.chart("sectors").locator(".tf-png").click()
    coming.value.save_as(tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes()[:4] == b"\x89PNG"
    one.tab("share")
    row = one.page.locator('[data-file="csv"]')
    row.locator("button").click()
    row.locator("a").wait_for(timeout=LOADED)
    with one.page.expect_download() as coming:
        row.locator("a").click()
    coming.value.save_as(tmp_path / "results.csv")
    assert (tmp_path / "results.csv").read_text(encoding="utf-8-sig").startswith("year,county,sector,variable")
    row = one.page.locator('[data-file="report.html"]')
    row.locator("button").click()
    row.locator("a").wait_for(timeout=120_000)
    report = one.context.new_page()
    report.goto(one.page.url.split("/?")[0].rstrip("/") + row.locator("a").get_attribute("href"))
    pdf = report.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 4


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
    one.lever("publicity", 0.9)
    assert one.page.locator('[role="alert"]').count() == 0


def test_a_foreign_page_is_refused_by_the_real_server(address):
    from websockets.exceptions import InvalidStatus  # comes with the application
    from websockets.sync.client import connect

    host = address.removeprefix("http://").rstrip("/")
    request = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    assert refused.value.code == 403
    refused.value.close()
    with pytest.raises(InvalidStatus):
        connect(f"ws://{host}/jupyter/api/kernels/x/channels", origin="http://evil.example", open_timeout=20)
    with urllib.request.urlopen(address, timeout=20) as page:
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_what_is_not_installed_is_not_downloaded(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}_solara/cdn/left-pad@1.0.0/index.js", timeout=20)
    assert refused.value.code == 404
    refused.value.close()


def test_every_board_works_with_no_network_at_all():
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--map-root-user", "--net"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this computer lets nobody make a network namespace")
    told = subprocess.run(
        [*alone, sys.executable, "-m", "tests.web_offline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    seen = json.loads(told.stdout.splitlines()[-1])
    assert seen["cut_off"]
    assert set(seen["drawn"]) == {"emissions", *TABS}
    assert min(seen["drawn"].values()) >= 1
    assert seen["wrong"] == []
    assert seen["outside"] == []


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


def test_a_hint_is_not_taken_for_the_value_and_what_is_out_of_bounds_is_said(visit):
    one = visit()
    lever = one.page.locator('[data-lever="publicity"]')
    one.lever("publicity", 0.6)
    assert lever.locator(".tf-hint").inner_text().startswith("nearest mark 0.5:")
    one.lever("publicity", 1)
    assert lever.locator(".tf-hint").inner_text().startswith("1:")
    box = lever.locator(".tf-value")
    box.fill("99")
    box.press("Enter")
    assert lever.locator("[role=status]").inner_text().endswith("allowed 0 – 1 share")
    assert box.input_value() == "1"


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
    one.lever("efficiency_standard", 1)
    told = one.chart("changed")
    told.locator(".tf-foot", has_text="CO2 for each unit made").wait_for(timeout=LOADED)
    assert told.locator(".tf-label", has_text="with outside").count() == 1


def test_tabs_beyond_the_edge_are_hinted_at(visit):
    one = visit(size=PHONE)
    tabs = one.page.locator(".tf-tabs")
    assert "tf-after-this" in tabs.get_attribute("class") and "tf-before-this" not in tabs.get_attribute("class")
    one.tab("share")
    one.page.locator(".tf-tabs.tf-before-this:not(.tf-after-this)").wait_for(timeout=LOADED)


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "与服务器断开"), ("en-GB", "it was stopped or restarts")])
def test_a_page_that_has_lost_its_server_says_so_in_its_language(browser, lang, words):
    with serving("app", "--region", "tiny", "--scale", "0.02", "--days", "6") as address:
        one = Visit(browser, address, lang=lang)
        one.chart("sectors")
    one.page.locator(".tf-lost", has_text=words).wait_for(timeout=LOADED)
    one.close()


def test_the_keyboard_skips_the_levers(visit):
    one = visit()
    one.page.keyboard.press("Tab")
    skip = one.page.locator('[data-action="skip"]')
    assert skip.evaluate("e => document.activeElement === e && e.getBoundingClientRect().left > 0")
    one.page.keyboard.press("Enter")
    assert one.page.evaluate("document.activeElement.dataset.tab") == "emissions"


def test_a_printed_board_is_neither_cut_nor_without_its_colours(visit):
    one = visit(lang="zh-CN")
    one.lever("efficiency_standard", 1)
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
