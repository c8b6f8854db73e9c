"""The model as a researcher uses it from Python: short words for runs, guessed arguments, clear mistakes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from abm import load_region, simulate
from abm.errors import UserError
from abm.region import UnknownRegion

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
        ({"seed": 2**63}, "seed: got 9223372036854775808, allowed 0 to 9223372036854775807"),
        ({"seed": 1.5}, "seed: got 1.5, allowed a whole number"),
        ({"history": "frree"}, "history: got 'frree', allowed observed, free"),
        ({"settings": [("publicity", 2030.5, 0.5)]}, "publicity: 2030.5 is not a year"),
        ({"settings": {"publicity": "0.5"}}, "publicity: got '0.5', allowed"),
        ({"settings": "publicity=0.5"}, "setting: got 'publicity=0.5', allowed (lever, from this year or None, value)"),
        ({"settings": ["publicity=0.5"]}, "setting: got 'publicity=0.5', allowed"),
        ({"settings": [("publicity", 0.5)]}, "setting: got ('publicity', 0.5), allowed"),
        ({"settings": 3}, "setting: got 3, allowed (lever, from this year or None, value)"),
        ({"settings": [3]}, "setting: got 3, allowed (lever, from this year or None, value)"),
        ({"scale": "0.5"}, "scale: got '0.5', allowed above 0"),
        ({"settings": {"publicty": 0.5}}, "did you mean 'publicity'"),
        ({"settings": {"publicity": float("nan")}}, "publicity: got nan"),
    ],
)
def test_a_mistake_is_the_users(words, told):
    with pytest.raises(UserError, match=re.escape(told)):
        simulate("plan", "tiny", **{"until": 2021, "scale": 1.0} | words)


@pytest.mark.parametrize("region", [3, None])
def test_what_can_be_no_region_is_named(region):
    with pytest.raises(UnknownRegion, match=re.escape(f"region: got {region}, allowed a name (luliang, tiny) or a")):
        simulate("plan", region)


@pytest.mark.parametrize("until", [2030.5, "2030"])
def test_a_year_is_a_whole_number(until):
    with pytest.raises(UserError, match=r"until: got .*2030.*, allowed 2020 to 2060"):
        simulate("plan", "tiny", until=until, scale=1.0)


def test_an_unknown_county_is_named_beside_those_there_are():
    run = simulate("plan", "tiny", until=2021, scale=1.0)
    for ask in (run.series, run.by_sector):
        with pytest.raises(KeyError, match="no county '990199' in tiny; there are 990101, 990102"):
            ask("Emissions|CO2|Energy", "990199")


def test_a_foreign_package_of_our_name_is_named(tmp_path):
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("")
    path = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    words = [sys.executable, "-c", "from abm import simulate"]
    told = subprocess.run(words, capture_output=True, text=True, env=path, cwd=tmp_path, check=False)
    assert told.returncode == 1
    assert f"another package called agents stands in the way: {tmp_path / 'agents'}" in told.stderr
