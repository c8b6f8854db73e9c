"""Paired differences as a table, and how many seeds they need."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from abm.errors import UserError
from experiments.cli import main
from experiments.differences import by_county, by_sector, by_year, cumulative
from experiments.effects import effects, group_of
from experiments.pilot import Pilot
from experiments.replicates import deviation_range, far_off, needed, seeds_for, width_of
from tests.command_line import refused

CO2 = "Emissions|CO2|Energy"
TINY = ("--region", "tiny", "--scale", "1", "--until", "2030")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_a_width_is_that_of_the_t_interval():
    # 4 seeds, deviation 2: 2 x 3.182 x 2 / sqrt(4) = 6.36
    assert width_of(2.0, 4) == pytest.approx(2 * t.ppf(0.975, 3) * 2 / 2)


@pytest.mark.parametrize("width", [0.1, 0.5, 3.0, 40.0])
def test_the_seeds_needed_are_the_fewest_that_are_enough(width):
    n = seeds_for(1.0, width)
    assert width_of(1.0, n) <= width
    assert n == 2 or width_of(1.0, n - 1) > width


def test_differences_without_luck_need_two_seeds_and_no_width_no_end():
    assert seeds_for(0.0, 1e-9) == 2
    assert seeds_for(1.0, 0.0) == 1_000_000


def test_the_range_of_a_deviation_holds_the_truth_as_often_as_it_says():
    luck = np.random.default_rng(5)
    held = 0
    for _ in range(2000):
        low, high = deviation_range(float(luck.standard_normal(8).std(ddof=1)), 8)
        held += low <= 1.0 <= high
    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_a_pilot_says_how_many_seeds():
    found = needed("x", 2030, "Mt", [1.0, 3.0], 1.0)
    assert (found.difference, found.deviation) == (2.0, pytest.approx(np.sqrt(2)))
    assert found.n_low <= found.n <= found.n_high
    assert found.n_surely > found.n
    assert needed("x", 2030, "Mt", [1.0, 3.0], None).width == 1.0  # half of the difference


@pytest.mark.parametrize(("pilot", "width"), [(4, 1.0), (8, 0.5)])
def test_seeds_that_are_enough_are_so_in_nine_of_ten_trials(pilot, width):
    """The pilot's deviation is itself a draw: the seeds that it asks for keep the width in half of the trials only."""
    luck, n = np.random.default_rng(11), 800
    kept = np.zeros(2)
    for _ in range(n):
        found = needed("x", 2030, "Mt", luck.standard_normal(pilot), width)
        tried = [luck.standard_normal(seeds).std(ddof=1) for seeds in (found.n, found.n_surely)]
        kept += [width_of(tried[0], found.n) <= width, width_of(tried[1], found.n_surely) <= width]
    assert 0.35 < kept[0] / n < 0.65
    assert kept[1] / n == pytest.approx(0.9, abs=0.03)


def test_what_is_rare_among_seeds_is_counted_with_the_seeds_that_meet_it():
    usual = [1.0, 1.1, 0.9, 1.05, 0.95, 1.0, 1.1, 0.9, 1.0, 1.02, 0.98, 1.0, 1.03, 0.97]
    found = needed("x", 2030, "Mt", [*usual, 3.0, 3.1], None)
    assert (found.n_far, found.n_meeting) == (2, 23)  # 1 - (14/16)^23 = 0.954, of 22 0.947
    assert needed("x", 2030, "Mt", usual, None).n_far == 0
    assert needed("x", 2030, "Mt", [1.0, 1.1, 3.0], None).n_far == 0  # of three none can be told


def test_normal_differences_are_rarely_called_rare():
    pilots = np.random.default_rng(7).standard_normal((2000, 8))
    assert np.mean([far_off(pilot) > 0 for pilot in pilots]) == pytest.approx(0.026, abs=0.01)


def test_a_t_interval_of_few_seeds_that_miss_a_rare_case_holds_less_often_than_it_says():
    """Why the note is there: a large plant acts in 8 % of seeds, and eight seeds often hold none of them."""
    luck, n, held = np.random.default_rng(3), 4000, np.zeros(2)
    for _ in range(n):
        rare = luck.random(8) < 0.08
        for place, jump in enumerate((0.0, 20.0)):
            values = luck.standard_normal(8) + jump * rare
            held[place] += abs(values.mean() - 0.08 * jump) <= width_of(float(values.std(ddof=1)), 8) / 2
    assert held[0] / n == pytest.approx(0.95, abs=0.015)
    assert held[1] / n < 0.8


def test_the_command_names_what_is_rare(monkeypatch, capsys):
    values = np.array([[1.0], [1.1], [0.9], [1.0], [1.05], [0.95], [1.0], [9.0]])
    monkeypatch.setattr("experiments.commands.replicates.pilot_of",
                        lambda *_: Pilot((2030,), {"Emissions|CO2|Energy": values}))  # fmt: skip
    assert main(["replicates", "current", "plan", *TINY, "--seeds", "8"]) == 0
    told = capsys.readouterr().out
    assert "far off the others in 1 of 8 seeds" in told and "23 seeds meet it with 95 %" in told


