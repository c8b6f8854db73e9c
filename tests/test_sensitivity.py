"""Sensitivity: a function whose indices are published, through our own design, batch and analysis."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from abm.errors import UserError
from abm.provenance import code_version, data_hash
from abm.region import load_region
from experiments.analysis.sensitivity import convergence, has_settled, indices, n_ranked, sub_samples
from experiments.batch.design_file import find_design, read_design_file
from experiments.batch.factors import Factor
from experiments.batch.samplers import Sampler
from experiments.cli import main
from experiments.factor_words import factor_name, short_factor
from experiments.language import Speech
from tests.published import ISHIGAMI_S1, ISHIGAMI_ST, ishigami, ishigami_batch

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning")
pytest.importorskip("SALib")
ZH = Speech("zh")
FACTORS = tuple(Factor("parameter", f"x{i}", -math.pi, math.pi, ()) for i in (1, 2, 3))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def of(found: pd.DataFrame, measure: str) -> pd.DataFrame:
    return found[found["measure"] == measure].set_index("factor")


def test_sobol_indices_of_ishigami_lie_within_their_intervals():
    sampler = Sampler("sobol", points=1024, seed=1)
    points = sampler.draw(FACTORS)
    found = indices(sampler, FACTORS, points, ishigami(points))
    for measure, known in (("S1", ISHIGAMI_S1), ("ST", ISHIGAMI_ST)):
        own = of(found, measure)
        assert np.abs(own["value"].to_numpy() - known).max() < 0.05
        assert (np.abs(own["value"] - known) <= own["half_width"]).all()


def product(x: np.ndarray) -> np.ndarray:
    """Two factors that act only together, and two alone."""
    return 3.0 * x[:, 0] * x[:, 1] + x[:, 2] + 0.5 * x[:, 3] ** 2


def sum_of_twelve(x: np.ndarray) -> np.ndarray:
    """Twelve factors that add up, as strong as WEIGHTS say."""
    return x @ WEIGHTS


WEIGHTS = np.array([4.0, 2.0, 1.0, 0.5, 0.1, 0.0, 0.0, 0.1, 0.5, 1.0, 2.0, 4.0])
OF_SUM = WEIGHTS**2 / (WEIGHTS**2).sum()
ALONE = np.array([0.0, 0.0, 1 / 3, 0.25 * 4 / 45])  # variances on -1 to 1, beside those of 3 x y
JOINT = np.array([1.0, 1.0, 0.0, 0.0])
OF_PRODUCT = (ALONE / (ALONE.sum() + 1.0), (ALONE + JOINT) / (ALONE.sum() + 1.0))


@pytest.mark.parametrize(("of_what", "known"), [(product, OF_PRODUCT), (sum_of_twelve, (OF_SUM, OF_SUM))])
def test_the_interval_of_every_sobol_index_holds_the_known_one_as_often_as_it_says(of_what, known):
    """With partners from one longer sequence, an index of the product is held in 85 and one of the sum in 5 %."""
    factors = tuple(Factor("parameter", f"x{i}", -1.0, 1.0, ()) for i in range(len(known[0])))
    held, n = np.zeros((2, len(factors))), 80
    for seed in range(n):
        sampler = Sampler("sobol", points=64, seed=seed + 1)
        points = sampler.draw(factors)
        found = indices(sampler, factors, points, of_what(points))
        for row, measure in enumerate(("S1", "ST")):
            own = of(found, measure)
            held[row] += (np.abs(own["value"] - known[row]) <= own["half_width"]).to_numpy()
    assert (held / n).min() > 0.9


def test_rows_of_a_sobol_design_are_in_the_order_that_salib_reads():
    points = Sampler("sobol", points=8, seed=3).draw(FACTORS).reshape(8, 5, 3)
    for i in range(3):
        others = [j for j in range(3) if j != i]
        assert (points[:, 1 + i, i] == points[:, 4, i]).all()
        assert (points[:, 1 + i, others] == points[:, 0, others]).all()
    assert len(np.unique(np.floor(8 * (points[:, 0, 0] / math.pi + 1) / 2))) == 8  # one in each eighth
    assert (points == Sampler("sobol", points=8, seed=3).draw(FACTORS).reshape(8, 5, 3)).all()


def test_morris_sees_the_interaction_of_ishigami_and_ranks_a_dummy_last():
    factors = (*FACTORS, Factor("parameter", "dummy", 0.0, 1.0, ()))
    sampler = Sampler("morris", points=64, seed=1)
    points = sampler.draw(factors)
    found = indices(sampler, factors, points, ishigami(points))
    star, sigma = of(found, "mu_star")["value"], of(found, "sigma")["value"]
    assert star["parameter dummy"] == 0 and star.drop("parameter dummy").min() > 1
    assert sigma["parameter x3"] > star["parameter x3"] / 2  # acts through x1 alone


def many_effects(x: np.ndarray) -> np.ndarray:
    """The first factor's effect depends a little on each of the others, so it spreads like a bell curve."""
    others = x[:, 1:].sum(axis=1)
    return x[:, 0] * (3.0 + others - (x.shape[1] - 1) / 2) + others


