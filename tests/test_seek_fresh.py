"""Each package of the front once more on runs that the search did not use, and the search on a real cluster."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.batch.store import Store
from experiments.cli import main
from experiments.language import Speech
from experiments.seeking.candidate import Score
from experiments.seeking.files import files_of, front_frame, package_text, tried_frame
from experiments.seeking.fresh import fresh_plan
from experiments.seeking.question import FIRST_APART
from experiments.seeking.report import plain, search_text
from experiments.seeking.search import Found
from tests.test_seek import ASSUMPTION, DESIGN, plan_of

SAMPLED = DESIGN.replace("seeds = 2", 'seeds = 1\n[sampler]\nmethod = "latin_hypercube"\npoints = 2') + ASSUMPTION


def score_of(success: float, cost: float) -> Score:
    reached = 0.12 if success >= 0.8 else 0.08
    return Score((cost, -cost), (cost, -cost), reached, success, (success,), (), (0.8 - success, 0.1 - reached), 2)


FOUND = Found(
    values=[(100.0, 0.1), (150.0, 0.2)],
    scores=[score_of(1.0, 3.0), score_of(0.9, 5.0)],
    is_whole=[True, True],
    fresh={0: score_of(0.5, 3.1), 1: score_of(0.85, 5.2)},
    runs=14,
)


# what is fresh


def test_fresh_runs_share_no_seed_people_or_point_with_the_search():
    plan = plan_of(SAMPLED.replace("seeds = 1", "seeds = 3\npopulation_seeds = 2"))
    fresh = fresh_plan(plan, plan.replicates)
    assert fresh.replicates == plan.replicates == 12 and len(fresh.trials) == len(plan.trials)
    assert not set(fresh.design.seeds) & set(plan.design.seeds)
    assert not set(fresh.design.population_seeds) & set(plan.design.population_seeds)
    used, new = ({t.sampled.drivers for t in which.trials.values()} for which in (plan, fresh))
    assert len(new) == 2 and not used & new
    assert fresh.question == plan.question and fresh.levers == plan.levers
    assert fresh_plan(plan, 12).design == fresh.design  # the same again, so that a search can go on


def test_as_many_fresh_runs_as_are_asked_for():
    assert fresh_plan(plan_of(DESIGN), 7).replicates == 7  # seeds alone
    assert fresh_plan(plan_of(DESIGN), 7).design.seeds == (3, 4, 5, 6, 7, 8, 9)
    assert fresh_plan(plan_of(SAMPLED), 9).replicates == 9  # points


def test_a_grid_of_assumptions_is_rechecked_between_its_bounds():
    text = DESIGN.replace("seeds = 2", "seeds = 1") + ASSUMPTION + "low = -0.5\nhigh = 0.5\nlevels = 3\n"
    plan = plan_of(text)
    points = fresh_plan(plan, 20).design.points[:, 0]
    assert len(points) == 20 and np.abs(points).max() <= 0.5
    assert not set(points) & set(plan.design.points[:, 0])


# where it is told


def test_the_fresh_share_stands_beside_the_searched_one_in_the_table():
    plan = plan_of(DESIGN)
    front = front_frame(plan, FOUND, tried_frame(plan, FOUND), [0, 1])
    columns = list(front.columns)
    for name in ("success", "non_fossil", "feasible", "success steady", "city_money", "runs"):
        assert columns[columns.index(name) + 1] == f"fresh {name}"
    assert front["success"].tolist() == [1.0, 0.9] and front["fresh success"].tolist() == [0.5, 0.85]
    assert front["fresh feasible"].tolist() == [False, True]
    files = files_of(plan, FOUND, Speech("en"))
    assert b"fresh success" in files["front.csv"] and b"fresh" not in files["tried.csv"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("success  fresh", "100%    50%", "1 of 2 reach the goal there too; the first is sought_02.toml")),
        ("zh", ("达标比例  复核", "100%   50%", "2 个中 1 个仍达标；第一个是 sought_02.toml")),
    ],
)
def test_the_fresh_share_stands_beside_the_searched_one_in_the_report(lang, words):
    told = search_text(plan_of(DESIGN), FOUND, Path("out"), Speech(lang))
    assert all(word in told for word in words), told
    assert {"en": "with 2 runs in each storyline", "zh": "每个情景 2 次"}[lang] in told and "34%" in told  # by hand


def test_fresh_runs_of_one_point_are_one_draw():
    """Two points with three seeds and two populations: 12 runs, but what 2 draws may hide; by hand 34 %, not 76 %."""
    plan = plan_of(SAMPLED.replace("seeds = 1", "seeds = 3\npopulation_seeds = 2"))
    found = replace(FOUND, fresh={i: replace(score, runs=12) for i, score in FOUND.fresh.items()})
    told = search_text(plan, found, Path("out"), Speech("en"))
    assert "with 2 points in each storyline" in told and "as low as 34%" in told
    assert "每个情景 2 个样本点" in search_text(plan, found, Path("out"), Speech("zh"))


def test_a_package_file_says_both(tmp_path):
    text = package_text(plan_of(DESIGN), FOUND.values[0], 1, FOUND.scores[0], FOUND.fresh[0])
    assert "reached in 100% of the runs" in text and "on 2 fresh runs, which the search did not use, in 50%" in text
    assert "以搜索未用过的 2 次运行复核，为 50%" in text


def test_a_search_that_is_not_rechecked_tells_no_fresh_share():
    plan = plan_of(DESIGN)
    found = Found(FOUND.values, FOUND.scores, FOUND.is_whole, runs=14)
    assert "fresh" not in search_text(plan, found, Path("out"), Speech("en"))
    assert plain(plan, found)["front"][0]["fresh"] is None
    assert b"fresh" not in files_of(plan, found, Speech("en"))["front.csv"]


def test_a_negative_number_of_fresh_runs_is_refused(tmp_path, capsys):
    (tmp_path / "d.toml").write_text(DESIGN)
    words = ["seek", str(tmp_path / "d.toml"), "--out", str(tmp_path / "o"), "--fresh", "-1", "--lang", "en"]
    assert main(words) == 2
    assert "--fresh: got -1, allowed 0 and more" in capsys.readouterr().err


# for real


def sought(folder: Path, design: Path, *more: str) -> list[str]:
    words = ["--runs", "14", "--population", "4", "--non-fossil", "0.03", "--objectives", "city_money", "co2"]
    return ["seek", str(design), *words, "--lang", "en", "--out", str(folder), *more]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the optimiser's own, and Dask's
def test_a_front_is_rechecked_and_comes_out_the_same_by_dask(tmp_path, capsys):
    pytest.importorskip("pymoo")
    pytest.importorskip("distributed")
    design = tmp_path / "d.toml"
    design.write_text(SAMPLED)
    code = main(sought(tmp_path / "a", design, "--json"))
    told = capsys.readouterr()
    point = json.loads(told.out)["front"][0]
    assert "then each package of the front again on 2 runs that the search did not use" in told.err
    assert point["fresh"]["runs"] == 2 and 0.0 <= point["fresh"]["success"] <= 1.0
    package = next((tmp_path / "a").glob("*.toml")).read_text()
    assert f"on 2 fresh runs, which the search did not use, in {point['fresh']['success']:.0%}" in package
    if code == 0:
        front = pd.read_csv(tmp_path / "a" / "front.csv")
        assert front.loc[0, "fresh success"] == point["fresh"]["success"]
    store = Store(tmp_path / "a", read_only=True)
    fresh = [number for number in store.states() if number >= FIRST_APART]
    store.close()
    assert len(fresh) >= 4  # the base package's and one package's

    assert main(sought(tmp_path / "b", design, "--backend", "dask", "--workers", "2")) == code
    for name in ("tried.csv", "front.csv"):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "a" / name).read_bytes()

    before = (tmp_path / "a" / "front.csv").read_bytes()
    capsys.readouterr()
    assert main(sought(tmp_path / "a", design, "--progress")) == code  # found again, without a run
    assert "[" not in capsys.readouterr().err
    assert (tmp_path / "a" / "front.csv").read_bytes() == before
    longer = sought(tmp_path / "a", design)
    longer[longer.index("--runs") + 1] = "22"
    assert main([*longer, "--fresh", "3"]) in (0, 1)  # goes on with the same search; the fresh runs do not mix in
    tried = pd.read_csv(tmp_path / "a" / "tried.csv")
    shorter = pd.read_csv(tmp_path / "b" / "tried.csv")  # its packages; runs that were left completed other ones
    packages = [name for name in shorter if name == "generation" or name.startswith("lever ")]
    shorter = shorter[shorter["generation"] < shorter["generation"].max()]  # its last is of what its budget had left
    longer_ones = tried.iloc[: len(shorter)]
    assert longer_ones[packages].equals(shorter[packages])
    alike = longer_ones["runs"] == shorter["runs"]
    assert alike.any() and longer_ones[alike].equals(shorter[alike])
