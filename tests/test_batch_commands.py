"""``tanfeng batch`` and ``tanfeng design`` as a user meets them, with real runs of the made-up region."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from experiments.batch.clusters import Dask
from experiments.batch.design_file import read_design
from experiments.batch.engine import carry_out_with
from experiments.batch.processes import Processes
from experiments.batch.store import FILE, Store
from experiments.batch.tables import RESULTS, RUNS, TARGETS
from experiments.batch.working import work_through
from experiments.cli import main
from tests.batch_jobs import SHORT, fails, made_up_work, tables, trials, work_in_circles
from tests.command_line import refused

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def design(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("design") / "short.toml"
    path.write_text(SHORT)
    return path


@pytest.fixture(scope="module")
def batch(design, tmp_path_factory) -> Path:
    """A finished batch of four runs."""
    folder = tmp_path_factory.mktemp("batch") / "成批 one"
    assert main(["batch", str(design), "--out", str(folder), "--lang", "en"]) == 0
    return folder


def copy_of(batch: Path, folder: Path) -> Path:
    """The store of a batch in another folder, without its tables."""
    folder.mkdir()
    (folder / FILE).write_bytes((batch / FILE).read_bytes())
    return folder


# what is kept


def test_a_batch_keeps_the_rows_that_a_run_has(batch):
    from abm import load_region
    from abm.simulation import simulate

    tiny = load_region("tiny")
    low = tiny.with_storyline(tiny.storylines["slump"].with_positions({"demand.coke": -1.0}))
    alone = simulate("plan", low, storyline="slump", until=2023, scale=1.0).to_frame()
    rows = pd.read_parquet(batch / RESULTS).query("run == 1")
    assert rows["value"].tolist() == alone["value"].tolist()
    for name in ("year", "county", "sector", "variable", "unit"):
        assert rows[name].astype(str).tolist() == alone[name].astype(str).tolist()


def test_the_table_of_runs_says_what_each_was_made_with(batch):
    runs = pd.read_parquet(batch / RUNS)
    assert runs["driver demand.coke"].tolist() == [-1, -1, 1, 1]
    assert runs["storyline"].tolist() == ["steady", "slump"] * 2
    assert runs["state"].tolist() == ["done"] * 4
    targets = pd.read_parquet(batch / TARGETS)
    assert targets.groupby("run").size().nunique() == 1


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ('variables = ["Emissions|CO2", "Emissions|CH4"]\nyears = [2020, 2021]', (2, 2, {"990100"})),
        ('variables = ["Emissions|CO2"]\nyears = "final"\ncounties = true', (1, 1, {"990100", "990101", "990102"})),
    ],
)
def test_only_what_is_asked_for_is_kept(keep, expected):
    from abm import load_region
    from experiments.batch.design_file import read_design
    from experiments.batch.trial import kept
    from tests.made_up_runs import full_record, run_of

    design = read_design(f'[design]\nregion = "tiny"\nuntil = 2023\n[keep]\n{keep}\n')
    run = run_of(full_record(load_region("tiny"), years=range(2020, 2024)))
    rows = kept(run, design.keep).to_pandas()
    n_variables, n_years, counties = expected
    assert rows["variable"].nunique() == n_variables
    assert rows["year"].nunique() == n_years
    assert set(rows["county"]) == counties
    assert set(rows["sector"]) == {""}


def test_a_worker_of_another_version_makes_no_run_of_the_batch():
    from experiments.batch.trial import OtherVersion, work

    with pytest.raises(OtherVersion, match="other code or data"):
        work(trials(1, folder=ROOT / "abm" / "regions" / "tiny")[0], made_with="code x, data y")


# the commands


def test_a_finished_batch_started_again_makes_nothing_and_the_same_tables(batch, tmp_path, monkeypatch, capsys):
    def none(*_):
        raise AssertionError("a run was made")

    monkeypatch.setattr(Processes, "carry_out", none)
    folder = copy_of(batch, tmp_path / "again")
    assert main(["batch", "--out", str(folder), "--progress"]) == 0  # the folder knows its design
    told = capsys.readouterr()
    assert "4 runs: 4 done, 0 failed" in told.out
    assert "[" not in told.err
    assert tables(folder) == tables(batch)


def test_a_batch_half_done_makes_only_the_rest(batch, tmp_path, capsys):
    folder = copy_of(batch, tmp_path / "half")
    store = Store(folder)
    store._base.execute("DELETE FROM run WHERE number IN (0, 3)")
    store.close()
    assert main(["batch", "status", str(folder)]) == 0
    assert "4 runs: 2 done, 0 failed, 2 to go" in capsys.readouterr().out
    assert "not finished" in refused(capsys, "batch", "headline", str(folder))
    assert main(["batch", "--out", str(folder), "--workers", "2", "--progress"]) == 0
    assert "[4/4]" in capsys.readouterr().err
    assert tables(folder) == tables(batch)


def test_status_lists_failures_with_their_parameters(batch, tmp_path, capsys):
    folder = copy_of(batch, tmp_path / "failed")
    store = Store(folder)
    store._base.execute("UPDATE run SET state = 'failed', error = 'ValueError: no', facts = '' WHERE number = 2")
    store.close()
    assert main(["batch", "status", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "failed 2 (plan, steady, seed 1, demand.coke=1): ValueError: no" in told
    assert "--rerun failed" in told and "its tables are not written yet: start it again" in told
    assert main(["batch", "status", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["done"], found["failed"], found["missing"], found["differs"]) == (3, 1, 0, [])
    assert found["tables"] is False
    assert found["failures"][0]["parameters"]["sampled"]["drivers"] == [["demand.coke", 1.0]]
    assert main(["batch", "--out", str(folder)]) == 1  # still failed
    assert main(["batch", "--out", str(folder), "--rerun", "failed"]) == 0
    assert tables(folder) == tables(batch)
    capsys.readouterr()
    assert main(["batch", "status", str(folder)]) == 0
    assert "not written" not in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headline_is_said_per_storyline_and_over_all(batch, lang, capsys):
    assert main(["batch", "headline", str(batch), "--lang", lang]) == 0
    told = capsys.readouterr().out
    assert "steady" in told and "slump" in told
    assert ("平稳转型 steady" in told) == (lang == "zh")
    assert ("全部" if lang == "zh" else "all") in told
    assert ("煤矿数量" if lang == "zh" else "mine_count") not in told  # T05: scored in no run that ends in 2023
    assert ("年份不足" if lang == "zh" else "too short to tell") in told
    assert main(["batch", "headline", str(batch), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [entry["storyline"] for entry in found["entries"]] == ["steady", "slump", "all"]
    assert {row["part"] for row in found["variance"]} >= {"storylines", "luck", "sampling"}


def test_the_headline_leaves_pictures_and_says_what_it_cannot_tell(batch, tmp_path, capsys):
    folder = tmp_path / "pictures"
    shutil.copytree(batch, folder)
    assert main(["batch", "headline", str(folder), "--pictures"]) == 0
    told = capsys.readouterr().out
    assert "cannot tell luck (seeds): one seed" in told
    assert "2 points for 1 factor," in told
    for name in ("headline.png", "fans.png", "variance.png"):
        assert (folder / name).read_bytes().startswith(b"\x89PNG")
    fans = pd.read_csv(folder / "fans.csv")
    whole = fans[(fans["storyline"] == "all") & (fans["year"] == 2023)].set_index("sector")
    rows = pd.read_parquet(batch / RESULTS).query("variable == 'Emissions|CO2|Energy' and year == 2023")
    city = rows[(rows["county"] == "990100") & (rows["sector"] == "")]["value"]
    assert whole.loc["all", "p50"] == pytest.approx(city.median())
    assert "steel" in whole.index and whole.loc["all", "runs"] == 4


def test_a_batch_itself_says_what_of_the_spread_rests_on_assumptions(tmp_path, capsys):
    text = SHORT.replace("values = [-1, 1]\n", "").replace("until = 2023", "until = 2022")
    text = text.replace("[keep]", '[[factor]]\nparameter = "output.other"\n[sampler]\nmethod = "latin_hypercube"\n'
                                  'points = 8\n[keep]')  # fmt: skip
    (tmp_path / "d.toml").write_text(text)
    words = ["batch", str(tmp_path / "d.toml"), "--out", str(tmp_path / "o")]
    words += ["--indicator", "Emissions|CO2|Energy@2022"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "share of the variance from" in told and "of it rows of grade M" in told
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = [row for row in found["variance"] if row["part"] == "of it rows of grade M"]
    assert 0 <= row["share"] <= 1 and row["package"] == "plan" and found["why"] == ""


def test_the_headline_says_of_which_year_a_peak_cannot_be_told(batch, capsys):
    assert main(["batch", "headline", str(batch), "--by", "2055"]) == 0
    assert "too short to tell: a peak by 2055 is seen in runs to 2061" in capsys.readouterr().out
    assert "--by: got 1990, the batch runs from 2020 to" in refused(
        capsys, "batch", "headline", str(batch), "--by", "1990"
    )


def test_a_batch_goes_on_from_any_folder_with_the_package_file_beside_its_design(tmp_path, monkeypatch, capsys):
    own, out = tmp_path / "own", str(tmp_path / "out")
    own.mkdir()
    (own / "mine.toml").write_text('[package]\nbase = "current"\n', encoding="utf-8")
    head = '[design]\nregion = "tiny"\nuntil = 2020\nscale = 1.0\nstorylines = ["steady"]\npackages = ["mine.toml"]\n'
    (own / "design.toml").write_text(head, encoding="utf-8")
    monkeypatch.chdir(own)
    assert main(["batch", "design.toml", "--out", out]) == 0
    monkeypatch.chdir(tmp_path)
    for words in (["batch", "own/design.toml", "--out", out], ["batch", "--out", out], ["batch", "status", out]):
        assert main(words) == 0
        assert "other design" not in capsys.readouterr().out
    own.rename(tmp_path / "moved")
    assert main(["batch", "status", out]) == 0
    assert "its design cannot be read now: no package file 'mine.toml'" in capsys.readouterr().out
    for words in (["batch", "moved/design.toml", "--out", out], ["batch", "--out", out]):
        assert main(words) == 0


def test_a_hole_leaves_the_headline_and_takes_the_variance(batch, tmp_path, capsys):
    folder = tmp_path / "hole"
    shutil.copytree(batch, folder)
    runs = pd.read_parquet(folder / RUNS)
    runs.loc[1, "state"] = "failed"
    runs.to_parquet(folder / RUNS)
    assert main(["batch", "headline", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "the variance is not parted" in told and "1 of 4 have no result: 1" in told


def test_results_of_an_older_version_are_read_and_not_gone_on_with(batch, tmp_path, capsys):
    folder = copy_of(batch, tmp_path / "older")
    store = Store(folder)
    # Of the same words another identity: with more levers than before the same packages say more.
    store.note({"code": '{"version": "0"}', "identity": "x"})
    store.close()
    assert main(["batch", "status", str(folder)]) == 0
    assert "made with other code than now" in capsys.readouterr().out
    assert "begun with other code" in refused(capsys, "batch", "--out", str(folder))


def test_a_folder_whose_design_this_version_cannot_read_is_still_read(batch, tmp_path, capsys):
    folder = tmp_path / "older"
    shutil.copytree(batch, folder)
    store = Store(folder)
    store.note({"design": SHORT.replace("demand.coke", "demand.whale_oil")})
    store.close()
    told = json.loads((folder / "batch.json").read_text())
    told["code"]["hash"], told["region"] = "x", "atlantis"
    (folder / "batch.json").write_text(json.dumps(told))
    assert main(["batch", "status", str(folder)]) == 0
    assert "its design cannot be read now: factor 1 (demand.whale_oil): unknown driver" in capsys.readouterr().out
    assert main(["batch", "headline", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "steady" in told and "made with other code and data than now" in told


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda told: told["design"].pop("seeds"), "tells no seeds: spoilt, or of another version"),
        (lambda told: told.pop("code"), "tells no code"),
        (lambda told: told["design"]["factors"][0].pop("low"), "tells no factors or sampler"),
        (lambda told: told["design"]["factors"][0].update(name="demand.whale_oil"), "no driver demand.whale_oil"),
        (lambda told: told.update(design=[]), "tells no design"),
        (lambda told: told.pop("design"), "tells no design; write it anew"),
    ],
)
@pytest.mark.parametrize("words", [("batch", "headline"), ("diff",), ("export",), ("discover",), ("sensitivity",)])
def test_a_folder_that_tells_too_little_is_an_error_of_one_line(words, spoil, told, batch, tmp_path, capsys):
    folder = tmp_path / "spoilt"
    shutil.copytree(batch, folder)
    content = json.loads((folder / "batch.json").read_text())
    spoil(content)
    (folder / "batch.json").write_text(json.dumps(content))
    more = {"diff": (str(batch),), "export": (str(tmp_path / "x.csv"),)}.get(words[0], ())
    assert told in refused(capsys, *words, str(folder), *more)


@pytest.mark.parametrize(("name", "column"), [(RESULTS, "value"), (TARGETS, "state")])
@pytest.mark.parametrize("words", [("batch", "headline"), ("diff",), ("export",), ("discover",), ("sensitivity",)])
def test_a_table_that_lacks_a_column_is_an_error_of_one_line(words, name, column, batch, tmp_path, capsys):
    folder = tmp_path / "lacking"
    shutil.copytree(batch, folder)
    pd.read_parquet(folder / name).drop(columns=column).to_parquet(folder / name)
    more = {"diff": (str(batch),), "export": (str(tmp_path / "x.csv"),)}.get(words[0], ())
    told = refused(capsys, *words, str(folder), *more)
    assert told == f"tanfeng: {folder / name} has no column {column}: spoilt, or of another version\n"


@pytest.mark.parametrize("more", [(), ("--format", "long")])
def test_a_batch_of_which_every_run_failed_has_nothing_to_export(more, design, tmp_path, capsys):
    folder = tmp_path / "failed"
    read = read_design(design.read_text())
    carry_out_with(fails, read, design.read_text(), folder, Processes(1))
    told = refused(capsys, "export", str(folder), str(tmp_path / "x.csv"), *more)
    why = f"no run has a result; what they failed of is told by tanfeng batch status {folder}"
    assert told == f"tanfeng: {folder}: {why}\n"
    assert main(["batch", "headline", str(folder), "--pictures"]) == 0


def test_a_value_that_is_no_number_is_named_and_not_averaged_away(batch, tmp_path, capsys):
    folder = tmp_path / "spoilt"
    shutil.copytree(batch, folder)
    rows = pd.read_parquet(folder / RESULTS)
    lost = (rows["run"] == 2) & (rows["year"] == 2022) & (rows["variable"] == "Emissions|CO2|Energy")
    rows.loc[lost, "value"] = float("nan")
    rows.to_parquet(folder / RESULTS)
    told = f"{folder / RESULTS}: no number of Emissions|CO2|Energy in 2022, run 2: spoilt"
    assert told in refused(capsys, "export", str(folder), str(tmp_path / "x.csv"))
    assert main(["batch", "headline", str(folder)]) == 0
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("name", [RESULTS, TARGETS])
@pytest.mark.parametrize("words", [("batch", "headline"), ("diff",), ("export",), ("discover",), ("sensitivity",)])
def test_a_table_that_is_cut_off_is_an_error_of_one_line(words, name, batch, tmp_path, capsys):
    folder = tmp_path / "cut"
    shutil.copytree(batch, folder)
    (folder / name).write_bytes((folder / name).read_bytes()[:-100])
    more = {"diff": (str(batch),), "export": (str(tmp_path / "x.csv"),)}.get(words[0], ())
    assert f"{folder}: its tables cannot be read" in refused(capsys, *words, str(folder), *more)


def test_what_a_newer_version_adds_does_not_stop_a_folder_from_being_read(batch, tmp_path, capsys):
    folder = tmp_path / "newer"
    shutil.copytree(batch, folder)
    content = json.loads((folder / "batch.json").read_text())
    for place in (content, content["design"], content["design"]["sampler"], content["design"]["factors"][0]):
        place["newer"] = 1
    (folder / "batch.json").write_text(json.dumps(content))
    assert main(["batch", "headline", str(folder)]) == 0
    assert "steady" in capsys.readouterr().out


def test_a_folder_of_another_design_is_left_alone(batch, tmp_path, capsys):
    before = tables(batch)
    assert "another design" in refused(capsys, "batch", "smoke", "--out", str(batch))
    assert tables(batch) == before


# real clusters and real kills


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "experiments.cli", "batch", *map(str, words)]


@pytest.mark.slow
@pytest.mark.parametrize("wait", [0.0, 1.5])
def test_a_real_batch_killed_from_outside_ends_in_the_same_bytes(wait, batch, design, tmp_path):
    folder = tmp_path / "a"
    words = command(design, "--out", folder, "--workers", "2", "--progress")
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stderr.readline()  # the first commit
        time.sleep(wait)
        process.kill()
        process.communicate()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tables(folder) == tables(batch)


@pytest.mark.slow
def test_ctrl_c_says_what_is_kept_and_a_second_process_is_refused(tmp_path):
    folder, long = tmp_path / "a", tmp_path / "long.toml"
    long.write_text(SHORT.replace("scale = 1.0", "scale = 1.0\nseeds = 500"), encoding="utf-8")
    words = command(long, "--out", folder, "--progress", "--lang", "en")
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        next(line for line in process.stderr if line.startswith("[1/"))
        second = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the children too
        told = process.communicate(timeout=300)[1]
    assert second.returncode == 2
    assert f"in use by process {process.pid}" in second.stderr
    assert process.returncode == 130
    assert "runs are kept; start again and it goes on" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_a_local_dask_cluster_gives_the_same_bytes(batch, design, tmp_path):
    pytest.importorskip("distributed")
    words = command(design, "--out", tmp_path / "a", "--workers", "2", "--backend", "dask")
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tables(tmp_path / "a") == tables(batch)


@pytest.mark.slow
def test_a_dask_worker_keeps_nothing_of_the_run_before():
    pytest.importorskip("distributed")
    found = [outcome.finished.facts for outcome in Dask(1).carry_out(work_in_circles, trials(4))]
    assert found == ["0", "0", "0", "0"]


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # the libraries' own, when a worker is killed under them
def test_a_dask_worker_that_dies_costs_its_own_run(tmp_path):
    pytest.importorskip("distributed")
    store = Store(tmp_path)
    jobs = trials(8, {2: "dies_once", 5: "dies", 6: "raises"}, tmp_path)
    work_through(store, jobs, made_up_work, Dask(2))
    states, failures = store.states(), store.failures()
    store.close()
    assert {number for number, state in states.items() if state == "failed"} == {5, 6}
    assert "died twice" in failures[5][0]
    assert failures[6][0] == "ValueError: run 6 cannot be made"
