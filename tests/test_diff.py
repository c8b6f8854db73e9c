"""Two folders against each other: what moved, and whether by code, data, seed or levers."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.text import number
from experiments.versions import Side, causes, movements, only_in, read_side


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Path:
    """Runs of the tiny region: a, the same again, other seeds, another package's levers."""
    root = tmp_path_factory.mktemp("runs")
    world = ("--region", "tiny", "--scale", "1", "--until", "2028", "--lang", "en")
    for name, words in {"a": ("--seeds", "2"), "same": ("--seeds", "2"), "seeds": ("--seed", "3", "--seeds", "2"),
                        "levers": ("--seeds", "2", "--set", "straw_subsidy=200")}.items():  # fmt: skip
        assert main(["run", "plan", *world, *words, "--out", str(root / name)]) == 0
    return root


def altered(folders: Path, target: Path, **changes) -> Path:
    shutil.copytree(folders / "a", target)
    path = target / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return target


def test_the_same_twice_has_moved_in_nothing(folders, capsys):
    assert main(["diff", str(folders / "a"), str(folders / "same")]) == 0
    told = capsys.readouterr().out
    assert "the same code, data, seeds and settings" in told and "0 of" in told


def test_levers_move_what_they_act_on(folders, capsys):
    a, b = read_side(folders / "a"), read_side(folders / "levers")
    assert causes(a, b) == ["levers"]
    found = movements(a, b)
    sold = found[(found["variable"] == "Farms|Straw|Sold") & (found["year"] == 2028)].iloc[0]
    assert sold["difference"] > 0 and sold["n"] == 2
    assert not found.loc[found["year"] < 2027, "moved"].any()
    assert main(["diff", str(folders / "a"), str(folders / "levers")]) == 0
    assert "the only difference is the levers" in capsys.readouterr().out


