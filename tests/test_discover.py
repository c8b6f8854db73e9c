"""Scenario discovery: a box that is known is found; the EMA Workbench reads a batch and drives the model."""

import json

import numpy as np
import pandas as pd
import pytest

from abm.errors import UserError
from experiments.cli import main
from tests.published import ishigami_batch

pytest.importorskip("ema_workbench")
from experiments.analysis.discovery import Limit, can_search, cases, feature_scores, find_boxes, holds, points_of
from experiments.analysis.failing import failing
from experiments.analysis.held_out import folds, held_out
from experiments.batch.design_file import read_design
from experiments.batch.reading import Made, read_batch
from experiments.batch.samplers import Sampler
from experiments.ema import as_experiments, ema_model, identifier

LUCK = np.random.default_rng(4)
DESIGN = """
[design]
region = "tiny"
packages = ["plan"]
storylines = ["steady"]
until = 2024
scale = 1.0
seeds = 2
[sampler]
method = "latin_hypercube"
points = 4
[[factor]]
driver = "demand.coke"
[[factor]]
lever = "straw_subsidy"
year = 2027
[keep]
variables = "all"
"""


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def known() -> tuple[pd.DataFrame, np.ndarray]:
    """Cases that fail where a > 0.7 in the storyline s; b does nothing."""
    x = pd.DataFrame({"a": LUCK.uniform(0, 1, 400), "b": LUCK.uniform(-1, 1, 400), "storyline": ["s", "f"] * 200})
    x["storyline"] = x["storyline"].astype(object)
    return x, ((x["a"] > 0.7) & (x["storyline"] == "s")).to_numpy()


def test_the_known_box_is_found(known):
    box = find_boxes(*known)[0]
    sides = {limit.factor: limit for limit in box.limits}
    assert set(sides) >= {"a", "storyline"}
    assert sides["a"].low == pytest.approx(0.7, abs=0.05)
    assert sides["storyline"].among == ("s",)
    assert sides["a"].p < 1e-6 and sides["storyline"].p < 1e-6
    assert box.coverage > 0.9 and box.density > 0.9


def test_a_known_box_holds_out_of_sample_too(known):
    out = held_out(*known, 1)[0]
    assert out.is_clear and out.density > 0.8 and out.coverage > 0.8
    assert out.low < out.density <= out.high <= 1.0  # every case in it fails


def test_a_box_around_mere_chance_is_told_as_such():
    """Failures that no factor makes: on its own cases the box looks twice as dense as it is."""
    luck = np.random.default_rng(1)
    x = pd.DataFrame(luck.uniform(0, 1, (96, 8)), columns=list("abcdefgh"))
    y = luck.uniform(size=96) < 0.3
    box, out = find_boxes(x, y, 1)[0], held_out(x, y, 1)[0]
    assert box.density > 0.55
    assert not out.is_clear and abs(out.density - y.mean()) < 0.2


def test_a_point_is_left_out_in_all_storylines_at_once():
    """Failing cases that only repeat a point in other storylines tell nothing of other points."""
    points = pd.DataFrame({"a": LUCK.uniform(0, 1, 40)})
    x = pd.concat([points.assign(storyline=name) for name in "pqrs"], ignore_index=True)
    found = folds(points_of(x)).reshape(4, 40)
    assert (found == found[0]).all()
    assert np.bincount(found[0]).tolist() == [8] * 5


def test_a_second_box_counts_only_what_the_first_left():
    luck = np.random.default_rng(3)
    x = pd.DataFrame(luck.uniform(0, 1, (400, 4)), columns=list("abcd"))
    y = ((x["a"] > 0.7) | (x["b"] < 0.15)).to_numpy()
    boxes, free = find_boxes(x, y, 2), np.ones(400, dtype=bool)
    assert len(boxes) == 2
    for box in boxes:
        held = holds(box, x) & free
        assert y[held].mean() == pytest.approx(box.density)
        assert y[held].sum() / y.sum() == pytest.approx(box.coverage)
        free &= ~held


