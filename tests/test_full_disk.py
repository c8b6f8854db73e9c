"""Where a disk has no room, a command says so in a line, ends with code 2 and leaves nothing half written."""

import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from abm.errors import UserError
from abm.picture import draw_emissions
from experiments.cli import main
from experiments.commands import projects
from experiments.coverage import evidence
from tests.command_line import ROOT, refused

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
FULL = "No space left on device; nothing was written"


@pytest.fixture
def full(monkeypatch) -> None:
    """A disk on which every file can be begun and none can be filled."""
    original = Path.open

    def opened(self, mode="r", *more, **words):
        if "w" not in mode:
            return original(self, mode, *more, **words)
        self.touch()
        return original(Path("/dev/full"), mode, *more, **words)

    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.usefixtures("full")
def test_no_beginning_of_a_design_is_left(capsys, tmp_path):
    file = tmp_path / "mine.toml"
    assert refused(capsys, "design", "new", str(file), "--region", "tiny") == f"tanfeng: {file}: {FULL}\n"
    assert not list(tmp_path.iterdir())


def test_no_half_of_a_sheet_of_projects_is_left_nor_the_one_before_spoilt(tmp_path, request):
    (tmp_path / "p.xlsx").write_bytes(b"before")
    request.getfixturevalue("full")
    with pytest.raises(UserError, match=FULL):
        projects._write(tmp_path / "p.xlsx", b"after" * 100_000)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("p.xlsx", b"before")]


@pytest.mark.usefixtures("full")
def test_no_half_of_measured_effects_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "path_of", lambda region: tmp_path / "tiny.csv")
    monkeypatch.setattr(evidence, "data_hash", lambda region: "x")
    with pytest.raises(UserError, match=FULL):
        evidence.write_evidence(SimpleNamespace(id="tiny"), [])
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("full")
def test_no_half_of_a_picture_is_left(tmp_path):
    index = pd.MultiIndex.from_tuples([("plan", 1, 2020), ("plan", 1, 2021)], names=["run", "seed", "year"])
    with pytest.raises(UserError, match=FULL):
        draw_emissions(pd.DataFrame({"energy": [1.0, 2.0]}, index=index), tmp_path / "co2.png")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("levers", "--lang", "en"), "standard output: No space left on device"),  # more than a buffer holds
        (("--version", "--lang", "zh"), "标准输出：磁盘已满"),  # less
    ],
)
def test_what_is_printed_to_a_full_disk_is_told_in_a_line(words, told):
    command = [sys.executable, "-m", "experiments.cli", *words]
    with Path("/dev/full").open("w", encoding="utf-8") as full_disk:
        done = subprocess.run(command, cwd=ROOT, stdout=full_disk, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, f"tanfeng: {told}\n")


def test_an_error_of_another_kind_is_no_full_disk(monkeypatch):
    class Broken(StringIO):
        def write(self, _):
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdout", Broken())
    with pytest.raises(OSError, match="Input/output error"):
        main(["--version"])
