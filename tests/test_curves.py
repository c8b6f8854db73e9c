"""Response curves: even steps, paired CO2, a picture, and a clear word for an unknown lever."""

import json

import numpy as np
import pytest

from abm import simulate
from experiments.curves import CO2, ResponseCurve, Setup, main, response_curve
from policies.registry import all_levers


@pytest.fixture(scope="module")
def curve(tiny) -> ResponseCurve:
    setup = Setup(tiny, steps=3, seeds=(1,), scale=1.0, until=2030)
    return response_curve(all_levers()["burning_enforcement"], setup)


def test_steps_run_evenly_from_low_to_high(curve):
    lever = curve.lever
    assert curve.values == pytest.approx([lever.low, (lever.low + lever.high) / 2, lever.high])
    assert curve.indicator.shape == curve.co2_mt.shape == (1, 3)


def test_a_step_is_the_mean_of_a_run_held_from_the_first_decision_year(curve, tiny):
    settings = [("burning_enforcement", None, 0.5)]
    run = simulate("current", tiny, until=2030, scale=1.0, seed=1, settings=settings)
    assert curve.indicator[0, 1] == run.record.series(curve.lever.indicator)[-5:].mean()
    assert curve.co2_mt[0, 1] == run.record.series(CO2)[-5:].mean()


def test_co2_is_a_difference_to_the_lowest_value_of_the_same_seed():
    lever = all_levers()["burning_enforcement"]
    values, co2 = np.array([0.0, 1.0]), np.array([[2.0, 1.5], [3.0, 2.75]])
    made = ResponseCurve(lever, values, np.array([[4.0, 2.0], [4.0, 3.0]]), co2, {})
    assert made.co2_change_kt == pytest.approx(np.array([[0.0, -500.0], [0.0, -250.0]]))
    assert made.is_monotone  # fires fall, as the sign says


def test_a_picture_and_a_line_of_json_for_each_lever(tmp_path, capsys):
    words = ["straw_subsidy", "--region", "tiny", "--scale", "1", "--steps", "2", "--seeds", "1", "--until", "2028"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    assert (tmp_path / "straw_subsidy.png").read_bytes().startswith(b"\x89PNG")
    line = json.loads(capsys.readouterr().out)
    assert line["lever"] == "straw_subsidy" and len(line["values"]) == 2


def test_an_unknown_lever_is_named_with_its_nearest(capsys):
    assert main(["straw_subsidie"]) == 2
    assert "straw_subsidy" in capsys.readouterr().err
