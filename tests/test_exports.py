"""Exports that others read: pyam, Excel, Parquet, DuckDB; and the callable for calibrators."""

import gc
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from abm.errors import UserError
from experiments.callable import Model, model
from experiments.cli import main

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.filterwarnings("ignore")  # pyam's own warnings are not ours
DESIGN = """
[design]
region = "tiny"
packages = ["current", "plan"]
storylines = ["steady", "slump"]
until = 2022
scale = 1.0
seeds = 2
[keep]
variables = "all"
sectors = true
"""
ADD_UP = ("Emissions|CO2", "Emissions|CO2|Energy", "Emissions|CO2|Energy|Supply", "Emissions|CO2|Energy|Demand",
          "Emissions|CO2|Industrial Processes", "Emissions|CH4", "Emissions|N2O")  # fmt: skip


@pytest.fixture(autouse=True)
def rubbish():
    """pyam leaves workbooks open: they are let go of here, not while some other file's test runs."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Path:
    """A batch, one that keeps a single variable (a sheet of all takes long to read), and a run of two packages."""
    root = tmp_path_factory.mktemp("exports")
    for name, design in (("batch", DESIGN), ("small", DESIGN.replace('"all"', '["Emissions|CO2|Energy"]'))):
        (root / "d.toml").write_text(design)
        assert main(["batch", str(root / "d.toml"), "--out", str(root / name)]) == 0
    run = ("compare", "current", "plan", "--region", "tiny", "--scale", "1", "--until", "2022", "--seeds", "1")
    assert main([*run, "--out", str(root / "run")]) == 0
    return root


@pytest.mark.parametrize(("folder", "scenarios"), [
    ("run", ["current", "plan"]),
    ("batch", ["current slump", "current steady", "plan slump", "plan steady"]),
])  # fmt: skip
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_pyam_opens_it_and_confirms_the_aggregates(folder, scenarios, suffix, folders, tmp_path):
    pyam = pytest.importorskip("pyam")
    file = tmp_path / f"x{suffix}"
    assert main(["export", str(folders / folder), str(file)]) == 0
    read = pyam.IamDataFrame(file)
    assert sorted(read.scenario) == scenarios
    for name in ADD_UP:
        assert name in read.variable
        assert read.check_aggregate(name) is None, name
    if suffix == ".xlsx":
        with pd.ExcelFile(file) as book:
            assert book.sheet_names == ["data", "meta", "variables"]
        meta = pd.read_excel(file, sheet_name="meta")
        assert list(meta.columns[:2]) == ["Model", "Scenario"] and sorted(meta["Scenario"]) == scenarios


def test_a_sum_that_does_not_hold_is_found_by_pyam(folders, tmp_path):
    """The check above can fail."""
    pyam = pytest.importorskip("pyam")
    assert main(["export", str(folders / "run"), str(tmp_path / "x.csv")]) == 0
    frame = pd.read_csv(tmp_path / "x.csv")
    frame.loc[frame["Variable"] == "Emissions|CO2|AFOLU", "2022"] += 1.0
    assert pyam.IamDataFrame(frame).check_aggregate("Emissions|CO2") is not None


def test_a_batch_exports_means_and_quantiles(folders, tmp_path):
    assert main(["export", str(folders / "batch"), str(tmp_path / "x.csv"), "--quantiles"]) == 0
    wide = pd.read_csv(tmp_path / "x.csv").set_index(["Scenario", "Variable"])["2022"]
    runs = pd.read_parquet(folders / "batch" / "runs.parquet").query("package == 'plan' and storyline == 'steady'")
    rows = pd.read_parquet(folders / "batch" / "results.parquet")
    own = rows[rows["run"].isin(runs["run"]) & (rows["variable"] == "Emissions|CO2|Energy") & (rows["year"] == 2022)]
    city = own[own["sector"] == ""]["value"]
    assert wide["plan steady", "Emissions|CO2|Energy"] == pytest.approx(city.mean())
    assert wide["plan steady p95", "Emissions|CO2|Energy"] == pytest.approx(city.quantile(0.95))
    homes = own[own["sector"].isin(["homes_urban", "homes_rural"])]["value"].sum() / 2
    assert wide["plan steady", "Emissions|CO2|Energy|Demand|Residential"] == pytest.approx(homes)


def test_the_quantile_of_a_sum_is_not_the_sum_of_quantiles():
    """Rural homes emit less where urban ones emit more: their sum is 3 in every run, and so are its quantiles."""
    from types import SimpleNamespace

    from experiments.batch_iamc import batch_iamc

    cells = (
        [("homes_urban", 1.0), ("homes_rural", 2.0), ("cement", 1.0)],
        [("homes_urban", 2.0), ("homes_rural", 1.0), ("cement", 2.0)],
    )
    rows = pd.DataFrame(
        [(run, 2030, "141100", sector, "Emissions|CO2|Energy", value)
         for run, own in enumerate(cells) for sector, value in own],
        columns=["run", "year", "county", "sector", "variable", "value"],
    )  # fmt: skip
    made = SimpleNamespace(
        rows=lambda names, sectors=False: rows if sectors else rows.iloc[:0],
        written=["Emissions|CO2|Energy"],
        runs=pd.DataFrame({"run": [0, 1], "package": "plan", "storyline": "steady"}),
    )
    wide = batch_iamc(made, "City", quantiles=True).set_index(["Scenario", "Variable"])[2030]
    homes = "Emissions|CO2|Energy|Demand|Residential"
    for scenario in ("plan steady", "plan steady p05", "plan steady p50", "plan steady p95"):
        assert wide[scenario, homes] == pytest.approx(3.0)
    demand = wide["plan steady p95", "Emissions|CO2|Energy|Demand"]  # 4 and 5 in the two runs
    assert demand == pytest.approx(4.95)


def test_every_scenario_of_quantiles_says_what_it_is(folders):
    from experiments.batch.reading import read_batch
    from experiments.batch_iamc import batch_iamc, batch_meta

    made = read_batch(folders / "batch")
    meta = batch_meta(made, quantiles=True).set_index("Scenario")["statistic"]
    assert set(meta.index) == set(batch_iamc(made, "Tiny", quantiles=True)["Scenario"])
    assert meta["plan steady"] == "mean over runs" and meta["plan steady p95"] == "95% of runs lie below, each year"


@pytest.mark.parametrize(("suffix", "folder"), [(".csv", "batch"), (".parquet", "batch"), (".xlsx", "small")])
def test_every_row_is_exported_with_what_its_run_was_made_with(suffix, folder, folders, tmp_path):
    file = tmp_path / f"x{suffix}"
    assert main(["export", str(folders / folder), str(file), "--format", "long"]) == 0
    read = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".xlsx": pd.read_excel}[suffix]
    frame = read(file)
    assert {"package", "storyline", "population_seed", "peak_year", "value"} <= set(frame.columns)
    assert len(frame) == len(pd.read_parquet(folders / folder / "results.parquet"))


def test_wrong_exports_are_told(folders, tmp_path, capsys):
    for words, told in (
        ((str(tmp_path / "x.parquet"), "--format", "iamc"), "allowed .csv, .xlsx"),
        ((str(tmp_path / "x.csv"), "--quantiles"), "of a batch"),
        ((str(tmp_path / "x.txt"),), "allowed .csv, .xlsx, .parquet"),
        ((str(folders / "run" / "targets.csv"),), "targets.csv: is a file of the results themselves"),
        ((str(folders / "batch" / "results.parquet"),), "results.parquet: is a file of the results themselves"),
    ):
        assert main(["export", str(folders / "run"), *words, "--lang", "en"]) == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["run", "batch"])
def test_what_another_version_made_is_exported_and_its_difference_said(kind, folders, tmp_path, capsys):
    words = ["export", str(tmp_path / "old"), str(tmp_path / "x.csv"), "--format", "long", "--lang"]
    shutil.copytree(folders / kind, tmp_path / "old")
    assert main([*words, "en"]) == 0
    assert capsys.readouterr().err == ""
    path = tmp_path / "old" / f"{kind}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "code": {"version": "0.0.1", "hash": "x"}}))
    assert main([*words, "en"]) == 0
    assert capsys.readouterr().err == f"note: this {kind} was made with other code than now\n"
    assert main([*words, "zh"]) == 0
    assert "由另一版本的代码做成" in capsys.readouterr().err


def test_the_one_liners_of_the_docs_run(folders):
    if find_spec("duckdb") is None:  # not imported here: it prints when its process ends
        pytest.skip("duckdb is not installed")
    text = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(blocks) >= 2 and any("duckdb" in block for block in blocks)
    chinese = (ROOT / "docs" / "batch.zh.md").read_text(encoding="utf-8")
    assert re.findall(r"```python\n(.*?)```", chinese, flags=re.S) == blocks
    (folders / "out").mkdir(exist_ok=True)
    if not (folders / "out" / "mine").exists():
        (folders / "out" / "mine").symlink_to(folders / "batch")
    for block in blocks:  # in a process of its own, as a reader would: what a library prints at its end is not ours
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", block], check=True, cwd=folders, env=environ)


# the callable


def test_the_callable_returns_years_by_series():
    tiny = Model(("heating.tolerance.median",), ("Emissions|CO2|Energy", "Share|Clean Heating"), "tiny", scale=1.0)
    low, high = tiny.bounds
    assert low[0] < high[0]
    found = tiny(low, 4, 1)
    assert found.shape == (4, 2)
    assert np.array_equal(found, tiny(low, 4, 1))
    assert not np.array_equal(found, tiny(high, 4, 1))
    assert not np.array_equal(found, tiny(low, 4, 2))


def test_the_shipped_callable_has_the_signature_of_calibrators():
    assert model.bounds.shape == (2, 3)
    with pytest.raises(ValueError, match="got 1 numbers, expected 3"):
        model([0.1], 4, 1)


def test_an_unknown_number_fails_when_the_function_is_made():
    with pytest.raises(UserError, match=re.escape("did you mean 'heating.tolerance.median'")):
        Model(("heating.tolerance.medan",), ("Emissions|CO2",), "tiny")
