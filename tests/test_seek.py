"""Goal-seeking: scores and fronts by hand, then a real search of the tiny region, its files and its resumption."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from abm.errors import UserError
from experiments.batch.factors import Factor
from experiments.batch.store import Store
from experiments.cli import main
from experiments.seeking.candidate import Score, front, score, values_of
from experiments.seeking.question import Answer, Limit, Question, read_limits

QUESTION = Question(2030, 0.1, 0.8, (2027, 2036), ("Money|City Budget",))
DESIGN = """
[design]
region = "tiny"
packages = ["current"]
storylines = ["steady"]
until = 2036
scale = 1.0
seeds = 2
[[factor]]
lever = "straw_subsidy"
[[factor]]
lever = "clean_heating_programme"
low = 0.015
high = 0.4
"""


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def told(peaks=True, non_fossil=0.12, cost=5.0, co2=10.0, limits=()) -> Answer:
    return Answer(peaks, non_fossil, cost, co2, limits)


KEYS = [(storyline, seed) for seed in (1, 2) for storyline in ("a", "b")]
BASE = {key: told(cost=2.0, co2=12.0) for key in KEYS}


def test_cost_and_co2_are_paired_differences_from_the_base():
    found = score({key: told(cost=2.0 + i, co2=11.0) for i, key in enumerate(KEYS)}, BASE, QUESTION)
    assert found.cost == pytest.approx((0 + 1 + 2 + 3) / 4)
    assert found.co2_mt == pytest.approx(-1.0)
    assert found.is_feasible and found.success == 1.0


def test_every_storyline_must_reach_the_goal():
    answers = {("a", 1): told(), ("a", 2): told(), ("b", 1): told(), ("b", 2): told(peaks=False)}
    found = score(answers, BASE, QUESTION)
    assert found.success_by_storyline == (1.0, 0.5)
    assert found.success == 0.5 and not found.is_feasible
    assert found.excess[0] == pytest.approx(0.3)  # 0.8 - 0.5


def test_what_eighty_per_cent_of_runs_reach_is_no_mean():
    keys = [("a", seed) for seed in range(1, 6)]
    answers = {key: told(non_fossil=value) for key, value in zip(keys, (0.05, 0.11, 0.12, 0.13, 0.14), strict=True)}
    found = score(answers, dict.fromkeys(keys, told()), QUESTION)
    assert found.non_fossil == pytest.approx(0.05)  # numpy's "lower" of 20 % of five values: the safe side
    assert not found.is_feasible


def test_a_failed_run_reaches_no_goal():
    found = score({**{key: told() for key in KEYS[1:]}, KEYS[0]: None}, BASE, QUESTION)
    assert found.success == 0.5
    assert score(dict.fromkeys(KEYS), BASE, QUESTION).violation == np.inf


def test_a_limit_holds_in_the_storyline_where_it_is_missed_most():
    limit = Limit("x <= 4", "x", 2030, 2030, True, 4.0)
    question = Question(2030, 0.1, 0.8, (2027, 2036), (), (limit,))
    answers = {key: told(limits=(6.0 if key[0] == "b" else 1.0,)) for key in KEYS}
    found = score(answers, BASE, question)
    assert found.limits == (6.0,) and found.excess[2] == pytest.approx(0.5)  # (6 - 4) / 4
    least = Limit("x >= 4", "x", 2030, 2030, False, 4.0)
    assert least.excess(3.0) == pytest.approx(0.25) and least.excess(5.0) < 0


def made(cost: float, co2: float, non_fossil: float, excess: float = -1.0) -> Score:
    return Score(cost, co2, non_fossil, 1.0, (1.0,), (), (excess,), 4)


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
        (('lever = "straw_subsidy"', 'driver = "demand.coke"'), (), "only levers can be sought"),
        (('["current"]', '["current", "plan"]'), (), "packages: one"),
        (("x", "x"), ("--share", "2"), "--share"),
        (("x", "x"), ("--runs", "5"), "one generation needs"),
        (("x", "x"), ("--limit", "nonsense"), "--limit 'nonsense'"),
        (("x", "x"), ("--population", "1"), "4 and more"),
    ],
)
def test_a_wrong_question_is_told_before_anything_runs(changed, words, told, tmp_path, capsys):
    (tmp_path / "d.toml").write_text(DESIGN.replace(*changed))
    assert main(["seek", str(tmp_path / "d.toml"), "--out", str(tmp_path / "o"), *words]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


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
    ]
    code = main([*words, "--out", str(tmp_path / "a"), "--workers", "2", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["runs"] <= 22 and found["tried"] >= 8
    assert code == (0 if found["front"][0]["feasible"] else 1)
    tried = pd.read_csv(tmp_path / "a" / "tried.csv")
    assert tried["all_seeds"].mean() == pytest.approx(0.5)  # half of each generation is dropped after the first seed
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
