"""A user's mistakes with the laboratory are told in Chinese, with the words of the command line left as they are."""

import re

import pytest

from experiments.chinese import PHRASES, in_chinese


@pytest.mark.parametrize(
    "message",
    [
        "--out: a/b holds another attribution; choose another folder",
        "--out: a/b holds a search of another design or question; choose another folder",
        "--out: a/b holds a batch of another design; choose another folder",
        "--out: a/b holds the runs of tanfeng seek; choose another folder",
        "the cluster does not answer any more; every run finished before is kept: start again and it goes on",
        "--scheduler: no Dask scheduler answers at tcp://127.0.0.1:9: timed out",
        "--scheduler: needs --backend dask or ray",
        "--runs: got 5, one generation needs 20: fewer seeds, points or --population, or more",
        "--objectives: got co2 co2, allowed two or more different ones",
        "--limit 'x': allowed VARIABLE@YEAR <= NUMBER, VARIABLE@decisions >= NUMBER",
        "the design's sampler: morris is no sample of the assumptions, allowed grid, latin_hypercube",
        "a: its design varies no factor, so there is no space to look in",
        "--package: got 'pln', there are current, plan; did you mean 'plan'?",
        "--seeds: got 1, allowed 2 and more: a spread needs two runs",
        "current and current: name two different packages",
        "run 3 of 8 failed, so nothing is attributed: ValueError",
        "a and b have no package, storyline, variable and year in common",
    ],
)
def test_a_mistake_is_told_in_chinese(message):
    told = in_chinese(message)
    assert re.search("[一-鿿]", told)
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", told.replace("tanfeng seek", "")), told


def test_no_phrase_is_there_twice():
    shapes = [re.sub(r"\((?!\?)[^()]*\)", "*", pattern).strip("^$") for pattern, _ in PHRASES]
    assert sorted(shapes) == sorted(set(shapes))
