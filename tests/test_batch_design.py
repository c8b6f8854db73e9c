"""Designs: what they may say, which points they make, and that all their problems are told at once."""

import json
from dataclasses import asdict
from hashlib import blake2b
from itertools import product

import numpy as np
import pytest

from abm import load_region
from abm.errors import UserError
from abm.parameters import within
from abm.simulation import lever_paths
from experiments.batch.design import Trials
from experiments.batch.design_file import DESIGNS, read_design, read_design_file
from experiments.batch.samplers import Sampler
from experiments.batch.template import new_design
from experiments.batch.trial import sampled_region
from experiments.cli import main
from experiments.language import Speech
from policies.registry import all_levers
from tests.command_line import refused

HEAD = '[design]\nregion = "tiny"\nuntil = 2030\nscale = 1.0\nstorylines = ["steady"]\npackages = ["plan"]\n'
LEVER = '[[factor]]\nlever = "straw_subsidy"\n'
UNDATED = "heating.tolerance.median"


def told(text: str, **more) -> str:
    """What a wrong design is told."""
    with pytest.raises(UserError) as error:
        read_design(text, **more)
    return str(error.value)


def dated_parameter(region) -> str:
    rows = region.parameters.rows()
    return next(row.key for row in rows if row.year is not None and row.low < row.value < row.high)


# what they say


def test_smoke_is_twenty_four_runs():
    design = read_design_file(DESIGNS / "smoke.toml")
    assert design.n_runs == len(design.trials) == 24
    assert [trial.number for trial in design.trials] == list(range(24))


