"""What is shipped is enough: the wheel, installed in an empty environment, runs from anywhere."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("agents", "policies", "abm", "experiments")
DATA = (".csv", ".toml", ".geojson", ".md", ".npz", ".npy", ".json")
pytestmark = pytest.mark.slow


def call(*words: str | Path, **more) -> str:
    """Run a command and return what it printed; fail with its words."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel; the source is copied first, so that nothing is left in it."""
    source = tmp_path_factory.mktemp("source")
    for layer in LAYERS:
        shutil.copytree(ROOT / layer, source / layer, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source / name)
    there = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", there, source)
    return next(there.glob("tanfeng-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an empty environment with the wheel and what it needs."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    call(sys.executable, "-m", "venv", home)
    call(home / "bin" / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel)
    return home / "bin" / "tanfeng"


def test_the_wheel_has_every_module_and_data_file(wheel):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for layer in LAYERS
        for path in (ROOT / layer).rglob("*")
        if path.suffix in (".py", *DATA) and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        missing = wanted - set(archive.namelist())
        licences = [name for name in archive.namelist() if name.endswith(("licenses/LICENSE", "licenses/NOTICE"))]
    assert missing == set()
    assert len(licences) == 2


def test_it_runs_from_a_folder_with_a_strange_name_and_a_folder_agents(installed, tmp_path):
    place = tmp_path / "吕梁 碳达峰"
    (place / "agents").mkdir(parents=True)
    (place / "agents" / "__init__.py").write_text("raise RuntimeError('not ours')\n")
    words = ("run", "plan", "--region", "tiny", "--scale", "1", "--until", "2031", "--out", "结果 1")
    told = call(installed, *words, "--lang", "zh", cwd=place)
    assert "能源二氧化碳排放" in told
    assert (place / "结果 1" / "report.html").exists()
    assert (place / "结果 1" / "results.parquet").exists()


def test_a_foreign_package_of_our_name_gets_a_clear_message(installed, tmp_path):
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("raise RuntimeError('not ours')\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "LANG": "C"}
    done = subprocess.run([installed, "levers"], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2
    assert "another package called agents stands in the way" in done.stderr
    assert "Traceback" not in done.stderr
