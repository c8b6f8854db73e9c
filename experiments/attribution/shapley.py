"""Shapley values: each action's fair share of what all of them do together.

Few actions: the outcomes of all sets, and exact values. Many: random orders of joining, each with its reverse, which
is exact where no more than two actions work together (Castro et al. 2009; Mitchell et al. 2022). Every seed has orders
of its own, so one sample holds the luck of both: the spread among seeds is the error of their mean, and each further
seed makes either smaller. Paired differences keep the rest of the luck out. Shapley (1953); Smyth (2004) for the spread
of few samples.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np
from scipy.special import stdtrit

from experiments.headlines import Estimate, estimate

Coalition = frozenset[str]
Order = tuple[str, ...]
SHARED, FREE = 2.0, 1.0  # samples, and degrees of freedom, that the mean spread of all actions counts for
SMALL = 0.25  # of the mean squared effect: so much spread an action without any effect still has
Values = Mapping[Coalition, np.ndarray]  # actions that are on -> (n_seeds,) outcome


@dataclass(frozen=True)
class Attribution:
    """What each action does, (n_seeds, n_actions) per measure but ``total``.

    ``alone`` is an action's effect on top of nothing, ``last`` on top of all others. ``total`` is the
    effect of all, (n_seeds,); ``interaction`` what the effects alone do not add up to, (n_seeds,).
    ``shapley`` of each seed add up to its total. ``is_sampled``: they are estimated from orders; of one seed the rows
    are its pairs of orders.
    """

    actions: tuple[str, ...]
    shapley: np.ndarray
    alone: np.ndarray
    last: np.ndarray
    total: np.ndarray
    is_sampled: bool = False

    @property
    def estimate(self) -> Estimate:
        """The Shapley values with their 95 % intervals; NaN where there is one row.

        Exact values have that of their seeds alone. Sampled ones have that of seeds and orders together. Their few rows
        often agree by chance where an action meets its partners in the same half of each order, so the variance of an
        action is drawn towards the mean of all, which counts for two rows more, and for one degree of freedom; that of
        a large action towards more, for what does much scatters much.
        """
        if not self.is_sampled or len(self.shapley) == 1:
            return estimate(self.shapley)
        n = len(self.shapley)
        mean, own = self.shapley.mean(axis=0), self.shapley.var(axis=0, ddof=1)
        size = mean**2 + SMALL * (mean**2).mean()
        usual = own.mean() * np.maximum(size / (size.mean() or 1.0), 1.0)
        spread = ((n - 1) * own + SHARED * usual) / (n - 1 + SHARED)
        half = stdtrit(n - 1 + FREE, 0.975) * np.sqrt(spread / n)
        return Estimate(mean, half)

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
    return _attribution(actions, values, share)


def orders(actions: Sequence[str], n_orders: int, n_seeds: int, seed: int) -> list[list[Order]]:
    """Return for every seed random orders of its own in which the actions join, each followed by its reverse."""
    luck = np.random.default_rng(seed)
    found: list[list[Order]] = []
    for _ in range(n_seeds):
        own = [tuple(actions[i] for i in luck.permutation(len(actions))) for _ in range(n_orders // 2)]
        found.append([one for order in own for one in (order, order[::-1])])
    return found


def coalitions_of(actions: Sequence[str], joined: Iterable[Order]) -> list[Coalition]:
    """Return the sets that the orders pass through, and those of each action alone and left out."""
    wanted = {frozenset(order[:n]) for order in joined for n in range(len(actions) + 1)}
    everything = frozenset(actions)
    wanted |= {frozenset({action}) for action in actions} | {everything - {action} for action in actions}
    wanted |= {frozenset(), everything}
    return sorted(wanted, key=lambda chosen: (len(chosen), sorted(chosen)))


def sampled(
    actions: Sequence[str], joined: Sequence[Sequence[Order]], values: Sequence[Mapping[Coalition, float]]
) -> Attribution:
    """Return Shapley values estimated from orders.

    Args:
        actions: all of them.
        joined: the orders of each seed, every one followed by its reverse.
        values: the outcome of each set of actions that these pass through, and of each action alone and left out;
            one mapping per seed.
    """
    pairs = [
        np.array([(_joining(actions, order, of) + _joining(actions, back, of)) / 2 for order, back in _in_twos(own)])
        for own, of in zip(joined, values, strict=True)
    ]
    share = pairs[0] if len(pairs) == 1 else np.array([own.mean(axis=0) for own in pairs])
    ends = (*map(frozenset, ((), actions)), *(frozenset({action}) for action in actions))
    ends += tuple(frozenset(actions) - {action} for action in actions)
    simple = {chosen: np.array([of[chosen] for of in values]) for chosen in ends}
    return _attribution(actions, simple, share, is_sampled=True)


def _in_twos(own: Sequence[Order]) -> list[tuple[Order, Order]]:
    return list(zip(own[::2], own[1::2], strict=True))


def _joining(actions: Sequence[str], order: Order, values: Mapping[Coalition, float]) -> np.ndarray:
    """Return what each action adds when it joins, (n_actions,)."""
    added = {action: values[frozenset(order[: n + 1])] - values[frozenset(order[:n])] for n, action in enumerate(order)}
    return np.array([added[action] for action in actions], dtype=float)


def _attribution(actions: Sequence[str], values: Values, share: np.ndarray, *, is_sampled: bool = False) -> Attribution:
    nothing, everything = values[frozenset()], values[frozenset(actions)]
    alone = np.stack([values[frozenset({action})] - nothing for action in actions], axis=1)
    last = np.stack([everything - values[frozenset(actions) - {action}] for action in actions], axis=1)
    return Attribution(tuple(actions), share, alone, last, everything - nothing, is_sampled)
