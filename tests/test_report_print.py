"""The report on paper and as a list of what to do: the same numbers as the run, every action under its project."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from abm import simulate
from abm.results import Results
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.lever_values import typed_unit
from experiments.plots.case import case_of
from experiments.report import report_files
from experiments.report_actions import actions_table
from experiments.report_changes import change_lines
from experiments.report_key_figures import key_figures
from experiments.text import with_interval
from experiments.web.catalogue import plan_projects
from policies.registry import all_levers

SHEET = (297 - 15 - 16) / 25.4 * 96  # an A4 page within its margins, in pixels
WARNINGS, LINE = 9, 15  # lines of contradictions and money that is short, as the strengthened plan of Lüliang has them


@pytest.fixture(scope="module")
def results():
    return Results(
        tuple(simulate(p, "tiny", until=2035, scale=1.0, seed=s) for p in ("current", "plan") for s in (1, 2))
    )


@pytest.mark.parametrize(("lang", "factor"), [("zh", 100.0), ("en", 1.0)])
def test_key_figures_are_those_of_the_runs_in_the_readers_unit(results, lang, factor):
    case = case_of(results, Speech(lang), "plan", "current")
    row = re.search(rf"<td>{re.escape(case.label(SCORED))}</td>(.*?)</tr>", key_figures(case))[1]
    cells = re.findall(r'<td class="n">([-\d.]+)(?:<small>(.*?)</small>)?', row)
    at = case.year_at(2035)
    own, base = (np.array([run.record.series(SCORED)[at] for run in case.groups[p]]) for p in ("plan", "current"))
    value, change = cells[-1]
    assert float(value) == pytest.approx(factor * own.mean(), rel=0.005)
    assert float(change.split(" ±")[0]) == pytest.approx(factor * (own - base).mean(), rel=0.06)
    assert cells[0][1] == ""  # the first year is history


@pytest.mark.parametrize(
    ("change", "half", "text"),
    [
        (1.938, 0.213, "+1.9 ±0.2"),
        (0.0206, 0.0004, "+0.021 ±0.0004"),
        (-3.04, 11.9, "-3.0 ±12"),
        (0.5, np.nan, "+0.50"),
    ],
)
def test_an_interval_keeps_a_digit_of_its_own(change, half, text):
    assert with_interval(change, half) == text  # a narrow one is not told as zero; one seed has none


def test_every_lever_that_differs_is_listed_once_under_its_project_with_its_bureau(results):
    case = case_of(results, Speech("en"), "plan", "current")
    own, base = (case.groups[p][0].levers for p in ("plan", "current"))
    known = plan_projects(case.runs[0].region)
    listed: dict[str, list[str]] = {}
    for row in re.findall(r"<tr.*?</tr>", actions_table(case), re.S):
        cells = [unescape(re.sub(r"<.*?>", "", cell)) for cell in re.findall(r"<td.*?</td>", row, re.S)]
        if len(cells) == 1:
            project = cells[0]
        elif cells:
            listed[re.sub(r" \(also .*\)$", "", cells[0])] = [project, *cells[1:]]
    changed = [lever for lever in all_levers().values() if not np.array_equal(own[lever.id], base[lever.id])]
    assert {lever.label.en for lever in changed} == set(listed)
    for lever in changed:
        project = next((name for name in lever.projects if name in known), "")
        assert listed[lever.label.en][0].startswith(f"{project} " if project else "others")
        assert lever.bureau.en in listed[lever.label.en]


def test_a_scenario_set_by_hand_says_first_what_was_changed_and_which_targets_turn():
    settings = (("wind_pv_quota", 2027, 0.0), ("publicity", None, 0.9), ("publicity", 2030, 1.0))
    runs = (
        simulate("plan", "tiny", until=2031, scale=1.0),
        simulate("plan", "tiny", settings=settings, until=2031, scale=1.0),
    )
    plan, own = runs[0], replace(runs[1], package="mine")
    case = case_of(Results((own, plan)), Speech("en"), "mine", "plan")
    changed, turned = change_lines(case)
    assert "Quota for wind and PV 0 from 2027" in changed
    assert "90 % from 2027, 100 % from 2030" in changed
    before, after = (run.targets.set_index("id")["state"] for run in (plan, own))
    told = {i for i in after.index if after[i] != before[i] and {after[i], before[i]} == {"met", "missed"}}
    assert set(re.findall(r"\bT\d\d\b", turned)) == told
    assert change_lines(case_of(Results((plan,)), Speech("zh"), "plan", None)) == []


def test_levers_stand_in_the_list_of_actions_as_on_the_pages(results):
    table = actions_table(case_of(results, Speech("zh"), "plan", "current"))
    for lever in all_levers().values():
        row = re.search(rf"<tr><td>{re.escape(lever.label.zh)}(（兼.*?）)?</td><td>(.*?)</td>", table)
        assert row is None or unescape(row[2]) == typed_unit(lever.unit, Speech("zh"))[0], lever.id


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_paper_no_column_is_crushed_and_nothing_is_cut(results, lang):
    from tests.web_access import wrongs
    from tests.web_browser import chromium

    page_html = report_files(results, Speech(lang), base="current", main="plan")["report.html"].decode()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 688, "height": 1000})  # A4 within its margins, in pixels
        page.set_content(page_html)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        crushed = page.evaluate(
            """() => [...document.querySelectorAll("td, th")].filter((cell) => {
                const letter = parseFloat(getComputedStyle(cell).fontSize);
                return cell.textContent.length > 6 && cell.clientWidth < 3.5 * letter;
            }).map((cell) => cell.textContent)"""
        )
        assert crushed == []
        broken = page.evaluate(
            """() => [...document.querySelectorAll(".set th, .set td")].filter((cell) => {
                const range = document.createRange();
                range.selectNodeContents(cell);
                return /^[A-Za-z]+$/.test(cell.textContent) && range.getClientRects().length > 1;
            }).map((cell) => cell.textContent)"""
        )
        assert broken == []  # a word stands whole
        assert page.evaluate("[...document.images].every((i) => i.getBoundingClientRect().height <= 215 * 3.78 + 1)")
        warned = page.evaluate(
            "[...document.querySelectorAll('p.missed')].reduce((sum, p) => sum + p.getBoundingClientRect().height, 0)"
        )
        ends = page.evaluate("document.querySelector('.key').getBoundingClientRect().bottom")
        assert (
            ends - warned + WARNINGS * LINE <= SHEET
        )  # the key figures stand whole on the first sheet, below all that warns
        assert wrongs(page) == []
        printed = page.pdf(prefer_css_page_size=True)
        page.close()
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 24