def test_the_factors_that_do_something_score_above_the_one_that_does_not(known):
    scores = feature_scores(*known).set_index("factor")["score"]
    assert scores.sum() == pytest.approx(1, abs=1e-6)
    assert scores["b"] == scores.min()
    assert scores["a"] > 2 * scores["b"]


def test_too_few_failures_are_no_ground_for_a_box():
    assert not can_search(np.array([True] * 9 + [False] * 90))
    assert not can_search(np.ones(50, dtype=bool))
    assert can_search(np.array([True] * 10 + [False] * 10))


def test_cases_of_one_point_are_one_draw_out_of_sample():
    """The same cases in four storylines hold no more points, so the interval stays as wide."""
    luck = np.random.default_rng(8)
    x = pd.DataFrame({"a": luck.uniform(0, 1, 200), "b": luck.uniform(-1, 1, 200)})
    y = (x["a"] > 0.7).to_numpy() ^ (luck.uniform(size=200) < 0.1)
    four = pd.concat([x.assign(storyline=name) for name in "abcd"], ignore_index=True)
    four["storyline"] = four["storyline"].astype(object)
    once, often = held_out(x, y, 1)[0], held_out(four, np.tile(y, 4), 1)[0]
    assert often.density == pytest.approx(once.density, abs=0.02)
    assert often.high - often.low == pytest.approx(once.high - once.low, abs=0.03)


def test_points_that_a_sobol_design_makes_of_one_are_one_draw(tmp_path, capsys):
    """Of 32 base points of three factors come 160 points: they are left out, and counted, as 32."""
    ishigami_batch(tmp_path, Sampler("sobol", points=32, seed=1))
    made = read_batch(tmp_path)
    words = ["Emissions|CO2|Energy@2030 < 0"]
    x, y, draws = cases(made, failing(made, words, "plan").fails, "plan")
    assert len(x) == 160 and np.bincount(draws).tolist() == [5] * 32
    fold = folds(draws).reshape(32, 5)
    assert (fold == fold[:, :1]).all()  # else a box is tried on points like those that it was made of
    out, told_apart = held_out(x, y, 1, draws)[0], held_out(x, y, 1)[0]
    assert out.high - out.low > 1.3 * (told_apart.high - told_apart.low)
    sides = {limit.factor: limit.p for limit in find_boxes(x, y, 1, draws)[0].limits}
    apart = {limit.factor: limit.p for limit in find_boxes(x, y, 1)[0].limits}
    assert sides.keys() == apart.keys() and all(sides[name] > apart[name] for name in sides)
    assert main(["discover", str(tmp_path), "--fails", *words]) == 0
    told = capsys.readouterr().out
    assert "they come from 32 independent base points" in told and "\np: the chance" in told


def test_a_trajectory_of_a_morris_design_is_one_draw_and_no_sample(tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("morris", points=16, seed=1))
    made = read_batch(tmp_path)
    words = ["Emissions|CO2|Energy@2030 < 3"]
    draws = cases(made, failing(made, words, "plan").fails, "plan")[2]
    assert np.bincount(draws).tolist() == [4] * 16
    assert main(["discover", str(tmp_path), "--fails", *words]) == 0
    assert "the points of a morris design do not stand for the whole range" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (Limit("a", 0.7, 1.0, (), 0.01, is_open_high=True), "≥ 0.700"),
        (Limit("a", 0.0, 0.7, (), 0.01, is_open_low=True), "≤ 0.700"),
        (Limit("a", 0.3, 0.7, (), 0.01), "0.300 – 0.700"),
    ],
)
def test_an_open_end_of_a_box_is_told_as_one(limit, told):
    from experiments.commands.discover import _range

    assert _range(limit, {}) == told


