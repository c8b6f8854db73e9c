"""Which heater a home takes: trigger, awareness, ability, choice. Pure functions of arrays."""

from dataclasses import dataclass

import numpy as np

from agents.choice import CLOSED, pick_best_of
from agents.household.heaters import CLEAN_COAL, IS_CLEAN, NEEDS_ROOF, RESISTIVE, HeaterTaste, HeaterTraits
from agents.table import rows_where

_COAL = slice(0, CLEAN_COAL + 1)  # coal comes first
_ON_ROOF = np.flatnonzero(NEEDS_ROOF)
_CLEAN = IS_CLEAN.astype(np.float32)[:, None]


@dataclass(frozen=True)
class Prompt:
    """What brings homes to think of another heater, (n,) each."""

    around: np.ndarray  # share of neighbours who heat clean
    attitude: np.ndarray
    offered: np.ndarray  # bool, a programme is in the village
    caught: np.ndarray  # bool, an inspector has sealed the stove
    is_first: np.ndarray  # bool, a home that has just been founded


@dataclass(frozen=True)
class Chooser(Prompt):
    """What counts about the homes that choose, (n,) each; (n, n_heaters) is best kept heater by heater in memory."""

    heater: np.ndarray
    income_cny: np.ndarray  # of the household this year
    running_cny: np.ndarray  # (n, n_heaters) a winter
    fine_cny: np.ndarray  # expected with coal
    yearly_cost_of_one: np.ndarray  # (n, n_heaters) annuity at the own discount rate
    net_price_cny: np.ndarray  # (n, n_heaters), of the own kind as it costs anew
    reach: np.ndarray  # (n, n_heaters) bool
    has_roof: np.ndarray
    only_elders: np.ndarray
    works: np.ndarray  # bool, the old heater would go on


def is_aware(prompt: Prompt, draw: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a home thinks of anything but its old heater: told by a programme, or by those around.

    Whoever founds a home looks at all there is.
    """
    chance = taste.aware_base + taste.aware_peers * prompt.around + taste.aware_attitude * prompt.attitude
    return prompt.offered | prompt.caught | prompt.is_first | (draw < chance)


def is_able(chooser: Chooser, taste: HeaterTaste) -> np.ndarray:
    """Return (n, n_heaters) what a home could take: pipe, roof, money at hand, and no coal once caught.

    Direct electric heaters can be bought one by one, so they stay open to all; and what one has can be mended.
    """
    able = chooser.net_price_cny <= taste.down_payment * chooser.income_cny[:, None]
    able[:, RESISTIVE] = True
    settled = rows_where(~chooser.is_first)
    able[settled, chooser.heater.take(settled)] = True
    able &= chooser.reach
    for heater in _ON_ROOF:
        able[:, heater] &= chooser.has_roof
    able[:, _COAL] &= ~chooser.caught[:, None]
    return able


def annual_cost(chooser: Chooser) -> np.ndarray:
    """Return (n, n_heaters) CNY a year: annualised net purchase, winter bill, and the fine to expect with coal.

    A heater that still works has been paid for.
    """
    cost = chooser.yearly_cost_of_one * chooser.net_price_cny + chooser.running_cny
    cost[:, _COAL] += chooser.fine_cny[:, None]
    works = rows_where(chooser.works)
    own = chooser.heater.take(works) * np.intp(len(cost)) + works  # where the present heater stands, heater by heater
    by_heater = np.ascontiguousarray(cost.T)
    paid = chooser.yearly_cost_of_one.T.ravel().take(own) * chooser.net_price_cny.T.ravel().take(own)
    by_heater.reshape(-1)[own] -= paid
    return by_heater.T


def utility(chooser: Chooser, traits: HeaterTraits, taste: HeaterTaste) -> np.ndarray:
    """Return (n, n_heaters) values: cost as a share of income, comfort, norm, attitude, habit, hassle of a change."""
    pull = taste.peers * chooser.around + taste.attitude * chooser.attitude - taste.habit * chooser.only_elders
    effort = 1.0 - taste.programme_help * chooser.offered
    value = annual_cost(chooser)
    value *= (-taste.cost / chooser.income_cny)[:, None]
    by_heater = value.T  # laid out so
    by_heater += traits.comfort[:, None] + pull * _CLEAN
    by_heater -= effort * traits.hassle[:, None]
    same = effort * traits.hassle.take(chooser.heater) * ~chooser.is_first  # no works for more of the same
    own = chooser.heater * np.intp(len(value)) + np.arange(len(value))
    by_heater.reshape(-1)[own] += same
    return value


def choose(chooser: Chooser, draw: np.ndarray, traits: HeaterTraits, taste: HeaterTaste) -> np.ndarray:
    """Return (n,) heaters taken by homes that are aware of what there is.

    Logit over what they are able to take, by inverse distribution of ``draw``.
    """
    value = utility(chooser, traits, taste).T
    value -= value.dtype.type(CLOSED) * ~is_able(chooser, taste).T
    return pick_best_of(value, draw)


def keeps_stove(draw: np.ndarray, offered: np.ndarray, caught: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a home that leaves coal keeps the stove: rarely under a programme, never when it was sealed."""
    chance = np.where(offered, taste.stove_kept_in_programme, taste.stove_kept_by_choice)
    return ~caught & (draw < chance)


def loses_stove(draw: np.ndarray, visit_chance: np.ndarray, taste: HeaterTaste) -> np.ndarray:
    """Return whether a kept stove is gone by the end of the year: worn out, or taken at a visit."""
    return draw < 1.0 - (1.0 - taste.stove_lost_per_year) * (1.0 - taste.stove_taken_per_visit * visit_chance)