def test_every_shipped_design_is_good():
    assert [read_design_file(path).n_runs > 0 for path in sorted(DESIGNS.glob("*.toml"))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", ["tiny", "luliang"])
def test_a_new_design_can_be_run_as_it_is(lang, place):
    design = read_design(new_design(load_region(place), place, Speech(lang)))
    assert design.n_runs == 2 * 4 * 16 * 4  # packages, storylines, points, seeds
    assert [factor.kind for factor in design.factors] == ["lever", "parameter", "driver"]


def test_every_point_meets_the_same_seeds_packages_and_storylines():
    text = HEAD.replace('["plan"]', '["current", "plan"]') + "seeds = [3, 5]\n" + LEVER
    design = read_design(text + '[sampler]\nmethod = "latin_hypercube"\npoints = 4\n')
    met = {(t.point, t.package, t.seed) for t in design.trials}
    assert met == {(point, package, seed) for point in range(4) for package in ("current", "plan") for seed in (3, 5)}


def test_the_same_text_is_the_same_batch_and_another_seed_is_not():
    text = HEAD + LEVER + '[sampler]\nmethod = "latin_hypercube"\npoints = 4\n'
    assert read_design(text).identity == read_design(text + "# a comment\n").identity
    assert read_design(text).identity != read_design(text + "seed = 2\n").identity


HUGE = HEAD + "".join(
    f'[[factor]]\nlever = "{lever}"\n' for lever in sorted(all_levers())[:12]
)  # a grid of 4 levels each: 4^12 = 16,777,216 points


def test_the_runs_of_a_huge_grid_are_made_one_at_a_time():
    design = read_design(HUGE)
    assert design.n_runs == len(design.trials) == 4**12
    last, one = design.trials[4**12 - 1], design.trials[4**11 + 5]
    assert [value for _, _, value in last.settings] == [factor.values[3] for factor in design.factors]
    digits = [1, *[0] * 9, 1, 1]  # 4^11 + 5 with the base 4, the last factor changing fastest
    wanted = [factor.values[digit] for factor, digit in zip(design.factors, digits, strict=True)]
    assert [value for _, _, value in one.settings] == wanted
    assert "points" not in vars(design)


def test_a_huge_grid_is_refused_before_a_run_of_it_is_made(tmp_path, monkeypatch, capsys):
    def none(*_):
        raise AssertionError("a run was listed")

    monkeypatch.setattr(Trials, "__getitem__", none)
    monkeypatch.setattr(Sampler, "draw", none)
    file = tmp_path / "huge.toml"
    file.write_text(HUGE, encoding="utf-8")
    number = next(row.key for row in load_region("tiny").parameters.rows() if row.year is None and row.low < row.high)
    sought = tmp_path / "sought.toml"
    levels = f'parameter = "{number}"\nlevels = 1000\n[sampler]\nmethod = "grid"\n'
    text = HEAD.replace("2030", "2036") + f"seeds = 1000\n{LEVER}[[factor]]\n{levels}"
    sought.write_text(text, encoding="utf-8")
    for words, reason in (
        (("batch", str(file)), "16777216 runs: more than 10000"),
        (("batch", str(file), "--max-runs", "9"), "16777216 runs, --max-runs allows 9"),
        (("seek", str(sought)), "one package alone meets 1000000"),
    ):
        assert reason in refused(capsys, *words, "--out", str(tmp_path / "out"), "--lang", "en")
    assert main(["design", "check", str(file), "--untimed", "--json"]) == 0
    assert not (tmp_path / "out").exists()


def test_runs_are_in_the_order_of_their_sides_and_their_hash_tells_all_of_them():
    text = HEAD.replace('["plan"]', '["current", "plan"]') + "seeds = [3, 5]\npopulation_seeds = 2\n" + LEVER
    design = read_design(text + '[sampler]\nmethod = "latin_hypercube"\npoints = 3\n')
    told = [(t.point, t.package, t.storyline, t.population_seed, t.seed) for t in design.trials]
    sides = (range(3), ("current", "plan"), design.storylines, (0, 1), (3, 5))
    assert told == list(product(*sides))
    assert design.trials[2:4] == (design.trials[2], design.trials[3]) and design.trials[-1].number == len(told) - 1
    paths = {name: {lever: p.tolist() for lever, p in lever_paths(name, design.region, until=2030).items()}
             for name in design.packages}  # fmt: skip
    whole = json.dumps({"trials": [asdict(trial) for trial in design.trials], "packages": paths}, sort_keys=True)
    assert design.identity == blake2b(whole.encode(), digest_size=16).hexdigest()


# samplers


def test_a_grid_takes_every_combination():
    text = HEAD + LEVER + "values = [0, 50]\n[[factor]]\n" + f'parameter = "{UNDATED}"\nlevels = 3\n'
    design = read_design(text)  # 0.08, 0.11, 0.15 in the row: low to high in three levels is 0.08, 0.115, 0.15
    assert design.points == pytest.approx(np.array([(a, b) for a in (0, 50) for b in (0.08, 0.115, 0.15)]))


def test_a_latin_hypercube_has_one_point_in_each_slice():
    design = read_design(HEAD + LEVER + '[sampler]\nmethod = "latin_hypercube"\npoints = 20\n')
    assert sorted((design.points[:, 0] / 10).astype(int)) == list(range(20))  # 0 to 200 CNY/t in 20 slices


@pytest.mark.parametrize(("method", "n_points"), [("sobol", 8 * (2 + 2)), ("morris", 8 * (2 + 1))])
def test_designs_of_salib_have_their_rows_within_the_bounds(method, n_points):
    pytest.importorskip("SALib")
    text = HEAD + LEVER + '[[factor]]\ndriver = "demand.coke"\n'
    design = read_design(text + f'[sampler]\nmethod = "{method}"\npoints = 8\n')
    assert design.n_runs == len(design.points) == n_points
    assert (design.points.min(axis=0) >= [0, -1]).all() and (design.points.max(axis=0) <= [200, 1]).all()


# what a point does


def test_the_middle_of_a_range_is_the_number_itself():
    assert [within(1.0, 2.0, 5.0, position) for position in (-1, -0.5, 0, 0.5, 1)] == [1.0, 1.5, 2.0, 3.5, 5.0]


def test_a_sampled_number_stands_in_the_region(tiny):
    design = read_design(HEAD + f'[[factor]]\nparameter = "{UNDATED}"\nvalues = [0.09]\n')
    place = sampled_region(design.trials[0])
    assert place.parameters.value(UNDATED, "share") == 0.09
    assert tiny.parameters.value(UNDATED, "share") == 0.11


def test_a_dated_number_keeps_its_course_within_its_range(tiny):
    key = dated_parameter(tiny)
    rows = [row for row in tiny.parameters.rows(key) if row.key == key]
    design = read_design(HEAD + f'[[factor]]\nparameter = "{key}"\nvalues = [-1, 0, 1]\n')
    for trial, column in zip(design.trials, ("low", "value", "high"), strict=True):
        numbers = sampled_region(trial).parameters
        assert [numbers.value(key, row.unit, row.year) for row in rows] == [getattr(row, column) for row in rows]


def test_a_driver_moves_within_the_range_of_its_storyline(tiny):
    design = read_design(HEAD + '[[factor]]\ndriver = "demand.coke"\nvalues = [-1, 0, 1]\n')
    low, middle, high = (
        sampled_region(t).storylines["steady"].value("demand.coke", "index", 2030) for t in design.trials
    )
    assert low < middle < high
    assert middle == tiny.storylines["steady"].value("demand.coke", "index", 2030)
    lows, highs = tiny.storylines["steady"].ranges["demand.coke"]
    assert (low, high) == tuple(np.interp(2030, tiny.storylines["steady"].paths["demand.coke"][1], side)
                                for side in (lows, highs))  # fmt: skip


def test_a_driver_may_hold_one_value(tiny):
    storyline = tiny.storylines["steady"].with_values({"demand.coke": 0.7})
    assert [storyline.value("demand.coke", "index", year) for year in (2020, 2040, 2060)] == [0.7] * 3
    with pytest.raises(KeyError, match=r"no driver 'demand\.cok'"):
        tiny.storylines["steady"].with_values({"demand.cok": 1.0})


# wrong designs


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[design\n", "not readable as TOML"),
        ("# to be written\n", "the design is empty; tanfeng design new FILE writes one"),
        ("settings = 3\n" + HEAD, "settings: is a section, written [settings]"),
        (HEAD.replace("1.0", "0.001"), "too small for Shangchuan"),
        ('[design]\nregion = "tinny"\n', "did you mean 'tiny'"),
        ('[design]\nregion = ""\n', "no region '', there are luliang, tiny"),
        ('[desing]\nregion = "tiny"\n', "did you mean 'design'"),
        (HEAD + "sedes = 4\n", "did you mean 'seeds'"),
        (HEAD + "seeds = 0\n", "seeds: got 0, allowed 1 and more"),
        (HEAD + "seeds = [1, 1]\n", "different whole numbers"),
        (HEAD.replace("1.0", "0"), "scale: got 0, allowed above 0 to 1"),
        (HEAD.replace("2030", "2099"), "allowed 2020 to 2060"),
        (HEAD.replace("plan", "pln"), "did you mean 'plan'"),
        (HEAD.replace("steady", "stedy"), "did you mean 'steady'"),
        (HEAD + '[settings]\nstraw_subsidi = 1\n', "did you mean 'straw_subsidy'"),
        (HEAD + "[settings]\nstraw_subsidy = 9999\n", "allowed 0.0 to 200.0"),
        (HEAD + '[settings]\n"straw_subsidy@2024" = 9\n', "before the first decision year 2027"),
        (HEAD + '[settings]\n"straw_subsidy@x" = 9\n', "not a year"),
        (HEAD + LEVER.replace("dy", "di"), "did you mean 'straw_subsidy'"),
        (HEAD + LEVER + "low = 50\nhigh = 20\n", "low 50 is not below high 20"),
        (HEAD + LEVER + "low = -1\n", "allowed 0 to 200"),
        (HEAD + LEVER + "hihg = 20\n", "did you mean 'high'"),
        (HEAD + LEVER + "low = nan\n", "not a finite number"),
        (HEAD + LEVER + "year = 2024\n", "before the first decision year 2027"),
        (
            HEAD + '[sampler]\nmethod = "latin_hypercube"\n' + LEVER + "values = [0, 50]\n",
            "values are what a grid takes, a latin_hypercube design draws from low to high",
        ),
        (HEAD + LEVER + "values = [0, 0]\n", "different finite numbers"),
        (HEAD + LEVER + "values = [0, 300]\n", "values outside 0 to 200"),
        (HEAD + LEVER + LEVER, "in two places"),
        (HEAD + LEVER + LEVER + "year = 2027\n", "straw_subsidy@2027: in two places"),  # where it begins anyhow
        (HEAD + '[settings]\n"straw_subsidy@2027" = 1\n' + LEVER, "in two places"),
        (HEAD + "seeds = 99999999999999999999\n", "allowed 1 to 1000000"),
        (HEAD + "seeds = 1000000000\n", "allowed 1 to 1000000"),
        (HEAD + "seeds = [[1], [2]]\n", "different whole numbers"),
        (HEAD + "population_seeds = 2000000\n", "allowed 1 to 1000000"),
        (HEAD + LEVER + "[sampler]\nlevels = 9999999999\n", "levels: got 9999999999, allowed 2 to 1000"),
        (HEAD + LEVER + "levels = 9999999999\n", "allowed 2 to 1000"),
        (HEAD + '[keep]\nvariables = [["a"]]\n', "unknown variable"),
        (HEAD + LEVER + 'group = "luck"\n', "unknown 'luck', there are levers, context, numbers, behaviour"),
        (HEAD + "population_seed = 1\npopulation_seeds = 2\n", "name one of the two"),
        (HEAD + "population_seeds = [1, 1]\n", "different whole numbers"),
        (HEAD + "[settings]\nstraw_subsidy = 1\n" + LEVER, "in two places"),
        (HEAD + '[[factor]]\nparameter = "heating.toleranc.median"\n', "did you mean 'heating.tolerance.median'"),
        (HEAD + f'[[factor]]\nparameter = "{UNDATED}"\nhigh = 0.5\n', "allowed 0.08 to 0.15"),
        (HEAD + '[[factor]]\ndriver = "demand.cok"\n', "did you mean 'demand.coke'"),
        (HEAD + '[[factor]]\nlow = 1\n', "names one of lever, parameter, driver"),
        (HEAD + LEVER + '[sampler]\nmethod = "sobl"\n', "did you mean 'sobol'"),
        (HEAD + LEVER + '[sampler]\nmethod = "sobol"\npoints = 12\n', "a power of 2"),
        (HEAD + '[sampler]\nmethod = "morris"\n', "needs a factor"),
        (HEAD + LEVER + '[sampler]\nmethod = "none"\n', "samples no factor"),
        (HEAD + '[keep]\nvariables = ["Emissions|CO3"]\n', "did you mean 'Emissions|CO2'"),
        (HEAD + "[keep]\nyears = [2019]\n", "a list within 2020 to 2030"),
    ],
)  # fmt: skip
def test_a_wrong_design_is_told_what_is_wrong(text, words):
    assert words in told(text)


