"""Goal-seeking: scores and fronts by hand, then a real search of the tiny region, its files and its resumption."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from abm.errors import UserError
from abm.simulation import lever_paths
from experiments.batch.design_file import read_design
from experiments.batch.factors import Factor
from experiments.batch.samplers import Sampler
from experiments.batch.store import Store
from experiments.cli import main
from experiments.seeking.candidate import Score, front, peaks, score, values_of
from experiments.seeking.files import front_of, tried_frame
from experiments.seeking.objectives import read_objectives
from experiments.seeking.question import FIRST_APART, Answer, Limit, Question, read_limits
from experiments.seeking.search import (
    Plan,
    Search,
    best_first,
    can_succeed,
    first_generation,
    known_packages,
    with_hope,
)
from tests.command_line import killed_at, run

COST_AND_CO2 = read_objectives(["city_money", "co2"])
QUESTION = Question(2030, 0.1, 0.8, (2027, 2036), COST_AND_CO2)
YEARS = tuple(range(2020, 2037))
EARLY = tuple(30.0 - abs(year - 2024) for year in YEARS)  # peaks in 2024
LATE = tuple(20.0 + year - 2020 for year in YEARS)
NOWHERE = (0.0,) * len(YEARS)
LEVERS = """[[factor]]
lever = "straw_subsidy"
[[factor]]
lever = "clean_heating_programme"
low = 0.015
high = 0.4
"""
ASSUMPTION = '[[factor]]\ndriver = "demand.coke"\n'
DESIGN = f"""
[design]
region = "tiny"
packages = ["current"]
storylines = ["steady"]
until = 2036
scale = 1.0
seeds = 2
{LEVERS}"""


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def told(peaks=True, non_fossil=0.12, cost=5.0, co2=10.0, limits=(), outside=NOWHERE) -> Answer:
    return Answer(YEARS, EARLY if peaks else LATE, outside, non_fossil, (cost, co2), limits)


KEYS = [(storyline, seed) for seed in (1, 2) for storyline in ("a", "b")]
BASE = {key: told(cost=2.0, co2=12.0) for key in KEYS}


def test_cost_and_co2_are_paired_differences_from_the_base():
    found = score({key: told(cost=2.0 + i, co2=11.0) for i, key in enumerate(KEYS)}, BASE, QUESTION)
    assert found.values == pytest.approx(((0 + 1 + 2 + 3) / 4, -1.0))
    assert found.is_feasible and found.success == 1.0


def test_every_storyline_must_reach_the_goal():
    answers = {("a", 1): told(), ("a", 2): told(), ("b", 1): told(), ("b", 2): told(peaks=False)}
    found = score(answers, BASE, QUESTION)
    assert found.success_by_storyline == (1.0, 0.5)
    assert found.success == 0.5 and not found.is_feasible
    assert found.excess[0] == pytest.approx(0.3)  # 0.8 - 0.5


def test_what_is_moved_elsewhere_counts_but_not_what_others_emit_anyway():
    anyway = tuple(200.0 + 5.0 * (year - 2020) for year in YEARS)  # a province that never peaks
    assert peaks(told(outside=anyway), told(outside=anyway), 2030)
    moved = tuple(other + 3.0 * max(year - 2026, 0) for year, other in zip(YEARS, anyway, strict=True))
    assert not peaks(told(outside=moved), told(outside=anyway), 2030)


def test_what_eighty_per_cent_of_runs_reach_is_no_mean():
    keys = [("a", seed) for seed in range(1, 6)]
    answers = {key: told(non_fossil=value) for key, value in zip(keys, (0.05, 0.11, 0.12, 0.13, 0.14), strict=True)}
    found = score(answers, dict.fromkeys(keys, told()), QUESTION)
    assert found.non_fossil == pytest.approx(0.11)  # four of five reach it
    assert found.success == pytest.approx(0.8) and found.is_feasible
    fewer = score({**answers, ("a", 2): None}, dict.fromkeys(keys, told()), QUESTION)
    assert fewer.non_fossil == pytest.approx(0.05) and not fewer.is_feasible  # a failed run reaches nothing


def test_a_failed_run_reaches_no_goal():
    found = score({**{key: told() for key in KEYS[1:]}, KEYS[0]: None}, BASE, QUESTION)
    assert found.success == 0.5
    assert score(dict.fromkeys(KEYS), BASE, QUESTION).violation == np.inf


def test_a_limit_holds_in_the_storyline_where_it_is_missed_most():
    limit = Limit("x <= 4", "x", 2030, 2030, True, 4.0)
    question = Question(2030, 0.1, 0.8, (2027, 2036), COST_AND_CO2, (limit,))
    answers = {key: told(limits=(6.0 if key[0] == "b" else 1.0,)) for key in KEYS}
    found = score(answers, BASE, question)
    assert found.limits == (6.0,) and found.excess[2] == pytest.approx(0.5)  # (6 - 4) / 4
    least = Limit("x >= 4", "x", 2030, 2030, False, 4.0)
    assert least.excess(3.0) == pytest.approx(0.25) and least.excess(5.0) < 0


def made(cost: float, co2: float, non_fossil: float, excess: float = -1.0) -> Score:
    values = (cost, co2, non_fossil)
    return Score(values, (cost, co2, -non_fossil), non_fossil, 1.0, (1.0,), (), (excess,), 4)


def test_a_limit_on_what_no_run_tells_is_refused_and_never_kept(tmp_path, capsys):
    """The sum of no values is nought, which would keep every upper bound."""
    assert Limit("x", "x", 2030, 2030, True, 3.0).excess(float("nan")) == float("inf")
    pytest.importorskip("pymoo")
    (tmp_path / "d.toml").write_text(DESIGN.replace("seeds = 2", "seeds = 1"))
    words = ["seek", str(tmp_path / "d.toml"), "--out", str(tmp_path / "k"), "--runs", "60", "--population", "8"]
    assert main([*words, "--fresh", "0", "--limit", "Share|Biogas Capacity Used@2030 <= 3"]) == 2
    assert "the base package's runs have no such value" in capsys.readouterr().err


def test_the_front_is_what_nothing_feasible_beats():
    scores = [made(1, 5, 0.2), made(2, 5, 0.2), made(0, 9, 0.1), made(-9, -9, 0.9, excess=0.1), made(3, 1, 0.2)]
    assert front(scores) == [2, 0, 4]  # cheapest first; the fourth misses a condition


def test_values_have_few_digits_and_stay_within_bounds():
    factor = Factor("lever", "x", 1.0, 3.0, ())
    assert values_of([factor], [1 / 3]) == (1.667,)
    assert values_of([factor], [1.0]) == (3.0,)


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("Money|City Budget@decisions <= 60", None),
        ("Homes|Energy Burden|Poorest Fifth@2030<=0.12", None),
        ("Money|City Budgt@2030 <= 1", "did you mean 'Money|City Budget'"),
        ("Share|Clean Heating@decisions >= 0.5", "does not add up"),
        ("Money|City Budget@2050 <= 1", "allowed 2020 to 2036"),
        ("Money|City Budget", "allowed VARIABLE@YEAR"),
    ],
)
def test_limits_are_read(word, words):
    if words is None:
        assert read_limits([word], (2027, 2036), 2020, 2036)[0].word == word
        return
    with pytest.raises(UserError) as error:
        read_limits([word], (2027, 2036), 2020, 2036)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("changed", "words", "told"),
    [
        (("until = 2036", "until = 2034"), (), "a peak by 2030 is seen in 2036"),
        ((LEVERS, ASSUMPTION), (), "no factor that is a lever"),
        (("x", "x"), ("--objectives", "co2", "jbos"), "did you mean 'jobs'"),
        (("x", "x"), ("--objectives", "co2", "co2"), "two or more different ones"),
        (("seeds = 2", f'seeds = 2\n[sampler]\nmethod = "morris"\n{ASSUMPTION}'), (), "no sample of the assumptions"),
        (('["current"]', '["current", "plan"]'), (), "packages: one"),
        (("x", "x"), ("--share", "2"), "--share"),
        (("x", "x"), ("--runs", "5"), "one generation needs"),
        (("x", "x"), ("--limit", "nonsense"), "--limit 'nonsense'"),
        (("x", "x"), ("--population", "1"), "4 and more"),
        (("x", "x"), ("--population", "4", "--start", "frozen"), "the packages to begin with are 5"),
        (("x", "x"), ("--start", "plann"), "did you mean 'plan'"),
        (("x", "x"), ("--by", "1900"), "--by: got 1900, the runs begin in 2020"),
        (("x", "x"), ("--search-seed", "-1"), "--search-seed: got -1, allowed 0 to 4294967295"),
        (("x", "x"), ("--search-seed", "4294967296"), "--search-seed: got 4294967296"),
    ],
)
def test_a_wrong_question_is_told_before_anything_runs(changed, words, told, tmp_path, capsys):
    (tmp_path / "d.toml").write_text(DESIGN.replace(*changed))
    assert main(["seek", str(tmp_path / "d.toml"), "--out", str(tmp_path / "o"), *words]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


def plan_of(text: str, objectives=COST_AND_CO2, runs=400, population=8) -> Plan:
    design = read_design(text)
    levers = tuple(factor for factor in design.factors if factor.kind == "lever")
    assumed = tuple(factor for factor in design.factors if factor.kind != "lever")
    varied = replace(design, factors=assumed, sampler=design.sampler if assumed else Sampler())
    return Plan(varied, levers, replace(QUESTION, objectives=objectives), runs, population, 1)


def test_a_race_meets_every_storyline_first_and_new_points_before_new_seeds():
    text = DESIGN.replace('["steady"]', '["steady", "slump"]') + ASSUMPTION
    plan = plan_of(text + '[sampler]\nmethod = "latin_hypercube"\npoints = 4\n')
    assert [len(keys) for keys in plan.rounds] == [2, 4, 10]  # 1, 3 and 8 replicates in each of two storylines
    assert plan.survivors == [8, 4, 2] and plan.generation == 8 * 2 + 4 * 4 + 2 * 10
    assert plan.generations == 5  # 52 runs each, of four fifths of what the base package's 16 leave of 400
    assert replace(plan, runs=70).generations == 1  # a small budget keeps no reserve
    trials = [plan.trials["steady", replicate] for replicate in range(8)]
    assert [trial.seed for trial in trials] == [1, 1, 1, 1, 2, 2, 2, 2]
    assert len({trial.sampled.drivers for trial in trials[:4]}) == 4
    assert trials[0].sampled == trials[4].sampled  # the same points with every seed


def test_what_is_known_is_tried_first():
    plan = plan_of(DESIGN)
    found = known_packages(plan)
    base = lever_paths("current", plan.design.region, until=2036)["straw_subsidy"][2030 - 2020] / 200.0
    assert any(row[0] == pytest.approx(base) for row in found)
    assert any((row == 1.0).all() for row in found) and len(np.unique(found, axis=0)) == len(found) <= 4


def test_packages_to_begin_with_are_tried_in_the_first_generation(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        '[package]\nbase = "current"\n[[value]]\nlever = "straw_subsidy"\npath = {2027 = 50.0}\nmode = "step"\n'
    )
    plan = replace(plan_of(DESIGN), first=(str(own), "plan", "plan_plus"), population=10)
    first = first_generation(plan)
    assert len(first) == 10 and any(row[0] == pytest.approx(50.0 / 200.0) for row in first)
    known = known_packages(plan)
    assert (first[: len(known)] == known).all()
    mixed = first[len(known) : len(known) + (10 - len(known)) // 2]  # each lever as some known package has it
    assert len(mixed) and all(value in known[:, lever] for row in mixed for lever, value in enumerate(row))
    assert (first_generation(plan) == first).all()  # the same again, so that a search can go on


def partly(non_fossil: float, share: float, runs: int) -> Score:
    excess = (0.8 - share, (0.1 - non_fossil) / 0.1)
    return Score((1.0, 1.0), (1.0, 1.0), non_fossil, share, (share,), (), excess, runs, ("steady",))


def test_a_package_far_from_the_goal_leaves_after_its_first_run():
    scores = [partly(0.05, 0.0, 1), partly(0.095, 0.0, 1), partly(0.12, 1.0, 1), partly(0.08, 0.0, 1)]
    assert with_hope(range(4), scores, 1) == [1, 2]  # within a tenth of the goal
    assert with_hope(range(4), scores, 3) == [1, 2, 3]  # the best of the others, so that some go on


def test_a_package_leaves_as_soon_as_it_cannot_succeed_any_more():
    plan = plan_of(DESIGN.replace("seeds = 2", "seeds = 5"))
    assert plan.misses_allowed == 1  # 80 % of 5 is 4
    scores = [partly(0.12, 1.0, 3), partly(0.12, 2 / 3, 3), partly(0.09, 1 / 3, 3)]
    assert can_succeed([2, 1, 0], scores, plan, 3) == [0, 1]
    assert can_succeed([2], scores, plan, 3) == [2]  # one is left: the nearest miss


class Known(Search):
    """A city whose answers are arithmetic: the second lever buys the goal at half of what the first asks."""

    def _make(self, jobs):
        for job in jobs:
            levers = {name: value for name, _, value in job.trial.settings}
            x = levers.get("straw_subsidy", 0.0) / 200.0
            y = (levers.get("clean_heating_programme", 0.015) - 0.015) / 0.385
            self.told[job.number] = told(non_fossil=0.05 + 0.1 * x + 0.1 * y, cost=2.0 * x + y, co2=-x - y)
        self.found.runs += len(jobs)


@pytest.mark.filterwarnings("ignore")  # the optimiser's own
def test_a_search_of_a_known_city_finds_the_cheapest_package():
    pytest.importorskip("pymoo")
    search = Known(plan_of(DESIGN, runs=1500, population=16), None, None)
    found = search.search()
    assert found.runs <= 1500 and max(found.generation) > plan_of(DESIGN, runs=1500, population=16).generations
    assert sum(found.is_whole) > max(found.generation) * 8  # more than the race itself lets through
    left = [found.scores[i] for i in front(found.scores) if not found.is_whole[i]]
    assert all(found.runs + len(search.plan.keys) - one.runs > 1500 for one in left)  # the budget is used up
    assert found.runs <= 1500 and search.plan.racers(1500 - found.runs) == 0  # the budget is used
    cheapest = found.scores[front_of(found)[0]]
    assert cheapest.non_fossil >= 0.1
    assert cheapest.values[0] == pytest.approx(0.5, abs=0.08)  # y = 0.5 alone reaches 0.05 + 0.05
    dearest = found.scores[front_of(found)[-1]]
    assert dearest.values[1] == pytest.approx(-2.0, abs=0.05)  # all of both saves most


def test_a_search_in_several_storylines_tells_each_in_its_own_column(tmp_path):
    pytest.importorskip("pymoo")
    plan = plan_of(DESIGN.replace('["steady"]', '["steady", "slump"]'), runs=200)

    class Split(Known):
        def _make(self, jobs):
            super()._make(jobs)
            for job in jobs:
                if job.trial.storyline == "slump":  # the hardest, so the first run is made there
                    one = self.told[job.number]
                    self.told[job.number] = replace(one, non_fossil=one.non_fossil - 0.01)

    found = Split(plan, None, None).search()
    frame = tried_frame(plan, found)
    dropped = frame[frame["runs"] == 1]
    assert len(dropped) and dropped["success slump"].tolist() == [0.0] * len(dropped)
    assert dropped["success steady"].isna().all()
    assert frame["generation"].tolist() == sorted(frame["generation"]) and frame["generation"].max() > 1


def test_a_longer_search_meets_no_run_of_a_shorter_one_under_another_name():
    """The numbers of the runs of a course are those of any longer course; what comes after it is numbered apart."""
    pytest.importorskip("pymoo")

    class Noted(Known):
        made: dict[int, object]

        def _make(self, jobs):
            super()._make(jobs)
            self.made = {**getattr(self, "made", {}), **{job.number: job.trial for job in jobs}}

    short, long = (Noted(plan_of(DESIGN, runs=runs), None, None) for runs in (60, 300))
    for search in (short, long):
        search.search()
    both = set(short.made) & set(long.made)
    assert len(short.made) == short.found.runs and len(both) > 30
    assert all(short.made[number] == long.made[number] for number in both)
    assert any(number >= FIRST_APART for number in short.made)


def test_a_dry_run_leaves_nothing_behind(tmp_path, capsys):
    pytest.importorskip("pymoo")
    (tmp_path / "d.toml").write_text(DESIGN)
    out = tmp_path / "o"
    words = ["seek", str(tmp_path / "d.toml"), "--out", str(out), "--runs", "60", "--population", "4", "--dry-run"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "at most 60 runs in 7 generations or more" in told and "the rest takes about" in told
    assert not out.exists() and [path.name for path in tmp_path.iterdir()] == ["d.toml"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the optimiser's own
def test_a_search_that_is_killed_goes_on_to_the_same_front(tmp_path):
    pytest.importorskip("pymoo")
    text = DESIGN.replace("seeds = 2", 'seeds = 1\n[sampler]\nmethod = "latin_hypercube"\npoints = 2') + ASSUMPTION
    (tmp_path / "d.toml").write_text(text)
    words = ["seek", str(tmp_path / "d.toml"), "--runs", "14", "--population", "4",
             "--non-fossil", "0.03", "--progress", "--out"]  # fmt: skip
    whole = run(*words, str(tmp_path / "a"))
    assert whole.returncode in (0, 1) and "left" in whole.stderr
    killed_at("[5/", *words, str(tmp_path / "b"))
    again = run(*words, str(tmp_path / "b"))
    assert again.returncode == whole.returncode
    for name in ("tried.csv", "front.csv"):
        assert (tmp_path / "b" / name).read_bytes() == (tmp_path / "a" / name).read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the optimiser's own
def test_a_search_finds_a_front_whose_packages_run_and_goes_on_where_it_ended(tmp_path, capsys):
    pytest.importorskip("pymoo")
    (tmp_path / "d.toml").write_text(DESIGN)
    words = [
        "seek",
        str(tmp_path / "d.toml"),
        "--runs",
        "22",
        "--population",
        "4",
        "--non-fossil",
        "0.03",
        "--by",
        "2030",
        "--fresh",
        "0",
    ]
    code = main([*words, "--out", str(tmp_path / "a"), "--workers", "2", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["runs"] <= 22 and found["tried"] >= 8
    assert code == (0 if found["front"][0]["feasible"] else 1)
    tried = pd.read_csv(tmp_path / "a" / "tried.csv")
    assert tried["all_runs"].mean() >= 0.5  # half of each generation is dropped, the rest of the budget completes some
    _package_runs(sorted((tmp_path / "a").glob("*.toml"))[0], found["front"][0])
    before = {path.name: path.read_bytes() for path in (tmp_path / "a").glob("*.csv")}
    store = Store(tmp_path / "a")
    store._base.execute("DELETE FROM run WHERE number > 9")
    store.close()
    assert main([*words, "--out", str(tmp_path / "a")]) == code
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").glob("*.csv")} == before
    assert main([*words, "--non-fossil", "0.04", "--out", str(tmp_path / "a")]) == 2
    assert "another design" in capsys.readouterr().err


def _package_runs(path: Path, point: dict) -> None:
    from abm import simulate

    run = simulate(str(path), "tiny", until=2036, scale=1.0, seed=1)
    for label, value in point["levers"].items():
        assert run.levers[label.removeprefix("lever ")][2030 - 2020] == value


def test_where_no_package_reaches_the_goal_there_is_nothing_to_complete():
    assert best_first([], []) == []
