"""What leaves the page: lines that reproduce it, links, files, reports, saved scenarios."""

import json
from dataclasses import replace
from io import BytesIO

import numpy as np
import pandas as pd
import pytest

from abm.results import Results
from experiments.app import panel, share, shelf
from experiments.app.names import name_of
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.web import shared
from experiments.web.ask import Ask
from experiments.web.collection import Saved
from experiments.web.files import SCALE, File, sheet_of
from experiments.web.scenario import Curve, Scenario


def test_the_lines_that_reproduce_a_scenario_are_python(explorer):
    scenario = Scenario(package="plan", storyline="fast", seed=2, drivers=(("price.carbon", 0.5),))
    lines = share.python_lines(scenario.with_curve("publicity", Curve(((2027, 0.5),))), shared.the_region())
    compile(lines, "lines", "exec")
    command = share.command_line(explorer.scenario, shared.the_region())
    assert "--set publicity@2027=1 tou_period_set@2027=2" in command


def test_the_lines_for_this_page_make_its_very_numbers(explorer):
    lines = share.python_lines(explorer.scenario, shared.the_region(), explorer.pool.place)
    made: dict = {"print": lambda _: None}
    exec(lines, made)
    answer = explorer.answer
    for name in (SCORED, "Homes|Scattered Coal", "Money|City Budget"):
        np.testing.assert_array_equal(made["run"].record.series(name).astype(np.float32), answer.series(name))


def test_contested_assumptions_are_said_to_be_beyond_the_command_line(explorer):
    region, say = shared.the_region(), Speech("en")
    assert share._told_command(explorer.scenario, region, say).startswith("tanfeng run")
    contested = replace(explorer.scenario, drivers=(("price.carbon", 0.5),))
    assert "use Python" in share._told_command(contested, region, say)


def test_a_report_is_set_against_law_under_the_same_assumptions(explorer, monkeypatch):
    asked = []
    detailed = type(explorer.pool.desk).detailed
    monkeypatch.setattr(
        type(explorer.pool.desk),
        "detailed",
        lambda desk, ask, scale: (asked.append(ask), detailed(desk, ask, scale))[1],
    )
    monkeypatch.setattr("experiments.report.report_files", lambda *_, **__: {"report.html": b"made"})
    ask = Ask("plan", (("publicity", 2027, 1.0),), "fast", 3, drivers=(("price.carbon", 0.5),))
    assert File(ask, "report.html", "en", "mine").work(explorer.pool.desk) == b"made"
    assert asked == [ask, Ask(storyline="fast", seed=3, drivers=(("price.carbon", 0.5),))]


def test_a_report_is_set_against_the_package_where_the_page_is(explorer):
    region, say, plan = shared.the_region(), Speech("en"), explorer.scenario
    made = share._job(explorer, "report.html", region, say)
    assert made.base is None
    assert "against current law" in share.share_state(explorer, region, say)["against"]
    panel.press(explorer, "against-package")
    try:
        made = share._job(explorer, "report.html", region, say)
        assert (made.ask, made.base) == (plan.ask(), plan.without_levers().ask())
        assert made.base_name == "Current law, unchanged"
        assert share._job(explorer, "csv", region, say).base is None  # one future only
        assert "the unchanged package" in share.share_state(explorer, region, say)["against"]
    finally:
        panel.press(explorer, "against-package")


def test_files_of_two_scenarios_on_one_package_have_two_names(explorer):
    plan = Scenario("plan")
    one, two = (plan.with_curve("publicity", Curve(((2027, value),))) for value in (0.5, 0.6))
    assert share._stem(plan) == "plan"
    assert len({share._stem(plan), share._stem(one), share._stem(two)}) == 3
    assert share._stem(one).startswith("plan-")


@pytest.mark.parametrize(
    ("saved", "named"),
    [
        ("no more subsidies", "no more subsidies"),
        ("../../etc/x.toml", "..∕..∕etc∕x"),
        ("=1+1", "1+1"),
        ("plan", None),
        (".toml.toml", None),
        ("", None),
    ],
)
def test_files_have_the_name_that_a_scenario_was_saved_under(saved, named, explorer):
    region, say, kept = shared.the_region(), Speech("en"), explorer.saved
    explorer.keep((Saved(saved, explorer.scenario),))
    try:
        name = share._job(explorer, "iamc.csv", region, say).name
    finally:
        explorer.keep(kept)
    assert name == (named or name_of(explorer.scenario, region, say))


@pytest.mark.slow  # its library comes with the application
def test_a_code_holds_a_link_and_not_a_book():
    assert share.qr_path("http://127.0.0.1/?p=plan")["size"] >= 21
    assert share.qr_path("x" * 5000) is None


