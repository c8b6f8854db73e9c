"""How anyone chooses: pure functions of arrays, the same for every kind of agent."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

CLOSED = 1e4  # utility that puts an option out of the question
MOST_LOG_ODDS = 80.0  # against: numbers of single precision end just beyond exp(88)
HOPELESS = -700.0  # utility below the best option's: the exponential is next to the smallest number there is


def annuity(rate: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    """Return the yearly payment that one unit of money today is worth, ``r / (1 - (1 + r)^-n)``.

    A rate of zero gives ``1 / years``.
    """
    if isinstance(rate, float) and isinstance(years, float):
        return _annuity_of_one(rate, years)
    return _annuity(rate, years)


def _annuity(rate: np.ndarray | float, years: np.ndarray | float) -> np.ndarray:
    rate = np.asarray(rate)
    safe = np.where(rate == 0, 1.0, rate)
    return np.where(rate == 0, 1.0 / np.asarray(years), safe / (1.0 - (1.0 + safe) ** -np.asarray(years)))


@lru_cache(maxsize=256)
def _annuity_of_one(rate: float, years: float) -> np.ndarray:
    """The annuity of two numbers, which come again every year."""
    found = _annuity(rate, years)
    found.setflags(write=False)
    return found


def payback_years(capital: np.ndarray | float, yearly_saving: np.ndarray | float) -> np.ndarray:
    """Return capital over yearly saving; infinite where nothing is saved, zero where nothing is paid."""
    capital, saving = np.asarray(capital, dtype=float), np.asarray(yearly_saving, dtype=float)
    years = np.full(np.broadcast(capital, saving).shape, np.inf)
    np.divide(capital, saving, out=years, where=saving > 0)
    return np.where(capital <= 0, 0.0, years)


def logistic(x: np.ndarray | float) -> np.ndarray:
    """Return ``1 / (1 + exp(-x))`` without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))


def one_in(logit: np.ndarray | float) -> np.ndarray:
    """Return ``1 + exp(-logit)``: one in so many takes what has this value; any shape and precision.

    What nobody takes at odds of ``MOST_LOG_ODDS`` nobody takes at worse ones: the exponential never overflows.
    """
    many: np.ndarray = 1.0 + np.exp(np.minimum(-np.asarray(logit), MOST_LOG_ODDS))
    return many


def between(values: np.ndarray, low: np.ndarray | float, high: np.ndarray | float) -> np.ndarray:
    """Return values held between two limits; what ``np.clip`` does, in a third of its time on short arrays."""
    return np.minimum(np.maximum(values, low), high)


def share_of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return ``part / whole``, zero where there is nothing."""
    return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > 0)


def share_or_one(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return ``part / whole``, one where there is nothing."""
    return np.divide(part, whole, out=np.ones(whole.shape), where=whole > 0)


def share_or_nan(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return ``part / whole``, NaN where there is nothing."""
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)


def rows_of(table: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Return (n, options) the rows ``at`` of a table, kept option by option in memory; so is what follows from them.

    A few long columns are quicker to reckon with than many short rows.
    """
    return table.T.take(at, axis=1).T


def choice_shares(value: np.ndarray, open_to: np.ndarray | None = None) -> np.ndarray:
    """Return multinomial logit shares of (n, options) values; closed options get zero.

    A row with no open option gets zeros.
    """
    if open_to is not None:
        value = np.where(open_to, value, -np.inf)
    value = np.ascontiguousarray(value.T)  # a few long rows are quicker than many short ones
    top = value.max(axis=0)
    weight = np.exp(value - np.where(np.isfinite(top), top, 0.0))
    total = weight.sum(axis=0)
    return np.ascontiguousarray(np.divide(weight, total, out=np.zeros_like(weight), where=total > 0).T)


def pick(shares: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return (n,) option numbers by inverse distribution of (n, options) shares; -1 where none is open."""
    edges = np.cumsum(shares, axis=1)
    chosen = (draw[:, None] * edges[:, -1:] >= edges).sum(axis=1)
    last_open = shares.shape[1] - 1 - np.argmax((shares > 0)[:, ::-1], axis=1)
    chosen = np.minimum(chosen, last_open)
    return np.where(edges[:, -1] > 0, chosen, -1).astype(np.int8)


def pick_best_of(value: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return (n,) options of a multinomial logit over (options, n) utilities; closed ones are 700 or more below.

    By inverse distribution: the same ``draw`` (n,) picks the same option as long as shares stay. At
    least one option must be open. Options lie along the first axis: five long rows are quicker than
    many short ones.
    """
    edges = _weights(value)
    last_is_closed = edges[-1] <= 0
    for below, edge in pairwise(edges):  # six times as quick as a cumulative sum along the first axis
        edge += below
    level = draw * edges[-1]
    chosen = np.zeros(len(draw), dtype=np.uint8)
    for edge in edges[:-1]:
        chosen += level >= edge
    last_is_closed &= chosen == len(edges) - 1
    closed = last_is_closed.nonzero()[0]
    if len(closed):
        chosen[closed] = _step_back(chosen[closed], _weights(value[:, closed]))
    return chosen


def _weights(value: np.ndarray) -> np.ndarray:
    """Return (options, n) weights of the options, that of the best one 1 and of hopeless ones 0.

    An exponential of double precision that leaves the range of numbers takes ten times as long as one that does not.
    """
    weight = value - value.max(axis=0)
    if weight.dtype == np.float32:
        return np.exp(weight, out=weight)
    hope = weight > HOPELESS
    np.maximum(weight, HOPELESS, out=weight)
    np.exp(weight, out=weight)
    weight *= hope
    return weight


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


def shift_load(load: np.ndarray, price: np.ndarray, elasticity: float | np.ndarray) -> np.ndarray:
    """Return (..., 24) load moved between the hours of a day by a constant elasticity of substitution.

    The day's energy stays; ``load_h`` becomes proportional to ``load_h * price_h ** -elasticity``.
    An elasticity of zero, or a flat price, leaves the load as it is.
    """
    mean = np.add.reduce(price, axis=-1, keepdims=True) / price.shape[-1]
    moved = load * (price / mean) ** -elasticity
    total = np.add.reduce(moved, axis=-1, keepdims=True)
    return moved * share_or_one(np.add.reduce(load, axis=-1, keepdims=True), total)


def weibull_hazard(age: np.ndarray, scale: float, shape: float) -> np.ndarray:
    """Return the chance that what has lasted ``age`` years fails in the next one.

    ``1 - S(age + 1) / S(age)`` with ``S(t) = exp(-(t / scale) ** shape)``.
    """
    age = np.maximum(age, 0)
    return 1.0 - np.exp((age / scale) ** shape - ((age + 1) / scale) ** shape)
