"""Picking an option, with options along the first axis: five long rows are quicker than many short ones."""

from itertools import pairwise

import numpy as np


def pick_best_of(value: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return (n,) options of a multinomial logit over (options, n) utilities; closed ones are minus infinity.

    By inverse distribution: the same ``draw`` (n,) picks the same option as long as shares stay. At
    least one option must be open.
    """
    weight = value - value.max(axis=0)
    np.exp(weight, out=weight)
    edges, last = weight.copy(), weight[-1]
    for below, edge in pairwise(edges):  # six times as quick as a cumulative sum along the first axis
        edge += below
    level = draw * edges[-1]
    chosen = np.zeros(len(draw), dtype=np.uint8)
    for edge in edges[:-1]:
        chosen += level >= edge
    closed = np.flatnonzero((last <= 0) & (chosen == len(weight) - 1))
    if len(closed):
        chosen[closed] = _step_back(chosen[closed], weight[:, closed])
    return chosen


def _step_back(chosen: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Move what rounding put on a closed option at the end back to the last open one."""
    while True:
        closed = np.flatnonzero(weight[chosen, np.arange(len(chosen))] <= 0)
        if not len(closed):
            return chosen
        chosen[closed] -= 1


def luck_left(luck: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Return the luck of those whose luck fell below ``chance``, stretched to be uniform again."""
    return luck / chance