@pytest.mark.parametrize(
    "kind", ["csv", "iamc.csv", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("xlsx", "iamc.xlsx"))]
)
def test_files_are_made_and_offered_once(explorer, kind):
    region, say = shared.the_region(), Speech("en")
    share.make_file(explorer, kind, region, say)
    one, two = (share.share_state(explorer, region, say)["files"] for _ in range(2))
    url = next(file["url"] for file in one if file["kind"] == kind)
    assert url.startswith("/tanfeng/file/")
    assert one == two


def test_all_that_is_compared_stands_in_one_file(explorer, tmp_path):
    region, say = shared.the_region(), Speech("en")
    kept, explorer.saved = explorer.saved, ()
    try:
        assert not {"compared.xlsx", "compared.iamc.xlsx"} & {
            f["kind"] for f in share.share_state(explorer, region, say)["files"]
        }
        explorer.saved = (
            Saved("=plan", Scenario("plan")),
            Saved("plan", Scenario("plan_plus")),
            Saved("plan!", Scenario("plan", seed=2)),
        )
        state = {file["kind"]: file for file in share.share_state(explorer, region, say)["files"]}
        assert {"compared.xlsx", "compared.iamc.xlsx"} <= set(state)
        job = share._job(explorer, "compared.xlsx", region, say)
        names = [job.name, *(name for name, _ in job.others)]
        assert len(set(names)) == len(names) == 5 and not any(name.startswith("=") for name in names)
        sheet = pd.read_excel(BytesIO(job.work(explorer.pool.desk)), sheet_name="data")
        assert set(sheet["scenario"]) == set(names)
        row = sheet[(sheet["variable"] == SCORED) & sheet["sector"].isna()].set_index("scenario")
        for name, ask in (*job.others, (job.name, job.ask)):
            run = explorer.pool.desk.detailed(ask, SCALE)
            assert row.loc[name, 2030] == pytest.approx(run.record.series(SCORED)[10], rel=1e-6)
        iamc = replace(job, format="compared.iamc.xlsx").work(explorer.pool.desk)
        assert set(pd.read_excel(BytesIO(iamc), sheet_name="data")["Scenario"]) == set(names)
    finally:
        explorer.saved = kept


def test_a_sheet_for_an_official_has_labels_and_the_units_of_chinese_statistics(explorer):
    run = explorer.pool.desk.detailed(Ask("plan"), 0.02)
    frame = Results((run,)).to_frame().drop(columns=["run", "seed"])
    frame = frame.astype({name: str for name in frame.columns if frame[name].dtype == "category"})
    city = frame[frame["county"] == run.region.code]
    zh, en = (sheet_of(city, Speech(lang)) for lang in ("zh", "en"))
    assert len(zh) == len(en) and list(zh)[:4] == ["变量", "指标", "单位", "部门"]
    row = next(i for i in range(len(zh)) if zh["变量"][i] == SCORED and not zh["部门"][i])
    assert (zh["指标"][row], zh["单位"][row]) == ("能源二氧化碳排放", "万吨 CO2/年")
    assert zh[2030][row] == pytest.approx(100 * float(run.series(SCORED)[2030]))
    assert en[2030][row] == pytest.approx(float(run.series(SCORED)[2030]))
    assert "电力" in set(zh["部门"]) and not zh["指标"].str.contains("[|]").any()


def test_scenarios_saved_under_one_name_are_told_apart():
    assert shelf.unlike("plan", ()) == "plan"
    assert shelf.unlike("plan", {"plan", "plan (2)"}) == "plan (3)"
    assert len(shelf.unlike("x" * 60, {"x" * 60})) <= 60


def test_a_file_of_an_unknown_kind_is_not_made(explorer):
    share.make_file(explorer, "../../etc/passwd", shared.the_region(), Speech("en"))
    assert not any("passwd" in key for key in explorer.found)


def test_an_uploaded_scenario_is_gone_to_or_refused(explorer):
    region, say = shared.the_region(), Speech("en")
    before = explorer.scenario
    for text in ("__import__('os').system('true')", None, 7):
        shelf.bring(explorer, text, region, say)
        assert explorer.scenario == before
        assert explorer.notices == ("the file is no JSON",)
    shelf.bring(explorer, json.dumps({"format": "tanfeng-scenario", "package": "frozen"}), region, say)
    assert explorer.scenario.package == "frozen"
    explorer.move(before)


def test_saved_scenarios_survive_the_browsers_store_and_a_file(explorer):
    region, say, saved = shared.the_region(), Speech("en"), explorer.saved
    shelf.restore(explorer, "", region, say)
    assert (explorer.saved, shelf.kept_text(explorer).count("package")) == ((), 0)
    explorer.keep(saved)
    text = shelf.kept_text(explorer)
    shelf.restore(explorer, text, region, say)
    assert explorer.saved == saved
    shelf.bring(explorer, text, region, say)
    assert explorer.saved == saved  # each once
    for hostile in ("[1]", '{"format": "tanfeng-scenarios", "scenarios": 3}', "x" * 300_000, None):
        shelf.restore(explorer, hostile, region, say)
    explorer.keep(saved)
