"""Shapley values: each action's fair share of what all of them do together.

A value function gives the outcome of a set of actions, an array (n_seeds,): the mean over the seeds is
told, and paired differences keep the luck out. Shapley (1953); Castro et al. (2009) for the sampling; Smyth (2004)
for the spread of few samples; Zou and Donner (2008) for the interval of an error that comes from two sides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np
from scipy.special import stdtrit

from experiments.headlines import Estimate, estimate

Coalition = frozenset[str]
SHARED_PAIRS = 2.0  # pairs of orders that the mean spread of all actions counts for
Values = Mapping[Coalition, np.ndarray]  # actions that are on -> (n_seeds,) outcome


@dataclass(frozen=True)
class Attribution:
    """What each action does, (n_seeds or n_samples, n_actions) per measure but ``total``.

    ``alone`` is an action's effect on top of nothing, ``last`` on top of all others. ``total`` is the
    effect of all, (n_seeds,); ``interaction`` what the effects alone do not add up to, (n_seeds,).
    ``by_seed`` are the Shapley values of each seed, (n_seeds, n_actions), over the same orders in all of them.
    ``is_sampled``: the rows of ``shapley`` are pairs of orders, not seeds.
    """

    actions: tuple[str, ...]
    shapley: np.ndarray
    alone: np.ndarray
    last: np.ndarray
    total: np.ndarray
    by_seed: np.ndarray
    is_sampled: bool = False

    @property
    def estimate(self) -> Estimate:
        """The Shapley values with their 95 % intervals, over the sampled orders and over the seeds together.

        The root of the sum of both half-widths squared; a side that tells nothing (one seed, one pair of orders) or
        that has no error (all sets are run) is left out. NaN where neither tells anything.
        """
        sides = np.stack([self.half_width_orders, self.half_width_seeds])
        known = np.isfinite(sides).any(axis=0)
        both = np.sqrt(np.nansum(sides**2, axis=0))
        return Estimate(self.shapley.mean(axis=0), np.where(known, both, np.nan))

    @property
    def half_width_orders(self) -> np.ndarray:
        """(n_actions,) of the 95 % interval over the pairs of orders; NaN where all sets are run, or with one pair.

        A few pairs often agree by chance where an action meets its partners in the same half of each, so the spread
        of an action is drawn towards the mean of all; without that four pairs hold the truth in 78 % of cases.
        """
        n = len(self.shapley)
        if not self.is_sampled or n == 1:
            return np.full(len(self.actions), np.nan)
        own = self.shapley.var(axis=0, ddof=1)
        spread = ((n - 1) * own + SHARED_PAIRS * own.mean()) / (n - 1 + SHARED_PAIRS)
        return stdtrit(n - 1, 0.975) * np.sqrt(spread / n)

    @property
    def half_width_seeds(self) -> np.ndarray:
        """(n_actions,) of the 95 % interval over the seeds, t with one degree less than there are; NaN with one."""
        return estimate(self.by_seed).half_width

    @property
    def interaction(self) -> np.ndarray:
        """(n_seeds,) total less the sum of the effects alone."""
        return self.total - self.alone.sum(axis=1)

    def times(self, factor: float) -> "Attribution":
        """Return the same in another unit, ``factor`` of which make one of this."""
        return replace(
            self,
            shapley=factor * self.shapley,
            alone=factor * self.alone,
            last=factor * self.last,
            total=factor * self.total,
            by_seed=factor * self.by_seed,
        )


def all_coalitions(actions: Sequence[str]) -> list[Coalition]:
    """Return every set of actions, 2^n of them, small ones first."""
    return [frozenset(chosen) for size in range(len(actions) + 1) for chosen in combinations(actions, size)]


def exact(actions: Sequence[str], values: Values) -> Attribution:
    """Return exact Shapley values from the outcomes of all 2^n sets."""
    n = len(actions)
    share = np.zeros((len(values[frozenset()]), n))
    for i, action in enumerate(actions):
        for others in all_coalitions([other for other in actions if other != action]):
            weight = factorial(len(others)) * factorial(n - len(others) - 1) / factorial(n)
            share[:, i] += weight * (values[others | {action}] - values[others])
    return _attribution(actions, values, share, share)


def orders(actions: Sequence[str], n_orders: int, seed: int) -> list[tuple[str, ...]]:
    """Return random orders in which the actions join, each followed by its reverse."""
    luck = np.random.default_rng(seed)
    found: list[tuple[str, ...]] = []
    while len(found) < n_orders:
        order = tuple(actions[i] for i in luck.permutation(len(actions)))
        found += [order, order[::-1]]
    return found[:n_orders]


def coalitions_of(actions: Sequence[str], joined: Iterable[Sequence[str]]) -> list[Coalition]:
    """Return the sets that the orders pass through, and those of each action alone and left out."""
    wanted = {frozenset(order[:n]) for order in joined for n in range(len(actions) + 1)}
    everything = frozenset(actions)
    wanted |= {frozenset({action}) for action in actions} | {everything - {action} for action in actions}
    wanted |= {frozenset(), everything}
    return sorted(wanted, key=lambda chosen: (len(chosen), sorted(chosen)))


def sampled(actions: Sequence[str], joined: Sequence[Sequence[str]], values: Values) -> Attribution:
    """Return Shapley values estimated from orders; an order and its reverse make one sample row."""
    rows = np.array([_joining(actions, order, values) for order in joined])
    pairs = np.array([rows[i : i + 2].mean(axis=0) for i in range(0, len(rows), 2)])
    return _attribution(actions, values, pairs.mean(axis=1), pairs.mean(axis=0), is_sampled=True)


def _joining(actions: Sequence[str], order: Sequence[str], values: Values) -> np.ndarray:
    """Return what each action adds when it joins, (n_seeds, n_actions)."""
    added = {action: values[frozenset(order[: n + 1])] - values[frozenset(order[:n])] for n, action in enumerate(order)}
    return np.stack([added[action] for action in actions], axis=1)


def _attribution(
    actions: Sequence[str], values: Values, share: np.ndarray, by_seed: np.ndarray, *, is_sampled: bool = False
) -> Attribution:
    nothing, everything = values[frozenset()], values[frozenset(actions)]
    alone = np.stack([values[frozenset({action})] - nothing for action in actions], axis=1)
    last = np.stack([everything - values[frozenset(actions) - {action}] for action in actions], axis=1)
    return Attribution(tuple(actions), share, alone, last, everything - nothing, by_seed, is_sampled)