def test_a_number_without_a_range_cannot_be_sampled(tiny):
    key = next(row.key for row in tiny.parameters.rows() if row.year is None and row.low == row.high)
    assert "no range to sample" in told(HEAD + f'[[factor]]\nparameter = "{key}"\n')


def test_what_only_follows_from_another_mistake_is_not_told_beside_it():
    sampler = '[sampler]\nmethod = "latin_hypercube"\n'
    assert told(HEAD + sampler + LEVER + "low = 9\nhigh = 1\n").count("\n") == 0  # nor that there is no factor
    assert "unknown 'lhs'" in (found := told(HEAD + LEVER + '[sampler]\nmethod = "lhs"\n')) and "\n" not in found


def test_all_problems_are_told_at_once():
    text = HEAD.replace("1.0", "7") + "seeds = 0\n" + LEVER + "low = 9\nhigh = 1\n" + '[[factor]]\nlever = "x"\n'
    found = told(text)
    assert all(words in found for words in ("scale", "seeds", "low 9 is not below high 1", "unknown lever 'x'"))


def test_a_design_of_more_runs_than_allowed_is_refused():
    text = HEAD + "seeds = 5\n" + LEVER + "levels = 10\n"
    assert read_design(text, max_runs=50).n_runs == 50
    assert "has 50 runs, --max-runs allows 49" in told(text, max_runs=49)