@pytest.mark.parametrize("n", [4, 8, 16])
def test_the_interval_of_an_elementary_effect_holds_the_known_one_as_often_as_it_says(n):
    """Of x0 (3 + sum of fifteen others less 7.5) the mean effect of x0 is 3; a bootstrap of eight holds it in 89 %."""
    factors = tuple(Factor("parameter", f"x{i}", 0.0, 1.0, ()) for i in range(16))
    held = []
    for seed in range(300):
        sampler = Sampler("morris", points=n, seed=seed + 1)
        points = sampler.draw(factors)
        found = indices(sampler, factors, points, many_effects(points))
        for measure in ("mu_star", "mu"):
            first = of(found, measure).loc["parameter x0"]
            held.append(abs(first["value"] - 3.0) <= first["half_width"])
    assert 0.92 <= np.mean(held) <= 0.98


def test_one_trajectory_has_no_interval():
    factors = tuple(Factor("parameter", f"x{i}", 0.0, 1.0, ()) for i in range(3))
    sampler = Sampler("morris", points=1, seed=1)
    points = sampler.draw(factors)
    assert indices(sampler, factors, points, many_effects(points))["half_width"].isna().all()


def test_indices_settle_as_the_sample_grows():
    sampler = Sampler("sobol", points=512, seed=2)
    points = sampler.draw(FACTORS)
    found = convergence(sampler, FACTORS, points, ishigami(points))
    assert sorted(found["base_points"].unique()) == [64, 128, 256, 512]
    widths = of(found[found["measure"] == "ST"], "ST").groupby("base_points")["half_width"].mean()
    assert widths[512] < widths[64] / 2
    assert has_settled(found, "ST") is True
    assert sub_samples(4) == [4]


def test_the_first_are_compared_with_at_least_one_factor_that_might_be_among_them():
    """Of three factors the first five are the same whatever a sample says."""
    rows = [(size, factor, "ST", value) for size, values in ((4, (0.5, 0.1, 0.3)), (8, (0.5, 0.3, 0.1)))
            for factor, value in zip("abc", values, strict=True)]  # fmt: skip
    found = pd.DataFrame(rows, columns=["base_points", "factor", "measure", "value"])
    assert n_ranked(3) == 2 and n_ranked(20) == 5
    assert has_settled(found, "ST") is False
    assert has_settled(found[found["factor"] != "c"], "ST") is True
    assert has_settled(found[found["factor"] == "a"], "ST") is None


def test_one_missing_value_is_refused_not_turned_into_zeros():
    sampler = Sampler("sobol", points=8, seed=1)
    points = sampler.draw(FACTORS)
    values = ishigami(points)
    values[3] = np.nan
    with pytest.raises(UserError, match="1 of 40 values are missing"):
        indices(sampler, FACTORS, points, values)


def test_values_that_do_not_vary_have_no_indices():
    sampler = Sampler("sobol", points=8, seed=1)
    points = sampler.draw(FACTORS)
    assert indices(sampler, FACTORS, points, np.full(len(points), 2022.0))["value"].isna().all()


# the command, on a batch whose runs are the published function


