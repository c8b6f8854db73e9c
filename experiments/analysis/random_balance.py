"""Which of thousands of numbers matter, from a few hundred runs in which all of them were moved at once by coins.

Random balance (Satterthwaite 1959): effects of all numbers overlap a little in a sample this small, so they are told
apart one after the other, the strongest first (orthogonal matching pursuit: Pati, Rezaiifar and Krishnaprasad 1993).
It finds what moves results evenly from low to high; a number that does the same at both ends stays unseen.
"""

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from scipy.special import stdtrit

FALSE_ALARM = 0.05  # chance that any number is named where none of them matters
MOST = 12  # numbers told apart for one result


@dataclass(frozen=True)
class Effect:
    """What a result changes by when a number goes from its low to its high end; ``half_width`` of the 95 % interval."""

    number: str
    change: float
    half_width: float


def coins(names: tuple[str, ...], run: int, seed: int = 1) -> np.ndarray:
    """Return (n_names,) -1 or 1, each number's own, so that a new one leaves the others where they are."""
    return np.array(
        [np.random.default_rng((seed, run, crc32(name.encode()))).choice((-1, 1)) for name in names], dtype=np.int8
    )


def effects(names: tuple[str, ...], moved: np.ndarray, values: np.ndarray, reach: float) -> tuple[list[Effect], float]:
    """Return the numbers that matter, strongest first, and the share of the variance that they explain.

    Args:
        names: of the numbers.
        moved: (n_runs, n_names) coins, -1 or 1.
        values: (n_runs,) of the result.
        reach: part of the way to an end of its range that a coin moves a number.
    """
    left = values - values.mean()
    total = float(left @ left)
    centred = moved - moved.mean(axis=0)
    length = np.sqrt((centred**2).sum(axis=0))
    chosen: list[int] = []
    while total > 0 and len(chosen) < min(MOST, len(values) // 4):
        pull = np.divide(left @ centred, length, out=np.zeros(len(names)), where=length > 0)
        pull[chosen] = 0.0
        best = int(np.abs(pull).argmax())
        free = len(values) - len(chosen) - 2
        rest = max(float(left @ left) - pull[best] ** 2, 1e-12 * total)
        if abs(pull[best]) / np.sqrt(rest / free) < -stdtrit(free, FALSE_ALARM / 2.0 / len(names)):
            break
        chosen.append(best)
        left = _left_over(centred[:, chosen], values)[0]
    if not chosen:
        return [], 0.0
    left, slope, error = _left_over(centred[:, chosen], values)
    wide = -stdtrit(len(values) - len(chosen) - 1, 0.025)
    found = [
        Effect(names[number], 2.0 * slope[i] / reach, 2.0 * wide * error[i] / reach) for i, number in enumerate(chosen)
    ]
    return sorted(found, key=lambda effect: -abs(effect.change)), 1.0 - float(left @ left) / total


def least_seen(n_names: int, values: np.ndarray, explained: float, n_found: int, reach: float) -> float:
    """Return the change, low to high, below which a number is told from luck in fewer than half of the samples.

    Args:
        n_names: how many numbers are moved.
        values: (n_runs,) of the result.
        explained: share of the variance that the numbers explain which are told.
        n_found: how many these are.
        reach: part of the way to an end of its range that a coin moves a number.
    """
    free = max(len(values) - n_found - 2, 1)
    spread = float(np.sqrt((1.0 - explained) * values.var() * len(values) / free))
    return float(-stdtrit(free, FALSE_ALARM / 2.0 / n_names) * spread / np.sqrt(len(values)) * 2.0 / reach)


def _left_over(centred: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what a least-squares fit leaves, its slopes and their standard errors."""
    at_mean = values - values.mean()
    slope = np.linalg.lstsq(centred, at_mean, rcond=None)[0]
    left = at_mean - centred @ slope
    spread = float(left @ left) / max(len(values) - centred.shape[1] - 1, 1)
    return left, slope, np.sqrt(spread * np.diag(np.linalg.pinv(centred.T @ centred)))