def test_a_variable_in_another_unit_is_named_and_not_compared(folders, tmp_path, capsys):
    old = tmp_path / "old"
    shutil.copytree(folders / "a", old)
    frame = pd.read_parquet(old / "results.parquet")
    sold = frame["variable"] == "Farms|Straw|Sold"
    frame["unit"] = frame["unit"].astype(str).mask(sold, "t/yr")
    frame.loc[sold, "value"] *= 1000.0
    frame.to_parquet(old / "results.parquet")
    assert main(["diff", str(old), str(folders / "same")]) == 0
    told = capsys.readouterr().out
    assert "0 of" in told and "not compared: 1 variables (Farms|Straw|Sold t/yr -> kt/yr)" in told
    assert main(["diff", str(old), str(folders / "same"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["other_units"] == {"Farms|Straw|Sold": ["t/yr", "kt/yr"]}


@pytest.mark.parametrize(
    ("lang", "label", "unit", "factor"),
    [("en", "CO2 from energy", "Mt CO2/yr", 1.0), ("zh", "能源二氧化碳排放", "万吨 CO2/年", 100.0)],
)
def test_what_moved_is_told_with_its_unit_as_the_reader_counts(lang, label, unit, factor, folders, tmp_path, capsys):
    higher = tmp_path / "higher"
    shutil.copytree(folders / "a", higher)
    frame = pd.read_parquet(higher / "results.parquet")
    frame.loc[frame["variable"] == "Emissions|CO2|Energy", "value"] *= 1.5
    frame.to_parquet(higher / "results.parquet")
    found = movements(read_side(folders / "a"), read_side(higher)).query("moved")
    largest = found.loc[found["relative"].abs().idxmax()]
    assert main(["diff", str(folders / "a"), str(higher), "--lang", lang]) == 0
    (row,) = [line for line in capsys.readouterr().out.splitlines() if f"  {label}  " in line]
    cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
    told = [number(factor * largest[name]) for name in ("a", "b", "difference")]
    assert cells[3:4] == [unit] and cells[5:8] == told


def test_other_seeds_are_luck_and_not_paired(folders, capsys):
    a, b = read_side(folders / "a"), read_side(folders / "seeds")
    assert causes(a, b) == ["seed"]
    found = movements(a, b)
    assert found["moved"].mean() < 0.2
    assert main(["diff", str(folders / "a"), str(folders / "seeds")]) == 0
    assert "(luck)" in capsys.readouterr().out


def test_an_older_version_is_read_and_its_difference_said(folders, tmp_path, capsys):
    old = altered(folders, tmp_path / "old", code={"version": "0.0.1", "hash": "x"}, data={"tiny": "y"})
    frame = pd.read_parquet(old / "results.parquet")
    frame["variable"] = frame["variable"].cat.rename_categories({"Emissions|CO2": "Emissions|Carbon"})
    frame.loc[frame["variable"] == "Emissions|CO2|Energy", "value"] *= 1.5
    frame.to_parquet(old / "results.parquet")
    a, b = read_side(folders / "a"), read_side(old)
    assert causes(a, b) == ["code", "data"]
    assert only_in(a, b) == (["Emissions|CO2"], ["Emissions|Carbon"])
    assert set(movements(a, b).query("moved")["variable"]) == {"Emissions|CO2|Energy"}
    assert main(["diff", str(folders / "a"), str(old)]) == 0
    told = capsys.readouterr().out
    assert "0.0.1 (x)" in told and "one at a time" in told and "+33.33%" in told
    assert main(["diff", str(folders / "a"), str(old), "--json", "--csv", str(tmp_path / "d.csv")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["differ"] == ["code", "data"] and len(found["moved"]) == 9
    assert len(pd.read_csv(tmp_path / "d.csv")) == found["compared"]


@pytest.mark.parametrize(
    ("words", "told"),
    [(("nowhere",), "holds neither a run"), (("A", "--top", "0"), "1 and more"), (("A", "--csv", "x.txt"), ".parquet")],
)
def test_a_wrong_question_is_told(words, told, folders, capsys):
    given = [str(folders / "a") if word == "A" else word for word in words]
    assert main(["diff", str(folders / "a"), *given]) == 2
    assert told in capsys.readouterr().err


def test_batches_are_compared_storyline_by_storyline(tmp_path):
    text = (
        '[design]\nregion = "tiny"\npackages = ["plan"]\nstorylines = ["steady", "slump"]\nuntil = 2022\nscale = 1.0\n'
    )
    for name, more in (("a", ""), ("b", "seeds = [2]\n")):
        (tmp_path / f"{name}.toml").write_text(text + more)
        assert main(["batch", str(tmp_path / f"{name}.toml"), "--out", str(tmp_path / name)]) == 0
    a, b = read_side(tmp_path / "a"), read_side(tmp_path / "b")
    assert causes(a, b) == ["seed"] and a.draws == {}  # of one point the seeds are the draws
    assert set(movements(a, b)["storyline"]) == {"steady", "slump"}


def side(values: dict[tuple[str, str], float], draws: dict[str, int] | None = None) -> Side:
    """Made-up results of one variable: (storyline, replicate) -> value."""
    rows = [
        {"package": "plan", "storyline": storyline, "variable": "v", "unit": "Mt", "year": 2030, "replicate": name,
         "value": value}
        for (storyline, name), value in values.items()
    ]  # fmt: skip
    return Side(Path("x"), {}, pd.DataFrame(rows), draws or {})


def test_a_run_that_failed_on_one_side_takes_its_partner_out_and_nothing_else():
    """The mean of six against that of the five that are left would be a difference that nobody made."""
    before = {(story, f"{i}-0-1"): 10.0 + i for story in ("steady", "slump") for i in range(6)}
    after = {key: value + 0.1 + 0.01 * (int(key[1][0]) % 2) for key, value in before.items()}
    del after["slump", "5-0-1"]
    found = movements(side(before), side(after)).set_index("storyline")
    assert found["n"].to_dict() == {"steady": 6, "slump": 5}
    assert found.loc["slump", "difference"] == pytest.approx(0.1 + 0.01 * 2 / 5)
    assert found.loc["slump", "a"] == pytest.approx(12.0)  # of the five
    spread = np.array([0.0, 0.01, 0.0, 0.01, 0.0]).std(ddof=1) / np.sqrt(5)
    assert found.loc["slump", "half_width"] == pytest.approx(2.7764 * spread, rel=1e-4)


@pytest.mark.parametrize("n_seeds", [1, 8])
def test_seeds_of_one_point_are_no_draws_of_their_own(n_seeds):
    """What a change does at a point it does in all of its seeds: the interval holds nought as often as it says."""
    luck = np.random.default_rng(5)
    n_points, moved = 8, []
    names = [(i, s, f"{i}-0-{s}") for i in range(n_points) for s in range(n_seeds)]
    for _ in range(300):
        effect = luck.normal(size=n_points)  # nothing in the mean over points
        before = {("steady", name): 0.0 for _, _, name in names}
        after = {("steady", name): effect[i] + 0.1 * luck.normal() for i, _, name in names}
        draws = {name: i for i, _, name in names}
        found = movements(side(before, draws), side(after, draws))
        assert found["n"].item() == n_points
        moved.append(bool(found["moved"].item()))
    assert 0.02 <= np.mean(moved) <= 0.09  # counted one by one, eight seeds would move in more than half


@pytest.mark.parametrize(
    ("half_width", "told"),
    [
        ([1.0] * 100, "; by luck alone about 5 would leave their 95 % intervals"),
        ([float("nan")] * 100, "; of one run each no interval is known, so all that differs counts"),
        ([0.0] * 100, ""),  # the same in every seed: no luck in it
    ],
)
def test_what_luck_alone_would_move_is_told(half_width, told):
    from experiments.commands.diff import by_chance
    from experiments.language import Speech

    found = pd.DataFrame({"half_width": half_width, "moved": [True] + [False] * 99})
    assert by_chance(found, Speech("en")) == told
    assert by_chance(found.assign(moved=False), Speech("en")) == ""
