"""Comparing scenarios and handing them on, in a real Chromium: links, files, reports, effects."""

import csv
import json
import re

import pytest

from tests.web_browser import LOADED

pytestmark = pytest.mark.slow


def test_a_link_opened_fresh_is_the_same_future(visit):
    one = visit()
    one.page.locator('[data-select="package"]').select_option("plan")
    one.settled()
    one.lever("publicity", 75)
    one.tab("share")
    link = one.page.locator(".tf-url").input_value()
    headline = one.page.locator(".tf-headline b").nth(1).inner_text()
    other = visit(query="?" + link.partition("?")[2])
    assert other.page.locator('[data-select="package"]').input_value() == "plan"
    assert other.page.locator('[data-lever="publicity"] .tf-value').input_value() == "75"
    assert other.page.locator(".tf-headline b").nth(1).inner_text() == headline
    assert other.page.locator(".tf-notice").count() == 0
    # who opens it has moved nothing: what it changes of current law stands there
    assert other.page.locator('[data-action="against"]').get_attribute("aria-pressed") == "true"
    told = other.chart("changed").locator(".tf-how", has_text="Difference from current law")
    told.wait_for(timeout=LOADED)
    assert visit().page.locator('[data-action="against"]').get_attribute("aria-pressed") is None


def test_an_old_link_is_read_as_far_as_it_goes(visit):
    one = visit(query="?p=plan&l=horse_subsidy:2027=1;publicity:2027=0.5&h=old.link")
    notice = one.page.locator(".tf-notice").inner_text()
    assert "horse_subsidy" in notice
    assert "results may differ" in notice
    one.lever("publicity", 90)


def test_script_in_a_link_is_text(visit):
    one = visit(query="?p=%3Cimg%20src=x%20onerror=window.hacked=1%3E&l=%3Cscript%3E:2027=1")
    one.page.wait_for_timeout(300)
    assert one.page.evaluate("window.hacked") is None


def test_a_scenario_file_goes_out_and_comes_back(visit, tmp_path):
    one = visit()
    one.lever("publicity", 65)
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
        one.chart("sectors").locator(".tf-png", has_text="PNG").click()
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


def test_the_numbers_of_a_drawing_are_read_and_taken_away(visit, tmp_path):
    """Whoever cannot see a drawing is told its numbers; whoever reckons takes them as a table."""
    one = visit()
    one.lever("efficiency_standard", 100)

    def table(name):
        with one.page.expect_download() as coming:
            one.chart(name).locator('[data-action="csv"]').click()
        coming.value.save_as(tmp_path / f"{name}.csv")
        return list(csv.reader((tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()))

    head, *years = table("sectors")
    assert head[0] == "year" and head[-1] == "total, before the move, Mt CO2"
    total = float(one.page.locator(".tf-headline b").nth(1).inner_text())
    assert sum(map(float, {row[0]: row[1:-1] for row in years}["2030"])) == pytest.approx(total, rel=0.01)
    one.tab("places")
    one.chart("counties")
    head, *places = table("counties")
    assert len(places) == one.chart("counties").locator(".tf-maps svg").first.locator(".tf-county").count()
    spoken = one.chart("counties").locator("svg").first.get_attribute("aria-label")
    assert all(f"{row[0]}: " in spoken for row in places)
    head, *bars = table("county_bars")
    assert "compared with" in head and len(bars) == len(places)


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
    one.lever("publicity", 90)
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
        assert one.chart("effects").locator("h3").evaluate("e => e.offsetHeight") < 50  # beside three selects


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
