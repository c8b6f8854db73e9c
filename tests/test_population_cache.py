"""A population is built once, kept on disk, mapped read-only, and built anew when it is spoilt."""

import os
import subprocess
import sys

import numpy as np
import pytest

from abm.errors import UserError
from abm.population import build_population, load_population
from abm.population.build import BASE_PARAMETERS, PLACE_PARAMETERS, _places
from abm.population.cache import GROUPS, MANIFEST, fingerprint
from abm.population.layers import layers
from abm.randomness import Streams
from abm.region import load_region


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "a place 中文"
    monkeypatch.setenv("TANFENG_CACHE", str(folder))
    return folder


def arrays(population):
    return {f"{group}.{name}": column for group in GROUPS for name, column in getattr(population, group).items()}


def assert_same(one, two):
    one, two = arrays(one), arrays(two)
    assert one.keys() == two.keys()
    for name, column in one.items():
        assert column.dtype == two[name].dtype, name
        assert column.tobytes() == two[name].tobytes(), name


def folders(cache):
    return [path.parent for path in cache.glob(f"population/*/{MANIFEST}")]


def test_two_builds_are_equal_byte_by_byte(tiny):
    assert_same(build_population(tiny, 1.0), build_population(load_region("tiny"), 1.0))


def test_what_is_loaded_is_what_was_built(tiny, cache):
    built, first, second = build_population(tiny, 1.0), load_population(tiny, 1.0), load_population(tiny, 1.0)
    assert_same(built, first)
    assert_same(built, second)
    assert len(folders(cache)) == 1
    assert not list(cache.glob("population/.draft*"))


def test_columns_are_read_only(tiny, cache):
    for population in (build_population(tiny, 1.0), load_population(tiny, 1.0)):
        for name, column in arrays(population).items():
            assert not column.flags.writeable, name


@pytest.mark.parametrize("spoil", ["flip", "cut", "lose", "manifest"])
def test_a_spoilt_cache_is_built_anew(tiny, cache, spoil):
    good = load_population(tiny, 1.0)
    expected = {name: column.copy() for name, column in arrays(good).items()}
    folder = folders(cache)[0]
    file = folder / "households.income_cny.npy"
    raw = bytearray(file.read_bytes())
    if spoil == "flip":
        raw[-1] ^= 0xFF
        file.write_bytes(raw)
    elif spoil == "cut":
        file.write_bytes(raw[: len(raw) // 2])
    elif spoil == "lose":
        file.unlink()
    else:
        (folder / MANIFEST).write_text("{", encoding="utf-8")
    for name, column in arrays(load_population(tiny, 1.0)).items():
        assert (column == expected[name]).all(), name
    assert_same(load_population(tiny, 1.0), build_population(tiny, 1.0))


def test_where_nothing_can_be_written_the_population_is_built_in_memory(tiny, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("TANFENG_CACHE", str(blocked))
    assert_same(load_population(tiny, 1.0), build_population(tiny, 1.0))


def test_several_processes_at_once_share_one_population(tiny, cache):
    code = (
        "from abm import load_region; from abm.population import load_population;"
        "p = load_population(load_region('tiny'), 1.0); print(p.households['income_cny'].sum())"
    )
    command = [sys.executable, "-c", code]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ), text=True) for _ in range(3)]
    outputs = {process.communicate(timeout=60)[0] for process in running}
    assert all(process.returncode == 0 for process in running)
    assert len(outputs) == 1
    assert len(folders(cache)) == 1
    assert not list(cache.glob("population/.draft*"))


def test_data_scale_and_seed_make_another_population(tiny):
    base = fingerprint(tiny, 1.0, 0)
    assert fingerprint(tiny, 1.0, 0) == base
    assert fingerprint(tiny, 0.5, 0) != base
    assert fingerprint(tiny, 1.0, 1) != base
    assert fingerprint(tiny.with_values({"people.household_size_urban": 2.6}), 1.0, 0) != base


@pytest.mark.parametrize("scale", [0, -0.1, 1.01, 2, float("nan"), float("inf")])
def test_a_scale_outside_its_bounds_is_refused(tiny, scale):
    with pytest.raises(UserError, match="above 0 and at most 1"):
        load_population(tiny, scale)


def test_a_run_needs_few_bytes_per_household(tiny):
    homes = build_population(tiny, 1.0).households
    assert sum(column.itemsize for column in homes.values()) <= 120


def test_the_tiny_region_has_a_few_hundred_homes(tiny):
    population = build_population(tiny, 1.0)
    assert population.households["alive"].sum() == 430
    assert population.n_communities == 6
    assert np.bincount(population.households["county"], population.households["alive"]).min() > 100


def test_places_are_made_once_for_all_samples_that_share_their_numbers(tiny):
    sample = tiny.with_values({"heating.tolerance.median": 0.1})
    links = [build_population(place, 1.0).links["data"] for place in (tiny, sample)]
    assert links[0] is links[1]
    pulled = tiny.with_values({"network.distance_exponent": 1.0})
    assert not np.array_equal(build_population(pulled, 1.0).links["data"], links[0])


def test_places_depend_on_the_numbers_that_they_are_kept_by():
    place = load_region("tiny")
    _places(place)
    assert {key for key in place.parameters.used if not key.startswith(PLACE_PARAMETERS)} == set()


@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
def test_a_population_depends_on_the_numbers_that_its_layers_name(layer):
    made = build_population(load_region("tiny"), 1.0)
    place = load_region("tiny")
    layer.make(place, made.columns(layer.kind), Streams(0))
    assert {key for key in place.parameters.used if not key.startswith((*layer.parameters, *BASE_PARAMETERS))} == set()


def test_a_sample_of_numbers_that_no_population_depends_on_has_the_same_one(tiny):
    sample = tiny.with_values({"output.coke": 1.0})
    assert fingerprint(sample, 1.0, 0) == fingerprint(tiny, 1.0, 0)