def test_the_command_finds_the_published_indices_and_leaves_files(tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("sobol", points=256, seed=1))
    assert main(["sensitivity", str(tmp_path), "--indicator", "Emissions|CO2|Energy@2030"]) == 0
    told = capsys.readouterr().out
    assert "the first two are the same on half the sample" in told  # of three; all three are the same anyhow
    assert "ST: with interactions; ±: 95 % bootstrap interval over 256 base points; one run at each point" in told
    rows = pd.read_csv(tmp_path / "sensitivity.csv")
    whole = rows[(rows["base_points"] == 256) & (rows["measure"] == "ST") & (rows["storyline"] == "steady")]
    assert (np.abs(whole["value"].to_numpy() - ISHIGAMI_ST) <= whole["half_width"]).all()
    assert (tmp_path / "sensitivity.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("points", "too_few"), [(32, True), (64, False)])
def test_the_output_warns_of_too_few_base_points(points, too_few, tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("sobol", points=points, seed=1))
    assert main(["sensitivity", str(tmp_path), "--indicator", "Emissions|CO2|Energy@2030", "--lang", "en"]) == 0
    assert ("do not quote the indices yet" in capsys.readouterr().out) == too_few


def test_a_design_with_a_hole_is_refused_and_the_runs_are_named(tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("sobol", points=8, seed=1), fails={7, 19})
    assert main(["sensitivity", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "2 of 40 have no result: 7, 19" in told
    assert f"tanfeng batch --out {tmp_path} --rerun failed" in told
    assert not (tmp_path / "sensitivity.csv").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--indicator", "Emissions|CO2|Enrgy@2030"), "did you mean 'Emissions|CO2|Energy'"),
        (("--indicator", "Emissions|CO2|Energy@2070"), "runs from 2020 to 2030"),
        (("--indicator", "Emissions|CO2|Energy@x"), "is no year"),
        (("--indicator", "Emissions|CO2|Energy@2025"), "the batch keeps no 2025, it keeps 2030"),
        (("--package", "pln"), "there are plan"),
        (("--top", "0"), "1 and more"),
    ],
)
def test_a_wrong_question_is_told(words, told, tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("morris", points=4, seed=1))
    assert main(["sensitivity", str(tmp_path), *words]) == 2
    assert told in capsys.readouterr().err


def test_a_latin_hypercube_and_a_folder_without_a_batch_are_refused(tmp_path, capsys):
    ishigami_batch(tmp_path / "a", Sampler("latin_hypercube", points=8, seed=1))
    assert main(["sensitivity", str(tmp_path / "a")]) == 2
    assert "must be one of sobol, morris" in capsys.readouterr().err
    assert main(["sensitivity", str(tmp_path / "b")]) == 2
    assert "holds no batch" in capsys.readouterr().err


@pytest.mark.slow
def test_a_real_morris_batch_of_the_tiny_region(tmp_path):
    text = (
        '[design]\nregion = "tiny"\npackages = ["plan"]\nstorylines = ["steady"]\nuntil = 2030\nscale = 1.0\n'
        '[sampler]\nmethod = "morris"\npoints = 4\n'
        '[[factor]]\ndriver = "demand.coke"\n[[factor]]\nlever = "straw_subsidy"\n'
    )
    (tmp_path / "m.toml").write_text(text)
    assert main(["batch", str(tmp_path / "m.toml"), "--out", str(tmp_path / "m")]) == 0
    words = ["sensitivity", str(tmp_path / "m"), "--indicator", "Emissions|CO2|Energy@2030", "--lang", "zh"]
    done = subprocess.run(
        [sys.executable, "-m", "experiments.cli", *words],
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = pd.read_csv(tmp_path / "m" / "sensitivity.csv")
    star = found[(found["measure"] == "mu_star") & (found["base_points"] == 4)].set_index("factor")["value"]
    assert star["driver demand.coke"] > star["lever straw_subsidy"]


@pytest.mark.parametrize("command", ["sensitivity", "discover"])
def test_results_of_an_older_version_are_analysed_and_the_difference_is_said(command, tmp_path, capsys):
    method = {"sensitivity": "morris", "discover": "latin_hypercube"}[command]
    ishigami_batch(tmp_path, Sampler(method, points=16, seed=1))
    asked = {
        "sensitivity": ("--indicator", "Emissions|CO2|Energy@2030"),
        "discover": ("--fails", "Emissions|CO2|Energy@2030 < 0"),
    }
    words = [command, str(tmp_path), *asked[command]]
    for code, said in ((code_version()["hash"], False), ("x", True)):
        about = json.loads((tmp_path / "batch.json").read_text())
        about |= {"code": {"hash": code}, "data": data_hash(load_region(about["region"]))}
        (tmp_path / "batch.json").write_text(json.dumps(about))
        assert main([*words, "--lang", "en"]) == 0
        assert ("this batch was made with other code than now" in capsys.readouterr().out) == said
        assert main([*words, "--lang", "zh"]) == 0
        assert ("由另一版本的代码做成" in capsys.readouterr().out) == said


def test_scenario_discovery_says_what_it_leaves_out_and_refuses_a_folder_without_a_batch(tmp_path, capsys):
    ishigami_batch(tmp_path / "hole", Sampler("latin_hypercube", points=16, seed=1), fails={3})
    words = ["discover", str(tmp_path / "hole"), "--fails", "Emissions|CO2|Energy@2030 < 0", "--lang"]
    assert main([*words, "en"]) == 0
    told = capsys.readouterr().out
    assert "1 of 16 runs have no result and are left out: 3" in told and "--rerun failed" in told
    assert main([*words, "zh"]) == 0
    assert "16 次运行中 1 次没有结果" in capsys.readouterr().out
    (tmp_path / "empty").mkdir()
    assert main(["discover", str(tmp_path / "empty")]) == 2
    assert "holds no batch" in capsys.readouterr().err


@pytest.mark.parametrize("region", ["luliang", "tiny"])
def test_every_driver_that_can_vary_has_a_chinese_name(region):
    drivers = {driver for story in load_region(region).storylines.values() for driver in story.paths}
    assert {driver for driver in drivers if factor_name(f"driver {driver}", ZH) == f"驱动因素 {driver}"} == set()


@pytest.mark.parametrize("name", ["screening", "uncertainty", "seek"])
def test_every_factor_of_a_design_that_ships_has_a_chinese_name(name):
    labels = [factor.label for factor in read_design_file(find_design(name)).factors]
    assert [label for label in labels if not re.search("[\u4e00-\u9fff]", short_factor(label, ZH))] == []


def test_a_factor_is_named_with_the_id_that_commands_ask_for():
    assert factor_name("lever straw_subsidy@2030", ZH) == "杠杆 秸秆离田补贴 straw_subsidy@2030"
    assert factor_name("parameter heating.tolerance.median", ZH) == "参数 取暖费可承受比例 heating.tolerance.median"
    assert factor_name("parameter trucks.unnamed", ZH) == "参数 trucks.unnamed"
    assert short_factor("driver demand.coke", ZH) == "外部焦炭需求"
    assert short_factor("driver demand.coke", Speech("en")) == "demand.coke"
