"""Attribution on models whose answer is known by hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.attribution.actions import actions_of, changed_levers, settings_of
from experiments.attribution.lmdi import decompose, log_mean
from experiments.attribution.question import Question, sectors_of, series_of
from experiments.attribution.sectors import ACTIVITY, CO2, ENERGY, changes
from experiments.attribution.shapley import orders
from experiments.attribution.wedges import Wedge, action_parts, sector_parts, wedge_frame
from experiments.cli import main
from tests.known_game import ABC, known

# activity and intensity


def test_the_logarithmic_mean():
    assert log_mean(np.array([np.e]), np.array([1.0])) == pytest.approx([np.e - 1])
    assert log_mean(np.array([3.0, 2.0 + 1e-12]), np.array([3.0, 2.0])) == pytest.approx([3.0, 2.0])


def test_the_parts_of_a_change_leave_no_residual():
    before = {"activity": np.array([10.0, 5.0]), "energy": np.array([2.0, 1.0]), "carbon": np.array([3.0, 4.0])}
    after = {"activity": np.array([20.0, 5.0]), "energy": np.array([1.0, 1.0]), "carbon": np.array([3.0, 2.0])}
    parts = decompose(before, after)
    assert sum(parts.values()) == pytest.approx([60 - 60, 10 - 20])
    # first: activity doubles, intensity halves: +60 ln 2 and -60 ln 2; second: carbon alone
    assert parts["activity"] == pytest.approx([60 * np.log(2), 0])
    assert parts["energy"] == pytest.approx([-60 * np.log(2), 0])
    assert parts["carbon"] == pytest.approx([0, -10])


def test_a_factor_of_nothing_is_refused():
    with pytest.raises(ValueError, match="positive"):
        decompose({"a": np.array([0.0])}, {"a": np.array([1.0])})


def test_a_sector_without_a_factor_stands_apart():
    base = {CO2: np.array([8.0, 3.0, 0.0]), ENERGY: np.array([4.0, 2.0, 1.0]), ACTIVITY: np.array([2.0, 0.0, 1.0])}
    other = {CO2: np.array([4.0, 2.0, 0.0]), ENERGY: np.array([4.0, 2.0, 1.0]), ACTIVITY: np.array([2.0, 0.0, 1.0])}
    firms, homes = changes(("firms", "homes", "none"), base, other)
    assert (firms.sector, firms.mt, firms.parts) == ("firms", -4.0, pytest.approx((0.0, 0.0, -4.0)))
    assert (homes.sector, homes.mt, homes.parts) == ("homes", -1.0, ())


# actions of a package


def test_levers_of_a_project_are_one_action(tiny):
    from abm.simulation import lever_paths

    levers = changed_levers(lever_paths("current", tiny), lever_paths("plan", tiny))
    by_project, by_lever = actions_of(levers, "project"), actions_of(levers, "lever")
    assert sorted(lever for own in by_project.values() for lever in own) == sorted(by_lever) == levers
    assert 1 < len(by_project) < len(by_lever)


def test_all_actions_on_are_the_other_package(tiny):
    from abm.simulation import lever_paths, simulated_years

    base, other = lever_paths("current", tiny), lever_paths("plan", tiny)
    actions = actions_of(changed_levers(base, other), "project")
    settings = settings_of(frozenset(actions), actions, other, simulated_years(tiny, None))
    mixed = lever_paths("current", tiny, settings, counterfactual=True)
    assert all(np.array_equal(mixed[lever], other[lever]) for lever in other)


def test_a_section_of_the_plan_is_one_action(tiny):
    from experiments.attribution.actions import action_names, sections_of
    from experiments.language import Speech

    levers = ["straw_subsidy", "burning_enforcement", "publicity"]
    found = actions_of(levers, "section", {"22": "farms"})
    assert sorted(lever for own in found.values() for lever in own) == sorted(levers)
    assert found["farms"] == ("straw_subsidy", "burning_enforcement")
    assert sections_of(tiny)["22"] == "agriculture and countryside"
    words = action_names(["agriculture and countryside", "project 22", "project 99"], tiny, Speech("zh"))
    assert list(words.values()) == ["农业农村减排固碳", "项目22 农业农村减排固碳", "项目99"]


# wedges


def test_the_parts_of_a_wedge_by_action_add_up_in_every_year():
    growth, actions = np.array([1.0, 2.0, -3.0]), {name: (name,) for name in ABC}
    whole = Question(actions, [], [1], (2020, 2022))
    parts = action_parts(whole, [{chosen: known(chosen) * growth for chosen in whole.sets[0]}])
    assert parts["a"] == pytest.approx(6 * growth) and parts["b"] == pytest.approx(7 * growth)
    assert sum(parts.values()) == pytest.approx(15 * growth)
    some = Question(actions, orders(ABC, 4, 2, seed=3), [1, 2], (2020, 2022))
    series = [{chosen: (k + 1) * known(chosen) * growth for chosen in own} for k, own in enumerate(some.sets)]
    assert sum(action_parts(some, series).values()) == pytest.approx(1.5 * 15 * growth)


def test_a_run_is_found_by_its_seed_and_set():
    question = Question({name: (name,) for name in ABC}, orders(ABC, 2, 2, seed=3), [7, 8], (2020, 2021))
    assert len(question.runs) == sum(map(len, question.sets))
    found = {
        number: {"series": {"x": [float(place), float(len(chosen))]}, "sectors": {"x": [[place], [len(chosen)]]}}
        for number, (place, chosen) in enumerate(question.runs)
    }
    for place, own in enumerate(series_of(question, found, "x")):
        assert {chosen: of.tolist() for chosen, of in own.items()} == {c: [place, len(c)] for c in question.sets[place]}
    assert sectors_of(question, found, question.ends[1], "x").tolist() == [[0.5], [3.0]]  # the mean over the seeds


def test_the_parts_of_a_wedge_by_sector_leave_out_what_never_emits():
    before, after = np.array([[5.0, 1.0, 0.0], [5.0, 2.0, 0.0]]), np.array([[5.0, 1.0, 0.0], [3.0, 2.5, 0.0]])
    parts = sector_parts(("steel", "homes", "none"), before, after)
    assert {name: values.tolist() for name, values in parts.items()} == {"steel": [0.0, -2.0], "homes": [0.0, 0.5]}
    wedge = Wedge("current", "plan", "sector", parts)
    assert wedge.total.tolist() == [0.0, -1.5]
    frame = wedge_frame([wedge], [2029, 2030])
    assert frame.groupby("year")["value"].sum().tolist() == [0.0, -1.5]


# the command

TINY = ("--region", "tiny", "--scale", "1", "--seeds", "1")
FEW = '[package]\nbase = "current"\n' + "".join(
    f'[[value]]\nlever = "{lever}"\npath = {{2027 = {value}}}\nmode = "step"\n'
    for lever, value in (("straw_subsidy", 100.0), ("burning_enforcement", 1.0), ("publicity", 1.0))
)


@pytest.fixture
def few(tmp_path):
    """A package that changes three levers of current law."""
    path = tmp_path / "few.toml"
    path.write_text(FEW)
    return str(path)


def test_what_actions_do_adds_up_to_what_the_package_does(few, tmp_path, capsys):
    from abm.simulation import simulate

    name = "Farms|Straw|Burnt"
    words = ["attribute", "current", few, *TINY, "--until", "2029", "--by", "lever", "--variable", name, "--json"]
    words += ["--picture", str(tmp_path / "p.png"), "--wedges", str(tmp_path / "w.png")]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    (found,) = told["attributed"]
    runs = [simulate(package, "tiny", until=2029, scale=1.0) for package in ("current", few)]
    total = (runs[1].series(name) - runs[0].series(name)).loc[2027:].sum()
    assert found["exact"] and found["years"] == [2027, 2029]
    assert found["seeds"] == 1 and found["total_half_width"] is None  # one seed has no interval
    assert found["total"] == pytest.approx(total) and total < 0
    assert sum(action["shapley"] for action in found["actions"]) == pytest.approx(total)
    co2 = [run.by_sector("Emissions|CO2|Energy").loc[2029].sum() for run in runs]
    assert sum(row["mt"] for row in told["sectors"]) == pytest.approx(co2[1] - co2[0], abs=1e-12)
    assert all(sum(row["parts"]) == pytest.approx(row["mt"]) for row in told["sectors"] if row["parts"])
    picture = words[words.index("--picture") + 1]
    assert Path(picture).read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "w.png").read_bytes().startswith(b"\x89PNG")
    wedges = pd.read_csv(tmp_path / "w.csv")
    whole = wedges.groupby(["base", "other", "by", "year"])["value"].sum()
    added = runs[1].series("Emissions|CO2|Energy") - runs[0].series("Emissions|CO2|Energy")
    for by in ("action", "sector"):  # two ways to part the same difference
        assert whole["current", few, by].to_numpy() == pytest.approx(added.to_numpy(), abs=1e-12)
    frozen = simulate("frozen", "tiny", until=2029, scale=1.0).series("Emissions|CO2|Energy")
    law = runs[0].series("Emissions|CO2|Energy") - frozen
    assert whole["frozen", "current", "sector"].to_numpy() == pytest.approx(law.to_numpy(), abs=1e-12)
    assert np.abs(law).max() > 0
    burning = next(a for a in found["actions"] if a["action"] == "burning_enforcement")
    assert burning["shapley"] < 0


def test_sectors_are_told_of_the_year_that_was_asked_for(tmp_path, capsys):
    """The runs go on to 2030: its sectors under the title of 2028 would not add up to what 2028 differs by."""
    (tmp_path / "meters.toml").write_text(
        '[package]\nbase = "current"\n'
        '[[value]]\nlever = "heat_metering"\npath = {2027 = 0.2, 2029 = 1.0}\nmode = "step"\n'
    )
    words = ["attribute", "current", str(tmp_path / "meters.toml"), *TINY, "--until", "2030", "--year", "2028"]
    assert main([*words, "--by", "lever", "--variable", "Emissions|CO2|Energy", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    total = told["attributed"][0]["total"]
    assert abs(total) > 1e-6
    assert sum(row["mt"] for row in told["sectors"]) == pytest.approx(total, rel=1e-9)


@pytest.mark.slow
def test_the_plans_projects_are_printed_with_their_interaction(capsys):
    words = ("attribute", "current", "plan", *TINY, "--until", "2028", "--permutations", "2", "--lang", "zh")
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "市县财政支出，亿元" in told and told.count("相互作用") == 2  # in tonnes and in money
    assert "由 2 个随机次序估计" in told and "能源强度" in told
    assert "项目22 农业农村减排固碳" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("current", "pln"), "did you mean 'plan'"),
        (("current", "current"), "do not differ"),
        (("current", "plan", "--variable", "Emissions|CO3"), "nearest is 'Emissions|CO2'"),
        (("current", "plan", "--variable", "Share|Clean Heating"), "does not add up over years"),
        (("current", "plan", "--year", "2050", "--until", "2030"), "--year: got 2050"),
        (("current", "plan", "--permutations", "3"), "an even number"),
        (
            ("current", "plan", "--permutations", "3", "--year", "1900", "--variable", "Emissions|CO3"),
            "--year: got 1900",
        ),
        (("current", "plan", "--permutations", "3", "--year", "1900", "--variable", "Emissions|CO3"), "an even number"),
        (("current", "plan", "--wedges", "w.pdf"), "allowed .png"),
        (("current", "plan", "--max-runs", "5"), "--max-runs allows 5"),
        (("current", "plan", "--max-runs", "1"), "at least 2 runs are needed"),
    ],
)
def test_a_wrong_question_is_refused_before_anything_runs(words, told, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert main(["attribute", *words, *TINY]) == 2
    assert told in capsys.readouterr().err


def test_a_picture_is_drawn_in_the_unit_that_its_title_names(few, tmp_path, capsys, monkeypatch):
    drawn = {}

    def draw(results, titles, words, say):
        drawn[say("zh", "en")] = next(iter(results.values())), next(iter(titles.values()))
        return b""

    monkeypatch.setattr("experiments.commands.attribute.attribution_picture", draw)
    for lang in ("zh", "en"):
        words = ["attribute", "current", few, *TINY, "--until", "2029", "--by", "lever", "--lang", lang, "--json"]
        assert main([*words, "--picture", str(tmp_path / "p.png")]) == 0
    (chinese, zh), (english, en) = drawn["zh"], drawn["en"]
    assert "万吨" in zh and "Mt" in en  # a hundred of the one make one of the other
    for part in ("total", "shapley", "alone", "last"):
        assert getattr(chinese, part) == pytest.approx(100.0 * getattr(english, part))
