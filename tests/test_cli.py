"""The command line as a user meets it: what it prints, what it refuses, what it leaves behind."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments.arguments import COMMANDS
from experiments.cli import main
from experiments.commands import compare
from experiments.differences import Difference
from experiments.language import choose
from tests.command_line import refused

ROOT = Path(__file__).parent.parent
TINY = ("--region", "tiny", "--scale", "1", "--until", "2031")
LEVER = "straw_subsidy"
pytestmark = pytest.mark.usefixtures("english")


def tanfeng(*words: str, **more) -> subprocess.CompletedProcess:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "experiments.cli", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **more)


# help and language


def test_help_is_instant():
    started = time.perf_counter()
    told = tanfeng("--help")
    seconds = time.perf_counter() - started
    assert told.returncode == 0
    assert all(command in told.stdout for command in COMMANDS)
    assert seconds < 1.5  # 0.1 s on a quiet machine; the next test says why


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_an_output_that_knows_fewer_letters_gets_what_it_can(encoding):
    """A pipe on Windows, or under an old locale: question marks are better than a traceback after the run."""
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (["targets", "--region", "tiny"], ["indicators", "--lang", "zh"]):
        told = tanfeng(*words, env=environment, encoding=encoding)
        assert told.returncode == 0, told.stderr
        assert "T01" in told.stdout or "Emissions|CO2" in told.stdout
    told = tanfeng("targets", "--region", "tiny", "--json", env=environment, encoding=encoding)
    assert json.loads(told.stdout)[0]["indicator_zh"] == "非化石能源消费比重"


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom experiments.cli import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'pandas', 'mesa', 'matplotlib', 'scipy', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def test_a_run_that_writes_nothing_does_not_wait_for_what_draws_pictures():
    words = ["run", "current", *TINY[:-1], "2020"]
    code = (
        f"import sys\nfrom experiments.cli import main\nassert main({words}) == 0\n"
        "assert 'matplotlib' not in sys.modules"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_has_help_in_one_language(command, lang, capsys):
    with pytest.raises(SystemExit) as end:
        main([command, "--help", "--lang", lang])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert command in told
    assert "\0" not in told
    names = re.findall(r"(?<=[ \[])[A-Z][A-Z_]+\b", told)
    assert set(names) <= {"JSON", "IAMC"} if lang == "zh" else not re.search(r"[\u4e00-\u9fff]", told)


@pytest.mark.parametrize(
    ("words", "environ", "lang"),
    [
        ((), {}, "en"),
        ((), {"LANG": "zh_CN.UTF-8"}, "zh"),
        ((), {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        (("run", "--lang", "zh"), {"LANG": "en_GB"}, "zh"),
        (("run", "--lang=en"), {"LANG": "zh_CN"}, "en"),
        (("run", "--lang", "en", "--lang", "zh"), {}, "zh"),
    ],
)
def test_the_language_is_the_locales_unless_named(words, environ, lang):
    assert choose(words, environ).lang == lang


# lists


@pytest.mark.parametrize(
    "words",
    [
        ("levers",),
        ("packages",),
        ("packages", "plan"),
        ("targets",),
        ("data",),
        ("indicators",),
        ("check", "abm/regions/tiny"),
    ],
)
def test_lists_print_a_table_and_json(words, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    region = () if words[0] in ("check", "indicators") else ("--region", "tiny")
    assert main([*words, *region]) == 0
    assert capsys.readouterr().out.strip()
    assert main([*words, *region, "--json"]) == 0
    json.loads(capsys.readouterr().out)
    assert main([*words, *region, "--lang", "zh"]) == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in capsys.readouterr().out)


def test_levers_as_json_have_what_the_contract_says(capsys):
    assert main(["levers", "--region", "tiny", "--json"]) == 0
    for lever in json.loads(capsys.readouterr().out):
        assert {"id", "unit", "low", "high", "reference", "project", "authority"} <= set(lever)
        assert lever["low"] <= lever["reference"]["2030"] <= lever["high"]


# runs and their folder


@pytest.fixture
def plain(monkeypatch):
    """Leave the pictures out, where a test is about something else."""
    monkeypatch.setattr("experiments.report.report_files", lambda *more, **words: {"report.html": b"-"})


def run_into(folder: Path, *more: str) -> int:
    return main(["run", "plan", *TINY, "--out", str(folder), *more])


def test_a_run_prints_its_headlines_and_writes_its_files(capsys, tmp_path):
    out = tmp_path / "结果 one"
    assert run_into(out, "--seeds", "2", "--profile") == 0
    told = capsys.readouterr().out
    assert "CO2 from energy" in told and "targets:" in told and "dispatch" in told
    names = {path.name for path in out.iterdir()}
    assert {"results.parquet", "targets.csv", "run.json", "report.html", "emissions.png"} <= names
    assert not [name for name in names if name.startswith(".")]
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert [run["seed"] for run in facts["runs"]] == [1, 2]
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "http://" not in page and "https://" not in page  # needs nothing else


@pytest.mark.parametrize("until", ["2020", "2021"])
def test_a_run_of_a_year_or_two_has_no_peak_and_a_report(until, capsys, tmp_path):
    words = ["run", "plan", "--region", "tiny", "--scale", "1", "--until", until]
    assert main([*words, "--out", str(tmp_path / "a")]) == 0
    assert "at least three simulated years" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0


def test_the_same_run_again_writes_the_same_bytes(capsys, tmp_path):
    assert run_into(tmp_path / "a") == 0
    assert run_into(tmp_path / "b") == 0
    for name in ("results.parquet", "targets.csv", "report.html", "emissions.png"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_folder_of_another_run_is_left_alone(capsys, tmp_path, plain):
    assert run_into(tmp_path / "a") == 0
    before = (tmp_path / "a" / "results.parquet").read_bytes()
    assert run_into(tmp_path / "a") == 0  # the same run may be made anew
    capsys.readouterr()
    assert "another run" in refused(capsys, "run", "plan", *TINY, "--seed", "7", "--out", str(tmp_path / "a"))
    assert (tmp_path / "a" / "results.parquet").read_bytes() == before


def test_a_folder_in_use_is_left_alone(capsys, tmp_path, plain):
    from abm.output import output_folder

    with output_folder(tmp_path / "a"):
        assert "in use" in refused(capsys, "run", "plan", *TINY, "--out", str(tmp_path / "a"))


def test_a_file_in_place_of_the_folder_is_an_error(capsys, tmp_path, plain):
    (tmp_path / "a").write_text("")
    assert "not a folder" in refused(capsys, "run", "plan", *TINY, "--out", str(tmp_path / "a"))
    assert refused(capsys, "run", "plan", *TINY, "--out", str(tmp_path / "a" / "b"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_leaves_nothing_half_written_and_the_run(capsys, tmp_path, monkeypatch, plain):
    original = Path.open

    def full(self, mode="r", *more, **words):
        stream = "/dev/full" if "w" in mode and self.name.endswith(".part") else self
        return original(Path(stream), mode, *more, **words)

    monkeypatch.setattr(Path, "open", full)
    text = refused(capsys, "run", "plan", *TINY, "--out", str(tmp_path / "a"))
    assert "No space left" in text and "1 run is kept: start again and it goes on" in text
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["batch.sqlite"]


def test_a_disk_without_room_is_told_before_anything_is_simulated(capsys, tmp_path, monkeypatch):
    def never(*_):
        raise AssertionError("simulated for nothing")

    monkeypatch.setattr("experiments.commands.run.results_of", never)
    monkeypatch.setattr("shutil.disk_usage", lambda place: SimpleNamespace(free=200_000))
    words = ("run", "plan", *TINY, "--out", str(tmp_path / "a"))
    assert "0.2 MB are free, the results want about 3." in refused(capsys, *words)
    assert "可用空间 0.2 MB，结果约需 3." in refused(capsys, *words, "--lang", "zh")
    assert not (tmp_path / "a").exists()


def test_json_is_all_that_goes_to_the_output(capsys):
    assert main(["run", "plan", *TINY, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["package"] == "plan"
    assert len(found["headlines"]["Emissions|CO2|Energy"]["mean"]) == 12
    assert {"id", "state"} <= set(found["targets"][0])


def test_progress_is_said_on_the_error_stream(capsys):
    assert main(["run", "plan", *TINY, "--progress"]) == 0
    told = capsys.readouterr()
    assert "2031" in told.err and "seed 1" in told.err


def test_a_setting_changes_the_run(capsys):
    def spent(*more):
        assert main(["run", "current", *TINY, "--json", *more]) == 0
        return json.loads(capsys.readouterr().out)["headlines"]["Money|City Budget"]["mean"]

    free, paid = spent(), spent("--set", f"{LEVER}@2028=200")
    assert free[:8] == paid[:8]  # to 2027
    assert paid[-1] > free[-1]


def test_a_comparison_pairs_the_seeds(capsys, tmp_path, plain):
    words = ["compare", "current", "plan", *TINY, "--seeds", "3"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["seeds"] == [1, 2, 3]
    rows = [d for d in found["differences"] if d["variable"] == "Emissions|CO2|Energy" and d["period"] == "2031"]
    city = next(d for d in rows if not d["county"] and not d["sector"])
    assert sum(d["difference"] for d in rows if d["sector"]) == pytest.approx(city["difference"], abs=1e-9)
    assert sum(d["difference"] for d in rows if d["county"]) == pytest.approx(city["difference"], abs=1e-9)
    assert city["other"] - city["base"] == pytest.approx(city["difference"], abs=1e-9)
    assert main([*words, "--out", str(tmp_path / "a"), "--lang", "zh"]) == 0
    told = capsys.readouterr().out
    assert "plan 减 current，3 个种子" in told and "按县区" in told
    assert (tmp_path / "a" / "report.html").exists()


def test_a_difference_has_two_digits_of_its_own_however_large_what_it_differs_from():
    cell = compare._cell(Difference("GDP", "10^8 CNY/yr", "2030", "", "", 18.1, 35.6, 17.469478, 0.1218), 1.0)
    assert cell == "18.1 +17 ±0.1"


def test_what_begins_in_2024_changes_nothing_before(capsys):
    assert main(["compare", "current", "plan", "--region", "tiny", "--scale", "1", "--until", "2023", "--json"]) == 0
    assert {d["difference"] for d in json.loads(capsys.readouterr().out)["differences"]} == {0.0}


def test_a_package_compared_with_itself_differs_nowhere(capsys):
    assert main(["compare", "plan", "plan", *TINY, "--seeds", "2", "--json"]) == 0
    assert {d["difference"] for d in json.loads(capsys.readouterr().out)["differences"]} == {0.0}


def test_two_processes_give_the_same_bytes_as_one(capsys, tmp_path, plain):
    for workers in ("1", "2"):
        assert run_into(tmp_path / workers, "--seeds", "2", "--workers", workers) == 0
    assert (tmp_path / "1" / "results.parquet").read_bytes() == (tmp_path / "2" / "results.parquet").read_bytes()


def test_a_year_that_cannot_be_solved_is_an_error_with_its_case(capsys, tmp_path, plain, monkeypatch):
    from abm.power import solver

    monkeypatch.setattr("tempfile.mkdtemp", lambda prefix="": str(tmp_path))
    monkeypatch.setattr(solver, "_found", lambda highs: False)
    assert "2020, representative day 0" in refused(capsys, "run", "plan", *TINY, "--out", str(tmp_path / "a"))
    assert not (tmp_path / "a").exists()


# exchange with other tools


def test_a_run_read_back_is_the_run(capsys, tmp_path, plain):
    from experiments.results_folder import load_results

    assert run_into(tmp_path / "a", "--seeds", "2") == 0
    again = load_results(tmp_path / "a")
    assert again.to_parquet_bytes() == (tmp_path / "a" / "results.parquet").read_bytes()


def test_a_run_is_exported_in_the_iamc_format(capsys, tmp_path, plain):
    import pandas as pd

    assert run_into(tmp_path / "a") == 0
    assert main(["export", str(tmp_path / "a"), str(tmp_path / "b.csv"), "--counties"]) == 0
    wide = pd.read_csv(tmp_path / "b.csv")
    assert list(wide.columns[:6]) == ["Model", "Scenario", "Region", "Variable", "Unit", "2020"]
    assert not wide.duplicated(["Model", "Scenario", "Region", "Variable"]).any()
    assert "Emissions|CO2" in set(wide["Variable"])
    capsys.readouterr()
    assert "json" in refused(capsys, "export", str(tmp_path / "a"), str(tmp_path / "b.json"))


def test_a_run_of_a_region_of_ones_own_is_exported_with_its_folder(capsys, tmp_path, plain):
    import shutil

    from abm.region import REGIONS

    mine, out = Path(shutil.copytree(REGIONS / "tiny", tmp_path / "mine")), str(tmp_path / "a")
    head = mine / "region.toml"
    head.write_text(head.read_text(encoding="utf-8").replace('id = "tiny"', 'id = "mine"'), encoding="utf-8")
    run = ["run", "plan", "--region", str(mine), "--scale", "1", "--until", "2021", "--out", out]
    assert main(run) == 0
    capsys.readouterr()
    file = str(tmp_path / "b.csv")
    assert "--region DIR" in refused(capsys, "export", out, file)
    assert "'mine'" in refused(capsys, "export", out, file, "--region", "tiny")
    assert main(["export", out, file, "--region", str(mine)]) == 0


def test_two_package_files_of_one_name_are_refused_not_compared_with_themselves(capsys, tmp_path):
    mine = tmp_path / "plan.toml"
    mine.write_text('[package]\nbase = "current"\n', encoding="utf-8")
    for command in ("compare", "replicates", "attribute"):
        told = refused(capsys, command, "plan", str(mine), *TINY)
        assert f"plan and {mine} are both called 'plan': give one of the files another name" in told
    assert "都叫 'plan'" in refused(capsys, "compare", "plan", str(mine), *TINY, "--lang", "zh")
    assert main(["compare", "plan", "plan", *TINY[:-1], "2020", "--seeds", "1"]) == 0


@pytest.mark.parametrize("command", [("run", "plan"), ("compare", "current", "plan"), ("batch", "smoke"),
                                     ("attribute", "current", "plan"), ("replicates", "current", "plan"),
                                     ("seek", "seek")])  # fmt: skip
def test_an_empty_name_of_the_folder_is_refused_by_every_command(command, capsys):
    assert "--out: got an empty name, allowed the name of a folder" in refused(capsys, *command, "--out", "")


# other packages of the same name


def test_a_foreign_package_of_our_name_gets_a_clear_message(tmp_path):
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("raise RuntimeError('not ours')\n")
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    told = tanfeng("levers", env=environment, cwd=tmp_path)
    assert told.returncode == 2
    assert "another package called agents" in told.stderr
    assert str(tmp_path / "agents") in told.stderr and str(ROOT / "agents") in told.stderr


def test_a_folder_of_our_name_that_is_no_package_does_no_harm(tmp_path):
    (tmp_path / "agents").mkdir()
    assert tanfeng("packages", cwd=tmp_path).returncode == 0
