"""The model as a researcher uses it from Python: short words for runs, guessed arguments, clear mistakes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from abm import load_region, simulate
from abm.errors import UserError

ROOT = Path(__file__).parent.parent


def test_a_run_and_a_region_print_as_one_line():
    run = simulate("plan", "tiny", until=2021, scale=1.0)
    assert repr(run) == "Run('plan', tiny, steady, 2020-2021, scale=1, seed=1)"
    assert repr(load_region("tiny")) == "Region('tiny', Tiny, 2 counties, 2020-2060)"


def test_settings_may_be_a_mapping_of_levers_to_values():
    run = simulate("current", "tiny", until=2028, scale=1.0, settings={"publicity": 0.9})
    same = simulate("current", "tiny", until=2028, scale=1.0, settings=[("publicity", None, 0.9)])
    assert run.levers["publicity"][-2:].tolist() == [0.9, 0.9]
    assert run.settings == same.settings
    assert run.to_parquet_bytes() == same.to_parquet_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"seed": -1}, "seed: got -1"),
        ({"population_seed": -2}, "population_seed: got -2"),
        ({"settings": {"publicty": 0.5}}, "did you mean 'publicity'"),
        ({"settings": {"publicity": float("nan")}}, "publicity: got nan"),
    ],
)
def test_a_mistake_is_the_users(words, told):
    with pytest.raises(UserError, match=told):
        simulate("plan", "tiny", until=2021, scale=1.0, **words)


def test_a_foreign_package_of_our_name_is_named(tmp_path):
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("")
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    words = [sys.executable, "-c", "from abm import simulate"]
    told = subprocess.run(words, capture_output=True, text=True, env=path, cwd=tmp_path, check=False)
    assert told.returncode == 1
    assert f"another package called agents stands in the way: {tmp_path / 'agents'}" in told.stderr