MINE = '[package]\nbase = "current"\n[[value]]\nlever = "straw_subsidy"\npath = {2027 = 50.0}\n'


def test_a_package_file_is_found_beside_its_design_and_may_move_with_it(tmp_path, monkeypatch):
    design = HEAD.replace('"plan"', '"current", "mine.toml"')
    found = []
    for place in (tmp_path / "a", tmp_path / "b"):
        place.mkdir()
        (place / "mine.toml").write_text(MINE, encoding="utf-8")
        (place / "design.toml").write_text(design, encoding="utf-8")
        found.append(read_design_file(place / "design.toml"))
    assert found[0].identity == found[1].identity
    monkeypatch.chdir(tmp_path / "a")
    assert read_design(design).identity == found[0].identity
    (tmp_path / "b" / "mine.toml").write_text(MINE.replace("50", "60"), encoding="utf-8")
    assert read_design_file(tmp_path / "b" / "design.toml").identity != found[0].identity


def test_two_packages_of_one_name_are_refused(tmp_path):
    (tmp_path / "plan.toml").write_text(MINE, encoding="utf-8")
    text = HEAD.replace('"plan"', f'"plan", "{tmp_path / "plan.toml"}"')
    assert "are both called 'plan': give one of the files another name" in told(text)


def test_a_design_in_another_encoding_is_told_to_be_saved_as_utf_8(tmp_path):
    (tmp_path / "mine.toml").write_text("# 设计\n" + HEAD, encoding="gbk")
    with pytest.raises(UserError, match=r"mine\.toml: not UTF-8 text, which a TOML file is; save it as UTF-8"):
        read_design_file(tmp_path / "mine.toml")