def test_the_command_finds_where_the_published_function_is_low(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("experiments.analysis.stability.PAIRS", 2)
    ishigami_batch(tmp_path, Sampler("latin_hypercube", points=256, seed=1))
    words = ["discover", str(tmp_path), "--fails", "Emissions|CO2|Energy@2030 < 0"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    values = pd.read_parquet(tmp_path / "results.parquet")["value"]
    assert found["failing"] == int((values < 0).sum())
    assert found["boxes"][0]["density"] > 2 * found["failing"] / found["cases"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "box 1: holds" in told.out and "out of sample" in told.out
    assert "discovery: 256 cases, 3 factors" in told.err
    assert (tmp_path / "discover.png").read_bytes().startswith(b"\x89PNG")
    assert pd.read_csv(tmp_path / "discover_boxes.csv")["held"].between(0, 1).all()
    assert set(pd.read_csv(tmp_path / "discover_boxes.csv")["factor"]) <= {f"parameter x{i}" for i in (1, 2, 3)}


def test_a_plan_that_never_fails_is_said_not_boxed(tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("latin_hypercube", points=16, seed=1))
    assert main(["discover", str(tmp_path), "--fails", "Emissions|CO2|Energy@2030 > 1e9"]) == 0
    told = capsys.readouterr().out
    assert "0 of 16" in told and "at least 10 cases" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--fails", "T999"), "the id of a target"),
        (("--fails", "Emissions|CO2|Enrgy < 1"), "did you mean 'Emissions|CO2|Energy'"),
        (("--fails", "no peak by soon"), "is not a year"),
        (("--fails", "no peak by 2030"), "the runs end in 2030; a peak by 2030 is seen in 2036"),
        ((), "say with --fails what failing is"),
        (("--package", "pln"), "there are plan"),
        (("--boxes", "0"), "1 and more"),
    ],
)
def test_a_wrong_question_is_told(words, told, tmp_path, capsys):
    ishigami_batch(tmp_path, Sampler("latin_hypercube", points=4, seed=1))
    assert main(["discover", str(tmp_path), *words]) == 2
    assert told in capsys.readouterr().err


def test_a_target_that_is_missed_is_a_failure(tmp_path):
    (tmp_path / "d.toml").write_text(DESIGN.replace("2024", "2031").replace("points = 4", "points = 2"))
    assert main(["batch", str(tmp_path / "d.toml"), "--out", str(tmp_path / "b")]) == 0
    made = read_batch(tmp_path / "b")
    targets = pd.read_parquet(tmp_path / "b" / "targets.parquet")
    scored = targets[targets["state"].isin(["met", "missed"])]
    name = str(scored["id"].iloc[0])
    word = name.split(" ")[0].split("_")[0]
    found = failing(made, [word], "plan")
    own = scored[scored["id"] == name].set_index("run")["state"]
    assert found.fails.tolist() == (own == "missed").astype(float).tolist()


def test_shares_are_those_of_the_package_whose_cases_are_searched(tmp_path):
    """Of the other package every run fails, which says nothing of this one."""
    runs = pd.DataFrame(
        {"run": range(8), "package": ["current", "plan"] * 4, "state": "done", "peak_mt": [9.0, 1.0] * 4}
    )
    runs.loc[[1, 7], "peak_mt"] = 9.0
    runs.loc[5, "state"] = "failed"
    made = Made(tmp_path, {"design": {"years": [2020, 2030]}}, runs)
    assert failing(made, ["peak_mt > 5"], "plan").shares == {"peak_mt > 5": 2 / 3}
    assert failing(made, ["peak_mt > 5"], "current").shares == {"peak_mt > 5": 1.0}


# the workbench itself


def test_the_workbench_drives_the_model():
    from ema_workbench import Sample, SequentialEvaluator, perform_experiments

    design = read_design(DESIGN.replace("until = 2024", "until = 2028"))
    words = ["Emissions|CO2|Energy@2028", "peak_mt"]
    model = ema_model(design, words)
    assert [lever.name for lever in model.levers] == ["lever_straw_subsidy_2027"]
    scenarios = [Sample(f"s{i}", driver_demand_coke=value) for i, value in enumerate((-1.0, 1.0))]
    policies = [Sample("p", lever_straw_subsidy_2027=50.0)]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = perform_experiments(model, scenarios, policies, evaluator=evaluator)
    assert len(experiments) == 2
    low, high = outcomes[identifier(words[0])]
    assert low < high  # more coke is more CO2

    from abm import load_region, simulate

    tiny = load_region("tiny")
    world = tiny.with_storyline(tiny.storylines["steady"].with_positions({"demand.coke": 1.0}))
    runs = [simulate("plan", world, until=2028, scale=1.0, seed=seed, settings=[("straw_subsidy", 2027, 50.0)])
            for seed in (1, 2)]  # fmt: skip
    assert high == pytest.approx(np.mean([run.series("Emissions|CO2|Energy")[2028] for run in runs]), rel=1e-12)


def test_the_workbench_refuses_replicates_that_nothing_reduces():
    """Why the connector gives each outcome a reducing function."""
    from ema_workbench import EMAError, ScalarOutcome

    with pytest.raises(EMAError, match="should be a scalar"):
        ScalarOutcome("y").process([[1.0, 2.0]])
    assert ScalarOutcome("y", function=np.mean).process([[1.0, 2.0]]) == 1.5


def test_a_batch_is_read_as_the_workbench_reads_results(tmp_path):
    ishigami_batch(tmp_path, Sampler("latin_hypercube", points=16, seed=1))
    experiments, outcomes = as_experiments(read_batch(tmp_path), ["Emissions|CO2|Energy@2030"])
    assert {"storyline", "parameter_x1"} <= set(experiments.columns) and len(experiments) == 16
    assert outcomes["Emissions_CO2_Energy_2030"].shape == (16,)


def test_an_unknown_outcome_is_told():
    with pytest.raises(UserError, match=r"nearest is 'Emissions\|CO2'"):
        ema_model(read_design(DESIGN), ["Emissions|CO3@2024"])


def test_the_laboratorys_page_is_the_same_in_both_languages():
    import re
    from pathlib import Path

    folder = Path(__file__).parent.parent / "docs"
    pages = {lang: (folder / name).read_text(encoding="utf-8")
             for lang, name in (("en", "laboratory.md"), ("zh", "laboratory.zh.md"))}  # fmt: skip
    shapes = {lang: re.findall(r"^(#+) |^```(\w*)", text, flags=re.M) for lang, text in pages.items()}
    assert shapes["en"] == shapes["zh"]
    commands = {lang: re.findall(r"^tanfeng .*?(?=  +#|$)", text, flags=re.M) for lang, text in pages.items()}
    assert commands["en"] == commands["zh"] and len(commands["en"]) >= 9
    pictures = {lang: re.findall(r"\((pictures/\w+)\.(\w+)\.png\)", text) for lang, text in pages.items()}
    assert [name for name, _ in pictures["en"]] == [name for name, _ in pictures["zh"]]
    for lang, shown in pictures.items():
        assert shown and sum(own != lang for _, own in shown) <= 2  # two wait for their Chinese form
        assert all((folder / f"{name}.{own}.png").exists() for name, own in shown)
    assert "(laboratory.zh.md)" in pages["en"] and "(laboratory.md)" in pages["zh"]


@pytest.mark.parametrize("name", ["laboratory.md", "laboratory.zh.md"])
def test_the_page_names_every_objective_and_lever_count_of_a_search(name):
    from pathlib import Path

    from experiments.batch.design_file import find_design, read_design_file
    from experiments.seeking.objectives import OBJECTIVES

    text = (Path(__file__).parent.parent / "docs" / name).read_text(encoding="utf-8")
    assert all(f"`{objective}`" in text for objective in OBJECTIVES)
    design = read_design_file(find_design("seek"))
    kinds = [factor.kind == "lever" for factor in design.factors]
    assert (sum(kinds), len(kinds) - sum(kinds)) == (12, 4)
    assert ("twelve levers" in text and "four assumptions" in text) or ("十二个杠杆" in text and "四个假设" in text)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the library itself
def test_the_python_of_the_laboratorys_page_runs():
    import re
    from pathlib import Path

    text = (Path(__file__).parent.parent / "docs" / "laboratory.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(blocks) == 2
    for block in blocks:
        told: dict = {}
        exec(compile(block, "docs/laboratory.md", "exec"), told)
    assert told["model"].series == ("Emissions|CO2|Energy", "Share|Clean Heating")
