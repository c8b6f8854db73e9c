"""Screening of all assumed numbers: coins, what regression finds in them, and the command."""

import json

import numpy as np
import pytest

from abm.region import load_region
from experiments.analysis.random_balance import coins, effects
from experiments.language import Speech
from experiments.screening import BALANCED, REACH, main, numbers_of, report

NAMES = tuple(f"number.{i}" for i in range(600))


@pytest.fixture(scope="module")
def moved():
    return np.array([coins(NAMES, run) for run in range(150)])


def test_a_number_keeps_its_coins_when_others_come_and_go():
    some = coins(NAMES[5:20], 7)
    assert (some == coins(NAMES, 7)[5:20]).all()
    assert set(some.tolist()) <= {-1, 1}


def test_coins_are_even_and_differ_from_run_to_run(moved):
    assert abs(moved.mean()) < 0.01
    assert (moved[0] != moved[1]).any()


def test_planted_effects_are_found_among_hundreds_and_nothing_else(moved):
    luck = np.random.default_rng(1).normal(0.0, 1.0, len(moved))
    values = 50.0 + 2.0 * moved[:, 17] - 1.2 * moved[:, 403] + 0.5 * luck
    found, explained = effects(NAMES, moved, values, reach=0.5)
    assert [effect.number for effect in found] == ["number.17", "number.403"]
    assert explained > 0.9
    for effect, slope in zip(found, (2.0, -1.2), strict=True):
        assert abs(effect.change - 4.0 * slope) < 1.5 * effect.half_width  # both ends: twice the slope over the reach


def test_the_intervals_hold_what_was_planted_though_the_strongest_were_picked():
    """As many numbers and runs as the page tells of: few large effects, hundreds of small ones, luck."""
    luck = np.random.default_rng(3)
    names = tuple(f"n{i}" for i in range(1800))
    planted = np.zeros(1800)
    planted[:8] = [5.5, 5.0, 3.3, 3.2, 2.0, 1.5, 1.0, 1.0]
    planted[8:300] = 0.15 * luck.normal(size=292)
    held, false = [], 0
    for _ in range(40):
        coin = luck.choice((-1, 1), size=(284, 1800)).astype(np.int8)
        values = coin @ (0.25 * planted) + 0.3 * luck.normal(size=284)
        for effect in effects(names, coin, values, reach=0.5)[0]:
            true = planted[int(effect.number[1:])]
            held.append(abs(effect.change - true) <= effect.half_width)
            false += abs(true) < 0.05
    assert len(held) > 40 * 7
    assert 0.89 <= np.mean(held) <= 0.98
    assert false <= 4


def test_pure_luck_names_nothing(moved):
    named = sum(
        len(effects(NAMES, moved, np.random.default_rng(seed).normal(size=len(moved)), 0.5)[0]) for seed in range(20)
    )
    assert named <= 3  # a twentieth of twenty is one


def test_a_result_that_does_not_move_has_no_effects(moved):
    assert effects(NAMES, moved, np.full(len(moved), 3.0), 0.5) == ([], 0.0)


def test_numbers_are_those_of_the_grade_with_a_range_and_counties_move_together():
    region = load_region("tiny")
    found = numbers_of(region, "M")
    graded = {row.key for row in region.parameters.rows() if row.grade == "M" and row.low < row.high}
    assert not [name for name in found if name.startswith(BALANCED)]
    assert {key for key in graded if not key.startswith(BALANCED)} <= {key for keys in found.values() for key in keys}
    assert len(found["people.population"] if "people.population" in found else found["land.forest_share"]) > 1
    assert not set(numbers_of(region, "A")) & {"cars.choice.constant.petrol"}


def test_a_report_tells_each_indicator_in_both_languages(tmp_path):
    rows = [
        {
            "run": run,
            "values": {"peak_year": 2030.0, "Share|Non-Fossil Energy@2030": 0.2 + 0.01 * coins(("a",), run)[0]},
        }
        for run in range(60)
    ]
    english = report(("a", "b"), rows, tmp_path / "en.csv", Speech("en"))
    assert "Non-fossil" in english and "+4" in english  # 0.01 each way at half the reach: four points from low to high
    assert "非化石" in report(("a", "b"), rows, tmp_path / "zh.csv", Speech("zh"))
    indicator, number, change, _ = (tmp_path / "en.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    assert (indicator, number) == ("Share|Non-Fossil Energy@2030", "a")
    assert float(change) == pytest.approx(4 * 0.01 * (0.5 / REACH))


def test_the_command_makes_what_is_missing_and_goes_on(tmp_path, capsys):
    words = ["--region", "tiny", "--scale", "1", "--out", str(tmp_path)]
    main([*words, "--runs", "1"])
    with (tmp_path / "runs.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"run": 1, "err')  # killed while it wrote
    main([*words, "--runs", "2"])
    lines = [json.loads(line) for line in (tmp_path / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["run"] for line in lines] == [0, 1]
    assert all(line["error"] == "" and line["values"]["peak_mt"] > 0 for line in lines)
    assert "1 run to make" in capsys.readouterr().err
    for more in (("--package", "current"), ("--scale", "0.5"), ("--storyline", "slump")):
        with pytest.raises(SystemExit, match=f"holds runs of other {more[0][2:]}; choose another folder"):
            main([*words, *more, "--runs", "2"])
    about = tmp_path / "screening.json"
    about.write_text(about.read_text().replace('"data": "', '"data": "x'))
    with pytest.raises(SystemExit, match="holds runs of other data"):
        main([*words, "--runs", "3"])
    about.unlink()
    with pytest.raises(SystemExit, match="holds runs of other format, kind, code, data, region"):
        main([*words, "--runs", "3"])


@pytest.mark.parametrize(
    ("how", "code", "told"),
    [(OSError(28, "No space left on device"), 1, "No space left on device; 1 run is kept"),
     (KeyboardInterrupt(), 130, "1 run is kept; start again and it goes on")],
)  # fmt: skip
def test_a_full_disk_or_ctrl_c_is_one_line_that_says_what_is_kept(how, code, told, tmp_path, monkeypatch, capsys):
    def ended(given, *_):
        (given.out / "runs.jsonl").write_text('{"run": 0, "error": ""}\n{"run": 1, "er')
        raise how

    monkeypatch.setattr("experiments.screening._main", ended)
    with pytest.raises(SystemExit) as end:
        main(["--out", str(tmp_path), "--region", "tiny"])
    if code == 1:
        assert told in str(end.value.code)
    else:
        assert end.value.code == code and told in capsys.readouterr().err
    assert (tmp_path / "runs.jsonl").read_text() == '{"run": 0, "error": ""}\n'  # half a line is none
