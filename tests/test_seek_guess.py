"""Guesses between two generations of a search: they propose, they never decide, and they pay for themselves."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from experiments.batch.design_file import read_design
from experiments.batch.samplers import Sampler
from experiments.seeking import guess, search
from experiments.seeking.candidate import front
from experiments.seeking.objectives import read_objectives
from experiments.seeking.question import Answer, Question
from experiments.seeking.search import Plan, Search, _algorithm, _answer

pytestmark = pytest.mark.filterwarnings("ignore")  # the optimiser's own
LEVERS = ("wind_pv_quota", "independent_storage", "county_rooftop_pv_pilot", "public_rooftop_pv_mandate",
          "biomass_power_capacity", "clean_heating_programme", "benchmark_enforcement", "esco_support")  # fmt: skip
DESIGN = (
    '[design]\nregion = "tiny"\npackages = ["current"]\nstorylines = ["steady", "slump"]\nuntil = 2036\nscale = 1.0\n'
)
YEARS = tuple(range(2020, 2037))
FALLING = tuple(60.0 - 0.5 * (year - 2020) for year in YEARS)
NOWHERE = (0.0,) * len(YEARS)
QUESTION = Question(2030, 0.13, 0.8, (2027, 2036), read_objectives(["public_money", "society_cost", "co2"]))


@cache
def plan_of(runs: int = 200, seed: int = 1) -> Plan:
    design = read_design(DESIGN + "".join(f'[[factor]]\nlever = "{name}"\n' for name in LEVERS), max_runs=None)
    bare = replace(design, factors=(), sampler=Sampler())
    return Plan(bare, design.factors, QUESTION, runs, 12, seed)


class City(Search):
    """A city whose answers are known: what a lever brings wears off, what it costs grows, and some act together."""

    def _make(self, jobs):
        levers = self.plan.levers
        for job in jobs:
            values = {name: value for name, _, value in job.trial.settings}
            x = np.array([(values.get(f.name, f.low) - f.low) / (f.high - f.low) for f in levers])
            worn = 1.0 - np.exp(-2.0 * x)
            share = 0.06 + 0.05 * worn[0] + 0.02 * worn[2] + 0.02 * x[3] + 0.02 * x[0] * x[1] + 0.01 * worn[4]
            public = 4.0 * x[2] ** 1.5 + 6.0 * x[3] + 3.0 * x[5] + 2.0 * x[7] ** 2
            society = 20.0 * x[0] ** 2 + 30.0 * x[1] ** 1.5 - 8.0 * worn[6] - 5.0 * worn[7] * x[6] + 10.0 * x[4]
            co2 = -30.0 * worn[0] - 10.0 * x[0] * x[1] - 6.0 * worn[5] - 4.0 * x[6]
            harder = 0.002 * (job.trial.storyline == "slump")
            self.told[job.number] = Answer(YEARS, FALLING, NOWHERE, share - harder, (public, society, co2), ())
        self.found.runs += len(jobs)


def volume(plan: Plan) -> float:
    """Share of the box between dear and cheap that the front beats."""
    from pymoo.indicators.hv import HV

    found = City(plan, None, None).search()
    assert found.runs <= plan.runs
    reached = [found.scores[i].objectives for i in front(found.scores) if found.is_whole[i]]
    low, high = np.array([0.0, -15.0, -50.0]), np.array([15.0, 60.0, 0.0])
    return float(HV(ref_point=np.ones(3))((np.array(reached) - low) / (high - low)))


def test_guesses_find_more_of_the_front_in_as_many_runs(monkeypatch):
    pytest.importorskip("pymoo")
    plans = [replace(plan_of(), seed=seed) for seed in range(1, 7)]
    with_guesses = np.array([volume(plan) for plan in plans])
    monkeypatch.setattr(search, "PART", 0.0)
    without = np.array([volume(plan) for plan in plans])
    assert np.mean(with_guesses) > 1.1 * np.mean(without)
    assert (with_guesses > without).sum() >= 5


def test_a_search_with_guesses_is_the_same_again():
    pytest.importorskip("pymoo")
    first, again = (City(plan_of(), None, None).search() for _ in range(2))
    assert first.values == again.values and first.scores == again.scores
    assert len(set(first.values)) > 0.9 * len(first.values)  # a guess is no package that was run already


def told_of(places: np.ndarray) -> np.ndarray:
    """Objectives and conditions of packages: money, money, CO2, share of successful runs, non-fossil share."""
    cost = places.sum(axis=1)
    return np.column_stack([cost, 2.0 * cost, -places[:, 0], 0.8 - (places[:, 0] > 0.5), 0.5 - places[:, 0]])


def begun() -> tuple:
    plan = plan_of()
    algorithm, problem = _algorithm(plan)
    found = City(plan, None, None)
    found.base()
    proposed = algorithm.ask()
    scores = found._race([search.values_of(plan.levers, unit) for unit in proposed.get("X")])
    _answer(algorithm, problem, proposed, scores)
    return algorithm, problem


def test_guesses_stay_in_the_cube_are_new_and_leave_the_algorithm_as_it_was():
    pytest.importorskip("pymoo")
    algorithm, problem = begun()
    other, _ = begun()
    tried = np.random.default_rng(2).random((30, len(LEVERS)))
    found = guess.proposals(algorithm, problem, tried, told_of(tried), 1)
    assert len(found) and (found >= 0.0).all() and (found <= 1.0).all()
    assert min(np.abs(tried - one).max(axis=1).min() for one in found) > guess.NEAR
    assert (found[:, 0] > 0.5).mean() > 0.7 > (tried[:, 0] > 0.5).mean()  # what reaches the goal
    assert (algorithm.ask().get("X") == other.ask().get("X")).all()


def test_nothing_is_guessed_from_too_little():
    pytest.importorskip("pymoo")
    algorithm, problem = begun()
    luck = np.random.default_rng(3)
    few = luck.random((len(LEVERS) + 1, len(LEVERS)))
    assert not len(guess.proposals(algorithm, problem, few, told_of(few), 1))
    held = luck.random((20, len(LEVERS)))
    held[:, 3] = 0.5  # a lever that never moved
    assert not len(guess.proposals(algorithm, problem, held, told_of(held), 1))
    lost = luck.random((20, len(LEVERS)))
    told = told_of(lost)
    told[5:, 0] = np.inf  # their runs failed
    assert not len(guess.proposals(algorithm, problem, lost, told, 1))


def test_the_share_of_runs_is_guessed_by_itself_only_where_the_peak_fails():
    reached = np.array([[1.0, -0.2, -0.1], [1.0, 0.8, 0.3]])  # one objective; share, non-fossil share
    assert guess._smooth(reached, 1)[:, 1].tolist() == [-0.1, 0.3]
    peak_fails = np.array([[1.0, 0.8, -0.1], [1.0, 0.8, 0.3]])
    assert guess._smooth(peak_fails, 1)[:, 1].tolist() == [0.8, 0.8]