def test_a_huge_grid_is_counted_before_it_is_made():
    text = HEAD + "".join(f'[[factor]]\ndriver = "{key}"\nlevels = 1000\n' for key in
                          ("demand.coke", "demand.steel", "demand.raw_coal", "price.coke"))  # fmt: skip
    assert "1000000000000 runs" in told(text, max_runs=1000)


def test_populations_are_replicates_of_their_own():
    design = read_design(HEAD + "seeds = 3\npopulation_seeds = 2\n")
    assert design.n_runs == len(design.trials) == 6
    assert [(trial.population_seed, trial.seed) for trial in design.trials] == [
        (0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3),
    ]  # fmt: skip


def test_a_factor_is_told_under_a_group_and_with_its_grade(tiny):
    from experiments.batch.factors import grade_of

    text = HEAD + LEVER + f'[[factor]]\nparameter = "{UNDATED}"\n[[factor]]\ndriver = "demand.coke"\n'
    text += '[[factor]]\nparameter = "power.coal.available"\n'
    design = read_design(text)
    assert [factor.group for factor in design.factors] == ["levers", "behaviour", "context", "numbers"]
    assert grade_of(design.factors[0], tiny) == ""
    assert all(grade_of(factor, tiny) in "ABCM" for factor in design.factors[1:])
    assert next(entry["grade"] for entry in design.told()["factors"]) == ""
    assert read_design(text + 'group = "behaviour"\n').factors[-1].group == "behaviour"
