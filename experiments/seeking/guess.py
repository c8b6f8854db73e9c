"""Guesses at packages that were not run, from those that were: generations that cost nothing between those that do.

Runs are dear and packages respond smoothly to their levers, so what was tried says much about what was not. A radial
basis function (cubic, with a linear part) goes through all scores; on it the search's own algorithm goes on for some
generations, and what it then holds is proposed to be run (Deb et al. 2018 call this simulating the algorithm on a
metamodel). A guess only proposes: whatever is in the front was run.
"""

from copy import deepcopy
from typing import Any

import numpy as np
from scipy.interpolate import RBFInterpolator

from experiments.batch.clusters import needed

GENERATIONS = 30  # on the guessed surface
PART = 0.75  # of a generation that may come from there; the rest is bred from what was run alone
NEAR = 1e-3  # of a lever's range: a package as near as this to one that was run is no new one
SHARE, NON_FOSSIL = 0, 1  # places of the first two conditions of a score
SMOOTHING = 1e-6


def proposals(algorithm: Any, problem: Any, tried: np.ndarray, told: np.ndarray, seed: int) -> np.ndarray:
    """Return packages worth running, (n, n_levers) places in the unit cube; none while too little is known.

    Args:
        algorithm: pymoo's, as it is now; it is copied, and stays as it is.
        problem: pymoo's, which says how many objectives there are.
        tried: (n_tried, n_levers) places that were run.
        told: (n_tried, n_objectives + n_conditions) what the runs say, made small; not finite where they all failed.
        seed: of the guessed generations.
    """
    known = np.isfinite(told).all(axis=1)
    tried, places = np.unique(tried[known], axis=0, return_index=True)
    told = _smooth(told[known][places], problem.n_obj)
    if len(tried) < tried.shape[1] + 2:  # a linear part takes as many
        return tried[:0]
    scale = np.maximum(told.std(axis=0), 1e-12)
    try:
        surface = RBFInterpolator(tried, told / scale, kernel="cubic", degree=1, smoothing=SMOOTHING)
    except np.linalg.LinAlgError:  # some lever never moved by itself
        return tried[:0]
    ahead = _gone_on(algorithm, problem, lambda places: surface(places) * scale, seed)
    distance = np.abs(ahead[:, None, :] - tried[None, :, :]).max(axis=2).min(axis=1)
    return ahead[distance > NEAR]


def _smooth(told: np.ndarray, n_objectives: int) -> np.ndarray:
    """Return the scores, with the share of successful runs told by the non-fossil share where that decides it.

    A share of few runs goes in steps, which no smooth surface follows; it is kept where the peak fails.
    """
    share, reached = n_objectives + SHARE, n_objectives + NON_FOSSIL
    peak_fails = ((told[:, reached] <= 0.0) & (told[:, share] > 0.0)).any()
    if peak_fails:
        return told
    told = told.copy()
    told[:, share] = told[:, reached]
    return told


def _gone_on(algorithm: Any, problem: Any, surface: Any, seed: int) -> np.ndarray:
    """Return the population after some generations on the guessed surface, (population, n_levers)."""
    evaluator = needed("pymoo.core.evaluator", "lab").Evaluator()
    static = needed("pymoo.problems.static", "lab").StaticProblem
    ahead = deepcopy(algorithm)
    ahead.random_state = np.random.default_rng(seed)
    for _ in range(GENERATIONS):
        bred = ahead.ask()
        if bred is None:  # nothing new can be bred
            break
        told = surface(bred.get("X"))
        evaluator.eval(static(problem, F=told[:, : problem.n_obj], G=told[:, problem.n_obj :]), bred)
        ahead.tell(infills=bred)
    found: np.ndarray = ahead.pop.get("X")
    return found
