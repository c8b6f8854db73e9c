"""The laboratory's pictures and tables count as their reader does: Mt in English, 万吨 in Chinese."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.failing import condition_name
from experiments.attribution.wedges import Wedge
from experiments.commands.sensitivity import _in_units
from experiments.headline import ALL
from experiments.indicators import Indicator
from experiments.language import Speech
from experiments.plots import headline, seeking, wedges
from experiments.seeking.objectives import OBJECTIVES, read_objectives
from experiments.text import number

LANGUAGES = pytest.mark.parametrize(("lang", "unit", "factor"), [("zh", "万吨", 100.0), ("en", "Mt", 1.0)])
YEARS = [2029, 2030]


@pytest.fixture
def drawn(monkeypatch):
    """Give the axes of the picture that is drawn, in the language that is asked for whatever fonts there are."""
    figures = []
    for module in (headline, seeking, wedges):
        monkeypatch.setattr(module, "png", lambda figure: figures.append(figure) or b"")
    monkeypatch.setattr(seeking, "spoken", lambda say: say)
    return lambda: figures[-1].axes


def title(axes) -> str:
    return axes.get_title(loc="left")


@LANGUAGES
def test_wedges_and_the_paths_they_lie_between_are_in_the_readers_unit(drawn, lang, unit, factor):
    paths = {"current": np.array([60.0, 61.0]), "plan": np.array([59.0, 57.5])}
    wedge = Wedge("current", "plan", "sector", {"power": np.array([-1.0, -3.5])})
    words = {name: name for name in ("current", "plan", "power")}
    wedges.wedge_picture(YEARS, paths, [wedge], words, Speech(lang))
    lines, stacked = drawn()
    assert unit in title(lines) and f"{unit} CO2" in title(stacked)
    assert lines.lines[1].get_ydata().tolist() == [59.0 * factor, 57.5 * factor]
    assert stacked.lines[0].get_ydata().tolist() == [-1.0 * factor, -3.5 * factor]


@LANGUAGES
def test_fans_are_in_the_readers_unit(drawn, lang, unit, factor):
    quantiles = {"p05": 50.0, "p25": 55.0, "p50": 60.0, "p75": 62.0, "p95": 64.0}
    rows = [{"package": "plan", "storyline": story, "sector": "all", "year": year, "runs": 5, **quantiles}
            for story in ("steady", ALL) for year in YEARS]  # fmt: skip
    headline.fans_picture(pd.DataFrame(rows), "plan", {"steady": "steady"}, Speech(lang))
    axes = drawn()[0]
    assert f"{unit} CO2" in title(axes)
    assert axes.lines[0].get_ydata().tolist() == [60.0 * factor] * 2
    assert axes.get_ylim()[1] == pytest.approx(64.0 * factor, rel=0.1)


@LANGUAGES
def test_heights_of_the_peak_are_in_the_readers_unit(drawn, lang, unit, factor):
    runs = pd.DataFrame(
        {
            "run": range(3),
            "package": "plan",
            "storyline": "steady",
            "state": "done",
            "peak_state": "peaked",
            "peak_year": [2022, 2026, 2034],
            "peak_mt": [60.0, 62.0, 64.0],
        }
    )
    headline.peaks_picture(runs, [], "plan", {"steady": "steady"}, Speech(lang))
    years, heights = drawn()[:2]
    assert years.get_xticks().tolist() == [2022, 2025, 2028, 2031, 2034]  # all thirteen would stand one on the other
    assert f"{unit} CO2" in title(heights)
    medians = [line.get_xdata()[0] for line in heights.lines if len(set(line.get_xdata())) == 1]
    assert 62.0 * factor in medians


@LANGUAGES
def test_the_front_is_drawn_in_the_readers_unit(drawn, lang, unit, factor):
    tried = pd.DataFrame(
        {"city_money": [1.0, 9.0], "co2": [-2.0, -7.0], "non_fossil": 0.1, "all_runs": True, "unit a": 0.5}
    )
    objectives = read_objectives(["city_money", "co2"])
    seeking.front_picture(tried, seeking.Front((0, 1), (0, 1), (1,)), objectives, {"a": "a"}, Speech(lang))
    cloud, side = drawn()[:2]
    assert unit in cloud.get_ylabel() and ("亿元" if lang == "zh" else "CNY 100 million") in cloud.get_xlabel()
    for points in cloud.collections:  # all, the front, and what fresh runs miss
        assert set(points.get_offsets()[:, 1]) <= {-2.0 * factor, -7.0 * factor}
        assert set(points.get_offsets()[:, 0]) <= {1.0, 9.0}
    assert {"-7.00", "-2.00"} if lang == "en" else {"-700", "-200"} <= {text.get_text() for text in side.texts}


def test_every_objective_says_its_unit_in_both_languages():
    told = {name: (one.label(Speech("zh")), one.label(Speech("en"))) for name, one in OBJECTIVES.items()}
    assert told["co2"] == ("含外地的CO2（万吨）", "CO2 here and elsewhere, Mt")
    assert told["public_money"] == ("财政支出（亿元）", "public money, CNY 100 million")
    assert told["poor_burden"][0] == "最低收入组用能负担（个百分点）"
    assert told["jobs"][0] == "就业（万人）"
    assert OBJECTIVES["co2"].told(-8.0, Speech("zh")) == "-800"
    assert OBJECTIVES["non_fossil"].told(0.143, Speech("zh")) == "14.3"


@LANGUAGES
def test_effects_of_a_screening_are_in_the_unit_of_their_indicator_and_indices_in_none(lang, unit, factor):
    peak, share = Indicator("peak_mt"), Indicator("Share|Non-Fossil Energy@2030", "Share|Non-Fossil Energy", 2030, 2030)
    own = pd.DataFrame({"indicator": [peak.name, share.name], "value": [2.0, 0.01], "half_width": [0.5, 0.002]})
    shown, titles = _in_units(own, [peak, share], "mu_star", Speech(lang))
    assert unit in titles[peak.name]
    assert shown["value"].tolist() == pytest.approx([2.0 * factor, 1.0])
    assert shown["half_width"].tolist() == pytest.approx([0.5 * factor, 0.2])
    shown, titles = _in_units(own, [peak, share], "ST", Speech(lang))
    assert shown["value"].tolist() == [2.0, 0.01] and unit not in titles[peak.name]


def test_a_condition_is_told_in_chinese_as_statistics_count():
    made = SimpleNamespace(
        written=["Share|Non-Fossil Energy"], years=range(2020, 2037),
        design={"years": [2020, 2036], "first_decision_year": 2027},
    )  # fmt: skip
    words = "Share|Non-Fossil Energy@2030 < 0.119"
    assert condition_name(words, made, Speech("en")) == words
    assert condition_name(words, made, Speech("zh")).endswith("2030 < 11.9 %")
    assert condition_name("peak_mt > 63.5", made, Speech("zh")) == "峰值 > 6350 万吨 CO2"


def test_what_is_too_small_to_show_is_none_without_a_sign():
    assert [number(value) for value in (-1e-9, 4e-7, -2e-6, 0.0, -0.5)] == ["0", "0", "-0.000002", "0", "-0.500"]
