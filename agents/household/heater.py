"""Which heater a home takes: trigger, awareness, ability, choice. Pure functions of arrays."""

from dataclasses import dataclass

import numpy as np

from agents.choice import rows_of
from agents.household.heaters import (
    IS_CLEAN,
    IS_COAL,
    N_HEATERS,
    NEEDS_ROOF,
    RESISTIVE,
    HeaterTaste,
    HeaterTraits,
)

_IS_COAL = IS_COAL.copy()
_CLEAN = IS_CLEAN.astype(np.float32)


@dataclass(frozen=True)
class Chooser:
    """What counts about the homes that choose, (n,) each."""

    heater: np.ndarray
    income_cny: np.ndarray  # of the household this year
    running_cny: np.ndarray  # (n, n_heaters) a winter
    fine_cny: np.ndarray  # expected with coal
    yearly_cost_of_one: np.ndarray  # (n, n_heaters) annuity at the own discount rate
    net_price_cny: np.ndarray  # (n, n_heaters)
    reach: np.ndarray  # (n, n_heaters) bool
    has_roof: np.ndarray
    only_elders: np.ndarray
    around: np.ndarray  # share of neighbours who heat clean
    attitude: np.ndarray
    offered: np.ndarray  # bool, a programme is in the village
    caught: np.ndarray  # bool, an inspector has sealed the stove
    works: np.ndarray  # bool, the old heater would go on
    is_first: np.ndarray  # bool, a home that has just been founded


def is_aware(chooser: Chooser, draw: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a home thinks of anything but its old heater: told by a programme, or by those around.

    Whoever founds a home looks at all there is.
    """
    chance = taste.aware_base + taste.aware_peers * chooser.around + taste.aware_attitude * chooser.attitude
    return chooser.offered | chooser.caught | chooser.is_first | (draw < chance)


def is_able(chooser: Chooser, taste: HeaterTaste) -> np.ndarray:
    """Return (n, n_heaters) what a home could take: pipe, roof, money at hand, and no coal once caught.

    Direct electric heaters can be bought one by one, so they stay open to all.
    """
    able = chooser.net_price_cny <= taste.down_payment * chooser.income_cny[:, None]
    able[:, RESISTIVE] = True
    able &= chooser.reach
    able[:, NEEDS_ROOF] &= chooser.has_roof[:, None]
    able[:, _IS_COAL] &= ~chooser.caught[:, None]
    return able


def annual_cost(chooser: Chooser) -> np.ndarray:
    """Return (n, n_heaters) CNY a year: annualised net purchase, winter bill, and the fine to expect with coal.

    A heater that still works has been paid for.
    """
    cost = chooser.yearly_cost_of_one * chooser.net_price_cny + chooser.running_cny
    cost[:, _IS_COAL] += chooser.fine_cny[:, None]
    rows, own = np.arange(len(cost)), chooser.heater
    cost[rows, own] -= chooser.works * chooser.yearly_cost_of_one[rows, own] * chooser.net_price_cny[rows, own]
    return cost


def utility(chooser: Chooser, traits: HeaterTraits, taste: HeaterTaste) -> np.ndarray:
    """Return (n, n_heaters) values: cost as a share of income, comfort, norm, attitude, habit, hassle of a change."""
    pull = taste.peers * chooser.around + taste.attitude * chooser.attitude - taste.habit * chooser.only_elders
    effort = 1.0 - taste.programme_help * chooser.offered
    value = annual_cost(chooser)
    value *= (-taste.cost / chooser.income_cny)[:, None]
    value += traits.comfort + pull[:, None] * _CLEAN
    value -= effort[:, None] * traits.hassle
    rows = np.arange(len(value))
    same = effort * traits.hassle[chooser.heater] * ~chooser.is_first  # no works for more of the same
    value[rows, chooser.heater] += same
    return value


def choose(
    chooser: Chooser, draw_aware: np.ndarray, draw: np.ndarray, traits: HeaterTraits, taste: HeaterTaste
) -> np.ndarray:
    """Return (n,) heaters taken. Those unaware take their old one again.

    Logit over what they are able to take, by inverse distribution of ``draw``.
    """
    aware = is_aware(chooser, draw_aware, taste)
    taken = chooser.heater.copy()
    rows = np.flatnonzero(aware)
    if len(rows) == 0:
        return taken
    aware_chooser = _take(chooser, rows)
    value = utility(aware_chooser, traits, taste)
    value[~is_able(aware_chooser, taste)] = -np.inf
    weight = np.exp(value - value.max(axis=1, keepdims=True))
    edges = np.cumsum(weight, axis=1)
    picked = (draw[rows, None] * edges[:, -1:] >= edges).sum(axis=1)
    taken[rows] = np.minimum(picked, _last_open(weight))
    return taken


def keeps_stove(draw: np.ndarray, offered: np.ndarray, caught: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a home that leaves coal keeps the stove: rarely under a programme, never when it was sealed."""
    chance = np.where(offered, taste.stove_kept_in_programme, taste.stove_kept_by_choice)
    return ~caught & (draw < chance)


def loses_stove(draw: np.ndarray, visit_chance: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a kept stove is gone by the end of the year: worn out, or taken at a visit."""
    return draw < 1.0 - (1.0 - taste.stove_lost_per_year) * (1.0 - taste.stove_taken_per_visit * visit_chance)


def _take(chooser: Chooser, rows: np.ndarray) -> Chooser:
    return Chooser(
        **{name: value[rows] if value.ndim == 1 else rows_of(value, rows) for name, value in vars(chooser).items()}
    )


def _last_open(weight: np.ndarray) -> np.ndarray:
    return N_HEATERS - 1 - np.argmax((weight > 0)[:, ::-1], axis=1)