def test_the_command_says_the_seeds(capsys):
    words = ("--seeds", "3", "--variable", "Farms|Straw|Burnt", "--year", "2030", "--width", "0.5", "--json")
    assert main(["replicates", "current", "plan", *TINY, *words]) == 0
    (found,) = json.loads(capsys.readouterr().out)["needed"]
    assert found["width"] == 0.5 and found["difference"] < 0
    assert found["n"] == seeds_for(found["deviation"], 0.5)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "--seeds", "1"), "2 and more"),
        (("current",), "two different packages"),
        (("plan", "--width", "-1", "--variable", "Emissions|CO2"), "above 0"),
        (("plan", "--width", "1"), "name it with --variable"),
        (("plan", "--variable", "Emissions|CO3"), "nearest is 'Emissions|CO2'"),
        (("plan", "--year", "2050"), "the runs end in 2030"),
    ],
)
def test_a_wrong_question_is_told_before_anything_runs(words, told, capsys):
    assert main(["replicates", "current", *words, *TINY]) == 2
    assert told in capsys.readouterr().err


def test_rows_are_chosen_for_a_file_only(capsys):
    assert "give that too" in refused(capsys, "compare", "current", "plan", "--by", "sector", *TINY)


def test_effects_are_paired_and_add_up_over_sectors_and_counties(tiny):
    from abm import simulate

    runs = {name: [simulate(name, tiny, until=2030, scale=1.0, seed=seed) for seed in (1, 2)]
            for name in ("current", "plan")}  # fmt: skip
    found = effects(runs["current"], runs["plan"])
    co2 = found[(found["variable"] == "Emissions|CO2|Energy") & (found["year"] == 2030)].set_index(["county", "sector"])
    each = [b.series("Emissions|CO2|Energy")[2030] - a.series("Emissions|CO2|Energy")[2030]
            for a, b in zip(*runs.values(), strict=True)]  # fmt: skip
    city = co2.loc[("990100", "")]
    assert city["difference"] == pytest.approx(np.mean(each))
    half = t.ppf(0.975, 1) * np.std(each, ddof=1) / np.sqrt(2)
    assert (city["low"], city["high"]) == pytest.approx((np.mean(each) - half, np.mean(each) + half))
    counties = co2[(co2.index.get_level_values(0) != "990100") & (co2.index.get_level_values(1) == "")]
    sectors = co2.loc["990100"].drop("")
    assert counties["difference"].sum() == pytest.approx(city["difference"], abs=1e-9)
    assert sectors["difference"].sum() == pytest.approx(city["difference"], abs=1e-9)
    assert "Poorest Fifth" in set(found["group"]) and "Households" in set(found["group"])
    only = effects(runs["current"], runs["plan"], ["group"])
    assert (only["group"] != "").all() and len(only) < len(found)


@pytest.fixture(scope="module")
def pairs(tiny):
    """Package -> seed -> run of the first years."""
    from abm import simulate

    return {
        name: {seed: simulate(name, tiny, until=2022, scale=1.0, seed=seed) for seed in (1, 2, 3)}
        for name in ("current", "plan")
    }


def test_runs_are_paired_by_their_seed_and_not_by_their_place(pairs):
    base = list(pairs["current"].values())
    other = [pairs["plan"][seed] for seed in (3, 1, 2)]
    pd.testing.assert_frame_equal(effects(base, other), effects(base, list(pairs["plan"].values())))
    turned = [pairs["current"][seed] for seed in (2, 3, 1)]
    for rows in (by_year, lambda *sides: cumulative(*sides[:3])):
        (same,) = rows(base, turned, [CO2], [2022])
        assert same.difference == 0.0 and same.half_width == 0.0
    assert all(d.half_width == 0.0 for d in by_sector(base, turned, CO2, [2022]))
    assert all(d.half_width == 0.0 for d in by_county(base, turned, CO2, [2022]))


@pytest.mark.parametrize(("mine", "theirs"), [((1, 2), (1, 3)), ((1, 2), (1,)), ((1, 1), (1, 1)), ((), ())])
def test_runs_without_partners_are_refused(mine, theirs, pairs):
    base, other = [pairs["current"][seed] for seed in mine], [pairs["plan"][seed] for seed in theirs]
    for difference in (effects, lambda *sides: by_year(*sides, [CO2], [2022])):
        with pytest.raises(UserError, match="the same seeds and people once each"):
            difference(base, other)


def test_runs_of_one_seed_among_other_people_are_two(pairs):
    base, other = ([run, replace(run, population_seed=5)] for run in (pairs["current"][1], pairs["plan"][1]))
    assert set(effects(base, other)["n_seeds"]) == {2}
    with pytest.raises(UserError, match="seed 1 with people 5"):
        effects(base, [pairs["plan"][1], replace(pairs["plan"][2], population_seed=5)])
    with pytest.raises(UserError, match=r"at scale 0\.5"):
        effects(base[:1], [replace(other[0], scale=0.5)])


def test_groups_are_named():
    assert group_of("Homes|Energy Burden|Poorest Fifth") == "Poorest Fifth"
    assert group_of("Money|Firms|Paid") == "Firms"
    assert group_of("Emissions|CO2") == ""


def test_compare_writes_its_effects(tmp_path, capsys):
    words = ("compare", "current", "plan", *TINY, "--seeds", "2", "--by", "year", "group", "--effects")
    for name, read in (("e.csv", pd.read_csv), ("e.parquet", pd.read_parquet)):
        assert main([*words, str(tmp_path / name)]) == 0
        frame = read(tmp_path / name)
        assert {"difference", "low", "high", "group", "n_seeds"} <= set(frame.columns)
        assert frame["year"].nunique() == 11
    assert main([*words, str(tmp_path / "e.xls")]) == 2
    assert "allowed .csv, .parquet" in capsys.readouterr().err
