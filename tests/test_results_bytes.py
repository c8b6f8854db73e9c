"""The same package, seed, scale, data and code give the same bytes in any process."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context

import pytest

from abm import simulate

HERE = """
from tests.test_results_bytes import digest
print(digest(1))
"""


def digest(seed: int) -> str:
    """A hash of the bytes of a short run of the made-up region, and of its scored targets."""
    run = simulate("plan", "tiny", until=2032, scale=1.0, seed=seed)
    return sha256(run.to_parquet_bytes() + run.targets.to_csv().encode()).hexdigest()


@pytest.fixture(scope="module")
def here():
    return digest(1)


def test_in_this_process_twice(here):
    assert digest(1) == here


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_in_a_fresh_process_with_any_hash_seed(here, hash_seed):
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", HERE], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == here


@pytest.mark.slow
def test_in_two_workers_that_are_used_again(here):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        first, second, third, fourth = workers.map(digest, (1, 2, 1, 2))
    assert first == third == here
    assert second == fourth != here
